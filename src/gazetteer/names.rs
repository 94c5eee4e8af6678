//! From a name as written to the entries that bear it, by the rungs of the folding ladder and then by edits.

use super::layers::{Layers, PlaceIndex};
use super::table::{Facts, NameKind, Posting, Table};
use crate::text::{Level, ToponymKey, fold, fold_joined};

/// How a name matched an entry, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Tier {
    /// Equal but for case, accents and letter forms.
    Letters,
    /// Equal but for articles and unit words.
    Plain,
    /// Equal but for generic terms.
    Generic,
    /// Equal but for vowels and doubled letters.
    Sound,
    /// Equal to another form of the name: with or without a generic term, an epithet, a joined article.
    Moved,
    /// One vowel added, dropped or changed in the sound key.
    OneVowel,
    /// One letter added, dropped, changed or swapped in the sound key.
    OneEdit,
    /// Two such edits.
    TwoEdits,
    /// The same consonants, and alike enough.
    Skeleton,
}

/// An entry that a name may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) place: PlaceIndex,
    pub(super) tier: Tier,
    /// The spelling of the entry that matched.
    pub(super) spelling: String,
}

/// Most spellings of one key that are compared with a name: the world has two thousand places called San José.
const MOST_COMPARED: usize = 1_000;
/// Most entries for one name; the best rungs and the most populous places stay.
const MOST_MATCHES: usize = 64;
/// A name of a table that nobody curated is taken for a name in running text from this population on.
const LEAST_POPULATION: u64 = 15_000;
/// And from this length of its sound key on: among two million spellings every short word is one.
const LEAST_LETTERS: usize = 4;

/// The folded forms of a name that is looked up.
struct Asked {
    name: String,
    rungs: [ToponymKey; 4],
}

impl Asked {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            rungs: Level::ALL.map(|level| fold(name, level)),
        }
    }

    /// The strictest rung on which a spelling is equal.
    fn tier(&self, spelling: &str) -> Tier {
        if spelling.eq_ignore_ascii_case(&self.name) {
            return Tier::Letters;
        }
        let equal = |level: Level, key: &ToponymKey| fold(spelling, level) == *key;
        let rung = Level::ALL
            .iter()
            .zip(&self.rungs)
            .take(3)
            .position(|(level, key)| equal(*level, key));
        match rung {
            Some(0) => Tier::Letters,
            Some(1) => Tier::Plain,
            Some(2) => Tier::Generic,
            _ => Tier::Sound,
        }
    }
}

impl Layers {
    /// Most words that a spelling has.
    pub(super) fn longest(&self) -> usize {
        self.tables()
            .map(|(_, table)| table.longest())
            .max()
            .unwrap_or_default()
    }

    /// Whether some spelling has this sound key that is a name in running text.
    pub(super) fn knows(&self, sound: &ToponymKey) -> bool {
        self.tables().any(|(layer, table)| {
            if self.is_curated(layer) {
                return table.knows(sound);
            }
            let long = sound.as_str().chars().count() >= LEAST_LETTERS;
            let bearers = table.by_sound(sound).into_iter().flatten();
            long && bearers.take(MOST_COMPARED).any(|p| is_a_name(table, p))
        })
    }

    /// Whether some sound key begins with these letters: a quick no for most words.
    pub(super) fn may_begin(&self, sound: &str) -> bool {
        self.tables()
            .any(|(_, table)| table.step(table.start(), sound).is_some())
    }

    /// Entries by the strictest rung that each matches, the best first; no edits.
    pub(super) fn by_spelling(&self, name: &str) -> Vec<Match> {
        let asked = Asked::new(name);
        let mut found = Vec::new();
        for (layer, table) in self.tables() {
            for key in [fold(name, Level::Sound), fold_joined(name)] {
                let bearers = table
                    .by_sound(&key)
                    .into_iter()
                    .flatten()
                    .take(MOST_COMPARED);
                found.extend(bearers.filter_map(|posting| {
                    let spelling = table.spelling(posting.row, posting.spelling)?;
                    Some(Match {
                        place: self.highest(PlaceIndex {
                            layer,
                            row: posting.row,
                        }),
                        tier: asked.tier(spelling),
                        spelling: spelling.to_owned(),
                    })
                }));
            }
        }
        best_of_each(found)
    }

    /// Entries whose sound key is one or two edits away, the nearest first; short names allow fewer, since there every
    /// edit leads to another name.
    pub(super) fn by_edits(&self, name: &str) -> Vec<Match> {
        best_of_each(
            self.tables()
                .flat_map(|(layer, table)| self.edits_in(layer, table, name))
                .collect(),
        )
    }

    /// As [`Layers::by_edits`], among the names that people wrote down: what a misspelt word in running text may mean.
    pub(super) fn by_edits_of_curated(&self, name: &str) -> Vec<Match> {
        let tables = self.tables().filter(|(layer, _)| self.is_curated(*layer));
        best_of_each(
            tables
                .flat_map(|(layer, table)| self.edits_in(layer, table, name))
                .collect(),
        )
    }

    fn edits_in(&self, layer: u32, table: &Table, name: &str) -> Vec<Match> {
        let key = fold(name, Level::Sound);
        let most = match key.as_str().chars().count() {
            0..5 => return Vec::new(),
            5..8 => 1,
            _ => 2,
        };
        let mut found = Vec::new();
        for near in table.by_edits(&key, most) {
            let tier = edit_tier(near.edits, key.as_str(), &near.key);
            found.extend(
                near.postings
                    .filter_map(|posting| self.matched(layer, table, posting, tier)),
            );
        }
        found
    }

    fn matched(&self, layer: u32, table: &Table, posting: Posting, tier: Tier) -> Option<Match> {
        Some(Match {
            place: self.highest(PlaceIndex {
                layer,
                row: posting.row,
            }),
            tier,
            spelling: table.spelling(posting.row, posting.spelling)?.to_owned(),
        })
    }

    /// Entries with a spelling whose sound key begins like the name's, in key order, at most `limit` a layer.
    pub(super) fn by_beginning(&self, name: &str, limit: usize) -> Vec<Match> {
        let key = fold(name, Level::Sound);
        let mut found = Vec::new();
        for (layer, table) in self.tables() {
            let bearers = table.by_beginning(&key, limit).into_iter().flatten();
            found.extend(
                bearers
                    .take(limit)
                    .filter_map(|p| self.matched(layer, table, p, Tier::Sound)),
            );
        }
        first_of_each(found)
    }
}

/// Whether a spelling that no person chose may be a name in running text.
fn is_a_name(table: &Table, posting: Posting) -> bool {
    let named_often = || {
        table.population(posting.row) >= Some(LEAST_POPULATION)
            || table
                .facts(posting.row)
                .is_some_and(|facts| is_named_often(&facts))
    };
    posting.kind <= NameKind::Listed && named_often()
}

/// Countries, their first-level units, continents and regions.
fn is_named_often(facts: &Facts<'_>) -> bool {
    facts.feature_code == "ADM1"
        || facts.feature_code.starts_with("PCL")
        || facts.feature_class == "L" && facts.country.is_none()
}

/// Every entry once, by its best rung, at most [`MOST_MATCHES`]; higher layers and more populous places first.
fn best_of_each(mut found: Vec<Match>) -> Vec<Match> {
    found.sort_by_key(|m| (m.tier, m.place));
    let mut found = first_of_each(found);
    found.truncate(MOST_MATCHES);
    found
}

fn first_of_each(mut found: Vec<Match>) -> Vec<Match> {
    let mut seen = rustc_hash::FxHashSet::default();
    found.retain(|m| seen.insert(m.place));
    found
}

pub(super) fn edit_tier(edits: u8, a: &str, b: &str) -> Tier {
    let consonants = |word: &str| word.replace(['a', 'i', 'u'], "");
    match edits {
        0 | 1 if consonants(a) == consonants(b) => Tier::OneVowel,
        0 | 1 => Tier::OneEdit,
        _ => Tier::TwoEdits,
    }
}
