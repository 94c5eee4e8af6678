//! Where the places are: a k-d tree without pointers. The middle entry of a range divides it by longitude or latitude in
//! turn, what is west or south of it lies before it.

use super::TableError;
use super::bytes::Bytes;
use super::record::{from_degrees, to_degrees};
use std::f64::consts::FRAC_PI_2;
use std::io::Write;
use std::ops::Range;

/// Bytes of an entry.
const ENTRY: usize = 12;
/// Mean radius of the Earth in metres.
const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// A position as it is kept, and its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) at: [i32; 2],
    pub(super) row: u32,
}

/// Orders the spots as a tree and writes them.
pub(super) fn write_tree(mut spots: Vec<Spot>, out: &mut impl Write) -> Result<(), TableError> {
    order(&mut spots, 0);
    for spot in &spots {
        out.write_all(&spot.at[0].to_le_bytes())?;
        out.write_all(&spot.at[1].to_le_bytes())?;
        out.write_all(&spot.row.to_le_bytes())?;
    }
    Ok(())
}

fn order(spots: &mut [Spot], axis: usize) {
    if spots.len() < 2 {
        return;
    }
    let middle = spots.len() / 2;
    spots.select_nth_unstable_by_key(middle, |s| (s.at[axis], s.row));
    let (before, rest) = spots.split_at_mut(middle);
    order(before, 1 - axis);
    order(
        rest.split_first_mut().map_or(&mut [], |(_, after)| after),
        1 - axis,
    );
}

/// The tree as it lies in the table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tree<'a>(pub(super) &'a [u8]);

impl Tree<'_> {
    fn spot(self, at: usize) -> Option<Spot> {
        let mut bytes = Bytes(self.0.get(at * ENTRY..)?);
        Some(Spot {
            at: [
                i32::from_le_bytes(bytes.array()?),
                i32::from_le_bytes(bytes.array()?),
            ],
            row: u32::from_le_bytes(bytes.array()?),
        })
    }

    fn all(self) -> Range<usize> {
        0..self.0.len() / ENTRY
    }

    /// Rows within a box of degrees, west at most east, edges included; in no order.
    pub(super) fn within(self, [west, south, east, north]: [f64; 4]) -> Vec<u32> {
        let low = [from_degrees(west), from_degrees(south)];
        let high = [from_degrees(east), from_degrees(north)];
        let mut found = Vec::new();
        self.collect(self.all(), 0, (low, high), &mut found);
        found
    }

    fn collect(
        self,
        range: Range<usize>,
        axis: usize,
        corners: ([i32; 2], [i32; 2]),
        found: &mut Vec<u32>,
    ) {
        let middle = usize::midpoint(range.start, range.end);
        let Some(spot) = self.spot(middle).filter(|_| !range.is_empty()) else {
            return;
        };
        let (low, high) = corners;
        if (0..2).all(|i| (low[i]..=high[i]).contains(&spot.at[i])) {
            found.push(spot.row);
        }
        if low[axis] <= spot.at[axis] {
            self.collect(range.start..middle, 1 - axis, corners, found);
        }
        if high[axis] >= spot.at[axis] {
            self.collect(middle + 1..range.end, 1 - axis, corners, found);
        }
    }

    /// The `most` rows nearest to a position, nearest first, with their distance in metres; none farther than `reach_m`.
    pub(super) fn nearest(self, position: [f64; 2], most: usize, reach_m: f64) -> Vec<(f64, u32)> {
        let mut search = Nearest {
            tree: self,
            from: position,
            most,
            reach_m,
            found: Vec::new(),
        };
        search.look(self.all(), 0);
        search.found
    }
}

struct Nearest<'a> {
    tree: Tree<'a>,
    from: [f64; 2],
    most: usize,
    reach_m: f64,
    found: Vec<(f64, u32)>,
}

impl Nearest<'_> {
    fn look(&mut self, range: Range<usize>, axis: usize) {
        let middle = usize::midpoint(range.start, range.end);
        let Some(spot) = self.tree.spot(middle).filter(|_| !range.is_empty()) else {
            return;
        };
        let at = spot.at.map(to_degrees);
        self.take(distance_m(self.from, at), spot.row);
        let (before, after) = (range.start..middle, middle + 1..range.end);
        let sides = if self.from[axis] < at[axis] {
            [before, after]
        } else {
            [after, before]
        };
        let [near, far] = sides;
        self.look(near, 1 - axis);
        // The far side of a meridian may also be reached over the antimeridian, of which a k-d tree knows nothing.
        if self.to_line_m(axis, at[axis]) <= self.reach() {
            self.look(far, 1 - axis);
        }
    }

    fn take(&mut self, distance: f64, row: u32) {
        if distance > self.reach() || self.most == 0 {
            return;
        }
        let at = self
            .found
            .partition_point(|known| (known.0, known.1) < (distance, row));
        self.found.insert(at, (distance, row));
        self.found.truncate(self.most);
    }

    /// No farther row is wanted.
    fn reach(&self) -> f64 {
        let full = self.found.len() >= self.most;
        self.found
            .last()
            .filter(|_| full)
            .map_or(self.reach_m, |(distance, _)| distance.min(self.reach_m))
    }

    /// A lower bound of the distance to everything beyond a dividing line.
    fn to_line_m(&self, axis: usize, line: f64) -> f64 {
        let [lon, lat] = self.from;
        if axis == 1 {
            return (line - lat).abs().to_radians() * EARTH_RADIUS_M;
        }
        let edge = if line > lon { 180.0 } else { -180.0 };
        to_meridian_m(lat, line - lon).min(to_meridian_m(lat, edge - lon))
    }
}

/// Metres from a latitude to a meridian so many degrees away.
fn to_meridian_m(lat: f64, degrees: f64) -> f64 {
    let (lat, turn) = (lat.to_radians(), degrees.to_radians());
    let angle = if turn.cos() <= 0.0 {
        (FRAC_PI_2 - lat.abs()).max(0.0)
    } else {
        (lat.cos() * turn.sin().abs()).asin()
    };
    angle * EARTH_RADIUS_M
}

/// Metres between two positions on the sphere.
pub(super) fn distance_m(a: [f64; 2], b: [f64; 2]) -> f64 {
    let [lon_a, lat_a] = a.map(f64::to_radians);
    let [lon_b, lat_b] = b.map(f64::to_radians);
    let half = |x: f64| (x / 2.0).sin().powi(2);
    let h = half(lat_b - lat_a) + lat_a.cos() * lat_b.cos() * half(lon_b - lon_a);
    2.0 * EARTH_RADIUS_M * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn degrees() -> impl Strategy<Value = [f64; 2]> {
        (-1_800_i32..=1_800, -900_i32..=900)
            .prop_map(|(lon, lat)| [f64::from(lon) / 10.0, f64::from(lat) / 10.0])
    }

    fn tree_of(positions: &[[f64; 2]]) -> Vec<u8> {
        let spots = positions.iter().zip(0..).map(|(at, row)| Spot {
            at: at.map(from_degrees),
            row,
        });
        let mut out = Vec::new();
        write_tree(spots.collect(), &mut out).unwrap();
        out
    }

    proptest! {
        #[test]
        fn the_nearest_are_those_of_a_scan(
            positions in prop::collection::vec(degrees(), 0..80),
            from in degrees(),
            reach in prop::sample::select(vec![100_000.0, 3_000_000.0, 30_000_000.0]),
        ) {
            let mut expected: Vec<(f64, u32)> = positions.iter().zip(0..)
                .map(|(at, row)| (distance_m(from, *at), row))
                .filter(|(d, _)| *d <= reach)
                .collect();
            expected.sort_by(|a, b| a.partial_cmp(b).unwrap());
            expected.truncate(5);
            let bytes = tree_of(&positions);
            let found = Tree(&bytes).nearest(from, 5, reach);
            prop_assert_eq!(found.len(), expected.len());
            for (f, e) in found.iter().zip(&expected) {
                prop_assert!((f.0 - e.0).abs() < 0.1, "{:?} {:?}", found, expected);
            }
        }

        #[test]
        fn a_box_holds_what_a_scan_finds(
            positions in prop::collection::vec(degrees(), 0..80),
            a in degrees(), b in degrees(),
        ) {
            let [west, east] = [a[0].min(b[0]), a[0].max(b[0])];
            let [south, north] = [a[1].min(b[1]), a[1].max(b[1])];
            let mut expected: Vec<u32> = positions.iter().zip(0..)
                .filter(|(p, _)| (west..=east).contains(&p[0]) && (south..=north).contains(&p[1]))
                .map(|(_, row)| row)
                .collect();
            let bytes = tree_of(&positions);
            let mut found = Tree(&bytes).within([west, south, east, north]);
            found.sort_unstable();
            expected.sort_unstable();
            prop_assert_eq!(found, expected);
        }
    }
}
