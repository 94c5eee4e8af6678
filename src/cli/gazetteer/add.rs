use super::args::AddFlags;
use crate::app::layers::{self, AddedAs, Folder, NewPlace, Reason};
use crate::cli::error::CliError;
use crate::cli::messages::{print, say};
use crate::cli::resolve::{country, position};
use crate::config::Settings;
use crate::domain::PlaceId;
use crate::gazetteer::Gazetteer;
use jiff::Timestamp;
use std::process::ExitCode;

/// `sitmap gazetteer add`
pub(super) fn run(settings: &Settings, flags: &AddFlags) -> Result<ExitCode, CliError> {
    let folder = Folder::new(&settings.gazetteer);
    let reason = Reason {
        by: settings.user.clone(),
        at: Timestamp::now(),
        why: flags.why.clone(),
    };
    match (&flags.name, &flags.of) {
        (_, Some(of)) => add_names(settings, &folder, &id("--of", of)?, &flags.aliases, &reason)?,
        (Some(name), None) => tell(
            name,
            &layers::add_place(&folder, &place(name, flags)?, &reason)?,
        )?,
        (None, None) => return Err(CliError::Usage("expected a name or --of".to_owned())),
    }
    say(
        "reports that were stored before are read again by the next `sitmap ingest` of their files",
    );
    Ok(ExitCode::SUCCESS)
}

fn add_names(
    settings: &Settings,
    folder: &Folder,
    of: &PlaceId,
    names: &[String],
    reason: &Reason,
) -> Result<(), CliError> {
    let gazetteer = if folder.exists() {
        super::open(settings)?
    } else {
        Gazetteer::embedded()?
    };
    names.iter().try_for_each(|name| {
        let added = layers::add_name(folder, gazetteer, of, name, reason)?;
        tell(name, &added)
    })
}

fn tell(name: &str, added: &AddedAs) -> Result<(), CliError> {
    print(&match added {
        AddedAs::New(id) => format!("{name}: added ({id})"),
        AddedAs::Known(id) => format!("{name}: nothing to do, {id} has it already"),
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

fn id(flag: &str, text: &str) -> Result<PlaceId, CliError> {
    text.parse()
        .map_err(|error| CliError::Usage(format!("{flag}: {error}")))
}
