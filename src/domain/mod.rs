//! What is an event, a report, a place, a date span, a bounding box?
//!
//! Checked values without I/O. A value that exists is valid: constructors refuse what is not, and reading
//! from JSON goes through the same constructors.

mod bbox;
mod count;
mod date;
mod error;
mod event;
mod event_type;
mod extent;
mod ids;
mod location;
mod mention;
mod outline;
mod place;
mod position;
mod query;
mod record;
mod report;
mod span;
mod time_filter;

pub use bbox::{BoundingBox, Envelope};
pub use count::{Count, CountKind, Interval};
pub use date::{DatePrecision, DateSpan, PartialDate};
pub use error::DomainError;
pub use event::{Actor, Collection, Event, Evidence, Mode, Provenance, Side, Status, display_name};
pub use event_type::{EventType, SubEventType};
pub use extent::{EARTH_RADIUS_M, Extent, ExtentKind};
pub use ids::{CountryCode, EventId, IncidentId, PlaceId, ReportId};
pub use location::{Location, LocationPrecision};
pub use mention::{Candidate, Mention, MentionRole, Reason, Resolution};
pub use place::{FeatureClass, Place, PlaceName, PlaceSummary, SourceConfidence};
pub use position::Position;
pub use query::Query;
pub use record::{Coding, EventRecord, ReportRecord};
pub use report::{Report, ReportDraft};
pub use span::Span;
pub use time_filter::TimeFilter;

/// A probability or score between 0 and 1.
pub type Score = f64;
