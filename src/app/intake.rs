use super::{AppError, Item, Outcome, Refused, Tally};
use crate::domain::{Coding, Report};
use crate::extract;
use crate::gazetteer::Gazetteer;
use crate::store::{Applied, Store, Versions};
use jiff::Timestamp;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The way in: reports are coded and stored. It reads no events, so that it begins at once however many are stored.
pub struct Intake {
    gazetteer: &'static Gazetteer,
    versions: Versions,
    store: Mutex<Box<dyn Store>>,
}

impl Intake {
    /// Takes reports into a store.
    pub fn new(store: Box<dyn Store>, gazetteer: &'static Gazetteer) -> Self {
        Self {
            gazetteer,
            versions: Versions {
                rules: extract::rules_version(),
                gazetteer: gazetteer.version().to_owned(),
            },
            store: Mutex::new(store),
        }
    }

    pub(super) fn gazetteer(&self) -> &'static Gazetteer {
        self.gazetteer
    }

    /// The data file; a panic while somebody held it left no half-written transaction behind.
    pub(super) fn store(&self) -> MutexGuard<'_, Box<dyn Store>> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes in rows, several to a transaction, telling `progress` when they are stored. A refused row
    /// does not stop the others, a data file that fails does: what was stored before stays.
    pub fn ingest_many(
        &self,
        items: impl IntoIterator<Item = Item>,
        at: Timestamp,
        mut progress: impl FnMut(&Tally),
    ) -> Result<Tally, AppError> {
        let mut tally = Tally::default();
        let mut waiting = Waiting::default();
        for item in items {
            match self.take(item)? {
                Taken::Done(outcome) => tally.add(outcome),
                Taken::Coded(coding) => waiting.add(coding),
            }
            if waiting.is_full() {
                self.keep(&mut waiting, at, &mut tally)?;
                progress(&tally);
            }
        }
        self.keep(&mut waiting, at, &mut tally)?;
        progress(&tally);
        Ok(tally)
    }

    fn take(&self, Item { input, row }: Item) -> Result<Taken, AppError> {
        let refused = |reason: String| Ok(Taken::Done(Outcome::Refused(Refused(reason))));
        let row = match row {
            Ok(row) => row,
            Err(error) => return refused(error.to_string()),
        };
        let draft = match row.draft {
            Ok(draft) => draft,
            Err(error) => return refused(format!("{input}: {error}")),
        };
        match Report::new(draft) {
            Ok(report) => Ok(self.code(report)?.map_or(
                Taken::Done(Outcome::Stored(Applied::Unchanged)),
                Taken::Coded,
            )),
            Err(error) => refused(format!("{input}: line {}: {error}", row.line)),
        }
    }

    fn keep(
        &self,
        waiting: &mut Waiting,
        at: Timestamp,
        tally: &mut Tally,
    ) -> Result<(), AppError> {
        let codings = waiting.empty();
        let applied = self.store().apply_all(&codings, &self.versions, at)?;
        for applied in applied {
            tally.add(Outcome::Stored(applied));
        }
        Ok(())
    }

    pub(super) fn keep_one(&self, coding: &Coding, at: Timestamp) -> Result<Applied, AppError> {
        Ok(self.store().apply(coding, &self.versions, at)?)
    }

    /// Codes outside the lock, so that readers of the store do not wait for it; nothing when it is stored just so.
    pub(super) fn code(&self, report: Report) -> Result<Option<Coding>, AppError> {
        if self.store().is_current(&report, &self.versions)? {
            return Ok(None);
        }
        let extraction = extract::extract(&report, self.gazetteer);
        Ok(Some(extraction.into_coding(report)))
    }
}

impl fmt::Debug for Intake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Intake")
            .field("versions", &self.versions)
            .finish_non_exhaustive()
    }
}

/// A row that was looked at.
enum Taken {
    Done(Outcome),
    Coded(Coding),
}

/// Codings that wait for one transaction: a commit waits for the disk, and pages that all of them change are written
/// once. They are few enough that a broken run has little to code again.
#[derive(Default)]
struct Waiting {
    codings: Vec<Coding>,
    bytes: usize,
}

impl Waiting {
    const MOST_REPORTS: usize = 64;
    const MOST_BYTES: usize = 1 << 20;

    fn add(&mut self, coding: Coding) {
        self.bytes += coding.report.text.len();
        self.codings.push(coding);
    }

    fn is_full(&self) -> bool {
        self.codings.len() >= Self::MOST_REPORTS || self.bytes >= Self::MOST_BYTES
    }

    fn empty(&mut self) -> Vec<Coding> {
        self.bytes = 0;
        std::mem::take(&mut self.codings)
    }
}
