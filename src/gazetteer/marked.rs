//! Resolves spans that somebody else marked as place names, with all that the report says around them.

use super::candidates::Entry;
use super::context::Context;
use super::features::{Feature, describe, describe_distances};
use super::find_words::{hint_of_name, without_possessive};
use super::resolve::weighed;
use super::score::ranked;
use super::toponym::{Toponym, Use};
use super::{Gazetteer, NameQuery};
use crate::domain::{CountryCode, PlaceId, Position, Resolution, Span};
use serde::Serialize;

impl Gazetteer {
    /// Which places the marked spans of a text mean, in their order. The toponyms that the text has besides count as
    /// its context.
    pub fn resolve_marked(
        &self,
        text: &str,
        sentences: &[Span],
        marked: &[Span],
        country: Option<&CountryCode>,
    ) -> Vec<Resolution> {
        let (toponyms, numbers) = self.with_marked(text, sentences, marked);
        let (deciding, evidence) = weighed(self, &toponyms, country);
        let deciding = deciding.marked();
        let mut resolutions = deciding.resolutions(&evidence);
        deciding.locate_widely(&mut resolutions);
        let nothing = || Resolution::unresolved(Vec::new());
        numbers
            .into_iter()
            .map(|number| resolutions.get(number).cloned().unwrap_or_else(nothing))
            .collect()
    }

    /// The features of all entries of the marked spans, as the weights are fitted to them.
    pub fn features_of_marked(
        &self,
        text: &str,
        sentences: &[Span],
        marked: &[Span],
        country: Option<&CountryCode>,
    ) -> Vec<Vec<Features>> {
        let (toponyms, numbers) = self.with_marked(text, sentences, marked);
        let (deciding, evidence) = weighed(self, &toponyms, country);
        let features = |at: usize| {
            let context = deciding.context(at, &evidence);
            self.features(deciding.entries_of(at), &context)
        };
        numbers.into_iter().map(features).collect()
    }

    /// The features of all entries of one name, as the weights are fitted to them.
    pub fn features_of_name(&self, query: &NameQuery) -> Vec<Features> {
        let asked = self.asked(query);
        let entries = self.entries_alike(&query.name, asked.context.country_given);
        self.features(&entries, &asked.context)
    }

    fn features(&self, entries: &[Entry], context: &Context) -> Vec<Features> {
        let of_entry = |entry: &Entry| {
            let mut features = Vec::new();
            let mut put = |feature: Feature, value: f64| features.push((feature.why(), value));
            describe(entry, context, &mut put);
            describe_distances(entry, context, &mut put);
            Features {
                position: entry.position,
                radius_km: entry.radius_m / 1_000.0,
                id: self.summary(entry.place).map(|place| place.id.clone()),
                features,
            }
        };
        let best = ranked(entries, context, &self.weights);
        let kept = best
            .iter()
            .take(MOST_FITTED)
            .filter_map(|s| entries.get(s.number));
        kept.map(of_entry).collect()
    }

    fn with_marked(
        &self,
        text: &str,
        sentences: &[Span],
        marked: &[Span],
    ) -> (Vec<Toponym>, Vec<usize>) {
        let mut toponyms = self.toponyms(text, sentences);
        let numbers = marked
            .iter()
            .map(|span| number_of(&mut toponyms, text, sentences, *span))
            .collect();
        (toponyms, numbers)
    }
}

/// Most entries of a name to which weights are fitted: the others are as unlikely as these.
const MOST_FITTED: usize = 60;

/// What speaks for and against one entry.
#[derive(Debug, Clone, Serialize)]
pub struct Features {
    /// Where it lies.
    pub position: Position,
    /// Its radius in kilometres.
    pub radius_km: f64,
    /// Its id.
    pub id: Option<PlaceId>,
    /// Codes of the features with their values.
    pub features: Vec<(&'static str, f64)>,
}

/// The toponym at a span, which is added where the text has another one or none there.
fn number_of(toponyms: &mut Vec<Toponym>, text: &str, sentences: &[Span], span: Span) -> usize {
    let found = toponyms
        .iter()
        .position(|t| t.name_span == span || (t.span == span && t.relation.is_none()));
    found.unwrap_or_else(|| {
        let added = at_span(toponyms, text, sentences, span);
        toponyms.push(added);
        toponyms.len() - 1
    })
}

fn at_span(toponyms: &[Toponym], text: &str, sentences: &[Span], span: Span) -> Toponym {
    let written = span.of(text);
    let name = written.strip_prefix("the ").unwrap_or(written);
    let overlapped = toponyms
        .iter()
        .find(|t| t.span.start < span.end && span.start < t.span.end);
    Toponym {
        span,
        text: written.to_owned(),
        name_span: span,
        name: without_possessive(name).to_owned(),
        hint: overlapped
            .and_then(|t| t.hint.clone())
            .or_else(|| hint_of_name(name)),
        relation: None,
        used_for: Use::Place,
        sentence: sentences
            .iter()
            .position(|s| s.start <= span.start && span.end <= s.end)
            .unwrap_or(usize::MAX),
        list: list_of(toponyms, text, span),
        slashed: false,
        part_of: None,
        known: false,
        adjective: false,
    }
}

/// The list of the toponym right before or after a comma or an "and", else one of its own.
fn list_of(toponyms: &[Toponym], text: &str, span: Span) -> usize {
    let joins = |from: usize, to: usize| {
        text.get(from..to)
            .is_some_and(|between| matches!(between, ", " | " and " | ", and " | " or "))
    };
    let beside = toponyms
        .iter()
        .find(|t| joins(t.span.end, span.start) || joins(span.end, t.span.start));
    let most = toponyms.iter().map(|t| t.list).max().unwrap_or_default();
    beside.map_or(most + 1, |t| t.list)
}
