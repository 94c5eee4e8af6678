use super::DomainError;
use super::event_type::named;
use super::{CountryCode, Extent, PlaceId};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

named! {
    /// How finely a location is known.
    LocationPrecision, "exact, settlement, vicinity, area, district, province, country, line or unknown", {
        Exact = "exact",
        Settlement = "settlement",
        Vicinity = "vicinity",
        Area = "area",
        District = "district",
        Province = "province",
        Country = "country",
        Line = "line",
        Unknown = "unknown",
    }
}

/// Where an event happened, as far as the report tells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Location {
    /// The toponym as written, or the words of a relation ("between Daquq and the Hamrin range").
    pub name: String,
    /// The gazetteer entry, `None` for a computed place.
    pub place_id: Option<PlaceId>,
    /// How a computed place was made from entries: "15 km south of Makhmur".
    pub relation: Option<String>,
    /// The true extent.
    pub extent: Extent,
    /// How finely it is known.
    pub precision: LocationPrecision,
    /// English name of the first-level unit, when there is one.
    pub admin1: Option<String>,
    /// English name of the second-level unit, when known.
    pub admin2: Option<String>,
    /// All first-level units that the extent touches near a border, the chosen one among them.
    pub admin_units: Vec<String>,
    /// The country, when there is one.
    pub country: Option<CountryCode>,
}
