//! From keys to spellings: the same key, keys a few edits away, keys that begin so, and walking letter by letter.

use super::format::Section;
use super::postings::Postings;
use super::reader::Table;
use super::writer::NO_COUNTRY;
use crate::text::ToponymKey;
use fst::automaton::Str;
use fst::raw::CompiledAddr;
use fst::{Automaton as _, IntoStreamer as _, Streamer as _};
use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder};
use std::sync::LazyLock;

/// A key near to the one that was asked for.
#[derive(Debug, Clone)]
pub struct NearKey<'a> {
    /// The key.
    pub key: String,
    /// Letters added, dropped, changed or swapped.
    pub edits: u8,
    /// The spellings that have it.
    pub postings: Postings<'a>,
}

/// Where one has come in the map of sound keys, letter by letter. Cheap to copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Walk {
    address: CompiledAddr,
    value: u64,
}

/// Automata for one and two edits, a swap of neighbours being one. Making the tables takes some milliseconds, once.
static EDITS: LazyLock<[LevenshteinAutomatonBuilder; 2]> =
    LazyLock::new(|| [1, 2].map(|most| LevenshteinAutomatonBuilder::new(most, true)));

impl Table {
    fn sound_postings(&self, value: u64) -> Postings<'_> {
        Postings::of_value(value, self.section(Section::SoundPostings))
    }

    /// Whether some spelling has this sound key.
    pub fn knows(&self, sound: &ToponymKey) -> bool {
        self.sounds.contains_key(sound.as_str())
    }

    /// The spellings that have this sound key, the most populous places first.
    pub fn by_sound(&self, sound: &ToponymKey) -> Option<Postings<'_>> {
        self.sounds
            .get(sound.as_str())
            .map(|value| self.sound_postings(value))
    }

    /// The spellings of a country, or of places without one, that have this skeleton: one for a place.
    pub fn by_skeleton(
        &self,
        skeleton: &ToponymKey,
        country: Option<&str>,
    ) -> Option<Postings<'_>> {
        let country = country.unwrap_or(NO_COUNTRY);
        self.skeletons
            .get(format!("{country}{skeleton}"))
            .map(|value| Postings::of_value(value, self.section(Section::SkeletonPostings)))
    }

    /// Sound keys at most `most` edits away (1 or 2; more is taken as 2), the nearest first, then in key order; the key
    /// itself is one of them. One edit may be anywhere; a second one only behind an equal first letter, since without a
    /// beginning to hold on to, most of the map would be walked through for names that nobody means. Keys that begin in
    /// another script are never near.
    pub fn by_edits(&self, sound: &ToponymKey, most: u8) -> Vec<NearKey<'_>> {
        let [one, two] = &*EDITS;
        let Some(first) = sound.as_str().chars().next() else {
            return Vec::new();
        };
        let mut near = self.near_in(&script_of(first), one, sound);
        if most > 1 {
            let letter = first.to_string().into_bytes();
            let far = self.near_in(&(letter.clone(), next_beginning(letter)), two, sound);
            near.extend(far.into_iter().filter(|near| near.edits == 2));
        }
        near.sort_by(|a, b| (a.edits, &a.key).cmp(&(b.edits, &b.key)));
        near
    }

    fn near_in(
        &self,
        (from, below): &(Vec<u8>, Vec<u8>),
        builder: &LevenshteinAutomatonBuilder,
        sound: &ToponymKey,
    ) -> Vec<NearKey<'_>> {
        let dfa = builder.build_dfa(sound.as_str());
        let mut near = Vec::new();
        let search = self.sounds.search_with_state(Near(&dfa));
        let mut stream = search.ge(from).lt(below).into_stream();
        while let Some((key, value, state)) = stream.next() {
            let (Ok(key), Distance::Exact(edits)) = (std::str::from_utf8(key), dfa.distance(state))
            else {
                continue;
            };
            near.push(NearKey {
                key: key.to_owned(),
                edits,
                postings: self.sound_postings(value),
            });
        }
        near
    }

    /// Spellings whose sound key begins with these letters, in key order; the caller takes as many as it wants.
    pub fn by_beginning(&self, letters: &ToponymKey, most_keys: usize) -> Vec<Postings<'_>> {
        let beginning = Str::new(letters.as_str()).starts_with();
        let mut stream = self.sounds.search(beginning).into_stream();
        let mut found = Vec::new();
        while let Some((_, value)) = stream.next().filter(|_| found.len() < most_keys) {
            found.push(self.sound_postings(value));
        }
        found
    }

    /// The start of every sound key.
    pub fn start(&self) -> Walk {
        Walk {
            address: self.sounds.as_fst().root().addr(),
            value: 0,
        }
    }

    /// Goes on by some letters of a sound key; `None` when no key goes on so.
    pub fn step(&self, from: Walk, letters: &str) -> Option<Walk> {
        let map = self.sounds.as_fst();
        letters.bytes().try_fold(from, |walk, byte| {
            let node = map.node(walk.address);
            let transition = node.transition(node.find_input(byte)?);
            Some(Walk {
                address: transition.addr,
                value: walk.value + transition.out.value(),
            })
        })
    }

    /// Whether the letters so far are a whole sound key.
    pub fn is_key(&self, walk: Walk) -> bool {
        self.sounds.as_fst().node(walk.address).is_final()
    }

    /// Whether a longer key begins so.
    pub fn goes_on(&self, walk: Walk) -> bool {
        !self.sounds.as_fst().node(walk.address).is_empty()
    }

    /// The spellings that have the letters so far as their sound key.
    pub fn at(&self, walk: Walk) -> Option<Postings<'_>> {
        let node = self.sounds.as_fst().node(walk.address);
        node.is_final()
            .then(|| self.sound_postings(walk.value + node.final_output().value()))
    }
}

/// Where the keys of a script begin and end, by their first byte: near enough, since folding leaves few letters.
fn script_of(first: char) -> (Vec<u8>, Vec<u8>) {
    let byte = first.to_string().as_bytes().first().copied().unwrap_or(0);
    let (from, below) = match byte {
        0..0x80 => (0, 0x80),
        0xc3..0xd0 => (0xc3, 0xd0),
        0xd0..0xd4 => (0xd0, 0xd4),
        0xd8..0xdc => (0xd8, 0xdc),
        0xe4..0xea => (0xe4, 0xea),
        0xea..0xee => (0xea, 0xee),
        other => (other, other.saturating_add(1)),
    };
    (vec![from], vec![below])
}

/// The least bytes above everything that begins so.
fn next_beginning(mut letters: Vec<u8>) -> Vec<u8> {
    if let Some(last) = letters.last_mut() {
        *last = last.saturating_add(1);
    }
    letters
}

/// The automaton of one key for the map's searches.
struct Near<'d>(&'d DFA);

impl fst::Automaton for Near<'_> {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != levenshtein_automata::SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}
