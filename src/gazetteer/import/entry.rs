use super::Fault;
use super::fault::shown;
use crate::domain::{Position, SourceConfidence};
use crate::gazetteer::table::{Confidence, MOST_NAME_BYTES, MOST_NAMES, NameKind, Row, RowName};

/// One further spelling of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spelling {
    pub(super) lang: Box<str>,
    pub(super) text: Box<str>,
    pub(super) kind: NameKind,
}

/// A place as an import read it; owns what a [`Row`] borrows.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub(super) id: Box<str>,
    pub(super) name: Box<str>,
    pub(super) names: Vec<Spelling>,
    pub(super) position: Position,
    pub(super) radius_m: f64,
    pub(super) feature_class: &'static str,
    pub(super) feature_code: Box<str>,
    pub(super) country: Option<Box<str>>,
    pub(super) admin1: Option<Box<str>>,
    pub(super) admin2: Option<Box<str>>,
    pub(super) population: Option<u64>,
    pub(super) source: Box<str>,
    pub(super) confidence: Confidence,
    /// Its geometry in GeoJSON, when it is a line or an area.
    pub(super) shape: Option<Box<str>>,
}

impl Entry {
    /// What a table takes.
    pub fn row(&self) -> Row<'_> {
        Row {
            id: &self.id,
            name: &self.name,
            names: self.names.iter().map(Spelling::borrowed).collect(),
            lon: self.position.lon(),
            lat: self.position.lat(),
            radius_m: self.radius_m,
            feature_class: self.feature_class,
            feature_code: &self.feature_code,
            country: self.country.as_deref(),
            admin1: self.admin1.as_deref(),
            admin2: self.admin2.as_deref(),
            population: self.population,
            source: &self.source,
            confidence: self.confidence,
        }
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its geometry in GeoJSON, when it is a line or an area.
    pub fn shape(&self) -> Option<&str> {
        self.shape.as_deref()
    }

    /// How far the position can be trusted, in the words of the domain.
    pub(super) fn trust(&self) -> SourceConfidence {
        match self.confidence {
            Confidence::High => SourceConfidence::High,
            Confidence::Medium => SourceConfidence::Medium,
            Confidence::Low => SourceConfidence::Low,
        }
    }

    /// Adds a spelling unless the entry has that text already.
    pub(super) fn add_name(&mut self, spelling: Spelling) {
        let is_known =
            self.name == spelling.text || self.names.iter().any(|n| n.text == spelling.text);
        if !is_known {
            self.names.push(spelling);
        }
    }
}

impl Spelling {
    pub(super) fn new(lang: &str, text: &str, kind: NameKind) -> Self {
        Self {
            lang: lang.into(),
            text: text.into(),
            kind,
        }
    }

    fn borrowed(&self) -> RowName<'_> {
        RowName {
            lang: &self.lang,
            text: &self.text,
            kind: self.kind,
        }
    }
}

/// A name that a table takes, or what is wrong with it.
pub(super) fn name_in<'a>(
    line: u64,
    column: &'static str,
    text: &'a str,
) -> Result<&'a str, Fault> {
    let text = text.trim();
    if text.len() > MOST_NAME_BYTES {
        let expected = format!("a name of at most {MOST_NAME_BYTES} bytes");
        return Err(Fault::row(line, column, expected, shown(text)));
    }
    if text.chars().any(char::is_control) || !text.chars().any(char::is_alphanumeric) {
        return Err(Fault::row(
            line,
            column,
            "a name with letters or digits and without control characters",
            shown(text),
        ));
    }
    Ok(text)
}

/// The names that are as they must be; what is wrong with the others goes to `faults`, and so do those beyond the
/// limit of a table, in one fault.
pub(super) fn names_in(
    entry: &mut Entry,
    line: u64,
    column: &'static str,
    names: impl Iterator<Item = Spelling>,
    faults: &mut Vec<Fault>,
) {
    let mut beyond = 0_usize;
    for spelling in names {
        match name_in(line, column, &spelling.text) {
            Ok(_) if entry.names.len() >= MOST_NAMES => beyond += 1,
            Ok(_) => entry.add_name(spelling),
            Err(fault) => faults.push(fault.of_name()),
        }
    }
    if beyond > 0 {
        let found = format!("{beyond} more");
        let expected = format!("at most {MOST_NAMES} spellings");
        faults.push(Fault::row(line, column, expected, found).of_name());
    }
}

/// One of the feature classes.
pub(super) fn known_class(
    line: u64,
    column: &'static str,
    text: &str,
) -> Result<&'static str, Fault> {
    const CLASSES: [&str; 9] = ["A", "H", "L", "P", "R", "S", "T", "U", "V"];
    let known = CLASSES.into_iter().find(|class| *class == text);
    known.ok_or_else(|| Fault::row(line, column, "one of A H L P R S T U V", shown(text)))
}

/// A country's code, or nothing.
pub(super) fn country_code<'a>(
    line: u64,
    column: &'static str,
    text: &'a str,
) -> Result<Option<&'a str>, Fault> {
    let is_code = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    match text {
        "" => Ok(None),
        code if is_code => Ok(Some(code)),
        other => {
            let expected = "two capital letters (ISO 3166-1 alpha-2)";
            Err(Fault::row(line, column, expected, shown(other)))
        }
    }
}

/// A position from degrees as text.
pub(super) fn position(line: u64, lon: &str, lat: &str) -> Result<Position, Fault> {
    let degrees = |column, text: &str, most: f64| {
        let value = text.trim().parse::<f64>().ok();
        value.filter(|value| value.abs() <= most).ok_or_else(|| {
            let expected = format!("degrees from -{most} to {most}");
            Fault::row(line, column, expected, shown(text))
        })
    };
    let (lat, lon) = (
        degrees("latitude", lat, 90.0)?,
        degrees("longitude", lon, 180.0)?,
    );
    Position::new(lon, lat)
        .map_err(|error| Fault::row(line, "longitude", "a position", error.to_string()))
}
