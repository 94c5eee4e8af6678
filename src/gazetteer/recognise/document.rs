//! What the whole text says of its words: who is a person, what stands after "in", what is also written small.

use super::super::find_words::Token;
use super::super::runs::Sentence;
use super::candidates::Candidate;
use super::known::{Known, Lookups};
use super::traits::Class;
use rustc_hash::{FxHashMap, FxHashSet};

/// Facts of a text.
#[derive(Debug, Default)]
pub(super) struct Facts<'a> {
    small: FxHashSet<&'a str>,
    persons: FxHashSet<&'a str>,
    places: FxHashSet<&'a str>,
    times: FxHashMap<&'a str, u8>,
    pub(super) is_in_capitals: bool,
}

/// Above this share of words in capitals the text is in capitals.
const CAPITALS_SHARE: f64 = 0.3;

impl<'a> Facts<'a> {
    pub(super) fn new(
        sentences: &'a [Sentence<'a>],
        candidates: &'a [Vec<Candidate>],
        lookups: &Lookups<'_>,
    ) -> Self {
        let mut facts = Self::default();
        let (mut words, mut capitals) = (0_u32, 0_u32);
        for (sentence, candidates) in sentences.iter().zip(candidates) {
            for (at, token) in sentence.tokens.iter().enumerate() {
                words += 1;
                if token.begins_name() {
                    capitals += u32::from(token.word.is_all_capitals());
                    facts.note_person(sentence, at, token, lookups);
                } else {
                    facts.small.insert(&token.folded);
                }
            }
            for candidate in candidates {
                *facts.times.entry(&candidate.name).or_default() += 1;
                if is_told_to_be_a_place(sentence, candidate, lookups) {
                    facts.places.insert(&candidate.name);
                }
            }
        }
        facts.is_in_capitals = f64::from(capitals) > CAPITALS_SHARE * f64::from(words);
        facts
    }

    /// "John X", "Mr. X", "J. X".
    fn note_person(
        &mut self,
        sentence: &Sentence<'_>,
        at: usize,
        token: &'a Token<'_>,
        lookups: &Lookups<'_>,
    ) {
        let Some(before) = at.checked_sub(1).and_then(|b| sentence.tokens.get(b)) else {
            return;
        };
        let gap = sentence.gap(at - 1, at);
        let initial = before.word.text.len() == 1 && before.begins_name();
        let titled = before.traits().is(Class::Title) && (gap == ". " || before.begins_name());
        let named = gap == " "
            && !before.starts
            && before.begins_name()
            && before.traits().first_name
            && !before.traits().is(Class::Locative)
            && !is_place_after_preposition(sentence, at, lookups);
        let side_by_side = gap == " " || gap == ". ";
        if side_by_side && (titled || initial && !before.starts || initial && gap == ". ") || named
        {
            self.persons.insert(&token.folded);
        }
    }

    pub(super) fn is_seen_small(&self, folded: &str) -> bool {
        self.small.contains(folded)
    }

    pub(super) fn is_person(&self, folded: &str) -> bool {
        self.persons.contains(folded)
    }

    pub(super) fn persons(&self) -> FxHashSet<String> {
        self.persons.iter().map(|word| (*word).to_owned()).collect()
    }

    pub(super) fn is_place(&self, name: &str) -> bool {
        self.places.contains(name)
    }

    pub(super) fn times(&self, name: &str) -> u8 {
        self.times.get(name).copied().unwrap_or(1)
    }
}

/// "in San Antonio": the two words are a name of the gazetteer after a preposition, and no person.
fn is_place_after_preposition(sentence: &Sentence<'_>, at: usize, lookups: &Lookups<'_>) -> bool {
    let preposition = at.checked_sub(2).and_then(|i| sentence.tokens.get(i));
    preposition.is_some_and(|t| t.traits().is(Class::Locative))
        && lookups.look(&sentence.folded(at - 1, at)).known.is_some()
}

/// "in X", not followed by another capital; "X, Y" with Y a country or first-level unit.
fn is_told_to_be_a_place(
    sentence: &Sentence<'_>,
    candidate: &Candidate,
    lookups: &Lookups<'_>,
) -> bool {
    const TELLING: [&str; 8] = [
        "in",
        "near",
        "at",
        "from",
        "outside",
        "throughout",
        "to",
        "into",
    ];
    let before = candidate.first.checked_sub(1);
    let told = before
        .and_then(|b| sentence.tokens.get(b))
        .is_some_and(|t| {
            TELLING.contains(&&*t.folded)
                && sentence
                    .gap(candidate.first - 1, candidate.first)
                    .trim()
                    .is_empty()
        });
    let next = sentence.tokens.get(candidate.last + 1);
    let capital_follows = next.is_some_and(|t| t.word.is_capitalised())
        && sentence.gap(candidate.last, candidate.last + 1) == " ";
    told && !capital_follows || container_after(sentence, candidate, lookups)
}

/// Whether a comma and the name of a country or first-level unit follow.
pub(super) fn container_after(
    sentence: &Sentence<'_>,
    candidate: &Candidate,
    lookups: &Lookups<'_>,
) -> bool {
    let next = candidate.last + 1;
    sentence.gap_from(candidate.span.end, next) == ", "
        && sentence.tokens.get(next).is_some_and(Token::begins_name)
        && (next..sentence.tokens.len().min(next + 3)).any(|last| {
            let name = sentence.folded(next, last);
            lookups.look(&name).known.is_some_and(Known::contains_towns)
        })
}
