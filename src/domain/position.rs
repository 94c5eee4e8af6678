use super::DomainError;
use serde::{Deserialize, Serialize};

/// A point on the Earth: longitude and latitude in degrees, WGS 84, in that order.
///
/// Both are finite; longitude lies in [-180, 180) (180 becomes -180, so that the antimeridian has one
/// spelling) and latitude in [-90, 90].
///
/// ```
/// use sitmap::domain::Position;
/// let kanous = Position::new(43.274, 35.673)?;
/// assert!((kanous.distance_m(Position::new(43.274, 35.683)?) - 1112.0).abs() < 1.0);
/// assert!(Position::new(999.0, 95.0).is_err());
/// # Ok::<(), sitmap::domain::DomainError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "[f64; 2]", into = "[f64; 2]")]
pub struct Position {
    lon: f64,
    lat: f64,
}

impl Position {
    /// Checks and makes a position.
    pub fn new(lon: f64, lat: f64) -> Result<Self, DomainError> {
        let valid = (-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat);
        if !valid {
            return Err(DomainError::new(
                "longitude within ±180 and latitude within ±90 degrees",
                format!("{lon}, {lat}"),
            ));
        }
        Ok(Self {
            lon: if lon >= 180.0 { -180.0 } else { lon },
            lat,
        })
    }

    /// Degrees east of Greenwich.
    pub fn lon(self) -> f64 {
        self.lon
    }

    /// Degrees north of the equator.
    pub fn lat(self) -> f64 {
        self.lat
    }

    /// Great-circle distance in metres.
    pub fn distance_m(self, other: Self) -> f64 {
        use geo::{Distance as _, Haversine};
        Haversine.distance(geo::Point::from(self), geo::Point::from(other))
    }

    /// The position reached from here by going `distance_m` metres towards `bearing` (degrees clockwise from north).
    #[must_use]
    pub fn destination(self, bearing: f64, distance_m: f64) -> Self {
        use geo::{Destination as _, Haversine};
        let there = Haversine.destination(geo::Point::from(self), bearing, distance_m);
        let lon = (there.x() + 180.0).rem_euclid(360.0) - 180.0;
        Self {
            lon,
            lat: there.y().clamp(-90.0, 90.0),
        }
    }
}

impl From<Position> for geo::Point {
    fn from(position: Position) -> Self {
        Self::new(position.lon, position.lat)
    }
}

impl From<Position> for geo::Coord {
    fn from(position: Position) -> Self {
        Self {
            x: position.lon,
            y: position.lat,
        }
    }
}

impl From<Position> for [f64; 2] {
    fn from(position: Position) -> Self {
        [position.lon, position.lat]
    }
}

impl TryFrom<[f64; 2]> for Position {
    type Error = DomainError;

    fn try_from([lon, lat]: [f64; 2]) -> Result<Self, Self::Error> {
        Self::new(lon, lat)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_antimeridian_has_one_spelling() {
        assert_eq!(Position::new(180.0, 0.0), Position::new(-180.0, 0.0));
    }

    #[test]
    fn refuses_what_is_not_on_earth() {
        for (lon, lat) in [
            (f64::NAN, 0.0),
            (0.0, f64::INFINITY),
            (181.0, 0.0),
            (0.0, -90.1),
        ] {
            assert!(Position::new(lon, lat).is_err(), "{lon} {lat}");
        }
    }

    #[test]
    fn a_destination_over_the_antimeridian_wraps() {
        let there = Position::new(179.9, 0.0)
            .unwrap()
            .destination(90.0, 50_000.0);
        assert!(there.lon() < -179.0);
    }
}
