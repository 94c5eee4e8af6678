//! Searches the map of sound keys for those that are an edit or two away from one.

use super::whole::Part;
use crate::text::ToponymKey;
use fst::raw::{CompiledAddr, Fst};
use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use std::ops::Range;
use std::sync::LazyLock;

/// Automata for one and two edits, a swap of neighbours being one. Making their tables takes some milliseconds, once.
static EDITS: LazyLock<[LevenshteinAutomatonBuilder; 2]> =
    LazyLock::new(|| [1, 2].map(|most| LevenshteinAutomatonBuilder::new(most, true)));

/// More spellings than five million make a large map.
pub(super) fn is_large(spellings: u64) -> bool {
    const LARGE: u64 = 5_000_000;
    spellings > LARGE
}

/// What is near to one key.
pub(super) struct Automata {
    one: DFA,
    /// `None` when one edit is all that is asked for.
    two: Option<DFA>,
    /// Letters at the beginning among which at most one edit may be.
    beginning: usize,
}

/// Where both automata are, and how many letters they have read.
#[derive(Clone, Copy)]
struct State {
    one: u32,
    two: u32,
    letters: usize,
}

impl Automata {
    /// What is at most `most` edits from a key in a map of so many spellings. In a large map every short beginning goes
    /// on in every way, so that the part with one edit at most must be longer: with a half of the letters a name costs
    /// 1 to 10 ms among 39 million spellings, with two thirds 0.1 to 1 ms.
    pub(super) fn new(key: &ToponymKey, most: u8, spellings: u64) -> Self {
        let [one, two] = &*EDITS;
        let letters = key.as_str().chars().count();
        Self {
            one: one.build_dfa(key.as_str()),
            beginning: if is_large(spellings) {
                letters * 2 / 3
            } else {
                letters / 2
            },
            two: (most > 1).then(|| two.build_dfa(key.as_str())),
        }
    }

    fn start(&self) -> State {
        State {
            one: self.one.initial_state(),
            two: self.two.as_ref().map_or(SINK_STATE, DFA::initial_state),
            letters: 0,
        }
    }

    /// The state after a byte; `None` when nothing near begins so.
    fn step(&self, state: State, byte: u8) -> Option<State> {
        let one = self.one.transition(state.one, byte);
        let two = match &self.two {
            Some(two) if state.two != SINK_STATE => two.transition(state.two, byte),
            _ => SINK_STATE,
        };
        let next = State {
            one,
            two,
            letters: state.letters + usize::from(byte & 0xc0 != 0x80),
        };
        let alive = one != SINK_STATE || (two != SINK_STATE && next.letters > self.beginning);
        alive.then_some(next)
    }

    /// How many edits away a key that ends here is, if it is near.
    fn edits(&self, state: State) -> Option<u8> {
        let exact = |distance| match distance {
            Distance::Exact(edits) => Some(edits),
            Distance::AtLeast(_) => None,
        };
        exact(self.one.distance(state.one))
            .or_else(|| exact(self.two.as_ref()?.distance(state.two)))
    }
}

/// Goes through the map depth first; a stream of the `fst` crate does the same and keeps more for every step.
pub(super) struct Search<'m> {
    map: &'m Fst<Part>,
    automata: &'m Automata,
    key: Vec<u8>,
    /// Keys with their edits and values, in key order.
    pub(super) found: Vec<(String, u8, u64)>,
}

impl<'m> Search<'m> {
    pub(super) fn new(map: &'m Fst<Part>, automata: &'m Automata) -> Self {
        Self {
            map,
            automata,
            key: Vec::new(),
            found: Vec::new(),
        }
    }

    /// Finds the keys whose first byte is one of these.
    pub(super) fn begin(&mut self, first: &Range<u8>) {
        let start = self.automata.start();
        for transition in self.map.root().transitions() {
            let next = self.automata.step(start, transition.inp);
            if let Some(next) = next.filter(|_| first.contains(&transition.inp)) {
                self.key.push(transition.inp);
                self.go_on(transition.addr, transition.out.value(), next);
                self.key.pop();
            }
        }
    }

    fn go_on(&mut self, address: CompiledAddr, value: u64, state: State) {
        let node = self.map.node(address);
        if node.is_final() {
            self.take(value + node.final_output().value(), state);
        }
        for transition in node.transitions() {
            if let Some(next) = self.automata.step(state, transition.inp) {
                self.key.push(transition.inp);
                self.go_on(transition.addr, value + transition.out.value(), next);
                self.key.pop();
            }
        }
    }

    fn take(&mut self, value: u64, state: State) {
        let key = std::str::from_utf8(&self.key).ok();
        if let Some((key, edits)) = key.zip(self.automata.edits(state)) {
            self.found.push((key.to_owned(), edits, value));
        }
    }
}

/// The first bytes of the keys of the script that a byte begins a letter of: near enough, since folding leaves few
/// letters.
pub(super) fn script_of(first: u8) -> Range<u8> {
    let scripts = [
        0..0x80,
        0xc3..0xd0,
        0xd0..0xd4,
        0xd8..0xdc,
        0xe4..0xea,
        0xea..0xee,
    ];
    scripts
        .into_iter()
        .find(|script| script.contains(&first))
        .unwrap_or(first..first.saturating_add(1))
}
