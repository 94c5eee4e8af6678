use super::args::IngestFlags;
use super::error::CliError;
use super::gazetteer;
use super::inputs;
use super::messages::{print, say};
use crate::app::{Intake, Tally};
use crate::config::Settings;
use crate::store::{GeoPackage, OpenMode};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use std::process::ExitCode;

/// `sitmap ingest`: 0 when every row is stored, 1 when some were refused; those that could be are stored either way.
/// A wrong name makes no data file.
pub(super) fn run(settings: &Settings, flags: &IngestFlags) -> Result<ExitCode, CliError> {
    let store = if flags.files.iter().any(|path| inputs::is_there(path)) {
        GeoPackage::open(&settings.data, OpenMode::Create)?
    } else {
        GeoPackage::in_memory()?
    };
    let folder = gazetteer::folder(settings)?;
    let intake = Intake::open(Box::new(store), folder, Timestamp::now())?;
    let bar = progress();
    let items = flags.files.iter().flat_map(|path| {
        let items = inputs::items(path, settings.max_file_bytes);
        bar.inc_length(items.len() as u64);
        items
    });
    let tally = intake.ingest_many(items, Timestamp::now(), |sofar| {
        bar.set_position(sofar.read);
    })?;
    bar.finish_and_clear();
    print(&summary(&tally))?;
    refusals(&tally);
    Ok(if tally.refused == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// A bar on a terminal, nothing in a pipe.
fn progress() -> ProgressBar {
    let bar = ProgressBar::new(0);
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len} reports, {eta} left");
    style.map_or(bar.clone(), |style| bar.with_style(style))
}

fn summary(tally: &Tally) -> String {
    let Tally {
        read,
        new,
        changed,
        unchanged,
        refused,
        examples: _,
    } = tally;
    format!("read {read}: {new} new, {changed} changed, {unchanged} unchanged, {refused} refused")
}

fn refusals(tally: &Tally) {
    for refused in &tally.examples {
        say(&format!("refused: {}", refused.0));
    }
    let more = tally.refused - tally.examples.len() as u64;
    if more > 0 {
        say(&format!("refused: {more} more"));
    }
}
