use crate::gazetteer::table::TableError;
use std::io;
use thiserror::Error;

/// Why an import stops. What is wrong with one row is a [`super::Fault`] and stops nothing.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The input cannot be read on.
    #[error("the input cannot be read: {0}")]
    Read(#[from] io::Error),
    /// The table cannot be written.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The input is not of the form it should be, so that no row of it can be trusted.
    #[error("expected {expected}, found {found}")]
    Form {
        /// What it should be.
        expected: String,
        /// What it is.
        found: String,
    },
    /// The list of faults cannot be written.
    #[error("the list of faults cannot be written: {0}")]
    Faults(io::Error),
}

impl ImportError {
    pub(super) fn form(expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self::Form {
            expected: expected.into(),
            found: found.into(),
        }
    }
}
