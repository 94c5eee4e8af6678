//! What goes into a table: one place with checked values.

use super::TableError;

/// One place as its source gives it. [`Row::check`] says whether a table can take it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<'a> {
    /// Stable id, source and key: `geonames:94787`.
    pub id: &'a str,
    /// Display name.
    pub name: &'a str,
    /// All further spellings; those that repeat the display name may be left out.
    pub names: Vec<RowName<'a>>,
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
    /// Metres around the position within which the place lies; kept to the metre.
    pub radius_m: f64,
    /// GeoNames feature class, one of A H L P R S T U V.
    pub feature_class: &'a str,
    /// GeoNames feature code: `PPLA`, `ADM1`; empty when not known.
    pub feature_code: &'a str,
    /// ISO 3166-1 alpha-2 code.
    pub country: Option<&'a str>,
    /// Full code of the first-level unit, `IQ.18`; [`super::Writer::unit`] gives it a name.
    pub admin1: Option<&'a str>,
    /// Full code of the second-level unit, `IQ.18.90148`.
    pub admin2: Option<&'a str>,
    /// Inhabitants, when known.
    pub population: Option<u64>,
    /// Where position and names come from, in few words that many rows share: `GeoNames`.
    pub source: &'a str,
    /// How far the position can be trusted.
    pub confidence: Confidence,
}

/// One further spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowName<'a> {
    /// BCP 47 language; `und` when not known.
    pub lang: &'a str,
    /// The spelling.
    pub text: &'a str,
    /// What its source says of it.
    pub kind: NameKind,
}

/// What is known of a spelling, most trustworthy first; the recogniser and the ranking judge by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum NameKind {
    /// The display name.
    Main = 0,
    /// The display name without accents.
    Plain = 1,
    /// Preferred or official in its language.
    Preferred = 2,
    /// Listed under a language.
    Listed = 3,
    /// Listed without a language.
    Unlabelled = 4,
    /// Used in former times.
    Historic = 5,
    /// A code or abbreviation: an airport's letters, `NYC`.
    Code = 6,
    /// Transliterated by a machine, mostly from another transliteration: `sheng hu li ya`.
    Machine = 7,
}

impl NameKind {
    /// From the most to the least trustworthy.
    pub const ALL: [Self; 8] = [
        Self::Main,
        Self::Plain,
        Self::Preferred,
        Self::Listed,
        Self::Unlabelled,
        Self::Historic,
        Self::Code,
        Self::Machine,
    ];

    /// The kind of a spelling that its source lists without saying anything of it, from its letters. GeoNames' short
    /// list of alternates mixes names with airport codes and with transliterations of transliterations, which alone
    /// begin with a small Latin letter.
    pub fn of_unlabelled(text: &str) -> Self {
        let code = text.len() <= 4 && text.bytes().all(|b| b.is_ascii_uppercase());
        match text.chars().next() {
            _ if code => Self::Code,
            Some(first) if first.is_ascii_lowercase() => Self::Machine,
            _ => Self::Unlabelled,
        }
    }

    pub(super) fn from_number(number: u64) -> Option<Self> {
        usize::try_from(number)
            .ok()
            .and_then(|n| Self::ALL.get(n))
            .copied()
    }
}

/// How far a position can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Confidence {
    /// As a point on a good map.
    High = 0,
    /// Believed, not proved.
    Medium = 1,
    /// A guess that a reviewer should see.
    Low = 2,
}

/// Most bytes of a name: five times the longest real one; a longer one is a broken file.
pub const MOST_NAME_BYTES: usize = 1_000;
/// Most further spellings of one place; the best known places have about 600 with all their historic ones.
pub const MOST_NAMES: usize = 4_000;
/// Most bytes of an id, a code or a source.
const MOST_WORD_BYTES: usize = 200;
/// Half the Earth's circumference, in metres: no place is wider.
const MOST_RADIUS_M: f64 = 20_037_508.0;

impl Row<'_> {
    /// Whether every value is one that a table can hold; says which is not, and what was expected.
    pub fn check(&self) -> Result<(), TableError> {
        self.check_words()?;
        self.check_names()?;
        let on_globe = (-180.0..=180.0).contains(&self.lon) && (-90.0..=90.0).contains(&self.lat);
        self.expect(
            on_globe,
            "lon, lat",
            "a position on the globe",
            &format!("{}, {}", self.lon, self.lat),
        )?;
        let radius = self.radius_m > 0.0 && self.radius_m <= MOST_RADIUS_M;
        self.expect(
            radius,
            "radius_m",
            "metres, above 0 and at most 20,037,508",
            &self.radius_m.to_string(),
        )
    }

    fn check_words(&self) -> Result<(), TableError> {
        let id = self
            .id
            .split_once(':')
            .is_some_and(|(source, key)| !source.is_empty() && !key.is_empty())
            && !self.id.chars().any(|c| c.is_whitespace() || c.is_control())
            && self.id.len() <= MOST_WORD_BYTES;
        self.expect(id, "id", "a place id such as geonames:94787", self.id)?;
        let class = self.feature_class.len() == 1 && "AHLPRSTUV".contains(self.feature_class);
        self.expect(
            class,
            "feature_class",
            "one of A H L P R S T U V",
            self.feature_class,
        )?;
        let country = self
            .country
            .is_none_or(|c| c.len() == 2 && c.bytes().all(|b| b.is_ascii_uppercase()));
        self.expect(
            country,
            "country",
            "two capital letters (ISO 3166-1 alpha-2)",
            self.country.unwrap_or_default(),
        )?;
        let words = [
            ("feature_code", self.feature_code),
            ("source", self.source),
            ("admin1", self.admin1.unwrap_or_default()),
            ("admin2", self.admin2.unwrap_or_default()),
        ];
        words.into_iter().try_for_each(|(column, word)| {
            let short = word.len() <= MOST_WORD_BYTES && !word.chars().any(char::is_control);
            self.expect(short, column, "at most 200 bytes of text", word)
        })
    }

    fn check_names(&self) -> Result<(), TableError> {
        self.expect(
            self.names.len() <= MOST_NAMES,
            "names",
            "at most 4,000 spellings",
            &self.names.len().to_string(),
        )?;
        let all = std::iter::once(("name", self.name))
            .chain(self.names.iter().map(|n| ("names", n.text)));
        for (column, text) in all {
            let fits = !text.trim().is_empty()
                && text.len() <= MOST_NAME_BYTES
                && !text.chars().any(char::is_control);
            self.expect(fits, column, "a name of 1 to 1,000 bytes", text)?;
        }
        let language = |n: &&RowName<'_>| n.lang.is_empty() || n.lang.len() > 35;
        match self.names.iter().find(language) {
            Some(name) => self.expect(false, "names", "a language tag or und", name.lang),
            None => Ok(()),
        }
    }

    fn expect(
        &self,
        holds: bool,
        column: &'static str,
        expected: &'static str,
        found: &str,
    ) -> Result<(), TableError> {
        if holds {
            return Ok(());
        }
        Err(TableError::Row {
            id: beginning(self.id),
            column,
            expected,
            found: beginning(found),
        })
    }
}

/// Enough of a text to recognise it by.
fn beginning(text: &str) -> String {
    const SHOWN: usize = 60;
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Row<'static> {
        Row {
            id: "geonames:1",
            name: "Mosul",
            names: Vec::new(),
            lon: 43.1,
            lat: 36.3,
            radius_m: 8_000.0,
            feature_class: "P",
            feature_code: "PPLA",
            country: Some("IQ"),
            admin1: Some("IQ.15"),
            admin2: None,
            population: Some(1_739_800),
            source: "GeoNames",
            confidence: Confidence::High,
        }
    }

    #[test]
    fn a_spelling_without_a_label_is_judged_by_its_letters() {
        let of = NameKind::of_unlabelled;
        assert_eq!(of("BGW"), NameKind::Code);
        assert_eq!(of("zawyt"), NameKind::Machine);
        assert_eq!(of("Bagdad"), NameKind::Unlabelled);
        assert_eq!(of("بغداد"), NameKind::Unlabelled);
    }

    #[test]
    fn a_sound_row_is_taken() {
        row().check().unwrap();
    }

    fn bad(long: &str) -> [(Row<'_>, &'static str); 8] {
        [
            (
                Row {
                    id: "94787",
                    ..row()
                },
                "id",
            ),
            (
                Row {
                    lon: 181.0,
                    ..row()
                },
                "lon, lat",
            ),
            (
                Row {
                    lat: f64::NAN,
                    ..row()
                },
                "lon, lat",
            ),
            (
                Row {
                    radius_m: 0.0,
                    ..row()
                },
                "radius_m",
            ),
            (
                Row {
                    feature_class: "X",
                    ..row()
                },
                "feature_class",
            ),
            (
                Row {
                    country: Some("iq"),
                    ..row()
                },
                "country",
            ),
            (Row { name: " ", ..row() }, "name"),
            (
                Row {
                    name: long,
                    ..row()
                },
                "name",
            ),
        ]
    }

    #[test]
    fn a_bad_value_is_named_with_what_was_expected() {
        let long = "x".repeat(1_000_000);
        let bad = bad(&long);
        for (row, expected) in bad {
            match row.check() {
                Err(TableError::Row { column, found, .. }) => {
                    assert_eq!(column, expected);
                    assert!(found.len() < 200);
                }
                other => panic!("{expected}: {other:?}"),
            }
        }
    }
}
