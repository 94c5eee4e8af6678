//! Extents made from extents: parts, offsets, corridors, surroundings.

use crate::domain::{DomainError, EARTH_RADIUS_M, Extent, ExtentKind, Position};
use geo::{BooleanOps as _, BoundingRect as _, Centroid as _, ChamberlainDuquetteArea as _};
use std::f64::consts::PI;

/// "southern X": the half of an area towards the bearing; for a point or line the side of its circle.
pub(super) fn part(whole: &Extent, bearing: f64) -> Result<Extent, DomainError> {
    let half = whole.polygons().and_then(|area| half_of(area, bearing));
    match half {
        Some(area) => {
            let radius = area_radius_m(&area);
            Extent::area(area, radius)
        }
        None => Extent::circle(
            whole
                .position()
                .destination(bearing, whole.radius_m() / 2.0),
            whole.radius_m(),
        ),
    }
}

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
    let clip = geo::Rect::new((west, south), (east, north)).to_polygon();
    Some(area.intersection(&geo::MultiPolygon::new(vec![clip]))).filter(|half| !half.0.is_empty())
}

/// The radius of a circle of the same area, in metres.
pub(super) fn area_radius_m(area: &geo::MultiPolygon) -> f64 {
    (area.chamberlain_duquette_unsigned_area() / PI)
        .sqrt()
        .max(1.0)
}

/// "N km south of X": the point, with a quarter of the distance (at least 2 km) and half of X's radius as doubt.
pub(super) fn offset(from: &Extent, bearing: f64, distance_m: f64) -> Result<Extent, DomainError> {
    let doubt = (distance_m / 4.0).max(2_000.0) + from.radius_m().min(20_000.0) / 2.0;
    Extent::circle(from.position().destination(bearing, distance_m), doubt)
}

/// "50 km from X": anywhere within that distance and X's own radius.
pub(super) fn within(from: &Extent, distance_m: f64) -> Result<Extent, DomainError> {
    Extent::circle(from.position(), distance_m + from.radius_m().min(20_000.0))
}

/// "south of X" without a distance: beside X, as far again as X is wide, at least 15 km; along a line, the line.
pub(super) fn beyond(from: &Extent, bearing: f64) -> Result<Extent, DomainError> {
    if from.polygons().is_some() {
        return part(from, bearing);
    }
    if from.lines().is_some() {
        return Ok(from.clone());
    }
    let reach = from.radius_m().max(15_000.0);
    Extent::circle(from.position().destination(bearing, reach), reach)
}

/// "near X": X and 5 km around it, at most twice its radius and 10 km more; a line or area is wide enough as it is.
pub(super) fn near(place: &Extent) -> Result<Extent, DomainError> {
    if place.kind() != ExtentKind::Point {
        return Ok(place.clone());
    }
    Extent::circle(
        place.position(),
        (place.radius_m() + 5_000.0).min(place.radius_m() * 2.0 + 10_000.0),
    )
}

/// "between X and Y": a circle around the middle of the nearest parts of both that touches both.
pub(super) fn between(x: &Extent, y: &Extent) -> Result<Extent, DomainError> {
    let (a, b) = (nearest_part(x, y.position()), nearest_part(y, x.position()));
    let half = a.distance_m(b) / 2.0;
    let middle = geo::Point::from(a);
    let bearing = {
        use geo::{Bearing as _, Haversine};
        Haversine.bearing(middle, geo::Point::from(b))
    };
    Extent::circle(a.destination(bearing, half), half.max(5_000.0))
}

/// The part of a line nearest to a position; the middle of anything else.
fn nearest_part(extent: &Extent, to: Position) -> Position {
    use geo::{Closest, ClosestPoint as _};
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

/// Around a list, its other members lie half as far again as those that are known, and at least `least_m` away.
pub(super) fn around(positions: &[Position], least_m: f64) -> Option<Extent> {
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

    fn square() -> Extent {
        let polygon = geo::Rect::new((44.0, 34.0), (45.0, 36.0)).to_polygon();
        Extent::area(geo::MultiPolygon::new(vec![polygon]), 80_000.0).unwrap()
    }

    fn at(lon: f64, lat: f64) -> Extent {
        Extent::circle(Position::new(lon, lat).unwrap(), 5_000.0).unwrap()
    }

    #[test]
    fn the_southern_part_is_the_southern_half() {
        let south = part(&square(), 180.0).unwrap();
        assert!(south.bbox().bounds()[3] <= 35.001, "{:?}", south.bbox());
        assert!(south.radius_m() < area_radius_m(square().polygons().unwrap()));
    }

    #[test]
    fn fifteen_km_south_is_fifteen_km_south() {
        let there = offset(&at(44.0, 35.0), 180.0, 15_000.0).unwrap();
        assert!(
            (there
                .position()
                .distance_m(Position::new(44.0, 35.0).unwrap())
                - 15_000.0)
                .abs()
                < 1.0
        );
        assert!(there.position().lat() < 35.0);
    }

    #[test]
    fn between_touches_both() {
        let (x, y) = (at(44.0, 35.0), at(44.0, 36.0));
        let middle = between(&x, &y).unwrap();
        assert!((middle.position().lat() - 35.5).abs() < 0.01);
        assert!(
            (middle.radius_m() - 55_600.0).abs() < 500.0,
            "{}",
            middle.radius_m()
        );
    }
}
