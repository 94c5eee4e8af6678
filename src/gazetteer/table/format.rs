//! The layout of a table file; described for people in docs/reference-table.md.

use super::TableError;
use super::bytes::{Bytes, hash, put_number, put_text};
use std::ops::Range;

/// First bytes of a table.
pub(super) const MAGIC: &[u8; 8] = b"SITMAPTB";
/// Last bytes of a table: a file without them was cut off.
pub(super) const END: &[u8; 8] = b"TABLEEND";
/// Raised with every change of the layout.
pub(super) const FORMAT: u32 = 1;
/// Bytes after the footer: its length, its hash, the format version, [`END`].
const TRAILER: usize = 4 + 8 + 4 + 8;

/// The parts of a table, in their order in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(super) enum Section {
    Places,
    Names,
    Ids,
    Sounds,
    SoundPostings,
    Skeletons,
    SkeletonPostings,
    Positions,
    Codes,
    Sources,
    Languages,
    Prefixes,
    UnitCodes,
    UnitNames,
    Countries,
}

pub(super) const SECTIONS: usize = 15;

/// What stands at the end of a table and is read first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Footer {
    pub(super) fold_version: String,
    pub(super) places: u64,
    pub(super) names: u64,
    /// Most words of a spelling.
    pub(super) longest: u64,
    /// Where every section ends, counted from the start of the file.
    pub(super) ends: Vec<u64>,
    /// SHA-256 of everything before the footer.
    pub(super) checksum: [u8; 32],
}

impl Footer {
    pub(super) fn write(&self) -> Vec<u8> {
        let mut out = Vec::new();
        put_text(&mut out, &self.fold_version);
        for number in [self.places, self.names, self.longest] {
            put_number(&mut out, number);
        }
        for end in &self.ends {
            put_number(&mut out, *end);
        }
        out.extend_from_slice(&self.checksum);
        let (length, sum) = (u32::try_from(out.len()).unwrap_or(u32::MAX), hash(&out));
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&sum.to_le_bytes());
        out.extend_from_slice(&FORMAT.to_le_bytes());
        out.extend_from_slice(END);
        out
    }

    /// The footer of a whole file, checked against its hash and against the length of the file.
    pub(super) fn read(file: &[u8]) -> Result<Self, TableError> {
        if !file.starts_with(MAGIC) {
            return Err(format_error("a gazetteer table", "another kind of file"));
        }
        let (body, trailer) = file
            .len()
            .checked_sub(TRAILER)
            .and_then(|at| file.split_at_checked(at))
            .filter(|(_, trailer)| trailer.ends_with(END))
            .ok_or_else(|| {
                format_error(
                    "a whole table",
                    "one that was cut off or not finished; import it again",
                )
            })?;
        let footer = footer_bytes(body, trailer)?;
        let read = Self::parse(Bytes(footer)).ok_or_else(damaged)?;
        let sections = (body.len() - footer.len()) as u64;
        let in_order = read.ends.is_sorted() && read.ends.last() == Some(&sections);
        if in_order { Ok(read) } else { Err(damaged()) }
    }

    fn parse(mut bytes: Bytes<'_>) -> Option<Self> {
        Some(Self {
            fold_version: bytes.text()?.to_owned(),
            places: bytes.number()?,
            names: bytes.number()?,
            longest: bytes.number()?,
            ends: (0..SECTIONS)
                .map(|_| bytes.number())
                .collect::<Option<_>>()?,
            checksum: bytes.array()?,
        })
    }

    /// The bytes of a section.
    pub(super) fn range(&self, section: Section) -> Range<usize> {
        let end = |at: usize| {
            self.ends
                .get(at)
                .and_then(|end| usize::try_from(*end).ok())
                .unwrap_or_default()
        };
        let at = section as usize;
        let start = at.checked_sub(1).map_or(MAGIC.len(), end);
        start..end(at)
    }
}

fn footer_bytes<'a>(body: &'a [u8], trailer: &[u8]) -> Result<&'a [u8], TableError> {
    let mut trailer = Bytes(trailer);
    let length = u32::from_le_bytes(trailer.array().unwrap_or_default()) as usize;
    let expected = u64::from_le_bytes(trailer.array().unwrap_or_default());
    let format = u32::from_le_bytes(trailer.array().unwrap_or_default());
    if format != FORMAT {
        return Err(format_error(
            &format!("format version {FORMAT}"),
            &format!("version {format}; import it again"),
        ));
    }
    let at = body.len().checked_sub(length);
    at.and_then(|at| body.get(at..))
        .filter(|footer| hash(footer) == expected)
        .ok_or_else(damaged)
}

pub(super) fn format_error(expected: &str, found: &str) -> TableError {
    TableError::Format {
        expected: expected.to_owned(),
        found: found.to_owned(),
    }
}

pub(super) fn damaged() -> TableError {
    format_error("a whole table", "a damaged one; import it again")
}
