//! The change sequence, and how a coding becomes one entry of it.

use super::columns::{from_json, instant, integer, number, parsed, to_json};
use super::error::Trouble;
use super::event_rows::{self, Which};
use super::report_rows::{self, Stored};
use super::resolutions::Kept;
use super::{Applied, Change, ChangeKind, Versions, decisions, schema};
use crate::domain::{Coding, Event, EventId, EventRecord, ReportId};
use jiff::Timestamp;
use rusqlite::{Connection, Row, params};
use std::collections::{BTreeSet, HashMap};

impl ChangeKind {
    /// The word of the column `kind`.
    fn as_str(self) -> &'static str {
        match self {
            Self::ReportNew => "report_new",
            Self::ReportChanged => "report_changed",
        }
    }
}

impl std::str::FromStr for ChangeKind {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [Self::ReportNew, Self::ReportChanged]
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or("report_new or report_changed")
    }
}

/// Writes a coding, with what people decided put back, inside a transaction that the caller has begun, [`touch`]es and ends.
pub(super) fn apply(
    connection: &Connection,
    kept: &mut Kept,
    coding: &Coding,
    made_by: &Versions,
    at: Timestamp,
) -> Result<Applied, Trouble> {
    let former = report_rows::stored(connection, &coding.report.id)?;
    apply_over(connection, kept, coding, made_by, former, at)
}

/// As [`apply`], when the report is stored in this version; else nothing is written.
pub(super) fn apply_to(
    connection: &Connection,
    kept: &mut Kept,
    (coding, version): &(Coding, u64),
    made_by: &Versions,
    at: Timestamp,
) -> Result<Applied, Trouble> {
    match report_rows::stored(connection, &coding.report.id)? {
        Some(former) if former.version == *version => {
            apply_over(connection, kept, coding, made_by, Some(former), at)
        }
        _ => Ok(Applied::Unchanged),
    }
}

fn apply_over(
    connection: &Connection,
    kept: &mut Kept,
    coding: &Coding,
    made_by: &Versions,
    former: Option<Stored>,
    at: Timestamp,
) -> Result<Applied, Trouble> {
    let report_id = &coding.report.id;
    refuse_twins(coding)?;
    if former
        .as_ref()
        .is_some_and(|stored| stored.is_current(&coding.report, made_by))
    {
        return Ok(Applied::Unchanged);
    }
    let coding = &*decisions::respected(connection, coding)?;
    let fid = report_rows::write(connection, kept, coding, made_by, former.as_ref(), at)?;
    let mut change = Change {
        sequence: last(connection)? + 1,
        at,
        kind: former
            .as_ref()
            .map_or(ChangeKind::ReportNew, |_| ChangeKind::ReportChanged),
        report_id: report_id.clone(),
        report_version: former.as_ref().map_or(1, |stored| stored.version + 1),
        added: Vec::new(),
        changed: Vec::new(),
        removed: Vec::new(),
    };
    write_events(connection, kept, fid, coding, &mut change)?;
    write(connection, &change)?;
    Ok(former.map_or(Applied::New, |_| Applied::Changed))
}

fn refused(report: &ReportId, expected: &'static str, found: String) -> Trouble {
    Trouble::Refused {
        report: report.to_string(),
        expected,
        found,
    }
}

fn refuse_twins(coding: &Coding) -> Result<(), Trouble> {
    let mut seen = BTreeSet::new();
    let twin = coding.events.iter().find(|event| !seen.insert(event.id));
    twin.map_or(Ok(()), |event| {
        let found = format!("{} twice", event.id);
        Err(refused(&coding.report.id, "events with an id each", found))
    })
}

fn write_events(
    connection: &Connection,
    kept: &mut Kept,
    report_fid: i64,
    coding: &Coding,
    change: &mut Change,
) -> Result<(), Trouble> {
    let mut former: HashMap<EventId, EventRecord> =
        event_rows::read(connection, &Which::OfReport(report_fid))?
            .into_iter()
            .map(|record| (record.event.id, record))
            .collect();
    for event in &coding.events {
        match former.remove(&event.id) {
            Some(record) if record.event == *event => {}
            Some(record) => replace(connection, kept, event, record.version + 1, change)?,
            None => add(connection, kept, report_fid, event, change)?,
        }
    }
    change.removed = former.into_keys().collect();
    change.removed.sort_unstable();
    change
        .removed
        .iter()
        .try_for_each(|id| event_rows::remove(connection, *id))
}

fn record(event: &Event, version: u64, at: Timestamp) -> EventRecord {
    EventRecord {
        event: event.clone(),
        version,
        updated_at: at,
    }
}

fn add(
    connection: &Connection,
    kept: &mut Kept,
    report_fid: i64,
    event: &Event,
    change: &mut Change,
) -> Result<(), Trouble> {
    if let Some(key) = event_rows::key(connection, event.id)? {
        let found = format!("{}, which report number {} told", event.id, key.report_fid);
        return Err(refused(
            &change.report_id,
            "events that no other report has",
            found,
        ));
    }
    change.added.push(event.id);
    event_rows::add(connection, kept, report_fid, &record(event, 1, change.at))
}

fn replace(
    connection: &Connection,
    kept: &mut Kept,
    event: &Event,
    version: u64,
    change: &mut Change,
) -> Result<(), Trouble> {
    let key = event_rows::key(connection, event.id)?
        .ok_or_else(|| Trouble::damaged(event.id.to_string(), "a row of event_keys", "none"))?;
    change.changed.push(event.id);
    event_rows::replace(connection, kept, &key, &record(event, version, change.at))
}

/// Notes on the file as a whole what last changed it.
pub(super) fn touch(
    connection: &Connection,
    made_by: &Versions,
    at: Timestamp,
) -> Result<(), Trouble> {
    schema::set_meta(connection, "rules_version", &made_by.rules)?;
    schema::set_meta(connection, "gazetteer_version", &made_by.gazetteer)?;
    touch_tables(connection, at)
}

/// Notes on the tables of events when they last changed.
pub(super) fn touch_tables(connection: &Connection, at: Timestamp) -> Result<(), Trouble> {
    connection
        .prepare_cached("UPDATE gpkg_contents SET last_change = ?")?
        .execute([instant(at)])?;
    Ok(())
}

/// The last number of the sequence.
pub(super) fn last(connection: &Connection) -> Result<u64, Trouble> {
    connection
        .prepare_cached("SELECT coalesce(max(sequence), 0) AS sequence FROM changes")?
        .query_row([], |row| Ok(number(row, "sequence")))?
}

/// Appends an entry to the sequence.
pub(super) fn write(connection: &Connection, change: &Change) -> Result<(), Trouble> {
    connection
        .prepare_cached("INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?, ?)")?
        .execute(params![
            integer(change.sequence),
            instant(change.at),
            change.kind.as_str(),
            change.report_id.as_str(),
            integer(change.report_version),
            to_json(&change.added)?,
            to_json(&change.changed)?,
            to_json(&change.removed)?,
        ])?;
    Ok(())
}

/// Entries after a number.
pub(super) fn since(
    connection: &Connection,
    sequence: u64,
    limit: usize,
) -> Result<Vec<Change>, Trouble> {
    let mut statement = connection
        .prepare_cached("SELECT * FROM changes WHERE sequence > ? ORDER BY sequence LIMIT ?")?;
    let mut rows = statement.query(params![integer(sequence), integer(limit)])?;
    let mut changes = Vec::new();
    while let Some(row) = rows.next()? {
        changes.push(change(row)?);
    }
    Ok(changes)
}

fn change(row: &Row<'_>) -> Result<Change, Trouble> {
    let sequence = number(row, "sequence")?;
    read_change(row, sequence).map_err(|trouble| trouble.in_row("changes", &sequence.to_string()))
}

fn read_change(row: &Row<'_>, sequence: u64) -> Result<Change, Trouble> {
    Ok(Change {
        sequence,
        at: parsed(row, "at")?,
        kind: parsed(row, "kind")?,
        report_id: parsed(row, "report_id")?,
        report_version: number(row, "report_version")?,
        added: from_json(row, "added")?,
        changed: from_json(row, "changed")?,
        removed: from_json(row, "removed")?,
    })
}
