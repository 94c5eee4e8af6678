//! What a change of one's own places is answered with, and what was added so far.

use super::Rereading;
use crate::app::layers::AddedAs;
use crate::domain::{Place, PlaceId, PlaceName};
use crate::gazetteer::import::{self, Added};
use serde::Serialize;

/// What became of a change of one's own places, or would.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Accepted {
    /// Nothing was written.
    pub preview: bool,
    /// What became of each name.
    pub names: Vec<Told>,
    /// What it changes in stored reports.
    pub changes: Rereading,
}

/// What became of one name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// The name.
    pub name: String,
    /// The place that has or had it.
    pub place_id: PlaceId,
    /// What became of it.
    pub became: Became,
}

/// What became of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Became {
    /// It was added.
    Added,
    /// It was there already.
    Known,
    /// It is no longer there.
    Removed,
}

/// A place or names that were added by hand.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Addition {
    /// The place.
    pub place_id: PlaceId,
    /// Its name, longitude, latitude and radius in kilometres, when it is a place of one's own.
    pub place: Option<OwnPlace>,
    /// Its further names that were added.
    pub names: Vec<String>,
    /// Who added it.
    pub by: String,
    /// When.
    pub at: String,
    /// Why.
    pub why: String,
}

/// A place of one's own.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OwnPlace {
    /// Its name.
    pub name: String,
    /// Longitude in degrees.
    pub lon: f64,
    /// Latitude in degrees.
    pub lat: f64,
    /// Kilometres around.
    pub radius_km: f64,
}

impl Accepted {
    pub(super) fn new(preview: bool, told: Vec<(String, AddedAs)>, changes: Rereading) -> Self {
        let told = told.into_iter().map(|(name, added)| {
            let (became, place_id) = match added {
                AddedAs::New(id) => (Became::Added, id),
                AddedAs::Known(id) => (Became::Known, id),
                AddedAs::Removed(id) => (Became::Removed, id),
            };
            Told {
                name,
                place_id,
                became,
            }
        });
        Self {
            preview,
            names: told.collect(),
            changes,
        }
    }

    /// The place that something was added to.
    pub fn added(&self) -> Option<&PlaceId> {
        let mut told = self.names.iter();
        told.find(|told| told.became == Became::Added)
            .map(|told| &told.place_id)
    }
}

impl Addition {
    pub(super) fn of(row: &import::Addition) -> Self {
        let texts = |names: &[PlaceName]| names.iter().map(|name| name.text.clone()).collect();
        let (place_id, place, names) = match &row.what {
            Added::Names { of, names } => (of.clone(), None, texts(names)),
            Added::Place(place) => (
                place.id.clone(),
                Some(OwnPlace::of(place)),
                texts(&place.names),
            ),
        };
        Self {
            place_id,
            place,
            names,
            by: row.by.clone(),
            at: row.at.clone(),
            why: row.why.clone(),
        }
    }
}

impl OwnPlace {
    fn of(place: &Place) -> Self {
        let position = place.extent.position();
        Self {
            name: place.name.clone(),
            lon: position.lon(),
            lat: position.lat(),
            radius_km: place.extent.radius_m() / 1000.0,
        }
    }
}
