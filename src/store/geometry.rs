//! Geometries as `GeoPackage` blobs: a header of eight bytes, a box where a box saves work, and ISO WKB.
//!
//! Written here, because it is the sixty lines of two standards, and a crate would bring a geometry model of its own.

use super::error::Trouble;
use crate::domain::Position;
use geo::{BoundingRect as _, Coord, Geometry, LineString, MultiLineString, MultiPolygon, Polygon};

const WGS84: i32 = 4326;
const LITTLE_ENDIAN: u8 = 1;
const POINT: u32 = 1;
const LINE: u32 = 2;
const POLYGON: u32 = 3;
const MULTI_LINE: u32 = 5;
const MULTI_POLYGON: u32 = 6;

/// A position as a `GeoPackage` point.
pub(super) fn point_blob(position: Position) -> Vec<u8> {
    let mut out = header(None);
    start(&mut out, POINT);
    coord(&mut out, position.into());
    out
}

/// A line or area, or the outline of a circle, as a `GeoPackage` geometry.
pub(super) fn blob(geometry: &Geometry) -> Vec<u8> {
    let rect = geometry.bounding_rect();
    let mut out = header(rect.map(|r| [r.min().x, r.max().x, r.min().y, r.max().y]));
    write(&mut out, geometry);
    out
}

fn header(bounds: Option<[f64; 4]>) -> Vec<u8> {
    let flags = 1 | (u8::from(bounds.is_some()) << 1);
    let mut out = vec![b'G', b'P', 0, flags];
    out.extend(WGS84.to_le_bytes());
    out.extend(bounds.iter().flatten().flat_map(|n| n.to_le_bytes()));
    out
}

fn write(out: &mut Vec<u8>, geometry: &Geometry) {
    match geometry {
        Geometry::MultiLineString(lines) => many(out, MULTI_LINE, &lines.0, line),
        Geometry::MultiPolygon(areas) => many(out, MULTI_POLYGON, &areas.0, polygon),
        Geometry::Polygon(area) => polygon(out, area),
        Geometry::LineString(one) => line(out, one),
        Geometry::Point(one) => {
            start(out, POINT);
            coord(out, one.0);
        }
        _ => unreachable!("an extent is a point, lines or polygons"),
    }
}

fn start(out: &mut Vec<u8>, kind: u32) {
    out.push(LITTLE_ENDIAN);
    out.extend(kind.to_le_bytes());
}

fn many<T>(out: &mut Vec<u8>, kind: u32, parts: &[T], part: fn(&mut Vec<u8>, &T)) {
    start(out, kind);
    length(out, parts.len());
    for one in parts {
        part(out, one);
    }
}

fn line(out: &mut Vec<u8>, one: &LineString) {
    start(out, LINE);
    coords(out, one);
}

fn polygon(out: &mut Vec<u8>, area: &Polygon) {
    start(out, POLYGON);
    length(out, 1 + area.interiors().len());
    coords(out, area.exterior());
    for ring in area.interiors() {
        coords(out, ring);
    }
}

fn coords(out: &mut Vec<u8>, line: &LineString) {
    length(out, line.0.len());
    for c in &line.0 {
        coord(out, *c);
    }
}

fn coord(out: &mut Vec<u8>, c: Coord) {
    out.extend(c.x.to_le_bytes());
    out.extend(c.y.to_le_bytes());
}

fn length(out: &mut Vec<u8>, n: usize) {
    let n =
        u32::try_from(n).expect("a geometry of four thousand million corners does not fit memory");
    out.extend(n.to_le_bytes());
}

/// Reads a blob that [`blob`] wrote for a line or an area.
pub(super) fn from_blob(bytes: &[u8]) -> Result<Geometry, Trouble> {
    let mut reader = Reader { rest: bytes };
    reader.header()?;
    let geometry = reader.geometry()?;
    if reader.rest.is_empty() {
        Ok(geometry)
    } else {
        Err(unreadable("bytes after the geometry"))
    }
}

fn unreadable(found: &str) -> Trouble {
    Trouble::damaged("geom", "a little-endian GeoPackage line or area", found)
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], Trouble> {
        let (head, rest) = self
            .rest
            .split_first_chunk::<N>()
            .ok_or_else(|| unreadable("a blob that ends early"))?;
        self.rest = rest;
        Ok(*head)
    }

    fn header(&mut self) -> Result<(), Trouble> {
        match self.take::<8>()? {
            [b'G', b'P', 0, 1, ..] => Ok(()),
            [b'G', b'P', 0, 3, ..] => self.take::<32>().map(|_bounds| ()),
            _ => Err(unreadable("another header")),
        }
    }

    fn number(&mut self) -> Result<u32, Trouble> {
        self.take().map(u32::from_le_bytes)
    }

    fn kind(&mut self) -> Result<u32, Trouble> {
        match self.take::<1>()? {
            [LITTLE_ENDIAN] => self.number(),
            _ => Err(unreadable("big-endian numbers")),
        }
    }

    fn geometry(&mut self) -> Result<Geometry, Trouble> {
        match self.kind()? {
            MULTI_LINE => self
                .list(Self::line)
                .map(|l| MultiLineString::new(l).into()),
            MULTI_POLYGON => self
                .list(Self::polygon)
                .map(|p| MultiPolygon::new(p).into()),
            _ => Err(unreadable("another kind of geometry")),
        }
    }

    /// A count and so many items; nothing is reserved before it is read, so a wrong count costs nothing.
    fn list<T>(
        &mut self,
        item: impl Fn(&mut Self) -> Result<T, Trouble>,
    ) -> Result<Vec<T>, Trouble> {
        (0..self.number()?).map(|_| item(self)).collect()
    }

    fn line(&mut self) -> Result<LineString, Trouble> {
        match self.kind()? {
            LINE => self.ring(),
            _ => Err(unreadable("something that is no line")),
        }
    }

    fn polygon(&mut self) -> Result<Polygon, Trouble> {
        if self.kind()? != POLYGON {
            return Err(unreadable("something that is no polygon"));
        }
        let mut rings = self.list(Self::ring)?.into_iter();
        let exterior = rings
            .next()
            .ok_or_else(|| unreadable("a polygon without rings"))?;
        Ok(Polygon::new(exterior, rings.collect()))
    }

    fn ring(&mut self) -> Result<LineString, Trouble> {
        self.list(|reader| {
            let x = reader.take().map(f64::from_le_bytes)?;
            let y = reader.take().map(f64::from_le_bytes)?;
            Ok(Coord { x, y })
        })
        .map(LineString::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{line_string, polygon};

    fn area() -> Geometry {
        let one = polygon!(
            exterior: [(x: 0., y: 0.), (x: 9., y: 0.), (x: 9., y: 9.)],
            interiors: [[(x: 5., y: 1.), (x: 8., y: 2.), (x: 8., y: 4.)]],
        );
        MultiPolygon::new(vec![one.clone(), one]).into()
    }

    #[test]
    fn lines_and_areas_read_back() {
        let line = line_string![(x: 43.1, y: 35.2), (x: 44.3, y: 35.4)];
        for geometry in [MultiLineString::new(vec![line]).into(), area()] {
            assert_eq!(from_blob(&blob(&geometry)).unwrap(), geometry);
        }
    }

    #[test]
    fn a_cut_or_lengthened_blob_is_refused() {
        let whole = blob(&area());
        for end in 0..whole.len() {
            assert!(from_blob(&whole[..end]).is_err(), "{end}");
        }
        assert!(from_blob(&[whole, vec![0]].concat()).is_err());
    }

    #[test]
    fn a_point_is_the_bytes_of_the_standard() {
        let bytes = point_blob(Position::new(44.0, 35.0).unwrap());
        let expected = [
            b"GP\x00\x01".as_slice(),
            &4326_i32.to_le_bytes(),
            &[1, 1, 0, 0, 0],
            &44.0_f64.to_le_bytes(),
            &35.0_f64.to_le_bytes(),
        ];
        assert_eq!(bytes, expected.concat());
    }
}
