use super::{DomainError, Position};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A box west, south, east, north in degrees; west > east crosses the antimeridian.
///
/// ```
/// use sitmap::domain::{BoundingBox, Position};
/// let pacific: BoundingBox = "170,-20,-170,20".parse()?;
/// assert!(pacific.contains(Position::new(179.0, 0.0)?));
/// assert!(!pacific.contains(Position::new(0.0, 0.0)?));
/// assert!("1,2,3".parse::<BoundingBox>().is_err());
/// # Ok::<(), sitmap::domain::DomainError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "[f64; 4]", into = "[f64; 4]")]
pub struct BoundingBox {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

/// A box that does not cross the antimeridian: `[west, south]` and `[east, north]`.
pub type Envelope = ([f64; 2], [f64; 2]);

impl BoundingBox {
    /// The whole Earth.
    pub const WORLD: Self = Self {
        west: -180.0,
        south: -90.0,
        east: 180.0,
        north: 90.0,
    };

    /// Checks and makes a box; edges belong to it.
    pub fn new(west: f64, south: f64, east: f64, north: f64) -> Result<Self, DomainError> {
        let on_earth = [west, east]
            .iter()
            .all(|lon| (-180.0..=180.0).contains(lon))
            && [south, north]
                .iter()
                .all(|lat| (-90.0..=90.0).contains(lat));
        if !on_earth || south > north {
            return Err(DomainError::new(
                "west,south,east,north in degrees, longitudes within ±180, latitudes within ±90, south not above north",
                format!("{west},{south},{east},{north}"),
            ));
        }
        Ok(Self {
            west,
            south,
            east,
            north,
        })
    }

    /// West, south, east, north in degrees.
    pub fn bounds(self) -> [f64; 4] {
        [self.west, self.south, self.east, self.north]
    }

    /// Whether the box runs over the antimeridian.
    pub fn crosses_antimeridian(self) -> bool {
        self.west > self.east
    }

    /// The one or two envelopes that together make the box. Since a stored longitude is never +180, a box
    /// that touches +180 gets a second envelope at -180.
    pub fn envelopes(self) -> Vec<Envelope> {
        let slice = |west, east| ([west, self.south], [east, self.north]);
        if self.crosses_antimeridian() {
            vec![slice(self.west, 180.0), slice(-180.0, self.east)]
        } else if self.east >= 180.0 && self.west > -180.0 {
            vec![slice(self.west, 180.0), slice(-180.0, -180.0)]
        } else {
            vec![slice(self.west, self.east)]
        }
    }

    /// Whether the position lies in the box or on its edge.
    pub fn contains(self, position: Position) -> bool {
        self.envelopes().iter().any(|(low, high)| {
            (low[0]..=high[0]).contains(&position.lon())
                && (low[1]..=high[1]).contains(&position.lat())
        })
    }

    /// The smallest box around positions, never over the antimeridian; `None` for no positions.
    pub fn around(positions: impl IntoIterator<Item = Position>) -> Option<Self> {
        positions.into_iter().fold(None, |sofar, p| {
            let b = sofar.unwrap_or(Self {
                west: p.lon(),
                south: p.lat(),
                east: p.lon(),
                north: p.lat(),
            });
            Some(Self {
                west: b.west.min(p.lon()),
                south: b.south.min(p.lat()),
                east: b.east.max(p.lon()),
                north: b.north.max(p.lat()),
            })
        })
    }
}

impl FromStr for BoundingBox {
    type Err = DomainError;

    /// Four numbers `W,S,E,N`, or six with heights, which are checked and left out.
    fn from_str(text: &str) -> Result<Self, DomainError> {
        const EXPECTED: &str = "4 numbers W,S,E,N (or 6 with heights), separated by commas";
        let numbers: Vec<f64> = text
            .split(',')
            .map(|part| part.trim().parse().ok().filter(|n: &f64| n.is_finite()))
            .collect::<Option<_>>()
            .ok_or_else(|| DomainError::new(EXPECTED, text))?;
        match numbers[..] {
            [w, s, e, n] => Self::new(w, s, e, n),
            [w, s, low, e, n, high] if low <= high => Self::new(w, s, e, n),
            _ => Err(DomainError::new(EXPECTED, text)),
        }
    }
}

impl fmt::Display for BoundingBox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{},{},{},{}",
            self.west, self.south, self.east, self.north
        )
    }
}

impl From<BoundingBox> for [f64; 4] {
    fn from(bbox: BoundingBox) -> Self {
        bbox.bounds()
    }
}

impl TryFrom<[f64; 4]> for BoundingBox {
    type Error = DomainError;

    fn try_from([w, s, e, n]: [f64; 4]) -> Result<Self, Self::Error> {
        Self::new(w, s, e, n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_of_three_numbers_is_refused() {
        for bad in [
            "",
            "1,2,3",
            "1,2,3,4,5",
            "a,b,c,d",
            "0,50,10,40",
            "-181,0,0,0",
            "0,0,NaN,1",
            "1,2,9,3,4,5",
        ] {
            assert!(bad.parse::<BoundingBox>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_box_up_to_180_holds_the_antimeridian() {
        let east: BoundingBox = "100,-60,180,60".parse().unwrap();
        assert!(east.contains(Position::new(180.0, 0.0).unwrap()));
    }

    #[test]
    fn six_numbers_leave_the_heights_out() {
        assert_eq!(
            "1,2,0,3,4,9".parse::<BoundingBox>(),
            BoundingBox::new(1.0, 2.0, 3.0, 4.0)
        );
    }
}
