use super::feature::Feature;
use super::geometry::{Shape, bbox, rounded};
use crate::domain::{
    CountryCode, ExtentKind, FeatureClass, Place, PlaceId, PlaceName, SourceConfidence,
};
use serde::Serialize;

/// How a place answered a search.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Match<'a> {
    /// The spelling that matched.
    pub matched: &'a str,
    /// How well, from 0 to 1.
    pub score: f64,
}

/// The properties of a gazetteer entry.
#[derive(Debug, Serialize)]
#[expect(
    missing_docs,
    reason = "the names are those of the interface, explained in docs"
)]
pub struct PlaceProperties<'a> {
    pub id: &'a PlaceId,
    pub name: &'a str,
    pub names: &'a [PlaceName],
    #[serde(flatten)]
    pub found: Option<Match<'a>>,
    pub kind: ExtentKind,
    pub feature_class: FeatureClass,
    pub feature_code: &'a str,
    pub country: Option<&'a CountryCode>,
    pub admin1: Option<&'a str>,
    pub admin2: Option<&'a str>,
    pub radius_km: f64,
    pub bbox: [f64; 4],
    pub source: &'a str,
    pub confidence: SourceConfidence,
    pub notes: &'a str,
}

/// A gazetteer entry as a feature: a point inside it, with its box.
pub fn place_feature<'a>(
    place: &'a Place,
    found: Option<Match<'a>>,
) -> Feature<PlaceProperties<'a>> {
    let bounds = bbox(place.extent.bbox().bounds());
    Feature {
        id: place.id.to_string(),
        bbox: None,
        geometry: Some(Shape::Point(place.extent.position())),
        properties: PlaceProperties {
            id: &place.id,
            name: &place.name,
            names: &place.names,
            found,
            kind: place.extent.kind(),
            feature_class: place.feature_class,
            feature_code: &place.feature_code,
            country: place.countries.first(),
            admin1: place.admin1.first().map(String::as_str),
            admin2: place.admin2.first().map(String::as_str),
            radius_km: rounded(place.extent.radius_m() / 1000.0, 3),
            bbox: bounds,
            source: &place.source,
            confidence: place.confidence,
            notes: &place.notes,
        },
    }
}
