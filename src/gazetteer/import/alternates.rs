//! `alternateNamesV2.txt`: names by place, with language and what is known of them.

use super::entry::{Spelling, name_in};
use super::fault::shown;
use super::{Fault, Ids, ImportError, lines};
use crate::gazetteer::table::NameKind;
use rustc_hash::FxHashMap;
use std::io::BufRead;

/// Number of columns.
const COLUMNS: usize = 10;

/// Kinds of entries that are no names: links and postal codes.
const SKIPPED: [&str; 2] = ["link", "post"];

/// Kinds of entries that are codes, Wikidata's among them, which is kept as an id to find the place by.
const CODES: [&str; 7] = ["wkdt", "iata", "icao", "faac", "unlc", "tcid", "abbr"];

/// The names of the places that are imported, all texts in one piece: some sixteen million names in a gigabyte.
#[derive(Debug, Default)]
pub struct AlternateNames {
    texts: String,
    languages: Vec<Box<str>>,
    numbers: FxHashMap<Box<str>, u16>,
    names: Vec<Name>,
    /// Entries of the file that are no names, or names of places that are not imported.
    pub skipped: u64,
}

#[derive(Debug, Clone, Copy)]
struct Name {
    place: u32,
    kind: NameKind,
    language: u16,
    length: u16,
    start: u64,
}

impl AlternateNames {
    /// Reads the names of the wanted places.
    pub fn read(
        reader: impl BufRead,
        wanted: &Ids,
        mut fault: impl FnMut(Fault) -> Result<(), ImportError>,
    ) -> Result<Self, ImportError> {
        let mut all = Self::default();
        lines::each(reader, |number, line| {
            match line.and_then(|line| all.take(number, line, wanted)) {
                Ok(()) => Ok(()),
                Err(found) => fault(found.of_name()),
            }
        })?;
        all.names.sort_by_key(|name| (name.place, name.kind));
        Ok(all)
    }

    fn take(&mut self, number: u64, line: &str, wanted: &Ids) -> Result<(), Fault> {
        let columns: Vec<&str> = line.split('\t').collect();
        let [_, place, language, text, preferred, _, _, historic, ..] = columns[..] else {
            return Err(wrong_count(number, columns.len()));
        };
        if columns.len() != COLUMNS {
            return Err(wrong_count(number, columns.len()));
        }
        let place: u32 = place.parse().map_err(|_not_a_number| {
            Fault::row(number, "geonameid", "a whole number", shown(place))
        })?;
        if SKIPPED.contains(&language) || !wanted.contains(place) {
            self.skipped += 1;
            return Ok(());
        }
        let text = name_in(number, "alternate name", text)?;
        let kind = kind(language, preferred == "1", historic == "1");
        let language = self.language(number, language)?;
        self.add(place, language, text, kind);
        Ok(())
    }

    fn add(&mut self, place: u32, language: u16, text: &str, kind: NameKind) {
        self.names.push(Name {
            place,
            kind,
            language,
            length: u16::try_from(text.len()).unwrap_or(u16::MAX),
            start: self.texts.len() as u64,
        });
        self.texts.push_str(text);
    }

    fn language(&mut self, number: u64, tag: &str) -> Result<u16, Fault> {
        const MOST: usize = 35;
        if let Some(known) = self.numbers.get(tag) {
            return Ok(*known);
        }
        let wrong = |expected| Fault::row(number, "isolanguage", expected, shown(tag));
        if tag.len() > MOST
            || !tag
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        {
            return Err(wrong(
                "a language of at most 35 letters, digits and hyphens",
            ));
        }
        let next = u16::try_from(self.languages.len())
            .map_err(|_too_many| wrong("at most 65,536 languages"))?;
        self.languages
            .push(if tag.is_empty() { "und" } else { tag }.into());
        self.numbers.insert(tag.into(), next);
        Ok(next)
    }

    /// The names of a place, most trustworthy first, else in the order of the file.
    pub(super) fn of(&self, place: u32) -> impl Iterator<Item = Spelling> {
        let first = self.names.partition_point(|name| name.place < place);
        let rest = self.names.get(first..).unwrap_or_default();
        rest.iter()
            .take_while(move |name| name.place == place)
            .filter_map(|name| self.spelling(name))
    }

    fn spelling(&self, name: &Name) -> Option<Spelling> {
        let start = usize::try_from(name.start).ok()?;
        let text = self.texts.get(start..start + usize::from(name.length))?;
        let language = self.languages.get(usize::from(name.language))?;
        Some(Spelling::new(language, text, name.kind))
    }

    /// How many names there are.
    pub fn count(&self) -> usize {
        self.names.len()
    }
}

fn wrong_count(number: u64, found: usize) -> Fault {
    Fault::row(
        number,
        "",
        "10 columns separated by tabs",
        format!("{found}"),
    )
}

fn kind(language: &str, is_preferred: bool, is_historic: bool) -> NameKind {
    if CODES.contains(&language) {
        NameKind::Code
    } else if is_historic {
        NameKind::Historic
    } else if language.is_empty() {
        NameKind::Unlabelled
    } else if is_preferred {
        NameKind::Preferred
    } else {
        NameKind::Listed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "1\t10\tar\tكركوك\t1\t\t\t\t\t\n\
        2\t10\twkdt\tQ188536\t\t\t\t\t\t\n\
        3\t10\tlink\thttps://example.org/Kirkuk\t\t\t\t\t\t\n\
        4\t10\t\tKarkuk\t\t\t\t\t\t\n\
        5\t10\ten\tArrapha\t\t\t\t1\t\t\n\
        6\t11\ten\tElsewhere\t\t\t\t\t\t\n\
        7\t10\ten\tKirkuk\t1\t\t\t\t\t\n\
        8\tten\ten\tX\t\t\t\t\t\t\n\
        9\t10\ten\tX\n\
        10\t10\tpost\t36001\t\t\t\t\t\t\n";

    fn read(text: &str) -> (AlternateNames, Vec<String>) {
        let mut wanted = Ids::default();
        wanted.insert(10);
        let mut faults = Vec::new();
        let names = AlternateNames::read(text.as_bytes(), &wanted, |fault| {
            faults.push(fault.to_string());
            Ok(())
        });
        (names.unwrap(), faults)
    }

    #[test]
    fn names_come_by_place_the_most_trustworthy_first() {
        let (names, _) = read(FILE);
        let texts: Vec<String> = names
            .of(10)
            .map(|n| format!("{}:{}", n.lang, n.text))
            .collect();
        assert_eq!(
            texts,
            [
                "ar:كركوك",
                "en:Kirkuk",
                "und:Karkuk",
                "en:Arrapha",
                "wkdt:Q188536"
            ]
        );
        assert_eq!((names.count(), names.skipped), (5, 3));
        assert_eq!(names.of(11).count(), 0);
    }

    #[test]
    fn what_is_wrong_is_named_by_line_and_costs_a_name() {
        let (_, faults) = read(FILE);
        assert_eq!(
            faults,
            [
                "line 8: geonameid: expected a whole number, found `ten`; only this name is left out",
                "line 9: expected 10 columns separated by tabs, found 4; only this name is left out",
            ]
        );
    }
}
