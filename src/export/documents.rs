//! Whole documents of features.

use super::{ExportError, feature};
use crate::domain::EventRecord;
use jiff::Timestamp;
use serde::Serialize;
use std::io::{BufWriter, Write};

/// What stands in a `FeatureCollection` before its features; what is `None` or empty is left out.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Head {
    /// How many features match in all pages together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number_matched: Option<u64>,
    /// How many features this document has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number_returned: Option<u64>,
    /// Time of the data version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_stamp: Option<Timestamp>,
    /// Whom to name for the positions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
    /// Links to this and other documents.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
}

/// A link as OGC API writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Where to.
    pub href: String,
    /// What it is: `self`, `next`, `alternate`, ...
    pub rel: String,
    /// Its media type.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// What people read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

#[derive(Serialize)]
struct Opening<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(flatten)]
    head: &'a Head,
}

/// Writes one `FeatureCollection`, a feature a line; returns how many.
pub fn write_geojson<R: AsRef<EventRecord>>(
    out: impl Write,
    records: impl IntoIterator<Item = R>,
    head: &Head,
) -> Result<u64, ExportError> {
    let mut out = BufWriter::new(out);
    let kind = "FeatureCollection";
    let opening = serde_json::to_string(&Opening { kind, head })?;
    let open_end = opening.strip_suffix('}').unwrap_or(&opening);
    write!(out, "{open_end},\"features\":[")?;
    let mut count = 0;
    for record in records {
        out.write_all(if count == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut out, &feature(record.as_ref()))?;
        count += 1;
    }
    out.write_all(b"\n]}\n")?;
    out.flush()?;
    Ok(count)
}

/// Writes a GeoJSON text sequence (RFC 8142); returns how many features.
pub fn write_geojsonseq<R: AsRef<EventRecord>>(
    out: impl Write,
    records: impl IntoIterator<Item = R>,
) -> Result<u64, ExportError> {
    const RECORD_SEPARATOR: &[u8] = b"\x1e";
    let mut out = BufWriter::new(out);
    let mut count = 0;
    for record in records {
        out.write_all(RECORD_SEPARATOR)?;
        serde_json::to_writer(&mut out, &feature(record.as_ref()))?;
        out.write_all(b"\n")?;
        count += 1;
    }
    out.flush()?;
    Ok(count)
}
