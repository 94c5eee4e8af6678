//! A change of a user's own places, worked out before anything is written.

use super::LayerError;
use super::additions::{
    AddedAs, NewPlace, Reason, own_table, place_of, row_of_name, row_of_place, rows,
};
use super::folder::Folder;
use crate::domain::PlaceId;
use crate::gazetteer::Gazetteer;
use crate::gazetteer::import::{Added, Addition, COLUMNS, name_of};
use std::collections::BTreeSet;

/// A change of a user's own places and spellings.
#[derive(Debug, Clone, PartialEq)]
pub enum OwnChange {
    /// A place of one's own.
    Add(Box<NewPlace>),
    /// Further names of a place of any layer.
    AddNames {
        /// The place.
        of: PlaceId,
        /// The names, each with or without its language before a colon.
        names: Vec<String>,
    },
    /// Everything that was added about a place: itself when it is one's own, and its further names.
    Remove(PlaceId),
    /// Some of the further names that were added to a place.
    RemoveNames {
        /// The place.
        of: PlaceId,
        /// The names, as they were added.
        names: Vec<String>,
    },
}

/// What a change would make of the additions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The table that it was worked out on.
    pub former: String,
    /// The table as it would be.
    pub table: String,
    /// What became of each name of the change.
    pub told: Vec<(String, AddedAs)>,
}

impl Proposal {
    /// Whether all is as it was.
    pub fn is_nothing(&self) -> bool {
        self.former == self.table
    }
}

/// Works a change out on a table of additions; `gazetteer` is the one with that table.
pub fn propose(
    folder: &Folder,
    former: String,
    gazetteer: &Gazetteer,
    change: &OwnChange,
    reason: &Reason,
) -> Result<Proposal, LayerError> {
    let known = rows(folder, &former)?;
    let (told, table) = match change {
        OwnChange::Add(new) => {
            let (added, row) = row_of_place(&known, new, reason)?;
            (vec![(new.name.clone(), added)], with_rows(&former, row))
        }
        OwnChange::AddNames { of, names } => {
            let mut told = Vec::new();
            let mut table = former.clone();
            for name in names {
                let known = rows(folder, &table)?;
                let (added, row) = row_of_name(&known, gazetteer, of, name, reason)?;
                told.push((name.clone(), added));
                table = with_rows(&table, row);
            }
            (told, table)
        }
        OwnChange::Remove(of) => removed(&known, &former, of)?,
        OwnChange::RemoveNames { of, names } => removed_names(&known, &former, of, names)?,
    };
    Ok(Proposal {
        former,
        table,
        told,
    })
}

/// The places about which two tables say different things.
pub fn changed(folder: &Folder, old: &str, new: &str) -> Result<Vec<PlaceId>, LayerError> {
    let (old, new) = (rows(folder, old)?, rows(folder, new)?);
    let ids: BTreeSet<&PlaceId> = old.iter().chain(&new).map(about).collect();
    let said = |rows: &[Addition], id: &PlaceId| -> Vec<Added> {
        let mine = rows.iter().filter(|row| about(row) == id);
        mine.map(|row| row.what.clone()).collect()
    };
    let differ = |id: &&&PlaceId| said(&old, id) != said(&new, id);
    Ok(ids.iter().filter(differ).map(|id| (*id).clone()).collect())
}

/// The additions of a folder, in the order in which they were made.
pub fn additions(folder: &Folder) -> Result<Vec<Addition>, LayerError> {
    rows(folder, &own_table(folder)?)
}

fn about(row: &Addition) -> &PlaceId {
    match &row.what {
        Added::Place(place) => &place.id,
        Added::Names { of, .. } => of,
    }
}

fn with_rows(table: &str, rows: impl IntoIterator<Item = String>) -> String {
    let mut table = table.to_owned();
    for row in rows {
        if table.is_empty() {
            table = COLUMNS.join("\t");
        }
        if !table.ends_with('\n') {
            table.push('\n');
        }
        table.push_str(&row);
        table.push('\n');
    }
    table
}

/// What was told of each name, and the table.
type Told = (Vec<(String, AddedAs)>, String);

fn removed(known: &[Addition], table: &str, of: &PlaceId) -> Result<Told, LayerError> {
    let lines: Vec<u64> = known
        .iter()
        .filter(|row| about(row) == of)
        .map(|row| row.line)
        .collect();
    if lines.is_empty() {
        return Err(not_added(of));
    }
    let mut own = known.iter().filter_map(place_of);
    let name = own.find(|place| place.id == *of).map(|place| &place.name);
    let told = name.map_or_else(|| of.to_string(), Clone::clone);
    let table = each_line(table, |number, line| {
        (!lines.contains(&number)).then(|| line.to_owned())
    });
    Ok((vec![(told, AddedAs::Removed(of.clone()))], table))
}

fn removed_names(
    known: &[Addition],
    table: &str,
    of: &PlaceId,
    names: &[String],
) -> Result<Told, LayerError> {
    let lines: Vec<&Addition> = known.iter().filter(|row| about(row) == of).collect();
    let mut left: BTreeSet<String> = names.iter().map(|name| name_of(name)).collect();
    let wanted = left.clone();
    let table = each_line(table, |number, line| {
        let Some(row) = lines.iter().find(|row| row.line == number) else {
            return Some(line.to_owned());
        };
        let rest = without_names(line, &wanted, &mut left);
        let is_place = matches!(row.what, Added::Place(_));
        rest.filter(|(_, names)| is_place || *names > 0)
            .map(|(line, _)| line)
    });
    if let Some(name) = left.into_iter().next() {
        return Err(LayerError::NotAdded {
            what: format!("the name {name} of {of}"),
        });
    }
    let told = names.iter();
    let told = told.map(|name| (name.clone(), AddedAs::Removed(of.clone())));
    Ok((told.collect(), table))
}

/// A line without some of its names, and how many it has left.
fn without_names(
    line: &str,
    wanted: &BTreeSet<String>,
    left: &mut BTreeSet<String>,
) -> Option<(String, usize)> {
    let at = COLUMNS.iter().position(|column| *column == "names")?;
    let mut cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
    let cell = cells.get_mut(at)?;
    let kept: Vec<&str> = cell
        .split('|')
        .filter(|item| {
            let name = name_of(item);
            left.remove(&name);
            !name.is_empty() && !wanted.contains(&name)
        })
        .collect();
    let (count, kept) = (kept.len(), kept.join("|"));
    *cell = kept;
    Some((cells.join("\t"), count))
}

/// The table with every line after the first changed or left out; lines are counted from 1.
fn each_line(table: &str, mut change: impl FnMut(u64, &str) -> Option<String>) -> String {
    let kept = table.lines().zip(1..).filter_map(|(line, number)| {
        if number == 1 {
            Some(line.to_owned())
        } else {
            change(number, line)
        }
    });
    kept.fold(String::new(), |table, line| table + &line + "\n")
}

fn not_added(id: &PlaceId) -> LayerError {
    LayerError::NotAdded {
        what: id.to_string(),
    }
}
