//! Why an event is where it is: the entry chosen, the reasons, and the entries that were not chosen.

use super::geometry::{bbox, coordinates, rounded};
use crate::domain::{
    Candidate, CountryCode, Event, ExtentKind, PlaceId, PlaceName, PlaceSummary, Position, Reason,
    SourceConfidence,
};
use serde::Serialize;

/// The receipt of an event's position.
#[derive(Debug, Serialize)]
pub struct Receipt<'a> {
    mention: Option<&'a str>,
    place: Option<ChosenPlace<'a>>,
    relation: Option<&'a str>,
    score: f64,
    reasons: &'a [Reason],
    candidates: Vec<OtherPlace<'a>>,
}

#[derive(Debug, Serialize)]
struct ChosenPlace<'a> {
    id: &'a PlaceId,
    name: &'a str,
    names: &'a [PlaceName],
    lon: f64,
    lat: f64,
    radius_km: f64,
    kind: ExtentKind,
    bbox: [f64; 4],
    country: Option<&'a CountryCode>,
    admin1: Option<&'a str>,
    source: &'a str,
    confidence: SourceConfidence,
}

#[derive(Debug, Serialize)]
struct OtherPlace<'a> {
    id: &'a PlaceId,
    name: &'a str,
    lon: f64,
    lat: f64,
    radius_km: f64,
    kind: ExtentKind,
    country: Option<&'a CountryCode>,
    admin1: Option<&'a str>,
    score: f64,
    /// From the event's position; null for an event without one.
    distance_km: Option<f64>,
    reasons: &'a [Reason],
}

impl<'a> Receipt<'a> {
    /// The receipt, when the event has a resolution: imports with coordinates have none.
    pub fn of(event: &'a Event) -> Option<Self> {
        let resolution = event.resolution.as_ref()?;
        let location = event.location.as_ref();
        let chosen = resolution.chosen.as_ref();
        let here = location.map(|l| l.extent.position());
        let written = event.toponym.as_ref().map(|toponym| toponym.text.as_str());
        let others = resolution.candidates.iter();
        Some(Self {
            mention: written.or(location.map(|l| l.name.as_str())),
            place: chosen.map(|candidate| chosen_place(&candidate.place)),
            relation: location.and_then(|l| l.relation.as_deref()),
            score: rounded(resolution.score(), 4),
            reasons: chosen.map_or(&[], |candidate| &candidate.reasons),
            candidates: others
                .map(|candidate| other_place(candidate, here))
                .collect(),
        })
    }
}

fn chosen_place(place: &PlaceSummary) -> ChosenPlace<'_> {
    let [lon, lat] = coordinates(place.position);
    ChosenPlace {
        id: &place.id,
        name: &place.name,
        names: &place.names,
        lon,
        lat,
        radius_km: rounded(place.radius_km, 3),
        kind: place.kind,
        bbox: bbox(place.bbox.bounds()),
        country: place.country.as_ref(),
        admin1: place.admin1.as_deref(),
        source: &place.source,
        confidence: place.confidence,
    }
}

fn other_place(candidate: &Candidate, here: Option<Position>) -> OtherPlace<'_> {
    let place = &candidate.place;
    let [lon, lat] = coordinates(place.position);
    OtherPlace {
        id: &place.id,
        name: &place.name,
        lon,
        lat,
        radius_km: rounded(place.radius_km, 3),
        kind: place.kind,
        country: place.country.as_ref(),
        admin1: place.admin1.as_deref(),
        score: rounded(candidate.score, 4),
        distance_km: here.map(|here| rounded(here.distance_m(place.position) / 1000.0, 1)),
        reasons: &candidate.reasons,
    }
}
