//! Events as rows: properties in columns of their own, so that every GIS program shows them, and the rest of what
//! an event is in `detail`. No value has two homes that are read.

use super::columns::{
    from_json, instant, integer, number, parsed, parsed_option, plain, read_json, to_json,
};
use super::error::Trouble;
use super::extents::{KeptExtents, slim};
use super::geometry;
use super::resolutions::{Kept, Shared, SlimResolution};
use crate::domain::{
    Actor, Collection, CountryCode, DateSpan, Event, EventId, EventRecord, Evidence, Interval,
    Location, Provenance, ReportId, Side, Span,
};
use rusqlite::types::{ToSqlOutput, Value};
use rusqlite::{Connection, OptionalExtension as _, Row, named_params, params, params_from_iter};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The table of a collection.
pub(super) fn table(collection: Collection) -> &'static str {
    collection.as_str()
}

/// What the table of all events knows of one.
pub(super) struct Key {
    pub(super) fid: i64,
    pub(super) report_fid: i64,
    pub(super) collection: Collection,
}

/// Looks an event up.
pub(super) fn key(connection: &Connection, id: EventId) -> Result<Option<Key>, Trouble> {
    connection
        .prepare_cached("SELECT fid, report_fid, collection FROM event_keys WHERE id = ?")?
        .query_row([id.to_string()], |row| {
            Ok(plain(row, "fid").and_then(|fid| {
                Ok(Key {
                    fid,
                    report_fid: plain(row, "report_fid")?,
                    collection: parsed(row, "collection")?,
                })
            }))
        })
        .optional()?
        .transpose()
}

/// Writes an event that is not there yet.
pub(super) fn add(
    connection: &Connection,
    kept: &mut Kept,
    report_fid: i64,
    record: &EventRecord,
) -> Result<(), Trouble> {
    let event = &record.event;
    connection
        .prepare_cached("INSERT INTO event_keys (id, report_fid, collection) VALUES (?, ?, ?)")?
        .execute(params![
            event.id.to_string(),
            report_fid,
            table(event.collection())
        ])?;
    insert(connection, kept, connection.last_insert_rowid(), record)
}

/// Writes a new version of an event, which may move it to another table; its `fid` stays.
pub(super) fn replace(
    connection: &Connection,
    kept: &mut Kept,
    key: &Key,
    record: &EventRecord,
) -> Result<(), Trouble> {
    let former = table(key.collection);
    connection
        .prepare_cached(&format!("DELETE FROM {former} WHERE fid = ?"))?
        .execute([key.fid])?;
    connection
        .prepare_cached("UPDATE event_keys SET collection = ? WHERE fid = ?")?
        .execute(params![table(record.event.collection()), key.fid])?;
    insert(connection, kept, key.fid, record)
}

/// Removes an event.
pub(super) fn remove(connection: &Connection, id: EventId) -> Result<(), Trouble> {
    connection
        .prepare_cached("DELETE FROM event_keys WHERE id = ?")?
        .execute([id.to_string()])?;
    Ok(())
}

/// Inserts a row whose columns are the names of the values.
fn insert(
    connection: &Connection,
    kept: &mut Kept,
    fid: i64,
    record: &EventRecord,
) -> Result<(), Trouble> {
    let event = &record.event;
    let mut values = Values::default();
    values.put("fid", fid);
    values.own(event, record);
    values.when(&event.date);
    values.place(event);
    values.people(event)?;
    values.provenance(&event.provenance);
    values.put("evidence", evidence_json(&event.evidence)?);
    values.put("detail", detail_json(connection, kept, event)?);
    values.extents(connection, &mut kept.extents, event)?;
    let columns = values.columns.join(", ");
    let marks = vec!["?"; values.columns.len()].join(", ");
    let table = table(event.collection());
    connection
        .prepare_cached(&format!("INSERT INTO {table} ({columns}) VALUES ({marks})"))?
        .execute(params_from_iter(values.values))?;
    Ok(())
}

/// The columns of one row and what they hold.
#[derive(Default)]
struct Values<'e> {
    columns: Vec<&'static str>,
    values: Vec<ToSqlOutput<'e>>,
}

impl<'e> Values<'e> {
    fn put(&mut self, column: &'static str, value: impl Into<ToSqlOutput<'e>>) {
        self.columns.push(column);
        self.values.push(value.into());
    }

    fn maybe(&mut self, column: &'static str, value: Option<impl Into<ToSqlOutput<'e>>>) {
        self.columns.push(column);
        self.values
            .push(value.map_or(ToSqlOutput::Owned(Value::Null), Into::into));
    }

    fn own(&mut self, event: &'e Event, record: &EventRecord) {
        self.put("id", event.id.to_string());
        self.put("title", event.title.as_str());
        self.put("event_type", event.event_type().as_str());
        self.put("sub_event_type", event.sub_event_type.as_str());
        self.put("mode", event.mode.as_str());
        self.put("summary", event.summary.as_str());
        self.put("status", event.status.as_str());
        self.put("confidence", event.confidence);
        self.maybe("incident_id", event.incident_id.map(|id| id.to_string()));
        self.maybe("attribution", event.attribution.as_deref());
        self.put("version", integer(record.version));
        self.put("updated_at", instant(record.updated_at));
    }

    fn when(&mut self, date: &'e DateSpan) {
        self.maybe("date_start", date.first_day().map(|day| day.to_string()));
        self.maybe("date_end", date.last_day().map(|day| day.to_string()));
        self.put("date_precision", date.precision().as_str());
        self.maybe("date_text", date.date_text());
    }

    fn place(&mut self, event: &'e Event) {
        let location = event.location.as_ref();
        let id = location.and_then(|l| l.place_id.as_ref());
        let country = location.and_then(|l| l.country.as_ref());
        self.maybe("place_name", event.place_name());
        self.maybe("place_id", id.map(ToString::to_string));
        self.maybe("admin1", location.and_then(|l| l.admin1.as_deref()));
        self.maybe("admin2", location.and_then(|l| l.admin2.as_deref()));
        self.maybe("country", country.map(CountryCode::as_str));
        self.maybe("location_precision", location.map(|l| l.precision.as_str()));
        self.maybe("radius_m", location.map(|l| l.extent.radius_m()));
    }

    fn people(&mut self, event: &'e Event) -> Result<(), Trouble> {
        let first = |side| first_actor(&event.actors, side);
        self.maybe("actor1", first(Side::A));
        self.maybe("actor2", first(Side::B));
        self.put("actors", to_json(&event.actors)?);
        let killed = event.fatalities();
        self.maybe(
            "fatalities_low",
            killed.and_then(Interval::min).map(integer),
        );
        self.maybe(
            "fatalities_best",
            killed.and_then(Interval::exact).map(integer),
        );
        self.maybe(
            "fatalities_high",
            killed.and_then(Interval::max).map(integer),
        );
        self.put("counts", to_json(&event.counts)?);
        Ok(())
    }

    fn provenance(&mut self, from: &'e Provenance) {
        self.put("dataset", from.dataset.as_str());
        self.maybe("source", from.source.as_deref());
        self.maybe("source_url", from.source_url.as_deref());
        self.maybe("published_at", from.published_at.map(|day| day.to_string()));
        self.maybe("license", from.license.as_deref());
    }

    /// On the map the extent is stored whatever it is, because the layer `events_extent` draws it.
    fn extents(
        &mut self,
        connection: &Connection,
        kept: &mut KeptExtents,
        event: &Event,
    ) -> Result<(), Trouble> {
        let resolved = event.resolution.as_ref().and_then(|r| r.location.as_ref());
        let resolved = kept.keep_shape(connection, resolved)?;
        self.maybe("resolution_extent_id", resolved);
        match (&event.location, event.collection()) {
            (Some(location), Collection::Events) => {
                self.put("geom", geometry::point_blob(location.extent.position()));
                self.put("extent_id", kept.keep(connection, &location.extent)?);
            }
            (location, _) => {
                self.maybe("extent_id", kept.keep_shape(connection, location.as_ref())?);
            }
        }
        Ok(())
    }
}

fn first_actor(actors: &[Actor], side: Side) -> Option<&str> {
    actors
        .iter()
        .find(|actor| actor.side == side)
        .map(|actor| actor.name.as_str())
}

/// One piece of evidence as every interchange has it; `start` and `end` are code points.
#[derive(Serialize, Deserialize)]
struct EvidenceItem {
    report_id: ReportId,
    start: usize,
    end: usize,
    text: String,
}

fn evidence_json(evidence: &[Evidence]) -> Result<String, Trouble> {
    let items: Vec<EvidenceItem> = evidence
        .iter()
        .map(|piece| EvidenceItem {
            report_id: piece.report_id.clone(),
            start: piece.code_points.start,
            end: piece.code_points.end,
            text: piece.text.clone(),
        })
        .collect();
    to_json(&items)
}

/// What no column holds.
#[derive(Serialize, Deserialize)]
struct Detail<'a> {
    date: Cow<'a, DateSpan>,
    location: Option<Location>,
    #[serde(borrow)]
    resolution: Option<SlimResolution<'a>>,
    toponym: Option<Cow<'a, Evidence>>,
    evidence_bytes: Vec<(usize, usize)>,
}

fn detail_json(connection: &Connection, kept: &mut Kept, event: &Event) -> Result<String, Trouble> {
    let spans = event.evidence.iter().map(|e| (e.span.start, e.span.end));
    let slim_resolution = |resolution| SlimResolution::new(connection, kept, resolution);
    to_json(&Detail {
        date: Cow::Borrowed(&event.date),
        location: event.location.as_ref().map(slim).transpose()?,
        resolution: event.resolution.as_ref().map(slim_resolution).transpose()?,
        toponym: event.toponym.as_ref().map(Cow::Borrowed),
        evidence_bytes: spans.collect(),
    })
}

const READ: &str = "id, title, sub_event_type, mode, actors, counts, summary, evidence, source, source_url, \
    published_at, dataset, license, status, confidence, incident_id, attribution, version, updated_at, \
    extent_id, resolution_extent_id, detail";

/// Which events to read.
pub(super) enum Which<'a> {
    All,
    Ids(&'a [EventId]),
    OfReport(i64),
}

impl Which<'_> {
    fn condition(&self) -> &'static str {
        match self {
            Self::All => "",
            Self::Ids(_) => "WHERE id IN (SELECT value FROM json_each(:wanted))",
            Self::OfReport(_) => {
                "WHERE fid IN (SELECT fid FROM event_keys WHERE report_fid = :wanted)"
            }
        }
    }
}

/// Reads events of every mode, ordered by id, and hands each to `take`, those that cannot be read as well.
pub(super) fn each(
    connection: &Connection,
    which: &Which<'_>,
    mut take: impl FnMut(Result<EventRecord, Trouble>) -> Result<(), Trouble>,
) -> Result<(), Trouble> {
    let wheres = which.condition();
    let part = |c: &Collection| format!("SELECT {READ} FROM {} {wheres}", table(*c));
    let parts: Vec<String> = Collection::ALL.iter().map(part).collect();
    let mut statement =
        connection.prepare_cached(&format!("{} ORDER BY id", parts.join(" UNION ALL ")))?;
    let mut rows = match which {
        Which::All => statement.query([])?,
        Which::Ids(ids) => statement.query(named_params! {":wanted": to_json(ids)?})?,
        Which::OfReport(fid) => statement.query(named_params! {":wanted": fid})?,
    };
    let mut shared = Shared::default();
    while let Some(row) = rows.next()? {
        take(record(connection, &mut shared, row))?;
    }
    Ok(())
}

/// The same as a list; the first row that cannot be read ends it.
pub(super) fn read(
    connection: &Connection,
    which: &Which<'_>,
) -> Result<Vec<EventRecord>, Trouble> {
    let mut records = Vec::new();
    each(connection, which, |record| {
        records.push(record?);
        Ok(())
    })?;
    Ok(records)
}

fn record(
    connection: &Connection,
    shared: &mut Shared,
    row: &Row<'_>,
) -> Result<EventRecord, Trouble> {
    let id: String = plain(row, "id")?;
    read_record(connection, shared, row).map_err(|trouble| trouble.in_row("event", &id))
}

fn read_record(
    connection: &Connection,
    shared: &mut Shared,
    row: &Row<'_>,
) -> Result<EventRecord, Trouble> {
    let text: String = plain(row, "detail")?;
    let mut detail: Detail<'_> = read_json("detail", &text)?;
    let resolution_extent = plain(row, "resolution_extent_id")?;
    let resolution = detail
        .resolution
        .take()
        .map(|slim| slim.restore(connection, shared, resolution_extent))
        .transpose()?;
    let mut event = event(row, detail)?;
    event.resolution = resolution;
    let (location, extent) = (event.location.as_mut(), plain(row, "extent_id")?);
    shared.extents.restore(connection, location, extent)?;
    Ok(EventRecord {
        event,
        version: number(row, "version")?,
        updated_at: parsed(row, "updated_at")?,
    })
}

/// The event without its resolution.
fn event(row: &Row<'_>, detail: Detail<'_>) -> Result<Event, Trouble> {
    Ok(Event {
        id: parsed(row, "id")?,
        title: plain(row, "title")?,
        sub_event_type: parsed(row, "sub_event_type")?,
        mode: parsed(row, "mode")?,
        date: detail.date.into_owned(),
        location: detail.location,
        resolution: None,
        toponym: detail.toponym.map(Cow::into_owned),
        actors: from_json(row, "actors")?,
        counts: from_json(row, "counts")?,
        summary: plain(row, "summary")?,
        evidence: evidence(row, &detail.evidence_bytes)?,
        attribution: plain(row, "attribution")?,
        provenance: provenance(row)?,
        status: parsed(row, "status")?,
        confidence: plain(row, "confidence")?,
        incident_id: parsed_option(row, "incident_id")?,
    })
}

fn evidence(row: &Row<'_>, bytes: &[(usize, usize)]) -> Result<Vec<Evidence>, Trouble> {
    let items: Vec<EvidenceItem> = from_json(row, "evidence")?;
    if items.len() != bytes.len() {
        let expected = format!("{} pieces of evidence", bytes.len());
        return Err(Trouble::damaged(
            "evidence",
            expected,
            items.len().to_string(),
        ));
    }
    let piece = |(item, (start, end)): (EvidenceItem, &(usize, usize))| Evidence {
        report_id: item.report_id,
        span: Span::new(*start, *end),
        code_points: Span::new(item.start, item.end),
        text: item.text,
    };
    Ok(items.into_iter().zip(bytes).map(piece).collect())
}

fn provenance(row: &Row<'_>) -> Result<Provenance, Trouble> {
    Ok(Provenance {
        dataset: plain(row, "dataset")?,
        source: plain(row, "source")?,
        source_url: plain(row, "source_url")?,
        published_at: parsed_option(row, "published_at")?,
        license: plain(row, "license")?,
    })
}
