//! Clients that others wrote, against the program as a process.

use crate::sample;
use crate::service::Serving;
use sitmap::domain::{Collection, Query};
use sitmap::gazetteer::Gazetteer;
use sitmap::store::{GeoPackage, OpenMode, Store as _};
use std::path::Path;
use std::process::Command;

fn stored(folder: &Path) -> u64 {
    let mut store = GeoPackage::open(folder.join("data.gpkg"), OpenMode::Create).unwrap();
    for number in 0..80 {
        store
            .apply(
                &sample::coding(&format!("r{number}"), 5, number),
                &sample::versions(),
                sample::at(),
            )
            .unwrap();
    }
    let app = sitmap::app::App::open(Box::new(store), Gazetteer::embedded().unwrap()).unwrap();
    app.data()
        .snapshot
        .count(Collection::Events, &Query::default())
}

fn output(command: &mut Command) -> String {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{error}: install gdal-bin"));
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn gdal_reads_every_event() {
    let folder = tempfile::tempdir().unwrap();
    let count = stored(folder.path());
    assert!(count > 100);
    let serving = Serving::start(
        folder.path(),
        &["serve", "--data", "data.gpkg", "--listen", "127.0.0.1:0"],
    );
    let source = format!("OAPIF:{}", serving.url);
    let summary = output(Command::new("ogrinfo").args(["-al", "-so", &source, "events"]));
    assert!(
        summary.contains(&format!("Feature Count: {count}")),
        "{summary}"
    );
    assert!(summary.contains("Geometry: Point"), "{summary}");
    // A box, since the world's places are two hundred thousand.
    let small_box = ["-spat", "43", "35", "44", "36"];
    for layer in ["unplaced", "background", "places"] {
        let mut ogrinfo = Command::new("ogrinfo");
        ogrinfo.args(["-so", &source, layer]);
        if layer == "places" {
            ogrinfo.args(small_box);
        }
        assert!(output(&mut ogrinfo).contains("Feature Count"), "{layer}");
    }
    let copied = folder.path().join("all.geojson");
    output(
        Command::new("ogr2ogr")
            .args(["-f", "GeoJSON"])
            .arg(&copied)
            .args([&source, "events", "-oo", "PAGE_SIZE=30"]),
    );
    let features: serde_json::Value =
        serde_json::from_slice(&std::fs::read(copied).unwrap()).unwrap();
    assert_eq!(features["features"].as_array().unwrap().len() as u64, count);
}

#[test]
fn gdal_asks_for_a_box() {
    let folder = tempfile::tempdir().unwrap();
    stored(folder.path());
    let serving = Serving::start(
        folder.path(),
        &["serve", "--data", "data.gpkg", "--listen", "127.0.0.1:0"],
    );
    let copied = folder.path().join("box.geojson");
    let source = format!("OAPIF:{}", serving.url);
    output(
        Command::new("ogr2ogr")
            .args(["-f", "GeoJSON"])
            .arg(&copied)
            .args([&source, "events", "-spat", "40", "33", "44", "35"]),
    );
    let features: serde_json::Value =
        serde_json::from_slice(&std::fs::read(copied).unwrap()).unwrap();
    let positions = features["features"].as_array().unwrap();
    assert!(!positions.is_empty());
    for feature in positions {
        let lon = feature["geometry"]["coordinates"][0].as_f64().unwrap();
        assert!((40.0..=44.0).contains(&lon));
    }
}
