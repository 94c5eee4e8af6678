//! Writes a table from rows in any order, in bounded memory.

use super::TableError;
use super::bytes::{hash, put_text};
use super::format::{Footer, MAGIC, SECTIONS};
use super::names::{Entry, NameBlock};
use super::packed::{pack, unpack};
use super::positions::{Spot, write_tree};
use super::postings::{Posting, put_posting, write_map};
use super::record::{NONE, Record, from_lon_lat};
use super::rounds::{cores, in_order};
use super::row::Row;
use super::sorter::{Sorted, Sorter};
use super::spool::Spool;
use super::texts::{Numbering, write_texts};
use crate::text::fold_version;
use rustc_hash::FxHashSet;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Rows are numbered with 29 bits, so that a posting fits into a value of the map; the world has 13 million places.
pub const MOST_PLACES: u64 = 1 << 29;

/// Takes places in any order; [`Writer::finish`] writes the table.
///
/// Memory stays below 1 GiB however many rows come: what is more goes to the folder as sorted runs. The same rows give
/// the same bytes, in whatever order they came.
#[derive(Debug)]
pub struct Writer {
    folder: PathBuf,
    rows: Sorter,
    /// Hashes of the ids so far. Two ids of one hash, once in 10^5 tables of 13 million rows, count as duplicates.
    ids: FxHashSet<u64>,
    /// Every code that a row or [`Writer::unit`] named, with its name.
    units: BTreeMap<Box<str>, Box<str>>,
    packed: Vec<u8>,
}

/// What [`Writer::finish`] wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Places.
    pub places: u64,
    /// Spellings.
    pub names: u64,
    /// Bytes of the table.
    pub bytes: u64,
}

impl Writer {
    /// A writer that puts its temporary files into an existing folder, where nothing else may have its names
    /// (`*.run`, `*.spool`). They are removed when the writer is done or dropped. Small tables need no file.
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            rows: Sorter::new(folder, "rows"),
            ids: FxHashSet::default(),
            units: BTreeMap::new(),
            packed: Vec::new(),
        }
    }

    /// Takes a place. [`TableError::Row`] and [`TableError::Duplicate`] refuse this row only; the writer goes on.
    pub fn push(&mut self, row: &Row<'_>) -> Result<(), TableError> {
        row.check()?;
        if self.ids.len() as u64 >= MOST_PLACES {
            return Err(TableError::TooMany { most: MOST_PLACES });
        }
        if !self.ids.insert(hash(row.id.as_bytes())) {
            return Err(TableError::Duplicate {
                id: row.id.to_owned(),
            });
        }
        for code in [row.admin1, row.admin2].into_iter().flatten() {
            if !self.units.contains_key(code) {
                self.units.insert(code.into(), Box::default());
            }
        }
        self.packed.clear();
        pack(row, &mut self.packed);
        self.rows.push(&self.packed)
    }

    /// Names an administrative unit: `IQ.18`, `Salah al-Din`. In any order with the rows; the last name holds.
    pub fn unit(&mut self, code: &str, name: &str) {
        self.units.insert(code.into(), name.into());
    }

    /// Places so far.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether no place has come yet.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Writes the table. `progress` hears the part that is done, from 0 to 1.
    pub fn finish(
        self,
        out: &mut impl Write,
        progress: &mut dyn FnMut(f64),
    ) -> Result<Written, TableError> {
        let places = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        drop(self.ids);
        let layout = Layout::new(self.folder, &self.units);
        let mut out = Sections::new(out)?;
        let parts = layout.rows(self.rows, places, &mut out, progress)?;
        parts.write(&self.units, &mut out, progress)
    }
}

/// The output, cut into sections.
struct Sections<'w, W> {
    out: &'w mut W,
    hasher: Sha256,
    length: u64,
    ends: Vec<u64>,
}

impl<'w, W: Write> Sections<'w, W> {
    fn new(out: &'w mut W) -> io::Result<Self> {
        let mut sections = Self {
            out,
            hasher: Sha256::new(),
            length: 0,
            ends: Vec::with_capacity(SECTIONS),
        };
        sections.write_all(MAGIC)?;
        Ok(sections)
    }

    fn end_section(&mut self) {
        self.ends.push(self.length);
    }
}

impl<W: Write> Write for Sections<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hasher.update(bytes.get(..written).unwrap_or_default());
        self.length += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A row with the keys of its names, which take most of the time to make.
struct Folded {
    packed: Vec<u8>,
    entries: Vec<Entry>,
}

/// Rows that one core folds at a time.
const PIECE: usize = 4_096;

/// The next rows in their order.
fn piece(rows: &mut Sorted) -> Result<Option<Vec<Vec<u8>>>, TableError> {
    let mut piece = Vec::new();
    while piece.len() < PIECE {
        match rows.next()? {
            Some(row) => piece.push(row.to_vec()),
            None => break,
        }
    }
    Ok((!piece.is_empty()).then_some(piece))
}

fn fold_all(piece: Vec<Vec<u8>>) -> Vec<Folded> {
    let fold = |packed: Vec<u8>| Folded {
        entries: unpack(&packed)
            .map_or_else(Vec::new, |row| NameBlock::new(&row).entries().collect()),
        packed,
    };
    piece.into_iter().map(fold).collect()
}

/// What grows while the rows are laid out in their order.
struct Layout {
    folder: PathBuf,
    names: Spool,
    ids: Sorter,
    sounds: Sorter,
    skeletons: Sorter,
    spots: Vec<Spot>,
    codes: Numbering,
    sources: Numbering,
    languages: Numbering,
    prefixes: Numbering,
    countries: Numbering,
    unit_numbers: BTreeMap<Box<str>, u32>,
    spellings: u64,
    longest: usize,
    scratch: Vec<u8>,
}

/// Share of the whole work after which the rows are laid out; measured on a million rows.
const LAID_OUT: f64 = 0.6;

impl Layout {
    fn new(folder: PathBuf, units: &BTreeMap<Box<str>, Box<str>>) -> Self {
        Self {
            names: Spool::new(folder.join("names.spool")),
            ids: Sorter::new(&folder, "ids"),
            sounds: Sorter::new(&folder, "sounds"),
            skeletons: Sorter::new(&folder, "skeletons"),
            spots: Vec::new(),
            codes: Numbering::default(),
            sources: Numbering::default(),
            languages: Numbering::default(),
            prefixes: Numbering::default(),
            countries: Numbering::default(),
            unit_numbers: units.keys().cloned().zip(0..).collect(),
            spellings: 0,
            longest: 0,
            scratch: Vec::new(),
            folder,
        }
    }

    /// Writes the records, by importance, and collects everything else.
    fn rows<W: Write>(
        mut self,
        rows: Sorter,
        places: u32,
        out: &mut Sections<'_, W>,
        progress: &mut dyn FnMut(f64),
    ) -> Result<Self, TableError> {
        let mut rows = rows.sorted()?;
        let mut number = 0_u32;
        let take = |folded: Vec<Folded>| {
            for row in folded {
                let record = self.folded_row(number, &row)?;
                out.write_all(&record.write())?;
                number += 1;
            }
            progress(f64::from(number) / f64::from(places.max(1)) * LAID_OUT);
            Ok(())
        };
        in_order(cores(), || piece(&mut rows), fold_all, take)?;
        out.end_section();
        Ok(self)
    }

    fn folded_row(&mut self, number: u32, folded: &Folded) -> Result<Record, TableError> {
        let row = unpack(&folded.packed).ok_or_else(|| {
            TableError::Write(io::Error::other(
                "a temporary file was changed while it was read",
            ))
        })?;
        self.row(number, &row, &folded.entries)
    }

    fn row(&mut self, number: u32, row: &Row<'_>, entries: &[Entry]) -> Result<Record, TableError> {
        let (prefix, key) = row.id.split_once(':').unwrap_or_default();
        let as_number = key.parse::<u64>().ok().filter(|n| n.to_string() == key);
        let key = match as_number {
            Some(number) => number,
            None => self.put_key(key)?,
        };
        let mut id = hash(row.id.as_bytes()).to_be_bytes().to_vec();
        id.extend_from_slice(&number.to_be_bytes());
        self.ids.push(&id)?;
        let at = from_lon_lat(row.lon, row.lat);
        self.spots.push(Spot { at, row: number });
        let country = row.country.unwrap_or(NO_COUNTRY);
        self.countries.number(country);
        Ok(Record {
            lon: at[0],
            lat: at[1],
            population: row.population,
            radius_m: metres(row.radius_m),
            admin1: self.unit_number(row.admin1),
            admin2: self.unit_number(row.admin2),
            code: word(
                self.codes
                    .number(&format!("{}.{}", row.feature_class, row.feature_code)),
            )?,
            source: word(self.sources.number(row.source))?,
            country: country.as_bytes().try_into().unwrap_or(*b"--"),
            prefix: word(self.prefixes.number(prefix))?,
            confidence: row.confidence as u8,
            numbered: as_number.is_some(),
            key,
            names: self.put_names(number, country, row, entries)?,
        })
    }

    /// Keys that are no number stand among the names.
    fn put_key(&mut self, key: &str) -> Result<u64, TableError> {
        let at = self.names.length();
        self.scratch.clear();
        put_text(&mut self.scratch, key);
        self.names.put(&self.scratch)?;
        Ok(at)
    }

    fn unit_number(&self, code: Option<&str>) -> u32 {
        code.and_then(|code| self.unit_numbers.get(code).copied())
            .unwrap_or(NONE)
    }

    fn put_names(
        &mut self,
        number: u32,
        country: &str,
        row: &Row<'_>,
        entries: &[Entry],
    ) -> Result<u64, TableError> {
        let block = NameBlock::new(row);
        self.spellings += block.len() as u64;
        self.longest = self.longest.max(block.longest());
        for entry in entries {
            let posting = Posting {
                row: number,
                spelling: entry.spelling,
                kind: entry.kind,
            };
            for sound in &entry.sounds {
                self.scratch.clear();
                put_posting(&mut self.scratch, &[sound.as_str()], posting);
                self.sounds.push(&self.scratch)?;
            }
            if let Some(skeleton) = &entry.skeleton {
                self.scratch.clear();
                put_posting(&mut self.scratch, &[country, skeleton.as_str()], posting);
                self.skeletons.push(&self.scratch)?;
            }
        }
        let at = self.names.length();
        self.scratch.clear();
        block.write(&mut self.languages, &mut self.scratch);
        self.names.put(&self.scratch)?;
        Ok(at)
    }

    /// Writes everything after the records.
    fn write<W: Write>(
        self,
        units: &BTreeMap<Box<str>, Box<str>>,
        out: &mut Sections<'_, W>,
        progress: &mut dyn FnMut(f64),
    ) -> Result<Written, TableError> {
        let places = self.spots.len() as u64;
        self.names.copy_to(out)?;
        out.end_section();
        write_ids(self.ids, out)?;
        let maps = [
            (self.sounds, "sounds", 0.8),
            (self.skeletons, "skeletons", 0.95),
        ];
        for (records, label, done) in maps {
            let lists = write_map(records, self.folder.join(format!("{label}.spool")), out)?;
            out.end_section();
            lists.copy_to(out)?;
            out.end_section();
            progress(done);
        }
        write_tree(self.spots, out)?;
        out.end_section();
        let lists = [&self.codes, &self.sources, &self.languages, &self.prefixes];
        for list in lists {
            write_texts(out, list.texts())?;
            out.end_section();
        }
        write_texts(out, units.keys().map(AsRef::as_ref))?;
        out.end_section();
        write_texts(out, units.values().map(AsRef::as_ref))?;
        out.end_section();
        write_texts(out, self.countries.texts())?;
        out.end_section();
        let footer = Footer {
            fold_version: fold_version().to_owned(),
            places,
            names: self.spellings,
            longest: self.longest as u64,
            ends: std::mem::take(&mut out.ends),
            checksum: out.hasher.clone().finalize().into(),
        };
        out.write_all(&footer.write())?;
        out.flush()?;
        progress(1.0);
        Ok(Written {
            places,
            names: self.spellings,
            bytes: out.length,
        })
    }
}

/// Stands for no country in records and keys.
pub(super) const NO_COUNTRY: &str = "--";

/// Hash of the id and row, by hash.
fn write_ids<W: Write>(ids: Sorter, out: &mut Sections<'_, W>) -> Result<(), TableError> {
    let mut ids = ids.sorted()?;
    while let Some(id) = ids.next()? {
        out.write_all(id)?;
    }
    out.end_section();
    Ok(())
}

fn word(number: usize) -> Result<u16, TableError> {
    u16::try_from(number).map_err(|_too_many| TableError::TooMany {
        most: u64::from(u16::MAX),
    })
}

/// Whole metres, at least one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 1 and 20,037,508, checked when the row was pushed"
)]
fn metres(radius_m: f64) -> u32 {
    radius_m.round().max(1.0) as u32
}
