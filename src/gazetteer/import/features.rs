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
use std::io::{BufRead, Read};

/// The longest feature that is read, in bytes.
pub const MAX_FEATURE: u64 = 64 * 1024 * 1024;

/// Features that are handed on together.
const BATCH: usize = 100;

/// Reads features; answers with the names of the properties with which nothing was done.
pub fn read_geojson(
    mut reader: impl BufRead,
    defaults: &Defaults,
    take: impl FnMut(Batch<Entry>) -> Result<(), ImportError>,
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
    let line = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let is_feature = || {
        serde_json::from_slice::<Value>(line).is_ok_and(|value| value["type"] == "Feature")
    };
    line.starts_with(b"\x1e") || is_feature()
}

struct Features<'a, F> {
    defaults: &'a Defaults,
    take: F,
    batch: Batch<Entry>,
    unused: BTreeSet<String>,
}

impl<F: FnMut(Batch<Entry>) -> Result<(), ImportError>> Features<'_, F> {
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
        let (leash, place) = Leash::new(reader, MAX_FEATURE);
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
        let feature = Feature::from_json_value(value)
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
            (false, kind) => Err(A::Error::custom(format!("no features, type {}", shown(kind.unwrap_or_default())))),
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
