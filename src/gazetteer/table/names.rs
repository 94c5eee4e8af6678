//! The spellings of one place: how they are kept and which keys lead to them.

use super::bytes::{Bytes, put_number, put_text};
use super::row::{NameKind, Row, RowName};
use super::texts::Numbering;
use crate::text::{Level, ToponymKey, fold, fold_joined, skeleton};
use std::collections::HashSet;

/// The spellings of a place, the display name first, the others by trust; none twice.
pub(super) struct NameBlock<'a>(Vec<RowName<'a>>);

/// The keys of a spelling that no more trusted one of the place makes superfluous.
pub(super) struct Entry {
    pub(super) spelling: u32,
    pub(super) kind: NameKind,
    /// Of the words, and where it is another one, of the words written as one.
    pub(super) sounds: Vec<ToponymKey>,
    /// `None` where the place has the skeleton already, or the script has none.
    pub(super) skeleton: Option<ToponymKey>,
}

impl<'a> NameBlock<'a> {
    pub(super) fn new(row: &Row<'a>) -> Self {
        let mut names: Vec<RowName<'a>> = std::iter::once(RowName {
            lang: "und",
            text: row.name,
            kind: NameKind::Main,
        })
        .chain(row.names.iter().copied())
        .collect();
        names.sort_by_key(|name| name.kind);
        let mut seen = HashSet::new();
        names.retain(|name| seen.insert(name.text));
        Self(names)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Most words of a spelling.
    pub(super) fn longest(&self) -> usize {
        let words = |name: &RowName<'_>| name.text.split([' ', '-']).count();
        self.0.iter().map(words).max().unwrap_or_default()
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = Entry> {
        let (mut letters, mut skeletons) = (HashSet::new(), HashSet::new());
        self.0.iter().zip(0..).filter_map(move |(name, spelling)| {
            if !letters.insert(fold(name.text, Level::Letters)) {
                return None;
            }
            let mut sounds = vec![fold(name.text, Level::Sound), fold_joined(name.text)];
            sounds.dedup();
            let skeleton = skeleton(sounds.first()?).filter(|key| skeletons.insert(key.clone()));
            sounds.retain(|key| !key.is_empty());
            Some(Entry {
                spelling,
                kind: name.kind,
                sounds,
                skeleton,
            })
        })
    }

    /// How many, then of each its kind and language in one number, and its text.
    pub(super) fn write(&self, languages: &mut Numbering, out: &mut Vec<u8>) {
        put_number(out, self.0.len() as u64);
        for name in &self.0 {
            let language = languages.number(name.lang) as u64;
            put_number(out, language << 3 | name.kind as u64);
            put_text(out, name.text);
        }
    }
}

/// A spelling as it lies in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kept<'a> {
    pub(super) language: usize,
    pub(super) kind: NameKind,
    pub(super) text: &'a str,
}

/// The spellings that begin at a byte of the section; none where it is damaged.
pub(super) fn read_names(section: &[u8], at: u64) -> impl Iterator<Item = Kept<'_>> {
    let mut bytes = Bytes(
        usize::try_from(at)
            .ok()
            .and_then(|at| section.get(at..))
            .unwrap_or_default(),
    );
    let count = bytes.number().unwrap_or_default();
    (0..count).map_while(move |_| {
        let language_and_kind = bytes.number()?;
        Some(Kept {
            language: usize::try_from(language_and_kind >> 3).ok()?,
            kind: NameKind::from_number(language_and_kind & 7)?,
            text: bytes.text()?,
        })
    })
}
