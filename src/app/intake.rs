use super::coder::{Coder, SharedGazetteer};
use super::layers::Folder;
use super::{AppError, Item, Outcome, Refused, Tally};
use crate::domain::{Coding, Report};
use crate::store::{Applied, Store};
use arc_swap::ArcSwap;
use jiff::Timestamp;
use std::fmt;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The way in: reports are coded and stored. It reads no events, so that it begins at once however many are stored.
pub struct Intake {
    /// Changed only while the store is held, so that whoever holds it stores nothing of a former one.
    coder: ArcSwap<Coder>,
    store: Mutex<Box<dyn Store>>,
    /// Where the user's own places are kept; `None` where nobody may change them.
    pub(super) folder: Option<Folder>,
    /// Whether stored reports are left that must be read again, since that failed.
    pub(super) is_behind: AtomicBool,
}

impl Intake {
    /// Takes reports into a store; the places that code them stay as they are.
    pub fn new(store: Box<dyn Store>, gazetteer: impl Into<SharedGazetteer>) -> Self {
        Self::with(store, Coder::new(gazetteer.into(), String::new()), None)
    }

    /// Takes reports into a store, coded with the layers and additions of a folder. What was added or removed since the
    /// stored reports were read is made up for first.
    pub fn open(store: Box<dyn Store>, folder: Folder, at: Timestamp) -> Result<Self, AppError> {
        let coder = Coder::open(&folder, super::layers::own_table(&folder)?)?;
        let intake = Self::with(store, coder, Some(folder));
        if let Err(error) = intake.catch_up(at) {
            tracing::warn!(%error, "stored reports do not know all own places yet");
        }
        Ok(intake)
    }

    pub(super) fn with(store: Box<dyn Store>, coder: Coder, folder: Option<Folder>) -> Self {
        Self {
            coder: ArcSwap::from_pointee(coder),
            store: Mutex::new(store),
            folder,
            is_behind: AtomicBool::new(false),
        }
    }

    /// What codes reports now.
    pub(super) fn coder(&self) -> Arc<Coder> {
        self.coder.load_full()
    }

    /// From now on reports are coded with this one.
    pub(super) fn exchange(&self, coder: Arc<Coder>) {
        let _nobody_stores = self.store();
        self.coder.store(coder);
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
        let mut coder = self.coder();
        for item in items {
            match self.take(item, &coder)? {
                Taken::Done(outcome) => tally.add(outcome),
                Taken::Coded(coding) => waiting.add(coding),
            }
            if waiting.is_full() {
                self.keep(&mut waiting, coder, at, &mut tally)?;
                coder = self.coder();
                progress(&tally);
            }
        }
        self.keep(&mut waiting, coder, at, &mut tally)?;
        progress(&tally);
        // Places that somebody added meanwhile were added to reports that were stored by then.
        self.follow(at)?;
        self.store().settle()?;
        Ok(tally)
    }

    fn take(&self, Item { input, row }: Item, coder: &Coder) -> Result<Taken, AppError> {
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
            Ok(report) => Ok(self.code(report, coder)?.map_or(
                Taken::Done(Outcome::Stored(Applied::Unchanged)),
                Taken::Coded,
            )),
            Err(error) => refused(format!("{input}: line {}: {error}", row.line)),
        }
    }

    fn keep(
        &self,
        waiting: &mut Waiting,
        coder: Arc<Coder>,
        at: Timestamp,
        tally: &mut Tally,
    ) -> Result<(), AppError> {
        let applied = self.keep_all(waiting.empty(), coder, at)?;
        for applied in applied {
            tally.add(Outcome::Stored(applied));
        }
        Ok(())
    }

    /// Stores codings of a coder; when another one has taken its place meanwhile, the reports are coded again.
    pub(super) fn keep_all(
        &self,
        mut codings: Vec<Coding>,
        mut coder: Arc<Coder>,
        at: Timestamp,
    ) -> Result<Vec<Applied>, AppError> {
        loop {
            let mut store = self.store();
            let now = self.coder();
            if Arc::ptr_eq(&now, &coder) {
                return Ok(store.apply_all(&codings, &coder.versions, at)?);
            }
            drop(store);
            let reports = codings.into_iter().map(|coding| coding.report);
            codings = reports.map(|report| now.code(report)).collect();
            coder = now;
        }
    }

    /// Codes outside the lock, so that readers of the store do not wait for it; nothing when it is stored just so.
    pub(super) fn code(&self, report: Report, coder: &Coder) -> Result<Option<Coding>, AppError> {
        if self.store().is_current(&report, &coder.versions)? {
            return Ok(None);
        }
        Ok(Some(coder.code(report)))
    }
}

impl fmt::Debug for Intake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Intake")
            .field("versions", &self.coder().versions)
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
