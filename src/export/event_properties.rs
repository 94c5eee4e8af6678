use super::geometry::rounded;
use super::receipt::Receipt;
use crate::domain::{
    Actor, Count, CountryCode, EventId, EventRecord, EventType, Evidence, IncidentId, Interval,
    LocationPrecision, Mode, PlaceId, ReportId, Side, Status, SubEventType,
};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

/// The properties of an event, in the order in which every format has them; what is unknown is null.
#[derive(Debug, Serialize)]
#[expect(
    missing_docs,
    reason = "the names are those of the interface, explained in docs"
)]
pub struct EventProperties<'a> {
    pub id: EventId,
    pub title: &'a str,
    pub event_type: EventType,
    pub sub_event_type: SubEventType,
    pub mode: Mode,
    pub date_start: Option<Date>,
    pub date_end: Option<Date>,
    pub date_precision: &'static str,
    pub date_text: Option<String>,
    pub place_name: Option<&'a str>,
    pub place_id: Option<&'a PlaceId>,
    pub admin1: Option<&'a str>,
    pub admin2: Option<&'a str>,
    pub country: Option<&'a CountryCode>,
    pub location_precision: Option<LocationPrecision>,
    pub radius_m: Option<f64>,
    pub actor1: Option<&'a str>,
    pub actor2: Option<&'a str>,
    pub actors: &'a [Actor],
    pub fatalities_low: Option<u64>,
    pub fatalities_best: Option<u64>,
    pub fatalities_high: Option<u64>,
    pub counts: &'a [Count],
    pub summary: &'a str,
    pub evidence: Vec<EvidenceProperties<'a>>,
    pub source: Option<&'a str>,
    pub source_url: Option<&'a str>,
    pub published_at: Option<Date>,
    pub dataset: &'a str,
    pub license: Option<&'a str>,
    pub status: Status,
    pub confidence: f64,
    pub incident_id: Option<IncidentId>,
    pub attribution: Option<&'a str>,
    pub version: u64,
    pub updated_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolution: Option<Receipt<'a>>,
}

/// Words of a report; `start` and `end` count Unicode code points.
#[derive(Debug, Serialize)]
#[expect(
    missing_docs,
    reason = "the names are those of the interface, explained in docs"
)]
pub struct EvidenceProperties<'a> {
    pub report_id: &'a ReportId,
    pub start: usize,
    pub end: usize,
    pub text: &'a str,
}

impl<'a> EvidenceProperties<'a> {
    fn of(evidence: &'a Evidence) -> Self {
        Self {
            report_id: &evidence.report_id,
            start: evidence.code_points.start,
            end: evidence.code_points.end,
            text: &evidence.text,
        }
    }
}

/// The first actor of a side.
fn first_actor(actors: &[Actor], side: Side) -> Option<&str> {
    let own = actors.iter().find(|actor| actor.side == side);
    own.map(|actor| actor.name.as_str())
}

impl<'a> EventProperties<'a> {
    /// The properties without the receipt.
    pub fn of(record: &'a EventRecord) -> Self {
        let event = &record.event;
        let location = event.location.as_ref();
        let from = &event.provenance;
        let killed = event.fatalities();
        Self {
            id: event.id,
            title: &event.title,
            event_type: event.event_type(),
            sub_event_type: event.sub_event_type,
            mode: event.mode,
            date_start: event.date.first_day(),
            date_end: event.date.last_day(),
            date_precision: event.date.precision().as_str(),
            date_text: event.date.date_text(),
            place_name: event.place_name(),
            place_id: location.and_then(|l| l.place_id.as_ref()),
            admin1: location.and_then(|l| l.admin1.as_deref()),
            admin2: location.and_then(|l| l.admin2.as_deref()),
            country: location.and_then(|l| l.country.as_ref()),
            location_precision: location.map(|l| l.precision),
            radius_m: location.map(|l| rounded(l.extent.radius_m(), 1)),
            actor1: first_actor(&event.actors, Side::A),
            actor2: first_actor(&event.actors, Side::B),
            actors: &event.actors,
            fatalities_low: killed.and_then(Interval::min),
            fatalities_best: killed.and_then(Interval::exact),
            fatalities_high: killed.and_then(Interval::max),
            counts: &event.counts,
            summary: &event.summary,
            evidence: event.evidence.iter().map(EvidenceProperties::of).collect(),
            source: from.source.as_deref(),
            source_url: from.source_url.as_deref(),
            published_at: from.published_at,
            dataset: &from.dataset,
            license: from.license.as_deref(),
            status: event.status,
            confidence: rounded(event.confidence, 4),
            incident_id: event.incident_id,
            attribution: event.attribution.as_deref(),
            version: record.version,
            updated_at: record.updated_at,
            resolution: None,
        }
    }
}
