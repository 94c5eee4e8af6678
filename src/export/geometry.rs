//! Geometries as RFC 7946 writes them: longitude, latitude, at most seven decimals, which is a centimetre.

use crate::domain::Position;
use geo::{Coord, Geometry, LineString, Polygon};
use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};

/// A number with at most `decimals` decimals.
pub(super) fn rounded(number: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    (number * scale).round() / scale
}

fn pair(x: f64, y: f64) -> [f64; 2] {
    [rounded(x, 7), rounded(y, 7)]
}

/// A position as `[longitude, latitude]`.
pub(super) fn coordinates(position: Position) -> [f64; 2] {
    pair(position.lon(), position.lat())
}

/// A box as `[west, south, east, north]`.
pub(super) fn bbox(bounds: [f64; 4]) -> [f64; 4] {
    bounds.map(|number| rounded(number, 7))
}

/// A geometry that writes itself as a GeoJSON geometry object.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A point.
    Point(Position),
    /// Lines or polygons.
    Geometry(Geometry),
}

impl Serialize for Shape {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Point(position) => object(serializer, "Point", &coordinates(*position)),
            Self::Geometry(geometry) => write(serializer, geometry),
        }
    }
}

fn object<S: Serializer, T: Serialize + ?Sized>(
    serializer: S,
    name: &str,
    coordinates: &T,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(2))?;
    map.serialize_entry("type", name)?;
    map.serialize_entry("coordinates", coordinates)?;
    map.end()
}

fn write<S: Serializer>(serializer: S, geometry: &Geometry) -> Result<S::Ok, S::Error> {
    match geometry {
        Geometry::Point(p) => object(serializer, "Point", &pair(p.x(), p.y())),
        Geometry::LineString(line) => object(serializer, "LineString", &Line(line)),
        Geometry::Polygon(area) => object(serializer, "Polygon", &Rings(area)),
        Geometry::MultiLineString(lines) => match &*lines.0 {
            [one] => object(serializer, "LineString", &Line(one)),
            many => object(serializer, "MultiLineString", &Each(many, Line)),
        },
        Geometry::MultiPolygon(areas) => match &*areas.0 {
            [one] => object(serializer, "Polygon", &Rings(one)),
            many => object(serializer, "MultiPolygon", &Each(many, Rings)),
        },
        _ => Err(serde::ser::Error::custom(
            "an extent is a point, lines or polygons",
        )),
    }
}

/// A list whose items are wrapped one by one.
struct Each<'a, T, W>(&'a [T], fn(&'a T) -> W);

impl<T, W: Serialize> Serialize for Each<'_, T, W> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(self.1))
    }
}

struct Line<'a>(&'a LineString);

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let corner = |c: &Coord| pair(c.x, c.y);
        serializer.collect_seq(self.0.0.iter().map(corner))
    }
}

struct Rings<'a>(&'a Polygon);

impl Serialize for Rings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rings = serializer.serialize_seq(None)?;
        rings.serialize_element(&Line(self.0.exterior()))?;
        for hole in self.0.interiors() {
            rings.serialize_element(&Line(hole))?;
        }
        rings.end()
    }
}
