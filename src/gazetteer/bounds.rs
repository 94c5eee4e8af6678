//! Outlines of the world's countries, units and regions, from `gazetteer/world/bounds.bin.gz`.
//!
//! Borders are stored once, as arcs that neighbours share; `gazetteer/schema.md` has the format. The file is unpacked
//! when an outline is first asked for (about 10 ms, 1.2 MB) and decoded outline by outline.

use crate::domain::{Extent, Position};
use flate2::read::GzDecoder;
use geo::{Coord, LineString, MultiPolygon, Polygon};
use rustc_hash::FxHashMap;
use std::io::Read as _;
use std::sync::LazyLock;

const PACKED: &[u8] = include_bytes!("../../gazetteer/world/bounds.bin.gz");
const MAGIC: &[u8; 8] = b"SITMAPB1";
/// Bytes of a unit in the index: where it starts, and its box.
const INDEXED: usize = 20;
/// Bytes after the id of a unit: level and flags.
const MARKS: usize = 2;

/// What an outline is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Country,
    First,
    Lower,
    Former,
    Region,
}

/// The outlines by the ids of their places.
#[derive(Debug)]
pub(super) struct Bounds {
    data: Vec<u8>,
    head: Head,
    by_id: FxHashMap<Box<str>, u32>,
}

/// The numbers at the start of the file.
#[derive(Debug)]
struct Head {
    /// Steps of a degree.
    grid: f64,
    units: u32,
    arc_index: usize,
    arcs: usize,
    unit_index: usize,
    unit_data: usize,
}

impl Bounds {
    /// The outlines that the program carries; none when they cannot be read, which a test rules out.
    pub(super) fn embedded() -> Option<&'static Self> {
        static EMBEDDED: LazyLock<Option<Bounds>> = LazyLock::new(|| {
            let mut data = Vec::new();
            GzDecoder::new(PACKED).read_to_end(&mut data).ok()?;
            Bounds::read(data)
        });
        EMBEDDED.as_ref()
    }

    fn read(data: Vec<u8>) -> Option<Self> {
        let head = Head::read(&data)?;
        let mut bounds = Self {
            data,
            head,
            by_id: FxHashMap::default(),
        };
        for unit in 0..bounds.head.units {
            let id = bounds.unit(unit)?.0.into();
            bounds.by_id.insert(id, unit);
        }
        Some(bounds)
    }

    /// The area of a place, when its outline is there.
    pub(super) fn extent(&self, id: &str, radius_m: f64) -> Option<Extent> {
        let outline = self.outline(*self.by_id.get(id)?)?;
        Extent::area(outline, radius_m).ok()
    }

    /// The countries and units whose outline holds a position, the larger first.
    pub(super) fn holding(&self, position: Position) -> Vec<(&str, Level)> {
        let mut found: Vec<(&str, Level)> = (0..self.head.units)
            .filter(|unit| self.box_holds(*unit, position))
            .filter_map(|unit| {
                let (id, level, _) = self.unit(unit)?;
                let here = level <= Level::Lower && holds(&self.outline(unit)?, position);
                here.then_some((id, level))
            })
            .collect();
        found.sort_by_key(|(id, level)| (*level, *id));
        found
    }

    fn box_holds(&self, unit: u32, position: Position) -> bool {
        let at = self.head.unit_index + INDEXED * unit as usize + 4;
        let side = |number: usize| {
            let bytes = self.data.get(at + 4 * number..)?.first_chunk()?;
            Some(f64::from(i32::from_le_bytes(*bytes)) / self.head.grid)
        };
        let sides = || Some([side(0)?, side(1)?, side(2)?, side(3)?]);
        sides().is_some_and(|[west, south, east, north]| {
            (west..=east).contains(&position.lon()) && (south..=north).contains(&position.lat())
        })
    }

    /// Id and level of a unit, and its polygons still packed.
    fn unit(&self, unit: u32) -> Option<(&str, Level, Cursor<'_>)> {
        let start = number(&self.data, self.head.unit_index + INDEXED * unit as usize)?;
        let mut cursor = Cursor(self.data.get(self.head.unit_data + start as usize..)?);
        let length = cursor.count()?;
        let (id, rest) = cursor.0.split_at_checked(length)?;
        let (marks, rest) = rest.split_at_checked(MARKS)?;
        let level = level(*marks.first()?)?;
        Some((std::str::from_utf8(id).ok()?, level, Cursor(rest)))
    }

    fn outline(&self, unit: u32) -> Option<MultiPolygon> {
        let (_, _, mut cursor) = self.unit(unit)?;
        let polygons = (0..cursor.count()?).map(|_| {
            let mut rings = (0..cursor.count()?)
                .map(|_| self.ring(&mut cursor))
                .collect::<Option<Vec<LineString>>>()?;
            let outer = (!rings.is_empty()).then(|| rings.remove(0))?;
            Some(Polygon::new(outer, rings))
        });
        polygons.collect::<Option<Vec<Polygon>>>().map(MultiPolygon)
    }

    /// A ring is its arcs end to end; each after the first begins where the one before ended.
    fn ring(&self, cursor: &mut Cursor<'_>) -> Option<LineString> {
        let mut ring: Vec<Coord> = Vec::new();
        for _ in 0..cursor.count()? {
            let directed = cursor.signed()?;
            let mut arc = self.arc(directed.max(!directed))?;
            if directed < 0 {
                arc.reverse();
            }
            let repeated = usize::from(!ring.is_empty());
            ring.extend(arc.get(repeated..)?);
        }
        Some(LineString(ring))
    }

    fn arc(&self, arc: i64) -> Option<Vec<Coord>> {
        let index = self.head.arc_index + 4 * usize::try_from(arc).ok()?;
        let start = number(&self.data, index)? as usize;
        let mut cursor = Cursor(self.data.get(self.head.arcs + start..)?);
        let (mut x, mut y) = (0, 0);
        (0..cursor.count()?)
            .map(|_| {
                x += cursor.step()?;
                y += cursor.step()?;
                Some(Coord {
                    x: f64::from(x) / self.head.grid,
                    y: f64::from(y) / self.head.grid,
                })
            })
            .collect()
    }
}

impl Head {
    fn read(data: &[u8]) -> Option<Self> {
        data.strip_prefix(MAGIC)?;
        let at = |place: usize| number(data, MAGIC.len() + 4 * place);
        Some(Self {
            grid: f64::from(at(0)?),
            units: at(2)?,
            arc_index: at(3)? as usize,
            arcs: at(4)? as usize,
            unit_index: at(5)? as usize,
            unit_data: at(6)? as usize,
        })
    }
}

fn number(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*data.get(at..)?.first_chunk()?))
}

fn level(mark: u8) -> Option<Level> {
    [
        Level::Country,
        Level::First,
        Level::Lower,
        Level::Former,
        Level::Region,
    ]
    .get(usize::from(mark))
    .copied()
}

/// The even-odd rule over all rings, since simplified outlines of tiny islands may touch themselves.
fn holds(outline: &MultiPolygon, position: Position) -> bool {
    let rings = outline
        .0
        .iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    let (x, y) = (position.lon(), position.lat());
    let meets = |a: Coord, b: Coord| {
        (a.y > y) != (b.y > y) && x < (b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x
    };
    let crossings: usize = rings
        .map(|ring| {
            ring.lines()
                .filter(|line| meets(line.start, line.end))
                .count()
        })
        .sum();
    !crossings.is_multiple_of(2)
}

/// Numbers in LEB128.
struct Cursor<'b>(&'b [u8]);

impl Cursor<'_> {
    fn unsigned(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            value |= u64::from(byte & 0x7f) << shift;
            if *byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i64> {
        let packed = self.unsigned()?;
        let magnitude = i64::try_from(packed >> 1).ok()?;
        Some(if packed & 1 == 0 {
            magnitude
        } else {
            !magnitude
        })
    }

    fn step(&mut self) -> Option<i32> {
        self.signed()?.try_into().ok()
    }

    fn count(&mut self) -> Option<usize> {
        self.unsigned()?.try_into().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lon: f64, lat: f64) -> Vec<&'static str> {
        let position = Position::new(lon, lat).unwrap();
        let found = Bounds::embedded().unwrap().holding(position);
        found.into_iter().map(|(id, _)| id).collect()
    }

    #[test]
    fn positions_lie_in_their_country_and_unit() {
        assert_eq!(at(3.9, 7.4)[..2], ["geonames:2328926", "geonames:2325190"]);
        assert_eq!(
            at(36.23, 49.99)[..2],
            ["geonames:690791", "geonames:706482"]
        );
        assert!(at(-150.0, -50.0).is_empty(), "the open sea");
    }

    #[test]
    fn every_outline_can_be_drawn() {
        let bounds = Bounds::embedded().unwrap();
        assert!(bounds.by_id.len() > 5_000);
        let broken: Vec<&str> = bounds
            .by_id
            .keys()
            .filter(|id| bounds.extent(id, 1_000.0).is_none())
            .map(AsRef::as_ref)
            .collect();
        assert!(broken.is_empty(), "{broken:?}");
    }

    /// A lake inside a unit, an enclave: the hole is no part of it.
    #[test]
    fn holes_are_left_out() {
        assert!(at(28.25, -29.5).contains(&"geonames:932692"));
        assert!(!at(28.25, -29.5).contains(&"geonames:953987"));
    }

    #[test]
    fn a_damaged_file_is_no_panic() {
        let whole = Bounds::embedded().unwrap().data.clone();
        assert!(Bounds::read(whole[..40].to_vec()).is_none());
        assert!(Bounds::read(b"SITMAPB2".to_vec()).is_none());
    }
}
