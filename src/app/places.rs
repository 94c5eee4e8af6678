use super::App;
use crate::domain::{BoundingBox, Place, PlaceId};
use crate::gazetteer::Found;
use std::sync::Arc;

/// An entry of the gazetteer that was found.
#[derive(Debug, Clone)]
pub struct PlaceHit {
    /// The entry.
    pub place: Arc<Place>,
    /// The spelling that matched and how well; `None` when nothing was searched for.
    pub matched: Option<(String, f64)>,
}

/// A page of entries.
#[derive(Debug)]
pub struct PlacePage {
    /// The entries in their order.
    pub hits: Vec<PlaceHit>,
    /// How many entries the question fits; `None` when they are more than [`MOST_HITS`], of which the best are shown.
    pub matched: Option<usize>,
    /// Others follow.
    pub has_more: bool,
}

/// Why a page of entries cannot be given exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlacesRefused {
    /// The page would begin after an entry that is not in the answer.
    NoSuchEntry,
    /// More than [`MOST_HITS`] names fit, and only the best are compared with the box.
    TooManyForBox,
}

/// The most hits of one search.
pub const MOST_HITS: usize = 1_000;

impl App {
    /// Entries whose names fit a text, best first, at most [`MOST_HITS`].
    pub(super) fn search_places(&self, text: &str) -> Vec<PlaceHit> {
        hits(self.gazetteer().search(text, MOST_HITS))
    }

    /// A page of the entries whose names fit a text, best first, and that stand in the box.
    pub fn find_places(
        &self,
        text: &str,
        bbox: Option<BoundingBox>,
        after: Option<&PlaceId>,
        limit: usize,
    ) -> Result<PlacePage, PlacesRefused> {
        let mut found = hits(self.gazetteer().search(text, MOST_HITS + 1));
        let is_whole = found.len() <= MOST_HITS;
        if let Some(bbox) = bbox {
            if !is_whole {
                return Err(PlacesRefused::TooManyForBox);
            }
            found.retain(|hit| bbox.contains(hit.place.extent.position()));
        }
        found.truncate(MOST_HITS);
        let matched = is_whole.then_some(found.len());
        let mut rest = after_id(found, after)?;
        let has_more = rest.len() > limit;
        rest.truncate(limit);
        Ok(PlacePage {
            hits: rest,
            matched,
            has_more,
        })
    }

    /// A page of all entries of a box, or of all, layer by layer.
    pub fn list_places(
        &self,
        bbox: Option<BoundingBox>,
        after: Option<&PlaceId>,
        limit: usize,
    ) -> Result<PlacePage, PlacesRefused> {
        if after.is_some_and(|id| self.gazetteer().place(id).is_none()) {
            return Err(PlacesRefused::NoSuchEntry);
        }
        let listing = self.gazetteer().list(bbox, after, limit);
        let unsearched = |place| PlaceHit {
            place,
            matched: None,
        };
        Ok(PlacePage {
            hits: listing.places.into_iter().map(unsearched).collect(),
            matched: Some(listing.matched),
            has_more: listing.has_more,
        })
    }

    /// One entry.
    pub fn place(&self, id: &PlaceId) -> Option<PlaceHit> {
        self.gazetteer().place(id).map(|place| PlaceHit {
            place,
            matched: None,
        })
    }
}

fn hits(found: Vec<Found>) -> Vec<PlaceHit> {
    let hit = |found: Found| PlaceHit {
        place: found.place,
        matched: Some((found.matched, found.score)),
    };
    found.into_iter().map(hit).collect()
}

fn after_id(
    mut hits: Vec<PlaceHit>,
    after: Option<&PlaceId>,
) -> Result<Vec<PlaceHit>, PlacesRefused> {
    let Some(id) = after else {
        return Ok(hits);
    };
    let at = hits.iter().position(|hit| hit.place.id == *id);
    let at = at.ok_or(PlacesRefused::NoSuchEntry)?;
    Ok(hits.split_off(at + 1))
}
