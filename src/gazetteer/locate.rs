//! From a chosen entry, and the relation in the text, to a location with its extent.

use super::Gazetteer;
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

/// The location with the radius of the answer, which knows the namesakes; lines and areas keep their extent.
pub(super) fn with_radius(location: Location, radius_km: f64) -> Location {
    let is_point = location.extent.kind() == ExtentKind::Point;
    let wider = Extent::circle(location.extent.position(), radius_km * 1_000.0).ok();
    match wider.filter(|_| is_point) {
        Some(extent) => Location { extent, ..location },
        None => location,
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

/// The location that a relation makes of another one: the same where the place is wide enough to hold what the words
/// mean; `None` when it cannot be drawn.
pub(super) fn related(
    toponym: &Toponym,
    place: &Place,
    base: Location,
    gazetteer: &Gazetteer,
) -> Option<Location> {
    let from = &base.extent;
    let from_kind = from.kind();
    let (extent, precision) = match toponym.relation.as_ref()? {
        Relation::Offset {
            distance_m,
            bearing,
        } => (
            geometry::offset(from, *bearing, *distance_m),
            LocationPrecision::Vicinity,
        ),
        Relation::Within { distance_m } => {
            (geometry::within(from, *distance_m), LocationPrecision::Area)
        }
        Relation::Beyond { bearing } => (geometry::beyond(from, *bearing), LocationPrecision::Area),
        Relation::Part { bearing } => (
            gazetteer.part_of(place, from, *bearing),
            LocationPrecision::Area,
        ),
        Relation::Centre => (geometry::centre(from), centre_precision(&base)),
        Relation::Around { bearing: None, .. } if is_region(place) => return Some(base),
        Relation::Around {
            reach_m, bearing, ..
        } => {
            let Some(extent) = geometry::around(from, *reach_m, *bearing) else {
                return Some(base);
            };
            (extent, LocationPrecision::Vicinity)
        }
        Relation::Between(..)
        | Relation::Road(..)
        | Relation::Triangle(..)
        | Relation::Along(..)
        | Relation::Border(..)
        | Relation::BorderOf => return None,
    };
    let made = Made {
        words: words(toponym, &place.name, from_kind != ExtentKind::Point),
        extent: extent.ok()?,
        precision,
        admin1: base.admin1,
        country: base.country,
    };
    Some(made.located(&toponym.text, &gazetteer.units))
}

/// A region's entry is as vague as "the region of": a wide circle that is no town.
fn is_region(place: &Place) -> bool {
    place.feature_class != FeatureClass::Populated && place.extent.radius_m() > 10_000.0
}

/// The middle of a town is the town, the middle of a province an area.
fn centre_precision(base: &Location) -> LocationPrecision {
    match base.extent.kind() {
        ExtentKind::Point => base.precision,
        _ => LocationPrecision::Area,
    }
}

/// The relation in plain English; the side of a line or area is its part.
fn words(toponym: &Toponym, name: &str, is_wide: bool) -> String {
    let relation = match &toponym.relation {
        Some(Relation::Offset {
            distance_m,
            bearing,
        }) => format!("{} {} of", kilometres(*distance_m), bearing_word(*bearing)),
        Some(Relation::Within { distance_m }) => format!("within {} of", kilometres(*distance_m)),
        Some(Relation::Beyond { bearing }) => format!("{} of", bearing_word(*bearing)),
        Some(Relation::Part { bearing }) => format!("{} part of", bearing_word(*bearing)),
        Some(Relation::Centre) => "centre of".to_owned(),
        Some(Relation::Around {
            bearing: Some(bearing),
            ..
        }) if is_wide => format!("{} part of", bearing_word(*bearing)),
        Some(Relation::Around { bearing, says, .. }) => match bearing {
            Some(bearing) => format!("{} {says}", bearing_word(*bearing)),
            None => says.clone(),
        },
        _ => "near".to_owned(),
    };
    format!("{relation} {name}")
}

fn kilometres(metres: f64) -> String {
    match metres / 1_000.0 {
        km if km < 2.0 => format!("{km:.1} km"),
        km => format!("{km:.0} km"),
    }
}

/// The points of the compass, clockwise from north.
const COMPASS: [&str; 16] = [
    "north",
    "north-north-east",
    "north-east",
    "east-north-east",
    "east",
    "east-south-east",
    "south-east",
    "south-south-east",
    "south",
    "south-south-west",
    "south-west",
    "west-south-west",
    "west",
    "west-north-west",
    "north-west",
    "north-north-west",
];

fn bearing_word(bearing: f64) -> &'static str {
    let off = |point: f64| ((point - bearing + 180.0).rem_euclid(360.0) - 180.0).abs();
    let points = (0_u8..).map(|i| f64::from(i) * 22.5);
    COMPASS
        .iter()
        .zip(points)
        .min_by(|(_, a), (_, b)| off(*a).total_cmp(&off(*b)))
        .map_or("north", |(word, _)| word)
}

/// A place that no entry bears, made of others.
pub(super) struct Made {
    /// How it is made, in plain English words.
    pub(super) words: String,
    pub(super) extent: Extent,
    pub(super) precision: LocationPrecision,
    /// The unit where no polygon holds its position.
    pub(super) admin1: Option<String>,
    pub(super) country: Option<CountryCode>,
}

impl Made {
    /// The location under the name as written.
    pub(super) fn located(self, name: &str, units: &Units) -> Location {
        let inside = units
            .holding(self.extent.position())
            .map(str::to_owned)
            .or(self.admin1);
        Location {
            name: name.to_owned(),
            place_id: None,
            relation: Some(self.words),
            admin_units: units.touched_by(&self.extent, inside.as_deref()),
            extent: self.extent,
            precision: self.precision,
            admin1: inside,
            admin2: None,
            country: self.country,
        }
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
