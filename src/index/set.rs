//! One collection in canonical order, with its trees.

use super::cursor::{Cursor, sort_key};
use super::facts::{Facts, Vocabulary};
use super::filter::Filter;
use crate::domain::{BoundingBox, Envelope, EventRecord, Query};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, Envelope as _, RTree};
use std::sync::{Arc, OnceLock};

/// Number of an event in its collection, in canonical order.
pub(super) type Row = u32;
type Point = GeomWithData<[f64; 2], Row>;
type Box2 = GeomWithData<Rectangle<[f64; 2]>, Row>;

/// A page of a collection.
#[derive(Debug, Clone)]
pub struct Page {
    /// The events of the page, in canonical order.
    pub records: Vec<Arc<EventRecord>>,
    /// How many events match in all pages together.
    pub matched: u64,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<Cursor>,
}

/// The rows that a filter matches, ascending.
pub(super) enum Rows {
    All(Row),
    Some(Vec<Row>),
}

impl Rows {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::All(len) => *len as usize,
            Self::Some(rows) => rows.len(),
        }
    }

    pub(super) fn into_vec(self) -> Vec<Row> {
        match self {
            Self::All(len) => (0..len).collect(),
            Self::Some(rows) => rows,
        }
    }

    /// The rows from the first one that is `row` or behind it.
    pub(super) fn from(&self, row: Row) -> impl Iterator<Item = Row> {
        let (all, some) = match self {
            Self::All(len) => (row..*len, &[][..]),
            Self::Some(rows) => (0..0, &rows[rows.partition_point(|r| *r < row)..]),
        };
        all.chain(some.iter().copied())
    }
}

/// One collection.
#[derive(Debug)]
pub(super) struct Set {
    pub(super) records: Vec<Arc<EventRecord>>,
    pub(super) facts: Vec<Facts>,
    pub(super) words: Vocabulary,
    points: RTree<Point>,
    /// Made when first asked for: most snapshots live for one report.
    extents: OnceLock<RTree<Box2>>,
    /// Rows without position, which every box matches, as OGC API Features asks.
    nowhere: Vec<Row>,
}

/// An `rstar` box; the only place that makes one of two corners, which are in order in every [`Envelope`].
fn aabb((low, high): Envelope) -> AABB<[f64; 2]> {
    AABB::from_point(low).merged(&AABB::from_point(high))
}

impl Set {
    /// Makes a collection of events in canonical order.
    pub(super) fn new(records: Vec<Arc<EventRecord>>) -> Self {
        let mut words = Vocabulary::default();
        let facts: Vec<Facts> = records.iter().map(|r| Facts::of(r, &mut words)).collect();
        let numbered = || (0..).zip(&facts);
        let points = numbered()
            .filter_map(|(row, f)| Some(Point::new(f.position?.into(), row)))
            .collect();
        let nowhere = numbered().filter(|(_, f)| f.position.is_none());
        let nowhere = nowhere.map(|(row, _)| row).collect();
        Self {
            points: RTree::bulk_load(points),
            extents: OnceLock::new(),
            nowhere,
            records,
            facts,
            words,
        }
    }

    fn len(&self) -> Row {
        Row::try_from(self.records.len()).expect("fewer than four thousand million events")
    }

    pub(super) fn filter(&self, query: &Query) -> Filter {
        Filter::new(query, &self.words)
    }

    /// The rows that match. The tree is asked first when there is a box; when it finds more than a scan would cost
    /// (a sixteenth of the rows, see `benches/`), the scan takes over.
    pub(super) fn rows(&self, filter: &Filter) -> Rows {
        if filter.is_open() {
            return Rows::All(self.len());
        }
        let found = filter.bbox.and_then(|bbox| self.in_box(bbox));
        Rows::Some(found.map_or_else(
            || self.scan(filter),
            |rows| self.keep(rows, |facts| filter.matches_but_for_the_box(facts)),
        ))
    }

    fn keep(&self, mut rows: Vec<Row>, matches: impl Fn(&Facts) -> bool) -> Vec<Row> {
        rows.retain(|row| matches(&self.facts[*row as usize]));
        rows.sort_unstable();
        rows
    }

    fn scan(&self, filter: &Filter) -> Vec<Row> {
        let rows = (0..).zip(&self.facts);
        rows.filter(|(_, facts)| filter.matches(facts))
            .map(|(row, _)| row)
            .collect()
    }

    /// Rows in a box in no order; `None` when they are so many that a scan is cheaper.
    fn in_box(&self, bbox: BoundingBox) -> Option<Vec<Row>> {
        let most = self.records.len() / 16 + 16;
        let envelopes = bbox.envelopes();
        let mut found = envelopes
            .iter()
            .flat_map(|envelope| self.points.locate_in_envelope(aabb(*envelope)))
            .map(|point| point.data);
        let rows: Vec<Row> = found.by_ref().take(most).collect();
        match found.next() {
            Some(_) => None,
            None => Some([rows, self.nowhere.clone()].concat()),
        }
    }

    fn extents(&self) -> &RTree<Box2> {
        self.extents.get_or_init(|| {
            let rows = (0..).zip(&self.records);
            RTree::bulk_load(rows.flat_map(|(row, r)| boxes(r, row)).collect())
        })
    }

    /// Events whose extent's box touches a box, in canonical order; those without extent are left out.
    pub(super) fn touching(&self, bbox: BoundingBox) -> Vec<Arc<EventRecord>> {
        let envelopes = bbox.envelopes();
        let mut rows: Vec<Row> = envelopes
            .iter()
            .flat_map(|envelope| {
                self.extents()
                    .locate_in_envelope_intersecting(aabb(*envelope))
            })
            .map(|found| found.data)
            .collect();
        rows.sort_unstable();
        rows.dedup();
        rows.into_iter().map(|row| self.record(row)).collect()
    }

    pub(super) fn record(&self, row: Row) -> Arc<EventRecord> {
        Arc::clone(&self.records[row as usize])
    }

    pub(super) fn page(&self, query: &Query, after: Option<&Cursor>, limit: usize) -> Page {
        let rows = self.rows(&self.filter(query));
        let start = after.map_or(0, |cursor| self.behind(cursor));
        let mut rest = rows.from(start);
        let records: Vec<_> = rest
            .by_ref()
            .take(limit)
            .map(|row| self.record(row))
            .collect();
        let last = records.last().filter(|_| rest.next().is_some());
        Page {
            next: last.map(|record| Cursor::of(&record.event)),
            matched: rows.len() as u64,
            records,
        }
    }

    /// The first row behind a cursor, whose own event may be gone.
    fn behind(&self, cursor: &Cursor) -> Row {
        let before = |record: &Arc<EventRecord>| sort_key(&record.event) <= cursor.key;
        Row::try_from(self.records.partition_point(before)).unwrap_or(Row::MAX)
    }
}

fn boxes(record: &EventRecord, row: Row) -> Vec<Box2> {
    let location = record.event.location.as_ref();
    let envelopes = location.map(|l| l.extent.bbox().envelopes());
    let rectangles = envelopes
        .into_iter()
        .flatten()
        .map(|envelope| aabb(envelope).into());
    rectangles
        .map(|rectangle| Box2::new(rectangle, row))
        .collect()
}
