//! Every place made of others has the words, the shape, the position and the radius that the table says.

use super::reading::{gazetteer, read, report, rows};
use sitmap::domain::{ExtentKind, Location, Position};

fn shape(location: &Location) -> &'static str {
    match location.extent.kind() {
        ExtentKind::Point => "point",
        ExtentKind::Line => "line",
        ExtentKind::Area => "area",
    }
}

fn told(location: &Location) -> String {
    match (&location.relation, &location.place_id) {
        (Some(words), _) => format!("made: {words}"),
        (None, Some(id)) => id.to_string(),
        (None, None) => "nothing".to_owned(),
    }
}

fn kilometres_off(location: &Location, lon: &str, lat: &str) -> f64 {
    let wanted = Position::new(lon.parse().unwrap(), lat.parse().unwrap()).unwrap();
    location.extent.position().distance_m(wanted) / 1_000.0
}

/// What is not as a row says.
fn faults([text, country, name, words, kind, near, radius, _note]: [&str; 8]) -> Vec<String> {
    assert!(text.contains(name), "no '{name}' in the sentence: {text}");
    let mentions = read(&report(text, country, "-")).mentions;
    let found = mentions.iter().find(|m| m.text == name);
    let Some(location) = found.and_then(|m| m.resolution.location.as_ref()) else {
        let read: Vec<&str> = mentions.iter().map(|m| m.text.as_str()).collect();
        return vec![format!("{name}: no location; read {read:?}")];
    };
    let (km, position) = near.split_once('@').unwrap();
    let (lon, lat) = position.split_once(',').unwrap();
    let off = kilometres_off(location, lon, lat);
    let (least, most) = radius.split_once('-').unwrap();
    let (least, most): (f64, f64) = (least.parse().unwrap(), most.parse().unwrap());
    let radius_km = location.extent.radius_m() / 1_000.0;
    let at = location.extent.position();
    let checks = [
        (
            told(location) == words,
            format!("{words}, found {}", told(location)),
        ),
        (
            shape(location) == kind,
            format!("a {kind}, found a {}", shape(location)),
        ),
        (
            off <= km.parse().unwrap(),
            format!("{near}, found {off:.1} km off at {at:?}"),
        ),
        (
            (least..=most).contains(&radius_km),
            format!("radius {radius}, found {radius_km:.1}"),
        ),
    ];
    checks
        .into_iter()
        .filter(|(right, _)| !right)
        .map(|(_, fault)| format!("{name}: expected {fault}"))
        .collect()
}

#[test]
fn relations_make_what_the_table_says() {
    let faults: Vec<String> = rows(include_str!("../cases/relations.tsv"))
        .into_iter()
        .flat_map(|(line, row)| {
            faults(row)
                .into_iter()
                .map(move |f| format!("line {line}: {f}"))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Whatever the table makes can be written as GeoJSON and read back.
#[test]
fn made_places_are_written_as_geojson_and_read_back() {
    assert!(gazetteer().places().count() > 0);
    for (line, [text, country, name, ..]) in rows::<8>(include_str!("../cases/relations.tsv")) {
        let mentions = read(&report(text, country, "-")).mentions;
        for mention in mentions.iter().filter(|m| m.text == name) {
            let location = mention.resolution.location.as_ref().unwrap();
            let written = serde_json::to_string(&location.extent).unwrap();
            assert_eq!(
                serde_json::from_str::<sitmap::domain::Extent>(&written).unwrap(),
                location.extent,
                "line {line}"
            );
        }
    }
}
