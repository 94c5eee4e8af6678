//! Lines, areas and the outlines of circles, each stored once under a key made of its content.

use super::columns::{parsed, plain};
use super::error::Trouble;
use super::geometry;
use crate::domain::{Extent, ExtentKind, Location, Position};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;

/// The word of the column `kind`.
fn word(kind: ExtentKind) -> &'static str {
    match kind {
        ExtentKind::Point => "point",
        ExtentKind::Line => "line",
        ExtentKind::Area => "area",
    }
}

/// Numbers of the extents that the transaction has kept or found so far, by position.
#[derive(Debug, Default)]
pub(super) struct KeptExtents(HashMap<[u64; 2], Vec<(Extent, i64)>>);

impl KeptExtents {
    /// Stores the extent unless it is there; returns its number.
    pub(super) fn keep(
        &mut self,
        connection: &Connection,
        extent: &Extent,
    ) -> Result<i64, Trouble> {
        let position = extent.position();
        let here = self
            .0
            .entry([position.lon().to_bits(), position.lat().to_bits()])
            .or_default();
        if let Some((_, number)) = here.iter().find(|(known, _)| known == extent) {
            return Ok(*number);
        }
        let number = keep(connection, extent)?;
        here.push((extent.clone(), number));
        Ok(number)
    }

    /// The same for lines and areas only: a circle is written down whole where it is used.
    pub(super) fn keep_shape(
        &mut self,
        connection: &Connection,
        location: Option<&Location>,
    ) -> Result<Option<i64>, Trouble> {
        location
            .map(|location| &location.extent)
            .filter(|extent| extent.kind() != ExtentKind::Point)
            .map(|extent| self.keep(connection, extent))
            .transpose()
    }
}

fn keep(connection: &Connection, extent: &Extent) -> Result<i64, Trouble> {
    let key = key(extent);
    if let Some(id) = find(connection, &key)? {
        return Ok(id);
    }
    let position = extent.position();
    connection
        .prepare_cached(
            "INSERT INTO extents (key, kind, lon, lat, radius_m, geom) VALUES (?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            key.as_slice(),
            word(extent.kind()),
            position.lon(),
            position.lat(),
            extent.radius_m(),
            geometry::blob(&extent.outline()),
        ])?;
    Ok(connection.last_insert_rowid())
}

fn find(connection: &Connection, key: &[u8]) -> Result<Option<i64>, Trouble> {
    Ok(connection
        .prepare_cached("SELECT id FROM extents WHERE key = ?")?
        .query_row([key], |row| row.get(0))
        .optional()?)
}

fn key(extent: &Extent) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(word(extent.kind()));
    hasher.update(extent.radius_m().to_le_bytes());
    match extent.kind() {
        ExtentKind::Point => hasher.update(geometry::point_blob(extent.position())),
        _ => hasher.update(geometry::blob(extent.shape())),
    }
    hasher.finalize().into()
}

/// The location with a circle in place of a line or area, which `extents` keeps.
pub(super) fn slim(location: &Location) -> Result<Location, Trouble> {
    let extent = &location.extent;
    let circle = Extent::circle(extent.position(), extent.radius_m())
        .map_err(|error| Trouble::damaged("extent", error.expected, error.found))?;
    Ok(Location {
        extent: circle,
        ..location.clone()
    })
}

/// Reads extents back; equal ones share one geometry in memory.
#[derive(Debug, Default)]
pub(super) struct Extents {
    known: HashMap<i64, Extent>,
}

impl Extents {
    /// Puts the line or area back that [`slim`] took away.
    pub(super) fn restore(
        &mut self,
        connection: &Connection,
        location: Option<&mut Location>,
        id: Option<i64>,
    ) -> Result<(), Trouble> {
        if let (Some(location), Some(id)) = (location, id) {
            location.extent = self.read(connection, id)?;
        }
        Ok(())
    }

    fn read(&mut self, connection: &Connection, id: i64) -> Result<Extent, Trouble> {
        if let Some(extent) = self.known.get(&id) {
            return Ok(extent.clone());
        }
        let extent = connection
            .prepare_cached("SELECT kind, lon, lat, radius_m, geom FROM extents WHERE id = ?")?
            .query_row([id], |row| Ok(from_row(row)))
            .optional()?
            .unwrap_or_else(|| Err(Trouble::damaged("id", "a row of extents", "none")))
            .map_err(|trouble| trouble.in_row("extents", &id.to_string()))?;
        self.known.insert(id, extent.clone());
        Ok(extent)
    }
}

/// An extent of the table.
pub(super) fn from_row(row: &Row<'_>) -> Result<Extent, Trouble> {
    let radius_m = plain(row, "radius_m")?;
    let made = match parsed::<Kind>(row, "kind")? {
        Kind::Point => Position::new(plain(row, "lon")?, plain(row, "lat")?)
            .and_then(|position| Extent::circle(position, radius_m)),
        Kind::Shape => match geometry::from_blob(&plain::<Vec<u8>>(row, "geom")?)? {
            geo::Geometry::MultiLineString(lines) => Extent::line(lines, radius_m),
            geo::Geometry::MultiPolygon(area) => Extent::area(area, radius_m),
            _ => {
                return Err(Trouble::damaged(
                    "geom",
                    "a line or an area",
                    "something else",
                ));
            }
        },
    };
    made.map_err(|error| Trouble::damaged("geom", error.expected, error.found))
}

enum Kind {
    Point,
    Shape,
}

impl std::str::FromStr for Kind {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "point" => Ok(Self::Point),
            "line" | "area" => Ok(Self::Shape),
            _ => Err("point, line or area"),
        }
    }
}
