//! The folder of gazetteer layers: importing, adding by hand, saying what there is, opening all of it.

mod additions;
mod builder;
mod error;
mod faults;
mod folder;
mod import;
mod info;
mod input;
mod manifest;
mod open;

pub use additions::{AddedAs, NewPlace, Reason, add_name, add_place, additions};
pub use error::LayerError;
pub use faults::Found;
pub use folder::Folder;
pub use import::{Files, GeoNames, Imported, Plan, Progress, import};
pub use info::{Info, LayerInfo, info};
pub use input::{MOST_TIMES, MOST_UNPACKED};
pub use manifest::{Layer, Manifest, SourceFile};
pub use open::{open, remove};
