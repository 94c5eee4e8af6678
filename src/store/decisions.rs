//! What people decided of events: kept for good, row by row, and put back into every later coding of the report.

use super::columns::{from_json, instant, parsed, to_json};
use super::error::Trouble;
use super::event_rows::{self, Which};
use super::resolutions::Kept;
use super::{Change, ChangeKind, Decision, Verdict, changes, report_rows};
use crate::domain::{Coding, Event, EventId, EventRecord, Mention, Status};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

impl Verdict {
    /// Whether it holds against what a program finds; back to proposed, with no place of a person's, it does not.
    fn holds(&self) -> bool {
        self.status != Status::Proposed || self.location.is_some()
    }
}

/// Writes a decision and what it makes of the event, inside a transaction.
pub(super) fn decide(
    connection: &Connection,
    decision: &Decision,
    at: Timestamp,
) -> Result<EventRecord, Trouble> {
    let id = decision.event;
    let (Some(key), Some(former)) = (
        event_rows::key(connection, id)?,
        event_rows::read(connection, &Which::Ids(&[id]))?.pop(),
    ) else {
        return Err(Trouble::Refused {
            report: "(none)".to_owned(),
            expected: "the id of an event that is stored",
            found: id.to_string(),
        });
    };
    let after = &decision.verdict;
    let before = Verdict {
        status: former.event.status,
        location: former.event.location.clone(),
    };
    connection
        .prepare_cached(
            "INSERT INTO decisions (at, who, event_id, before, after, why) VALUES (?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            instant(at),
            decision.who,
            id.to_string(),
            to_json(&before)?,
            to_json(after)?,
            decision.why,
        ])?;
    let record = EventRecord {
        event: Event {
            status: after.status,
            location: after.location.clone().or(before.location),
            ..former.event
        },
        version: former.version + 1,
        updated_at: at,
    };
    event_rows::replace(connection, &mut Kept::default(), &key, &record)?;
    note(connection, key.report_fid, id, at)?;
    Ok(record)
}

/// An event of a report has a new version, so the report has one.
fn note(connection: &Connection, fid: i64, event: EventId, at: Timestamp) -> Result<(), Trouble> {
    let (report_id, report_version) = report_rows::touch(connection, fid, at)?;
    changes::write(
        connection,
        &Change {
            sequence: changes::last(connection)? + 1,
            at,
            kind: ChangeKind::ReportChanged,
            report_id,
            report_version,
            added: Vec::new(),
            changed: vec![event],
            removed: Vec::new(),
        },
    )?;
    changes::touch_tables(connection, at)
}

/// A coding with everything put back that people decided of the report's events.
pub(super) fn respected<'c>(
    connection: &Connection,
    coding: &'c Coding,
) -> Result<Cow<'c, Coding>, Trouble> {
    let report = &coding.report;
    let Some(former) = report_rows::stored(connection, &report.id)? else {
        return Ok(Cow::Borrowed(coding));
    };
    let decided = decided(connection, former.fid)?;
    if decided.is_empty() {
        return Ok(Cow::Borrowed(coding));
    }
    let records = event_rows::read(connection, &Which::OfReport(former.fid))?;
    let decided: Vec<Event> = records
        .into_iter()
        .map(|record| record.event)
        .filter(|event| decided.contains(&event.id))
        .collect();
    let mentions = former
        .is_of(report)
        .then(|| report_rows::mentions(connection, former.fid))
        .transpose()?;
    Ok(Cow::Owned(with_decided(coding.clone(), &decided, mentions)))
}

/// The events of a report of which the last decision holds.
fn decided(connection: &Connection, report_fid: i64) -> Result<HashSet<EventId>, Trouble> {
    let mut statement = connection.prepare_cached(
        "SELECT number, event_id, after FROM decisions \
         WHERE event_id IN (SELECT id FROM event_keys WHERE report_fid = ?) ORDER BY number",
    )?;
    let mut rows = statement.query([report_fid])?;
    let mut last: HashMap<EventId, bool> = HashMap::new();
    while let Some(row) = rows.next()? {
        let number: i64 = row.get("number")?;
        let read = || {
            Ok((
                parsed(row, "event_id")?,
                from_json::<Verdict>(row, "after")?,
            ))
        };
        let (event, verdict) =
            read().map_err(|trouble: Trouble| trouble.in_row("decisions", &number.to_string()))?;
        last.insert(event, verdict.holds());
    }
    Ok(last
        .into_iter()
        .filter_map(|(event, holds)| holds.then_some(event))
        .collect())
}

/// Puts decided events back, those too that the new coding has not, and the mentions that gave them their places. There
/// are no `former` mentions when the report's text has changed: the words stand elsewhere then, as the new coding says.
fn with_decided(mut coding: Coding, decided: &[Event], former: Option<Vec<Mention>>) -> Coding {
    for event in decided {
        match coding.events.iter_mut().find(|new| new.id == event.id) {
            Some(new) if former.is_some() => new.clone_from(event),
            Some(new) => {
                *new = Event {
                    evidence: std::mem::take(&mut new.evidence),
                    toponym: new.toponym.take(),
                    ..event.clone()
                };
            }
            None => coding.events.push(event.clone()),
        }
    }
    let toponyms = decided.iter().filter_map(|event| event.toponym.as_ref());
    let spans: Vec<_> = toponyms.map(|toponym| toponym.span).collect();
    let is_kept = |mention: &Mention| {
        let mut spans = spans.iter();
        spans.any(|span| span.start <= mention.span.start && mention.span.end <= span.end)
    };
    if let Some(former) = former {
        coding.mentions.retain(|mention| !is_kept(mention));
        coding.mentions.extend(former.into_iter().filter(is_kept));
        coding.mentions.sort_by_key(|mention| mention.span);
    }
    coding
}
