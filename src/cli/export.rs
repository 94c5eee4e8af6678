use super::args::ExportFlags;
use super::error::CliError;
use super::gazetteer;
use super::inputs::is_standard;
use super::messages::say;
use crate::app::App;
use crate::config::Settings;
use crate::export::{Format, Head};
use crate::store::{GeoPackage, OpenMode};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// `sitmap export`
pub(super) fn run(settings: &Settings, flags: &ExportFlags) -> Result<ExitCode, CliError> {
    let query = flags.filter.query()?;
    let format = format(flags)?;
    let store = GeoPackage::open(&settings.data, OpenMode::ReadOnly)?;
    let app = App::open(Box::new(store), gazetteer::open(settings)?)?;
    let data = app.data();
    let head = Head {
        time_stamp: data.at,
        ..Head::default()
    };
    let query = app.spelled(query);
    let write = |out: &mut dyn Write| {
        Ok(format.write(out, data.snapshot.select(flags.collection, &query), &head)?)
    };
    if is_standard(&flags.output) {
        write(&mut io::stdout().lock())?;
    } else {
        let count = to_file(&flags.output, write)?;
        say(&format!(
            "wrote {count} features of the collection {} to {}",
            flags.collection,
            flags.output.display()
        ));
    }
    Ok(ExitCode::SUCCESS)
}

fn format(flags: &ExportFlags) -> Result<Format, CliError> {
    match flags.format {
        Some(format) => Ok(format),
        None if is_standard(&flags.output) => Ok(Format::GeoJson),
        None => Format::of_path(&flags.output)
            .map_err(|error| CliError::Usage(format!("--output: {error}"))),
    }
}

/// Writes beside the file and moves it into place, so that a failure leaves the former file as it was.
fn to_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<u64, CliError>,
) -> Result<u64, CliError> {
    let beside = beside(path);
    let mut file = File::create(&beside).map_err(CliError::io(beside.display().to_string()))?;
    let count = write(&mut file).inspect_err(|_failed| drop(fs::remove_file(&beside)))?;
    fs::rename(&beside, path).map_err(CliError::io(path.display().to_string()))?;
    Ok(count)
}

fn beside(path: &Path) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}
