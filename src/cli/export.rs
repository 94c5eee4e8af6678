use super::args::ExportFlags;
use super::error::CliError;
use super::gazetteer;
use super::inputs::is_standard;
use super::messages::say;
use crate::app::App;
use crate::config::Settings;
use crate::export::{Format, Head};
use crate::store::{GeoPackage, OpenMode};
use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::ExitCode;
use tempfile::{Builder, NamedTempFile};

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

/// Writes beside the file and moves it into place, so that a failure leaves the former file as it was. Links keep pointing
/// to the file; pipes and devices are written into, since something reads them.
fn to_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<u64, CliError>,
) -> Result<u64, CliError> {
    let failed = |error| CliError::io(path.display().to_string())(error);
    let former = fs::metadata(path).ok();
    if former.as_ref().is_some_and(|former| !former.is_file()) {
        return write(&mut File::create(path).map_err(failed)?);
    }
    let path = match former {
        Some(_) => &path.canonicalize().map_err(failed)?,
        None => path,
    };
    let mut file = beside(path, former.map(|former| former.permissions())).map_err(failed)?;
    let count = write(&mut file)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(count)
}

/// A new file in the folder of another, which goes when it is dropped; with the permissions of the file that it will
/// replace, or those that the user gives to new files.
fn beside(path: &Path, permissions: Option<Permissions>) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    let permissions = permissions.unwrap_or_else(|| Permissions::from_mode(0o666));
    Builder::new()
        .prefix(".sitmap-export-")
        .permissions(permissions)
        .tempfile_in(folder.unwrap_or(Path::new(".")))
}
