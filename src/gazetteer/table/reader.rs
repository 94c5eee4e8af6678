//! Reads a table where it lies.

use super::TableError;
use super::bytes::{Bytes, hash};
use super::format::{Footer, Section, damaged, format_error};
use super::names::{Kept, read_names};
use super::packed::confidence;
use super::positions::Tree;
use super::record::{NONE, RECORD, Record, to_degrees};
use super::row::{Confidence, NameKind};
use super::texts::Texts;
use super::whole::{Part, Whole};
use crate::text::fold_version;
use fst::Map;
use sha2::{Digest as _, Sha256};
use std::path::Path;
use std::sync::Arc;

/// A gazetteer table. Opening reads its footer and nothing else.
#[derive(Debug)]
pub struct Table {
    whole: Arc<Whole>,
    footer: Footer,
    pub(super) sounds: Map<Part>,
    pub(super) skeletons: Map<Part>,
}

/// What a table knows of a place besides its names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Facts<'a> {
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
    /// Metres around the position.
    pub radius_m: f64,
    /// GeoNames feature class, one letter.
    pub feature_class: &'a str,
    /// GeoNames feature code; empty when not known.
    pub feature_code: &'a str,
    /// ISO 3166-1 alpha-2 code.
    pub country: Option<&'a str>,
    /// Number of the first-level unit, for [`Table::unit`].
    pub admin1: Option<u32>,
    /// Number of the second-level unit.
    pub admin2: Option<u32>,
    /// Inhabitants, when known.
    pub population: Option<u64>,
    /// Where position and names come from.
    pub source: &'a str,
    /// How far the position can be trusted.
    pub confidence: Confidence,
}

/// A spelling of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spelling<'a> {
    /// BCP 47 language; `und` when not known.
    pub lang: &'a str,
    /// The spelling.
    pub text: &'a str,
    /// What is known of it.
    pub kind: NameKind,
}

/// An administrative unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit<'a> {
    /// Full code, `IQ.18`.
    pub code: &'a str,
    /// English name; empty when the table does not know it.
    pub name: &'a str,
}

/// Bytes of an entry of the id list: hash, row.
const ID_ENTRY: usize = 12;

impl Table {
    /// A table that the program carries.
    pub fn embedded(bytes: &'static [u8]) -> Result<Self, TableError> {
        Self::new(Whole::Static(bytes))
    }

    /// A table in memory.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, TableError> {
        Self::new(Whole::Owned(bytes))
    }

    /// Maps a file. A file that is no table, was cut off or belongs to another version is refused; damage in its
    /// middle is found by [`Table::verify`] alone.
    pub fn open(path: &Path) -> Result<Self, TableError> {
        Self::new(Whole::map(path)?)
    }

    fn new(whole: Whole) -> Result<Self, TableError> {
        let footer = Footer::read(whole.bytes())?;
        if footer.fold_version != fold_version() {
            return Err(format_error(
                &format!("a table of folding version {}", fold_version()),
                &format!("version {}; import it again", footer.fold_version),
            ));
        }
        let whole = Arc::new(whole);
        let map = |section| {
            let part = Part {
                whole: Arc::clone(&whole),
                range: footer.range(section),
            };
            Map::new(part).map_err(|_not_a_map| damaged())
        };
        let (sounds, skeletons) = (map(Section::Sounds)?, map(Section::Skeletons)?);
        let table = Self {
            whole,
            footer,
            sounds,
            skeletons,
        };
        if table.section(Section::Places).len() as u64 == table.footer.places * RECORD as u64 {
            Ok(table)
        } else {
            Err(damaged())
        }
    }

    pub(super) fn section(&self, section: Section) -> &[u8] {
        self.whole
            .bytes()
            .get(self.footer.range(section))
            .unwrap_or_default()
    }

    fn texts(&self, section: Section) -> Option<Texts<'_>> {
        Texts::new(self.section(section))
    }

    /// Reads the whole table and compares its checksum.
    pub fn verify(&self) -> Result<(), TableError> {
        let end = self.footer.range(Section::Countries).end;
        let sections = self.whole.bytes().get(..end).unwrap_or_default();
        let found: [u8; 32] = Sha256::digest(sections).into();
        if found == self.footer.checksum {
            Ok(())
        } else {
            Err(damaged())
        }
    }

    /// SHA-256 of the content, as it was when the table was written.
    pub fn checksum(&self) -> &[u8; 32] {
        &self.footer.checksum
    }

    /// Places; their rows are the numbers below.
    pub fn len(&self) -> u32 {
        u32::try_from(self.footer.places).unwrap_or(u32::MAX)
    }

    /// Whether there is no place.
    pub fn is_empty(&self) -> bool {
        self.footer.places == 0
    }

    /// Spellings of all places.
    pub fn spellings(&self) -> u64 {
        self.footer.names
    }

    /// Most words that a spelling has.
    pub fn longest(&self) -> usize {
        usize::try_from(self.footer.longest).unwrap_or(usize::MAX)
    }

    /// Bytes of the table.
    pub fn bytes(&self) -> usize {
        self.whole.bytes().len()
    }

    pub(super) fn record(&self, row: u32) -> Option<Record> {
        Record::read(self.section(Section::Places), row)
    }

    /// What is known of a place.
    pub fn facts(&self, row: u32) -> Option<Facts<'_>> {
        let record = self.record(row)?;
        let code = self.texts(Section::Codes)?.get(record.code.into())?;
        let (feature_class, feature_code) = code.split_once('.')?;
        let unit = |number| Some(number).filter(|n| *n != NONE);
        Some(Facts {
            lon: to_degrees(record.lon),
            lat: to_degrees(record.lat),
            radius_m: f64::from(record.radius_m),
            feature_class,
            feature_code,
            country: self.country(row),
            admin1: unit(record.admin1),
            admin2: unit(record.admin2),
            population: record.population,
            source: self.texts(Section::Sources)?.get(record.source.into())?,
            confidence: confidence(record.confidence),
        })
    }

    /// Degrees east and north of a place.
    pub fn position(&self, row: u32) -> Option<[f64; 2]> {
        self.record(row)
            .map(|record| [record.lon, record.lat].map(to_degrees))
    }

    /// Inhabitants of a place, when known.
    pub fn population(&self, row: u32) -> Option<u64> {
        self.record(row)?.population
    }

    fn country(&self, row: u32) -> Option<&str> {
        /// Bytes of a record before its country.
        const BEFORE: usize = 32;
        let start = row as usize * RECORD + BEFORE;
        let code = self.section(Section::Places).get(start..start + 2)?;
        std::str::from_utf8(code)
            .ok()
            .filter(|code| *code != super::writer::NO_COUNTRY)
    }

    /// The id of a place.
    pub fn id(&self, row: u32) -> Option<String> {
        let record = self.record(row)?;
        let prefix = self.texts(Section::Prefixes)?.get(record.prefix.into())?;
        if record.numbered {
            return Some(format!("{prefix}:{}", record.key));
        }
        let at = usize::try_from(record.key).ok()?;
        let key = Bytes(self.section(Section::Names).get(at..)?).text()?;
        Some(format!("{prefix}:{key}"))
    }

    /// The place with an id.
    pub fn row_of(&self, id: &str) -> Option<u32> {
        let wanted = hash(id.as_bytes());
        let ids = self.section(Section::Ids);
        let entry = |at: usize| {
            let mut bytes = Bytes(ids.get(at * ID_ENTRY..)?);
            Some((
                u64::from_be_bytes(bytes.array()?),
                u32::from_be_bytes(bytes.array()?),
            ))
        };
        let (mut low, mut high) = (0, ids.len() / ID_ENTRY);
        while low < high {
            let middle = usize::midpoint(low, high);
            if entry(middle)?.0 < wanted {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let (found, row) = entry(low)?;
        (found == wanted && self.id(row).as_deref() == Some(id)).then_some(row)
    }

    fn kept(&self, row: u32) -> impl Iterator<Item = Kept<'_>> {
        let at = self.record(row).map_or(u64::MAX, |record| record.names);
        read_names(self.section(Section::Names), at)
    }

    /// The display name of a place.
    pub fn name(&self, row: u32) -> Option<&str> {
        self.kept(row).next().map(|name| name.text)
    }

    /// One spelling of a place, 0 is the display name.
    pub fn spelling(&self, row: u32, number: u32) -> Option<&str> {
        self.kept(row).nth(number as usize).map(|name| name.text)
    }

    /// All spellings of a place, the display name first, then by trust.
    pub fn names(&self, row: u32) -> impl Iterator<Item = Spelling<'_>> {
        let languages = self.texts(Section::Languages);
        self.kept(row).map(move |name| Spelling {
            lang: languages
                .and_then(|l| l.get(name.language))
                .unwrap_or("und"),
            text: name.text,
            kind: name.kind,
        })
    }

    /// An administrative unit by its number.
    pub fn unit(&self, number: u32) -> Option<Unit<'_>> {
        Some(Unit {
            code: self.texts(Section::UnitCodes)?.get(number as usize)?,
            name: self.texts(Section::UnitNames)?.get(number as usize)?,
        })
    }

    /// The English name of a unit by its code, when the table knows it.
    pub fn unit_name(&self, code: &str) -> Option<&str> {
        let number = self.texts(Section::UnitCodes)?.find(code)?;
        let name = self.texts(Section::UnitNames)?.get(number)?;
        Some(name).filter(|name| !name.is_empty())
    }

    /// Codes of the countries that have a place; `--` stands for none.
    pub fn countries(&self) -> impl Iterator<Item = &str> {
        let texts = self.texts(Section::Countries);
        (0..texts.map_or(0, Texts::len)).filter_map(move |at| texts.and_then(|t| t.get(at)))
    }

    /// Rows within a box of degrees (west, south, east, north; west at most east), in no order.
    pub fn within(&self, bounds: [f64; 4]) -> Vec<u32> {
        Tree(self.section(Section::Positions)).within(bounds)
    }

    /// The `most` rows nearest to a position (longitude, latitude), nearest first, with their distance in metres; none
    /// farther than `reach_m`.
    pub fn nearest(&self, position: [f64; 2], most: usize, reach_m: f64) -> Vec<(f64, u32)> {
        Tree(self.section(Section::Positions)).nearest(position, most, reach_m)
    }
}
