//! What may be asked of the gazetteer by itself.

use super::{App, PlaceHit, batch};
use crate::domain::{CountryCode, Position};
use crate::gazetteer::NameQuery;
use serde_json::Value;

/// Where a position lies.
#[derive(Debug)]
pub struct Surroundings {
    /// The countries and units that hold it, the larger first.
    pub units: Vec<PlaceHit>,
    /// The nearest places with their distance in metres.
    pub nearest: Vec<(PlaceHit, f64)>,
}

impl App {
    /// Which place a name means, with reasons and the candidates that were not chosen, in the words of the batch
    /// contract.
    pub fn resolve(
        &self,
        name: &str,
        country: Option<CountryCode>,
        admin1: Option<String>,
        near: Option<Position>,
    ) -> Value {
        batch::resolved(&self.gazetteer().resolve_name(&NameQuery {
            name: name.to_owned(),
            country,
            admin1,
            near,
        }))
    }

    /// The units that hold a position and the places nearest to it.
    pub fn surroundings(&self, position: Position, most: usize) -> Surroundings {
        let hit = |place| PlaceHit {
            place,
            matched: None,
        };
        let gazetteer = self.gazetteer();
        let near = gazetteer.nearest(position, most).into_iter();
        Surroundings {
            units: gazetteer.units_at(position).into_iter().map(hit).collect(),
            nearest: near.map(|n| (hit(n.place), n.distance_m)).collect(),
        }
    }
}
