//! From a name as written to the entries that bear it, by the rungs of the folding ladder and then by edits.

use crate::domain::Place;
use crate::text::{Level, ToponymKey, fold};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// Number of an entry in the gazetteer.
pub(super) type PlaceIndex = usize;

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
    /// One vowel added, dropped or changed in the sound key.
    OneVowel,
    /// One letter added, dropped, changed or swapped in the sound key.
    OneEdit,
    /// Two such edits.
    TwoEdits,
}

/// An entry that a name may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) place: PlaceIndex,
    pub(super) tier: Tier,
    /// The spelling of the entry that matched.
    pub(super) spelling: String,
}

/// A spelling of an entry.
#[derive(Debug)]
struct Posting {
    place: PlaceIndex,
    spelling: Box<str>,
}

/// All spellings of all entries by key.
#[derive(Debug, Default)]
pub(super) struct NameIndex {
    by_level: [FxHashMap<ToponymKey, Vec<Posting>>; 4],
    /// Sound keys in order, for prefixes and edits.
    sounds: BTreeMap<String, ToponymKey>,
    /// Which letters every sound key has, in the order of `sounds`.
    letters: Vec<u32>,
    /// Every beginning of every sound key.
    beginnings: FxHashSet<Box<str>>,
    longest: usize,
}

impl NameIndex {
    pub(super) fn new<'a>(places: impl Iterator<Item = &'a Place>) -> Self {
        let mut index = Self::default();
        for (place, entry) in places.enumerate() {
            let spellings = std::iter::once(entry.name.as_str())
                .chain(entry.names.iter().map(|n| n.text.as_str()));
            for spelling in spellings {
                index.add(place, spelling);
            }
        }
        index.letters = index.sounds.keys().map(|key| letters_of(key)).collect();
        index
    }

    fn add(&mut self, place: PlaceIndex, spelling: &str) {
        self.longest = self.longest.max(spelling.split([' ', '-']).count());
        for (slot, level) in self.by_level.iter_mut().zip(Level::ALL) {
            let key = fold(spelling, level);
            if key.is_empty() {
                continue;
            }
            if level == Level::Sound {
                self.sounds.insert(key.as_str().to_owned(), key.clone());
                let ends = key.as_str().char_indices().map(|(at, c)| at + c.len_utf8());
                self.beginnings.extend(
                    ends.filter_map(|end| key.as_str().get(..end))
                        .map(Box::from),
                );
            }
            let postings = slot.entry(key).or_default();
            if postings.iter().all(|posting| posting.place != place) {
                postings.push(Posting {
                    place,
                    spelling: spelling.into(),
                });
            }
        }
    }

    /// Most words that a spelling has.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }

    /// Whether some spelling has this sound key.
    pub(super) fn knows(&self, sound: &ToponymKey) -> bool {
        self.by_level[3].contains_key(sound)
    }

    /// Whether some sound key begins with these letters: a quick no for most words.
    pub(super) fn may_begin(&self, sound: &str) -> bool {
        self.beginnings.contains(sound)
    }

    /// Entries by the strictest rung that each matches; no edits.
    pub(super) fn by_spelling(&self, name: &str) -> Vec<Match> {
        let tiers = [Tier::Letters, Tier::Plain, Tier::Generic, Tier::Sound];
        let mut found: Vec<Match> = Vec::new();
        for ((postings, level), tier) in self.by_level.iter().zip(Level::ALL).zip(tiers) {
            for posting in postings.get(&fold(name, level)).into_iter().flatten() {
                push_new(&mut found, posting, tier);
            }
        }
        found
    }

    /// Entries whose sound key is one or two edits away; short names allow fewer, since there every edit
    /// leads to another name.
    pub(super) fn by_edits(&self, name: &str) -> Vec<Match> {
        let key = fold(name, Level::Sound);
        let length = key.as_str().chars().count();
        let most = match length {
            0..5 => return Vec::new(),
            5..8 => 1,
            _ => 2,
        };
        let letters = letters_of(key.as_str());
        let alike = |(other, mask): &(&ToponymKey, &u32)| {
            (letters ^ **mask).count_ones() <= 2 * most
                && other.as_str().len().abs_diff(key.as_str().len()) <= 4
        };
        let mut near: Vec<(u32, &ToponymKey)> = self
            .sounds
            .values()
            .zip(&self.letters)
            .filter(alike)
            .filter_map(|(other, _)| {
                edits_within(key.as_str(), other.as_str(), most).map(|n| (n, other))
            })
            .collect();
        near.sort_unstable();
        let mut found = Vec::new();
        for (edits, other) in near {
            for posting in self.by_level[3].get(other).into_iter().flatten() {
                push_new(
                    &mut found,
                    posting,
                    edit_tier(edits, key.as_str(), other.as_str()),
                );
            }
        }
        found
    }

    /// Entries with a spelling whose sound key begins like the name's, in key order, at most `limit`.
    pub(super) fn by_beginning(&self, name: &str, limit: usize) -> Vec<Match> {
        let key = fold(name, Level::Sound);
        let mut found = Vec::new();
        let keys = self
            .sounds
            .range(key.as_str().to_owned()..)
            .take_while(|(sound, _)| sound.starts_with(key.as_str()));
        for (_, other) in keys {
            for posting in self.by_level[3].get(other).into_iter().flatten() {
                push_new(&mut found, posting, Tier::Sound);
            }
            if found.len() >= limit {
                break;
            }
        }
        found
    }
}

fn push_new(found: &mut Vec<Match>, posting: &Posting, tier: Tier) {
    if found.iter().all(|m| m.place != posting.place) {
        found.push(Match {
            place: posting.place,
            tier,
            spelling: posting.spelling.to_string(),
        });
    }
}

/// One bit for every letter, letters beyond 32 sharing bits: one edit changes at most two bits.
fn letters_of(key: &str) -> u32 {
    key.chars()
        .fold(0, |mask, c| mask | 1 << (u32::from(c) % 32))
}

/// Optimal string alignment distance when it is at most `most`.
fn edits_within(a: &str, b: &str, most: u32) -> Option<u32> {
    u32::try_from(strsim::osa_distance(a, b))
        .ok()
        .filter(|n| *n <= most)
}

fn edit_tier(edits: u32, a: &str, b: &str) -> Tier {
    let consonants = |word: &str| word.replace(['a', 'i', 'u'], "");
    match edits {
        0 | 1 if consonants(a) == consonants(b) => Tier::OneVowel,
        0 | 1 => Tier::OneEdit,
        _ => Tier::TwoEdits,
    }
}
