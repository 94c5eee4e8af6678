use crate::domain::PlaceId;
use crate::gazetteer::GazetteerError;
use crate::gazetteer::import::ImportError;
use crate::gazetteer::table::TableError;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why a folder of gazetteer layers cannot be used or changed. Whatever fails, the layers in use stay as they were.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LayerError {
    /// A file or folder cannot be read or written.
    #[error("{path}: {cause}", path = path.display())]
    File {
        /// Its path.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// An input is not what it should be.
    #[error("{path}: expected {expected}, found {found}", path = path.display())]
    Input {
        /// Its path.
        path: PathBuf,
        /// What it should be.
        expected: String,
        /// What it is.
        found: String,
    },
    /// An input became another while it was read.
    #[error("{path}: expected a file that stays as it is while it is read, found it changed", path = path.display())]
    Changed {
        /// Its path.
        path: PathBuf,
    },
    /// Reading an input failed.
    #[error("{path}: {cause}", path = path.display())]
    Import {
        /// Its path.
        path: PathBuf,
        /// What failed.
        cause: ImportError,
    },
    /// Another process changes the same folder.
    #[error("{path}: another sitmap is changing this gazetteer", path = path.display())]
    Busy {
        /// The folder.
        path: PathBuf,
    },
    /// A folder that was named is not there.
    #[error("{path}: expected a folder of gazetteer layers, found none", path = path.display())]
    Missing {
        /// The folder.
        path: PathBuf,
    },
    /// A layer that is not there.
    #[error("expected one of the layers {known}, found `{name}`")]
    NoLayer {
        /// The name that was given.
        name: String,
        /// The layers that there are.
        known: String,
    },
    /// A table cannot be written or opened.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The gazetteer cannot be put together.
    #[error(transparent)]
    Gazetteer(#[from] GazetteerError),
    /// The gazetteer that the program carries cannot be read.
    #[error(transparent)]
    Embedded(&'static GazetteerError),
    /// An earlier addition is another place with the same id.
    #[error(
        "{id}: expected an id that no earlier addition has; remove that one first, or give another id"
    )]
    Taken {
        /// The id.
        id: PlaceId,
    },
    /// What was to be removed was never added.
    #[error("expected a place or name that was added by hand, found {what}")]
    NotAdded {
        /// What it was.
        what: String,
    },
    /// What was to be added is not what it should be.
    #[error("{what}: expected {expected}, found {found}")]
    Addition {
        /// What was to be added.
        what: String,
        /// What it should be.
        expected: String,
        /// What it is.
        found: String,
    },
}

impl LayerError {
    pub(super) fn embedded(cause: &'static GazetteerError) -> Self {
        Self::Embedded(cause)
    }

    pub(super) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        |cause| Self::File { path, cause }
    }

    pub(super) fn input(
        path: &Path,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        Self::Input {
            path: path.to_owned(),
            expected: expected.into(),
            found: found.into(),
        }
    }

    pub(super) fn import(path: &Path) -> impl FnOnce(ImportError) -> Self {
        let path = path.to_owned();
        |cause| match cause {
            ImportError::Table(table) => Self::Table(table),
            cause => Self::Import { path, cause },
        }
    }
}
