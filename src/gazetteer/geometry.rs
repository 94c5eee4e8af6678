//! Extents made from one extent: parts, offsets, surroundings. The doubts stand in `relations.toml`.

use super::relation_table::RELATIONS;
use crate::domain::{DomainError, EARTH_RADIUS_M, Extent, ExtentKind, Position};
use geo::{BooleanOps as _, BoundingRect as _, Centroid as _, Contains as _};

/// "southern X": the half of an area towards the bearing; for a point or line the side of its circle.
pub(super) fn part(whole: &Extent, bearing: f64) -> Result<Extent, DomainError> {
    match whole.polygons().and_then(|area| half_of(area, bearing)) {
        Some(area) => honest_area(area),
        None => Extent::circle(
            whole
                .position()
                .destination(bearing, whole.radius_m() / 2.0),
            whole.radius_m(),
        ),
    }
}

/// The parts of the box around an area towards a bearing: its half, for a bearing between two its quarter.
fn half_of(area: &geo::MultiPolygon, bearing: f64) -> Option<geo::MultiPolygon> {
    let (rect, centre) = (area.bounding_rect()?, area.centroid()?);
    let (north, east) = (bearing.to_radians().cos(), bearing.to_radians().sin());
    let cut = |low: f64, high: f64, middle: f64, towards: f64| match towards {
        t if t > 0.3 => (middle, high),
        t if t < -0.3 => (low, middle),
        _ => (low, high),
    };
    let (south, north) = cut(rect.min().y, rect.max().y, centre.y(), north);
    let (west, east) = cut(rect.min().x, rect.max().x, centre.x(), east);
    clipped(area, (west, south), (east, north))
}

/// "central X": the middle of an area, half as wide and half as high; the inner half of a circle.
pub(super) fn centre(whole: &Extent) -> Result<Extent, DomainError> {
    match whole.polygons().and_then(middle_of) {
        Some(area) => honest_area(area),
        None => Extent::circle(whole.position(), (whole.radius_m() / 2.0).max(1_000.0)),
    }
}

fn middle_of(area: &geo::MultiPolygon) -> Option<geo::MultiPolygon> {
    let (rect, centre) = (area.bounding_rect()?, area.centroid()?);
    let (x, y) = (rect.width() / 4.0, rect.height() / 4.0);
    clipped(
        area,
        (centre.x() - x, centre.y() - y),
        (centre.x() + x, centre.y() + y),
    )
}

fn clipped(
    area: &geo::MultiPolygon,
    low: (f64, f64),
    high: (f64, f64),
) -> Option<geo::MultiPolygon> {
    let clip = geo::Rect::new(low, high).to_polygon();
    Some(area.intersection(&geo::MultiPolygon::new(vec![clip]))).filter(|part| !part.0.is_empty())
}

/// An area with the radius around its position that holds nine tenths of it.
pub(super) fn honest_area(area: geo::MultiPolygon) -> Result<Extent, DomainError> {
    let drawn = Extent::area(area.clone(), 1.0)?.position();
    let radius_m = reach_of_area(&area, drawn);
    Extent::area(area, radius_m)
}

/// Points of a grid over the box of an area on each side; enough for a radius to within a few per cent.
const GRID: u32 = 16;

/// The radius around a position that holds nine tenths of an area, in metres.
fn reach_of_area(area: &geo::MultiPolygon, from: Position) -> f64 {
    let Some(rect) = area.bounding_rect() else {
        return 1.0;
    };
    let at = |i: u32, low: f64, length: f64| low + length * (f64::from(i) + 0.5) / f64::from(GRID);
    let grid = (0..GRID * GRID).map(|i| {
        geo::Point::new(
            at(i % GRID, rect.min().x, rect.width()),
            at(i / GRID, rect.min().y, rect.height()),
        )
    });
    let mut distances: Vec<f64> = grid
        .filter(|point| area.contains(point))
        .filter_map(|point| Position::new(point.x(), point.y()).ok())
        .map(|position| position.distance_m(from))
        .collect();
    distances.sort_by(f64::total_cmp);
    let corners = || farthest(from, area);
    distances
        .get(distances.len() * 9 / 10)
        .copied()
        .unwrap_or_else(corners)
        .max(1.0)
}

fn farthest(from: Position, area: &geo::MultiPolygon) -> f64 {
    use geo::CoordsIter as _;
    area.exterior_coords_iter()
        .filter_map(|c| Position::new(c.x, c.y).ok())
        .map(|p| p.distance_m(from))
        .fold(1.0, f64::max)
}

/// "N km south of X": the point, with a share of the distance and of X's radius as doubt.
pub(super) fn offset(from: &Extent, bearing: f64, distance_m: f64) -> Result<Extent, DomainError> {
    let doubt = &RELATIONS.doubt;
    let of_words = (distance_m * doubt.share_of_distance).max(doubt.least_km * 1_000.0);
    let of_origin = from.radius_m().min(20_000.0) * doubt.share_of_origin;
    Extent::circle(
        from.position().destination(bearing, distance_m),
        of_words + of_origin,
    )
}

/// "50 km from X": anywhere within that distance and X's own radius.
pub(super) fn within(from: &Extent, distance_m: f64) -> Result<Extent, DomainError> {
    Extent::circle(from.position(), distance_m + from.radius_m().min(20_000.0))
}

/// "south of X" without a distance: from X's middle as far as `relations.toml` says; along a line, the line; of an
/// area, the part of it, since nobody says "south of Anbar province" of another one.
pub(super) fn beyond(from: &Extent, bearing: f64) -> Result<Extent, DomainError> {
    if from.polygons().is_some() {
        return part(from, bearing);
    }
    if from.lines().is_some() {
        return Ok(from.clone());
    }
    let doubt = &RELATIONS.doubt;
    let reach = (from.radius_m() * doubt.beyond_radii).max(doubt.beyond_least_km * 1_000.0) / 2.0;
    Extent::circle(from.position().destination(bearing, reach), reach)
}

/// "near X", "the northern outskirts of X": X and the ground around it, or one side of both; `None` for a place that is
/// itself as wide as the words, a line or area. Of those a side is the [`part`].
pub(super) fn around(
    place: &Extent,
    reach_m: f64,
    bearing: Option<f64>,
) -> Option<Result<Extent, DomainError>> {
    if place.kind() != ExtentKind::Point {
        return bearing.map(|bearing| part(place, bearing));
    }
    let reach = place.radius_m() + reach_m;
    Some(match bearing {
        None => Extent::circle(place.position(), reach),
        Some(bearing) => Extent::circle(
            place.position().destination(bearing, reach / 2.0),
            reach * 0.75,
        ),
    })
}

/// Around a list, its other members lie half as far again as those that are known, and at least `least_m` away.
pub(super) fn around_all(positions: &[Position], least_m: f64) -> Option<Extent> {
    let (centre, reach) = centre_and_reach(positions)?;
    Extent::circle(centre, (reach * 1.5).clamp(least_m, EARTH_RADIUS_M)).ok()
}

/// "between X, Y and Z": a circle in their middle that reaches half way to the farthest of them.
pub(super) fn amid(positions: &[Position]) -> Option<Extent> {
    let (centre, reach) = centre_and_reach(positions)?;
    Extent::circle(centre, (reach / 2.0).max(5_000.0)).ok()
}

fn centre_and_reach(positions: &[Position]) -> Option<(Position, f64)> {
    let points: geo::MultiPoint = positions.iter().map(|p| geo::Point::from(*p)).collect();
    let centre = points.centroid()?;
    let centre = Position::new(centre.x(), centre.y()).ok()?;
    Some((
        centre,
        positions
            .iter()
            .map(|p| p.distance_m(centre))
            .fold(0.0, f64::max),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::f64::consts::{SQRT_2, TAU};

    fn at(lon: f64, lat: f64) -> Position {
        Position::new(lon, lat).unwrap()
    }

    fn circle(lon: f64, lat: f64, radius_m: f64) -> Extent {
        Extent::circle(at(lon, lat), radius_m).unwrap()
    }

    /// An irregular star around a centre: no box, no circle.
    fn star(lon: f64, lat: f64, arms: &[f64]) -> geo::MultiPolygon {
        let corners = arms.iter().zip(0_i32..).map(|(arm, i)| {
            let turn = f64::from(i) / 12.0 * TAU;
            geo::Coord {
                x: lon + arm * turn.sin(),
                y: lat + arm * turn.cos(),
            }
        });
        let ring: geo::LineString = corners.collect();
        geo::MultiPolygon::new(vec![geo::Polygon::new(ring, vec![])])
    }

    fn stars() -> impl Strategy<Value = Extent> {
        let arms = proptest::collection::vec(0.3..1.5_f64, 12);
        (-170.0..170.0_f64, -60.0..60.0_f64, arms)
            .prop_map(|(lon, lat, arms)| honest_area(star(lon, lat, &arms)).unwrap())
    }

    proptest! {
        #[test]
        fn a_point_offset_by_a_distance_lies_that_far_away(
            lon in -180.0..180.0_f64, lat in -80.0..80.0_f64,
            bearing in 0.0..360.0_f64, distance in 500.0..300_000.0_f64,
        ) {
            let there = offset(&circle(lon, lat, 3_000.0), bearing, distance).unwrap();
            prop_assert!((there.position().distance_m(at(lon, lat)) - distance).abs() < 1.0);
            prop_assert!(there.radius_m() >= 2_000.0);
        }

        #[test]
        fn an_offset_holds_every_point_that_its_words_may_mean(
            bearing in 0.0..360.0_f64, turn in -20.0..20.0_f64, distance in 1_000.0..200_000.0_f64,
        ) {
            let there = offset(&circle(44.0, 35.0, 3_000.0), bearing, distance).unwrap();
            let meant = at(44.0, 35.0).destination(bearing + turn, distance);
            prop_assert!(there.distance_m(meant) <= 0.0);
        }

        #[test]
        fn a_part_lies_inside_its_area(whole in stars(), eighth in 0..8_i32) {
            use geo::{Area as _, BooleanOps as _};
            let part = part(&whole, f64::from(eighth) * 45.0).unwrap();
            let area = part.polygons().unwrap();
            let outside = area.difference(whole.polygons().unwrap()).unsigned_area();
            prop_assert!(outside < 1e-6 * area.unsigned_area().max(1e-3), "{outside}");
            prop_assert!(whole.distance_m(part.position()) <= 0.0);
            prop_assert!(area.unsigned_area() < 0.9 * whole.polygons().unwrap().unsigned_area());
        }

        #[test]
        fn opposite_parts_share_no_ground(whole in stars(), quarter in 0..4_i32) {
            use geo::{Area as _, BooleanOps as _};
            let side = |bearing: f64| part(&whole, bearing).unwrap();
            let (here, there) = (side(f64::from(quarter) * 90.0), side(f64::from(quarter) * 90.0 + 180.0));
            let shared = here.polygons().unwrap().intersection(there.polygons().unwrap());
            prop_assert!(shared.unsigned_area() < 1e-9);
        }

        #[test]
        fn the_middle_lies_inside_and_is_smaller(whole in stars()) {
            let middle = centre(&whole).unwrap();
            prop_assert!(whole.distance_m(middle.position()) <= 0.0);
            prop_assert!(middle.radius_m() <= whole.radius_m());
        }

        #[test]
        fn surroundings_hold_the_place(radius in 500.0..20_000.0_f64, reach in 3_000.0..40_000.0_f64) {
            let place = circle(44.0, 35.0, radius);
            let wider = around(&place, reach, None).unwrap().unwrap();
            prop_assert_eq!(wider.position(), place.position());
            prop_assert!(wider.radius_m() > place.radius_m());
            let side = around(&place, reach, Some(90.0)).unwrap().unwrap();
            prop_assert!(side.position().lon() > 44.0);
            prop_assert!(side.radius_m() < wider.radius_m());
        }
    }

    #[test]
    fn the_radius_of_an_area_holds_nine_tenths_of_it() {
        let square = geo::Rect::new((0.0, 0.0), (1.0, 1.0)).to_polygon();
        let extent = honest_area(geo::MultiPolygon::new(vec![square])).unwrap();
        let half_side = 55_600.0;
        assert!(extent.radius_m() > half_side, "{}", extent.radius_m());
        assert!(extent.radius_m() < half_side * SQRT_2);
    }

    #[test]
    fn surroundings_of_a_line_or_area_are_itself() {
        let square = geo::Rect::new((44.0, 34.0), (45.0, 36.0)).to_polygon();
        let area = honest_area(geo::MultiPolygon::new(vec![square])).unwrap();
        assert!(around(&area, 5_000.0, None).is_none());
    }
}
