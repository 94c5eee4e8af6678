//! From a GeoJSON geometry to an extent, and how far that reaches.

use super::Fault;
use super::fault::shown;
use super::radius::radius_m;
use crate::domain::{DomainError, Extent, ExtentKind, Position};
use geo::{
    Area as _, ChamberlainDuquetteArea as _, CoordsIter as _, Geometry, MultiLineString,
    MultiPolygon,
};
use std::f64::consts::PI;

/// A stand-in until the reach of a line or area is known; any radius will do.
const SOME_RADIUS_M: f64 = 1.0;

/// The extent of a point, line or area. A point's radius is that of a thing of unknown kind.
pub(super) fn extent_of(line: u64, geometry: Option<&geojson::Geometry>) -> Result<Extent, Fault> {
    let wrong = |found: String| {
        Fault::row(
            line,
            "geometry",
            "a point, line or polygon in degrees east and north",
            found,
        )
    };
    let geometry = geometry.ok_or_else(|| wrong("none".to_owned()))?;
    let shape = Geometry::try_from(geometry).map_err(|error| wrong(shown(&error.to_string())))?;
    let off = shape
        .coords_iter()
        .find(|c| Position::new(c.x, c.y).is_err());
    if let Some(off) = off {
        return Err(wrong(format!("{} {}", off.x, off.y)));
    }
    extent(shape).map_err(|error| wrong(error.found))
}

fn extent(shape: Geometry) -> Result<Extent, DomainError> {
    match shape {
        Geometry::Point(point) => {
            let position = Position::new(point.x(), point.y())?;
            Extent::circle(position, radius_m("L", "", None))
        }
        Geometry::LineString(line) => line_of(MultiLineString::new(vec![line])),
        Geometry::MultiLineString(lines) => line_of(lines),
        Geometry::Polygon(polygon) => area_of(MultiPolygon::new(vec![polygon])),
        Geometry::MultiPolygon(polygons) => area_of(polygons),
        _ => Err(DomainError::new(
            "a point, line or polygon",
            "another geometry",
        )),
    }
}

/// A line reaches from its middle to its farther end.
fn line_of(lines: MultiLineString) -> Result<Extent, DomainError> {
    let middle = Extent::line(lines.clone(), SOME_RADIUS_M)?.position();
    let ends = lines
        .0
        .iter()
        .flat_map(|line| [line.0.first(), line.0.last()]);
    let reach = ends
        .flatten()
        .filter_map(|end| Position::new(end.x, end.y).ok())
        .map(|end| middle.distance_m(end))
        .fold(SOME_RADIUS_M, f64::max);
    Extent::line(lines, reach)
}

/// The radius of an area is that of a circle of its size.
fn area_of(polygons: MultiPolygon) -> Result<Extent, DomainError> {
    let square_metres = polygons.chamberlain_duquette_unsigned_area();
    // On the sphere the rounding of a flat ring leaves a little; on the plane it leaves nothing.
    if polygons.unsigned_area() <= 0.0 {
        return Err(DomainError::new("a polygon with an inside", "one without"));
    }
    Extent::area(polygons, (square_metres / PI).sqrt().max(SOME_RADIUS_M))
}

/// The extent of a geometry that was checked when it was imported; `None` when the text was changed since.
pub fn shaped(geometry: &str, radius_m: f64) -> Option<Extent> {
    let geometry: geojson::Geometry = geometry.parse().ok()?;
    let extent = extent(Geometry::try_from(&geometry).ok()?).ok()?;
    match extent.kind() {
        ExtentKind::Point => None,
        ExtentKind::Line => Extent::line(extent.lines()?.clone(), radius_m).ok(),
        ExtentKind::Area => Extent::area(extent.polygons()?.clone(), radius_m).ok(),
    }
}
