//! `sitmap gazetteer add`: a user's own places and spellings, checked before they are written.

use super::LayerError;
use super::folder::{ADDITIONS, Changing, Folder};
use crate::domain::{CountryCode, DomainError, Place, PlaceId, PlaceName, Position};
use crate::gazetteer::Gazetteer;
use crate::gazetteer::import::{Added, Addition, COLUMNS, made_of, read_additions, write_row};
use jiff::Timestamp;
use std::collections::HashSet;
use std::fs;
use std::io::{self, BufReader};

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
}

/// All additions of a folder; none where nothing was added. A file with a fault is refused as a whole: a name that is
/// silently missing would put events in wrong places.
pub fn additions(folder: &Folder) -> Result<Vec<Addition>, LayerError> {
    let path = folder.additions();
    let file = match fs::File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(cause) => return Err(LayerError::File { path, cause }),
    };
    let (rows, faults) = read_additions(BufReader::new(file)).map_err(LayerError::import(&path))?;
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

/// Adds a place. Adding the same place again changes nothing.
pub fn add_place(folder: &Folder, new: &NewPlace, reason: &Reason) -> Result<AddedAs, LayerError> {
    let refused = |expected: &str, found: &str| refused(&new.name, expected, found);
    let position = new.position.ok_or_else(|| refused("a position", "none"))?;
    let id = match &new.id {
        Some(id) => id.clone(),
        None => format!("own:{}", made_of(&new.name, position))
            .parse()
            .map_err(|error: DomainError| refused(error.expected, &error.found))?,
    };
    let row = write_row(&place_cells(new, &id, position, reason));
    let added = checked(&new.name, &row)?;
    let changing = folder.change()?;
    let rows = additions(folder)?;
    let known = rows
        .iter()
        .find_map(|known| place_of(known).filter(|place| place.id == id));
    match (known, place_of(&added)) {
        (Some(known), Some(place)) if known == place => Ok(AddedAs::Known(id)),
        (Some(_), _) => Err(refused(
            "an id that no earlier addition has",
            &format!("{id}; change its line in {}", folder.additions().display()),
        )),
        (None, _) => append(&changing, &row).map(|()| AddedAs::New(id)),
    }
}

/// Adds a name to a place of any layer. A name that the place has already changes nothing.
pub fn add_name(
    folder: &Folder,
    gazetteer: &Gazetteer,
    of: &PlaceId,
    name: &str,
    reason: &Reason,
) -> Result<AddedAs, LayerError> {
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
    let changing = folder.change()?;
    let rows = additions(folder)?;
    let is_known = names_of(&added)
        .iter()
        .all(|name| has_name(&place, name) || rows.iter().any(|row| adds_name(row, of, name)));
    if is_known {
        return Ok(AddedAs::Known(of.clone()));
    }
    append(&changing, &row).map(|()| AddedAs::New(of.clone()))
}

fn refused(what: &str, expected: &str, found: &str) -> LayerError {
    LayerError::Addition {
        what: what.chars().take(60).collect(),
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

fn place_of(row: &Addition) -> Option<&Place> {
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

/// Replaces the file by itself and one more row.
fn append(changing: &Changing<'_>, row: &str) -> Result<(), LayerError> {
    let path = changing.folder().additions();
    let mut text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => COLUMNS.join("\t"),
        Err(cause) => return Err(LayerError::File { path, cause }),
    };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(row);
    text.push('\n');
    changing.replace(ADDITIONS, text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason() -> Reason {
        Reason {
            by: "ana".to_owned(),
            at: "2026-01-02T03:04:05Z".parse().unwrap(),
            why: "seen in reports".to_owned(),
        }
    }

    fn zghetoon() -> NewPlace {
        NewPlace {
            name: "Wadi Zghetoon".to_owned(),
            position: Some(Position::new(44.1, 35.02).unwrap()),
            ..NewPlace::default()
        }
    }

    #[test]
    fn the_same_place_twice_changes_nothing_and_another_under_its_id_is_refused() {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::new(home.path().join("g"));
        let first = add_place(&folder, &zghetoon(), &reason()).unwrap();
        let AddedAs::New(id) = &first else {
            panic!("{first:?}")
        };
        let text = fs::read_to_string(folder.additions()).unwrap();
        let again = add_place(&folder, &zghetoon(), &reason()).unwrap();
        assert_eq!(again, AddedAs::Known(id.clone()));
        let other = NewPlace {
            id: Some(id.clone()),
            name: "Elsewhere".to_owned(),
            ..zghetoon()
        };
        assert!(add_place(&folder, &other, &reason()).is_err());
        assert_eq!(fs::read_to_string(folder.additions()).unwrap(), text);
        assert_eq!(additions(&folder).unwrap().len(), 1);
    }

    #[test]
    fn names_are_added_once_and_only_to_places_that_are_there() {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::new(home.path());
        let gazetteer = Gazetteer::embedded().unwrap();
        let mosul: PlaceId = gazetteer.search("Mosul", 1)[0].place.id.clone();
        let add = |name: &str, of: &PlaceId| add_name(&folder, gazetteer, of, name, &reason());
        assert_eq!(add("Mozzul", &mosul).unwrap(), AddedAs::New(mosul.clone()));
        assert_eq!(
            add("und:Mozzul", &mosul).unwrap(),
            AddedAs::Known(mosul.clone())
        );
        assert_eq!(
            add("Mozzul", &mosul).unwrap(),
            AddedAs::Known(mosul.clone())
        );
        assert_eq!(add("Mosul", &mosul).unwrap(), AddedAs::Known(mosul));
        let nowhere = add("X", &"geonames:999999999".parse().unwrap())
            .unwrap_err()
            .to_string();
        assert!(
            nowhere.starts_with("X: expected the id of a place"),
            "{nowhere}"
        );
        let long = add(&"x".repeat(1_000_000), &"geonames:1".parse().unwrap())
            .unwrap_err()
            .to_string();
        assert!(
            long.contains("at most 1000 bytes") && long.len() < 500,
            "{}",
            long.len()
        );
    }

    #[test]
    fn a_file_with_a_fault_is_refused_and_stays() {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::new(home.path());
        add_place(&folder, &zghetoon(), &reason()).unwrap();
        let spoilt = fs::read_to_string(folder.additions())
            .unwrap()
            .replace("44.1", "444.1");
        fs::write(folder.additions(), &spoilt).unwrap();
        let error = additions(&folder).unwrap_err().to_string();
        assert!(error.contains("line 2: longitude"), "{error}");
        let other = NewPlace {
            name: "B".to_owned(),
            ..zghetoon()
        };
        assert!(add_place(&folder, &other, &reason()).is_err());
        assert_eq!(fs::read_to_string(folder.additions()).unwrap(), spoilt);
    }
}
