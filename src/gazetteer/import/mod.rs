//! How does somebody else's gazetteer become rows of a table?
//!
//! Everything here reads from a reader and opens nothing. A row that cannot be read is a [`Fault`] with its line, and
//! the others go on; an input that is not what it should be at all is an [`ImportError`].

mod additions;
mod alternates;
mod entry;
mod error;
mod fault;
mod features;
mod fields;
mod geonames;
mod hierarchy;
mod ids;
mod leash;
mod limits;
mod lines;
mod radius;
mod rounds;
mod shape;
mod sheet;
mod units;

pub use additions::{Added, Addition, COLUMNS, name_of, read_additions, write_row};
pub use alternates::AlternateNames;
pub use entry::Entry;
pub use error::ImportError;
pub use fault::{Fault, Lost};
pub use features::{MAX_FEATURE, read_geojson};
pub use fields::{Defaults, made_of};
pub use geonames::{Extras, Survey, read as read_geonames};
pub use hierarchy::Hierarchy;
pub use ids::Ids;
pub use limits::Limits;
pub use lines::MAX_LINE;
pub use shape::shaped;
pub use sheet::{Header, read_csv};
pub use units::{Unit, Units};

/// Rows that were read together, in the order of the file.
#[derive(Debug, Default)]
pub struct Batch {
    /// Rows with their lines.
    pub entries: Vec<(u64, Entry)>,
    /// Administrative units that the rows name, by full code.
    pub units: Vec<(String, Unit)>,
    /// What was wrong, by line.
    pub faults: Vec<Fault>,
}
