//! Circles as polygons of degrees, as RFC 7946 wants them: counter-clockwise, cut at the antimeridian, closed
//! over a pole.

use super::{EARTH_RADIUS_M, Position};
use geo::{Coord, Geometry, LineString, MultiPolygon, Polygon};

const CORNERS: u32 = 64;

/// The circle as a polygon, or as two where it runs over the antimeridian.
pub(super) fn circle_outline(centre: Position, radius_m: f64) -> Geometry {
    let reach = (radius_m / EARTH_RADIUS_M).to_degrees();
    let (south_pole, north_pole) = (centre.lat() - reach <= -90.0, centre.lat() + reach >= 90.0);
    match (south_pole, north_pole) {
        (true, true) => world(),
        (true, false) => cap(centre, radius_m, -90.0),
        (false, true) => cap(centre, radius_m, 90.0),
        (false, false) => cut(ring(centre, radius_m)),
    }
}

/// Corners counter-clockwise, longitudes counted on from the centre, so possibly beyond ±180.
fn ring(centre: Position, radius_m: f64) -> Vec<Coord> {
    (0..CORNERS)
        .map(|i| {
            let bearing = -360.0 * f64::from(i) / f64::from(CORNERS);
            let there = centre.destination(bearing, radius_m);
            let turns = ((centre.lon() - there.lon()) / 360.0).round();
            Coord {
                x: there.lon() + 360.0 * turns,
                y: there.lat(),
            }
        })
        .collect()
}

fn polygon(corners: Vec<Coord>) -> Polygon {
    Polygon::new(LineString::new(corners), Vec::new())
}

fn cut(corners: Vec<Coord>) -> Geometry {
    let beyond = |limit: f64| corners.iter().any(|c| c.x * limit.signum() > limit.abs());
    let limit = match (beyond(180.0), beyond(-180.0)) {
        (true, _) => 180.0,
        (_, true) => -180.0,
        (false, false) => return Geometry::Polygon(polygon(corners)),
    };
    let inside = clipped(&corners, limit, |x| x * f64::signum(limit) <= 180.0);
    let outside = clipped(&corners, limit, |x| x * f64::signum(limit) >= 180.0)
        .into_iter()
        .map(|c| Coord {
            x: c.x - 2.0 * limit,
            ..c
        })
        .collect();
    Geometry::MultiPolygon(MultiPolygon::new(vec![polygon(inside), polygon(outside)]))
}

/// The part of the ring on one side of a meridian (Sutherland and Hodgman's way; a circle stays in one piece).
fn clipped(corners: &[Coord], meridian: f64, keep: impl Fn(f64) -> bool) -> Vec<Coord> {
    let next = corners.iter().cycle().skip(1);
    corners
        .iter()
        .zip(next)
        .flat_map(|(a, b)| {
            let own = keep(a.x).then_some(*a);
            let crossing = (keep(a.x) != keep(b.x)).then(|| crossing(*a, *b, meridian));
            [own, crossing]
        })
        .flatten()
        .collect()
}

fn crossing(a: Coord, b: Coord, meridian: f64) -> Coord {
    let share = (meridian - a.x) / (b.x - a.x);
    Coord {
        x: meridian,
        y: a.y + share * (b.y - a.y),
    }
}

/// A circle around a pole: its rim from west to east, closed along the pole's edge of the map.
fn cap(centre: Position, radius_m: f64, pole: f64) -> Geometry {
    let mut rim: Vec<Coord> = ring(centre, radius_m)
        .into_iter()
        .map(|c| Coord {
            x: (c.x + 180.0).rem_euclid(360.0) - 180.0,
            ..c
        })
        .collect();
    rim.sort_by(|a, b| a.x.total_cmp(&b.x));
    let (first, last) = (rim[0], rim[rim.len() - 1]);
    let seam = crossing(
        Coord {
            x: last.x - 360.0,
            ..last
        },
        first,
        -180.0,
    );
    let mut corners = vec![seam];
    corners.append(&mut rim);
    let at = |x, y| Coord { x, y };
    corners.extend([at(180.0, seam.y), at(180.0, pole), at(-180.0, pole)]);
    if pole < 0.0 {
        corners.reverse();
    }
    Geometry::Polygon(polygon(corners))
}

fn world() -> Geometry {
    let corners = [
        (-180.0, -90.0),
        (180.0, -90.0),
        (180.0, 90.0),
        (-180.0, 90.0),
    ];
    Geometry::Polygon(polygon(corners.map(Coord::from).to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area as _, BoundingRect as _, Validation as _};

    fn outline(lon: f64, lat: f64, radius_m: f64) -> Geometry {
        circle_outline(Position::new(lon, lat).unwrap(), radius_m)
    }

    fn polygons(geometry: &Geometry) -> Vec<Polygon> {
        match geometry {
            Geometry::Polygon(one) => vec![one.clone()],
            Geometry::MultiPolygon(many) => many.0.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_circle_is_a_valid_polygon_on_the_map_turned_counter_clockwise() {
        for (lon, lat) in [
            (44.0, 35.0),
            (179.9, 0.0),
            (-179.9, 40.0),
            (-180.0, -10.0),
            (10.0, 89.5),
            (-120.0, -89.5),
            (0.0, 90.0),
        ] {
            for radius_m in [100.0, 50_000.0, 300_000.0] {
                let geometry = outline(lon, lat, radius_m);
                let rect = geometry.bounding_rect().unwrap();
                assert!(
                    rect.min().x >= -180.0 && rect.max().x <= 180.0,
                    "{lon} {lat}"
                );
                for part in polygons(&geometry) {
                    assert!(part.is_valid(), "{lon} {lat} {radius_m}");
                    assert!(part.signed_area() > 0.0, "{lon} {lat} {radius_m}");
                }
            }
        }
    }

    #[test]
    fn a_cut_circle_keeps_its_area() {
        let (whole, cut) = (outline(0.0, 20.0, 90_000.0), outline(179.9, 20.0, 90_000.0));
        assert_eq!(polygons(&cut).len(), 2);
        assert!((whole.unsigned_area() - cut.unsigned_area()).abs() < 1e-9);
    }

    #[test]
    fn a_circle_over_both_poles_is_the_world() {
        assert!((outline(0.0, 0.0, 12_000_000.0).unsigned_area() - 64_800.0).abs() < 1e-9);
    }
}
