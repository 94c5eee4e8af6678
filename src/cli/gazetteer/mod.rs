//! `sitmap gazetteer`: layers of one's own beside those that the program carries.

mod add;
mod args;
mod change;
mod import;
mod info;
mod remove;

pub(super) use args::GazetteerArgs;

use super::error::CliError;
use crate::app::layers::{self, Folder, LayerError};
use crate::config::Settings;
use crate::gazetteer::Gazetteer;
use args::GazetteerCommand;
use std::process::ExitCode;

/// `sitmap gazetteer`
pub(super) fn run(settings: &Settings, arguments: &GazetteerArgs) -> Result<ExitCode, CliError> {
    match &arguments.command {
        GazetteerCommand::Import(import) => import::run(settings, import),
        GazetteerCommand::Add(add) => add::run(settings, add),
        GazetteerCommand::Info(info) => info::run(settings, info),
        GazetteerCommand::Remove(remove) => remove::run(settings, remove),
    }
}

/// The folder of this run's layers, which must be there when somebody chose it.
pub(super) fn folder(settings: &Settings) -> Result<Folder, CliError> {
    let folder = Folder::new(&settings.gazetteer);
    if settings.gazetteer_is_chosen && !folder.exists() {
        return Err(LayerError::Missing {
            path: settings.gazetteer.clone(),
        }
        .into());
    }
    Ok(folder)
}

/// The gazetteer of this run: the program's own, with the layers of the folder when there is one. It lives as long as
/// the process.
pub(super) fn open(settings: &Settings) -> Result<&'static Gazetteer, CliError> {
    let folder = Folder::new(&settings.gazetteer);
    if folder.exists() || settings.gazetteer_is_chosen {
        Ok(Box::leak(Box::new(layers::open(&folder)?)))
    } else {
        Ok(Gazetteer::embedded()?)
    }
}
