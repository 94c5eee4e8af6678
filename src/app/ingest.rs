use super::{App, AppError};
use crate::datasets::{DatasetError, Row};
use crate::domain::{EventRecord, Report, ReportDraft, ReportId};
use crate::store::Applied;
use jiff::Timestamp;
use std::sync::Arc;

/// What became of one report.
#[derive(Debug)]
pub struct Ingested {
    /// Its key.
    pub report_id: ReportId,
    /// Its version.
    pub version: u64,
    /// Whether it was new.
    pub applied: Applied,
    /// The events that it tells of, of every mode.
    pub events: Vec<EventRecord>,
}

/// A row of an input, or why the input has none.
#[derive(Debug)]
pub struct Item {
    /// Name of the input.
    pub input: Arc<str>,
    /// The row.
    pub row: Result<Row, DatasetError>,
}

/// What became of one row of an input.
#[derive(Debug)]
pub enum Outcome {
    /// It is stored.
    Stored(Applied),
    /// It is not.
    Refused(Refused),
}

/// Why a row was not taken: input, line, what was expected and what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused(pub String);

/// What became of many rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows read.
    pub read: u64,
    /// Reports stored for the first time.
    pub new: u64,
    /// Reports stored again because they, the gazetteer or the rules changed.
    pub changed: u64,
    /// Reports that were stored before just so.
    pub unchanged: u64,
    /// Rows not taken.
    pub refused: u64,
    /// The first refusals.
    pub examples: Vec<Refused>,
}

/// How many refusals a tally quotes.
const EXAMPLES: usize = 10;

impl Tally {
    /// Counts one row.
    pub fn add(&mut self, outcome: Outcome) {
        self.read += 1;
        match outcome {
            Outcome::Stored(Applied::New) => self.new += 1,
            Outcome::Stored(Applied::Changed) => self.changed += 1,
            Outcome::Stored(Applied::Unchanged) => self.unchanged += 1,
            Outcome::Refused(refused) => self.refuse(refused),
        }
    }

    fn refuse(&mut self, refused: Refused) {
        self.refused += 1;
        if self.examples.len() < EXAMPLES {
            self.examples.push(refused);
        }
    }
}

impl App {
    /// Reads, codes and stores one report; afterwards its events are in the snapshot.
    pub fn ingest(&self, draft: ReportDraft, at: Timestamp) -> Result<Ingested, AppError> {
        let report = Report::new(draft)?;
        let report_id = report.id.clone();
        let coder = self.intake.coder();
        let applied = match self.intake.code(report, &coder)? {
            Some(coding) => self.intake.keep_all(vec![coding], coder, at)?,
            None => Vec::new(),
        };
        let applied = applied.first().copied().unwrap_or(Applied::Unchanged);
        self.refresh()?;
        let store = self.store();
        Ok(Ingested {
            version: store
                .report(&report_id)?
                .map_or(1, |stored| stored.record.version),
            events: store.events_of_report(&report_id)?,
            report_id,
            applied,
        })
    }
}
