//! Looking for faults in the data file.

use super::Fault;
use super::error::Trouble;
use super::event_rows::{self, Which};
use super::{changes, columns, report_rows};
use crate::domain::ReportId;
use rusqlite::Connection;

/// How many reports there are.
pub(super) fn report_count(connection: &Connection) -> Result<u64, Trouble> {
    connection
        .prepare_cached("SELECT count(*) AS reports FROM reports")?
        .query_row([], |row| Ok(columns::number(row, "reports")))?
}

/// Everything that is wrong, page faults first.
pub(super) fn faults(connection: &Connection) -> Result<Vec<Fault>, Trouble> {
    let mut faults = pages(connection)?;
    if faults.is_empty() {
        faults.extend(foreign_keys(connection)?);
        faults.extend(rows(connection)?);
        faults.extend(unreadable(connection)?);
    }
    Ok(faults)
}

fn fault(table: &str, row: &str, text: impl Into<String>) -> Fault {
    Fault {
        table: table.to_owned(),
        row: row.to_owned(),
        text: text.into(),
    }
}

fn pages(connection: &Connection) -> Result<Vec<Fault>, Trouble> {
    let mut statement = connection.prepare("PRAGMA integrity_check")?;
    let lines = statement.query_map([], |row| row.get::<_, String>(0))?;
    let lines: Vec<String> = lines.collect::<Result<_, _>>()?;
    let bad = lines.into_iter().filter(|line| line != "ok");
    Ok(bad.map(|line| fault("file", "pages", line)).collect())
}

fn foreign_keys(connection: &Connection) -> Result<Vec<Fault>, Trouble> {
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let faults = statement.query_map([], |row| {
        let (table, fid, parent): (String, Option<i64>, String) =
            (row.get(0)?, row.get(1)?, row.get(2)?);
        let fid = fid.map_or("without number".to_owned(), |fid| fid.to_string());
        Ok(fault(
            &table,
            &fid,
            format!("expected its row of {parent}, found none"),
        ))
    })?;
    Ok(faults.collect::<Result<_, _>>()?)
}

/// `(table, what is wrong, query for the rows that are)`.
const RULES: &[(&str, &str, &str)] = &[
    (
        "changes",
        "expected a sequence from 1 without gaps, found a gap before this number",
        "SELECT sequence FROM changes WHERE sequence > 1 AND sequence - 1 NOT IN (SELECT sequence FROM changes)
         UNION ALL SELECT min(sequence) FROM changes HAVING min(sequence) <> 1",
    ),
    (
        "event_keys",
        "expected one row in the table of its collection, found none or one elsewhere",
        "SELECT k.id FROM event_keys AS k LEFT JOIN
            (SELECT fid, id, 'events' AS c FROM events UNION ALL SELECT fid, id, 'unplaced' FROM unplaced
             UNION ALL SELECT fid, id, 'background' FROM background) AS e ON e.fid = k.fid
         GROUP BY k.fid HAVING count(e.fid) <> 1 OR max(e.c) <> k.collection OR max(e.id) <> k.id",
    ),
    (
        "reports",
        "expected as many events and mentions as were counted, found another number",
        "SELECT id FROM reports AS r
         WHERE event_count <> (SELECT count(*) FROM event_keys WHERE report_fid = r.fid)
            OR mention_count <> (SELECT count(*) FROM mentions WHERE report_fid = r.fid)",
    ),
    (
        "reports",
        "expected the last change to tell its version, found another or none",
        "SELECT r.id FROM reports AS r LEFT JOIN
            (SELECT report_id, report_version, max(sequence) FROM changes GROUP BY report_id) AS c ON c.report_id = r.id
         WHERE r.version IS NOT c.report_version",
    ),
    (
        "gpkg_contents",
        "expected its table or view, found none",
        "SELECT table_name FROM gpkg_contents WHERE table_name NOT IN (SELECT name FROM sqlite_schema)",
    ),
];

fn rows(connection: &Connection) -> Result<Vec<Fault>, Trouble> {
    let mut faults = Vec::new();
    for (table, text, query) in RULES {
        let mut statement = connection.prepare(query)?;
        let found = statement.query_map([], |row| row.get::<_, rusqlite::types::Value>(0))?;
        for row in found {
            faults.push(fault(table, &shown(&row?), *text));
        }
    }
    Ok(faults)
}

fn shown(value: &rusqlite::types::Value) -> String {
    match value {
        rusqlite::types::Value::Text(text) => text.clone(),
        rusqlite::types::Value::Integer(number) => number.to_string(),
        other => format!("{other:?}"),
    }
}

fn unreadable(connection: &Connection) -> Result<Vec<Fault>, Trouble> {
    let mut faults = Vec::new();
    event_rows::each(connection, &Which::All, |record| {
        note(&mut faults, record.err())
    })?;
    for id in report_ids(connection)? {
        let read = id
            .parse::<ReportId>()
            .map_err(|error| Trouble::damaged(&id, error.expected, &id))
            .and_then(|id| report_rows::read(connection, &id));
        note(&mut faults, read.err())?;
    }
    note(&mut faults, changes::since(connection, 0, usize::MAX).err())?;
    Ok(faults)
}

/// A damaged row is a fault; any other trouble ends the check.
fn note(faults: &mut Vec<Fault>, trouble: Option<Trouble>) -> Result<(), Trouble> {
    match trouble {
        None => Ok(()),
        Some(Trouble::Damaged {
            row,
            expected,
            found,
        }) => {
            let (table, row) = row.split_once(' ').unwrap_or(("row", row.as_str()));
            faults.push(fault(
                table,
                row,
                format!("expected {expected}, found {found}"),
            ));
            Ok(())
        }
        Some(other) => Err(other),
    }
}

fn report_ids(connection: &Connection) -> Result<Vec<String>, Trouble> {
    let mut statement = connection.prepare("SELECT id FROM reports ORDER BY id")?;
    let ids = statement.query_map([], |row| row.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}
