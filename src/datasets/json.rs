use super::{DatasetError, Row, RowError};
use crate::domain::{CountryCode, ReportDraft};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::fmt::temporal::Pieces;
use serde_json::{Map, Value};

/// The fields of a report, in the order of the documentation.
pub const REPORT_FIELDS: [&str; 7] = [
    "id",
    "title",
    "text",
    "published_at",
    "country",
    "url",
    "publisher",
];

/// What to do with fields that are not of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fields {
    /// Files made by others carry more columns: they are left out.
    OthersAllowed,
    /// A request is written for this service: another field is a mistake.
    OnlyKnown,
}

/// A line of a JSON Lines input.
#[derive(Debug)]
pub struct Line {
    /// 1-based number.
    pub number: usize,
    /// Its object.
    pub object: Result<Map<String, Value>, RowError>,
}

impl Line {
    /// Reads one line, with or without its end; `None` for a blank one.
    pub fn read(number: usize, bytes: &[u8]) -> Option<Self> {
        let text =
            std::str::from_utf8(bytes).map(|text| text.trim_start_matches('\u{feff}').trim());
        let object = match text {
            Ok("") => return None,
            Ok(text) => object(text),
            Err(error) => Err(RowError::new(
                "UTF-8 text",
                format!("another byte at byte {} of the line", error.valid_up_to()),
            )),
        };
        Some(Self {
            number,
            object: object.map_err(|error| error.at_line(number)),
        })
    }
}

/// The lines of a JSON Lines text that are not blank.
fn lines(text: &str) -> impl Iterator<Item = Line> + '_ {
    text.lines()
        .enumerate()
        .filter_map(|(index, line)| Line::read(index + 1, line.as_bytes()))
}

fn object(line: &str) -> Result<Map<String, Value>, RowError> {
    match serde_json::from_str(line) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(other) => Err(RowError::new("a JSON object", kind(&other))),
        Err(error) => Err(RowError::new(
            "a JSON object",
            format!("text that is not JSON: {error}"),
        )),
    }
}

/// One report of a JSON Lines text per line; a text that is one object over several lines is one report.
pub(super) fn rows(text: &str) -> Vec<Row> {
    if let Ok(Value::Object(object)) = serde_json::from_str(text) {
        return vec![row(1, &object)];
    }
    lines(text)
        .map(|line| match line.object {
            Ok(object) => row(line.number, &object),
            Err(error) => Row {
                line: line.number,
                draft: Err(error),
            },
        })
        .collect()
}

/// One report per element of a JSON array; an error counts elements from 1.
pub(super) fn array(name: &str, text: &str) -> Result<Vec<Row>, DatasetError> {
    let elements: Vec<Value> =
        serde_json::from_str(text).map_err(|error| DatasetError::NotJson {
            name: name.to_owned(),
            found: error.to_string(),
        })?;
    Ok(elements
        .iter()
        .enumerate()
        .map(|(index, element)| from_element(index + 1, element))
        .collect())
}

fn from_element(number: usize, element: &Value) -> Row {
    match element {
        Value::Object(object) => row(number, object),
        other => Row {
            line: number,
            draft: Err(RowError::new("a JSON object", kind(other)).at_line(number)),
        },
    }
}

fn row(line: usize, object: &Map<String, Value>) -> Row {
    let draft =
        report_from_object(object, Fields::OthersAllowed).map_err(|error| error.at_line(line));
    Row { line, draft }
}

/// Reads a report from its JSON object. `text` is required, everything else may be missing or null.
pub fn report_from_object(
    object: &Map<String, Value>,
    fields: Fields,
) -> Result<ReportDraft, RowError> {
    let unknown = object
        .keys()
        .find(|key| !REPORT_FIELDS.contains(&key.as_str()));
    if let (Fields::OnlyKnown, Some(key)) = (fields, unknown) {
        return Err(RowError::new(
            format!("one of {}", REPORT_FIELDS.join(", ")),
            format!("the field `{key}`"),
        )
        .in_field(key));
    }
    let text = word(object, "text")?.filter(|text| !text.trim().is_empty());
    Ok(ReportDraft {
        text: text.ok_or_else(|| RowError::new("the report's text", "none").in_field("text"))?,
        id: key(object)?,
        title: word(object, "title")?,
        published_at: word(object, "published_at")?
            .map(|time| published_day(&time))
            .transpose()?,
        country: word(object, "country")?
            .map(|code| country(&code))
            .transpose()?,
        url: word(object, "url")?,
        publisher: word(object, "publisher")?,
    })
}

fn word(object: &Map<String, Value>, field: &str) -> Result<Option<String>, RowError> {
    match object.get(field) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(other) => Err(RowError::new("a text or null", kind(other)).in_field(field)),
    }
}

/// Ids are often numbers in other people's files; they are kept as they are written.
fn key(object: &Map<String, Value>) -> Result<Option<String>, RowError> {
    match object.get("id") {
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        _ => word(object, "id"),
    }
}

fn country(code: &str) -> Result<CountryCode, RowError> {
    code.to_ascii_uppercase().parse().map_err(|_not_a_code| {
        RowError::new(
            "two letters (ISO 3166-1 alpha-2, such as IQ)",
            format!("`{code}`"),
        )
        .in_field("country")
    })
}

/// The calendar day of a date, of an instant with its own offset, or of an instant in UTC.
pub(super) fn published_day(text: &str) -> Result<Date, RowError> {
    let full_date = (text.len() == 10)
        .then(|| text.parse::<Date>().ok())
        .flatten();
    full_date.or_else(|| local_day(text)).ok_or_else(|| {
        RowError::new(
            "a date (2019-07-08) or an instant (2019-07-08T09:30:00Z)",
            format!("`{text}`"),
        )
        .in_field("published_at")
    })
}

/// The day as the instant writes it: that is the calendar of the place that its offset belongs to.
fn local_day(text: &str) -> Option<Date> {
    let _checked: Timestamp = text.parse().ok()?;
    Pieces::parse(text).ok().map(|pieces| pieces.date())
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(line: &str) -> String {
        rows(line).remove(0).draft.unwrap_err().to_string()
    }

    #[test]
    fn every_field_reads() {
        let line = r#"{"id":7,"title":"T","text":"x","published_at":"2019-07-08T23:30:00+03:00","country":"iq","url":"http://a.example/b","publisher":"P","extra":1}"#;
        let draft = rows(line).remove(0).draft.unwrap();
        assert_eq!(draft.id.as_deref(), Some("7"));
        assert_eq!(draft.published_at, Some(Date::constant(2019, 7, 8)));
        assert_eq!(draft.country.as_ref().map(CountryCode::as_str), Some("IQ"));
        assert_eq!(draft.publisher.as_deref(), Some("P"));
    }

    #[test]
    fn a_bad_line_is_named_and_the_rest_reads() {
        let rows = rows("{\"text\":\"a\"}\n\n[1]\n{\"text\":\"b\"}\n");
        assert_eq!(
            rows.iter()
                .map(|row| (row.line, row.draft.is_ok()))
                .collect::<Vec<_>>(),
            [(1, true), (3, false), (4, true)]
        );
        assert_eq!(
            rows[1].draft.as_ref().unwrap_err().to_string(),
            "line 3: expected a JSON object, found an array"
        );
    }

    #[test]
    fn a_bad_field_says_what_is_expected() {
        assert_eq!(
            message(r#"{"title":"x"}"#),
            "line 1: text: expected the report's text, found none"
        );
        assert_eq!(
            message(r#"{"text":5}"#),
            "line 1: text: expected a text or null, found a number"
        );
        assert_eq!(
            message(r#"{"text":"x","country":"Iraq"}"#),
            "line 1: country: expected two letters (ISO 3166-1 alpha-2, such as IQ), found `Iraq`"
        );
        for bad in [
            "yesterday",
            "2019",
            "2019-02-30",
            "2019-07-08T25:00:00Z",
            "08.07.2019",
            "2019-07-08T09:30:00",
        ] {
            assert!(
                message(&format!(r#"{{"text":"x","published_at":"{bad}"}}"#))
                    .contains("published_at: expected a date"),
                "{bad}"
            );
        }
    }

    #[test]
    fn a_request_may_not_carry_other_fields() {
        let object = object(r#"{"text":"x","publishd":"2019"}"#).unwrap();
        assert!(report_from_object(&object, Fields::OthersAllowed).is_ok());
        assert!(
            report_from_object(&object, Fields::OnlyKnown)
                .unwrap_err()
                .to_string()
                .contains("`publishd`")
        );
    }

    #[test]
    fn an_array_counts_its_elements() {
        let rows = array("a.json", r#"[{"text":"a"}, 3]"#).unwrap();
        assert_eq!(
            rows[1].draft.as_ref().unwrap_err().to_string(),
            "line 2: expected a JSON object, found a number"
        );
        assert!(array("a.json", "[{]").is_err());
    }
}
