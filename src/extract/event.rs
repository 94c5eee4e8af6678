//! From drafts to events: one event a place, with its evidence, provenance and id.

use super::confidence::confidence;
use super::draft::Draft;
use super::place::Places;
use crate::domain::{
    Count, DateSpan, Event, EventId, Evidence, IncidentId, Location, Mode, Provenance, Report,
    Resolution, Span, Status, display_name,
};
use crate::gazetteer::Toponym;
use crate::text::{CodePoints, Level, fold};
use jiff::civil::Date;
use std::collections::HashMap;

/// The dataset of everything that was read from reports.
pub const REPORTS_DATASET: &str = "reports";
/// Longest summary, in characters.
const MOST_SUMMARY: usize = 300;

/// What all events of a report share.
pub(super) struct Builder<'r> {
    pub(super) report: &'r Report,
    pub(super) places: Places<'r>,
    pub(super) code_points: CodePoints<'r>,
    /// How often a key was used, for the ordinal of the next.
    used: HashMap<String, usize>,
}

impl<'r> Builder<'r> {
    pub(super) fn new(report: &'r Report, places: Places<'r>) -> Self {
        Self {
            report,
            places,
            code_points: CodePoints::new(&report.text),
            used: HashMap::new(),
        }
    }

    /// The events of a draft: one for every entry it names, one for all names of a list that no entry bears
    /// (they share one surrounding extent), one without place when it names none. Only present events are pinned one by
    /// one.
    pub(super) fn events(&mut self, draft: &Draft) -> Vec<Event> {
        let is_located = |i: &usize| {
            self.places
                .resolutions
                .get(*i)
                .is_some_and(|r| r.chosen.is_some())
                || self
                    .places
                    .toponyms
                    .get(*i)
                    .is_some_and(|t| t.relation.is_some())
        };
        let (located, vague): (Vec<usize>, Vec<usize>) =
            draft.places.iter().partition(|i| is_located(i));
        let mut spots: Vec<Vec<usize>> = located.into_iter().map(|i| vec![i]).collect();
        spots.extend(Some(vague).filter(|names| !names.is_empty()));
        if spots.len() < 2 || draft.mode != Mode::Present {
            return vec![self.event(draft, spots.first().map_or(&[], Vec::as_slice), None)];
        }
        let key = self.key(draft, "incident");
        let incident = IncidentId::from_parts(&[self.report.id.as_str(), &key]);
        spots
            .iter()
            .map(|names| self.event(draft, names, Some(incident)))
            .collect()
    }

    fn event(&mut self, draft: &Draft, names: &[usize], incident_id: Option<IncidentId>) -> Event {
        let resolution = names
            .first()
            .and_then(|i| self.places.resolutions.get(*i))
            .cloned();
        let toponyms: Vec<&Toponym> = names
            .iter()
            .filter_map(|i| self.places.toponyms.get(*i))
            .collect();
        let location = resolution
            .as_ref()
            .and_then(|r| r.location.clone())
            .map(|l| named_by_all(l, &toponyms));
        let toponym = toponyms
            .first()
            .zip(toponyms.last())
            .map(|(a, b)| self.evidence(Span::new(a.span.start, b.span.end)));
        let key = self.key(draft, draft.families.first().copied().unwrap_or(""));
        let score = resolution.as_ref().map_or(0.0, Resolution::score);
        Event {
            id: EventId::from_parts(&[REPORTS_DATASET, self.report.id.as_str(), &key]),
            title: title(draft, display_name(location.as_ref(), resolution.as_ref())),
            sub_event_type: draft.sub_event_type,
            mode: draft.mode,
            date: self.date(draft),
            confidence: confidence(draft, location.as_ref(), score),
            location,
            resolution,
            toponym,
            actors: draft.actors.clone(),
            counts: draft
                .counts
                .iter()
                .map(|c| Count {
                    shared: c.shared || incident_id.is_some(),
                    ..c.clone()
                })
                .collect(),
            summary: self.summary(draft),
            evidence: draft
                .evidence
                .iter()
                .map(|span| self.evidence(*span))
                .collect(),
            attribution: draft.attribution.clone(),
            provenance: self.provenance(),
            status: Status::Proposed,
            incident_id,
        }
    }

    /// Folded evidence sentence, family and how often both were used in this report.
    fn key(&mut self, draft: &Draft, family: &str) -> String {
        let sentence = draft
            .evidence
            .first()
            .map_or("", |span| span.of(&self.report.text));
        let key = format!("{}\u{1f}{family}", fold(sentence, Level::Letters));
        let ordinal = self.used.entry(key.clone()).or_default();
        *ordinal += 1;
        format!("{key}\u{1f}{ordinal}")
    }

    fn evidence(&self, span: Span) -> Evidence {
        Evidence {
            report_id: self.report.id.clone(),
            span,
            code_points: self.code_points.to_code_points(span),
            text: span.of(&self.report.text).to_owned(),
        }
    }

    /// The date of the sentence; else what the statement's or the report's own day leaves possible.
    fn date(&self, draft: &Draft) -> DateSpan {
        if let Some(date) = &draft.date {
            return date.clone();
        }
        let bound: Option<Date> = draft.told_on.or(self.report.published_at);
        match bound.filter(|_| draft.mode == Mode::Present) {
            Some(day) => DateSpan::open(
                None,
                Some(day),
                if draft.told_on.is_some() {
                    "not_after_statement"
                } else {
                    "not_after_publication"
                },
            ),
            None => DateSpan::unknown("no_time_in_text"),
        }
    }

    fn summary(&self, draft: &Draft) -> String {
        let text = draft
            .evidence
            .first()
            .map_or("", |span| span.of(&self.report.text));
        let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.chars().count() <= MOST_SUMMARY {
            return text;
        }
        let cut: String = text.chars().take(MOST_SUMMARY).collect();
        let whole = cut
            .rsplit_once(' ')
            .map_or(cut.as_str(), |(words, _)| words);
        format!("{whole} …")
    }

    fn provenance(&self) -> Provenance {
        Provenance {
            dataset: REPORTS_DATASET.to_owned(),
            source: self.report.publisher.clone(),
            source_url: self.report.url.clone(),
            published_at: self.report.published_at,
            license: None,
        }
    }
}

/// A surrounding extent that several names share bears them all.
fn named_by_all(location: Location, toponyms: &[&Toponym]) -> Location {
    if toponyms.len() < 2 {
        return location;
    }
    let names: Vec<&str> = toponyms.iter().map(|t| t.name.as_str()).collect();
    Location {
        name: names.join(", "),
        ..location
    }
}

/// Place and type in one line.
fn title(draft: &Draft, place: Option<&str>) -> String {
    let kind = draft.sub_event_type;
    let kind = if kind.as_str() == "Other" {
        kind.event_type().as_str()
    } else {
        kind.as_str()
    };
    place.map_or_else(|| kind.to_owned(), |place| format!("{place}: {kind}"))
}
