//! The embedded gazetteer is true to itself: every place lies where it says, and none is missing or there twice.

use super::reading::{gazetteer, rows};
use sitmap::domain::{ExtentKind, Place};
use sitmap::text::{Level, fold};
use std::collections::BTreeSet;

/// How far outside its unit a place may lie: the borders are simplified, in metres.
const TOLERANCE_M: f64 = 3_000.0;

/// The places with the unit (`country` or `admin1`) that an exception excuses; a place may need both.
fn exceptions() -> BTreeSet<(&'static str, &'static str)> {
    let table = include_str!("../../gazetteer/exceptions.tsv");
    let mut rows = rows::<3>(table).into_iter().map(|(_, row)| row);
    assert_eq!(rows.next(), Some(["id", "unit", "reason"]));
    rows.map(|[id, unit, _]| (id, unit)).collect()
}

fn places(code: &str) -> impl Iterator<Item = &'static Place> + use<'_> {
    let all = gazetteer().places().map(AsRef::as_ref);
    all.filter(move |p: &&Place| p.feature_code == code)
}

/// The places of the world's units: id, name and country by feature code, from the file that lists them.
fn world_unit(codes: &[&str], fits: impl Fn(&str, &str) -> bool) -> Option<&'static Place> {
    let table = include_str!("../../gazetteer/world/units.tsv");
    let row = table.lines().skip(1).find_map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [id, name, _, code, country, ..] = cells[..] else {
            return None;
        };
        (codes.contains(&code) && fits(name, country)).then_some(id)
    })?;
    let place = gazetteer().place(&row.parse().unwrap())?;
    Some(Box::leak(Box::new(Place::clone(&place))))
}

/// The rows of the countries that a place claims.
fn countries_of(place: &Place) -> Vec<&'static Place> {
    place
        .countries
        .iter()
        .map(|code| {
            let row = places("PCLI").find(|unit| unit.countries.contains(code));
            let row = row.or_else(|| {
                world_unit(&["PCLI", "PCLS", "PCL", "PCLD"], |_, country| {
                    country == code.as_str()
                })
            });
            row.unwrap_or_else(|| panic!("{}: no row for the country {code}", place.id))
        })
        .collect()
}

/// The rows of the governorates that a place claims.
fn governorates_of(place: &Place) -> Vec<&'static Place> {
    place
        .admin1
        .iter()
        .map(|name| {
            let mut rows = places("ADM1").filter(|unit| unit.name == *name);
            let row = rows.find(|unit| unit.countries.iter().any(|c| place.countries.contains(c)));
            let row = row.or_else(|| {
                let claims = |country: &str| place.countries.iter().any(|c| c.as_str() == country);
                world_unit(&["ADM1", "ADMD", "ADM2", "ADM1H"], |unit, country| {
                    unit == name && claims(country)
                })
            });
            row.unwrap_or_else(|| panic!("{}: no row for the governorate {name}", place.id))
        })
        .collect()
}

/// Metres from a place to the nearest of the units, when none is near enough.
fn outside(place: &Place, units: &[&Place]) -> Option<f64> {
    let distance = |unit: &&Place| unit.extent.distance_m(place.extent.position());
    let nearest = units.iter().map(distance).reduce(f64::min)?;
    (nearest > TOLERANCE_M).then_some(nearest)
}

/// The units that a place claims and does not lie in: `country`, `admin1`.
fn faults(place: &Place) -> Vec<&'static str> {
    let units = [
        ("country", outside(place, &countries_of(place))),
        ("admin1", outside(place, &governorates_of(place))),
    ];
    let bad = units.iter().filter(|(_, distance)| distance.is_some());
    bad.map(|(unit, _)| *unit).collect()
}

#[test]
fn every_place_lies_in_the_country_and_the_governorates_it_claims() {
    let found: BTreeSet<(&str, &str)> = gazetteer()
        .places()
        .flat_map(|p| faults(p).into_iter().map(|unit| (p.id.as_str(), unit)))
        .collect();
    let expected = exceptions();
    let unexcused: Vec<_> = found.difference(&expected).collect();
    let needless: Vec<_> = expected.difference(&found).collect();
    assert!(unexcused.is_empty(), "outside its unit: {unexcused:?}");
    assert!(needless.is_empty(), "needs no exception: {needless:?}");
}

/// A place may be disputed between governorates, or reports may assign it to two (al-Tanf, Nukhayb in the desert); then
/// it is still not on the other side of the country, in metres.
const FARTHEST_CLAIM_M: f64 = 110_000.0;

#[test]
fn no_point_is_far_from_a_governorate_it_claims() {
    for place in gazetteer()
        .places()
        .filter(|p| p.extent.kind() == ExtentKind::Point)
    {
        for unit in governorates_of(place) {
            let metres = unit.extent.distance_m(place.extent.position());
            assert!(
                metres < FARTHEST_CLAIM_M,
                "{}: {} is {metres} m away",
                place.id,
                unit.name
            );
        }
    }
}

#[test]
fn ids_are_unique_and_lead_to_their_place() {
    let mut seen = BTreeSet::new();
    for place in gazetteer().places() {
        assert!(
            seen.insert(place.id.as_str()),
            "{} is there twice",
            place.id
        );
        let found = gazetteer().place(&place.id).unwrap();
        assert_eq!((&found.name, &found.extent), (&place.name, &place.extent));
        assert!(found.names.starts_with(&place.names), "{}", place.id);
    }
    assert!(seen.len() > 300, "only {} places", seen.len());
}

#[test]
fn every_name_folds_to_something() {
    for place in gazetteer().places() {
        let others = place.names.iter().map(|n| n.text.as_str());
        for name in others.chain([place.name.as_str()]) {
            for level in [Level::Letters, Level::Sound] {
                let key = fold(name, level);
                assert!(
                    !key.is_empty(),
                    "{}: '{name}' folds to nothing at {level:?}",
                    place.id
                );
            }
        }
    }
}

#[test]
fn every_place_has_an_extent_a_source_and_a_name_that_leads_to_it() {
    for place in gazetteer().places() {
        assert!(place.extent.radius_m() > 0.0, "{}", place.id);
        assert!(!place.source.is_empty(), "{} has no source", place.id);
        let found = gazetteer().search(&place.name, 50);
        let leads = found.iter().any(|f| f.place.id == place.id);
        assert!(
            leads,
            "{}: a search for '{}' does not find it",
            place.id, place.name
        );
    }
}

#[test]
fn every_governorate_of_iraq_and_syria_is_there() {
    for (code, number) in [("IQ", 19), ("SY", 14)] {
        let names: BTreeSet<&str> = places("ADM1")
            .filter(|p| p.countries.iter().any(|c| c.as_str() == code))
            .map(|p| p.name.as_str())
            .collect();
        assert_eq!(names.len(), number, "{code}: {names:?}");
    }
}

/// The conventional point of a country or unit lies in it or beside it, not elsewhere.
#[test]
fn the_points_of_large_units_lie_near_their_middle() {
    let unit = |line: &'static str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let number = |at: usize| cells[at].parse::<f64>().unwrap();
        (cells[0], (number(7), number(8), number(9)))
    };
    let units: std::collections::HashMap<_, _> = include_str!("../../gazetteer/world/units.tsv")
        .lines()
        .skip(1)
        .map(unit)
        .collect();
    let at = |lon, lat| sitmap::domain::Position::new(lon, lat).unwrap();
    let points = include_str!("../../gazetteer/world/points.tsv")
        .lines()
        .skip(1);
    let mut checked = 0;
    for line in points {
        let cells: Vec<&str> = line.split('\t').collect();
        let Some((lon, lat, radius_km)) = units.get(cells[0]) else {
            continue;
        };
        let point = at(cells[2].parse().unwrap(), cells[3].parse().unwrap());
        let off = point.distance_m(at(*lon, *lat)) / 1_000.0;
        assert!(
            off <= 2.2 * radius_km,
            "{}: {off:.0} km from its middle",
            cells[1]
        );
        checked += 1;
    }
    assert!(checked > 50, "{checked} points checked");
}
