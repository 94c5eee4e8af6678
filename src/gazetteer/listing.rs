//! All places in one stable order, page by page: layer by layer, in each the
//! most populous first.
//!
//! Answering with everything is no answer at 200,000 places, and refusing to list them would break clients that walk
//! through a collection; so a page is made of what it shows, and only the numbers are counted over all.

use super::Gazetteer;
use super::layers::{Layers, PlaceIndex};
use super::table::Table;
use crate::domain::{BoundingBox, Place, PlaceId};
use std::cmp::Ordering;
use std::sync::{Arc, OnceLock};

/// A page of [`Gazetteer::list`].
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// The places of the page.
    pub places: Vec<Arc<Place>>,
    /// All places that were asked for, exactly.
    pub matched: usize,
    /// Whether others follow.
    pub has_more: bool,
}

/// Of every layer the rows that a higher layer has too, in order. Found once, when somebody lists places.
#[derive(Debug, Default)]
pub(super) struct Shadowed(OnceLock<Vec<Vec<u32>>>);

impl Shadowed {
    fn of<'s>(&'s self, layers: &Layers, layer: u32) -> &'s [u32] {
        let all = self.0.get_or_init(|| {
            layers
                .tables()
                .map(|(layer, table)| shadowed(layers, layer, table))
                .collect()
        });
        all.get(layer as usize).map_or(&[], Vec::as_slice)
    }
}

/// Looks up the ids of the smaller side in the larger one.
fn shadowed(layers: &Layers, layer: u32, table: &Table) -> Vec<u32> {
    let above = || layers.tables().take(layer as usize).map(|(_, table)| table);
    let above_count: u64 = above().map(|t| u64::from(t.len())).sum();
    let mut rows: Vec<u32> = if above_count < u64::from(table.len()) {
        let ids = above().flat_map(|t| (0..t.len()).filter_map(|row| t.id(row)));
        ids.filter_map(|id| table.row_of(&id)).collect()
    } else {
        let has = |id: String| above().any(|t| t.row_of(&id).is_some());
        (0..table.len())
            .filter(|row| table.id(*row).is_some_and(has))
            .collect()
    };
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// The places of one layer that are asked for, by row.
struct Members<'s> {
    /// The rows of a box; `None` for all.
    rows: Option<Vec<u32>>,
    all: u32,
    hidden: &'s [u32],
}

impl<'s> Members<'s> {
    fn new(table: &Table, bbox: Option<BoundingBox>, hidden: &'s [u32]) -> Self {
        Self {
            rows: bbox.map(|bbox| rows_in(table, bbox, hidden)),
            all: table.len(),
            hidden,
        }
    }

    fn count(&self) -> usize {
        let all = (self.all as usize).saturating_sub(self.hidden.len());
        self.rows.as_ref().map_or(all, Vec::len)
    }

    /// At most `most` rows from a row on.
    fn from(&self, row: u32, most: usize) -> Vec<u32> {
        match &self.rows {
            Some(rows) => {
                let at = rows.partition_point(|other| *other < row);
                rows.iter().skip(at).take(most).copied().collect()
            }
            None => (row..self.all)
                .filter(|row| self.hidden.binary_search(row).is_err())
                .take(most)
                .collect(),
        }
    }
}

fn rows_in(table: &Table, bbox: BoundingBox, hidden: &[u32]) -> Vec<u32> {
    let boxes = bbox.envelopes().into_iter();
    let mut rows: Vec<u32> = boxes
        .flat_map(|([west, south], [east, north])| table.within([west, south, east, north]))
        .filter(|row| hidden.binary_search(row).is_err())
        .collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

impl Gazetteer {
    /// At most `limit` places of a box, or of the whole gazetteer, that follow the place `after`; none when no place has
    /// that id. Places lie in a box by their position.
    pub fn list(
        &self,
        bbox: Option<BoundingBox>,
        after: Option<&PlaceId>,
        limit: usize,
    ) -> Listing {
        let start = self.start(after);
        let (mut rows, mut matched) = (Vec::new(), 0);
        for (layer, table) in self.layers.tables() {
            let members = Members::new(table, bbox, self.shadowed.of(&self.layers, layer));
            matched += members.count();
            let first = start.and_then(|start| first_row(start, layer));
            let wanted = (limit + 1).saturating_sub(rows.len());
            let found = first.map(|first| members.from(first, wanted));
            let found = found.into_iter().flatten();
            rows.extend(found.map(|row| PlaceIndex { layer, row }));
        }
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        Listing {
            places: rows
                .into_iter()
                .filter_map(|at| self.layers.shown(at))
                .collect(),
            matched,
            has_more,
        }
    }

    /// The entry after a place; `None` when there is no such place.
    fn start(&self, after: Option<&PlaceId>) -> Option<PlaceIndex> {
        let Some(id) = after else {
            return Some(PlaceIndex { layer: 0, row: 0 });
        };
        self.layers.find(id).map(|at| PlaceIndex {
            row: at.row + 1,
            ..at
        })
    }
}

/// The first row of a layer that is wanted; `None` for the layers before the start.
fn first_row(start: PlaceIndex, layer: u32) -> Option<u32> {
    match layer.cmp(&start.layer) {
        Ordering::Less => None,
        Ordering::Equal => Some(start.row),
        Ordering::Greater => Some(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn gazetteer() -> &'static Gazetteer {
        Gazetteer::embedded().unwrap()
    }

    #[test]
    fn pages_of_a_box_give_every_place_once() {
        let iraq = BoundingBox::new(38.8, 29.0, 48.6, 37.4).unwrap();
        let all = gazetteer().list(Some(iraq), None, usize::MAX - 1);
        assert_eq!(all.places.len(), all.matched);
        assert!(all.matched > 300 && !all.has_more);
        let (mut paged, mut after) = (Vec::new(), None);
        loop {
            let page = gazetteer().list(Some(iraq), after.as_ref(), 100);
            assert_eq!(page.matched, all.matched);
            after = page.places.last().map(|p| p.id.clone());
            paged.extend(page.places);
            if !page.has_more {
                break;
            }
        }
        assert_eq!(paged, all.places);
        let ids: HashSet<&PlaceId> = paged.iter().map(|p| &p.id).collect();
        assert_eq!(ids.len(), paged.len());
    }

    #[test]
    fn the_whole_is_counted_exactly() {
        let page = gazetteer().list(None, None, 5);
        let world = BoundingBox::new(-180.0, -90.0, 180.0, 90.0).unwrap();
        let ids: HashSet<PlaceId> = gazetteer()
            .list(Some(world), None, usize::MAX - 1)
            .places
            .iter()
            .map(|p| p.id.clone())
            .collect();
        assert_eq!(page.matched, ids.len());
        assert!(page.has_more && page.places.len() == 5);
    }

    #[test]
    fn nothing_follows_a_place_that_is_not_there() {
        let nobody = "sitmap:nobody".parse().unwrap();
        let page = gazetteer().list(None, Some(&nobody), 5);
        assert!(page.places.is_empty() && !page.has_more && page.matched > 100_000);
    }
}
