//! Which layers a folder holds, in their order: `layers.json`.

use crate::gazetteer::import::ImportError;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// What stands for the licence of a layer of which nobody said any.
pub const LICENCE_NOT_STATED: &str = "not stated";

/// Version of the file's form.
const FORMAT: u32 = 1;

/// The layers that were imported, the first wins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    format: u32,
    /// The layers.
    pub layers: Vec<Layer>,
}

/// An imported layer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layer {
    /// Its name.
    pub name: String,
    /// `geonames`, `csv` or `geojson`.
    pub kind: String,
    /// File of the table, in the same folder.
    pub table: String,
    /// File of the lines and areas, when it has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shapes: Option<String>,
    /// Places.
    pub places: u64,
    /// Spellings.
    pub names: u64,
    /// Bytes of the files.
    pub bytes: u64,
    /// SHA-256 of the table's content and the shapes: the same input gives the same version.
    pub version: String,
    /// Rows that were refused.
    pub refused: u64,
    /// Names that were left out.
    pub names_left_out: u64,
    /// Where the data come from, as answers must say it.
    pub attribution: String,
    /// Their licence; [`LICENCE_NOT_STATED`] where nobody said.
    pub licence: String,
    /// The files it was made of.
    pub files: Vec<SourceFile>,
    /// When it was imported.
    pub imported_at: jiff::Timestamp,
}

/// A file that was imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceFile {
    /// Its name, without the folder.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// When it was changed last.
    pub modified: Option<jiff::Timestamp>,
}

impl Default for Manifest {
    fn default() -> Self {
        Self {
            format: FORMAT,
            layers: Vec::new(),
        }
    }
}

impl Manifest {
    /// Reads the file; layers must have different names and may name only files of the folder itself.
    pub(super) fn parse(text: &str) -> Result<Self, ImportError> {
        let manifest: Self = serde_json::from_str(text)
            .map_err(|error| form("the list of layers in JSON", error.to_string()))?;
        if manifest.format != FORMAT {
            return Err(form("format 1", manifest.format.to_string()));
        }
        let mut names = HashSet::new();
        for layer in &manifest.layers {
            if !names.insert(&layer.name) {
                return Err(form(
                    "layers of different names",
                    format!("{} twice", layer.name),
                ));
            }
            if let Some(file) = layer.files_here().find(|file| file.contains(['/', '\\'])) {
                return Err(form("files of this folder", file.to_owned()));
            }
        }
        Ok(manifest)
    }

    pub(super) fn text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }

    /// Puts a layer into the place of its namesake, or before all others.
    pub(super) fn put(&mut self, layer: Layer) {
        match self
            .layers
            .iter_mut()
            .find(|known| known.name == layer.name)
        {
            Some(known) => *known = layer,
            None => self.layers.insert(0, layer),
        }
    }
}

impl Layer {
    /// The files that the layer consists of.
    pub(super) fn files_here(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.table.as_str()).chain(self.shapes.as_deref())
    }
}

fn form(expected: &str, found: String) -> ImportError {
    ImportError::Form {
        expected: expected.to_owned(),
        found,
    }
}
