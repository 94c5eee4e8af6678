use super::{ExportError, Head, write_csv, write_geojson, write_geojsonseq};
use crate::domain::{DomainError, EventRecord};
use std::fmt;
use std::io::Write;
use std::path::Path;
use std::str::FromStr;

/// The formats of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One GeoJSON `FeatureCollection` (RFC 7946).
    GeoJson,
    /// GeoJSON text sequence (RFC 8142): a feature a line, each after a record separator.
    GeoJsonSeq,
    /// Comma-separated values with a line of column names.
    Csv,
}

/// `(format, word, media type, endings of file names)`.
const FORMATS: &[(Format, &str, &str, &[&str])] = &[
    (
        Format::GeoJson,
        "geojson",
        "application/geo+json",
        &["geojson", "json"],
    ),
    (
        Format::GeoJsonSeq,
        "geojsonseq",
        "application/geo+json-seq",
        &["geojsonseq", "geojsons", "geojsonl"],
    ),
    (Format::Csv, "csv", "text/csv; charset=utf-8", &["csv"]),
];

impl Format {
    fn row(self) -> &'static (Self, &'static str, &'static str, &'static [&'static str]) {
        let own = FORMATS.iter().find(|(format, ..)| *format == self);
        own.unwrap_or(&FORMATS[0])
    }

    /// The word of the parameter `f`, also the usual ending of a file name.
    pub fn as_str(self) -> &'static str {
        self.row().1
    }

    /// The media type of an answer.
    pub fn media_type(self) -> &'static str {
        self.row().2
    }

    /// The format that a file name asks for by its ending.
    pub fn of_path(path: &Path) -> Result<Self, DomainError> {
        let ending = path.extension().map(|ending| ending.to_string_lossy());
        let known = ending.as_deref().and_then(|ending| {
            let has = |endings: &[&str]| endings.iter().any(|e| e.eq_ignore_ascii_case(ending));
            FORMATS.iter().find(|row| has(row.3))
        });
        known.map(|row| row.0).ok_or_else(|| {
            DomainError::new(
                "a file name that ends in .geojson, .json, .geojsonseq, .geojsons, .geojsonl or .csv",
                path.display(),
            )
        })
    }

    /// Writes the events in this format; only GeoJSON has room for the head.
    pub fn write<R: AsRef<EventRecord>>(
        self,
        out: impl Write,
        records: impl IntoIterator<Item = R>,
        head: &Head,
    ) -> Result<u64, ExportError> {
        match self {
            Self::GeoJson => write_geojson(out, records, head),
            Self::GeoJsonSeq => write_geojsonseq(out, records),
            Self::Csv => write_csv(out, records),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = DomainError;

    fn from_str(text: &str) -> Result<Self, DomainError> {
        let named = FORMATS.iter().find(|row| row.1.eq_ignore_ascii_case(text));
        named
            .map(|row| row.0)
            .ok_or_else(|| DomainError::new("geojson, geojsonseq or csv", text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_tells_the_format() {
        let of = |name: &str| Format::of_path(Path::new(name));
        assert_eq!(of("events.geojson"), Ok(Format::GeoJson));
        assert_eq!(of("a/b.JSON"), Ok(Format::GeoJson));
        assert_eq!(of("b.geojsonl"), Ok(Format::GeoJsonSeq));
        assert_eq!(of("b.csv"), Ok(Format::Csv));
        assert!(of("events").is_err());
        assert!(of("events.shp").is_err());
    }

    #[test]
    fn every_word_reads_back() {
        for (format, ..) in FORMATS {
            assert_eq!(format.as_str().parse(), Ok(*format));
        }
    }
}
