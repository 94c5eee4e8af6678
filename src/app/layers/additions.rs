//! `sitmap gazetteer add`: a user's own places and spellings, checked before they are written.

use super::LayerError;
use super::folder::Folder;
use crate::domain::{CountryCode, DomainError, Place, PlaceId, PlaceName, Position};
use crate::gazetteer::Gazetteer;
use crate::gazetteer::import::{Added, Addition, COLUMNS, made_of, read_additions, write_row};
use jiff::Timestamp;
use std::collections::HashSet;
use std::fs;
use std::io;

/// Who adds something, when and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Who.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Why, which may be left open.
    pub why: String,
}

/// A place to be added, as the user gives it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NewPlace {
    /// Its id; made of name and position when it is left open.
    pub id: Option<PlaceId>,
    /// Its name.
    pub name: String,
    /// Further names, each with or without its language before a colon.
    pub names: Vec<String>,
    /// Where it is.
    pub position: Option<Position>,
    /// Feature class and code, in the words of GeoNames.
    pub feature: Option<(String, String)>,
    /// Its country.
    pub country: Option<CountryCode>,
    /// Its first-level unit.
    pub admin1: Option<String>,
    /// Its second-level unit.
    pub admin2: Option<String>,
    /// Kilometres around the position.
    pub radius_km: Option<f64>,
    /// Where name and position come from.
    pub source: String,
    /// high, medium or low.
    pub confidence: String,
}

/// What became of an addition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddedAs {
    /// It is a new row of the file, about this place.
    New(PlaceId),
    /// The gazetteer had it already; nothing was written.
    Known(PlaceId),
    /// It is no longer in the file.
    Removed(PlaceId),
}

/// The table of a folder's additions as it is written; nothing where nothing was added.
pub fn own_table(folder: &Folder) -> Result<String, LayerError> {
    let path = folder.additions();
    match fs::read_to_string(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        read => read.map_err(LayerError::file(&path)),
    }
}

/// The rows of a table of additions. A table with a fault is refused as a whole: a name that is silently missing would
/// put events in wrong places.
pub(super) fn rows(folder: &Folder, table: &str) -> Result<Vec<Addition>, LayerError> {
    let path = folder.additions();
    if table.is_empty() {
        return Ok(Vec::new());
    }
    let (rows, faults) = read_additions(table.as_bytes()).map_err(LayerError::import(&path))?;
    if let Some(first) = faults.first() {
        let found = format!("{} lines with faults, the first: {first}", faults.len());
        return Err(LayerError::input(
            &path,
            "additions that can be read",
            found,
        ));
    }
    match twice(&rows) {
        Some(row) => {
            let found = format!("line {} with an id that an earlier line has", row.line);
            Err(LayerError::input(&path, "places of different ids", found))
        }
        None => Ok(rows),
    }
}

/// A place whose id an earlier row has.
fn twice(rows: &[Addition]) -> Option<&Addition> {
    let mut ids = HashSet::new();
    rows.iter().find(|row| match &row.what {
        Added::Place(place) => !ids.insert(&place.id),
        Added::Names { .. } => false,
    })
}

/// The row that adds a place; none when an earlier row adds just that.
pub(super) fn row_of_place(
    rows: &[Addition],
    new: &NewPlace,
    reason: &Reason,
) -> Result<(AddedAs, Option<String>), LayerError> {
    let refused = |expected: &str, found: &str| refused(&new.name, expected, found);
    let position = new.position.ok_or_else(|| refused("a position", "none"))?;
    let id = match &new.id {
        Some(id) => id.clone(),
        None => format!("own:{}", made_of(&new.name, position))
            .parse()
            .map_err(|error: DomainError| refused(error.expected, &error.found))?,
    };
    within_limits(&new.name, &new.names, &[&new.source, &reason.why])?;
    let row = write_row(&place_cells(new, &id, position, reason));
    let added = checked(&new.name, &row)?;
    let mut places = rows.iter().filter_map(place_of);
    match (places.find(|known| known.id == id), place_of(&added)) {
        (Some(known), Some(place)) if known == place => Ok((AddedAs::Known(id), None)),
        (Some(_), _) => Err(LayerError::Taken { id }),
        (None, _) => Ok((AddedAs::New(id), Some(row))),
    }
}

/// The row that adds a name to a place of any layer; none when it has the name already.
pub(super) fn row_of_name(
    rows: &[Addition],
    gazetteer: &Gazetteer,
    of: &PlaceId,
    name: &str,
    reason: &Reason,
) -> Result<(AddedAs, Option<String>), LayerError> {
    within_limits(name, &[name.to_owned()], &[&reason.why])?;
    let row = write_row(&[
        ("id", of.to_string()),
        ("names", name.to_owned()),
        ("by", reason.by.clone()),
        ("at", reason.at.to_string()),
        ("why", reason.why.clone()),
    ]);
    let added = checked(name, &row)?;
    let place = gazetteer.place(of).ok_or_else(|| {
        refused(
            name,
            "the id of a place, as `sitmap resolve` prints it",
            of.as_str(),
        )
    })?;
    let is_known = names_of(&added)
        .iter()
        .all(|name| has_name(&place, name) || rows.iter().any(|row| adds_name(row, of, name)));
    Ok(if is_known {
        (AddedAs::Known(of.clone()), None)
    } else {
        (AddedAs::New(of.clone()), Some(row))
    })
}

/// Most further names that one addition brings.
const MOST_NAMES: usize = 100;
/// Longest text of a source or a reason, in bytes.
const LONGEST_TEXT: usize = 2_000;

/// What the file's reader does not look at.
fn within_limits(what: &str, names: &[String], texts: &[&String]) -> Result<(), LayerError> {
    if names.len() > MOST_NAMES {
        let expected = format!("at most {MOST_NAMES} further names");
        return Err(refused(what, &expected, &names.len().to_string()));
    }
    if let Some(several) = names.iter().find(|name| name.contains('|')) {
        return Err(refused(what, "a name without |", &shortened(several)));
    }
    match texts.iter().find(|text| text.len() > LONGEST_TEXT) {
        Some(long) => {
            let expected = format!("a source and a reason of at most {LONGEST_TEXT} bytes");
            Err(refused(what, &expected, &format!("{} bytes", long.len())))
        }
        None => Ok(()),
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}

fn refused(what: &str, expected: &str, found: &str) -> LayerError {
    LayerError::Addition {
        what: shortened(what),
        expected: expected.to_owned(),
        found: found.to_owned(),
    }
}

fn place_cells(
    new: &NewPlace,
    id: &PlaceId,
    position: Position,
    reason: &Reason,
) -> Vec<(&'static str, String)> {
    let (class, code) = new.feature.clone().unwrap_or_default();
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    vec![
        ("id", id.to_string()),
        ("name", new.name.clone()),
        ("names", new.names.join("|")),
        ("feature_class", class),
        ("feature_code", code),
        (
            "country",
            new.country
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        ),
        ("admin1", text(&new.admin1)),
        ("admin2", text(&new.admin2)),
        ("lon", position.lon().to_string()),
        ("lat", position.lat().to_string()),
        (
            "radius_km",
            new.radius_km.map(|km| km.to_string()).unwrap_or_default(),
        ),
        ("source", new.source.clone()),
        ("confidence", new.confidence.clone()),
        ("by", reason.by.clone()),
        ("at", reason.at.to_string()),
        ("why", reason.why.clone()),
    ]
}

/// The row as the file's own reader understands it.
fn checked(what: &str, row: &str) -> Result<Addition, LayerError> {
    let file = format!("{}\n{row}\n", COLUMNS.join("\t"));
    let read = read_additions(file.as_bytes());
    let (rows, faults) =
        read.map_err(|error| refused(what, "a row of the file", &error.to_string()))?;
    match (rows.into_iter().next(), faults.first()) {
        (Some(row), None) => Ok(row),
        (_, Some(fault)) => {
            let expected = format!("{} as {}", fault.column, fault.expected);
            Err(refused(what, &expected, &fault.found))
        }
        (None, None) => Err(refused(what, "a row", "nothing")),
    }
}

/// The place that a row adds.
pub(super) fn place_of(row: &Addition) -> Option<&Place> {
    match &row.what {
        Added::Place(place) => Some(place),
        Added::Names { .. } => None,
    }
}

fn names_of(row: &Addition) -> &[PlaceName] {
    match &row.what {
        Added::Names { names, .. } => names,
        Added::Place(_) => &[],
    }
}

fn has_name(place: &Place, name: &PlaceName) -> bool {
    place.name == name.text || place.names.iter().any(|known| known.text == name.text)
}

fn adds_name(row: &Addition, of: &PlaceId, name: &PlaceName) -> bool {
    match &row.what {
        Added::Place(place) => place.id == *of && has_name(place, name),
        Added::Names { of: other, names } => {
            other == of && names.iter().any(|known| known.text == name.text)
        }
    }
}
