//! Which texts may read otherwise when some places of the gazetteer change?
//!
//! Reading a text is a fixed way of questions to the gazetteer, each about some words of the text. Two gazetteers give
//! two readings only if they answer one of the questions of the *first* reading differently, so it is enough to try the
//! words of the text against the spellings that changed: the same key on some rung, a key that begins so where none did,
//! an edit or two, the same consonants, a generic term before it. What this finds is read again with both gazetteers;
//! what it leaves out reads the same.

use super::Gazetteer;
use super::find_words::{countries_of_demonyms, without_possessive};
use super::recognise::stand_ins;
use super::rules::name_starts;
use super::runs::Sentence;
use super::variants::generics_added;
use crate::domain::{FeatureClass, Place, PlaceId, Span};
use crate::text::{Level, ToponymKey, fold, fold_joined, skeleton};
use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

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
    /// First bytes of the keys.
    firsts: FxHashSet<u8>,
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
        let mut names = BTreeSet::new();
        for id in changed {
            let places = [old.place(id), new.place(id)];
            if let Some(spellings) = only_spellings(old, new, id, &places) {
                names.extend(spellings);
                continue;
            }
            let places = || places.iter().flatten();
            if places().any(|place| holds_others(place)) {
                return Self::Everything;
            }
            names.extend(
                places()
                    .flat_map(|place| spellings(place))
                    .map(str::to_owned),
            );
        }
        let words = Words::new(old, new, &names);
        let fixed = stand_ins().any(|name| words.hold(name))
            || countries_of_demonyms().any(|name| words.keys.contains(&keys(name)[0]));
        if fixed {
            return Self::Everything;
        }
        Self::Words(Box::new(words))
    }

    /// What goes through texts.
    pub fn scan(&self) -> Scan<'_> {
        let words = match self {
            Self::Everything => None,
            Self::Words(words) => Some(&**words),
        };
        Scan {
            words,
            pieces: FxHashMap::default(),
            held: FxHashMap::default(),
        }
    }
}

/// The spellings that one gazetteer has and the other has not, when these are all that differs in a place that people
/// wrote down: its other spellings lead to the same entry then.
fn only_spellings(
    old: &Gazetteer,
    new: &Gazetteer,
    id: &PlaceId,
    places: &[Option<Arc<Place>>; 2],
) -> Option<Vec<String>> {
    let [Some(before), Some(after)] = places else {
        return None;
    };
    let is_curated = |gazetteer: &Gazetteer| gazetteer.layers.curated_number(id).is_some();
    let bare = |place: &Place| Place {
        names: Vec::new(),
        ..place.clone()
    };
    let same = is_curated(old) && is_curated(new) && bare(before) == bare(after);
    let [one, other]: [BTreeSet<&str>; 2] =
        [spellings(before).collect(), spellings(after).collect()];
    let differ = one.symmetric_difference(&other);
    same.then(|| differ.map(|name| (*name).to_owned()).collect())
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
    fn new(old: &Gazetteer, new: &Gazetteer, names: &BTreeSet<String>) -> Self {
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
        let keys: FxHashSet<String> = all
            .iter()
            .cloned()
            .chain(begun.map(str::to_owned))
            .chain(without_generic)
            .filter(|key| !key.is_empty())
            .collect();
        Self {
            skeletons: skeletons.map(|key| key.as_str().to_owned()).collect(),
            near: all.iter().map(|key| automata.build_dfa(key)).collect(),
            firsts: keys.iter().filter_map(|key| key.bytes().next()).collect(),
            keys,
            letters: longest.unwrap_or_default() + MORE_LETTERS,
            longest: old.layers.longest().max(new.layers.longest()),
        }
    }

    /// Whether a name in one of its spellings may be meant by one of these.
    fn hold(&self, name: &str) -> bool {
        self.hold_sound(&fold(name, Level::Sound)) || self.keys.contains(fold_joined(name).as_str())
    }

    /// Whether a sound key may be meant by one of these.
    fn hold_sound(&self, sound: &ToponymKey) -> bool {
        self.keys.contains(sound.as_str())
            || self.is_near(sound.as_str())
            || skeleton(sound).is_some_and(|key| self.skeletons.contains(key.as_str()))
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
fn without_generics(key: &str) -> Vec<String> {
    let rest = |word: &String| {
        let generic = fold(&format!("{word} x"), Level::Sound);
        let generic = generic.as_str().strip_suffix('x')?;
        key.strip_prefix(generic).map(str::to_owned)
    };
    generics_added().iter().filter_map(rest).collect()
}

/// Goes through texts and remembers their words: news repeat them, and folding is what costs.
#[derive(Debug)]
pub struct Scan<'w> {
    /// `None` when every text is touched.
    words: Option<&'w Words>,
    pieces: FxHashMap<Box<str>, Rc<Piece>>,
    held: FxHashMap<Box<str>, bool>,
}

/// So many words, and as many keys, are remembered; then all are forgotten, which bounds the memory.
const MOST_REMEMBERED: usize = 200_000;

/// What a word gives to the key of a name.
#[derive(Debug)]
struct Piece {
    sound: String,
    letters: usize,
    /// It is folded away where other words are left.
    is_silent: bool,
    /// It is folded together with the words around it.
    is_bound: bool,
}

impl Piece {
    fn of(word: &str) -> Self {
        let letters = fold(word, Level::Letters);
        let sound = fold(word, Level::Sound);
        Self {
            letters: sound.as_str().chars().count(),
            sound: sound.as_str().to_owned(),
            is_silent: fold(&format!("{word} x"), Level::Plain).as_str() == "x",
            is_bound: letters.as_str().contains("din") || letters.as_str().contains("deen"),
        }
    }
}

/// A name that grows word by word.
#[derive(Default)]
struct Growing {
    key: String,
    letters: usize,
    /// Its words do not fold one by one.
    is_bound: bool,
}

impl Scan<'_> {
    /// Whether a text may read otherwise.
    pub fn touches(&mut self, text: &str) -> bool {
        let Some(words) = self.words else { return true };
        if words.keys.is_empty() {
            return false;
        }
        let sentence = Sentence::new(text, Span::new(0, text.len()));
        let tokens = &sentence.tokens;
        let capitals = tokens.iter().filter(|token| token.begins_name()).count();
        let few = capitals * WORDS_TO_A_CAPITAL < tokens.len();
        let mut starts = tokens.iter().zip(0..);
        starts.any(|(token, at)| {
            (few || token.begins_name())
                && name_starts(token)
                    .into_iter()
                    .any(|start| self.touches_from(words, &sentence, at, start))
        })
    }

    /// Whether some words that begin here may be meant, as long as they are not longer than all spellings.
    fn touches_from(
        &mut self,
        words: &Words,
        sentence: &Sentence<'_>,
        at: usize,
        start: usize,
    ) -> bool {
        let mut name = Growing::default();
        for (token, last) in sentence.tokens.iter().zip(0..).skip(at).take(words.longest) {
            let from = start.max(token.word.span.start);
            let written = Span::new(from, token.word.span.end).of(sentence.text);
            let bare = without_possessive(written);
            let piece = self.piece(bare);
            name.grow(&piece);
            let whole = sentence.name_text(start, last);
            if self.holds(words, &name, whole)
                || bare != written
                    && self.holds(words, &Growing::bound(), &sentence.folded(at, last))
            {
                return true;
            }
            if name.letters > words.letters {
                break;
            }
            // What follows is read with the 's of this word and without it.
            name.is_bound |= bare != written;
        }
        false
    }

    fn piece(&mut self, word: &str) -> Rc<Piece> {
        if let Some(piece) = self.pieces.get(word) {
            return Rc::clone(piece);
        }
        if self.pieces.len() >= MOST_REMEMBERED {
            self.pieces.clear();
        }
        let piece = Rc::new(Piece::of(word));
        self.pieces.insert(word.into(), Rc::clone(&piece));
        piece
    }

    fn holds(&mut self, words: &Words, name: &Growing, written: &str) -> bool {
        if name.is_bound || name.key.is_empty() {
            return words.hold(written);
        }
        if let Some(held) = self.held.get(name.key.as_str()) {
            return *held || name.is_joined_to(words, written);
        }
        if self.held.len() >= MOST_REMEMBERED {
            self.held.clear();
        }
        let sound = fold(written, Level::Sound);
        debug_assert_eq!(sound.as_str(), name.key, "the words of {written}");
        let held = words.hold_sound(&sound);
        self.held.insert(name.key.as_str().into(), held);
        held || name.is_joined_to(words, written)
    }
}

impl Growing {
    /// A name that is folded as a whole.
    fn bound() -> Self {
        Self {
            is_bound: true,
            ..Self::default()
        }
    }

    fn grow(&mut self, piece: &Piece) {
        self.is_bound |= piece.is_bound;
        if !piece.is_silent {
            self.key.push_str(&piece.sound);
            self.letters += piece.letters;
        }
    }

    /// Whether its words written as one are one of the keys; the first letter tells mostly that they are not.
    fn is_joined_to(&self, words: &Words, written: &str) -> bool {
        let first = self.key.bytes().next();
        first.is_some_and(|first| words.firsts.contains(&first))
            && words.keys.contains(fold_joined(written).as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::import::{COLUMNS, read_additions};

    /// What adding a row reaches.
    fn reach(row: &str) -> Reach {
        let file = format!("{}\n{}\n", COLUMNS.join("\t"), row.replace(',', "\t"));
        let (rows, faults) = read_additions(file.as_bytes()).unwrap();
        assert!(faults.is_empty(), "{faults:?}");
        let new = Gazetteer::layered(&rows, Vec::new()).unwrap();
        let id = row.split(',').next().unwrap().parse().unwrap();
        Reach::between(Gazetteer::embedded().unwrap(), &new, &[id])
    }

    #[test]
    fn every_way_in_which_words_may_mean_a_name_is_tried() {
        let reach = reach("own:z,Qaryat Zarqutan,ar:زرقوتان,P,PPL,IQ,,,44.3,35.2,,,,,,,,");
        for text in [
            "An attack on Qaryat Zarqutan.",
            "An attack on Zarqutan.",
            "AN ATTACK ON ZARQUTAN.",
            "an attack on zarqutan.",
            "An attack near Qaryat Zarkoutan, police said.",
            "An attack on Qariat-Zarqutaan's market.",
            "Troops of the Zarqutan Operations Command.",
            "هجوم على زرقوتان امس",
            "هجوم بزرقوتان امس",
        ] {
            assert!(reach.scan().touches(text), "{text}");
        }
        for text in [
            "",
            "An attack on Mosul and on Kirkuk killed two.",
            "هجوم على الموصل امس",
        ] {
            assert!(!reach.scan().touches(text), "{text}");
        }
    }

    /// The words of a name fold one by one where the scan says so, which a debug build looks at.
    #[test]
    fn the_examples_are_scanned() {
        let reach = reach("own:z,Qaryat Zarqutan,,P,PPL,IQ,,,44.3,35.2,,,,,,,,");
        let mut scan = reach.scan();
        let reports = include_str!("../../examples/reports/reports.jsonl").lines();
        let touched = reports.filter(|line| scan.touches(line));
        assert_eq!(touched.count(), 0);
    }

    #[test]
    fn a_further_name_of_a_curated_place_reaches_only_that_name() {
        let reach = reach("geonames:94787,,Zarqutan,,,,,,,,,,,,,,,");
        assert!(reach.scan().touches("An attack on Zarqutan."));
        assert!(!reach.scan().touches("An attack on Kirkuk."));
    }

    #[test]
    fn units_reach_everything_and_nothing_reaches_nothing() {
        let unit = reach("own:p,Zarqutan,,A,ADM1,IQ,,,44.3,35.2,,,,,,,,");
        assert!(unit.scan().touches("Rain."));
        // "Ky." stands for Kentucky, wherever that is.
        let short = reach("own:k,Kentucky,,P,PPL,IQ,,,44.3,35.2,,,,,,,,");
        assert!(short.scan().touches("Rain."));
        let embedded = Gazetteer::embedded().unwrap();
        let nothing = Reach::between(embedded, embedded, &[]);
        assert!(!nothing.scan().touches("An attack on Mosul."));
    }
}
