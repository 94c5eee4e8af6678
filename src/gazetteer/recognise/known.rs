//! What the gazetteer knows of a name as written, without deciding which place it means.

use super::super::known_names::{Looked, Names};
use rustc_hash::FxHashMap;
use std::cell::RefCell;

/// The kinds of places that bear a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a name may be of every kind at once"
)]
pub(in super::super) struct Known {
    pub(in super::super) country: bool,
    pub(in super::super) first_level: bool,
    pub(in super::super) lower_level: bool,
    /// A region, water, mountain or structure.
    pub(in super::super) other: bool,
    /// Most people of a town of which it is the main name.
    pub(in super::super) town: Option<u64>,
    /// Most people of a town of which it is another name.
    pub(in super::super) alternate: Option<u64>,
    /// Only under a looser spelling.
    pub(in super::super) loose: bool,
}

/// A town of so many people is known without a hint.
const BIG_TOWN: u64 = 100_000;

impl Known {
    /// Whether news may name it without saying what it is.
    pub(in super::super) fn is_big(self) -> bool {
        !self.loose
            && (self.country
                || self.first_level
                || self.other
                || self.town.is_some_and(|people| people >= BIG_TOWN))
    }

    /// Whether "X, this" tells where X is.
    pub(super) fn contains_towns(self) -> bool {
        !self.loose && (self.country || self.first_level)
    }
}

/// Look-ups of one text, each done once.
pub(super) struct Lookups<'n> {
    names: &'n Names<'n>,
    done: RefCell<FxHashMap<String, Looked>>,
}

impl<'n> Lookups<'n> {
    pub(super) fn new(names: &'n Names<'n>) -> Self {
        Self {
            names,
            done: RefCell::default(),
        }
    }

    pub(super) fn look(&self, name: &str) -> Looked {
        if let Some(looked) = self.done.borrow().get(name) {
            return *looked;
        }
        let looked = self.names.look(name);
        self.done.borrow_mut().insert(name.to_owned(), looked);
        looked
    }
}
