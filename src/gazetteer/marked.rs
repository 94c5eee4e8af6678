//! Resolves spans that somebody else marked as place names, with all that the report says around them.

use super::Gazetteer;
use super::find_words::without_possessive;
use super::resolve::resolve;
use super::toponym::{Toponym, Use};
use crate::domain::{CountryCode, Resolution, Span};

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
        let mut toponyms = self.toponyms(text, sentences);
        let numbers: Vec<usize> = marked
            .iter()
            .map(|span| number_of(&mut toponyms, text, sentences, *span))
            .collect();
        let resolutions = resolve(self, &toponyms, country);
        let nothing = || Resolution::unresolved(Vec::new());
        numbers
            .into_iter()
            .map(|number| resolutions.get(number).cloned().unwrap_or_else(nothing))
            .collect()
    }
}

/// The toponym at a span, which is added where the text has another one or none there.
fn number_of(toponyms: &mut Vec<Toponym>, text: &str, sentences: &[Span], span: Span) -> usize {
    let found = toponyms
        .iter()
        .position(|t| (t.name_span == span || t.span == span) && !t.is_made_of_others());
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
        hint: overlapped.and_then(|t| t.hint.clone()),
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
