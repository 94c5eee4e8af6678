//! The tables of `find.toml` and questions about single words.

use super::toponym::ClassHint;
use crate::text::{Level, Word, fold};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
pub(super) struct Lists {
    pub(super) generics: FxHashSet<String>,
    pub(super) organisations: FxHashSet<String>,
    pub(super) offices: FxHashSet<String>,
    pub(super) operations: FxHashSet<String>,
    pub(super) commands: FxHashSet<String>,
    pub(super) responsibility: FxHashSet<String>,
    pub(super) prepositions: FxHashSet<String>,
    pub(super) near: FxHashSet<String>,
    pub(super) strangers: FxHashSet<String>,
}

#[derive(Deserialize)]
pub(super) struct FindTables {
    units: FxHashMap<String, Vec<String>>,
    pub(super) words: Lists,
    demonyms: FxHashMap<String, String>,
    bearings: FxHashMap<String, f64>,
}

pub(super) static TABLES: LazyLock<FindTables> = LazyLock::new(|| {
    toml::from_str(include_str!("find.toml")).expect("find.toml is checked by the tests")
});

/// A word with its folded letters.
#[derive(Debug, Clone)]
pub(super) struct Token<'a> {
    pub(super) word: Word<'a>,
    pub(super) folded: String,
}

impl<'a> Token<'a> {
    pub(super) fn new(word: Word<'a>) -> Self {
        Self {
            word,
            folded: fold(without_possessive(word.text), Level::Letters)
                .as_str()
                .to_owned(),
        }
    }

    /// Whether a name may begin here: a capital, also after an article with a hyphen, or Arabic letters.
    pub(super) fn begins_name(&self) -> bool {
        self.word.is_capitalised()
            || after_article(self.word.text).starts_with(char::is_uppercase)
            || self.word.is_arabic()
    }

    /// Whether the word cannot belong to an unknown place name.
    pub(super) fn is_stranger(&self) -> bool {
        TABLES.words.strangers.contains(&self.folded)
            || TABLES.words.organisations.contains(&self.folded)
            || self.folded.starts_with(char::is_numeric)
    }

    pub(super) fn unit(&self) -> Option<ClassHint> {
        TABLES
            .units
            .get(&self.folded)
            .map(|codes| ClassHint(codes.clone()))
    }

    /// "villages", "areas": a unit word for several names.
    pub(super) fn is_plural_unit(&self) -> bool {
        self.unit().is_some() && (self.folded.ends_with('s') || self.folded == "قري")
    }

    pub(super) fn bearing(&self) -> Option<f64> {
        bearing_of(&self.folded)
    }

    /// The country of "Syrian".
    pub(super) fn country(&self) -> Option<&'static str> {
        TABLES.demonyms.get(&self.folded).map(String::as_str)
    }

    /// "border" and its like.
    pub(super) fn is_border(&self) -> bool {
        matches!(
            self.folded.as_str(),
            "border" | "borders" | "frontier" | "الحدود" | "حدود"
        )
    }

    pub(super) fn is(&self, word: &str) -> bool {
        self.folded == word
    }

    pub(super) fn is_in(&self, list: &FxHashSet<String>) -> bool {
        list.contains(&self.folded)
    }
}

/// A folded name without the words that say its kind; the name itself where nothing would be left.
pub(super) fn without_units(letters: &str) -> String {
    let words = letters
        .split(' ')
        .filter(|word| !TABLES.units.contains_key(*word));
    let bare = words.collect::<Vec<_>>().join(" ");
    if bare.is_empty() {
        letters.to_owned()
    } else {
        bare
    }
}

/// The kind that a word at the end or the beginning of a name says: "Anah town", "Wadi Horan".
pub(super) fn hint_of_name(name: &str) -> Option<ClassHint> {
    let letters = fold(name, Level::Letters);
    let words: Vec<&str> = letters.as_str().split(' ').collect();
    let unit = |word: Option<&&str>| word.and_then(|word| TABLES.units.get(*word));
    let said = unit(words.last()).or_else(|| unit(words.first()));
    said.filter(|codes| words.len() > 1 && !codes.is_empty())
        .map(|codes| ClassHint(codes.clone()))
}

/// The country of "syrian".
pub(super) fn country_of_demonym(folded: &str) -> Option<&'static str> {
    TABLES.demonyms.get(folded).map(String::as_str)
}

/// Degrees clockwise from north for a bearing in folded letters.
pub(super) fn bearing_of(words: &str) -> Option<f64> {
    TABLES.bearings.get(words).copied()
}

/// The word without 's.
pub(super) fn without_possessive(word: &str) -> &str {
    word.strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .unwrap_or(word)
}

/// The word after "al-" and its like.
fn after_article(word: &str) -> &str {
    const ARTICLES: [&str; 11] = [
        "al", "el", "as", "ash", "at", "ad", "ar", "az", "an", "il", "ul",
    ];
    word.split_once('-')
        .filter(|(article, _)| ARTICLES.contains(article))
        .map_or("", |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_read_and_are_folded() {
        for word in TABLES
            .units
            .keys()
            .chain(TABLES.bearings.keys())
            .chain(&TABLES.words.organisations)
        {
            assert_eq!(fold(word, Level::Letters).as_str(), word);
        }
    }
}
