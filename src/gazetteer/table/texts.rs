//! A numbered list of texts that is read where it lies.

use super::TableError;
use super::bytes::Bytes;
use std::collections::HashMap;
use std::io::Write;

/// Writes a list: how many, where each ends, then all of them.
pub(super) fn write_texts<'a>(
    out: &mut impl Write,
    texts: impl Iterator<Item = &'a str> + Clone,
) -> Result<(), TableError> {
    out.write_all(&number(texts.clone().count())?.to_le_bytes())?;
    let mut end = 0;
    for text in texts.clone() {
        end += text.len();
        out.write_all(&number(end)?.to_le_bytes())?;
    }
    for text in texts {
        out.write_all(text.as_bytes())?;
    }
    Ok(())
}

fn number(count: usize) -> Result<u32, TableError> {
    u32::try_from(count).map_err(|_too_many| TableError::TooMany {
        most: u64::from(u32::MAX),
    })
}

/// A list as it lies in the table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Texts<'a> {
    ends: &'a [u8],
    bytes: &'a [u8],
}

impl<'a> Texts<'a> {
    pub(super) fn new(section: &'a [u8]) -> Option<Self> {
        let mut bytes = Bytes(section);
        let count = u32::from_le_bytes(bytes.array()?) as usize;
        Some(Self {
            ends: bytes.take(count.checked_mul(4)?)?,
            bytes: bytes.0,
        })
    }

    pub(super) fn len(self) -> usize {
        self.ends.len() / 4
    }

    pub(super) fn get(self, at: usize) -> Option<&'a str> {
        let start = at
            .checked_sub(1)
            .map_or(Some(0), |before| self.end(before))?;
        std::str::from_utf8(self.bytes.get(start..self.end(at)?)?).ok()
    }

    fn end(self, at: usize) -> Option<usize> {
        Bytes(self.ends.get(at * 4..)?)
            .array()
            .map(|end| u32::from_le_bytes(end) as usize)
    }

    /// The number of a text in a sorted list.
    pub(super) fn find(self, text: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.get(middle)?.cmp(text) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

/// Gives every different text a number, in the order in which they come.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    numbers: HashMap<Box<str>, usize>,
    texts: Vec<Box<str>>,
}

impl Numbering {
    pub(super) fn number(&mut self, text: &str) -> usize {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.texts.len();
        self.numbers.insert(text.into(), number);
        self.texts.push(text.into());
        number
    }

    pub(super) fn texts(&self) -> impl Iterator<Item = &str> + Clone {
        self.texts.iter().map(AsRef::as_ref)
    }
}
