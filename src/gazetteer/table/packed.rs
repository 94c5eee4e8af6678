//! A row as bytes that sort by importance: the most populous places first, so that the first bearers of a name are
//! the ones most often meant.

use super::bytes::{Bytes, put_number, put_text};
use super::row::{Confidence, NameKind, Row, RowName};

/// Appends the row; its first bytes order it by population, then by id.
pub(super) fn pack(row: &Row<'_>, out: &mut Vec<u8>) {
    out.extend_from_slice(&rank(row.population).to_be_bytes());
    out.extend_from_slice(row.id.as_bytes());
    out.push(0);
    put_text(out, row.name);
    out.extend_from_slice(&row.lon.to_le_bytes());
    out.extend_from_slice(&row.lat.to_le_bytes());
    out.extend_from_slice(&row.radius_m.to_le_bytes());
    put_text(out, row.feature_class);
    put_text(out, row.feature_code);
    for text in [row.country, row.admin1, row.admin2] {
        put_text(out, text.unwrap_or_default());
    }
    put_text(out, row.source);
    out.push(row.confidence as u8);
    put_number(out, row.names.len() as u64);
    for name in &row.names {
        put_number(out, name.kind as u64);
        put_text(out, name.lang);
        put_text(out, name.text);
    }
}

/// The largest population first, an unknown one last.
fn rank(population: Option<u64>) -> u64 {
    population.map_or(u64::MAX, |p| u64::MAX - 1 - p.min(u64::MAX - 1))
}

pub(super) fn unpack(record: &[u8]) -> Option<Row<'_>> {
    let mut bytes = Bytes(record);
    let rank = u64::from_be_bytes(bytes.array()?);
    let end = bytes.0.iter().position(|b| *b == 0)?;
    let id = std::str::from_utf8(bytes.take(end)?).ok()?;
    bytes.take(1)?;
    Some(Row {
        id,
        name: bytes.text()?,
        lon: f64::from_le_bytes(bytes.array()?),
        lat: f64::from_le_bytes(bytes.array()?),
        radius_m: f64::from_le_bytes(bytes.array()?),
        feature_class: bytes.text()?,
        feature_code: bytes.text()?,
        country: given(bytes.text()?),
        admin1: given(bytes.text()?),
        admin2: given(bytes.text()?),
        population: (rank != u64::MAX).then(|| u64::MAX - 1 - rank),
        source: bytes.text()?,
        confidence: confidence(bytes.array::<1>()?[0]),
        names: names(bytes)?,
    })
}

fn given(text: &str) -> Option<&str> {
    Some(text).filter(|t| !t.is_empty())
}

/// The confidence of a number; a number that means none is the lowest.
pub(super) fn confidence(number: u8) -> Confidence {
    match number {
        0 => Confidence::High,
        1 => Confidence::Medium,
        _ => Confidence::Low,
    }
}

fn names(mut bytes: Bytes<'_>) -> Option<Vec<RowName<'_>>> {
    let count = bytes.number()?;
    (0..count)
        .map(|_| {
            Some(RowName {
                kind: NameKind::from_number(bytes.number()?)?,
                lang: bytes.text()?,
                text: bytes.text()?,
            })
        })
        .collect()
}
