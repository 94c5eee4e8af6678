use super::aggregate::{Aggregate, By};
use super::cluster::{self, View};
use super::cursor::{Cursor, sort_key};
use super::set::{Page, Set};
use crate::domain::{BoundingBox, Collection, EventId, EventRecord, Query};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// All events of one version of the data, never changed.
///
/// Events stand in the canonical order: last day known, newest first, undated last, then id.
#[derive(Debug)]
pub struct Snapshot {
    version: u64,
    sets: [Set; Collection::ALL.len()],
    by_id: HashMap<EventId, Arc<EventRecord>>,
}

impl Snapshot {
    /// Makes a snapshot of events in any order. When two have one id, the last counts.
    pub fn new(records: Vec<Arc<EventRecord>>, version: u64) -> Self {
        let by_id: HashMap<EventId, Arc<EventRecord>> = records
            .into_iter()
            .map(|record| (record.event.id, record))
            .collect();
        let mut ordered: Vec<Arc<EventRecord>> = by_id.values().map(Arc::clone).collect();
        ordered.sort_by_cached_key(|record| sort_key(&record.event));
        let of = |collection| {
            let own = ordered
                .iter()
                .filter(|r| r.event.collection() == collection);
            Set::new(own.map(Arc::clone).collect())
        };
        Self {
            version,
            sets: [
                of(Collection::Events),
                of(Collection::Unplaced),
                of(Collection::Background),
            ],
            by_id,
        }
    }

    /// The next snapshot: some events new or in a new version, some gone. Spares reading all events again.
    #[must_use]
    pub fn advance(
        &self,
        upserted: Vec<Arc<EventRecord>>,
        removed: &[EventId],
        version: u64,
    ) -> Self {
        let removed: HashSet<&EventId> = removed.iter().collect();
        let stay = self
            .by_id
            .values()
            .filter(|r| !removed.contains(&r.event.id));
        let mut records: Vec<Arc<EventRecord>> = stay.map(Arc::clone).collect();
        records.extend(upserted);
        Self::new(records, version)
    }

    /// The number of the data version: the last of the store's change sequence.
    pub fn version(&self) -> u64 {
        self.version
    }

    fn set(&self, collection: Collection) -> &Set {
        &self.sets[collection as usize]
    }

    /// A page of the events that match, behind `after`, at most `limit`.
    pub fn page(
        &self,
        collection: Collection,
        query: &Query,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Page {
        self.set(collection).page(query, after, limit)
    }

    /// All events that match, in canonical order.
    pub fn select(
        &self,
        collection: Collection,
        query: &Query,
    ) -> impl Iterator<Item = &Arc<EventRecord>> + use<'_> {
        let set = self.set(collection);
        let rows = set.rows(&set.filter(query)).into_vec();
        rows.into_iter().map(|row| &set.records[row as usize])
    }

    /// How many events match.
    pub fn count(&self, collection: Collection, query: &Query) -> u64 {
        let set = self.set(collection);
        set.rows(&set.filter(query)).len() as u64
    }

    /// The event with an id, in whichever collection.
    pub fn get(&self, id: &EventId) -> Option<&Arc<EventRecord>> {
        self.by_id.get(id)
    }

    /// Counts of the collection `events` by time, type or place.
    pub fn aggregate(&self, query: &Query, by: By) -> Aggregate {
        Aggregate::of(self.set(Collection::Events), query, by)
    }

    /// What a map draws of the collection `events`: clusters and single events. Without a box, of the whole Earth.
    pub fn view(&self, query: &Query, zoom: u8) -> View {
        cluster::view(self.set(Collection::Events), query, zoom)
    }

    /// Events whose extent's box touches a box, in canonical order: candidates for questions about extents.
    pub fn touching(&self, collection: Collection, bbox: BoundingBox) -> Vec<Arc<EventRecord>> {
        self.set(collection).touching(bbox)
    }

    /// The box around the positions of a collection.
    pub fn bounds(&self, collection: Collection) -> Option<BoundingBox> {
        let records = &self.set(collection).records;
        let locations = records.iter().filter_map(|r| r.event.location.as_ref());
        BoundingBox::around(locations.map(|l| l.extent.position()))
    }

    /// First and last full day of a collection.
    pub fn days(&self, collection: Collection) -> Option<(jiff::civil::Date, jiff::civil::Date)> {
        let dates = || self.set(collection).records.iter().map(|r| &r.event.date);
        let first = dates()
            .filter_map(|date| date.first_day().or(date.last_day()))
            .min();
        let last = dates()
            .filter_map(|date| date.last_day().or(date.first_day()))
            .max();
        first.zip(last)
    }
}
