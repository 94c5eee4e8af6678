use super::Gazetteer;
use super::layers::PlaceIndex;
use crate::domain::{FeatureClass, Place, Position};
use std::sync::Arc;

/// Places farther than this from a position are not near it, in metres.
const REACH_M: f64 = 200_000.0;
/// Rows of a layer that are looked at for each place wanted: some are units, or stand in a higher layer too.
const ROWS_A_PLACE: usize = 4;

/// A place near a position.
#[derive(Debug, Clone)]
pub struct Near {
    /// The entry.
    pub place: Arc<Place>,
    /// Metres from the position to the point where the place is drawn.
    pub distance_m: f64,
}

impl Gazetteer {
    /// The places nearest to a position, nearest first, within 200 km; no units, since those hold the position.
    pub fn nearest(&self, position: Position, most: usize) -> Vec<Near> {
        let from = [position.lon(), position.lat()];
        let mut found: Vec<(f64, PlaceIndex)> = Vec::new();
        for (layer, table) in self.layers.tables() {
            for (metres, row) in table.nearest(from, most.saturating_mul(ROWS_A_PLACE), REACH_M) {
                let at = self.layers.highest(PlaceIndex { layer, row });
                if found.iter().all(|(_, known)| *known != at) {
                    found.push((metres, at));
                }
            }
        }
        found.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let places = found.into_iter().filter_map(|(distance_m, at)| {
            let place = self.layers.shown(at)?;
            (place.feature_class != FeatureClass::Administrative)
                .then_some(Near { place, distance_m })
        });
        places.take(most).collect()
    }
}
