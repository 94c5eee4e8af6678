use super::layers::LayerError;
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
    /// The user's own places cannot be read or changed.
    #[error(transparent)]
    Layers(#[from] LayerError),
    /// Nobody may change the places of this run.
    #[error("expected a folder for places of your own, found that this service has none")]
    NoFolder,
    /// The places are changed; reading stored reports again with them failed.
    #[error("the change of places is in use, but stored reports could not all be read again: {0}")]
    Behind(Box<Self>),
    /// A stored report changes as fast as it can be read.
    #[error("stored reports are being changed by another program; try again when it is done")]
    Contended,
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
