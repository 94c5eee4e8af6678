use super::{App, AppError, ReportSummary};
use crate::domain::{
    Candidate, EventRecord, ExtentKind, Location, Mention, MentionRole, Mode, PlaceSummary,
    ReportId, Resolution, Span,
};
use crate::text::CodePoints;
use jiff::civil::Date;
use serde::Serialize;

/// A report with what was found in it; offsets count Unicode code points of `text`, ends exclusive.
#[derive(Debug, Serialize)]
pub struct ReportView {
    /// Report key.
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// The stored text.
    pub text: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// When it was published.
    pub published_at: Option<Date>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// 1 when first stored.
    pub version: u64,
    /// Its toponyms in the order of the text.
    pub mentions: Vec<ReportMention>,
    /// Its events of every mode.
    pub events: Vec<ReportEvent>,
}

/// A toponym of a report.
#[derive(Debug, Serialize)]
pub struct ReportMention {
    #[serde(flatten)]
    span: Span,
    text: String,
    role: Option<&'static str>,
    score: f64,
    place: Option<PlaceView>,
    candidates: Vec<CandidateView>,
}

/// An event of a report.
#[derive(Debug, Serialize)]
pub struct ReportEvent {
    id: String,
    title: String,
    place_name: Option<String>,
    place_id: Option<String>,
    country: Option<String>,
    mode: Mode,
    event_type: &'static str,
    sub_event_type: &'static str,
    evidence: Vec<Span>,
}

/// A place as mentions name it, the same in every interchange.
#[derive(Debug, Serialize)]
pub(super) struct PlaceView {
    /// `None` for an area that no entry bears, in which an unresolved name must lie.
    id: Option<String>,
    name: String,
    lon: f64,
    lat: f64,
    radius_km: f64,
    country: Option<String>,
    admin1: Option<String>,
    kind: ExtentKind,
}

/// A candidate with its reasons.
#[derive(Debug, Serialize)]
pub(super) struct CandidateView {
    #[serde(flatten)]
    place: PlaceView,
    score: f64,
    reasons: Vec<ReasonView>,
}

#[derive(Debug, Serialize)]
struct ReasonView {
    why: String,
    weight: f64,
}

impl PlaceView {
    pub(super) fn of(place: &PlaceSummary) -> Self {
        Self {
            id: Some(place.id.to_string()),
            name: place.name.clone(),
            lon: place.position.lon(),
            lat: place.position.lat(),
            radius_km: place.radius_km,
            country: place.country.as_ref().map(ToString::to_string),
            admin1: place.admin1.clone(),
            kind: place.kind,
        }
    }

    /// Where an unresolved name must lie, as wide as that is.
    fn of_area(area: &Location) -> Self {
        let position = area.extent.position();
        Self {
            id: None,
            name: area.relation.as_ref().unwrap_or(&area.name).clone(),
            lon: position.lon(),
            lat: position.lat(),
            radius_km: area.extent.radius_m() / 1000.0,
            country: area.country.as_ref().map(ToString::to_string),
            admin1: area.admin1.clone(),
            kind: area.extent.kind(),
        }
    }
}

impl CandidateView {
    pub(super) fn of(candidate: &Candidate) -> Self {
        let reasons = candidate.reasons.iter().map(|reason| ReasonView {
            why: reason.why.clone(),
            weight: reason.weight,
        });
        Self {
            place: PlaceView::of(&candidate.place),
            score: candidate.score,
            reasons: reasons.collect(),
        }
    }
}

impl ReportMention {
    pub(super) fn of(mention: &Mention, code_points: &CodePoints<'_>) -> Self {
        let span = code_points.to_code_points(mention.span);
        Self::new(span, &mention.text, Some(mention.role), &mention.resolution)
    }

    /// `span` in code points; without a role when nothing read the report around it.
    /// With the area in which an unresolved name must lie as its place.
    pub(super) fn or_area(self, resolution: &Resolution) -> Self {
        let area = resolution.location.as_ref().map(PlaceView::of_area);
        Self {
            place: self.place.or(area),
            ..self
        }
    }

    pub(super) fn new(
        span: Span,
        text: &str,
        role: Option<MentionRole>,
        resolution: &Resolution,
    ) -> Self {
        Self {
            span,
            text: text.to_owned(),
            role: role.map(MentionRole::as_str),
            score: resolution.score(),
            place: resolution
                .chosen
                .as_ref()
                .map(|chosen| PlaceView::of(&chosen.place)),
            candidates: resolution
                .candidates
                .iter()
                .map(CandidateView::of)
                .collect(),
        }
    }
}

impl ReportEvent {
    fn of(record: &EventRecord, report: &ReportId) -> Self {
        let event = &record.event;
        let location = event.location.as_ref();
        let own = event
            .evidence
            .iter()
            .filter(|evidence| evidence.report_id == *report);
        Self {
            id: event.id.to_string(),
            title: event.title.clone(),
            place_name: event.place_name().map(str::to_owned),
            place_id: location.and_then(|l| l.place_id.as_ref().map(ToString::to_string)),
            country: location.and_then(|l| l.country.as_ref().map(ToString::to_string)),
            mode: event.mode,
            event_type: event.event_type().as_str(),
            sub_event_type: event.sub_event_type.as_str(),
            evidence: own.map(|evidence| evidence.code_points).collect(),
        }
    }
}

/// A page of the list of reports.
#[derive(Debug)]
pub struct ReportList {
    /// In the order of their ids.
    pub reports: Vec<ReportSummary>,
    /// How many there are in all.
    pub matched: u64,
    /// Whether others follow the last of these.
    pub has_more: bool,
}

impl App {
    /// One report with what was found in it.
    pub fn report(&self, id: &ReportId) -> Result<Option<ReportView>, AppError> {
        let (stored, events) = {
            let store = self.store();
            (store.report(id)?, store.events_of_report(id)?)
        };
        Ok(stored.map(|stored| {
            let report = stored.record.report;
            let code_points = CodePoints::new(&report.text);
            ReportView {
                id: report.id.to_string(),
                title: report.title,
                publisher: report.publisher,
                url: report.url,
                published_at: report.published_at,
                country: report.country.map(String::from),
                version: stored.record.version,
                mentions: stored
                    .mentions
                    .iter()
                    .map(|mention| ReportMention::of(mention, &code_points))
                    .collect(),
                events: events
                    .iter()
                    .map(|record| ReportEvent::of(record, id))
                    .collect(),
                text: report.text,
            }
        }))
    }

    /// Reports after the given one, at most `limit`.
    pub fn reports(&self, after: Option<&ReportId>, limit: usize) -> Result<ReportList, AppError> {
        let store = self.store();
        let mut reports = store.reports(after, limit.saturating_add(1))?;
        let has_more = reports.len() > limit;
        reports.truncate(limit);
        Ok(ReportList {
            reports,
            matched: store.report_count()?,
            has_more,
        })
    }

    /// How many reports there are.
    pub fn report_count(&self) -> Result<u64, AppError> {
        Ok(self.store().report_count()?)
    }
}
