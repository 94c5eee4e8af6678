//! Values by column name, as tables with a header and GeoJSON properties give them, and the entry they make.

use super::entry::{Entry, Spelling, country_code, known_class, name_in, names_in, position};
use super::fault::shown;
use super::radius::radius_m;
use super::{Fault, Unit};
use crate::domain::{Extent, ExtentKind, PlaceId, Position};
use crate::gazetteer::table::{Confidence, NameKind};
use crate::text::{Level, fold};
use sha2::{Digest as _, Sha256};
use std::borrow::Cow;
use std::str::FromStr;

/// The columns that are read, by the names in `gazetteer/schema.md`, each with the names that others give it.
const NAMES: [&[&str]; 14] = [
    &["id", "place_id"],
    &["name", "toponym"],
    &[
        "names",
        "aliases",
        "alternatenames",
        "alternate_names",
        "alt_names",
    ],
    &["lon", "longitude", "lng", "long", "x"],
    &["lat", "latitude", "y"],
    &["feature_class", "fclass"],
    &["feature_code", "fcode"],
    &["country", "country_code", "countrycode", "cc", "iso2"],
    &[
        "admin1",
        "adm1",
        "adm1_name",
        "admin1_name",
        "governorate",
        "province",
    ],
    &["admin2", "adm2", "adm2_name", "admin2_name", "district"],
    &["radius_km"],
    &["population", "pop"],
    &["source"],
    &["confidence"],
];

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Name,
    Names,
    Lon,
    Lat,
    Class,
    Code,
    Country,
    Admin1,
    Admin2,
    Radius,
    Population,
    Source,
    Confidence,
}

impl Field {
    /// The column that a name means, whatever its case.
    pub(super) fn named(name: &str) -> Option<usize> {
        let name = name.trim().to_lowercase().replace([' ', '-'], "_");
        NAMES
            .iter()
            .position(|names| names.contains(&name.as_str()))
    }

    /// The name that messages use.
    pub(super) fn label(self) -> &'static str {
        NAMES[self as usize][0]
    }
}

/// What an import without a header or with gaps takes instead; its messages say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defaults {
    /// Before the colon of ids that have none: the layer's name.
    pub namespace: String,
    /// Where the data come from.
    pub source: String,
    /// Feature class of rows without one.
    pub class: &'static str,
    /// Feature code of rows without one.
    pub code: String,
}

impl Defaults {
    /// Class and code as they are written together, `P.PPL`.
    pub(super) fn feature(&self) -> String {
        format!("{}.{}", self.class, self.code)
    }

    /// Those of a user's own places.
    pub fn own() -> Self {
        Self {
            namespace: "own".to_owned(),
            source: "added by hand".to_owned(),
            class: "P",
            code: "PPL".to_owned(),
        }
    }
}

/// The values of one row.
#[derive(Debug, Default)]
pub(super) struct Fields<'a> {
    values: [Option<Cow<'a, str>>; NAMES.len()],
}

impl<'a> Fields<'a> {
    pub(super) fn set(&mut self, field: usize, value: Cow<'a, str>) {
        if let Some(slot) = self.values.get_mut(field)
            && !value.trim().is_empty()
        {
            *slot = Some(value);
        }
    }

    pub(super) fn get(&self, field: Field) -> Option<&str> {
        self.values[field as usize].as_deref().map(str::trim)
    }
}

/// Makes entries; what else comes of a row goes to the lists.
#[derive(Debug)]
pub(super) struct Maker<'a> {
    pub(super) defaults: &'a Defaults,
    pub(super) faults: &'a mut Vec<Fault>,
    pub(super) units: &'a mut Vec<(String, Unit)>,
}

impl Maker<'_> {
    /// The place of one row; `extent` is what its geometry gives, without one it needs a position.
    pub(super) fn entry(
        &mut self,
        line: u64,
        fields: &Fields<'_>,
        extent: Option<&Extent>,
    ) -> Result<Entry, Fault> {
        let name = fields.get(Field::Name).unwrap_or_default();
        let name = name_in(line, Field::Name.label(), name)?;
        let position = match extent {
            Some(extent) => extent.position(),
            None => position_in(line, fields)?,
        };
        let (class, code) = feature(line, self.defaults, fields)?;
        let fits = |count: &u64| *count <= 20_000_000_000;
        let population = number(line, Field::Population, fields, "a whole number", fits)?;
        let [country, admin1, admin2] = self.units(line, fields)?;
        let mut entry = Entry {
            id: id(line, self.defaults, fields, name, position)?,
            name: name.into(),
            names: Vec::new(),
            position,
            radius_m: radius(line, fields, extent)?
                .unwrap_or_else(|| radius_m(class, code, population)),
            feature_class: class,
            feature_code: code.into(),
            country,
            admin1,
            admin2,
            population,
            source: fields
                .get(Field::Source)
                .unwrap_or(&self.defaults.source)
                .into(),
            confidence: confidence(line, fields)?,
            shape: None,
        };
        let names = spellings(fields.get(Field::Names).unwrap_or_default());
        names_in(&mut entry, line, Field::Names.label(), names, self.faults);
        Ok(entry)
    }

    /// Country, first-level and second-level unit; the units' names are their codes.
    fn units(&mut self, line: u64, fields: &Fields<'_>) -> Result<[Option<Box<str>>; 3], Fault> {
        let country = fields.get(Field::Country).map(str::to_uppercase);
        let country = country_code(
            line,
            Field::Country.label(),
            country.as_deref().unwrap_or_default(),
        )?;
        let mut code = country.unwrap_or_default().to_owned();
        let mut unit = |field| {
            let name = fields.get(field)?;
            let name = name.split('|').next().map(str::trim)?;
            code = format!("{code}.{name}");
            self.units.push((
                code.clone(),
                Unit {
                    name: name.to_owned(),
                    place: None,
                },
            ));
            Some(Box::from(code.as_str()))
        };
        let admin1 = unit(Field::Admin1);
        let admin2 = admin1.as_ref().and_then(|_first| unit(Field::Admin2));
        Ok([country.map(Box::from), admin1, admin2])
    }
}

/// Class and code; a class alone stands without code, a code alone within the default class.
fn feature<'a>(
    line: u64,
    defaults: &'a Defaults,
    fields: &'a Fields<'_>,
) -> Result<(&'static str, &'a str), Fault> {
    let code = fields.get(Field::Code);
    let Some(class) = fields.get(Field::Class) else {
        return Ok((defaults.class, code.unwrap_or(&defaults.code)));
    };
    let class = known_class(line, Field::Class.label(), class)?;
    Ok((class, code.unwrap_or_default()))
}

fn position_in(line: u64, fields: &Fields<'_>) -> Result<Position, Fault> {
    let text = |field| fields.get(field).unwrap_or_default();
    position(line, text(Field::Lon), text(Field::Lat))
}

/// Metres: as given, else as far as the geometry reaches.
fn radius(line: u64, fields: &Fields<'_>, extent: Option<&Extent>) -> Result<Option<f64>, Fault> {
    let fits = |km: &f64| *km > 0.0 && *km <= 20_000.0;
    let given = number(line, Field::Radius, fields, "kilometres above 0", fits)?;
    let by_shape = extent
        .filter(|extent| extent.kind() != ExtentKind::Point)
        .map(Extent::radius_m);
    Ok(given.map(|km: f64| km * 1000.0).or(by_shape))
}

/// A number, when there is one.
fn number<N: FromStr>(
    line: u64,
    field: Field,
    fields: &Fields<'_>,
    expected: &'static str,
    fits: impl Fn(&N) -> bool,
) -> Result<Option<N>, Fault> {
    let Some(text) = fields.get(field) else {
        return Ok(None);
    };
    match text.parse().ok().filter(fits) {
        Some(number) => Ok(Some(number)),
        None => Err(Fault::row(line, field.label(), expected, shown(text))),
    }
}

fn confidence(line: u64, fields: &Fields<'_>) -> Result<Confidence, Fault> {
    match fields.get(Field::Confidence) {
        Some("high") => Ok(Confidence::High),
        None | Some("medium") => Ok(Confidence::Medium),
        Some("low") => Ok(Confidence::Low),
        Some(other) => {
            let expected = "high, medium or low";
            Err(Fault::row(
                line,
                Field::Confidence.label(),
                expected,
                shown(other),
            ))
        }
    }
}

/// The id of the row, in the layer's own space when it names none. Without one it is made of name and position, so that
/// the same row has the same id at the next import.
fn id(
    line: u64,
    defaults: &Defaults,
    fields: &Fields<'_>,
    name: &str,
    position: Position,
) -> Result<Box<str>, Fault> {
    let id = match fields.get(Field::Id) {
        Some(id) if id.contains(':') => id.to_owned(),
        Some(id) => format!("{}:{id}", defaults.namespace),
        None => format!("{}:{}", defaults.namespace, made_of(name, position)),
    };
    match id.parse::<PlaceId>() {
        Ok(_) if id.len() <= 200 => Ok(id.into()),
        _ => Err(Fault::row(
            line,
            Field::Id.label(),
            "an id without spaces",
            shown(&id),
        )),
    }
}

/// `wadi-zghetoon-1f2e3d4c`.
pub fn made_of(name: &str, position: Position) -> String {
    let words: String = fold(name, Level::Letters)
        .as_str()
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == ' ')
        .take(40)
        .collect();
    let words: Vec<&str> = words.split_whitespace().collect();
    let told = format!(
        "{name}\u{1f}{:.5}\u{1f}{:.5}",
        position.lon(),
        position.lat()
    );
    let hash = Sha256::digest(told);
    let hash = hash.iter().take(4).map(|byte| format!("{byte:02x}"));
    let parts = words.into_iter().map(str::to_owned).chain([hash.collect()]);
    parts.collect::<Vec<_>>().join("-")
}

/// Names separated by `|`, each with its language before a colon or without one.
pub(super) fn spellings(cell: &str) -> impl Iterator<Item = Spelling> {
    let items = cell
        .split('|')
        .map(str::trim)
        .filter(|item| !item.is_empty());
    items.map(|item| match item.split_once(':') {
        Some((lang, text)) if is_language(lang) => Spelling::new(lang, text, NameKind::Listed),
        _ => Spelling::new("und", item, NameKind::Unlabelled),
    })
}

/// Two or three small letters and what may follow them in a language tag.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_lowercase())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_go_by_many_names() {
        for (name, field) in [
            ("Longitude", Field::Lon),
            (" alternate names ", Field::Names),
            ("ISO2", Field::Country),
            ("feature-code", Field::Code),
            ("confidence", Field::Confidence),
        ] {
            assert_eq!(Field::named(name), Some(field as usize), "{name}");
        }
        assert_eq!(Field::named("colour"), None);
        assert_eq!(Field::Confidence as usize, NAMES.len() - 1);
    }

    #[test]
    fn names_may_have_languages_and_colons() {
        let read: Vec<String> = spellings("ar:كركوك|zh-Latn:Ji|T:4| |Tell: a hill")
            .map(|n| format!("{} {}", n.lang, n.text))
            .collect();
        assert_eq!(
            read,
            ["ar كركوك", "zh-Latn Ji", "und T:4", "und Tell: a hill"]
        );
    }

    #[test]
    fn a_made_id_stays_the_same_and_tells_namesakes_apart() {
        let id = |name, lon| made_of(name, Position::new(lon, 35.0).unwrap());
        assert_eq!(id("Wadi Zghetoon", 44.1), id("Wadi Zghetoon", 44.1));
        assert_ne!(id("Wadi Zghetoon", 44.1), id("Wadi Zghetoon", 44.2));
        assert!(id("Wādī Zghetoon", 44.1).starts_with("wadi-zghetoon-"));
        assert_eq!(id("كركوك", 44.1).len(), 8);
    }
}
