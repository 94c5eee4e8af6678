use std::io;
use thiserror::Error;

/// Why an export ended early.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The bytes could not be written: the disk is full or the reader has gone.
    #[error("expected to write the export, found: {0}")]
    Write(#[from] io::Error),
}

impl From<serde_json::Error> for ExportError {
    fn from(error: serde_json::Error) -> Self {
        Self::Write(error.into())
    }
}

impl From<csv::Error> for ExportError {
    fn from(error: csv::Error) -> Self {
        match error.into_kind() {
            csv::ErrorKind::Io(error) => Self::Write(error),
            other => Self::Write(io::Error::other(format!("{other:?}"))),
        }
    }
}
