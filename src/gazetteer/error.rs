use super::table::TableError;
use crate::domain::DomainError;
use thiserror::Error;

/// What can be wrong with gazetteer data; names file and line.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum GazetteerError {
    /// A table cannot be read as such.
    #[error("{file}, line {line}: {cause}")]
    Table {
        /// File name.
        file: &'static str,
        /// Line, counted from 1.
        line: u64,
        /// What the reader says.
        cause: String,
    },
    /// A value of a row is not one.
    #[error("curated.tsv, {row}, column {column}: {cause}")]
    Value {
        /// Id of the row.
        row: String,
        /// Column name.
        column: &'static str,
        /// Expected and found.
        cause: DomainError,
    },
    /// A row names a shape that is not there.
    #[error("curated.tsv, {row}: expected a geometry with that id in shapes/{file}, found none")]
    NoShape {
        /// Id of the row.
        row: String,
        /// File that should hold it.
        file: String,
    },
    /// A shape file cannot be read.
    #[error("shapes/{file}: {cause}")]
    Shape {
        /// File name.
        file: &'static str,
        /// What the reader says.
        cause: String,
    },
    /// A table of places cannot be used.
    #[error("the gazetteer's table: {0}")]
    Places(#[from] TableError),
    /// A settings table cannot be read.
    #[error("{file}: {cause}")]
    Settings {
        /// File name.
        file: &'static str,
        /// What the reader says.
        cause: String,
    },
}
