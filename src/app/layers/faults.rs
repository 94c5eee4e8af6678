use super::LayerError;
use crate::gazetteer::import::{Fault, ImportError, Lost};
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// How many faults are quoted.
const EXAMPLES: usize = 10;

/// Counts all faults, quotes the first, and writes all to a file when one is named.
#[derive(Debug, Default)]
pub(super) struct Faults {
    pub(super) found: Found,
    list: Option<(PathBuf, BufWriter<File>)>,
}

/// What was wrong with the inputs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Rows that were refused.
    pub rows: u64,
    /// Names that were left out.
    pub names: u64,
    /// The first faults, each with its file.
    pub examples: Vec<String>,
}

impl Found {
    /// All faults.
    pub fn all(&self) -> u64 {
        self.rows + self.names
    }
}

impl Faults {
    /// A log that writes every fault to `list`, a table with a header line.
    pub(super) fn new(list: Option<&Path>) -> Result<Self, LayerError> {
        let Some(path) = list else {
            return Ok(Self::default());
        };
        let mut file = BufWriter::new(File::create(path).map_err(LayerError::file(path))?);
        writeln!(file, "file\tline\tcolumn\texpected\tfound\tlost")
            .map_err(LayerError::file(path))?;
        Ok(Self {
            list: Some((path.to_owned(), file)),
            ..Self::default()
        })
    }

    pub(super) fn add(&mut self, file: &str, fault: &Fault) -> Result<(), ImportError> {
        let cost = match fault.lost {
            Lost::Row => "row",
            Lost::Name => "name",
        };
        match fault.lost {
            Lost::Row => self.found.rows += 1,
            Lost::Name => self.found.names += 1,
        }
        if self.found.examples.len() < EXAMPLES {
            self.found.examples.push(format!("{file}: {fault}"));
        }
        let Some((_, list)) = &mut self.list else {
            return Ok(());
        };
        let Fault {
            line,
            column,
            expected,
            found,
            lost: _,
        } = fault;
        writeln!(
            list,
            "{file}\t{line}\t{column}\t{expected}\t{found}\t{cost}"
        )
        .map_err(ImportError::Faults)
    }

    /// Writes what is left of the list.
    pub(super) fn finish(mut self) -> Result<Found, LayerError> {
        if let Some((path, list)) = &mut self.list {
            list.flush().map_err(LayerError::file(path))?;
        }
        Ok(self.found)
    }
}
