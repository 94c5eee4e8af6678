use super::outline::circle_outline;
use super::{BoundingBox, DomainError, Position};
use geo::orient::{Direction, Orient as _};
use geo::{Centroid as _, Contains as _, Distance as _, Haversine, InteriorPoint as _};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Mean radius of the Earth in metres, as `geo`'s haversine uses it.
pub const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// The word for an extent's shape in answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExtentKind {
    /// A position with a radius.
    Point,
    /// A ridge, river, road or border.
    Line,
    /// An area.
    Area,
}

/// Where something is, as honestly as it is known: never a bare point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawExtent", into = "RawExtent")]
pub struct Extent {
    shape: Arc<geo::Geometry>,
    position: Position,
    radius_m: f64,
    bbox: BoundingBox,
}

impl Extent {
    /// A circle of `radius_m` metres (more than 0, at most half the Earth's circumference).
    pub fn circle(position: Position, radius_m: f64) -> Result<Self, DomainError> {
        Self::with_radius(geo::Geometry::Point(position.into()), position, radius_m)
    }

    /// A line of two or more positions; drawn at its middle vertex-wise, `radius_m` is half its reach.
    pub fn line(shape: geo::MultiLineString, radius_m: f64) -> Result<Self, DomainError> {
        let position = middle_of(&shape)
            .ok_or_else(|| DomainError::new("a line of at least two positions", "an empty line"))?;
        Self::with_radius(geo::Geometry::MultiLineString(shape), position, radius_m)
    }

    /// An area; drawn at a point inside it. Its rings are turned as RFC 7946 asks: outer ones counter-clockwise.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "the extent keeps a turned copy; the caller's is of no more use"
    )]
    pub fn area(shape: geo::MultiPolygon, radius_m: f64) -> Result<Self, DomainError> {
        let shape = shape.orient(Direction::Default);
        let position = inside_of(&shape)
            .ok_or_else(|| DomainError::new("a polygon with an inside", "an empty polygon"))?;
        Self::with_radius(geo::Geometry::MultiPolygon(shape), position, radius_m)
    }

    fn with_radius(
        shape: geo::Geometry,
        position: Position,
        radius_m: f64,
    ) -> Result<Self, DomainError> {
        if !(radius_m > 0.0 && radius_m <= 20_037_509.0) {
            return Err(DomainError::new(
                "a radius in metres, above 0 and at most 20,037,508",
                radius_m,
            ));
        }
        let bbox = bounds(&shape, position, radius_m)?;
        Ok(Self {
            shape: Arc::new(shape),
            position,
            radius_m,
            bbox,
        })
    }

    /// Where clients draw it: the centre, the middle of a line, a point inside an area.
    pub fn position(&self) -> Position {
        self.position
    }

    /// Metres from the position within which the true place is believed to lie.
    pub fn radius_m(&self) -> f64 {
        self.radius_m
    }

    /// The smallest box around the whole extent.
    pub fn bbox(&self) -> BoundingBox {
        self.bbox
    }

    /// Point, line or area.
    pub fn kind(&self) -> ExtentKind {
        match *self.shape {
            geo::Geometry::MultiPolygon(_) => ExtentKind::Area,
            geo::Geometry::MultiLineString(_) => ExtentKind::Line,
            _ => ExtentKind::Point,
        }
    }

    /// The geometry as it is kept: a point for a circle, else the lines or polygons.
    pub fn shape(&self) -> &geo::Geometry {
        &self.shape
    }

    /// The polygons of an area.
    pub fn polygons(&self) -> Option<&geo::MultiPolygon> {
        match &*self.shape {
            geo::Geometry::MultiPolygon(shape) => Some(shape),
            _ => None,
        }
    }

    /// The lines of a line.
    pub fn lines(&self) -> Option<&geo::MultiLineString> {
        match &*self.shape {
            geo::Geometry::MultiLineString(shape) => Some(shape),
            _ => None,
        }
    }

    /// The geometry to show: a circle becomes a polygon of 64 corners, cut where it runs over the antimeridian;
    /// lines and areas are as they were given, within ±180 degrees.
    pub fn outline(&self) -> geo::Geometry {
        match &*self.shape {
            geo::Geometry::Point(_) => circle_outline(self.position, self.radius_m),
            shape => shape.clone(),
        }
    }

    /// Metres from `position` to the nearest part of the extent; 0 inside.
    pub fn distance_m(&self, position: Position) -> f64 {
        let point = geo::Point::from(position);
        match &*self.shape {
            geo::Geometry::MultiPolygon(area) if area.contains(&point) => 0.0,
            geo::Geometry::MultiPolygon(area) => {
                nearest(point, area.0.iter().map(geo::Polygon::exterior))
            }
            geo::Geometry::MultiLineString(lines) => nearest(point, lines.0.iter()),
            _ => (self.position.distance_m(position) - self.radius_m).max(0.0),
        }
    }
}

/// Metres to the nearest point of lines, found on a plane around `point` where a degree of longitude is as short as it
/// is there; exact enough for the tens of kilometres that it is asked for.
fn nearest<'a>(point: geo::Point, lines: impl Iterator<Item = &'a geo::LineString>) -> f64 {
    let squeeze = point.y().to_radians().cos();
    let local = |c: geo::Coord| ((c.x - point.x()) * squeeze, c.y - point.y());
    let segments = lines
        .flat_map(|line| line.0.windows(2))
        .filter_map(|pair| Some((local(*pair.first()?), local(*pair.last()?))));
    let (_, foot) = segments.map(|(a, b)| foot_on_segment(a, b)).fold(
        (f64::INFINITY, None),
        |best, (square, foot)| {
            if square < best.0 {
                (square, Some(foot))
            } else {
                best
            }
        },
    );
    foot.map_or(f64::INFINITY, |(x, y): (f64, f64)| {
        Haversine.distance(
            point,
            geo::Point::new(point.x() + x / squeeze.max(1e-9), point.y() + y),
        )
    })
}

/// The point of a segment nearest to the origin, and its squared distance.
fn foot_on_segment((ax, ay): (f64, f64), (bx, by): (f64, f64)) -> (f64, (f64, f64)) {
    let (dx, dy) = (bx - ax, by - ay);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 {
        (-(ax * dx + ay * dy) / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let (x, y) = (ax + along * dx, ay + along * dy);
    (x * x + y * y, (x, y))
}

/// The point halfway along the longest of the lines.
fn middle_of(lines: &geo::MultiLineString) -> Option<Position> {
    use geo::{InterpolateLine as _, Length as _};
    let longest = lines
        .0
        .iter()
        .filter(|line| line.0.len() >= 2)
        .max_by(|a, b| Haversine.length(*a).total_cmp(&Haversine.length(*b)))?;
    let middle = Haversine.point_at_ratio_from_start(longest, 0.5)?;
    Position::new(middle.x(), middle.y()).ok()
}

/// The middle of the largest part, so that a country with islands is drawn on its mainland; where that lies outside,
/// some point inside.
fn inside_of(area: &geo::MultiPolygon) -> Option<Position> {
    use geo::Area as _;
    let size = |part: &geo::Polygon| part.unsigned_area();
    let largest = area.0.iter().max_by(|a, b| size(a).total_cmp(&size(b)))?;
    let inside = largest
        .centroid()
        .filter(|centre| area.contains(centre))
        .or_else(|| largest.interior_point())?;
    Position::new(inside.x(), inside.y()).ok()
}

fn bounds(
    shape: &geo::Geometry,
    position: Position,
    radius_m: f64,
) -> Result<BoundingBox, DomainError> {
    use geo::BoundingRect as _;
    if matches!(shape, geo::Geometry::Point(_)) {
        return circle_bounds(position, radius_m);
    }
    let rect = shape
        .bounding_rect()
        .ok_or_else(|| DomainError::new("a geometry with positions", "none"))?;
    BoundingBox::new(rect.min().x, rect.min().y, rect.max().x, rect.max().y)
}

fn circle_bounds(centre: Position, radius_m: f64) -> Result<BoundingBox, DomainError> {
    let angle = radius_m / EARTH_RADIUS_M;
    let (south, north) = (
        centre.lat() - angle.to_degrees(),
        centre.lat() + angle.to_degrees(),
    );
    let reach = angle.sin() / centre.lat().to_radians().cos();
    if south <= -90.0 || north >= 90.0 || reach >= 1.0 {
        return BoundingBox::new(-180.0, south.max(-90.0), 180.0, north.min(90.0));
    }
    let half = reach.asin().to_degrees();
    BoundingBox::new(
        wrapped(centre.lon() - half),
        south,
        wrapped(centre.lon() + half),
        north,
    )
}

fn wrapped(lon: f64) -> f64 {
    (lon + 180.0).rem_euclid(360.0) - 180.0
}

/// How an extent is written down: a GeoJSON-like geometry and its radius.
#[derive(Serialize, Deserialize)]
struct RawExtent {
    geometry: geojson::Geometry,
    radius_m: f64,
}

impl From<Extent> for RawExtent {
    fn from(extent: Extent) -> Self {
        Self {
            geometry: geojson::Geometry::from(&*extent.shape),
            radius_m: extent.radius_m,
        }
    }
}

impl TryFrom<RawExtent> for Extent {
    type Error = DomainError;

    fn try_from(raw: RawExtent) -> Result<Self, DomainError> {
        let shape = geo::Geometry::try_from(raw.geometry)
            .map_err(|error| DomainError::new("a GeoJSON geometry", error))?;
        match shape {
            geo::Geometry::Point(point) => {
                Self::circle(Position::new(point.x(), point.y())?, raw.radius_m)
            }
            geo::Geometry::LineString(line) => {
                Self::line(geo::MultiLineString::new(vec![line]), raw.radius_m)
            }
            geo::Geometry::MultiLineString(lines) => Self::line(lines, raw.radius_m),
            geo::Geometry::Polygon(polygon) => {
                Self::area(geo::MultiPolygon::new(vec![polygon]), raw.radius_m)
            }
            geo::Geometry::MultiPolygon(area) => Self::area(area, raw.radius_m),
            _ => Err(DomainError::new(
                "a Point, LineString, Polygon or a Multi of the last two",
                "another geometry",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lon: f64, lat: f64) -> Position {
        Position::new(lon, lat).unwrap()
    }

    #[test]
    fn a_circle_has_a_box_in_true_metres() {
        let bbox = Extent::circle(at(44.0, 35.0), 10_000.0)
            .unwrap()
            .bbox()
            .bounds();
        assert!(
            (at(bbox[0], 35.0).distance_m(at(44.0, 35.0)) - 10_000.0).abs() < 20.0,
            "{bbox:?}"
        );
    }

    #[test]
    fn a_circle_over_the_antimeridian_has_a_crossing_box() {
        assert!(
            Extent::circle(at(179.99, 0.0), 50_000.0)
                .unwrap()
                .bbox()
                .crosses_antimeridian()
        );
    }

    #[test]
    fn a_line_is_drawn_halfway_along_it() {
        let line = geo::MultiLineString::new(vec![geo::LineString::from(vec![
            (43.0, 35.0),
            (45.0, 35.0),
        ])]);
        let extent = Extent::line(line, 90_000.0).unwrap();
        assert!((extent.position().lon() - 44.0).abs() < 0.01);
        assert!(extent.distance_m(at(43.0, 35.0)) < 1.0);
    }

    #[test]
    fn no_radius_is_no_extent() {
        assert!(Extent::circle(at(0.0, 0.0), 0.0).is_err());
        assert!(Extent::circle(at(0.0, 0.0), f64::NAN).is_err());
    }

    #[test]
    fn json_keeps_the_extent() {
        let extent = Extent::circle(at(43.274, 35.673), 2_000.0).unwrap();
        let back: Extent = serde_json::from_str(&serde_json::to_string(&extent).unwrap()).unwrap();
        assert_eq!(back, extent);
    }
}
