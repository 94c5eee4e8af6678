//! Where are events, reports and decisions kept so that nothing is lost?
//!
//! [`Store`] is what the rest of the program sees; [`GeoPackage`] is the first implementation. A report is stored
//! whole or not at all, and every change gets the next number of a sequence without gaps.

mod changes;
mod check;
mod columns;
mod decisions;
mod error;
mod event_rows;
mod extents;
mod geometry;
mod geopackage;
mod places;
mod report_rows;
mod resolutions;
mod schema;

use crate::domain::{
    Coding, CountryCode, EventId, EventRecord, Location, Mention, Report, ReportId, ReportRecord,
    Status,
};
pub use error::StoreError;
pub use geopackage::{GeoPackage, OpenMode};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::slice;

/// A place that keeps reports and events. One writer at a time; every method is one transaction.
pub trait Store: Send {
    /// The last number of the change sequence, 0 when nothing was ever stored.
    fn version(&self) -> Result<u64, StoreError>;

    /// Stores one coded report, or replaces its former coding, in one transaction: report, mentions, events and the
    /// next number of the change sequence. `at` is kept to the millisecond.
    ///
    /// Nothing is written when the report was stored before with an equal hash and equal versions. On a change,
    /// events with the same id get the next version when they differ, new ones begin at 1, vanished ones go. What people
    /// decided stays, see [`Store::respected`].
    ///
    /// Refused when two events of the coding have one id, or one of them belongs to another report.
    fn apply(
        &mut self,
        coding: &Coding,
        made_by: &Versions,
        at: Timestamp,
    ) -> Result<Applied, StoreError> {
        let applied = self.apply_all(slice::from_ref(coding), made_by, at)?;
        Ok(applied.first().copied().unwrap_or(Applied::Unchanged))
    }

    /// [`Store::apply`] for several codings, in their order and in one transaction, which spares waiting for the disk.
    /// The first that is refused ends it with its error; those before it are stored.
    fn apply_all(
        &mut self,
        codings: &[Coding],
        made_by: &Versions,
        at: Timestamp,
    ) -> Result<Vec<Applied>, StoreError>;

    /// Stores new codings of reports that are stored in the version beside each, all in one transaction or none. A report
    /// that has another version by now is left as it is, which is answered as [`Applied::Unchanged`].
    fn recode(
        &mut self,
        codings: &[(Coding, u64)],
        made_by: &Versions,
        at: Timestamp,
    ) -> Result<Vec<Applied>, StoreError>;

    /// Whether [`Store::apply`] would answer [`Applied::Unchanged`], so that the coding can be spared.
    fn is_current(&self, report: &Report, made_by: &Versions) -> Result<bool, StoreError>;

    /// All events of every mode, ordered by id.
    fn events(&self) -> Result<Vec<EventRecord>, StoreError>;

    /// The events with these ids, ordered by id; ids that are not there are left out.
    fn events_by_id(&self, ids: &[EventId]) -> Result<Vec<EventRecord>, StoreError>;

    /// The events that the current coding of a report gave, ordered by id.
    fn events_of_report(&self, id: &ReportId) -> Result<Vec<EventRecord>, StoreError>;

    /// The changes after `sequence`, oldest first, at most `limit`.
    fn changes_since(&self, sequence: u64, limit: usize) -> Result<Vec<Change>, StoreError>;

    /// A report with its mentions.
    fn report(&self, id: &ReportId) -> Result<Option<StoredReport>, StoreError>;

    /// Reports in the order of their ids, after the given one, at most `limit`.
    fn reports(
        &self,
        after: Option<&ReportId>,
        limit: usize,
    ) -> Result<Vec<ReportSummary>, StoreError>;

    /// Whole reports in the order of their ids, after the given one, at most `limit`.
    fn texts(
        &self,
        after: Option<&ReportId>,
        limit: usize,
    ) -> Result<Vec<ReportRecord>, StoreError>;

    /// Records what a person decided of an event and gives the event its next version, in one transaction.
    fn decide(&mut self, decision: &Decision, at: Timestamp) -> Result<EventRecord, StoreError>;

    /// The coding as [`Store::apply`] would store it: events of which a decision holds stay as they are, also those
    /// that the coding has no more, and so do the mentions that gave them their places.
    fn respected(&self, coding: &Coding) -> Result<Coding, StoreError>;

    /// The user's own places, as a table, with which all stored reports were resolved; `None` when that was never noted.
    fn own_places(&self) -> Result<Option<String>, StoreError>;

    /// Notes that all stored reports are resolved with these.
    fn set_own_places(&mut self, table: &str) -> Result<(), StoreError>;

    /// Moves what was written into the main file, so far as nobody is reading an older state: other programs know the file
    /// by it, and it may be copied alone as long as nothing else is written.
    fn settle(&self) -> Result<(), StoreError>;

    /// How many reports there are.
    fn report_count(&self) -> Result<u64, StoreError>;

    /// Looks for faults: pages, foreign keys, orphan rows, gaps in the sequence, rows that cannot be read.
    fn check(&self) -> Result<Vec<Fault>, StoreError>;
}

/// What a person decided of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// The event.
    pub event: EventId,
    /// Who.
    pub who: String,
    /// Why, which may be left open.
    pub why: String,
    /// What.
    pub verdict: Verdict,
}

/// What a decision says of an event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// What is said of the event as a whole.
    pub status: Status,
    /// Where the person says it happened; `None` leaves its place.
    pub location: Option<Location>,
}

/// What made a coding; when it changes, the same report is coded and stored again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versions {
    /// Version of the extraction rules.
    pub rules: String,
    /// Version of the gazetteer.
    pub gazetteer: String,
}

/// What [`Store::apply`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applied {
    /// The report was not there before.
    New,
    /// The report or what coded it had changed: a new version was stored.
    Changed,
    /// Nothing had changed, nothing was written.
    Unchanged,
}

/// One entry of the change sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its number, one more than the one before.
    pub sequence: u64,
    /// When.
    pub at: Timestamp,
    /// What happened.
    pub kind: ChangeKind,
    /// To which report.
    pub report_id: ReportId,
    /// The version that the report has since.
    pub report_version: u64,
    /// Events that are new.
    pub added: Vec<EventId>,
    /// Events that have a new version.
    pub changed: Vec<EventId>,
    /// Events that are gone.
    pub removed: Vec<EventId>,
}

/// The kinds of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// A report came in.
    ReportNew,
    /// A report was replaced by its next version.
    ReportChanged,
}

/// A report with its mentions.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredReport {
    /// The report.
    pub record: ReportRecord,
    /// Its toponyms, in the order of the text.
    pub mentions: Vec<Mention>,
}

/// A line of the list of reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportSummary {
    /// Report key.
    pub id: ReportId,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// When it was published.
    pub published_at: Option<Date>,
    /// Hint for place names.
    pub country: Option<CountryCode>,
    /// Events of every mode.
    pub event_count: u64,
    /// Toponyms.
    pub mention_count: u64,
}

/// Something wrong with the data file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The table, or `file` for the file as a whole.
    pub table: String,
    /// The row: an id or a number.
    pub row: String,
    /// What is wrong.
    pub text: String,
}
