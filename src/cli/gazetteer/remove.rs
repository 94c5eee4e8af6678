use super::add::id;
use super::args::RemoveFlags;
use super::change;
use crate::app::layers::{self, Folder, OwnChange};
use crate::cli::error::CliError;
use crate::cli::messages::print;
use crate::config::Settings;
use std::process::ExitCode;

/// `sitmap gazetteer remove`: an imported layer by its name, what was added by hand by the place's id.
pub(super) fn run(settings: &Settings, flags: &RemoveFlags) -> Result<ExitCode, CliError> {
    let change = match (&flags.of, flags.name.contains(':')) {
        (Some(of), _) => OwnChange::RemoveNames {
            of: id("--alias-of", of)?,
            names: vec![flags.name.clone()],
        },
        (None, true) => OwnChange::Remove(id("the place", &flags.name)?),
        (None, false) => return layer(settings, flags),
    };
    change::run(settings, &change, "", &flags.output)
}

fn layer(settings: &Settings, flags: &RemoveFlags) -> Result<ExitCode, CliError> {
    if flags.output.preview {
        return Err(CliError::Usage(
            "--preview: expected the id of a place, such as own:zghetoon, found the name of a layer"
                .to_owned(),
        ));
    }
    let folder = Folder::new(&settings.gazetteer);
    let former = layers::open(&folder)?;
    layers::remove(&folder, &flags.name)?;
    if !flags.output.json {
        print(&format!("{}: removed", flags.name))?;
    }
    change::after_layers(settings, former, &flags.output)
}
