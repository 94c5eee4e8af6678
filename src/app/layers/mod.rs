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
mod proposal;

pub use additions::{AddedAs, NewPlace, Reason, own_table};
pub use error::LayerError;
pub use faults::Found;
pub(super) use folder::Changing;
pub use folder::Folder;
pub use import::{Files, GeoNames, Imported, Plan, Progress, import};
pub use info::{Info, LayerInfo, info};
pub use input::{MOST_TIMES, MOST_UNPACKED};
pub use manifest::{LICENCE_NOT_STATED, Layer, Manifest, SourceFile};
pub use open::{has_layers, open, open_with, remove};
pub use proposal::{OwnChange, Proposal, additions, changed, propose};
