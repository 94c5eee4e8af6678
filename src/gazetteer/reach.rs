//! Which texts may read otherwise when some places of the gazetteer change?
//!
//! Reading a text is a fixed way of questions to the gazetteer, each about some words of the text. Two gazetteers give
//! two readings only if they answer one of the questions of the *first* reading differently, so it is enough to try the
//! words of the text against the spellings of the places that changed: the same key on some rung, a key that begins
//! so where none did, an edit or two, the same consonants, a generic term before it. What this finds is read again with
//! both gazetteers; what it leaves out reads the same.

use super::Gazetteer;
use super::recognise::stand_ins;
use super::rules::name_starts;
use super::runs::Sentence;
use super::variants::generics_added;
use crate::domain::{FeatureClass, Place, PlaceId, Span};
use crate::text::{Level, ToponymKey, fold, fold_joined, skeleton};
use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder};
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;
use std::fmt;

/// What a change of places reaches.
#[derive(Debug)]
pub enum Reach {
    /// Any text: units, countries and borders say where other places lie.
    Everything,
    /// Texts with words that one of these spellings may be meant by.
    Words(Box<Words>),
}

/// Spellings as the words of a text are tried against them.
pub struct Words {
    /// Sound keys of which the answer changes.
    keys: FxHashSet<String>,
    skeletons: FxHashSet<String>,
    near: Vec<DFA>,
    /// Letters of the longest key, and what may be written more than it.
    letters: usize,
    /// Most words of a name of either gazetteer.
    longest: usize,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words")
            .field("keys", &self.keys)
            .finish_non_exhaustive()
    }
}

/// Of so many words one must have a capital; a text with fewer may be read as one without capitals.
const WORDS_TO_A_CAPITAL: usize = 20;
/// An article or a letter that the spelling in the text has more.
const MORE_LETTERS: usize = 4;
/// What names the own area of a command.
const COMMAND: &str = "Operations Command";

impl Reach {
    /// What reads otherwise when these places are in one gazetteer as in the other.
    pub fn between(old: &Gazetteer, new: &Gazetteer, changed: &[PlaceId]) -> Self {
        let places: Vec<_> = changed
            .iter()
            .flat_map(|id| [old.place(id), new.place(id)])
            .flatten()
            .collect();
        if places.iter().any(|place| holds_others(place)) {
            return Self::Everything;
        }
        let names: BTreeSet<&str> = places.iter().flat_map(|place| spellings(place)).collect();
        let words = Words::new(old, new, &names);
        if stand_ins().any(|name| words.hold(name)) {
            return Self::Everything;
        }
        Self::Words(Box::new(words))
    }

    /// Whether a text may read otherwise.
    pub fn touches(&self, text: &str) -> bool {
        match self {
            Self::Everything => true,
            Self::Words(words) => words.touch(text),
        }
    }
}

fn holds_others(place: &Place) -> bool {
    place.feature_class == FeatureClass::Administrative || place.feature_code == "BDRY"
}

fn spellings(place: &Place) -> impl Iterator<Item = &str> {
    std::iter::once(place.name.as_str()).chain(place.names.iter().map(|name| name.text.as_str()))
}

fn keys(name: &str) -> [String; 2] {
    [fold(name, Level::Sound), fold_joined(name)].map(|key| key.as_str().to_owned())
}

impl Words {
    fn new(old: &Gazetteer, new: &Gazetteer, names: &BTreeSet<&str>) -> Self {
        let own: BTreeSet<String> = names.iter().flat_map(|name| keys(name)).collect();
        let command = fold(COMMAND, Level::Sound);
        let of_commands = own
            .iter()
            .filter_map(|key| key.strip_suffix(command.as_str()).map(str::to_owned));
        let all: BTreeSet<String> = own.iter().cloned().chain(of_commands).collect();
        let automata = LevenshteinAutomatonBuilder::new(2, true);
        let skeletons = names
            .iter()
            .filter_map(|name| skeleton(&fold(name, Level::Sound)));
        let longest = all.iter().map(|key| key.chars().count()).max();
        let begun = all.iter().flat_map(|key| beginnings(key));
        let begun = begun.filter(|part| old.layers.may_begin(part) != new.layers.may_begin(part));
        let without_generic = all.iter().flat_map(|key| without_generics(key));
        Self {
            keys: all
                .iter()
                .cloned()
                .chain(begun.map(str::to_owned))
                .chain(without_generic)
                .filter(|key| !key.is_empty())
                .collect(),
            skeletons: skeletons.map(|key| key.as_str().to_owned()).collect(),
            near: all.iter().map(|key| automata.build_dfa(key)).collect(),
            letters: longest.unwrap_or_default() + MORE_LETTERS,
            longest: old.layers.longest().max(new.layers.longest()),
        }
    }

    /// Whether some words of a text may be meant by one of the spellings.
    fn touch(&self, text: &str) -> bool {
        let sentence = Sentence::new(text, Span::new(0, text.len()));
        let tokens = &sentence.tokens;
        let capitals = tokens.iter().filter(|token| token.begins_name()).count();
        let few = capitals * WORDS_TO_A_CAPITAL < tokens.len();
        let mut starts = tokens.iter().zip(0..);
        starts.any(|(token, at)| {
            (few || token.begins_name())
                && name_starts(token)
                    .into_iter()
                    .any(|start| self.touch_from(&sentence, at, start))
        })
    }

    /// Whether some words that begin here may be meant, as long as they are not longer than all spellings.
    fn touch_from(&self, sentence: &Sentence<'_>, at: usize, start: usize) -> bool {
        for last in at..sentence.tokens.len().min(at + self.longest) {
            let written = sentence.name_text(start, last);
            let sound = fold(written, Level::Sound);
            let possessive = || written.contains(['\'', '’']);
            if self.hold_key(written, &sound)
                || possessive() && self.hold(&sentence.folded(at, last))
            {
                return true;
            }
            if sound.as_str().chars().count() > self.letters {
                break;
            }
        }
        false
    }

    /// Whether a name in one of its spellings may be meant by one of these.
    fn hold(&self, name: &str) -> bool {
        self.hold_key(name, &fold(name, Level::Sound))
    }

    fn hold_key(&self, name: &str, sound: &ToponymKey) -> bool {
        self.keys.contains(sound.as_str())
            || self.is_near(sound.as_str())
            || skeleton(sound).is_some_and(|key| self.skeletons.contains(key.as_str()))
            || name.contains([' ', '-']) && self.keys.contains(fold_joined(name).as_str())
    }

    /// As many edits as a look-up allows for a key of this length.
    fn is_near(&self, key: &str) -> bool {
        let most = match key.chars().count() {
            0..5 => return false,
            5..8 => 1,
            _ => 2,
        };
        self.near
            .iter()
            .any(|near| matches!(near.eval(key), Distance::Exact(edits) if edits <= most))
    }
}

/// The letters of a key up to each, the key itself among them.
fn beginnings(key: &str) -> impl Iterator<Item = &str> {
    let ends = key.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.filter_map(|end| key.get(..end))
}

/// A key without a generic term that a look-up puts before a name.
fn without_generics(key: &str) -> impl Iterator<Item = String> {
    let rest = |word: &String| {
        let generic = fold(&format!("{word} x"), Level::Sound);
        let generic = generic.as_str().strip_suffix('x')?;
        key.strip_prefix(generic).map(str::to_owned)
    };
    generics_added()
        .iter()
        .filter_map(rest)
        .collect::<Vec<_>>()
        .into_iter()
}
