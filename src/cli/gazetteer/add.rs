use super::args::AddFlags;
use super::change;
use crate::app::layers::{NewPlace, OwnChange};
use crate::cli::error::CliError;
use crate::cli::resolve::{country, position};
use crate::config::Settings;
use crate::domain::PlaceId;
use std::process::ExitCode;

/// `sitmap gazetteer add`
pub(super) fn run(settings: &Settings, flags: &AddFlags) -> Result<ExitCode, CliError> {
    let change = match (&flags.name, &flags.of) {
        (Some(name), Some(of)) => names(of, name, flags)?,
        (None, Some(of)) => OwnChange::AddNames {
            of: id("--of", of)?,
            names: flags.aliases.clone(),
        },
        (Some(name), None) => OwnChange::Add(Box::new(place(name, flags)?)),
        (None, None) => return Err(CliError::Usage("expected a name or --of".to_owned())),
    };
    change::run(settings, &change, &flags.why, &flags.output)
}

/// `--alias-of ID NAME`, with or without more names.
fn names(of: &str, name: &str, flags: &AddFlags) -> Result<OwnChange, CliError> {
    let more = flags.aliases.iter();
    Ok(OwnChange::AddNames {
        of: id("--of", of)?,
        names: std::iter::once(&name.to_owned())
            .chain(more)
            .cloned()
            .collect(),
    })
}

fn place(name: &str, flags: &AddFlags) -> Result<NewPlace, CliError> {
    Ok(NewPlace {
        id: flags
            .id
            .as_deref()
            .map(|text| id("--id", text))
            .transpose()?,
        name: name.to_owned(),
        names: flags.aliases.clone(),
        position: flags
            .at
            .as_deref()
            .map(|text| position("--at", text))
            .transpose()?,
        feature: flags
            .feature
            .as_deref()
            .map(super::import::feature)
            .transpose()?,
        country: flags.country.as_deref().map(country).transpose()?,
        admin1: flags.admin1.clone(),
        admin2: flags.admin2.clone(),
        radius_km: flags.radius_km,
        source: flags.source.clone(),
        confidence: flags.confidence.clone(),
    })
}

pub(super) fn id(flag: &str, text: &str) -> Result<PlaceId, CliError> {
    text.parse()
        .map_err(|error| CliError::Usage(format!("{flag}: {error}")))
}
