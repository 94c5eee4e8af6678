//! Tables with a header line: CSV with commas or semicolons, TSV.

use super::fault::shown;
use super::fields::{Defaults, Field, Fields, Maker};
use super::leash::{Leash, Place};
use super::{Batch, Fault, ImportError, MAX_LINE};
use csv::{ByteRecord, Reader, ReaderBuilder};
use std::borrow::Cow;
use std::io::{self, BufRead, Read};

/// What the header of a table says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The field of every column, `None` where nothing is done with it.
    fields: Vec<Option<usize>>,
    /// Names of the columns with which nothing is done.
    pub unused: Vec<String>,
    /// Columns that are not there, in whose place something else is taken.
    pub missing: Vec<&'static str>,
}

impl Header {
    /// What the user should know of it.
    pub fn notes(&self, defaults: &Defaults) -> Vec<String> {
        let mut notes = Vec::new();
        if !self.unused.is_empty() {
            notes.push(format!(
                "columns that are not used: {}",
                self.unused.join(", ")
            ));
        }
        let instead = |column: &&'static str| match *column {
            "id" => "id: made of name and position".to_owned(),
            "feature_class" | "feature_code" => format!("{column}: {}", defaults.feature()),
            "country" => "country: unknown".to_owned(),
            other => format!("{other}: by feature and inhabitants"),
        };
        if !self.missing.is_empty() {
            let instead: Vec<String> = self.missing.iter().map(instead).collect();
            notes.push(format!(
                "columns that are not there, and what is taken instead: {}",
                instead.join("; ")
            ));
        }
        notes
    }
}

/// Rows that are handed on together.
const BATCH: usize = 1_000;

/// Reads a table; `hear` is told what its header says before the first row. `given` maps names of columns to the names
/// of `gazetteer/schema.md`.
pub fn read_csv(
    mut reader: impl BufRead,
    defaults: &Defaults,
    given: &[(String, String)],
    hear: impl FnOnce(&Header),
    mut take: impl FnMut(Batch) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    let delimiter = delimiter(reader.fill_buf()?);
    let (leash, place) = Leash::new(reader, MAX_LINE as u64, |byte| !b"\r\n".contains(&byte));
    let mut csv = ReaderBuilder::new()
        .delimiter(delimiter)
        .quoting(delimiter != b'\t')
        .flexible(true)
        .has_headers(false)
        .from_reader(leash);
    let mut record = ByteRecord::new();
    if !next(&mut csv, &place, &mut record)? {
        return Err(ImportError::form(
            "a line with the names of the columns",
            "an empty file",
        ));
    }
    let header = header(&record, given)?;
    hear(&header);
    let mut batch = Batch::default();
    while next(&mut csv, &place, &mut record)? {
        row(place.start(), &record, &header, defaults, &mut batch);
        if batch.entries.len() + batch.faults.len() >= BATCH {
            take(std::mem::take(&mut batch))?;
        }
    }
    take(batch)
}

/// The separator of which the first line has most.
fn delimiter(start: &[u8]) -> u8 {
    let line = start
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let count = |separator: &u8| line.split(|byte| byte == separator).count();
    [b';', b'\t', b',']
        .into_iter()
        .max_by_key(count)
        .unwrap_or(b',')
}

fn next(
    csv: &mut Reader<impl Read>,
    place: &Place,
    record: &mut ByteRecord,
) -> Result<bool, ImportError> {
    place.taken();
    csv.read_byte_record(record)
        .map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::InvalidData => {
                ImportError::form(
                    format!("rows of at most {MAX_LINE} bytes"),
                    format!("{error}: is a quote left open?"),
                )
            }
            csv::ErrorKind::Io(error) => ImportError::Read(error),
            other => ImportError::form("a table with a header line", format!("{other:?}")),
        })
}

fn header(record: &ByteRecord, given: &[(String, String)]) -> Result<Header, ImportError> {
    let names: Vec<String> = record
        .iter()
        .map(|name| {
            String::from_utf8_lossy(name)
                .trim_start_matches('\u{feff}')
                .trim()
                .to_owned()
        })
        .collect();
    for (column, _) in given {
        if !names.contains(column) {
            let found = format!("the columns {}", names.join(", "));
            return Err(ImportError::form(format!("a column {column}"), found));
        }
    }
    let meant = |name: &String| {
        let other = given.iter().find(|(column, _)| column == name);
        Field::named(other.map_or(name.as_str(), |(_, field)| field.as_str()))
    };
    let fields: Vec<Option<usize>> = names.iter().map(meant).collect();
    let has = |field: Field| fields.contains(&Some(field as usize));
    check_columns(&fields, &names)?;
    let unused = names
        .iter()
        .zip(&fields)
        .filter(|(_, field)| field.is_none());
    let replaced = [
        Field::Id,
        Field::Class,
        Field::Code,
        Field::Country,
        Field::Radius,
    ];
    Ok(Header {
        unused: unused.map(|(name, _)| name.clone()).collect(),
        missing: replaced
            .into_iter()
            .filter(|f| !has(*f))
            .map(Field::label)
            .collect(),
        fields,
    })
}

/// Name and position must be there, and nothing twice.
fn check_columns(fields: &[Option<usize>], names: &[String]) -> Result<(), ImportError> {
    for field in [Field::Name, Field::Lon, Field::Lat] {
        if !fields.contains(&Some(field as usize)) {
            let expected = format!(
                "a column {} (map yours with --column {0}=YOURS)",
                field.label()
            );
            return Err(ImportError::form(
                expected,
                format!("the columns {}", names.join(", ")),
            ));
        }
    }
    let twice = fields.iter().enumerate().find(|(at, field)| {
        field.is_some() && fields.iter().take(*at).any(|earlier| earlier == *field)
    });
    match twice.and_then(|(at, _)| names.get(at)) {
        Some(name) => Err(ImportError::form(
            "one column of each kind",
            format!("{name} and another of its kind"),
        )),
        None => Ok(()),
    }
}

fn row(line: u64, record: &ByteRecord, header: &Header, defaults: &Defaults, batch: &mut Batch) {
    let entry = fields(record, header, line).and_then(|fields| {
        let mut maker = Maker {
            defaults,
            faults: &mut batch.faults,
            units: &mut batch.units,
        };
        maker.entry(line, &fields, None)
    });
    match entry {
        Ok(entry) => batch.entries.push((line, entry)),
        Err(fault) => batch.faults.push(fault),
    }
}

fn fields<'a>(record: &'a ByteRecord, header: &Header, line: u64) -> Result<Fields<'a>, Fault> {
    if record.len() != header.fields.len() {
        let expected = format!("{} columns as in the first line", header.fields.len());
        return Err(Fault::row(line, "", expected, record.len().to_string()));
    }
    let mut fields = Fields::default();
    for (bytes, field) in record.iter().zip(&header.fields) {
        let text = std::str::from_utf8(bytes).map_err(|_not_utf8| {
            let found = shown(&String::from_utf8_lossy(bytes));
            Fault::row(line, "", "UTF-8 text", found)
        })?;
        if let Some(field) = field {
            fields.set(*field, Cow::Borrowed(text));
        }
    }
    Ok(fields)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::import::Entry;

    fn defaults() -> Defaults {
        Defaults {
            namespace: "own".to_owned(),
            source: "own list".to_owned(),
            class: "P",
            code: "PPL".to_owned(),
        }
    }

    struct Read {
        header: Option<Header>,
        entries: Vec<(u64, Entry)>,
        faults: Vec<String>,
    }

    fn read(bytes: &[u8], given: &[(String, String)]) -> Result<Read, ImportError> {
        let mut read = Read {
            header: None,
            entries: Vec::new(),
            faults: Vec::new(),
        };
        let mut header = None;
        read_csv(
            bytes,
            &defaults(),
            given,
            |h| header = Some(h.clone()),
            |batch| {
                read.entries.extend(batch.entries);
                read.faults
                    .extend(batch.faults.iter().map(ToString::to_string));
                Ok(())
            },
        )?;
        read.header = header;
        Ok(read)
    }

    #[test]
    fn columns_are_found_by_their_names_and_others_are_named() {
        let text = "\u{feff}Name;Longitude;Latitude;Aliases;Colour;country\r\n\
            Wadi Zghetoon;44,10;35.02;;red;IQ\n\
            Wadi Zghetoon;44.10;35.02;ar:وادي زغيتون|Zghaytun;red;iq\n";
        let read = read(text.as_bytes(), &[]).unwrap();
        assert_eq!(
            read.faults,
            ["line 2: longitude: expected degrees from -180 to 180, found `44,10`"]
        );
        let (line, entry) = &read.entries[0];
        assert_eq!(
            (*line, &*entry.name, entry.names.len()),
            (3, "Wadi Zghetoon", 2)
        );
        assert_eq!(
            (entry.country.as_deref(), &*entry.feature_code),
            (Some("IQ"), "PPL")
        );
        assert!(entry.id.starts_with("own:wadi-zghetoon-"), "{}", entry.id);
        let header = read.header.unwrap();
        assert_eq!(header.unused, ["Colour"]);
        assert_eq!(
            header.missing,
            ["id", "feature_class", "feature_code", "radius_km"]
        );
    }

    #[test]
    fn quoted_cells_hold_commas_and_line_ends() {
        let text =
            "name,x,y,id\n\"Tell, the \"\"big\"\" one\",44,35,7\n\"A\nB\",44,35,8\nC,44,35,9\n";
        let read = read(text.as_bytes(), &[]).unwrap();
        assert_eq!(&*read.entries[0].1.name, "Tell, the \"big\" one");
        assert_eq!(&*read.entries[0].1.id, "own:7");
        assert_eq!(read.faults.len(), 1);
        assert!(
            read.faults[0].starts_with("line 3: name: "),
            "{:?}",
            read.faults
        );
        assert_eq!(read.entries[1].0, 5);
    }

    #[test]
    fn a_header_without_position_or_with_two_is_refused() {
        let message = |text: &str, given: &[(String, String)]| {
            read(text.as_bytes(), given)
                .err()
                .map(|error| error.to_string())
                .unwrap()
        };
        assert!(message("name,lat\nA,1\n", &[]).starts_with("expected a column lon "));
        assert!(message("", &[]).contains("an empty file"));
        assert_eq!(
            message("name,lat,lon,lng\n", &[]),
            "expected one column of each kind, found lng and another of its kind"
        );
        let given = [("E".to_owned(), "lon".to_owned())];
        assert!(message("name,lat,lon\n", &given).starts_with("expected a column E"));
        let mapped = read(b"name,lat,E\nA,1,2\n", &given).unwrap();
        assert_eq!(mapped.entries.len(), 1);
    }

    #[test]
    fn bad_rows_are_named_and_the_others_kept() {
        let text = b"name,lon,lat,population,radius_km,confidence,feature_class,id\n\
            A,44,35,,,,,1\nB,44\nC,44,95,,,,,3\nD,44,35,many,,,,4\nE,44,35,,-1,,,5\nF,44,35,,,sure,,6\nG,44,35,,,,Q,7\n\
            \xff,44,35,,,,,8\n,44,35,,,,,9\nJ,44,35,,,,,a b\nK,NaN,35,,,,,11\nL,44,35,5,2,high,T,12\n";
        let read = read(text, &[]).unwrap();
        let lines: Vec<u64> = read.entries.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [2, 13], "{:#?}", read.faults);
        assert_eq!(read.faults.len(), 10, "{:#?}", read.faults);
        let last = &read.entries[1].1;
        assert_eq!(
            (
                last.feature_class,
                &*last.feature_code,
                last.radius_m.round().to_string()
            ),
            ("T", "", "2000".to_owned())
        );
    }

    #[test]
    fn an_open_quote_does_not_fill_the_memory() {
        let text = format!(
            "name,lon,lat\nA,44,35\n\"B,44,35\n{}",
            "C,44,35\n".repeat(400_000)
        );
        let message = read(text.as_bytes(), &[]).err().unwrap().to_string();
        assert!(message.contains("is a quote left open?"), "{message}");
    }
}
