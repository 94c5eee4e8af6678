//! What is written in a format reads back as the same features, in the same order, under the same names.

use crate::geopackage::ogrinfo;
use crate::sample::{area, at, circle, event, location, records, report, ridge};
use serde_json::Value;
use sitmap::domain::{
    Collection, Count, CountKind, CountryCode, DateSpan, Event, EventRecord, Extent, FeatureClass,
    IncidentId, Interval, LocationPrecision, Mode, Place, PlaceName, Query, SourceConfidence,
    Status,
};
use sitmap::export::{
    CSV_COLUMNS, Format, Head, Link, Match, extent_feature, feature, feature_with_resolution,
    map_event, place_feature, write_csv, write_geojson, write_geojsonseq,
};
use sitmap::index::Snapshot;
use std::fs;

/// One event of which everything is known, at a position with more decimals than are written.
fn known() -> EventRecord {
    let own = report("r1", 100);
    let place = location(
        "Small Town",
        circle(43.274_000_049, 35.673_123_456_789, 2_000.0),
        LocationPrecision::Settlement,
    );
    EventRecord {
        event: Event {
            location: Some(place),
            mode: Mode::Present,
            status: Status::Confirmed,
            date: DateSpan::day("2019-07-07".parse().unwrap(), "full").with_text("on Sunday"),
            counts: vec![Count {
                kind: CountKind::Killed,
                of: "fighters".to_owned(),
                number: Interval::exactly(3),
                text: "three fighters".to_owned(),
                shared: false,
            }],
            attribution: Some("the governor".to_owned()),
            incident_id: Some(IncidentId::from_parts(&["r1", "0"])),
            ..event(&own, 0, 4)
        },
        version: 2,
        updated_at: at(),
    }
}

fn with_extent(extent: Extent) -> EventRecord {
    let mut record = known();
    record.event.location = Some(location("There", extent, LocationPrecision::Area));
    record
}

fn json(value: &impl serde::Serialize) -> Value {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

#[test]
fn a_feature_has_the_agreed_properties_in_the_agreed_order() {
    insta::assert_snapshot!(serde_json::to_string_pretty(&feature(&known())).unwrap());
}

#[test]
fn a_single_item_has_its_receipt() {
    let feature = json(&feature_with_resolution(&known()));
    insta::assert_json_snapshot!(feature["properties"]["resolution"]);
}

#[test]
fn an_unplaced_event_has_no_geometry() {
    let mut record = known();
    record.event.location = None;
    let feature = json(&feature(&record));
    for (pointer, what) in [
        ("/geometry", "geometry"),
        ("/properties/radius_m", "radius"),
        ("/properties/location_precision", "precision"),
    ] {
        assert_eq!(feature.pointer(pointer), Some(&Value::Null), "{what}");
    }
    assert!(extent_feature(&record).is_none());
}

#[test]
fn an_extent_over_the_antimeridian_is_cut_and_its_box_crosses() {
    let feature = json(&extent_feature(&with_extent(circle(179.95, -17.0, 20_000.0))).unwrap());
    assert_eq!(feature["geometry"]["type"], "MultiPolygon");
    let bbox: Vec<f64> = serde_json::from_value(feature["bbox"].clone()).unwrap();
    assert!(bbox[0] > bbox[2], "{bbox:?}");
}

#[test]
fn lines_and_areas_keep_their_geometry() {
    let line = json(&extent_feature(&with_extent(ridge())).unwrap());
    assert_eq!(
        line["geometry"],
        serde_json::json!({"type": "LineString", "coordinates": [[43.6, 35.3], [44.1, 34.9], [44.6, 34.5]]})
    );
    let polygon = json(&extent_feature(&with_extent(area(43.0, 34.0, 12))).unwrap());
    let ring: Vec<[f64; 2]> =
        serde_json::from_value(polygon["geometry"]["coordinates"][0].clone()).unwrap();
    assert_eq!((ring.len(), ring.first()), (13, ring.last()));
    let twice_the_area: f64 = ring
        .windows(2)
        .map(|w| w[0][0] * w[1][1] - w[1][0] * w[0][1])
        .sum();
    assert!(twice_the_area > 0.0, "counter-clockwise, as RFC 7946 asks");
}

#[test]
fn the_map_gets_the_geometry_of_lines_and_areas_and_none_of_circles() {
    insta::assert_json_snapshot!(json(&map_event(&with_extent(ridge()))));
    assert_eq!(json(&map_event(&known()))["extent"], Value::Null);
}

/// Every decimal of a JSON text has at most seven places.
fn assert_short_coordinates(text: &str) {
    let value: Value = serde_json::from_str(text).unwrap();
    let mut open = vec![&value["features"]];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(members) => open.extend(members.values()),
            Value::Number(number) => {
                let decimals = number
                    .to_string()
                    .split_once('.')
                    .map_or(0, |(_, d)| d.len());
                assert!(decimals <= 7, "{number}");
            }
            _ => {}
        }
    }
}

#[test]
fn geojson_reads_back() {
    let records = records(300);
    let head = Head {
        number_matched: Some(1000),
        number_returned: Some(300),
        time_stamp: Some(at()),
        attribution: Some("Survey 7".to_owned()),
        links: vec![Link {
            href: "https://example.org/items?limit=300".to_owned(),
            rel: "self".to_owned(),
            media_type: Some("application/geo+json".to_owned()),
            title: None,
        }],
    };
    let mut bytes = Vec::new();
    assert_eq!(write_geojson(&mut bytes, &records, &head).unwrap(), 300);
    let text = String::from_utf8(bytes).unwrap();
    assert_short_coordinates(&text);
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&document["type"], &document["numberMatched"]),
        (&"FeatureCollection".into(), &1000.into())
    );
    assert_eq!(document["timeStamp"], "2026-01-02T03:04:05.678Z");
    assert_eq!(document["links"][0]["rel"], "self");
    assert!(document.get("crs").is_none());
    let read: Vec<Value> = serde_json::from_value(document["features"].clone()).unwrap();
    let written: Vec<Value> = records.iter().map(|r| json(&feature(r))).collect();
    assert_eq!(read, written);
    text.parse::<geojson::FeatureCollection>().unwrap();
}

#[test]
fn an_export_without_events_is_a_document_too() {
    let none: [EventRecord; 0] = [];
    let mut bytes = Vec::new();
    let none = none.iter().map(|r| std::sync::Arc::new(r.clone()));
    write_geojson(&mut bytes, none, &Head::default()).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(text, "{\"type\":\"FeatureCollection\",\"features\":[\n]}\n");
}

#[test]
fn ogrinfo_opens_the_geojson_of_a_query() {
    let snapshot = Snapshot::new(records(500), 1);
    let query = Query {
        bbox: Some("38,32,45,36".parse().unwrap()),
        ..Query::default()
    };
    let folder = tempfile::tempdir().unwrap();
    for name in ["events.geojson", "events.geojsons"] {
        let path = folder.path().join(name);
        let format = Format::of_path(&path).unwrap();
        let file = fs::File::create(&path).unwrap();
        let count = format
            .write(
                file,
                snapshot.select(Collection::Events, &query),
                &Head::default(),
            )
            .unwrap();
        assert_eq!(count, snapshot.count(Collection::Events, &query));
        let info = ogrinfo(&["-al", "-so"], &path, &[]);
        assert!(
            info.contains(&format!("Feature Count: {count}\n")) && info.contains("Geometry: Point"),
            "{info}"
        );
    }
}

#[test]
fn a_text_sequence_reads_back() {
    let records = records(50);
    let mut bytes = Vec::new();
    assert_eq!(write_geojsonseq(&mut bytes, &records).unwrap(), 50);
    let text = String::from_utf8(bytes).unwrap();
    let read: Vec<Value> = text
        .split('\u{1e}')
        .skip(1)
        .map(|line| serde_json::from_str(line.strip_suffix('\n').unwrap()).unwrap())
        .collect();
    let written: Vec<Value> = records.iter().map(|r| json(&feature(r))).collect();
    assert_eq!(read, written);
    assert!(text.starts_with('\u{1e}'));
}

/// What a cell says of a property.
fn cell_of(property: &Value) -> String {
    let text = match property {
        Value::Null => return String::new(),
        Value::String(text) => text.clone(),
        list => list.to_string(),
    };
    let is_formula = text.starts_with(['=', '+', '-', '@']);
    if is_formula { format!("'{text}") } else { text }
}

#[test]
fn csv_reads_back() {
    let records = records(200);
    let mut bytes = Vec::new();
    assert_eq!(write_csv(&mut bytes, &records).unwrap(), 200);
    let mut table = csv::Reader::from_reader(bytes.as_slice());
    assert_eq!(table.headers().unwrap(), CSV_COLUMNS);
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), records.len());
    for (row, record) in rows.iter().zip(&records) {
        let feature = json(&feature(record));
        for (cell, column) in row.iter().zip(CSV_COLUMNS) {
            let expected = match *column {
                "lon" => &feature["geometry"]["coordinates"][0],
                "lat" => &feature["geometry"]["coordinates"][1],
                "actors" | "counts" | "evidence" => {
                    let list: Value = serde_json::from_str(cell).unwrap();
                    assert_eq!(list, feature["properties"][column]);
                    continue;
                }
                column => &feature["properties"][column],
            };
            if let Some(number) = expected.as_f64() {
                assert_eq!(cell.parse(), Ok(number), "{column}");
            } else {
                assert_eq!(cell, cell_of(expected), "{column}");
            }
        }
    }
}

#[test]
fn csv_has_a_column_for_every_property_in_their_order() {
    let text = serde_json::to_string(&feature(&known()).properties).unwrap();
    let at = |column: &str| text.find(&format!("\"{column}\":"));
    let own: Vec<_> = CSV_COLUMNS
        .iter()
        .filter(|c| !["lon", "lat"].contains(*c))
        .collect();
    assert!(own.iter().map(|c| at(c).unwrap()).is_sorted());
    let properties: serde_json::Map<String, Value> = serde_json::from_str(&text).unwrap();
    assert_eq!(properties.len(), own.len());
}

#[test]
fn nothing_in_a_table_is_a_formula_and_numbers_stay_numbers() {
    let mut record = known();
    record.event.title = "=HYPERLINK(\"http://example.org\")".to_owned();
    record.event.summary = "\t=1+1".to_owned();
    record.event.location = Some(location(
        "@home",
        circle(-70.5, -33.25, 900.0),
        LocationPrecision::Exact,
    ));
    let mut bytes = Vec::new();
    write_csv(&mut bytes, [std::sync::Arc::new(record)]).unwrap();
    let mut table = csv::Reader::from_reader(bytes.as_slice());
    let row: std::collections::HashMap<String, String> =
        table.deserialize().next().unwrap().unwrap();
    assert_eq!(row["title"], "'=HYPERLINK(\"http://example.org\")");
    assert_eq!(
        (&*row["summary"], &*row["place_name"]),
        ("'\t=1+1", "'@home")
    );
    assert_eq!(
        (&*row["lon"], &*row["lat"], &*row["radius_m"]),
        ("-70.5", "-33.25", "900")
    );
}

#[test]
fn a_place_is_a_feature() {
    let place = Place {
        id: "sitmap:long-ridge".parse().unwrap(),
        name: "Long Ridge".to_owned(),
        names: vec![PlaceName {
            lang: "ar".to_owned(),
            text: "جبل".to_owned(),
        }],
        feature_class: FeatureClass::Terrain,
        feature_code: "RDGE".to_owned(),
        countries: ["IQ", "IR"]
            .map(|c| c.parse::<CountryCode>().unwrap())
            .to_vec(),
        admin1: vec!["Kirkuk".to_owned()],
        admin2: Vec::new(),
        extent: ridge(),
        population: None,
        source: "invented".to_owned(),
        confidence: SourceConfidence::Low,
        notes: String::new(),
    };
    let found = Match {
        matched: "Long Rigde",
        score: 0.81,
    };
    insta::assert_snapshot!(
        serde_json::to_string_pretty(&place_feature(&place, Some(found))).unwrap()
    );
    let alone = json(&place_feature(&place, None));
    assert!(alone["properties"].get("matched").is_none());
}
