//! From entries to the files of a layer.

use super::LayerError;
use super::faults::Faults;
use crate::gazetteer::import::{Batch, Entry, Fault, ImportError, Limits, Units};
use crate::gazetteer::shapes::Shapes;
use crate::gazetteer::table::{Table, TableError, Writer, Written};
use sha2::{Digest as _, Sha256};
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// Takes entries and refuses those that a table cannot hold.
#[derive(Debug)]
pub(super) struct Builder {
    part: PathBuf,
    writer: Writer,
    limits: Limits,
    units: Units,
    shapes: Vec<(String, String)>,
    pub(super) faults: Faults,
}

/// The files of a layer, complete, still in the working folder.
#[derive(Debug)]
pub(super) struct Built {
    pub(super) table: PathBuf,
    pub(super) shapes: Option<PathBuf>,
    pub(super) written: Written,
    pub(super) bytes: u64,
    pub(super) version: String,
}

impl Builder {
    pub(super) fn new(part: &Path, units: Units, faults: Faults) -> Self {
        Self {
            part: part.to_owned(),
            writer: Writer::new(part),
            limits: Limits::default(),
            units,
            shapes: Vec::new(),
            faults,
        }
    }

    /// Takes what was read from a file.
    pub(super) fn take(&mut self, file: &str, batch: Batch) -> Result<(), ImportError> {
        let mut faults = batch.faults;
        for (code, unit) in batch.units {
            self.units.add(code, unit);
        }
        for (line, entry) in batch.entries {
            faults.extend(self.add(line, &entry)?.err());
        }
        faults.sort_by_key(|fault| fault.line);
        faults
            .iter()
            .try_for_each(|fault| self.faults.add(file, fault))
    }

    /// Adds an entry, or says why a table does not take it.
    fn add(&mut self, line: u64, entry: &Entry) -> Result<Result<(), Fault>, TableError> {
        if let Err(fault) = self.limits.admit(line, entry) {
            return Ok(Err(fault));
        }
        match self.writer.push(&entry.row()) {
            Ok(()) => {
                let shape = entry
                    .shape()
                    .map(|shape| (entry.id().to_owned(), shape.to_owned()));
                self.shapes.extend(shape);
                Ok(Ok(()))
            }
            Err(refused) => Fault::of_table(line, refused).map(Err),
        }
    }

    /// How many entries were taken.
    pub(super) fn len(&self) -> usize {
        self.writer.len()
    }

    /// Writes the files; `progress` hears the part that is done.
    pub(super) fn finish(
        mut self,
        progress: &mut dyn FnMut(f64),
    ) -> Result<(Built, Faults), LayerError> {
        for (code, unit) in self.units.iter() {
            self.writer.unit(code, &unit.name);
        }
        let table = self.part.join("layer.table");
        let written = write_table(self.writer, &table, progress)?;
        let mut version = Sha256::new_with_prefix(Table::open(&table)?.checksum());
        let mut bytes = written.bytes;
        let mut shapes = None;
        if !self.shapes.is_empty() {
            let (path, text) = (self.part.join("layer.shapes"), Shapes::text(self.shapes));
            write_synced(&path, text.as_bytes()).map_err(LayerError::file(&path))?;
            version.update(&text);
            bytes += text.len() as u64;
            shapes = Some(path);
        }
        let built = Built {
            table,
            shapes,
            written,
            bytes,
            version: hex(&version.finalize()),
        };
        Ok((built, self.faults))
    }
}

fn write_table(
    writer: Writer,
    path: &Path,
    progress: &mut dyn FnMut(f64),
) -> Result<Written, LayerError> {
    let file = File::create(path).map_err(LayerError::file(path))?;
    let mut out = BufWriter::with_capacity(1 << 20, file);
    let written = writer.finish(&mut out, progress)?;
    let file = out
        .into_inner()
        .map_err(|error| LayerError::file(path)(error.into_error()))?;
    file.sync_all().map_err(LayerError::file(path))?;
    Ok(written)
}

fn write_synced(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    fs::write(path, bytes)?;
    File::open(path)?.sync_all()
}

fn hex(bytes: &[u8]) -> String {
    let digits = |text: String, byte: &u8| text + &format!("{byte:02x}");
    bytes.iter().fold(String::new(), digits)
}
