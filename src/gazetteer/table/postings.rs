//! From a key to the spellings that have it.
//!
//! A key with one spelling, as most are, has it in the map's value; others have the place of a list there.

use super::TableError;
use super::bytes::{Bytes, put_number};
use super::row::NameKind;
use super::sorter::Sorter;
use super::spool::Spool;
use fst::MapBuilder;
use std::io::Write;
use std::path::PathBuf;

/// A spelling of a place, with what is enough to judge it by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    /// Row of the place; the smaller, the more populous.
    pub row: u32,
    /// Number of the spelling, 0 is the display name.
    pub spelling: u32,
    /// What is known of the spelling.
    pub kind: NameKind,
}

/// Spellings that fit into the value of the map.
const MOST_INLINE: u32 = 0xff;

/// A record that sorts by key, then by row.
pub(super) fn put_posting(out: &mut Vec<u8>, key: &[&str], posting: Posting) {
    for part in key {
        out.extend_from_slice(part.as_bytes());
    }
    out.push(0);
    out.extend_from_slice(&posting.row.to_be_bytes());
    out.extend_from_slice(&posting.spelling.to_be_bytes());
    out.push(posting.kind as u8);
}

/// Bytes of a record after its key.
const AFTER_KEY: usize = 10;

fn split(record: &[u8]) -> Option<(&[u8], Posting)> {
    let (key, rest) = record.split_at_checked(record.len().checked_sub(AFTER_KEY)?)?;
    let mut bytes = Bytes(rest);
    bytes.take(1)?;
    let posting = Posting {
        row: u32::from_be_bytes(bytes.array()?),
        spelling: u32::from_be_bytes(bytes.array()?),
        kind: NameKind::from_number(u64::from(bytes.array::<1>()?[0]))?,
    };
    Some((key, posting))
}

/// Writes the map of all keys to `out` and gives the lists that follow it.
pub(super) fn write_map(
    records: Sorter,
    lists: PathBuf,
    out: &mut impl Write,
) -> Result<Spool, TableError> {
    let mut map = MapBuilder::new(out).map_err(map_failed)?;
    let mut lists = Spool::new(lists);
    let mut records = records.sorted()?;
    let (mut key, mut postings) = (Vec::new(), Vec::new());
    while let Some(record) = records.next()? {
        let Some((next, posting)) = split(record) else {
            continue;
        };
        if next != key.as_slice() {
            put_key(&mut map, &key, &postings, &mut lists)?;
            key.clear();
            key.extend_from_slice(next);
            postings.clear();
        }
        postings.push(posting);
    }
    put_key(&mut map, &key, &postings, &mut lists)?;
    map.finish().map_err(map_failed)?;
    Ok(lists)
}

fn map_failed(error: fst::Error) -> TableError {
    match error {
        fst::Error::Io(cause) => TableError::Write(cause),
        fst::Error::Fst(cause) => TableError::Write(std::io::Error::other(cause)),
    }
}

fn put_key<W: Write>(
    map: &mut MapBuilder<W>,
    key: &[u8],
    postings: &[Posting],
    lists: &mut Spool,
) -> Result<(), TableError> {
    let value = match postings {
        [] => return Ok(()),
        [one] if one.spelling <= MOST_INLINE => inline(*one),
        many => {
            let at = lists.length();
            lists.put(&list(many))?;
            at << 1
        }
    };
    map.insert(key, value).map_err(map_failed)
}

fn inline(posting: Posting) -> u64 {
    let row_and_kind = u64::from(posting.row) << 3 | posting.kind as u64;
    (row_and_kind << 8 | u64::from(posting.spelling)) << 1 | 1
}

fn list(postings: &[Posting]) -> Vec<u8> {
    let mut out = Vec::new();
    put_number(&mut out, postings.len() as u64);
    let mut before = 0;
    for posting in postings {
        put_number(
            &mut out,
            u64::from(posting.row - before) << 3 | posting.kind as u64,
        );
        put_number(&mut out, u64::from(posting.spelling));
        before = posting.row;
    }
    out
}

/// The spellings of one key, by row.
#[derive(Debug, Clone)]
pub struct Postings<'a> {
    one: Option<Posting>,
    list: Bytes<'a>,
    left: u64,
    row: u32,
}

impl<'a> Postings<'a> {
    /// The postings that a value of the map stands for.
    pub(super) fn of_value(value: u64, lists: &'a [u8]) -> Self {
        let (rest, inline) = (value >> 1, value & 1 == 1);
        let mut list = Bytes(
            usize::try_from(rest)
                .ok()
                .filter(|_| !inline)
                .and_then(|at| lists.get(at..))
                .unwrap_or_default(),
        );
        let left = if inline {
            0
        } else {
            list.number().unwrap_or(0)
        };
        let one = inline.then(|| from_inline(rest)).flatten();
        Self {
            one,
            list,
            left,
            row: 0,
        }
    }

    fn next_of_list(&mut self) -> Option<Posting> {
        self.left = self.left.checked_sub(1)?;
        let row_and_kind = self.list.number()?;
        self.row = self
            .row
            .checked_add(u32::try_from(row_and_kind >> 3).ok()?)?;
        Some(Posting {
            row: self.row,
            kind: NameKind::from_number(row_and_kind & 7)?,
            spelling: u32::try_from(self.list.number()?).ok()?,
        })
    }
}

fn from_inline(value: u64) -> Option<Posting> {
    Some(Posting {
        row: u32::try_from(value >> 11).ok()?,
        kind: NameKind::from_number(value >> 8 & 7)?,
        spelling: u32::from(value.to_le_bytes()[0]),
    })
}

impl Iterator for Postings<'_> {
    type Item = Posting;

    fn next(&mut self) -> Option<Posting> {
        self.one.take().or_else(|| self.next_of_list())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posting(row: u32, spelling: u32, kind: NameKind) -> Posting {
        Posting {
            row,
            spelling,
            kind,
        }
    }

    #[test]
    fn one_posting_fits_into_the_value() {
        let one = posting(12_999_999, 255, NameKind::Code);
        assert_eq!(
            Postings::of_value(inline(one), &[]).collect::<Vec<_>>(),
            [one]
        );
    }

    #[test]
    fn a_list_is_read_as_it_was_written() {
        let all = [
            posting(3, 0, NameKind::Main),
            posting(3, 9, NameKind::Unlabelled),
            posting(900_000, 700, NameKind::Historic),
        ];
        let lists = list(&all);
        assert_eq!(Postings::of_value(0, &lists).collect::<Vec<_>>(), all);
        assert!(Postings::of_value(0, &lists[..4]).count() < 3);
    }
}
