//! Events as a table.

use super::ExportError;
use super::event_properties::EventProperties;
use super::geometry::coordinates;
use crate::domain::EventRecord;
use serde::Serialize;
use std::borrow::Cow;
use std::io::Write;

/// The columns in order: the properties of a feature, with the position behind the radius. Lists are JSON text.
pub const CSV_COLUMNS: &[&str] = &[
    "id",
    "title",
    "event_type",
    "sub_event_type",
    "mode",
    "date_start",
    "date_end",
    "date_precision",
    "date_text",
    "place_name",
    "place_id",
    "admin1",
    "admin2",
    "country",
    "location_precision",
    "radius_m",
    "lon",
    "lat",
    "actor1",
    "actor2",
    "actors",
    "fatalities_low",
    "fatalities_best",
    "fatalities_high",
    "counts",
    "summary",
    "evidence",
    "source",
    "source_url",
    "published_at",
    "dataset",
    "license",
    "status",
    "confidence",
    "incident_id",
    "attribution",
    "version",
    "updated_at",
];

/// Writes events as CSV (RFC 4180, UTF-8) with a line of column names; returns how many.
///
/// A text that a spreadsheet would take for a formula (`=`, `+`, `-`, `@`, tab or carriage return in front) gets an
/// apostrophe in front; numbers stay numbers.
pub fn write_csv<R: AsRef<EventRecord>>(
    out: impl Write,
    records: impl IntoIterator<Item = R>,
) -> Result<u64, ExportError> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(CSV_COLUMNS)?;
    let mut count = 0;
    for record in records {
        let mut row = Row { table: &mut table };
        write_row(&mut row, record.as_ref())?;
        table.write_record(None::<&[u8]>)?;
        count += 1;
    }
    table.flush()?;
    Ok(count)
}

struct Row<'a, W: Write> {
    table: &'a mut csv::Writer<W>,
}

impl<W: Write> Row<'_, W> {
    fn text(&mut self, text: &str) -> Result<(), ExportError> {
        Ok(self.table.write_field(&*harmless(text))?)
    }

    fn words<T: ToString>(&mut self, value: Option<T>) -> Result<(), ExportError> {
        self.text(&value.map(|value| value.to_string()).unwrap_or_default())
    }

    fn number<T: ToString>(&mut self, value: Option<T>) -> Result<(), ExportError> {
        let digits = value.map(|value| value.to_string()).unwrap_or_default();
        Ok(self.table.write_field(digits)?)
    }

    fn list<T: Serialize>(&mut self, items: &[T]) -> Result<(), ExportError> {
        self.text(&serde_json::to_string(items)?)
    }
}

fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

fn write_row<W: Write>(row: &mut Row<'_, W>, record: &EventRecord) -> Result<(), ExportError> {
    let of = EventProperties::of(record);
    what_and_when(row, &of)?;
    place(row, &of, record)?;
    people(row, &of)?;
    origin(row, &of)
}

fn what_and_when<W: Write>(
    row: &mut Row<'_, W>,
    of: &EventProperties<'_>,
) -> Result<(), ExportError> {
    row.words(Some(of.id))?;
    row.text(of.title)?;
    row.words(Some(of.event_type))?;
    row.words(Some(of.sub_event_type))?;
    row.words(Some(of.mode))?;
    row.words(of.date_start)?;
    row.words(of.date_end)?;
    row.text(of.date_precision)?;
    row.words(of.date_text.as_deref())
}

fn place<W: Write>(
    row: &mut Row<'_, W>,
    of: &EventProperties<'_>,
    record: &EventRecord,
) -> Result<(), ExportError> {
    let location = record.event.location.as_ref();
    let position = location.map(|l| coordinates(l.extent.position()));
    row.words(of.place_name)?;
    row.words(of.place_id)?;
    row.words(of.admin1)?;
    row.words(of.admin2)?;
    row.words(of.country)?;
    row.words(of.location_precision)?;
    row.number(of.radius_m)?;
    row.number(position.map(|[lon, _]| lon))?;
    row.number(position.map(|[_, lat]| lat))
}

fn people<W: Write>(row: &mut Row<'_, W>, of: &EventProperties<'_>) -> Result<(), ExportError> {
    row.words(of.actor1)?;
    row.words(of.actor2)?;
    row.list(of.actors)?;
    row.number(of.fatalities_low)?;
    row.number(of.fatalities_best)?;
    row.number(of.fatalities_high)?;
    row.list(of.counts)
}

fn origin<W: Write>(row: &mut Row<'_, W>, of: &EventProperties<'_>) -> Result<(), ExportError> {
    row.text(of.summary)?;
    row.list(&of.evidence)?;
    row.words(of.source)?;
    row.words(of.source_url)?;
    row.words(of.published_at)?;
    row.text(of.dataset)?;
    row.words(of.license)?;
    row.words(Some(of.status))?;
    row.number(Some(of.confidence))?;
    row.words(of.incident_id)?;
    row.words(of.attribution)?;
    row.number(Some(of.version))?;
    row.words(Some(of.updated_at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for bad in ["=1+1", "+1", "-1", "@x", "\tx", "\rx"] {
            assert_eq!(harmless(bad), format!("'{bad}"));
        }
        assert_eq!(harmless("a=1"), "a=1");
    }
}
