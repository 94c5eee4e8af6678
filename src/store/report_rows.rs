//! Reports and their mentions as rows.

use super::columns::{instant, integer, number, parsed, parsed_option, plain, read_json, to_json};
use super::error::Trouble;
use super::resolutions::{Kept, Shared, SlimResolution};
use super::{ReportSummary, StoredReport, Versions};
use crate::domain::{Coding, CountryCode, Mention, Report, ReportId, ReportRecord, Span};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

/// What decides whether a report must be stored again.
pub(super) struct Stored {
    pub(super) fid: i64,
    pub(super) version: u64,
    hash: String,
    made_by: Versions,
}

impl Stored {
    /// Whether the report and what would code it are as they were.
    pub(super) fn is_current(&self, report: &Report, made_by: &Versions) -> bool {
        self.is_of(report) && self.made_by == *made_by
    }

    /// Whether the report is as it was.
    pub(super) fn is_of(&self, report: &Report) -> bool {
        self.hash == report.hash
    }
}

/// Looks a report up.
pub(super) fn stored(connection: &Connection, id: &ReportId) -> Result<Option<Stored>, Trouble> {
    connection
        .prepare_cached(
            "SELECT fid, version, hash, rules_version, gazetteer_version FROM reports WHERE id = ?",
        )?
        .query_row([id.as_str()], |row| Ok(read_stored(row)))
        .optional()?
        .transpose()
}

fn read_stored(row: &Row<'_>) -> Result<Stored, Trouble> {
    Ok(Stored {
        fid: plain(row, "fid")?,
        version: number(row, "version")?,
        hash: plain(row, "hash")?,
        made_by: Versions {
            rules: plain(row, "rules_version")?,
            gazetteer: plain(row, "gazetteer_version")?,
        },
    })
}

/// Writes the report and its mentions, over the former ones when it has a `former`; returns its `fid`.
pub(super) fn write(
    connection: &Connection,
    kept: &mut Kept,
    coding: &Coding,
    made_by: &Versions,
    former: Option<&Stored>,
    at: Timestamp,
) -> Result<i64, Trouble> {
    let report = &coding.report;
    let version = former.map_or(1, |stored| stored.version + 1);
    let fid: i64 = connection
        .prepare_cached(
            "INSERT INTO reports (id, title, text, hash, published_at, country, url, publisher, rules_version, \
                gazetteer_version, event_count, mention_count, version, updated_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) \
             ON CONFLICT (id) DO UPDATE SET title = ?2, text = ?3, hash = ?4, published_at = ?5, country = ?6, \
                url = ?7, publisher = ?8, rules_version = ?9, gazetteer_version = ?10, event_count = ?11, \
                mention_count = ?12, version = ?13, updated_at = ?14 \
             RETURNING fid",
        )?
        .query_row(
            params![
                report.id.as_str(),
                report.title,
                report.text,
                report.hash,
                report.published_at.map(|day| day.to_string()),
                report.country.as_ref().map(CountryCode::as_str),
                report.url,
                report.publisher,
                made_by.rules,
                made_by.gazetteer,
                integer(coding.events.len()),
                integer(coding.mentions.len()),
                integer(version),
                instant(at),
            ],
            |row| row.get(0),
        )?;
    write_mentions(connection, kept, fid, &coding.mentions)?;
    Ok(fid)
}

fn write_mentions(
    connection: &Connection,
    kept: &mut Kept,
    fid: i64,
    mentions: &[Mention],
) -> Result<(), Trouble> {
    connection
        .prepare_cached("DELETE FROM mentions WHERE report_fid = ?")?
        .execute([fid])?;
    for (number, mention) in mentions.iter().enumerate() {
        write_mention(connection, kept, fid, number, mention)?;
    }
    Ok(())
}

fn write_mention(
    connection: &Connection,
    kept: &mut Kept,
    fid: i64,
    number: usize,
    mention: &Mention,
) -> Result<(), Trouble> {
    let resolution = &mention.resolution;
    let chosen = resolution.chosen.as_ref();
    connection
        .prepare_cached(
            "INSERT INTO mentions (report_fid, number, start_byte, end_byte, text, role, place_id, score, \
                extent_id, resolution) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            fid,
            integer(number),
            integer(mention.span.start),
            integer(mention.span.end),
            mention.text,
            mention.role.as_str(),
            chosen.map(|candidate| candidate.place.id.as_str()),
            resolution.score(),
            kept.extents
                .keep_shape(connection, resolution.location.as_ref())?,
            to_json(&SlimResolution::new(connection, kept, resolution)?)?,
        ])?;
    Ok(())
}

/// Reads a report with its mentions.
pub(super) fn read(
    connection: &Connection,
    id: &ReportId,
) -> Result<Option<StoredReport>, Trouble> {
    let found = connection
        .prepare_cached("SELECT * FROM reports WHERE id = ?")?
        .query_row([id.as_str()], |row| {
            Ok(plain(row, "fid").and_then(|fid: i64| Ok((fid, record(row)?))))
        })
        .optional()?
        .transpose()
        .map_err(|trouble| trouble.in_row("reports", id.as_str()))?;
    found
        .map(|(fid, record)| {
            let mentions = mentions(connection, fid)
                .map_err(|trouble| trouble.in_row("reports", id.as_str()))?;
            Ok(StoredReport { record, mentions })
        })
        .transpose()
}

fn record(row: &Row<'_>) -> Result<ReportRecord, Trouble> {
    Ok(ReportRecord {
        report: Report {
            id: parsed(row, "id")?,
            title: plain(row, "title")?,
            text: plain(row, "text")?,
            hash: plain(row, "hash")?,
            published_at: parsed_option(row, "published_at")?,
            country: parsed_option(row, "country")?,
            url: plain(row, "url")?,
            publisher: plain(row, "publisher")?,
        },
        version: number(row, "version")?,
        updated_at: parsed(row, "updated_at")?,
    })
}

/// The mentions of a report, in the order of its text.
pub(super) fn mentions(connection: &Connection, fid: i64) -> Result<Vec<Mention>, Trouble> {
    let mut shared = Shared::default();
    let mut statement =
        connection.prepare_cached("SELECT * FROM mentions WHERE report_fid = ? ORDER BY number")?;
    let mut rows = statement.query([fid])?;
    let mut mentions = Vec::new();
    while let Some(row) = rows.next()? {
        let number = number(row, "number")?;
        let mention = mention(connection, &mut shared, row)
            .map_err(|trouble| trouble.in_row("mention", &number.to_string()))?;
        mentions.push(mention);
    }
    Ok(mentions)
}

fn mention(
    connection: &Connection,
    shared: &mut Shared,
    row: &Row<'_>,
) -> Result<Mention, Trouble> {
    let text: String = plain(row, "resolution")?;
    let resolution: SlimResolution<'_> = read_json("resolution", &text)?;
    Ok(Mention {
        span: Span::new(offset(row, "start_byte")?, offset(row, "end_byte")?),
        text: plain(row, "text")?,
        role: parsed(row, "role")?,
        resolution: resolution.restore(connection, shared, plain(row, "extent_id")?)?,
    })
}

fn offset(row: &Row<'_>, column: &'static str) -> Result<usize, Trouble> {
    let value = number(row, column)?;
    usize::try_from(value)
        .map_err(|_too_far| Trouble::damaged(column, "an offset into a text", value.to_string()))
}

/// Gives a report its next version, since one of its events changed; says its key and that version.
pub(super) fn touch(
    connection: &Connection,
    fid: i64,
    at: Timestamp,
) -> Result<(ReportId, u64), Trouble> {
    connection
        .prepare_cached(
            "UPDATE reports SET version = version + 1, updated_at = ? WHERE fid = ? RETURNING id, version",
        )?
        .query_row(params![instant(at), fid], |row| {
            Ok(parsed(row, "id").and_then(|id| Ok((id, number(row, "version")?))))
        })?
}

/// Whole reports after an id, without their mentions.
pub(super) fn texts(
    connection: &Connection,
    after: Option<&ReportId>,
    limit: usize,
) -> Result<Vec<ReportRecord>, Trouble> {
    let mut statement =
        connection.prepare_cached("SELECT * FROM reports WHERE id > ? ORDER BY id LIMIT ?")?;
    let after = after.map_or("", ReportId::as_str);
    let mut rows = statement.query(params![after, integer(limit)])?;
    let mut records = Vec::new();
    while let Some(row) = rows.next()? {
        let id: String = plain(row, "id")?;
        records.push(record(row).map_err(|trouble| trouble.in_row("reports", &id))?);
    }
    Ok(records)
}

/// Lines of the list of reports after an id.
pub(super) fn list(
    connection: &Connection,
    after: Option<&ReportId>,
    limit: usize,
) -> Result<Vec<ReportSummary>, Trouble> {
    let mut statement = connection.prepare_cached(
        "SELECT id, title, publisher, url, published_at, country, event_count, mention_count \
         FROM reports WHERE id > ? ORDER BY id LIMIT ?",
    )?;
    let after = after.map_or("", ReportId::as_str);
    let mut rows = statement.query(params![after, integer(limit)])?;
    let mut summaries = Vec::new();
    while let Some(row) = rows.next()? {
        summaries.push(summary(row)?);
    }
    Ok(summaries)
}

fn summary(row: &Row<'_>) -> Result<ReportSummary, Trouble> {
    Ok(ReportSummary {
        id: parsed(row, "id")?,
        title: plain(row, "title")?,
        publisher: plain(row, "publisher")?,
        url: plain(row, "url")?,
        published_at: parsed_option(row, "published_at")?,
        country: parsed_option(row, "country")?,
        event_count: number(row, "event_count")?,
        mention_count: number(row, "mention_count")?,
    })
}
