use super::{Event, Mention, Report};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What one report was read as: the unit that is stored whole or not at all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Coding {
    /// The report.
    pub report: Report,
    /// Its toponyms.
    pub mentions: Vec<Mention>,
    /// Its events, of every mode.
    pub events: Vec<Event>,
}

/// An event as the store holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct EventRecord {
    /// The event.
    pub event: Event,
    /// 1 when first stored, one more for every change.
    pub version: u64,
    /// Time of the data version that brought this state.
    pub updated_at: Timestamp,
}

/// A report as the store holds it, without its events.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportRecord {
    /// The report.
    pub report: Report,
    /// 1 when first stored, one more for every change.
    pub version: u64,
    /// Time of the data version that brought this state.
    pub updated_at: Timestamp,
}
