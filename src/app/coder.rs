//! What codes reports now: a gazetteer with the user's own places, and its version with that of the rules.

use super::AppError;
use super::layers::{self, Folder};
use crate::domain::{Coding, Report};
use crate::extract;
use crate::gazetteer::Gazetteer;
use crate::store::Versions;
use std::ops::Deref;
use std::sync::Arc;

/// A gazetteer, shared: the one that the program carries, or one that was put together for this run.
#[derive(Debug, Clone)]
pub enum SharedGazetteer {
    /// It lives as long as the process.
    Embedded(&'static Gazetteer),
    /// It lives as long as somebody uses it. Its tables are embedded or mapped, and so shared with every other one.
    Own(Arc<Gazetteer>),
}

impl Deref for SharedGazetteer {
    type Target = Gazetteer;

    fn deref(&self) -> &Gazetteer {
        match self {
            Self::Embedded(gazetteer) => gazetteer,
            Self::Own(gazetteer) => gazetteer,
        }
    }
}

impl From<&'static Gazetteer> for SharedGazetteer {
    fn from(gazetteer: &'static Gazetteer) -> Self {
        Self::Embedded(gazetteer)
    }
}

/// What codes reports.
#[derive(Debug)]
pub(super) struct Coder {
    pub(super) gazetteer: SharedGazetteer,
    pub(super) versions: Versions,
    /// The additions that the gazetteer has, as they are written.
    pub(super) table: String,
}

impl Coder {
    pub(super) fn new(gazetteer: SharedGazetteer, table: String) -> Self {
        Self {
            versions: Versions {
                rules: extract::rules_version(),
                gazetteer: gazetteer.version().to_owned(),
            },
            gazetteer,
            table,
        }
    }

    /// With the layers of a folder and these additions.
    pub(super) fn open(folder: &Folder, table: String) -> Result<Self, AppError> {
        let gazetteer = if table.is_empty() && !layers::has_layers(folder)? {
            let embedded = Gazetteer::embedded();
            SharedGazetteer::Embedded(embedded.map_err(layers::LayerError::Embedded)?)
        } else {
            SharedGazetteer::Own(Arc::new(layers::open_with(folder, &table)?))
        };
        Ok(Self::new(gazetteer, table))
    }

    pub(super) fn code(&self, report: Report) -> Coding {
        extract::extract(&report, &self.gazetteer).into_coding(report)
    }
}
