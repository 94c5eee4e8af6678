use crate::text::{Level, fold};
use rustc_hash::FxHashMap;

/// Phrases of folded words with a value each, by their first word.
#[derive(Debug)]
pub(in crate::extract) struct Phrases<T> {
    by_first: FxHashMap<String, Vec<(Vec<String>, T)>>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self {
            by_first: FxHashMap::default(),
        }
    }
}

impl<T> Phrases<T> {
    /// Adds a phrase; a phrase that is already there keeps its first value.
    pub(super) fn add(&mut self, phrase: &str, value: T) {
        let (first, rest) = split(phrase);
        let bucket = self.by_first.entry(first).or_default();
        if bucket.iter().all(|(words, _)| *words != rest) {
            bucket.push((rest, value));
        }
    }

    /// The longest phrase that `words` begin with, and its length.
    pub(super) fn longest<'w>(
        &self,
        words: impl Iterator<Item = &'w str> + Clone,
    ) -> Option<(&T, usize)> {
        self.all(words).max_by_key(|(_, length)| *length)
    }

    /// All phrases that `words` begin with, and their lengths.
    pub(super) fn all<'w>(
        &self,
        words: impl Iterator<Item = &'w str> + Clone,
    ) -> impl Iterator<Item = (&T, usize)> {
        let mut rest = words;
        let bucket = rest.next().and_then(|first| self.by_first.get(first));
        bucket
            .into_iter()
            .flatten()
            .filter_map(move |(phrase, value)| {
                let mut following = rest.clone();
                let matches = phrase
                    .iter()
                    .all(|word| following.next() == Some(word.as_str()));
                matches.then_some((value, phrase.len() + 1))
            })
    }
}

impl<T: Default> Phrases<T> {
    /// The value of a phrase, made when missing.
    pub(super) fn entry(&mut self, phrase: &str) -> &mut T {
        let (first, rest) = split(phrase);
        let bucket = self.by_first.entry(first).or_default();
        let at = bucket
            .iter()
            .position(|(words, _)| *words == rest)
            .unwrap_or(bucket.len());
        if at == bucket.len() {
            bucket.push((rest, T::default()));
        }
        &mut bucket[at].1
    }
}

fn split(phrase: &str) -> (String, Vec<String>) {
    let folded = fold(phrase, Level::Letters);
    let mut words = folded.as_str().split(' ').map(str::to_owned);
    (words.next().unwrap_or_default(), words.collect())
}
