//! `sitmap gazetteer import`: inputs in, a layer out, or nothing at all.

use super::LayerError;
use super::builder::{Builder, Built};
use super::faults::{Faults, Found};
use super::folder::{Changing, Folder};
use super::input::Input;
use super::manifest::{Layer, SourceFile};
use crate::gazetteer::import::{
    AlternateNames, Defaults, Extras, Header, Hierarchy, ImportError, Units, read_csv,
    read_geojson, read_geonames,
};
use crate::gazetteer::table::cores;
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};

/// What is to be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Name of the layer; a layer of that name is replaced.
    pub layer: String,
    /// Where the data come from, as answers must say it.
    pub attribution: String,
    /// Their licence.
    pub licence: String,
    /// The files and their form.
    pub files: Files,
    /// Where to write every fault.
    pub errors: Option<PathBuf>,
}

/// The inputs of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Files {
    /// Tables in GeoNames' layout, and what belongs to them.
    GeoNames(GeoNames),
    /// A table with a header line.
    Csv {
        /// The file.
        file: PathBuf,
        /// Names of its columns and what they mean.
        columns: Vec<(String, String)>,
        /// What stands in for columns that are not there.
        defaults: Defaults,
    },
    /// Features.
    GeoJson {
        /// The file.
        file: PathBuf,
        /// What stands in for properties that are not there.
        defaults: Defaults,
    },
}

/// Files of a GeoNames dump.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GeoNames {
    /// Tables of places.
    pub tables: Vec<PathBuf>,
    /// `alternateNamesV2`.
    pub alternate_names: Option<PathBuf>,
    /// `admin1CodesASCII`.
    pub admin1_codes: Option<PathBuf>,
    /// `admin2Codes`.
    pub admin2_codes: Option<PathBuf>,
    /// `hierarchy`.
    pub hierarchy: Option<PathBuf>,
}

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Progress<'a> {
    /// A file is read: bytes done and in all.
    Reading(&'a Path, u64, u64),
    /// The layer is written: the part that is done, from 0 to 1.
    Writing(f64),
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The layer as it is now in use.
    pub layer: Layer,
    /// What was wrong with the inputs.
    pub found: Found,
    /// What the user should know of how the inputs were read.
    pub notes: Vec<String>,
}

/// Makes a layer of the inputs and puts it into use. Whatever fails, the folder's layers stay as they were.
pub fn import(
    folder: &Folder,
    plan: &Plan,
    at: Timestamp,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Imported, LayerError> {
    let changing = folder.change()?;
    let part = changing.part()?;
    let imported = import_in(&changing, &part, plan, at, progress);
    changing.clear_part()?;
    imported
}

fn import_in(
    changing: &Changing<'_>,
    part: &Path,
    plan: &Plan,
    at: Timestamp,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Imported, LayerError> {
    let faults = Faults::new(plan.errors.as_deref())?;
    let mut inputs = Inputs::new(plan.files.paths(), progress)?;
    let mut notes = Vec::new();
    let builder = read(&plan.files, &mut inputs, part, faults, &mut notes)?;
    inputs.unchanged()?;
    if builder.len() == 0 {
        return Err(nothing(plan, &builder.faults.finish()?));
    }
    let files = inputs.files();
    let (built, faults) = builder.finish(&mut |done| progress(Progress::Writing(done)))?;
    let found = faults.finish()?;
    let layer = layer(plan, &built, &found, files, at);
    put(changing, &built, &layer)?;
    Ok(Imported {
        layer,
        found,
        notes,
    })
}

fn read(
    files: &Files,
    inputs: &mut Inputs<'_>,
    part: &Path,
    faults: Faults,
    notes: &mut Vec<String>,
) -> Result<Builder, LayerError> {
    match files {
        Files::GeoNames(files) => geonames(files, inputs, part, faults, notes),
        Files::Csv {
            file,
            columns,
            defaults,
        } => {
            let mut builder = Builder::new(part, Units::default(), faults);
            let hear = |header: &Header| *notes = header.notes(defaults);
            inputs.read(file, |reader, name| {
                read_csv(reader, defaults, columns, hear, |batch| {
                    builder.take(name, batch)
                })
            })?;
            Ok(builder)
        }
        Files::GeoJson { file, defaults } => {
            let mut builder = Builder::new(part, Units::default(), faults);
            let unused = inputs.read(file, |reader, name| {
                read_geojson(reader, defaults, |batch| builder.take(name, batch))
            })?;
            notes.extend(unused_note(unused));
            Ok(builder)
        }
    }
}

fn unused_note(unused: BTreeSet<String>) -> Option<String> {
    let unused: Vec<String> = unused.into_iter().collect();
    (!unused.is_empty()).then(|| format!("properties that are not used: {}", unused.join(", ")))
}

fn geonames(
    files: &GeoNames,
    inputs: &mut Inputs<'_>,
    part: &Path,
    mut faults: Faults,
    notes: &mut Vec<String>,
) -> Result<Builder, LayerError> {
    let units = units(files, inputs, &mut faults)?;
    let extras = extras(files, inputs, &mut faults, notes)?;
    let mut builder = Builder::new(part, units, faults);
    let cores = cores();
    for path in &files.tables {
        inputs.read(path, |reader, name| {
            read_geonames(reader, &extras, cores, |batch| builder.take(name, batch))
        })?;
    }
    Ok(builder)
}

fn units(
    files: &GeoNames,
    inputs: &mut Inputs<'_>,
    faults: &mut Faults,
) -> Result<Units, LayerError> {
    let mut units = Units::default();
    for path in [&files.admin1_codes, &files.admin2_codes]
        .into_iter()
        .flatten()
    {
        inputs.read(path, |reader, name| {
            units.read(reader, |fault| faults.add(name, &fault))
        })?;
    }
    Ok(units)
}

/// Names and hierarchy. Of these only what belongs to the tables is kept, so that the tables are read once before.
fn extras(
    files: &GeoNames,
    inputs: &mut Inputs<'_>,
    faults: &mut Faults,
    notes: &mut Vec<String>,
) -> Result<Extras, LayerError> {
    let mut extras = Extras::default();
    if files.alternate_names.is_none() && files.hierarchy.is_none() {
        return Ok(extras);
    }
    for path in &files.tables {
        inputs.read(path, |reader, _| extras.survey.add(reader))?;
    }
    if let Some(path) = &files.hierarchy {
        extras.hierarchy = inputs.read(path, |reader, name| {
            Hierarchy::read(reader, |fault| faults.add(name, &fault))
        })?;
    }
    if let Some(path) = &files.alternate_names {
        extras.names = inputs.read(path, |reader, name| {
            AlternateNames::read(reader, &extras.survey.ids, |fault| faults.add(name, &fault))
        })?;
        notes.push(format!(
            "names with languages: {} taken; {} entries are links, postal codes or of other places",
            extras.names.count(),
            extras.names.skipped
        ));
    }
    Ok(extras)
}

fn nothing(plan: &Plan, found: &Found) -> LayerError {
    let first = found
        .examples
        .first()
        .map_or(String::new(), |first| format!("; {first}"));
    let path = plan.files.paths().next().unwrap_or(Path::new(""));
    let what = match found.rows {
        0 => "no row".to_owned(),
        rows => format!("none in {rows} rows{first}"),
    };
    LayerError::input(path, "places", what)
}

fn layer(
    plan: &Plan,
    built: &Built,
    found: &Found,
    files: Vec<SourceFile>,
    at: Timestamp,
) -> Layer {
    let short = built.version.get(..12).unwrap_or_default();
    let file = |ending| format!("{}-{short}.{ending}", plan.layer);
    Layer {
        name: plan.layer.clone(),
        kind: plan.files.kind().to_owned(),
        table: file("table"),
        shapes: built.shapes.is_some().then(|| file("shapes")),
        places: built.written.places,
        names: built.written.names,
        bytes: built.bytes,
        version: built.version.clone(),
        refused: found.rows,
        names_left_out: found.names,
        attribution: plan.attribution.clone(),
        licence: plan.licence.clone(),
        files,
        imported_at: at,
    }
}

/// Puts the files of a layer into the folder under names that no layer in use has, and then the list that names them.
fn put(changing: &Changing<'_>, built: &Built, layer: &Layer) -> Result<(), LayerError> {
    changing.place(&built.table, &layer.table)?;
    if let (Some(part), Some(name)) = (&built.shapes, &layer.shapes) {
        changing.place(part, name)?;
    }
    let mut manifest = changing.folder().manifest()?;
    manifest.put(layer.clone());
    changing.commit(&manifest)
}

impl Files {
    /// All files, the tables of places first.
    fn paths(&self) -> impl Iterator<Item = &Path> {
        let all: Vec<&PathBuf> = match self {
            Self::GeoNames(files) => {
                let others = [
                    &files.alternate_names,
                    &files.admin1_codes,
                    &files.admin2_codes,
                    &files.hierarchy,
                ];
                files
                    .tables
                    .iter()
                    .chain(others.into_iter().flatten())
                    .collect()
            }
            Self::Csv { file, .. } | Self::GeoJson { file, .. } => vec![file],
        };
        all.into_iter().map(PathBuf::as_path)
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::GeoNames(_) => "geonames",
            Self::Csv { .. } => "csv",
            Self::GeoJson { .. } => "geojson",
        }
    }
}

/// The files of an import, watched from beginning to end.
struct Inputs<'a> {
    list: Vec<Input>,
    progress: &'a mut dyn FnMut(Progress<'_>),
}

impl<'a> Inputs<'a> {
    fn new<'p>(
        paths: impl Iterator<Item = &'p Path>,
        progress: &'a mut dyn FnMut(Progress<'_>),
    ) -> Result<Self, LayerError> {
        Ok(Self {
            list: paths.map(Input::new).collect::<Result<_, _>>()?,
            progress,
        })
    }

    /// Gives the text of a file and its name to `work`.
    fn read<T>(
        &mut self,
        path: &Path,
        work: impl FnOnce(&mut dyn BufRead, &str) -> Result<T, ImportError>,
    ) -> Result<T, LayerError> {
        let known = self.list.iter().find(|input| input.path() == path);
        let input =
            known.ok_or_else(|| LayerError::input(path, "a file of the plan", "another"))?;
        let name = input.name();
        input.read(|reader| {
            let mut told = Told {
                reader,
                input,
                progress: self.progress,
                last: 0,
            };
            work(&mut told, &name).map_err(LayerError::import(path))
        })
    }

    fn unchanged(&self) -> Result<(), LayerError> {
        self.list.iter().try_for_each(Input::unchanged)
    }

    fn files(&self) -> Vec<SourceFile> {
        let file = |input: &Input| SourceFile {
            name: input.name(),
            bytes: input.size(),
            modified: input
                .modified()
                .and_then(|time| Timestamp::try_from(time).ok()),
        };
        self.list.iter().map(file).collect()
    }
}

/// Tells the progress of reading as it is read.
struct Told<'a, 'p> {
    reader: &'a mut dyn BufRead,
    input: &'a Input,
    progress: &'a mut (dyn FnMut(Progress<'_>) + 'p),
    last: u64,
}

impl BufRead for Told<'_, '_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let (now, all) = (self.input.progress(), self.input.size());
        if now != self.last {
            self.last = now;
            (self.progress)(Progress::Reading(self.input.path(), now, all));
        }
        self.reader.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.reader.consume(count);
    }
}

impl Read for Told<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(into)?;
        self.consume(count);
        Ok(count)
    }
}
