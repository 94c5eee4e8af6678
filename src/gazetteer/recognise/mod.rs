//! Which stretches of a text are toponyms? For scripts with capital letters.
//!
//! Names of the gazetteer and capitalised runs are candidates; named cues from the gazetteer, the words around them
//! and the whole text give each its log-odds by a linear model whose weights stand in a table; the best set without
//! overlap is taken. There is no list of places here, and no word list made from the texts that the model is
//! measured on.

mod abbreviations;
mod candidates;
mod choose;
mod cue;
mod document;
mod evidence;
mod known;
mod model;
mod traits;

pub(super) use abbreviations::stand_ins;
pub(super) use known::Known;
pub(super) use traits::Traits;

use super::known_names::Names;
use super::runs::Sentence;
use crate::domain::Span;
use candidates::{Candidate, candidates};
use choose::best_apart;
use document::Facts;
use evidence::Evidence;
use known::Lookups;
use rustc_hash::FxHashSet;

/// A stretch that is taken for a toponym: token numbers, both ends included.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Recognised {
    pub(super) first: usize,
    pub(super) last: usize,
    /// Its bytes.
    pub(super) span: Span,
    /// The full name when the text has a short form.
    pub(super) stands_for: Option<&'static str>,
    /// The gazetteer bears the name.
    pub(super) known: bool,
}

/// Words that are last names of people in a text.
#[derive(Debug, Default)]
pub(super) struct Persons(FxHashSet<String>);

impl Persons {
    pub(super) fn holds(&self, folded: &str) -> bool {
        self.0.contains(folded)
    }
}

/// The toponyms of every sentence, in order, and the people of the text.
pub(super) fn recognise(
    sentences: &[Sentence<'_>],
    names: &Names<'_>,
) -> (Vec<Vec<Recognised>>, Persons) {
    judged(sentences, names, |evidence, candidates| {
        let scored: Vec<(Span, f32)> = candidates
            .iter()
            .map(|c| (c.span, model::log_odds(&evidence.cues(c))))
            .collect();
        best_apart(&scored)
            .into_iter()
            .filter_map(|i| candidates.get(i))
            .map(recognised)
            .collect()
    })
}

/// Every candidate with its cues in words, for fitting.
pub(super) fn cues(sentences: &[Sentence<'_>], names: &Names<'_>) -> Vec<(Span, Vec<String>)> {
    let by_sentence = judged(sentences, names, |evidence, candidates| {
        let words = |c: &Candidate| evidence.cues(c).into_iter().map(cue::Cue::words).collect();
        candidates
            .iter()
            .map(|c| (c.span, words(c)))
            .collect::<Vec<_>>()
    });
    by_sentence.0.into_iter().flatten().collect()
}

fn judged<T>(
    sentences: &[Sentence<'_>],
    names: &Names<'_>,
    judge: impl Fn(&Evidence<'_>, &[Candidate]) -> T,
) -> (Vec<T>, Persons) {
    let lookups = Lookups::new(names);
    let all: Vec<Vec<Candidate>> = sentences.iter().map(|s| candidates(s, &lookups)).collect();
    let facts = Facts::new(sentences, &all, &lookups);
    let judged = sentences
        .iter()
        .zip(&all)
        .map(|(sentence, candidates)| {
            let evidence = Evidence {
                sentence,
                candidates,
                facts: &facts,
                lookups: &lookups,
            };
            judge(&evidence, candidates)
        })
        .collect();
    (judged, Persons(facts.persons()))
}

fn recognised(candidate: &Candidate) -> Recognised {
    Recognised {
        first: candidate.first,
        last: candidate.last,
        span: candidate.span,
        stands_for: candidate.abbreviation.map(|a| a.name),
        known: candidate.known.is_some() || candidate.abbreviation.is_some(),
    }
}
