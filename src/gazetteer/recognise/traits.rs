//! What a single word can be, read from the lists and the lexicon.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a listed word says about the name beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[repr(u16)]
pub(in super::super) enum Class {
    Locative = 1,
    Title = 2,
    Speech = 4,
    Unit = 8,
    Organisation = 16,
    Compass = 32,
    Month = 64,
    Stop = 128,
    /// "Lake X".
    BeforeName = 256,
    /// "Gulf of X".
    BeforeOf = 512,
}

/// The kind of thing that a last word names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(in super::super) enum Head {
    Road,
    Unit,
    Settled,
    Water,
    Land,
    Structure,
    School,
    Court,
}

/// How common an English word is that is written without a capital.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize, Default,
)]
#[serde(rename_all = "snake_case")]
pub(in super::super) enum Commonness {
    #[default]
    No,
    Rare,
    Usual,
    Frequent,
}

/// Everything the lists say of one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in super::super) struct Traits {
    classes: u16,
    pub(super) head: Option<Head>,
    pub(super) common: Commonness,
    pub(in super::super) first_name: bool,
    pub(in super::super) surname: bool,
}

impl Traits {
    /// Of a word in folded letters.
    pub(in super::super) fn of(folded: &str) -> Self {
        TABLE.get(folded).copied().unwrap_or_default()
    }

    pub(super) fn is(self, class: Class) -> bool {
        self.classes & class as u16 != 0
    }

    /// Whether its point ends no sentence: "Mr. X", "St. X".
    pub(in super::super) fn is_title_or_saint(self) -> bool {
        self.is(Class::Title) || self.is(Class::BeforeName)
    }

    /// A common word, a first name or a surname.
    pub(in super::super) fn is_in_lexicon(self) -> bool {
        self.is_common() || self.first_name || self.surname
    }

    pub(in super::super) fn is_common(self) -> bool {
        self.common != Commonness::No
    }
}

#[derive(Deserialize)]
struct Lists {
    classes: FxHashMap<Class, Vec<String>>,
    heads: BTreeMap<Head, Vec<String>>,
    first: FxHashMap<Class, Vec<String>>,
}

const LEXICON: &str = include_str!("../../../gazetteer/lexicon.tsv");

static TABLE: LazyLock<FxHashMap<Box<str>, Traits>> = LazyLock::new(|| {
    let lists: Lists =
        toml::from_str(include_str!("lists.toml")).expect("lists.toml is checked by the tests");
    let mut table = lexicon();
    for (class, words) in lists.classes.iter().chain(&lists.first) {
        for word in words {
            table.entry(word.as_str().into()).or_default().classes |= *class as u16;
        }
    }
    for (head, words) in &lists.heads {
        for word in words {
            table.entry(word.as_str().into()).or_default().head = Some(*head);
        }
    }
    table
});

/// The lexicon: a word and its letters a line.
fn lexicon() -> FxHashMap<Box<str>, Traits> {
    let rows = LEXICON.lines().filter_map(|line| line.split_once('\t'));
    rows.map(|(word, letters)| (word.into(), traits(letters)))
        .collect()
}

fn traits(letters: &str) -> Traits {
    let has = |letter| letters.contains(letter);
    Traits {
        common: match letters.chars().next() {
            Some('a') => Commonness::Frequent,
            Some('b') => Commonness::Usual,
            Some('c') => Commonness::Rare,
            _ => Commonness::No,
        },
        first_name: has('f'),
        surname: has('s'),
        ..Traits::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Level, fold};

    #[test]
    fn the_lists_read_and_are_folded() {
        assert!(Traits::of("river").is(Class::Unit));
        assert_eq!(Traits::of("river").head, Some(Head::Water));
        assert_eq!(Traits::of("hit").common, Commonness::Frequent);
        assert!(Traits::of("john").first_name);
        for word in TABLE.keys() {
            assert_eq!(fold(word, Level::Letters).as_str(), &**word);
        }
    }
}
