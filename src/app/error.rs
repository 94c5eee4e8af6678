use crate::domain::DomainError;
use crate::store::StoreError;
use thiserror::Error;

/// Why a use case failed.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum AppError {
    /// What came in is not what it must be.
    #[error(transparent)]
    Refused(#[from] DomainError),
    /// Another process writes to the data file.
    #[error(transparent)]
    Busy(StoreError),
    /// The data file may not be written to.
    #[error(transparent)]
    ReadOnly(StoreError),
    /// Anything else that is wrong with the data file.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy { .. } => Self::Busy(error),
            StoreError::ReadOnly { .. } => Self::ReadOnly(error),
            other => Self::Store(other),
        }
    }
}
