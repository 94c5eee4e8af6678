use crate::domain::{CountryCode, DomainError, Query};
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// The filter parameters, the same in the API, on the command line and in the map's address.
pub const FILTERS: [&str; 11] = [
    "bbox",
    "datetime",
    "event_type",
    "sub_event_type",
    "location_precision",
    "status",
    "country",
    "admin1",
    "actor",
    "source",
    "dataset",
];

/// The most values that one list may have.
const MAX_VALUES: usize = 100;

/// A filter that cannot be applied: it is refused, never widened.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub struct FilterError {
    /// The parameter.
    pub parameter: String,
    /// What is expected.
    pub expected: String,
    /// What was found.
    pub found: String,
}

impl FilterError {
    /// An error of one parameter.
    pub fn new(parameter: &str, expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self {
            parameter: parameter.to_owned(),
            expected: expected.into(),
            found: found.into(),
        }
    }

    fn of(parameter: &str, error: &DomainError) -> Self {
        Self::new(parameter, error.expected, quoted(&error.found))
    }
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: expected {}, found {}",
            self.parameter, self.expected, self.found
        )
    }
}

/// Makes the query of `name=value` pairs; names other than [`FILTERS`] are left to the caller.
///
/// ```
/// use sitmap::app;
/// let query = app::query_from([("country", "IQ,SY"), ("bbox", "-10,30,20,40")])?;
/// assert_eq!(query.country.len(), 2);
/// assert!(app::query_from([("bbox", "1,2,3")]).is_err());
/// # Ok::<(), app::FilterError>(())
/// ```
pub fn query_from<'a>(
    pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<Query, FilterError> {
    let mut query = Query::default();
    for (name, value) in pairs {
        set(&mut query, name, value)?;
    }
    Ok(query)
}

fn set(query: &mut Query, name: &str, value: &str) -> Result<(), FilterError> {
    match name {
        "bbox" => query.bbox = Some(one(name, value)?),
        "datetime" => query.datetime = Some(one(name, value)?),
        "event_type" => query.event_type = list(name, value)?,
        "sub_event_type" => query.sub_event_type = list(name, value)?,
        "location_precision" => query.location_precision = list(name, value)?,
        "status" => query.status = list(name, value)?,
        "country" => query.country = list::<CountryCode>(name, &value.to_ascii_uppercase())?,
        "admin1" => query.admin1 = list(name, value)?,
        "actor" => query.actor = Some(filled(name, value)?),
        "source" => query.source = list(name, value)?,
        "dataset" => query.dataset = list(name, value)?,
        _ => {}
    }
    Ok(())
}

fn one<T: FromStr<Err = DomainError>>(name: &str, value: &str) -> Result<T, FilterError> {
    value.parse().map_err(|error| FilterError::of(name, &error))
}

fn list<T: FromStr<Err: Into<Refusal>>>(name: &str, value: &str) -> Result<Vec<T>, FilterError> {
    let words = split(value);
    if words.len() > MAX_VALUES {
        return Err(FilterError::new(
            name,
            format!("at most {MAX_VALUES} values"),
            words.len().to_string(),
        ));
    }
    words
        .into_iter()
        .map(|word| {
            let word = filled(name, &word)?;
            word.parse()
                .map_err(|error: T::Err| FilterError::of(name, &error.into().0))
        })
        .collect()
}

/// The values of a list of words, as the filters' lists are written.
pub fn values(name: &str, value: &str) -> Result<Vec<String>, FilterError> {
    list(name, value)
}

/// Splits at commas; `\\,` is a comma of the value itself.
fn split(value: &str) -> Vec<String> {
    let marked = value.replace("\\,", "\u{0}");
    marked
        .split(',')
        .map(|word| word.replace('\u{0}', ","))
        .collect()
}

/// What a value that does not read gives; texts always read.
struct Refusal(DomainError);

impl From<DomainError> for Refusal {
    fn from(error: DomainError) -> Self {
        Self(error)
    }
}

impl From<Infallible> for Refusal {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

fn filled(name: &str, value: &str) -> Result<String, FilterError> {
    match value.trim() {
        "" => Err(FilterError::new(
            name,
            "a value, not an empty one",
            "nothing",
        )),
        value => Ok(value.to_owned()),
    }
}

fn quoted(text: &str) -> String {
    let shown: String = text.chars().take(100).collect();
    format!("`{shown}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filter_reads() {
        for (name, value) in [
            ("bbox", "177,65,-177,70"),
            ("datetime", "../2019-07-31"),
            ("event_type", "Battles,Explosions/Remote violence"),
            ("sub_event_type", "Armed clash"),
            ("location_precision", "exact,line"),
            ("status", "proposed"),
            ("country", "iq"),
            ("admin1", "Kirkuk,Diyala"),
            ("actor", "ISIS"),
            ("source", "P"),
            ("dataset", "reports"),
        ] {
            let query = query_from([(name, value)]).unwrap();
            assert_ne!(query, Query::default(), "{name}");
            assert!(FILTERS.contains(&name));
        }
    }

    #[test]
    fn a_value_may_hold_a_comma() {
        let query = query_from([("source", r"Herald\, the,Gazette")]).unwrap();
        assert_eq!(query.source, ["Herald, the", "Gazette"]);
    }

    #[test]
    fn a_bad_value_says_what_is_expected() {
        for (name, value, message) in [
            (
                "bbox",
                "1,2,3",
                "bbox: expected 4 numbers W,S,E,N (or 6 with heights), separated by commas, found `1,2,3`",
            ),
            (
                "country",
                "Iraq",
                "country: expected two capital letters (ISO 3166-1 alpha-2), found `IRAQ`",
            ),
            (
                "admin1",
                "Kirkuk,",
                "admin1: expected a value, not an empty one, found nothing",
            ),
            (
                "actor",
                "",
                "actor: expected a value, not an empty one, found nothing",
            ),
        ] {
            assert_eq!(
                query_from([(name, value)]).unwrap_err().to_string(),
                message
            );
        }
    }
}
