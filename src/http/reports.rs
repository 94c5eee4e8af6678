use super::State;
use super::answer::{Answer, Early};
use super::asked::{Asked, no_such};
use super::error::Problem;
use super::format::Encoding::Json;
use super::items::page_links;
use crate::app::{self, Applied, Ingested};
use crate::domain::{Collection, EventRecord, ReportDraft, ReportId};
use crate::export;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State as Shared};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use std::sync::Arc;

/// `GET /reports`
pub(super) async fn list(
    Shared(state): Shared<Arc<State>>,
    asked: Asked,
) -> Result<Response, Early> {
    let params = asked.params(&["limit", "next"])?;
    asked.encoding(&params, &[Json])?;
    let limit = params.limit()?;
    let after: Option<ReportId> = params.parsed("next", "the `next` of an earlier answer")?;
    let answer = Answer::begin(&asked, &state.generation(), Json)?;
    let page = state
        .work(move |state| state.app.reports(after.as_ref(), limit))
        .await?
        .map_err(Problem::from)?;
    let last = page.reports.last().filter(|_| page.has_more);
    let next = last.map(|last| asked.with_query(&params.with("next", last.id.as_str())));
    let links = page_links(&asked, &params, Json, &[Json], next);
    let reports: Vec<Value> = page.reports.iter().map(line).collect();
    Ok(answer
        .links(&links)
        .json(&json!({"reports": reports, "numberMatched": page.matched, "links": links}))?)
}

fn line(report: &app::ReportSummary) -> Value {
    json!({
        "id": report.id,
        "title": report.title,
        "publisher": report.publisher,
        "url": report.url,
        "published_at": report.published_at,
        "country": report.country,
        "event_count": report.event_count,
        "mention_count": report.mention_count,
    })
}

/// `GET /reports/{id}`; an id with slashes comes percent-encoded, as one segment.
pub(super) async fn one(
    Shared(state): Shared<Arc<State>>,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Response, Early> {
    let params = asked.params(&[])?;
    asked.encoding(&params, &[Json])?;
    let known: ReportId = id.parse().map_err(|_not_an_id| no_such("report", &id))?;
    let report = state
        .work(move |state| state.app.report(&known))
        .await?
        .map_err(Problem::from)?;
    let report = report.ok_or_else(|| no_such("report", &id))?;
    Ok(Answer::begin(&asked, &state.generation(), Json)?.json(&report)?)
}

/// `POST /reports`: reads a report, stores it and answers its events.
pub(super) async fn create(
    Shared(state): Shared<Arc<State>>,
    asked: Asked,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Early> {
    asked.params(&[])?;
    let body = body.map_err(|rejection| Problem::of_status(rejection.status()))?;
    refuse_other_charsets(&headers)?;
    let draft = draft(media_type(&headers), &body)?;
    let at = (state.clock)();
    let ingested = state
        .work_among(&state.reading, move |state| state.app.ingest(draft, at))
        .await?
        .map_err(Problem::from)?;
    let id = utf8_percent_encode(ingested.report_id.as_str(), NON_ALPHANUMERIC).to_string();
    let location = asked.link(&format!("/reports/{id}"));
    let status = match ingested.applied {
        Applied::New => StatusCode::CREATED,
        Applied::Changed | Applied::Unchanged => StatusCode::OK,
    };
    Ok((
        status,
        [
            (LOCATION, location),
            (CONTENT_TYPE, Json.media_type().to_owned()),
        ],
        created(&ingested)?,
    )
        .into_response())
}

pub(super) fn media_type(headers: &HeaderMap) -> Option<&str> {
    let named = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    Some(named.split(';').next().unwrap_or_default().trim())
}

/// Text is read as UTF-8; another `charset` would give other letters than were meant.
pub(super) fn refuse_other_charsets(headers: &HeaderMap) -> Result<(), Problem> {
    let named = headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok());
    let charset = named
        .into_iter()
        .flat_map(|named| named.split(';').skip(1))
        .find_map(|part| {
            let (name, value) = part.split_once('=')?;
            name.trim()
                .eq_ignore_ascii_case("charset")
                .then(|| value.trim().trim_matches('"'))
        });
    let readable = |charset: &str| {
        ["utf-8", "utf8", "us-ascii"]
            .iter()
            .any(|known| charset.eq_ignore_ascii_case(known))
    };
    match charset.filter(|charset| !readable(charset)) {
        None => Ok(()),
        Some(other) => Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            format!("expected text in UTF-8, found charset {other}"),
        )),
    }
}

fn draft(media_type: Option<&str>, body: &[u8]) -> Result<ReportDraft, Problem> {
    let refused = |reason: String| Problem::new(StatusCode::BAD_REQUEST, reason);
    match media_type.map(str::to_ascii_lowercase).as_deref() {
        Some("text/plain") => app::draft_from_text(body).map_err(refused),
        Some("application/json") => app::draft_from_json(body).map_err(refused),
        other => Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            format!(
                "expected Content-Type text/plain or application/json, found {}",
                other.unwrap_or("none")
            ),
        )),
    }
}

fn created(ingested: &Ingested) -> Result<Vec<u8>, Problem> {
    let of = |collection: Collection| -> Vec<_> {
        let records = ingested
            .events
            .iter()
            .filter(|record: &&EventRecord| record.event.collection() == collection);
        records.map(export::feature).collect()
    };
    let answer = json!({
        "report": {"id": ingested.report_id, "version": ingested.version},
        "events": of(Collection::Events),
        "unplaced": of(Collection::Unplaced),
        "background": of(Collection::Background),
    });
    serde_json::to_vec(&answer).map_err(|error| Problem::internal(&error.to_string()))
}
