use super::AppError;
use crate::domain::{EventId, EventRecord};
use crate::index::Snapshot;
use crate::store::{Change, Store};
use jiff::Timestamp;
use std::collections::HashSet;
use std::sync::Arc;

/// One version of the data: its events and when it came to be.
#[derive(Debug)]
pub struct Data {
    /// The events.
    pub snapshot: Arc<Snapshot>,
    /// Time of the last change; `None` while nothing was ever stored.
    pub at: Option<Timestamp>,
}

/// Changes are read in portions of this many.
const PORTION: usize = 1_000;

impl Data {
    /// Reads everything.
    pub(super) fn load(store: &dyn Store) -> Result<Self, AppError> {
        let version = store.version()?;
        let last = store.changes_since(version.saturating_sub(1), 1)?;
        let records = store.events()?.into_iter().map(Arc::new).collect();
        Ok(Self {
            snapshot: Arc::new(Snapshot::new(records, version)),
            at: last.first().map(|change| change.at),
        })
    }

    /// What leads to the next version; `None` when this one is the last. Rows that did not change are not read again.
    pub(super) fn news(&self, store: &dyn Store) -> Result<Option<News>, AppError> {
        let changes = changes_after(store, self.snapshot.version())?;
        let Some(last) = changes.last() else {
            return Ok(None);
        };
        let touched: HashSet<EventId> = changes.iter().flat_map(touched).collect();
        let touched: Vec<EventId> = touched.into_iter().collect();
        let rows = store
            .events_by_id(&touched)?
            .into_iter()
            .map(Arc::new)
            .collect();
        Ok(Some(News {
            rows,
            touched,
            version: last.sequence,
            at: last.at,
        }))
    }

    /// The next version; indexing takes its time, so it is done without the store's lock.
    pub(super) fn with(&self, news: News) -> Self {
        let snapshot = self
            .snapshot
            .advance(news.rows, &news.touched, news.version);
        Self {
            snapshot: Arc::new(snapshot),
            at: Some(news.at),
        }
    }
}

/// Rows that were touched since a version: those that are there now, and the ids of all of them.
pub(super) struct News {
    rows: Vec<Arc<EventRecord>>,
    touched: Vec<EventId>,
    version: u64,
    at: Timestamp,
}

fn changes_after(store: &dyn Store, version: u64) -> Result<Vec<Change>, AppError> {
    let mut changes: Vec<Change> = Vec::new();
    loop {
        let after = changes.last().map_or(version, |change| change.sequence);
        let portion = store.changes_since(after, PORTION)?;
        let is_last = portion.len() < PORTION;
        changes.extend(portion);
        if is_last {
            return Ok(changes);
        }
    }
}

fn touched(change: &Change) -> impl Iterator<Item = EventId> + '_ {
    change
        .added
        .iter()
        .chain(&change.changed)
        .chain(&change.removed)
        .copied()
}
