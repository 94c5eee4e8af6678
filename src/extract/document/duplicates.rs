use super::{Paragraph, ParagraphKind, Sentence};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, HashSet};

/// A sentence that repeats another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duplicate {
    /// Number of the sentence that adds nothing.
    pub sentence: usize,
    /// Number of the sentence that stands for both: the body's before a headline's, else the earlier one.
    pub of: usize,
}

/// Sentences shorter than this many different words are never called repeats ("He did not elaborate.").
const SHORTEST: usize = 5;
/// Share of the longer sentence's words that both must have, in tenths.
const SHARED_TENTHS: usize = 9;

struct Words<'t> {
    number: usize,
    body: bool,
    /// Folded word, and whether it is a figure or is written as a name.
    weights: BTreeMap<String, Weight>,
    text: &'t str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    Plain,
    /// A figure or a name: sentences that differ here say different things.
    Telling,
}

pub(super) fn find(text: &str, paragraphs: &[Paragraph], sentences: &[Sentence]) -> Vec<Duplicate> {
    let kind = |sentence: &Sentence| {
        paragraphs
            .get(sentence.paragraph)
            .map(|paragraph| paragraph.kind)
    };
    let mut story: Vec<Words<'_>> = sentences
        .iter()
        .enumerate()
        .filter(|(_, sentence)| kind(sentence).is_some_and(ParagraphKind::is_story))
        .map(|(number, sentence)| {
            Words::read(
                number,
                kind(sentence) == Some(ParagraphKind::Body),
                sentence.span.of(text),
            )
        })
        .filter(|words| words.weights.len() >= SHORTEST)
        .collect();
    story.sort_by_key(|words| (!words.body, words.number));
    let mut found = repeats(&story);
    found.sort_by_key(|duplicate| duplicate.sentence);
    found
}

/// Compares only sentences that share one of their rarest words: two that share nine tenths of their words must.
fn repeats(story: &[Words<'_>]) -> Vec<Duplicate> {
    let mut frequency: FxHashMap<&str, usize> = FxHashMap::default();
    for word in story.iter().flat_map(|words| words.weights.keys()) {
        *frequency.entry(word).or_default() += 1;
    }
    let mut by_word: FxHashMap<&str, Vec<&Words<'_>>> = FxHashMap::default();
    let mut found = Vec::new();
    for words in story {
        let rare = words.rarest(&frequency);
        let mut seen = rare.iter().filter_map(|word| by_word.get(word)).flatten();
        match seen.find(|earlier| earlier.same_as(words)) {
            Some(earlier) => found.push(Duplicate {
                sentence: words.number,
                of: earlier.number,
            }),
            None => rare
                .iter()
                .for_each(|word| by_word.entry(word).or_default().push(words)),
        }
    }
    found
}

impl<'t> Words<'t> {
    fn read(number: usize, body: bool, text: &'t str) -> Self {
        let mut weights = BTreeMap::new();
        for (at, word) in text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .enumerate()
        {
            let name = at > 0 && word.starts_with(char::is_uppercase);
            let telling = name || word.contains(char::is_numeric);
            weights.insert(
                word.to_lowercase(),
                if telling {
                    Weight::Telling
                } else {
                    Weight::Plain
                },
            );
        }
        Self {
            number,
            body,
            weights,
            text,
        }
    }

    fn rarest(&self, frequency: &FxHashMap<&str, usize>) -> Vec<&str> {
        let mut words: Vec<&str> = self.weights.keys().map(String::as_str).collect();
        words.sort_by_key(|word| frequency.get(word).copied().unwrap_or_default());
        let must_share = (words.len() * SHARED_TENTHS).div_ceil(10);
        words.truncate(words.len() - must_share + 1);
        words
    }

    fn same_as(&self, other: &Self) -> bool {
        if self.text == other.text {
            return true;
        }
        let (mine, theirs): (HashSet<_>, HashSet<_>) = (
            self.weights.keys().collect(),
            other.weights.keys().collect(),
        );
        let shared = mine.intersection(&theirs).count();
        let longer = mine.len().max(theirs.len());
        let telling = |words: &Self, others: &HashSet<&String>| {
            words
                .weights
                .iter()
                .any(|(word, weight)| *weight == Weight::Telling && !others.contains(word))
        };
        shared * 10 >= longer * SHARED_TENTHS && !telling(self, &theirs) && !telling(other, &mine)
    }
}
