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
    /// The data file.
    #[error(transparent)]
    Store(#[from] StoreError),
}
