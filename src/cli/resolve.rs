use super::args::ResolveFlags;
use super::batch;
use super::error::CliError;
use super::gazetteer;
use super::messages::print;
use crate::app::Task;
use crate::config::Settings;
use crate::domain::{Candidate, CountryCode, Position, Resolution};
use crate::gazetteer::NameQuery;
use std::path::Path;
use std::process::ExitCode;

/// `sitmap resolve`
pub(super) fn run(settings: &Settings, flags: &ResolveFlags) -> Result<ExitCode, CliError> {
    let Some(name) = &flags.name else {
        return batch::run(settings, Task::Resolve, Path::new("-"));
    };
    if name.trim().is_empty() {
        return Err(CliError::Usage(
            "NAME: expected a name, found nothing".to_owned(),
        ));
    }
    let query = NameQuery {
        name: name.clone(),
        country: flags.country.as_deref().map(country).transpose()?,
        admin1: flags.admin1.clone(),
        near: flags
            .near
            .as_deref()
            .map(|text| position("--near", text))
            .transpose()?,
    };
    print(&told(
        name,
        &gazetteer::open(settings)?.resolve_name(&query),
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// A country that `--country` gives.
pub(super) fn country(code: &str) -> Result<CountryCode, CliError> {
    code.to_ascii_uppercase().parse().map_err(|_unknown| {
        CliError::Usage(format!(
            "--country: expected two letters such as IQ (ISO 3166-1 alpha-2), found `{code}`"
        ))
    })
}

/// A position that a flag gives.
pub(super) fn position(flag: &str, text: &str) -> Result<Position, CliError> {
    let unreadable = || {
        CliError::Usage(format!(
            "{flag}: expected LON,LAT in degrees, found `{text}`"
        ))
    };
    let (lon, lat) = text.split_once(',').ok_or_else(unreadable)?;
    let number = |part: &str| {
        part.trim()
            .parse::<f64>()
            .map_err(|_not_a_number| unreadable())
    };
    Position::new(number(lon)?, number(lat)?)
        .map_err(|error| CliError::Usage(format!("{flag}: {error}")))
}

/// The answer for people: the place, the reasons, and what it is not.
fn told(name: &str, resolution: &Resolution) -> String {
    let mut lines = match &resolution.chosen {
        Some(chosen) => [vec![format!("{name}: {}", line(chosen))], reasons(chosen)].concat(),
        None => vec![format!("{name}: unresolved")],
    };
    if !resolution.candidates.is_empty() {
        lines.push("not chosen:".to_owned());
    }
    lines.extend(
        resolution
            .candidates
            .iter()
            .map(|candidate| format!("  {}", line(candidate))),
    );
    lines.join("\n")
}

fn line(candidate: &Candidate) -> String {
    let place = &candidate.place;
    let within = [
        place.admin1.as_deref(),
        place.country.as_ref().map(CountryCode::as_str),
    ];
    let within: Vec<&str> = within.into_iter().flatten().collect();
    format!(
        "{} ({}), {}, {:.4} {:.4} within {:.1} km, score {:.2}",
        place.name,
        place.id,
        within.join(", "),
        place.position.lon(),
        place.position.lat(),
        place.radius_km,
        candidate.score
    )
}

fn reasons(candidate: &Candidate) -> Vec<String> {
    candidate
        .reasons
        .iter()
        .map(|reason| format!("  {:+.1} {}", reason.weight, reason.text))
        .collect()
}
