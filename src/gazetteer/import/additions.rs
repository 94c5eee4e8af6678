//! A user's own places and spellings: a table in the columns of `gazetteer/schema.md` and three more, who added the
//! row, when, and why. People read it and may write in it; `sitmap gazetteer add` appends to it.

use super::entry::{Entry, Spelling, name_in};
use super::fault::shown;
use super::fields::{Defaults, Field, Fields, Maker, spellings};
use super::{Fault, ImportError, Unit, lines};
use crate::domain::{DomainError, Extent, Place, PlaceId, PlaceName};
use std::borrow::Cow;
use std::io::BufRead;

/// The columns, in the order in which they are written.
pub const COLUMNS: [&str; 18] = [
    "id",
    "name",
    "names",
    "feature_class",
    "feature_code",
    "country",
    "admin1",
    "admin2",
    "lon",
    "lat",
    "radius_km",
    "population",
    "source",
    "confidence",
    "notes",
    "by",
    "at",
    "why",
];

/// A row of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Addition {
    /// 1-based line.
    pub line: u64,
    /// What was added.
    pub what: Added,
    /// Who added it.
    pub by: String,
    /// When, as it is written.
    pub at: String,
    /// Why.
    pub why: String,
}

/// What a row adds.
#[derive(Debug, Clone, PartialEq)]
pub enum Added {
    /// A place of its own.
    Place(Box<Place>),
    /// Further names of a place that another layer has.
    Names {
        /// The place.
        of: PlaceId,
        /// Its names.
        names: Vec<PlaceName>,
    },
}

/// Reads the file. A row without a name and a position gives further names to the place with its id.
pub fn read_additions(reader: impl BufRead) -> Result<(Vec<Addition>, Vec<Fault>), ImportError> {
    let mut is_header = true;
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    lines::each::<ImportError>(reader, |number, line| {
        let line = match line {
            Ok(line) => line,
            Err(fault) => {
                faults.push(fault);
                return Ok(());
            }
        };
        if std::mem::take(&mut is_header) {
            return check_header(line);
        }
        match addition(number, line, &mut faults) {
            Ok(row) => rows.push(row),
            Err(fault) => faults.push(fault),
        }
        Ok(())
    })?;
    Ok((rows, faults))
}

fn check_header(line: &str) -> Result<(), ImportError> {
    if line.split('\t').eq(COLUMNS) {
        return Ok(());
    }
    let expected = format!("a first line with the columns {}", COLUMNS.join(", "));
    Err(ImportError::form(expected, shown(line)))
}

fn addition(line: u64, text: &str, faults: &mut Vec<Fault>) -> Result<Addition, Fault> {
    let cells: Vec<&str> = text.split('\t').collect();
    if cells.len() != COLUMNS.len() {
        let expected = format!("{} columns separated by tabs", COLUMNS.len());
        return Err(Fault::row(line, "", expected, cells.len().to_string()));
    }
    let cell = |name: &str| {
        let at = COLUMNS.iter().position(|column| *column == name);
        at.and_then(|at| cells.get(at)).copied().unwrap_or_default()
    };
    let mut fields = Fields::default();
    for name in COLUMNS {
        if let Some(field) = Field::named(name) {
            fields.set(field, Cow::Borrowed(cell(name)));
        }
    }
    let is_names_only = [Field::Name, Field::Lon, Field::Lat]
        .iter()
        .all(|field| fields.get(*field).is_none());
    Ok(Addition {
        line,
        what: if is_names_only {
            names_of(line, &fields)?
        } else {
            Added::Place(Box::new(place(line, &fields, cell("notes"), faults)?))
        },
        by: cell("by").to_owned(),
        at: cell("at").to_owned(),
        why: cell("why").to_owned(),
    })
}

fn names_of(line: u64, fields: &Fields<'_>) -> Result<Added, Fault> {
    let id = fields.get(Field::Id).unwrap_or_default();
    let of = id.parse().map_err(|_no_id| {
        Fault::row(
            line,
            "id",
            "the id of a place, when the row has no name and position",
            shown(id),
        )
    })?;
    let names: Vec<Spelling> = spellings(fields.get(Field::Names).unwrap_or_default()).collect();
    for name in &names {
        name_in(line, "names", &name.text)?;
    }
    if names.is_empty() {
        return Err(Fault::row(line, "names", "a name", "none"));
    }
    Ok(Added::Names {
        of,
        names: names.iter().map(place_name).collect(),
    })
}

/// A name as it is added, without its language.
pub fn name_of(written: &str) -> String {
    let name = spellings(written).next();
    name.map_or_else(String::new, |name| name.text.to_string())
}

fn place_name(spelling: &Spelling) -> PlaceName {
    PlaceName {
        lang: spelling.lang.to_string(),
        text: spelling.text.to_string(),
    }
}

fn place(
    line: u64,
    fields: &Fields<'_>,
    notes: &str,
    faults: &mut Vec<Fault>,
) -> Result<Place, Fault> {
    let defaults = Defaults::own();
    let mut units = Vec::new();
    let mut maker = Maker {
        defaults: &defaults,
        faults,
        units: &mut units,
    };
    let entry = maker.entry(line, fields, None)?;
    as_place(&entry, &units, notes)
        .map_err(|error| Fault::row(line, "", error.expected, error.found))
}

fn as_place(entry: &Entry, units: &[(String, Unit)], notes: &str) -> Result<Place, DomainError> {
    let named = |code: &Option<Box<str>>| {
        let found = units
            .iter()
            .filter(|(known, _)| Some(known.as_str()) == code.as_deref());
        found.map(|(_, unit)| unit.name.clone()).collect()
    };
    Ok(Place {
        id: entry.id.parse()?,
        name: entry.name.to_string(),
        names: entry.names.iter().map(place_name).collect(),
        feature_class: entry.feature_class.parse()?,
        feature_code: entry.feature_code.to_string(),
        countries: entry
            .country
            .iter()
            .map(|code| code.parse())
            .collect::<Result<_, _>>()?,
        admin1: named(&entry.admin1),
        admin2: named(&entry.admin2),
        extent: Extent::circle(entry.position, entry.radius_m)?,
        population: entry.population,
        source: entry.source.to_string(),
        confidence: entry.trust(),
        notes: notes.to_owned(),
    })
}

/// One line of the file, without its end. Tabs and line ends in a value become spaces.
pub fn write_row(values: &[(&str, String)]) -> String {
    let cell = |name: &&str| {
        let value = values.iter().find(|(column, _)| column == name);
        value.map_or(String::new(), |(_, value)| {
            value.replace(['\t', '\n', '\r'], " ")
        })
    };
    COLUMNS.iter().map(cell).collect::<Vec<_>>().join("\t")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(rows: &[String]) -> String {
        format!("{}\n{}\n", COLUMNS.join("\t"), rows.join("\n"))
    }

    fn row(values: &[(&str, &str)]) -> String {
        let values: Vec<(&str, String)> =
            values.iter().map(|(k, v)| (*k, (*v).to_owned())).collect();
        write_row(&values)
    }

    fn read(text: &str) -> (Vec<Addition>, Vec<String>) {
        let (rows, faults) = read_additions(text.as_bytes()).unwrap();
        (rows, faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn places_and_further_names_are_read_with_who_and_why() {
        let text = file(&[
            row(&[
                ("id", "own:zghetoon"),
                ("name", "Wadi Zghetoon"),
                ("names", "ar:وادي زغيتون"),
                ("feature_class", "H"),
                ("feature_code", "WAD"),
                ("country", "IQ"),
                ("admin1", "Kirkuk"),
                ("lon", "44.1"),
                ("lat", "35.02"),
                ("radius_km", "22"),
                ("source", "press"),
                ("confidence", "low"),
                ("notes", "a\tb"),
                ("by", "ana"),
                ("at", "2026-01-02T03:04:05Z"),
                ("why", "in reports"),
            ]),
            row(&[("id", "geonames:94787"), ("names", "Karkuk City|ar:كركوك")]),
        ]);
        let (rows, faults) = read(&text);
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(
            (rows[0].line, rows[0].by.as_str(), rows[0].why.as_str()),
            (2, "ana", "in reports")
        );
        let Added::Place(place) = &rows[0].what else {
            panic!("{rows:?}")
        };
        assert_eq!(
            (place.admin1.as_slice(), place.notes.as_str()),
            (["Kirkuk".to_owned()].as_slice(), "a b")
        );
        assert!((place.extent.radius_m() - 22_000.0).abs() < 1.0);
        let Added::Names { of, names } = &rows[1].what else {
            panic!("{rows:?}")
        };
        assert_eq!((of.as_str(), names.len()), ("geonames:94787", 2));
    }

    #[test]
    fn what_is_wrong_is_named_by_line() {
        let text = file(&[
            row(&[("id", "x"), ("names", "A")]),
            row(&[("id", "own:1"), ("name", "A"), ("lon", "190"), ("lat", "1")]),
            row(&[("id", "own:1")]),
            "only\tthree\tcells".to_owned(),
        ]);
        let (rows, faults) = read(&text);
        assert!(rows.is_empty());
        assert_eq!(faults.len(), 4, "{faults:#?}");
        assert!(faults[1].starts_with("line 3: longitude: "), "{faults:#?}");
        let other = read_additions(b"id\tcolour\n".as_slice()).unwrap_err();
        assert!(
            other.to_string().starts_with("expected a first line with"),
            "{other}"
        );
    }
}
