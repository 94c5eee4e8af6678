use super::{Paragraph, ParagraphKind, Sentence};
use rustc_hash::{FxHashMap, FxHasher};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::hash::{Hash as _, Hasher as _};

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
/// How many sentences with one rare word a sentence is compared with.
const MOST_COMPARED: usize = 64;

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

/// Compares only sentences with the same figures that share one of their rarest words: two that say the same and share nine
/// tenths of their words must. Of those at most [`MOST_COMPARED`], the last ones, so that a page of ten thousand like sentences
/// takes no longer than another.
fn repeats(story: &[Words<'_>]) -> Vec<Duplicate> {
    let mut frequency: FxHashMap<&str, usize> = FxHashMap::default();
    for word in story.iter().flat_map(Words::all) {
        *frequency.entry(word).or_default() += 1;
    }
    let mut by_text: FxHashMap<&str, &Words<'_>> = FxHashMap::default();
    let mut by_word: FxHashMap<(u64, &str), Vec<&Words<'_>>> = FxHashMap::default();
    let mut found = Vec::new();
    for words in story {
        let figures = words.figures();
        let rare = words.rarest(&frequency);
        let alike = || {
            let lists = rare
                .iter()
                .filter_map(|word| by_word.get(&(figures, *word)));
            lists
                .flat_map(|list| list.iter().rev().take(MOST_COMPARED))
                .filter(|earlier| earlier.same_as(words))
                .min_by_key(|earlier| (!earlier.body, earlier.number))
                .copied()
        };
        if let Some(earlier) = by_text.get(words.text).copied().or_else(alike) {
            found.push(Duplicate {
                sentence: words.number,
                of: earlier.number,
            });
            continue;
        }
        by_text.insert(words.text, words);
        for word in rare {
            by_word.entry((figures, word)).or_default().push(words);
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

    /// Equal for sentences with the same figures.
    fn figures(&self) -> u64 {
        let mut hasher = FxHasher::default();
        let figures = self.all().filter(|word| word.contains(char::is_numeric));
        figures.for_each(|figure| figure.hash(&mut hasher));
        hasher.finish()
    }

    /// Whether both share most words and all that tell something, by one walk through both sorted lists.
    fn same_as(&self, other: &Self) -> bool {
        let (mut mine, mut theirs) = (self.weights.as_slice(), other.weights.as_slice());
        let mut shared = 0;
        while let ([left, mine_rest @ ..], [right, theirs_rest @ ..]) = (mine, theirs) {
            let order = left.0.cmp(&right.0);
            let lone = match order {
                Ordering::Less => left.1,
                Ordering::Equal => Weight::Plain,
                Ordering::Greater => right.1,
            };
            if lone == Weight::Telling {
                return false;
            }
            shared += usize::from(order.is_eq());
            mine = if order.is_le() { mine_rest } else { mine };
            theirs = if order.is_ge() { theirs_rest } else { theirs };
        }
        let rest_tells = mine
            .iter()
            .chain(theirs)
            .any(|word| word.1 == Weight::Telling);
        let longer = self.weights.len().max(other.weights.len());
        !rest_tells && shared * 10 >= longer * SHARED_TENTHS
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sentences() -> impl Strategy<Value = Vec<(bool, String)>> {
        let word = prop::sample::select(vec![
            "guards", "found", "mines", "near", "the", "old", "mill", "Tari", "Daquq", "eleven",
            "12", "13",
        ]);
        let sentence = prop::collection::vec(word, 4..9).prop_map(|words| words.join(" "));
        prop::collection::vec((any::<bool>(), sentence), 0..12)
    }

    fn read(said: &[(bool, String)]) -> Vec<Words<'_>> {
        let mut story: Vec<Words<'_>> = said
            .iter()
            .enumerate()
            .map(|(number, (body, text))| Words::read(number, *body, text))
            .filter(|words| words.weights.len() >= SHORTEST)
            .collect();
        story.sort_by_key(|words| (!words.body, words.number));
        story
    }

    /// Every sentence against all that stand before it.
    fn slowly(story: &[Words<'_>]) -> Vec<Duplicate> {
        let mut kept: Vec<&Words<'_>> = Vec::new();
        let mut found = Vec::new();
        for words in story {
            let same = |earlier: &&&Words<'_>| earlier.text == words.text || earlier.same_as(words);
            // Of equal texts the first one is the original, whatever else is alike.
            let exact = kept.iter().find(|earlier| earlier.text == words.text);
            match exact.or_else(|| kept.iter().find(same)) {
                Some(earlier) => found.push(Duplicate {
                    sentence: words.number,
                    of: earlier.number,
                }),
                None => kept.push(words),
            }
        }
        found
    }

    proptest! {
        #[test]
        fn looking_among_rare_words_finds_what_comparing_all_finds(said in sentences()) {
            let story = read(&said);
            prop_assert_eq!(repeats(&story), slowly(&story));
        }
    }

    /// Comparing each with all before it took ten minutes for such a page.
    #[test]
    fn thousands_of_like_sentences_are_no_repeats() {
        let said: Vec<(bool, String)> = (0..20_000)
            .map(|n| {
                (
                    true,
                    format!("The guards of the old mill near Tari found {n} mines on the day"),
                )
            })
            .collect();
        assert_eq!(repeats(&read(&said)), []);
    }
}
