//! A change of one's own places as a JSON object.

use crate::app::layers::{NewPlace, OwnChange};
use crate::domain::{DomainError, PlaceId, Position};
use serde::Deserialize;
use serde_json::{Map, Value};

/// A change with who wants it and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    /// The change.
    pub change: OwnChange,
    /// Who, as far as they say.
    pub by: Option<String>,
    /// Why, which may be left open.
    pub why: String,
}

/// What the object may hold.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Body {
    alias_of: Option<String>,
    name: Option<String>,
    names: Vec<String>,
    id: Option<String>,
    lon: Option<f64>,
    lat: Option<f64>,
    feature: Option<String>,
    country: Option<String>,
    admin1: Option<String>,
    admin2: Option<String>,
    radius_km: Option<f64>,
    source: Option<String>,
    confidence: Option<String>,
    by: Option<String>,
    why: Option<String>,
}

/// Longest name of who adds something, in bytes.
const LONGEST_BY: usize = 200;

/// Reads the body of a request: a place, or further names of one. Errors say what was expected and found.
pub fn wish_from_json(bytes: &[u8]) -> Result<Wish, String> {
    // A list of values would pass for an object without its names.
    let object: Result<Map<String, Value>, _> = serde_json::from_slice(bytes);
    let body = object.and_then(|object| serde_json::from_value(Value::Object(object)));
    let mut body: Body = body.map_err(|error| {
        format!("the body: expected a place or names as a JSON object: {error}")
    })?;
    let (by, why) = (body.by.take(), body.why.take());
    if let Some(long) = by.as_ref().filter(|by| by.len() > LONGEST_BY) {
        return Err(format!(
            "by: expected at most {LONGEST_BY} bytes, found {}",
            long.len()
        ));
    }
    let change = match body.alias_of.take() {
        Some(of) => names(&of, body)?,
        None => OwnChange::Add(Box::new(place(body)?)),
    };
    Ok(Wish {
        change,
        by: by.filter(|by| !by.trim().is_empty()),
        why: why.unwrap_or_default(),
    })
}

fn names(of: &str, mut body: Body) -> Result<OwnChange, String> {
    let name = body.name.take();
    let names: Vec<String> = name
        .into_iter()
        .chain(std::mem::take(&mut body.names))
        .collect();
    if names.is_empty() {
        return Err("names: expected the names that the place gets, found none".to_owned());
    }
    if body != Body::default() {
        return Err(
            "alias_of: expected only name, names, by and why beside it, found more".to_owned(),
        );
    }
    Ok(OwnChange::AddNames {
        of: field("alias_of", of.parse::<PlaceId>())?,
        names,
    })
}

fn place(body: Body) -> Result<NewPlace, String> {
    let (lon, lat) = body
        .lon
        .zip(body.lat)
        .ok_or("lon and lat: expected numbers in degrees, found none")?;
    Ok(NewPlace {
        id: body.id.map(|id| field("id", id.parse())).transpose()?,
        name: body.name.ok_or("name: expected a name, found none")?,
        names: body.names,
        position: Some(field("lon and lat", Position::new(lon, lat))?),
        feature: body.feature.as_deref().map(feature).transpose()?,
        country: body
            .country
            .map(|code| field("country", code.parse()))
            .transpose()?,
        admin1: body.admin1,
        admin2: body.admin2,
        radius_km: body.radius_km,
        source: body.source.unwrap_or_else(|| "added by hand".to_owned()),
        confidence: body.confidence.unwrap_or_else(|| "medium".to_owned()),
    })
}

fn feature(text: &str) -> Result<(String, String), String> {
    let (class, code) = text
        .split_once('.')
        .ok_or_else(|| format!("feature: expected class and code such as P.PPL, found {text}"))?;
    Ok((class.to_owned(), code.to_owned()))
}

fn field<T>(name: &str, value: Result<T, DomainError>) -> Result<T, String> {
    value.map_err(|error| format!("{name}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_or_names_and_nothing_between() {
        let wish = wish_from_json(br#"{"name":"Z","lon":44,"lat":35,"country":"IQ","by":" "}"#);
        let wish = wish.unwrap();
        assert!(matches!(wish.change, OwnChange::Add(_)) && wish.by.is_none());
        let wish = wish_from_json(br#"{"alias_of":"geonames:1","names":["A","B"],"why":"w"}"#);
        let OwnChange::AddNames { names, .. } = wish.unwrap().change else {
            panic!("names expected")
        };
        assert_eq!(names, ["A", "B"]);
        for (body, expected) in [
            (r#"{"name":"Z"}"#, "lon and lat: expected numbers"),
            (r#"{"name":"Z","lon":200,"lat":1}"#, "lon and lat: expected"),
            (r#"{"lon":44,"lat":35}"#, "name: expected"),
            (
                r#"{"name":"Z","lon":4,"lat":5,"colour":1}"#,
                "the body: expected",
            ),
            (
                r#"{"name":"Z","lon":4,"lat":5,"feature":"P"}"#,
                "feature: expected",
            ),
            (r#"{"alias_of":"geonames:1"}"#, "names: expected"),
            (
                r#"{"alias_of":"x","names":["A"]}"#,
                "alias_of: expected a place id",
            ),
            (
                r#"{"alias_of":"a:1","names":["A"],"lon":4}"#,
                "alias_of: expected only",
            ),
            ("[]", "the body: expected"),
            ("", "the body: expected"),
        ] {
            let error = wish_from_json(body.as_bytes()).unwrap_err();
            assert!(error.starts_with(expected), "{body}: {error}");
        }
    }
}
