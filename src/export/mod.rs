//! How does a set of events become bytes in this format? Streaming: nothing holds all of them at once.
//!
//! The names and the order of the properties are fixed here, once for GeoJSON, CSV and the map.

mod csv_table;
mod documents;
mod error;
mod event_properties;
mod feature;
mod format;
mod geometry;
mod map_event;
mod place;
mod receipt;

pub use csv_table::{CSV_COLUMNS, write_csv};
pub use documents::{Head, Link, write_geojson, write_geojsonseq};
pub use error::ExportError;
pub use event_properties::{EventProperties, EvidenceProperties};
pub use feature::{Feature, extent_feature, feature, feature_with_resolution};
pub use format::Format;
pub use geometry::Shape;
pub use map_event::{MapEvent, map_event};
pub use place::{Match, PlaceProperties, place_feature};
pub use receipt::Receipt;
