use super::args::{CsvFlags, GeojsonFlags, GeonamesFlags, ImportCommand, LayerFlags, OwnerFlags};
use crate::app::layers::{self, Files, Folder, GeoNames, Imported, Plan, Progress};
use crate::cli::error::CliError;
use crate::cli::messages::{print, say};
use crate::config::Settings;
use crate::gazetteer::import::Defaults;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// `sitmap gazetteer import`: 0 when every row is in the layer, 1 when some were refused; the layer is in use either
/// way. When nothing could be imported it is 1 too, and the layers stay as they were.
pub(super) fn run(settings: &Settings, command: &ImportCommand) -> Result<ExitCode, CliError> {
    let plan = plan(command)?;
    let bar = Bar::new();
    let folder = Folder::new(&settings.gazetteer);
    let imported = layers::import(&folder, &plan, Timestamp::now(), &mut |progress| {
        bar.show(progress);
    });
    bar.0.finish_and_clear();
    let imported = imported?;
    tell(&folder, &imported)?;
    Ok(match imported.found.all() {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}

/// A bar on a terminal, nothing in a pipe.
struct Bar(ProgressBar);

impl Bar {
    /// Parts of the bar while the layer is written.
    const PARTS: u64 = 1_000;

    fn new() -> Self {
        let bar = ProgressBar::new(0);
        let style = ProgressStyle::with_template("{bar:30} {percent} % {msg}, {eta} left");
        Self(style.map_or(bar.clone(), |style| bar.with_style(style)))
    }

    fn show(&self, progress: Progress<'_>) {
        match progress {
            Progress::Reading(path, done, all) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                self.set(done, all, format!("reading {name}"));
            }
            Progress::Writing(done) => {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "between 0 and 1,000"
                )]
                let done = (done.clamp(0.0, 1.0) * 1_000.0) as u64;
                self.set(done, Self::PARTS, "sorting and writing".to_owned());
            }
        }
    }

    fn set(&self, done: u64, all: u64, message: String) {
        if self.0.message() != message {
            self.0.reset();
            self.0.set_message(message);
        }
        self.0.set_length(all);
        self.0.set_position(done);
    }
}

fn tell(folder: &Folder, imported: &Imported) -> Result<(), CliError> {
    let layer = &imported.layer;
    print(&format!(
        "{}: {} places with {} names, {} rows refused, {} names left out",
        layer.name, layer.places, layer.names, imported.found.rows, imported.found.names
    ))?;
    imported.notes.iter().for_each(|note| say(note));
    imported
        .found
        .examples
        .iter()
        .for_each(|fault| say(&format!("refused: {fault}")));
    let more = imported.found.all() - imported.found.examples.len() as u64;
    if more > 0 {
        say(&format!("refused: {more} more; --errors FILE lists all"));
    }
    say(&format!("in use from {}", folder.path().display()));
    Ok(())
}

fn plan(command: &ImportCommand) -> Result<Plan, CliError> {
    match command {
        ImportCommand::Geonames(flags) => geonames(flags),
        ImportCommand::Csv(flags) => csv(flags),
        ImportCommand::Geojson(flags) => geojson(flags),
    }
}

fn geonames(flags: &GeonamesFlags) -> Result<Plan, CliError> {
    let files = GeoNames {
        tables: flags.files.clone(),
        alternate_names: flags.alternate_names.clone(),
        admin1_codes: flags.admin1_codes.clone(),
        admin2_codes: flags.admin2_codes.clone(),
        hierarchy: flags.hierarchy.clone(),
    };
    Ok(Plan {
        layer: layer_name(&flags.layer, "geonames", &flags.files)?,
        attribution: "GeoNames, CC BY 4.0".to_owned(),
        licence: "CC BY 4.0".to_owned(),
        files: Files::GeoNames(files),
        errors: flags.layer.errors.clone(),
    })
}

fn csv(flags: &CsvFlags) -> Result<Plan, CliError> {
    let layer = layer_name(&flags.layer, "csv", std::slice::from_ref(&flags.file))?;
    let columns = flags
        .columns
        .iter()
        .map(|text| column(text))
        .collect::<Result<_, _>>()?;
    let files = Files::Csv {
        file: flags.file.clone(),
        columns,
        defaults: defaults(&layer, &flags.owner, &flags.file, "P.PPL")?,
    };
    Ok(owned(layer, &flags.owner, &flags.file, files, &flags.layer))
}

fn geojson(flags: &GeojsonFlags) -> Result<Plan, CliError> {
    let layer = layer_name(&flags.layer, "geojson", std::slice::from_ref(&flags.file))?;
    let files = Files::GeoJson {
        file: flags.file.clone(),
        defaults: defaults(&layer, &flags.owner, &flags.file, "L.RGN")?,
    };
    Ok(owned(layer, &flags.owner, &flags.file, files, &flags.layer))
}

fn owned(layer: String, owner: &OwnerFlags, file: &Path, files: Files, flags: &LayerFlags) -> Plan {
    Plan {
        layer,
        attribution: attribution(owner, file),
        licence: owner.licence.clone(),
        files,
        errors: flags.errors.clone(),
    }
}

fn attribution(owner: &OwnerFlags, file: &Path) -> String {
    let name = || {
        file.file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    };
    owner.attribution.clone().unwrap_or_else(name)
}

fn defaults(
    layer: &str,
    owner: &OwnerFlags,
    file: &Path,
    usual: &str,
) -> Result<Defaults, CliError> {
    let (class, code) = feature(owner.feature.as_deref().unwrap_or(usual))?;
    let class = ["A", "H", "L", "P", "R", "S", "T", "U", "V"]
        .into_iter()
        .find(|known| *known == class);
    Ok(Defaults {
        namespace: layer.to_owned(),
        source: attribution(owner, file),
        class: class.ok_or_else(|| {
            CliError::Usage(format!(
                "--feature: expected one of A H L P R S T U V and a code, as in P.PPL, found `{}`",
                owner.feature.as_deref().unwrap_or(usual)
            ))
        })?,
        code,
    })
}

/// Class and code of `P.PPL`.
pub(super) fn feature(text: &str) -> Result<(String, String), CliError> {
    match text.split_once('.') {
        Some((class, code)) if !class.is_empty() && !code.is_empty() => {
            Ok((class.to_owned(), code.to_owned()))
        }
        _ => Err(CliError::Usage(format!(
            "--feature: expected class and code as in P.PPL, found `{text}`"
        ))),
    }
}

/// The user writes what is meant before the name of the column; the reader wants it the other way round.
fn column(text: &str) -> Result<(String, String), CliError> {
    match text.split_once('=') {
        Some((meaning, column)) if !meaning.is_empty() && !column.is_empty() => {
            Ok((column.to_owned(), meaning.to_owned()))
        }
        _ => Err(CliError::Usage(format!(
            "--column: expected MEANING=COLUMN as in lon=EASTING, found `{text}`"
        ))),
    }
}

/// `geonames-IQ-SY`: the name that was given, or the kind and the files' names without their endings.
fn layer_name(flags: &LayerFlags, kind: &str, files: &[PathBuf]) -> Result<String, CliError> {
    let stem = |path: &PathBuf| {
        let name = path.file_name()?.to_str()?;
        name.split('.')
            .find(|part| !part.is_empty())
            .map(str::to_owned)
    };
    let by_files = || {
        let stems = files.iter().filter_map(stem);
        std::iter::once(kind.to_owned())
            .chain(stems)
            .collect::<Vec<_>>()
            .join("-")
    };
    let name = flags.name.clone().unwrap_or_else(by_files);
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    if (1..=60).contains(&name.len()) && name.chars().all(is_plain) {
        return Ok(name);
    }
    Err(CliError::Usage(format!(
        "--name: expected 1 to 60 letters, digits, hyphens and underscores, found `{name}`"
    )))
}
