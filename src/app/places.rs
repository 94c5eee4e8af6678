use super::App;
use crate::domain::{BoundingBox, Place, PlaceId};
use crate::gazetteer::Listing;
use std::sync::Arc;

/// An entry of the gazetteer that was found.
#[derive(Debug, Clone)]
pub struct PlaceHit {
    /// The entry.
    pub place: Arc<Place>,
    /// The spelling that matched and how well; `None` when nothing was searched for.
    pub matched: Option<(String, f64)>,
}

/// The most hits of one search.
const MAX_HITS: usize = 1_000;

impl App {
    /// Entries whose names fit a text, best first.
    pub fn search_places(&self, text: &str) -> Vec<PlaceHit> {
        let found = self.gazetteer().search(text, MAX_HITS).into_iter();
        found
            .map(|found| PlaceHit {
                place: found.place,
                matched: Some((found.matched, found.score)),
            })
            .collect()
    }

    /// A page of all entries of a box, or of all.
    pub fn list_places(
        &self,
        bbox: Option<BoundingBox>,
        after: Option<&PlaceId>,
        limit: usize,
    ) -> Listing {
        self.gazetteer().list(bbox, after, limit)
    }

    /// One entry.
    pub fn place(&self, id: &PlaceId) -> Option<PlaceHit> {
        self.gazetteer().place(id).map(|place| PlaceHit {
            place,
            matched: None,
        })
    }
}
