//! GIS programs open the data file as it is: Debian's `ogrinfo` is asked.

use crate::sample::{at, circle, coding, event, location, report, ridge, versions};
use sitmap::domain::{Coding, Collection, Event, LocationPrecision, Mode, Status};
use sitmap::store::{GeoPackage, OpenMode, Store as _};
use std::path::Path;
use std::process::Command;

/// What `ogrinfo` answers; it must be there and must not complain.
pub(crate) fn ogrinfo(options: &[&str], file: &Path, layers: &[&str]) -> String {
    let output = Command::new("ogrinfo")
        .args(options)
        .arg(file)
        .args(layers)
        .output()
        .expect(
            "expected the program ogrinfo, found none: install it with `apt-get install gdal-bin`",
        );
    let (out, err) = (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    );
    assert!(output.status.success(), "{out}\n{err}");
    assert!(!err.contains("ERROR") && !err.contains("Warning"), "{err}");
    out
}

/// The lines about one layer.
fn layer(info: &str, name: &str) -> String {
    let heading = format!("Layer name: {name}\n");
    let from = info.split_once(&heading).map(|(_, from)| from);
    let from = from.expect("expected a layer of that name");
    from.split("Layer name: ").next().unwrap().to_owned()
}

fn placed(events: &mut [Event]) {
    for event in events {
        event.mode = Mode::Present;
        event.status = Status::Proposed;
    }
}

/// A file with a known circle over the antimeridian, a ridge and invented events.
fn sample_file(path: &Path) -> Vec<Coding> {
    let mut store = GeoPackage::open(path, OpenMode::Create).unwrap();
    let mut codings: Vec<Coding> = (0..20).map(|n| coding(&format!("r{n}"), 5, n)).collect();
    let own = report("own", 500);
    let mut events = vec![event(&own, 0, 1), event(&own, 1, 2)];
    placed(&mut events);
    events[0].location = Some(location(
        "Far Isle",
        circle(179.95, -17.0, 20_000.0),
        LocationPrecision::Vicinity,
    ));
    events[1].location = Some(location("Long Ridge", ridge(), LocationPrecision::Line));
    codings.push(Coding {
        report: own,
        mentions: Vec::new(),
        events,
    });
    for coding in &codings {
        store.apply(coding, &versions(), at()).unwrap();
    }
    codings
}

fn count(codings: &[Coding], collection: Collection) -> usize {
    let events = codings.iter().flat_map(|coding| &coding.events);
    events
        .filter(|event| event.collection() == collection)
        .count()
}

#[test]
fn ogrinfo_lists_the_layers_and_reads_every_feature() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.gpkg");
    let codings = sample_file(&path);
    let info = ogrinfo(&["-al", "-so"], &path, &[]);
    for (name, geometry, collection) in [
        ("events", "Point", Collection::Events),
        ("events_extent", "Unknown (any)", Collection::Events),
        ("unplaced", "None", Collection::Unplaced),
        ("background", "None", Collection::Background),
    ] {
        let layer = layer(&info, name);
        assert!(layer.contains(&format!("Geometry: {geometry}")), "{layer}");
        let features = count(&codings, collection);
        assert!(features > 0);
        assert!(
            layer.contains(&format!("Feature Count: {features}\n")),
            "{layer}"
        );
        for column in [
            "id: String",
            "event_type: String",
            "date_start: Date",
            "confidence: Real",
            "updated_at: DateTime",
        ] {
            assert!(layer.contains(column), "{name} {column}: {layer}");
        }
    }
    assert!(layer(&info, "events").contains("WGS 84"));
}

#[test]
fn a_gis_program_draws_the_true_extents() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.gpkg");
    sample_file(&path);
    let of = |layer: &str, name: &str| {
        let filter = format!("place_name = '{name}'");
        ogrinfo(&["-q", "-where", &filter], &path, &[layer])
    };
    assert!(of("events", "Far Isle").contains("POINT (179.95 -17)"));
    assert!(of("events_extent", "Far Isle").contains("MULTIPOLYGON"));
    assert!(
        of("events_extent", "Long Ridge")
            .contains("MULTILINESTRING ((43.6 35.3,44.1 34.9,44.6 34.5))")
    );
    assert!(of("events_extent", "Wide Province").contains("MULTIPOLYGON"));
}

#[test]
fn an_area_that_many_events_lie_in_is_stored_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.gpkg");
    sample_file(&path);
    let db = rusqlite::Connection::open(&path).unwrap();
    let number = |sql: &str| -> i64 { db.query_row(sql, [], |row| row.get(0)).unwrap() };
    let areas = "SELECT count(*) FROM extents WHERE kind = 'area'";
    let users = "SELECT count(*) FROM events WHERE place_name = 'Wide Province'";
    assert_eq!(number(areas), 1);
    assert!(number(users) > 3);
    assert!(number("SELECT max(length(detail)) FROM events") < 3000);
    assert_eq!(number("PRAGMA application_id"), 0x4750_4B47);
    let evidence = "SELECT count(*) FROM evidence WHERE report_id = 'own' AND \"end\" - start = 20";
    assert_eq!(number(evidence), 4);
}
