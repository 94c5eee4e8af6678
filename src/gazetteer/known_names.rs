//! What the finder asks of the layers: is there such a name, what kind of places bear it, do longer ones begin so?

use super::layers::Layers;
use super::memory::Memory;
use super::recognise::Known;
use super::table::{NameKind, Posting, Table};
use crate::text::{Level, ToponymKey, fold};
use rustc_hash::FxHasher;
use std::hash::{Hash as _, Hasher as _};

/// The names of a gazetteer with the kinds of their places.
pub(super) struct Names<'g> {
    layers: &'g Layers,
    looks: &'g Looks,
}

/// What was asked before.
#[derive(Debug, Default)]
pub(super) struct Looks {
    looked: Memory<String, Looked, MOST_REMEMBERED>,
    spelt: Memory<String, Spelt, MOST_REMEMBERED>,
}

const MOST_REMEMBERED: usize = 50_000;

/// What is known of words as they are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Looked {
    pub(super) known: Option<Known>,
    /// Some longer name begins so.
    pub(super) goes_on: bool,
}

/// What is known of words whatever their spelling.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spelt {
    /// Equal for words that differ in spelling only.
    pub(super) key: u64,
    /// A name for running text has this sound key.
    pub(super) known: bool,
    /// A name that people wrote down, or imported, has it.
    pub(super) written_down: bool,
    /// Some longer name begins so.
    pub(super) goes_on: bool,
}

/// Most spellings of one key that are compared with a name, the most populous places first.
const MOST_COMPARED: usize = 64;

impl<'g> Names<'g> {
    pub(super) fn new(layers: &'g Layers, looks: &'g Looks) -> Self {
        Self { layers, looks }
    }

    /// What is known of words in the folded form of [`Level::Letters`].
    pub(super) fn look(&self, name: &str) -> Looked {
        self.looks.looked.remembered(name, || Looked {
            known: self.known(name),
            goes_on: self.goes_on(name),
        })
    }

    /// What is known of words as written, whatever their spelling.
    pub(super) fn spelt(&self, written: &str) -> Spelt {
        self.looks.spelt.remembered(written, || {
            let sound = fold(written, Level::Sound);
            let mut hasher = FxHasher::default();
            sound.as_str().hash(&mut hasher);
            Spelt {
                key: hasher.finish(),
                known: self.layers.knows(&sound),
                written_down: self.knows_loosely(&sound),
                goes_on: self.layers.may_begin(sound.as_str()),
            }
        })
    }

    pub(super) fn layers(&self) -> &'g Layers {
        self.layers
    }

    /// The kinds of places that bear a name written so, but for case, accents and letter forms. The name is folded by
    /// [`Level::Letters`].
    fn known(&self, name: &str) -> Option<Known> {
        let sound = fold(name, Level::Sound);
        let mut known = Known::default();
        for (_, table) in self.layers.tables() {
            let bearers = table.by_sound(&sound).into_iter().flatten();
            for posting in bearers.take(MOST_COMPARED).filter(is_written_by_people) {
                let same = table
                    .spelling(posting.row, posting.spelling)
                    .is_some_and(|spelling| fold(spelling, Level::Letters).as_str() == name);
                if same {
                    add(&mut known, table, posting);
                }
            }
        }
        (known != Known::default()).then_some(known)
    }

    /// Whether a name that people wrote down, or imported, has this sound key.
    fn knows_loosely(&self, sound: &ToponymKey) -> bool {
        let mut tables = self.layers.tables();
        tables.any(|(layer, table)| !self.layers.is_world(layer) && table.knows(sound))
    }

    /// Whether people wrote down a name that is spelt so. The name is folded by [`Level::Letters`].
    pub(super) fn is_curated(&self, name: &str) -> bool {
        let sound = fold(name, Level::Sound);
        let curated = self
            .layers
            .tables()
            .filter(|(layer, _)| self.layers.is_curated(*layer));
        curated.into_iter().any(|(_, table)| {
            let mut bearers = table.by_sound(&sound).into_iter().flatten();
            bearers.any(|posting| {
                let spelling = table.spelling(posting.row, posting.spelling);
                spelling.is_some_and(|text| fold(text, Level::Letters).as_str() == name)
            })
        })
    }

    /// Whether some longer name may begin with these words.
    fn goes_on(&self, name: &str) -> bool {
        self.begins(name)
    }

    fn begins(&self, name: &str) -> bool {
        is_all_units(name) || self.layers.may_begin(fold(name, Level::Sound).as_str())
    }
}

/// Codes and what machines transliterated are no names in running text.
fn is_written_by_people(posting: &Posting) -> bool {
    posting.kind <= NameKind::Historic
}

/// Unit words and articles fold away, so that any name may go on after them.
fn is_all_units(name: &str) -> bool {
    fold(&format!("{name} x"), Level::Plain).as_str() == "x"
}

fn add(known: &mut Known, table: &Table, posting: Posting) {
    let Some(facts) = table.facts(posting.row) else {
        return;
    };
    let people = facts.population.unwrap_or(0);
    match (facts.feature_class, facts.feature_code) {
        ("A", code) if code.starts_with("PCL") => known.country = true,
        ("A", "ADM1") => known.first_level = true,
        ("A", _) => known.lower_level = true,
        ("P", _) if posting.kind <= NameKind::Plain => known.town = known.town.max(Some(people)),
        ("P", _) => known.alternate = known.alternate.max(Some(people)),
        _ => known.other = true,
    }
}
