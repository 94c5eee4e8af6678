//! First-level administrative units: which of them holds a position, which an extent touches.

use super::layers::Layers;
use crate::domain::{BoundingBox, CountryCode, Extent, Place, Position};
use rstar::{AABB, RTree, primitives::GeomWithData, primitives::Rectangle};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash as _, Hasher as _};
use std::sync::Arc;

/// A country as two letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Country([u8; 2]);

impl Country {
    /// From an ISO 3166-1 alpha-2 code.
    pub(super) fn new(code: &str) -> Option<Self> {
        code.as_bytes().try_into().ok().map(Self)
    }

    pub(super) fn code(self) -> String {
        self.0.iter().map(|byte| char::from(*byte)).collect()
    }
}

/// A first-level unit, the same for all layers: a hash of its full code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct UnitKey(u64);

impl UnitKey {
    /// From a full code, `IQ.18`.
    pub(super) fn of_code(code: &str) -> Self {
        let mut hasher = FxHasher::default();
        code.hash(&mut hasher);
        Self(hasher.finish())
    }
}

type Entry = GeomWithData<Rectangle<[f64; 2]>, usize>;

/// The units that have a polygon.
#[derive(Debug)]
pub(super) struct Units {
    places: Vec<Arc<Place>>,
    tree: RTree<Entry>,
    /// Of the curated units, by country and English name.
    keys: FxHashMap<(CountryCode, String), UnitKey>,
}

/// A point event this near to a border touches both units: the polygons' own error there, in metres.
const BORDER_DOUBT_M: f64 = 3_000.0;
/// Extents larger than this are not searched for the units that they touch, in metres.
const LARGEST_M: f64 = 150_000.0;

impl Units {
    pub(super) fn new(all: &[Arc<Place>]) -> Self {
        let places: Vec<Arc<Place>> = all
            .iter()
            .filter(|p| p.feature_code == "ADM1" && p.extent.polygons().is_some())
            .cloned()
            .collect();
        let entries = places.iter().enumerate().map(|(i, place)| {
            let [west, south, east, north] = place.extent.bbox().bounds();
            Entry::new(
                Rectangle::from_aabb(envelope([west, south], [east, north])),
                i,
            )
        });
        let tree = RTree::bulk_load(entries.collect());
        Self {
            places,
            tree,
            keys: FxHashMap::default(),
        }
    }

    /// Learns which code every curated unit has in the layers below, so that names and codes compare.
    pub(super) fn learn_codes(&mut self, layers: &Layers) {
        for unit in layers.curated().iter().filter(|p| p.feature_code == "ADM1") {
            let Some((country, key)) = unit.countries.first().zip(key_below(layers, unit)) else {
                continue;
            };
            self.keys.insert((country.clone(), unit.name.clone()), key);
        }
    }

    /// The first-level units of a curated place; a name that no layer has a code for is a key of its own.
    pub(super) fn keys_of<'p>(&'p self, place: &'p Place) -> impl Iterator<Item = UnitKey> + 'p {
        place.admin1.iter().map(|name| {
            let known = place
                .countries
                .iter()
                .find_map(|country| self.keys.get(&(country.clone(), name.clone())));
            known.copied().unwrap_or_else(|| UnitKey::of_code(name))
        })
    }

    /// English name of the unit whose polygon holds the position.
    pub(super) fn holding(&self, position: Position) -> Option<&str> {
        self.in_box(position, position)
            .find(|unit| unit.extent.distance_m(position) <= 0.0)
            .map(|unit| unit.name.as_str())
    }

    /// English names of the units that the extent touches, the first one given, the others in order.
    pub(super) fn touched_by(&self, extent: &Extent, first: Option<&str>) -> Vec<String> {
        let touched = self.all_touched_by(extent);
        let others = touched
            .iter()
            .filter(|name| Some(name.as_str()) != first)
            .cloned();
        first.map(str::to_owned).into_iter().chain(others).collect()
    }

    /// English names of the units that the extent touches, in order.
    pub(super) fn all_touched_by(&self, extent: &Extent) -> Vec<String> {
        let reach = extent.radius_m() + BORDER_DOUBT_M;
        if extent.radius_m() > LARGEST_M || extent.polygons().is_some() || extent.lines().is_some()
        {
            return Vec::new();
        }
        let mut names: Vec<String> = self
            .near(extent, reach)
            .map(|unit| unit.name.clone())
            .collect();
        names.sort_unstable();
        names
    }

    fn near<'s>(&'s self, extent: &'s Extent, reach: f64) -> impl Iterator<Item = &'s Arc<Place>> {
        let [west, south, east, north] = grown(extent.bbox());
        let envelope = envelope([west, south], [east, north]);
        self.tree
            .locate_in_envelope_intersecting(envelope)
            .filter_map(|entry| self.places.get(entry.data))
            .filter(move |unit| unit.extent.distance_m(extent.position()) <= reach)
    }

    fn in_box(&self, low: Position, high: Position) -> impl Iterator<Item = &Arc<Place>> {
        self.tree
            .locate_in_envelope_intersecting(envelope(low.into(), high.into()))
            .filter_map(|entry| self.places.get(entry.data))
            .collect::<Vec<_>>()
            .into_iter()
    }
}

fn key_below(layers: &Layers, unit: &Place) -> Option<UnitKey> {
    let here = layers.find(&unit.id)?;
    layers.below(here, &unit.id).into_iter().find_map(|at| {
        let table = layers.table(at)?;
        let number = table.facts(at.row)?.admin1?;
        Some(UnitKey::of_code(table.unit(number)?.code))
    })
}

/// A box and the border's doubt around it; over the antimeridian the whole width, since candidates are tested again.
fn grown(bbox: BoundingBox) -> [f64; 4] {
    const DOUBT_DEGREES: f64 = 0.05;
    let [west, south, east, north] = bbox.bounds();
    let (west, east) = if bbox.crosses_antimeridian() {
        (-180.0, 180.0)
    } else {
        (west, east)
    };
    [
        west - DOUBT_DEGREES,
        south - DOUBT_DEGREES,
        east + DOUBT_DEGREES,
        north + DOUBT_DEGREES,
    ]
}

/// The envelope of two corners that are in order; `AABB::from_corners` would swap corners that are not.
fn envelope(low: [f64; 2], high: [f64; 2]) -> AABB<[f64; 2]> {
    AABB::from_points([&low, &high])
}
