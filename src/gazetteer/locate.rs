//! From a chosen entry, and the relation in the text, to a location with its extent.

use super::geometry;
use super::toponym::{Relation, Toponym};
use super::units::Units;
use crate::domain::{
    CountryCode, Extent, ExtentKind, FeatureClass, Location, LocationPrecision, Place,
};

/// The location of an entry under a name; `preferred` units are those that the text names.
pub(super) fn of_place(
    name: &str,
    place: &Place,
    preferred: &[String],
    touched: &[String],
) -> Location {
    let admin1 = place
        .admin1
        .iter()
        .find(|unit| preferred.contains(unit))
        .or(place.admin1.first())
        .cloned();
    Location {
        name: name.to_owned(),
        place_id: Some(place.id.clone()),
        relation: None,
        precision: precision(place),
        admin_units: with_first(admin1.as_deref(), touched),
        admin1,
        admin2: place.admin2.first().cloned(),
        country: place.countries.first().cloned(),
        extent: place.extent.clone(),
    }
}

/// The unit that is meant, then the others that the place touches.
fn with_first(first: Option<&str>, touched: &[String]) -> Vec<String> {
    let others = touched
        .iter()
        .filter(|name| Some(name.as_str()) != first)
        .cloned();
    first.map(str::to_owned).into_iter().chain(others).collect()
}

/// The location that a relation makes of another one; `None` when it cannot be drawn.
pub(super) fn related(
    toponym: &Toponym,
    words: &str,
    base: Location,
    units: &Units,
) -> Option<Location> {
    let (extent, precision) = match toponym.relation.as_ref()? {
        Relation::Offset {
            distance_m,
            bearing,
        } => (
            geometry::offset(&base.extent, *bearing, *distance_m),
            LocationPrecision::Vicinity,
        ),
        Relation::Within { distance_m } => (
            geometry::within(&base.extent, *distance_m),
            LocationPrecision::Area,
        ),
        Relation::Beyond { bearing } => (
            geometry::beyond(&base.extent, *bearing),
            LocationPrecision::Area,
        ),
        Relation::Part { bearing } => (
            geometry::part(&base.extent, *bearing),
            LocationPrecision::Area,
        ),
        Relation::Near => (geometry::near(&base.extent), LocationPrecision::Vicinity),
        Relation::Between(..) | Relation::Border(..) | Relation::BorderOf => return None,
    };
    Some(computed(
        &toponym.text,
        words,
        extent.ok()?,
        precision,
        base.admin1,
        base.country,
        units,
    ))
}

/// A place that no entry bears, made of others: as written, and in plain English words.
pub(super) fn computed(
    name: &str,
    words: &str,
    extent: Extent,
    precision: LocationPrecision,
    admin1: Option<String>,
    country: Option<CountryCode>,
    units: &Units,
) -> Location {
    let inside = units
        .holding(extent.position())
        .map(str::to_owned)
        .or(admin1);
    Location {
        name: name.to_owned(),
        place_id: None,
        relation: Some(words.to_owned()),
        admin_units: units.touched_by(&extent, inside.as_deref()),
        extent,
        precision,
        admin1: inside,
        admin2: None,
        country,
    }
}

/// How finely an entry locates: units by their level, lines as lines, points by their radius.
fn precision(place: &Place) -> LocationPrecision {
    match (
        place.feature_class,
        place.feature_code.as_str(),
        place.extent.kind(),
    ) {
        (FeatureClass::Administrative, code, _) if code.starts_with("PCL") => {
            LocationPrecision::Country
        }
        (FeatureClass::Administrative, "ADM1", _) => LocationPrecision::Province,
        (FeatureClass::Administrative, _, _) => LocationPrecision::District,
        (_, _, ExtentKind::Line) => LocationPrecision::Line,
        (_, _, ExtentKind::Area) => LocationPrecision::Area,
        (class, _, ExtentKind::Point) => by_radius(class, place.extent.radius_m()),
    }
}

fn by_radius(class: FeatureClass, radius_m: f64) -> LocationPrecision {
    match radius_m {
        r if r <= 1_000.0 => LocationPrecision::Exact,
        r if r <= 10_000.0 && class == FeatureClass::Populated => LocationPrecision::Settlement,
        r if r <= 10_000.0 => LocationPrecision::Vicinity,
        _ => LocationPrecision::Area,
    }
}
