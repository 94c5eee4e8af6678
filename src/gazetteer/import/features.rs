//! GeoJSON: a feature collection, or one feature a line. Points, lines and areas.

use super::fault::shown;
use super::fields::{Defaults, Field, Fields, Maker};
use super::leash::{Leash, Place};
use super::shape::extent_of;
use super::{Batch, Entry, Fault, ImportError, lines};
use crate::domain::ExtentKind;
use geojson::{Feature, feature::Id};
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::io::BufRead;

/// The longest feature that is read, in bytes.
pub const MAX_FEATURE: u64 = 64 * 1024 * 1024;

/// Features that are handed on together.
const BATCH: usize = 100;

/// Reads features; answers with the names of the properties with which nothing was done.
pub fn read_geojson(
    mut reader: impl BufRead,
    defaults: &Defaults,
    take: impl FnMut(Batch) -> Result<(), ImportError>,
) -> Result<BTreeSet<String>, ImportError> {
    let is_by_line = is_by_line(reader.fill_buf()?);
    let mut features = Features {
        defaults,
        take,
        batch: Batch::default(),
        unused: BTreeSet::new(),
    };
    if is_by_line {
        features.lines(reader)?;
    } else {
        features.collection(reader)?;
    }
    let last = std::mem::take(&mut features.batch);
    (features.take)(last)?;
    Ok(features.unused)
}

/// Whether the first line is a feature of its own, or begins with the mark of a text sequence.
fn is_by_line(start: &[u8]) -> bool {
    let start = start.strip_prefix("\u{feff}".as_bytes()).unwrap_or(start);
    let line = start
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let is_feature =
        || serde_json::from_slice::<Value>(line).is_ok_and(|value| value["type"] == "Feature");
    line.starts_with(b"\x1e") || is_feature()
}

struct Features<'a, F> {
    defaults: &'a Defaults,
    take: F,
    batch: Batch,
    unused: BTreeSet<String>,
}

impl<F: FnMut(Batch) -> Result<(), ImportError>> Features<'_, F> {
    fn lines(&mut self, reader: impl BufRead) -> Result<(), ImportError> {
        lines::each(reader, |number, line| {
            let value = line.and_then(|line| {
                serde_json::from_str(line.trim_start_matches('\u{1e}')).map_err(|error| {
                    Fault::row(number, "", "a GeoJSON feature", format!("no JSON: {error}"))
                })
            });
            match value {
                Ok(value) => self.add(number, value),
                Err(fault) => {
                    self.batch.faults.push(fault);
                    Ok(())
                }
            }
        })
    }

    fn collection(&mut self, mut reader: impl BufRead) -> Result<(), ImportError> {
        if reader.fill_buf()?.starts_with("\u{feff}".as_bytes()) {
            reader.consume(3);
        }
        let (leash, place) = Leash::new(reader, MAX_FEATURE, |byte| byte == b'{');
        let mut failed = None;
        let mut json = serde_json::Deserializer::from_reader(leash);
        let seed = Collection {
            place,
            take: |line, value| self.add(line, value).map_err(|error| failed = Some(error)),
        };
        let read = seed.deserialize(&mut json).and_then(|()| json.end());
        match (failed, read) {
            (Some(error), _) => Err(error),
            (None, Err(error)) => Err(ImportError::form(
                "a GeoJSON feature collection, or one feature a line",
                error.to_string(),
            )),
            (None, Ok(())) => Ok(()),
        }
    }

    fn add(&mut self, line: u64, value: Value) -> Result<(), ImportError> {
        match self.entry(line, value) {
            Ok(entry) => self.batch.entries.push((line, entry)),
            Err(fault) => self.batch.faults.push(fault),
        }
        if self.batch.entries.len() + self.batch.faults.len() >= BATCH {
            let batch = std::mem::take(&mut self.batch);
            (self.take)(batch)?;
        }
        Ok(())
    }

    fn entry(&mut self, line: u64, value: Value) -> Result<Entry, Fault> {
        let feature: Feature = serde_json::from_value(value)
            .map_err(|error| Fault::row(line, "", "a GeoJSON feature", error.to_string()))?;
        let extent = extent_of(line, feature.geometry.as_ref())?;
        let fields = self.fields(&feature);
        let mut maker = Maker {
            defaults: self.defaults,
            faults: &mut self.batch.faults,
            units: &mut self.batch.units,
        };
        let mut entry = maker.entry(line, &fields, Some(&extent))?;
        if extent.kind() != ExtentKind::Point {
            entry.shape = Some(geojson::Geometry::from(extent.shape()).to_string().into());
        }
        Ok(entry)
    }

    /// The properties by the names of columns; the feature's own id before a property of that name.
    fn fields<'v>(&mut self, feature: &'v Feature) -> Fields<'v> {
        let mut fields = Fields::default();
        for (name, value) in feature.properties.iter().flatten() {
            match (Field::named(name), text(value)) {
                (Some(field), Some(text)) => fields.set(field, text),
                (Some(_), None) if value.is_null() => {}
                _ => {
                    self.unused.insert(name.clone());
                }
            }
        }
        match &feature.id {
            Some(Id::String(id)) => fields.set(Field::Id as usize, Cow::Borrowed(id)),
            Some(Id::Number(id)) => fields.set(Field::Id as usize, Cow::Owned(id.to_string())),
            None => {}
        }
        fields
    }
}

/// A value as a table would have it; a list of texts becomes a list with `|`.
fn text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        Value::Array(items) => {
            let items: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
            items.map(|items| Cow::Owned(items.join("|")))
        }
        Value::Null | Value::Bool(_) | Value::Object(_) => None,
    }
}

/// Takes the features of a collection one by one, so that only one is in memory.
struct Collection<F> {
    place: Place,
    take: F,
}

impl<'de, F: FnMut(u64, Value) -> Result<(), ()>> DeserializeSeed<'de> for Collection<F> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, F: FnMut(u64, Value) -> Result<(), ()>> Visitor<'de> for Collection<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a GeoJSON object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let (mut has_features, mut kind) = (false, None);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "features" => {
                    has_features = true;
                    self.place.taken();
                    map.next_value_seed(List(&mut self))?;
                }
                "type" => kind = Some(map.next_value::<String>()?),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        match (has_features, kind.as_deref()) {
            (true, Some("FeatureCollection")) => Ok(()),
            (true, _) => Err(A::Error::custom("a type that is not FeatureCollection")),
            (false, kind) => Err(A::Error::custom(format!(
                "no features, type {}",
                shown(kind.unwrap_or_default())
            ))),
        }
    }
}

struct List<'a, F>(&'a mut Collection<F>);

impl<'de, F: FnMut(u64, Value) -> Result<(), ()>> DeserializeSeed<'de> for List<'_, F> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, F: FnMut(u64, Value) -> Result<(), ()>> Visitor<'de> for List<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(value) = list.next_element::<Value>()? {
            let line = self.0.place.start();
            self.0.place.taken();
            (self.0.take)(line, value).map_err(|()| A::Error::custom("stopped"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn defaults() -> Defaults {
        Defaults {
            namespace: "own".to_owned(),
            source: "own map".to_owned(),
            class: "L",
            code: "RGN".to_owned(),
        }
    }

    type Read = (Vec<(u64, Entry)>, Vec<String>, BTreeSet<String>);

    fn read(text: &str) -> Result<Read, String> {
        let (mut entries, mut faults) = (Vec::new(), Vec::new());
        let unused = read_geojson(text.as_bytes(), &defaults(), |batch| {
            entries.extend(batch.entries);
            faults.extend(batch.faults.iter().map(ToString::to_string));
            Ok(())
        });
        unused
            .map(|unused| (entries, faults, unused))
            .map_err(|error| error.to_string())
    }

    const POINT: &str = r#"{"type":"Feature","id":3,"properties":{"name":"Mutaibija","names":["ar:مطيبيجة"],"radius_km":12,"seen":true,"country":null},"geometry":{"type":"Point","coordinates":[44.42,34.27]}}"#;
    const LINE: &str = r#"{"type":"Feature","id":"own:ridge","properties":{"name":"Hamrin","feature_class":"T","feature_code":"RDGE"},"geometry":{"type":"LineString","coordinates":[[43.5,35.3],[44.0,35.0],[44.5,34.6]]}}"#;
    const AREA: &str = r#"{"type":"Feature","properties":{"name":"The triangle","name_en":"x"},"geometry":{"type":"Polygon","coordinates":[[[44,34],[45,34],[44,35],[44,34]]]}}"#;

    #[test]
    fn points_lines_and_areas_become_entries() {
        let text = format!(
            "{{\"name\": {{\"a\": [1]}}, \"type\": \"FeatureCollection\",\n\"features\": [\n{POINT},\n{LINE},\n\n{AREA}\n]}}\n"
        );
        let (entries, faults, unused) = read(&text).unwrap();
        assert!(faults.is_empty(), "{faults:?}");
        let told: Vec<(u64, &str, f64, bool)> = entries
            .iter()
            .map(|(line, e)| {
                (
                    *line,
                    &*e.id,
                    (e.radius_m / 1000.0).round(),
                    e.shape.is_some(),
                )
            })
            .collect();
        assert_eq!(told[0], (3, "own:3", 12.0, false));
        assert_eq!(told[1].0, 4);
        assert_eq!((told[1].1, told[1].3), ("own:ridge", true));
        assert!((told[1].2 - 62.0).abs() < 5.0, "{}", told[1].2);
        assert_eq!((told[2].0, told[2].3), (6, true));
        assert!((told[2].2 - 40.0).abs() < 1.5, "{}", told[2].2);
        assert_eq!(unused, ["name_en", "seen"].map(str::to_owned).into());
    }

    #[test]
    fn one_feature_a_line_is_read_too() {
        for mark in ["", "\u{1e}"] {
            let text = format!("{mark}{POINT}\n{mark}nonsense\n\n{mark}{LINE}\n");
            let (entries, faults, _) = read(&text).unwrap();
            assert_eq!(
                entries.iter().map(|(line, _)| *line).collect::<Vec<_>>(),
                [1, 4]
            );
            assert!(
                faults[0].starts_with("line 2: expected a GeoJSON feature, found no JSON"),
                "{faults:?}"
            );
        }
    }

    #[test]
    fn bad_features_are_named_by_line_and_the_others_kept() {
        let geometry = |text: &str| {
            format!(r#"{{"type":"Feature","properties":{{"name":"A"}},"geometry":{text}}}"#)
        };
        let bad = [
            "null".to_owned(),
            r#"{"type":"Point","coordinates":[999,95]}"#.to_owned(),
            r#"{"type":"MultiPoint","coordinates":[[1,2]]}"#.to_owned(),
            r#"{"type":"LineString","coordinates":[]}"#.to_owned(),
            r#"{"type":"Polygon","coordinates":[]}"#.to_owned(),
            r#"{"type":"Polygon","coordinates":[[[0,0],[1,1],[2,2],[0,0]]]}"#.to_owned(),
            r#"{"type":"Point"}"#.to_owned(),
        ];
        let features: Vec<String> = bad.iter().map(|text| geometry(text)).collect();
        let unnamed = POINT.replace("Mutaibija", "");
        let text = format!(
            "{{\"type\":\"FeatureCollection\",\"features\":[\n{},\n{unnamed},\n7,\n{POINT}]}}",
            features.join(",\n")
        );
        let (entries, faults, _) = read(&text).unwrap();
        assert_eq!(entries.len(), 1, "{faults:#?}");
        assert_eq!(faults.len(), bad.len() + 2, "{faults:#?}");
        assert!(
            faults[1].starts_with("line 3: geometry: ") && faults[1].ends_with("found 999 95"),
            "{faults:#?}"
        );
    }

    #[test]
    fn what_is_no_collection_or_breaks_off_is_refused() {
        for (text, part) in [
            ("", "EOF"),
            ("[1,2]", "a GeoJSON object"),
            (
                r#"{"type":"Topology","objects":{}}"#,
                "no features, type `Topology`",
            ),
            (r#"{"type":"FeatureCollection","features":["#, "EOF"),
            (
                r#"{"type":"FeatureCollection","features":[]} x"#,
                "trailing",
            ),
        ] {
            let message = read(text).unwrap_err();
            assert!(message.contains(part), "{text}: {message}");
        }
    }
}
