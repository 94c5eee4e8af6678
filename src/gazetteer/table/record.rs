//! The fixed-width part of a place.

use super::bytes::Bytes;

/// Bytes of a record.
pub(super) const RECORD: usize = 56;
/// Degrees as whole numbers: a centimetre.
const UNITS_PER_DEGREE: f64 = 1e7;
/// Stands for "not known" in a number column.
pub(super) const NONE: u32 = u32::MAX;
const NO_POPULATION: u64 = u64::MAX;

/// The numbers of a place; texts are numbers of lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) lon: i32,
    pub(super) lat: i32,
    pub(super) population: Option<u64>,
    pub(super) radius_m: u32,
    pub(super) admin1: u32,
    pub(super) admin2: u32,
    pub(super) code: u16,
    pub(super) source: u16,
    pub(super) country: [u8; 2],
    pub(super) prefix: u16,
    pub(super) confidence: u8,
    /// The key of the id is the number itself and not the place of a text.
    pub(super) numbered: bool,
    /// The key of the id, or where it stands among the names.
    pub(super) key: u64,
    /// Where the names stand.
    pub(super) names: u64,
}

impl Record {
    pub(super) fn write(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(RECORD);
        out.extend_from_slice(&self.lon.to_le_bytes());
        out.extend_from_slice(&self.lat.to_le_bytes());
        out.extend_from_slice(&self.population.unwrap_or(NO_POPULATION).to_le_bytes());
        for number in [self.radius_m, self.admin1, self.admin2] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        out.extend_from_slice(&self.code.to_le_bytes());
        out.extend_from_slice(&self.source.to_le_bytes());
        out.extend_from_slice(&self.country);
        out.extend_from_slice(&self.prefix.to_le_bytes());
        out.extend_from_slice(&[self.confidence, u8::from(self.numbered), 0, 0]);
        out.extend_from_slice(&self.key.to_le_bytes());
        out.extend_from_slice(&self.names.to_le_bytes());
        out
    }

    pub(super) fn read(places: &[u8], row: u32) -> Option<Self> {
        let mut bytes = Bytes(places.get(row as usize * RECORD..)?);
        Some(Self {
            lon: i32::from_le_bytes(bytes.array()?),
            lat: i32::from_le_bytes(bytes.array()?),
            population: Some(u64::from_le_bytes(bytes.array()?)).filter(|p| *p != NO_POPULATION),
            radius_m: u32::from_le_bytes(bytes.array()?),
            admin1: u32::from_le_bytes(bytes.array()?),
            admin2: u32::from_le_bytes(bytes.array()?),
            code: u16::from_le_bytes(bytes.array()?),
            source: u16::from_le_bytes(bytes.array()?),
            country: bytes.array()?,
            prefix: u16::from_le_bytes(bytes.array()?),
            confidence: bytes.array::<1>()?[0],
            numbered: bytes.array::<3>()?[0] == 1,
            key: u64::from_le_bytes(bytes.array()?),
            names: u64::from_le_bytes(bytes.array()?),
        })
    }
}

/// Degrees to the whole number of a record.
#[expect(
    clippy::cast_possible_truncation,
    reason = "180 degrees are 1.8e9, below the largest i32; checked before"
)]
pub(super) fn from_degrees(degrees: f64) -> i32 {
    (degrees * UNITS_PER_DEGREE).round() as i32
}

/// The antimeridian is -180 degrees everywhere.
pub(super) fn from_lon_lat(lon: f64, lat: f64) -> [i32; 2] {
    let lon = if lon >= 180.0 { -180.0 } else { lon };
    [from_degrees(lon), from_degrees(lat)]
}

pub(super) fn to_degrees(units: i32) -> f64 {
    f64::from(units) / UNITS_PER_DEGREE
}
