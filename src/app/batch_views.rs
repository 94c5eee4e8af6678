use super::reports::ReportMention;
use crate::domain::{
    Count, CountryCode, DatePrecision, DateSpan, Event, Extent, ExtentKind, Location, Mode,
    PartialDate, Score, Side, Span,
};
use serde::Serialize;

/// What a report was read as. Offsets are code points.
#[derive(Serialize)]
pub(super) struct Answer<'a> {
    pub(super) mentions: Vec<ReportMention>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) phrases: Option<Vec<PhraseView<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) events: Option<Vec<EventView<'a>>>,
    pub(super) dates: Vec<TimeView<'a>>,
}

/// A place that the text makes of named ones.
#[derive(Serialize)]
pub(super) struct PhraseView<'a> {
    #[serde(flatten)]
    span: Span,
    text: &'a str,
    location: LocationView<'a>,
}

impl<'a> PhraseView<'a> {
    /// `span` in code points.
    pub(super) fn of(span: Span, text: &'a str, location: &'a Location) -> Self {
        Self {
            span,
            text,
            location: LocationView::of(location),
        }
    }
}

/// An event of the batch contract.
#[derive(Serialize)]
pub(super) struct EventView<'a> {
    event_type: &'static str,
    sub_event_type: &'static str,
    mode: Mode,
    date: DateView<'a>,
    location: Option<LocationView<'a>>,
    actors: Vec<ActorView<'a>>,
    counts: &'a [Count],
    evidence: Vec<Span>,
    confidence: Score,
}

impl<'a> EventView<'a> {
    pub(super) fn of(event: &'a Event) -> Self {
        Self {
            event_type: event.event_type().as_str(),
            sub_event_type: event.sub_event_type.as_str(),
            mode: event.mode,
            date: DateView::of(&event.date),
            location: event.location.as_ref().map(LocationView::of),
            actors: event
                .actors
                .iter()
                .map(|actor| ActorView {
                    name: &actor.name,
                    side: actor.side,
                })
                .collect(),
            counts: &event.counts,
            evidence: event
                .evidence
                .iter()
                .map(|evidence| evidence.code_points)
                .collect(),
            confidence: event.confidence,
        }
    }
}

#[derive(Serialize)]
struct ActorView<'a> {
    name: &'a str,
    side: Side,
}

#[derive(Serialize)]
struct DateView<'a> {
    start: Option<PartialDate>,
    end: Option<PartialDate>,
    precision: DatePrecision,
    rule: &'a str,
}

impl<'a> DateView<'a> {
    fn of(date: &'a DateSpan) -> Self {
        Self {
            start: date.start(),
            end: date.end(),
            precision: date.precision(),
            rule: &date.rule,
        }
    }
}

/// A time expression that was understood.
#[derive(Serialize)]
pub(super) struct TimeView<'a> {
    #[serde(flatten)]
    span: Span,
    text: &'a str,
    date: DateView<'a>,
}

impl<'a> TimeView<'a> {
    pub(super) fn of(span: Span, text: &'a str, date: &'a DateSpan) -> Self {
        Self {
            span,
            text,
            date: DateView::of(date),
        }
    }
}

#[derive(Serialize)]
struct LocationView<'a> {
    name: &'a str,
    lon: f64,
    lat: f64,
    radius_km: f64,
    country: Option<&'a str>,
    admin1: Option<&'a str>,
    kind: ExtentKind,
    /// Of areas and lines; a circle is told by position and radius.
    #[serde(skip_serializing_if = "Option::is_none")]
    geometry: Option<geojson::Geometry>,
}

impl<'a> LocationView<'a> {
    fn of(location: &'a Location) -> Self {
        let Location {
            name,
            extent,
            country,
            admin1,
            ..
        } = location;
        Self {
            name,
            lon: extent.position().lon(),
            lat: extent.position().lat(),
            radius_km: extent.radius_m() / 1000.0,
            country: country.as_ref().map(CountryCode::as_str),
            admin1: admin1.as_deref(),
            kind: extent.kind(),
            geometry: geometry(extent),
        }
    }
}

fn geometry(extent: &Extent) -> Option<geojson::Geometry> {
    (extent.kind() != ExtentKind::Point).then(|| geojson::Geometry::from(&extent.outline()))
}
