//! Changes of one's own places: what they would do, or what they did, for people and programs.

use super::args::ChangeOutput;
use crate::app::layers::{Folder, OwnChange, Reason};
use crate::app::{
    Accepted, Answer, Became, EventDifference, Intake, MentionDifference, ReportDifference,
    Rereading, Spot, Told,
};
use crate::cli::error::CliError;
use crate::cli::messages::{print, say};
use crate::config::Settings;
use crate::gazetteer::Gazetteer;
use crate::store::{GeoPackage, OpenMode, Store};
use jiff::Timestamp;
use std::process::ExitCode;

/// So many toponyms and events are shown to people.
const MOST_SHOWN: usize = 40;

/// Makes a change, or says what it would do.
pub(super) fn run(
    settings: &Settings,
    change: &OwnChange,
    why: &str,
    output: &ChangeOutput,
) -> Result<ExitCode, CliError> {
    let reason = Reason {
        by: settings.user.clone(),
        at: Timestamp::now(),
        why: why.to_owned(),
    };
    let intake = intake(settings, reason.at)?;
    let done = if output.preview {
        intake.preview(change, &reason)?
    } else {
        intake.accept(change, &reason)?
    };
    tell(&done, output)?;
    Ok(ExitCode::SUCCESS)
}

/// Reads stored reports again after an imported layer changed.
pub(super) fn after_layers(
    settings: &Settings,
    former: Gazetteer,
    output: &ChangeOutput,
) -> Result<ExitCode, CliError> {
    let at = Timestamp::now();
    let done = intake(settings, at)?.reread_everything(former, at)?;
    tell(&done, output)?;
    Ok(ExitCode::SUCCESS)
}

/// The reports of the data file; none where there is no data file yet, which nothing makes then.
fn intake(settings: &Settings, at: Timestamp) -> Result<Intake, CliError> {
    let store: Box<dyn Store> = if settings.data.exists() {
        Box::new(GeoPackage::open(&settings.data, OpenMode::Existing)?)
    } else {
        say(&format!(
            "{}: no data file, so that there are no reports to read again",
            settings.data.display()
        ));
        Box::new(GeoPackage::in_memory()?)
    };
    Ok(Intake::open(store, Folder::new(&settings.gazetteer), at)?)
}

fn tell(done: &Accepted, output: &ChangeOutput) -> Result<(), CliError> {
    if output.json {
        let text = serde_json::to_string_pretty(done)
            .map_err(|error| CliError::Failed(error.to_string()))?;
        return print(&text);
    }
    let mut lines: Vec<String> = done.names.iter().map(|t| words(t, done.preview)).collect();
    lines.extend(summary(&done.changes, done.preview));
    let mut details = done.changes.reports.iter().flat_map(of_report);
    lines.extend(details.by_ref().take(MOST_SHOWN));
    if details.next().is_some() || done.changes.left_off > 0 {
        lines.push("  and more; --json lists them".to_owned());
    }
    print(&lines.join("\n"))
}

fn words(told: &Told, preview: bool) -> String {
    let Told {
        name,
        place_id,
        became,
    } = told;
    match (became, preview) {
        (Became::Added, true) => format!("{name}: would be added ({place_id})"),
        (Became::Added, false) => format!("{name}: added ({place_id})"),
        (Became::Known, _) => format!("{name}: nothing to do, {place_id} has it already"),
        (Became::Removed, true) => format!("{name}: would be removed ({place_id})"),
        (Became::Removed, false) => format!("{name}: removed ({place_id})"),
    }
}

fn summary(done: &Rereading, preview: bool) -> Vec<String> {
    if done.reports_stored == 0 {
        return Vec::new();
    }
    let Rereading {
        reports_stored,
        reports_read,
        reports_changed,
        mentions_changed,
        mentions_moved,
        events_changed,
        events_kept,
        ..
    } = done;
    let change = if preview { "would change" } else { "changed" };
    let mut lines = vec![format!(
        "{reports_changed} of {reports_stored} reports {change} ({reports_read} read again): \
         {mentions_changed} place names, {events_changed} events"
    )];
    let only_score = mentions_changed - mentions_moved;
    if only_score > 0 {
        lines.push(format!(
            "{only_score} of the place names keep their place; only how sure it is or their role changes"
        ));
    }
    if *events_kept > 0 {
        lines.push(format!(
            "{events_kept} events stay as they are, since a person decided them"
        ));
    }
    lines
}

/// What is another place or event in a report; nothing where only scores change.
fn of_report(report: &ReportDifference) -> Vec<String> {
    let moved = report.mentions.iter().filter(|mention| mention.is_moved());
    let mut lines: Vec<String> = moved.map(of_mention).collect();
    lines.extend(report.events.iter().map(of_event));
    lines.extend(report.kept.iter().map(|kept| {
        let (stays, now) = (place(kept.place.as_ref()), place(kept.instead_of.as_ref()));
        format!(
            "  {} ({}): stays {stays}, not {now}",
            kept.title, kept.status
        )
    }));
    if !lines.is_empty() {
        let title = report.title.as_deref().unwrap_or_default();
        lines.insert(0, format!("{} {title}", report.id).trim_end().to_owned());
    }
    lines
}

fn of_mention(mention: &MentionDifference) -> String {
    format!(
        "  {}-{} \"{}\": {} -> {}",
        mention.span.start,
        mention.span.end,
        mention.text,
        answer(mention.before.as_ref()),
        answer(mention.after.as_ref())
    )
}

fn answer(answer: Option<&Answer>) -> String {
    match answer {
        None => "not a place name".to_owned(),
        Some(answer) => format!("{} ({:.2})", place(answer.place.as_ref()), answer.score),
    }
}

fn of_event(event: &EventDifference) -> String {
    let (before, after) = (place(event.before.as_ref()), place(event.after.as_ref()));
    format!(
        "  event {}: {before} -> {after}: {}",
        event.change, event.title
    )
}

fn place(spot: Option<&Spot>) -> String {
    match spot {
        None => "nowhere".to_owned(),
        Some(spot) => format!(
            "{} {:.4},{:.4} within {:.1} km",
            spot.name, spot.lon, spot.lat, spot.radius_km
        ),
    }
}
