use super::DomainError;
use super::event_type::named;
use super::{BoundingBox, CountryCode, Extent, ExtentKind, PlaceId, Position};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

named! {
    /// The feature classes of GeoNames.
    FeatureClass, "a GeoNames feature class, one of A H L P R S T U V", {
        Administrative = "A",
        Water = "H",
        Area = "L",
        Populated = "P",
        Road = "R",
        Spot = "S",
        Terrain = "T",
        Undersea = "U",
        Vegetation = "V",
    }
}

named! {
    /// How far the position of a gazetteer entry can be trusted.
    SourceConfidence, "high, medium or low", {
        High = "high",
        Medium = "medium",
        Low = "low",
    }
}

/// One spelling of a place's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceName {
    /// BCP 47 language, `und` when not known.
    pub lang: String,
    /// The spelling.
    pub text: String,
}

/// A gazetteer entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Stable id.
    pub id: PlaceId,
    /// The English display name.
    pub name: String,
    /// All further spellings, the local script among them.
    pub names: Vec<PlaceName>,
    /// GeoNames feature class.
    pub feature_class: FeatureClass,
    /// GeoNames feature code, e.g. `PPLA`, `ADM1`, `WAD`.
    pub feature_code: String,
    /// Countries it lies in; empty for international features.
    pub countries: Vec<CountryCode>,
    /// English names of the first-level units it lies in.
    pub admin1: Vec<String>,
    /// English names of the second-level units it lies in.
    pub admin2: Vec<String>,
    /// Where it is.
    pub extent: Extent,
    /// Inhabitants, when known.
    pub population: Option<u64>,
    /// Where position and names come from.
    pub source: String,
    /// How far the position can be trusted.
    pub confidence: SourceConfidence,
    /// What a reviewer must know.
    pub notes: String,
}

impl Place {
    /// What answers show of it.
    pub fn summary(&self) -> PlaceSummary {
        PlaceSummary {
            id: self.id.clone(),
            name: self.name.clone(),
            names: self.names.clone(),
            feature_code: self.feature_code.clone(),
            country: self.countries.first().cloned(),
            admin1: self.admin1.first().cloned(),
            admin2: self.admin2.first().cloned(),
            position: self.extent.position(),
            radius_km: self.extent.radius_m() / 1000.0,
            kind: self.extent.kind(),
            bbox: self.extent.bbox(),
            source: self.source.clone(),
            confidence: self.confidence,
        }
    }
}

/// A gazetteer entry as answers and receipts show it: everything but its geometry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlaceSummary {
    /// Stable id.
    pub id: PlaceId,
    /// The English display name.
    pub name: String,
    /// All further spellings.
    pub names: Vec<PlaceName>,
    /// GeoNames feature code.
    pub feature_code: String,
    /// The first country it lies in.
    pub country: Option<CountryCode>,
    /// English name of the first first-level unit it lies in.
    pub admin1: Option<String>,
    /// English name of the first second-level unit it lies in.
    pub admin2: Option<String>,
    /// Where clients draw it.
    pub position: Position,
    /// Radius of the extent in kilometres.
    pub radius_km: f64,
    /// Point, line or area.
    pub kind: ExtentKind,
    /// Box around the extent.
    pub bbox: BoundingBox,
    /// Where position and names come from.
    pub source: String,
    /// How far the position can be trusted.
    pub confidence: SourceConfidence,
}
