//! Extents made from two or more extents: what lies between them, roads, shared borders, triangles, stretches of rivers.

use super::geometry::honest_area;
use super::relation_table::RELATIONS;
use crate::domain::{DomainError, Extent, Position};
use geo::{Closest, ClosestPoint as _, ConvexHull as _, Haversine};

/// Ends farther apart than this make no road, axis or triangle, in metres.
const FARTHEST_M: f64 = 1_500_000.0;
/// Outlines of neighbours from different sources run this far beside each other, in metres.
const SAME_BORDER_M: f64 = 3_000.0;

/// "between X and Y": a circle around the middle of the nearest parts of both that touches both.
pub(super) fn between(x: &Extent, y: &Extent) -> Result<Extent, DomainError> {
    let (a, b) = (nearest_part(x, y.position()), nearest_part(y, x.position()));
    let half = a.distance_m(b) / 2.0;
    Extent::circle(middle(a, b), half.max(5_000.0))
}

fn middle(a: Position, b: Position) -> Position {
    use geo::Bearing as _;
    let bearing = Haversine.bearing(geo::Point::from(a), geo::Point::from(b));
    a.destination(bearing, a.distance_m(b) / 2.0)
}

/// The part of a line nearest to a position; the middle of anything else.
fn nearest_part(extent: &Extent, to: Position) -> Position {
    let Some(lines) = extent.lines() else {
        return extent.position();
    };
    match lines.closest_point(&geo::Point::from(to)) {
        Closest::Intersection(p) | Closest::SinglePoint(p) => {
            Position::new(p.x(), p.y()).unwrap_or_else(|_| extent.position())
        }
        Closest::Indeterminate => extent.position(),
    }
}

/// "the road linking X and Y": the straight way through all ends, in their order, and how far a road bends from it.
pub(super) fn road(ends: &[Position]) -> Option<Extent> {
    let length = length_m(ends);
    let far = !(1.0..=FARTHEST_M).contains(&length);
    let crosses = ends
        .windows(2)
        .any(|pair| matches!(pair, [a, b] if (a.lon() - b.lon()).abs() > 180.0));
    if far || crosses {
        return None;
    }
    let line: geo::LineString = ends.iter().map(|p| geo::Coord::from(*p)).collect();
    let lines = geo::MultiLineString::new(vec![line]);
    let position = Extent::line(lines.clone(), 1.0).ok()?.position();
    let reach = ends
        .iter()
        .map(|end| end.distance_m(position))
        .fold(0.0, f64::max);
    Extent::line(lines, reach + length * RELATIONS.doubt.bend_of_road).ok()
}

fn length_m(ends: &[Position]) -> f64 {
    ends.windows(2)
        .map(|pair| match pair {
            [a, b] => a.distance_m(*b),
            _ => 0.0,
        })
        .sum()
}

/// "the triangle of X, Y and Z": the smallest area without dents that holds them all.
pub(super) fn triangle(corners: &[Position]) -> Option<Extent> {
    let farthest = corners
        .iter()
        .flat_map(|a| corners.iter().map(|b| a.distance_m(*b)))
        .fold(0.0, f64::max);
    let points: geo::MultiPoint = corners.iter().map(|p| geo::Point::from(*p)).collect();
    let hull = points.convex_hull();
    let flat = {
        use geo::ChamberlainDuquetteArea as _;
        hull.chamberlain_duquette_unsigned_area() < 1e6
    };
    if farthest > FARTHEST_M || flat {
        return None;
    }
    honest_area(geo::MultiPolygon::new(vec![hull])).ok()
}

/// "along R near X": the parts of a line that lie near X; `None` when it is no line or passes far away.
pub(super) fn stretch(river: &Extent, place: &Extent) -> Option<Extent> {
    let centre = place.position();
    let reach = place.radius_m() + RELATIONS.doubt.stretch_km * 1_000.0;
    let points = river.lines()?.0.iter().map(densified);
    let pieces: Vec<geo::LineString> = points
        .flat_map(|line| runs_where(&line, |p| p.distance_m(centre) <= reach))
        .collect();
    if pieces.is_empty() {
        return None;
    }
    let lines = geo::MultiLineString::new(pieces);
    Extent::line(lines, reach).ok()
}

/// A line with a point every two kilometres at least, so that cutting it at its points is fine enough; straight in
/// degrees, as it is drawn.
fn densified(line: &geo::LineString) -> geo::LineString {
    use geo::{Densify as _, Euclidean};
    Euclidean.densify(line, 0.02)
}

/// The border of two areas: where the outline of the one runs along or inside the other.
pub(super) fn shared_border(x: &Extent, y: &Extent) -> Option<Extent> {
    let [west, south, east, north] = y.bbox().bounds();
    let near_box = |p: Position| {
        (west - 0.1..=east + 0.1).contains(&p.lon())
            && (south - 0.1..=north + 0.1).contains(&p.lat())
    };
    let rings = x.polygons()?.0.iter().map(geo::Polygon::exterior);
    let pieces: Vec<geo::LineString> = rings
        .flat_map(|ring| runs_where(ring, |p| near_box(p) && y.distance_m(p) <= SAME_BORDER_M))
        .collect();
    let lines = geo::MultiLineString::new(pieces);
    let position = Extent::line(lines.clone(), 1.0).ok()?.position();
    let reach = lines
        .0
        .iter()
        .flat_map(|line| line.0.iter())
        .filter_map(|c| Position::new(c.x, c.y).ok())
        .map(|p| p.distance_m(position))
        .fold(0.0, f64::max);
    Extent::line(lines, reach.max(1.0)).ok()
}

/// The longest runs of two or more neighbours of a line for which a test holds.
fn runs_where(line: &geo::LineString, holds: impl Fn(Position) -> bool) -> Vec<geo::LineString> {
    let kept = |c: &geo::Coord| Position::new(c.x, c.y).is_ok_and(&holds);
    let marks: Vec<bool> = line.0.iter().map(kept).collect();
    let mut runs = Vec::new();
    let mut start = 0;
    for group in marks.chunk_by(|a, b| a == b) {
        let end = start + group.len();
        if group.first() == Some(&true) && group.len() >= 2 {
            runs.extend(
                line.0
                    .get(start..end)
                    .map(|part| geo::LineString::new(part.to_vec())),
            );
        }
        start = end;
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(lon: f64, lat: f64) -> Position {
        Position::new(lon, lat).unwrap()
    }

    fn circle(lon: f64, lat: f64) -> Extent {
        Extent::circle(at(lon, lat), 5_000.0).unwrap()
    }

    fn square(west: f64, south: f64, east: f64, north: f64) -> Extent {
        let polygon = geo::Rect::new((west, south), (east, north)).to_polygon();
        honest_area(geo::MultiPolygon::new(vec![polygon])).unwrap()
    }

    fn positions() -> impl Strategy<Value = Position> {
        (40.0..48.0_f64, 30.0..37.0_f64).prop_map(|(lon, lat)| at(lon, lat))
    }

    proptest! {
        #[test]
        fn between_touches_both(a in positions(), b in positions()) {
            let extent = |p| Extent::circle(p, 2_000.0).unwrap();
            let middle = between(&extent(a), &extent(b)).unwrap();
            for end in [a, b] {
                prop_assert!(middle.position().distance_m(end) <= middle.radius_m() + 1.0);
            }
        }

        #[test]
        fn a_road_holds_its_ends_and_is_a_line(a in positions(), b in positions()) {
            prop_assume!(a.distance_m(b) > 10.0);
            let road = road(&[a, b]).unwrap();
            for end in [a, b] {
                prop_assert!(road.distance_m(end) < 1.0);
                prop_assert!(road.position().distance_m(end) <= road.radius_m());
            }
        }

        #[test]
        fn a_triangle_holds_its_corners(a in positions(), b in positions(), c in positions()) {
            let Some(area) = triangle(&[a, b, c]) else { return Ok(()) };
            for corner in [a, b, c] {
                prop_assert!(area.distance_m(corner) < 10.0);
            }
            prop_assert!(area.distance_m(area.position()) <= 0.0);
        }

        #[test]
        fn a_stretch_is_near_its_place(lon in 40.0..48.0_f64) {
            let river = geo::LineString::from(vec![(39.0, 35.0), (49.0, 35.0)]);
            let river = Extent::line(geo::MultiLineString::new(vec![river]), 400_000.0).unwrap();
            let part = stretch(&river, &circle(lon, 35.05)).unwrap();
            prop_assert!(part.position().distance_m(at(lon, 35.0)) < 3_000.0);
            prop_assert!(part.radius_m() <= 20_000.0);
        }
    }

    #[test]
    fn a_line_that_passes_far_away_has_no_stretch() {
        let river = geo::LineString::from(vec![(40.0, 35.0), (48.0, 35.0)]);
        let river = Extent::line(geo::MultiLineString::new(vec![river]), 400_000.0).unwrap();
        assert!(stretch(&river, &circle(44.0, 38.0)).is_none());
        assert!(stretch(&circle(44.0, 35.0), &circle(44.0, 35.0)).is_none());
    }

    #[test]
    fn neighbours_share_a_border_and_others_none() {
        let (left, right) = (
            square(44.0, 34.0, 45.0, 36.0),
            square(45.0, 34.0, 46.0, 36.0),
        );
        let border = shared_border(&left, &right).unwrap();
        let [west, south, east, north] = border.bbox().bounds();
        assert!((west - 45.0).abs() < 1e-9 && (east - 45.0).abs() < 1e-9);
        assert!((south - 34.0).abs() < 1e-9 && (north - 36.0).abs() < 1e-9);
        assert!(shared_border(&left, &square(47.0, 34.0, 48.0, 36.0)).is_none());
    }

    #[test]
    fn three_places_on_one_line_are_no_triangle() {
        assert!(triangle(&[at(44.0, 35.0), at(44.0, 35.5), at(44.0, 36.0)]).is_none());
    }
}
