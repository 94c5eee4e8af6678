use crate::app::AppError;
use crate::app::layers::LayerError;
use crate::config::ConfigError;
use crate::export::ExportError;
use crate::gazetteer::GazetteerError;
use crate::store::StoreError;
use std::io;
use std::net::SocketAddr;
use thiserror::Error;

/// Why a command failed.
#[derive(Debug, Error)]
pub(super) enum CliError {
    #[error("{0}")]
    Usage(String),
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    App(#[from] AppError),
    #[error(transparent)]
    Gazetteer(#[from] &'static GazetteerError),
    #[error(transparent)]
    Layers(#[from] LayerError),
    #[error(transparent)]
    Export(#[from] ExportError),
    #[error("{0}: expected an address to listen on, found it taken by another program")]
    AddressTaken(SocketAddr),
    #[error("{what}: {cause}")]
    Io { what: String, cause: io::Error },
    #[error("{0}")]
    Failed(String),
}

impl CliError {
    pub(super) fn io(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let what = what.into();
        |cause| Self::Io { what, cause }
    }

    /// 2 for a command that was not understood, 1 for everything else.
    pub(super) fn status(&self) -> u8 {
        match self {
            Self::Usage(_) | Self::Config(_) => 2,
            _ => 1,
        }
    }

    /// Whoever read the output has gone: no error.
    pub(super) fn is_broken_pipe(&self) -> bool {
        let (Self::Io { cause, .. } | Self::Export(ExportError::Write(cause))) = self else {
            return false;
        };
        cause.kind() == io::ErrorKind::BrokenPipe
    }

    /// What to do about it.
    pub(super) fn hint(&self) -> Option<&'static str> {
        match self {
            Self::AddressTaken(_) => {
                Some("choose another with --listen 127.0.0.1:8081, or port 0 for a free one")
            }
            Self::App(AppError::Busy(_)) => {
                Some("another sitmap is writing to this file; let it finish")
            }
            Self::App(AppError::ReadOnly(_)) => {
                Some("make the file and its folder writable, or name another with --data")
            }
            Self::App(AppError::Store(StoreError::Missing { .. })) => {
                Some("`sitmap ingest FILES` makes one; --data names another")
            }
            Self::Layers(LayerError::Missing { .. }) => {
                Some("`sitmap gazetteer import` and `sitmap gazetteer add` make one")
            }
            Self::Layers(LayerError::Busy { .. }) => Some("let it finish; nothing was changed"),
            Self::Layers(LayerError::Changed { .. }) => Some(
                "the layers in use are as they were; start the import again when the file is complete",
            ),
            Self::Usage(_) => {
                Some("`sitmap --help` and `sitmap COMMAND --help` list what there is")
            }
            _ => None,
        }
    }
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        Self::App(AppError::from(error))
    }
}
