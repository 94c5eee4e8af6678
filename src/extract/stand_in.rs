use crate::domain::{
    DateSpan, Event, EventId, Evidence, Mention, MentionRole, Mode, Provenance, Report, Span,
    Status, SubEventType,
};
use crate::gazetteer::{Gazetteer, NameQuery};
use crate::text::CodePoints;

/// Version of the rules.
pub const RULES_VERSION: &str = "stand-in";

/// What was read.
#[derive(Debug)]
pub struct Extraction {
    /// Toponyms.
    pub mentions: Vec<Mention>,
    /// Events.
    pub events: Vec<Event>,
    /// Dates.
    pub dates: Vec<(Span, String, DateSpan)>,
}

/// Reads a report.
pub fn extract(report: &Report, gazetteer: &Gazetteer) -> Extraction {
    let found = report
        .text
        .find("Daquq")
        .map(|start| Span::new(start, start + 5));
    let mentions: Vec<Mention> = found
        .into_iter()
        .map(|span| Mention {
            span,
            text: "Daquq".to_owned(),
            role: MentionRole::Event,
            resolution: gazetteer.resolve_name(&NameQuery {
                name: "Daquq".to_owned(),
                ..NameQuery::default()
            }),
        })
        .collect();
    let events = mentions
        .iter()
        .map(|mention| event(report, mention))
        .collect();
    Extraction {
        mentions,
        events,
        dates: vec![],
    }
}

fn event(report: &Report, mention: &Mention) -> Event {
    let span = mention.span;
    Event {
        id: EventId::from_parts(&["reports", report.id.as_str()]),
        title: "Armed clash: Daquq".to_owned(),
        sub_event_type: SubEventType::ArmedClash,
        mode: Mode::Present,
        date: DateSpan::unknown("none"),
        location: mention.resolution.location.clone(),
        resolution: Some(mention.resolution.clone()),
        toponym: None,
        actors: vec![],
        counts: vec![],
        summary: String::new(),
        evidence: vec![Evidence {
            report_id: report.id.clone(),
            span,
            code_points: CodePoints::new(&report.text).to_code_points(span),
            text: "Daquq".to_owned(),
        }],
        attribution: None,
        provenance: Provenance {
            dataset: "reports".to_owned(),
            source: report.publisher.clone(),
            source_url: report.url.clone(),
            published_at: report.published_at,
            license: None,
        },
        status: Status::Proposed,
        confidence: 0.5,
        incident_id: None,
    }
}
