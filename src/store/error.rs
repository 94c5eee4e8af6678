use rusqlite::ErrorCode;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why the data file could not be opened, read or written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no such file.
    #[error("{path}: expected a data file, found none")]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// The folder of the file does not exist.
    #[error("{path}: expected the folder {folder}, found none")]
    NoFolder {
        /// The file.
        path: PathBuf,
        /// Its folder.
        folder: PathBuf,
    },
    /// The file is something else.
    #[error(
        "{path}: expected a data file of Sitmap (a GeoPackage), found {found}; it was not touched"
    )]
    NotOurs {
        /// The file.
        path: PathBuf,
        /// What it is.
        found: String,
    },
    /// A newer program made the file.
    #[error(
        "{path}: expected schema {expected} or older, found {found}: made by a newer Sitmap, use that one"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// The newest schema known here.
        expected: u32,
        /// The schema of the file.
        found: u32,
    },
    /// An older program made the file and it may not be written to.
    #[error(
        "{path}: expected schema {expected}, found {found}: open it once for writing, so that it is brought up to date"
    )]
    Older {
        /// The file.
        path: PathBuf,
        /// The schema of this program.
        expected: u32,
        /// The schema of the file.
        found: u32,
    },
    /// Another process holds the lock.
    #[error(
        "{path}: expected to write, found that another process is writing; try again when it is done"
    )]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// The file or its folder is read-only.
    #[error("{path}: expected a file and folder that can be written, found them read-only")]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// The operating system refuses to open it.
    #[error("{path}: expected a file that can be opened, found: {source}")]
    CannotOpen {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The disk is full.
    #[error("{path}: expected room on the disk, found none; nothing of this report was stored")]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// A row does not hold what it should.
    #[error("{path}: {row}: expected {expected}, found {found}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Table and row.
        row: String,
        /// What should be there.
        expected: String,
        /// What is there.
        found: String,
    },
    /// The coding cannot be stored.
    #[error(
        "{path}: report {report}: expected {expected}, found {found}; nothing of it was stored"
    )]
    Refused {
        /// The file.
        path: PathBuf,
        /// The report.
        report: String,
        /// What a coding must be.
        expected: &'static str,
        /// What this one is.
        found: String,
    },
    /// Anything else that SQLite says.
    #[error("{path}: the database answered: {source}")]
    Database {
        /// The file.
        path: PathBuf,
        /// What it said.
        source: rusqlite::Error,
    },
}

/// An error inside, before the path is known.
#[derive(Debug)]
pub(super) enum Trouble {
    Sql(rusqlite::Error),
    Damaged {
        row: String,
        expected: String,
        found: String,
    },
    Refused {
        report: String,
        expected: &'static str,
        found: String,
    },
}

impl Trouble {
    /// The column of a row cannot be read.
    pub(super) fn damaged(
        row: impl Into<String>,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        Self::Damaged {
            row: row.into(),
            expected: expected.into(),
            found: found.into(),
        }
    }

    /// The same with table and row in front.
    pub(super) fn in_row(self, table: &str, id: &str) -> Self {
        match self {
            Self::Damaged {
                row,
                expected,
                found,
            } => Self::Damaged {
                row: format!("{table} {id}: {row}"),
                expected,
                found,
            },
            other => other,
        }
    }

    pub(super) fn at(self, path: &Path) -> StoreError {
        let path = path.to_owned();
        match self {
            Self::Sql(error) => from_sqlite(error, path),
            Self::Damaged {
                row,
                expected,
                found,
            } => StoreError::Damaged {
                path,
                row,
                expected,
                found,
            },
            Self::Refused {
                report,
                expected,
                found,
            } => StoreError::Refused {
                path,
                report,
                expected,
                found,
            },
        }
    }
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

fn from_sqlite(source: rusqlite::Error, path: PathBuf) -> StoreError {
    match source.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy { path },
        Some(ErrorCode::ReadOnly) => StoreError::ReadOnly { path },
        Some(ErrorCode::DiskFull) => StoreError::Full { path },
        Some(ErrorCode::CannotOpen) => StoreError::CannotOpen {
            source: io::Error::other(source),
            path,
        },
        Some(ErrorCode::NotADatabase) => StoreError::NotOurs {
            found: "a file that is no database".to_owned(),
            path,
        },
        _ => StoreError::Database { path, source },
    }
}
