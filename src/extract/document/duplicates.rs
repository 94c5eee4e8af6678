use super::{Paragraph, ParagraphKind, Sentence};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::collections::HashSet;

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
    /// Every word once, in lower case and in order, and whether it is a figure or is written as a name.
    weights: Vec<(Cow<'t, str>, Weight)>,
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
    for word in story.iter().flat_map(Words::all) {
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
        let words = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty());
        let mut weights: Vec<(Cow<'t, str>, Weight)> = words
            .enumerate()
            .map(|(at, word)| (lower_case(word), weight(at, word)))
            .collect();
        // Of equal words the last one decides.
        weights.reverse();
        weights.sort_by(|a, b| a.0.cmp(&b.0));
        weights.dedup_by(|later, first| later.0 == first.0);
        Self {
            number,
            body,
            weights,
            text,
        }
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        self.weights.iter().map(|(word, _)| &**word)
    }

    fn rarest(&self, frequency: &FxHashMap<&str, usize>) -> Vec<&str> {
        let mut words: Vec<&str> = self.all().collect();
        words.sort_by_key(|word| frequency.get(word).copied().unwrap_or_default());
        let must_share = (words.len() * SHARED_TENTHS).div_ceil(10);
        words.truncate(words.len() - must_share + 1);
        words
    }

    fn same_as(&self, other: &Self) -> bool {
        if self.text == other.text {
            return true;
        }
        let (mine, theirs): (HashSet<&str>, HashSet<&str>) =
            (self.all().collect(), other.all().collect());
        let shared = mine.intersection(&theirs).count();
        let longer = mine.len().max(theirs.len());
        let telling = |words: &Self, others: &HashSet<&str>| {
            words
                .weights
                .iter()
                .any(|(word, weight)| *weight == Weight::Telling && !others.contains(&**word))
        };
        shared * 10 >= longer * SHARED_TENTHS && !telling(self, &theirs) && !telling(other, &mine)
    }
}

fn lower_case(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii_lowercase()) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(word.to_lowercase())
    }
}

fn weight(at: usize, word: &str) -> Weight {
    let name = at > 0 && word.starts_with(char::is_uppercase);
    if name || word.contains(char::is_numeric) {
        Weight::Telling
    } else {
        Weight::Plain
    }
}
