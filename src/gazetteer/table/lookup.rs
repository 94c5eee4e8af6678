//! From keys to spellings: the same key, keys a few edits away, keys that begin so, and walking letter by letter.

use super::edits::{Automata, Search, is_large, script_of};
use super::format::Section;
use super::postings::Postings;
use super::reader::Table;
use super::writer::NO_COUNTRY;
use crate::text::ToponymKey;
use fst::automaton::Str;
use fst::raw::CompiledAddr;
use fst::{Automaton as _, IntoStreamer as _, Streamer as _};

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
    /// itself is one of them. At most one edit may be within the first half of the letters (in large tables, of more than
    /// five million spellings, within the first two thirds): without a beginning to hold on
    /// to most of the map would be walked through, for names that nobody means. In large tables, where every name has
    /// hundreds two edits away, those are looked for only when none is one edit away. Keys that begin in another script are
    /// never near.
    pub fn by_edits(&self, sound: &ToponymKey, most: u8) -> Vec<NearKey<'_>> {
        if most > 1 && is_large(self.spellings()) {
            let near = self.at_most(sound, 1);
            if near.iter().any(|near| near.edits > 0) {
                return near;
            }
        }
        self.at_most(sound, most)
    }

    fn at_most(&self, sound: &ToponymKey, most: u8) -> Vec<NearKey<'_>> {
        let Some(script) = sound.as_str().bytes().next().map(script_of) else {
            return Vec::new();
        };
        let automata = Automata::new(sound, most, self.spellings());
        let mut search = Search::new(self.sounds.as_fst(), &automata);
        search.begin(&script);
        let mut near: Vec<NearKey<'_>> = search
            .found
            .into_iter()
            .map(|(key, edits, value)| NearKey {
                key,
                edits,
                postings: self.sound_postings(value),
            })
            .collect();
        near.sort_by_key(|near| near.edits);
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
