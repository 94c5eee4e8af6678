use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// What can be wrong with a table or with what goes into one.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TableError {
    /// A value that no table holds. The writer is as it was before.
    #[error("{id}, column {column}: expected {expected}, found '{found}'")]
    Row {
        /// Id of the row.
        id: String,
        /// The column.
        column: &'static str,
        /// What was expected.
        expected: &'static str,
        /// The value, cut where it is long.
        found: String,
    },
    /// An id that an earlier row has. The writer is as it was before.
    #[error("{id}: expected an id that no other row has, found it twice")]
    Duplicate {
        /// The id.
        id: String,
    },
    /// More rows than a table numbers.
    #[error("expected at most {most} places, found more")]
    TooMany {
        /// The limit.
        most: u64,
    },
    /// A file cannot be read or written.
    #[error("{path}: {cause}", path = path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// The table cannot be written.
    #[error("the table cannot be written: {0}")]
    Write(#[from] io::Error),
    /// The bytes are no table that can be read.
    #[error("expected {expected}, found {found}")]
    Format {
        /// What was expected.
        expected: String,
        /// What is there.
        found: String,
    },
}
