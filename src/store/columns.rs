//! Values between columns and the domain: what a column holds is checked again on the way in.

use super::error::Trouble;
use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::types::FromSql;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fmt::Display;
use std::str::FromStr;

/// A value that SQLite itself understands.
pub(super) fn plain<T: FromSql>(row: &Row<'_>, column: &'static str) -> Result<T, Trouble> {
    row.get(column).map_err(|error| {
        Trouble::damaged(column, "a value of the column's type", error.to_string())
    })
}

/// A value written as text.
pub(super) fn parsed<T: FromStr<Err: Display>>(
    row: &Row<'_>,
    column: &'static str,
) -> Result<T, Trouble> {
    parse(column, &plain::<String>(row, column)?)
}

/// The same, or nothing.
pub(super) fn parsed_option<T: FromStr<Err: Display>>(
    row: &Row<'_>,
    column: &'static str,
) -> Result<Option<T>, Trouble> {
    plain::<Option<String>>(row, column)?
        .map(|text| parse(column, &text))
        .transpose()
}

fn parse<T: FromStr<Err: Display>>(column: &'static str, text: &str) -> Result<T, Trouble> {
    text.parse()
        .map_err(|error: T::Err| Trouble::damaged(column, error.to_string(), text))
}

/// A value written as JSON.
pub(super) fn from_json<T: DeserializeOwned>(
    row: &Row<'_>,
    column: &'static str,
) -> Result<T, Trouble> {
    let text: String = plain(row, column)?;
    read_json(column, &text)
}

/// A value that may borrow from its JSON.
pub(super) fn read_json<'a, T: Deserialize<'a>>(
    column: &'static str,
    text: &'a str,
) -> Result<T, Trouble> {
    serde_json::from_str(text)
        .map_err(|error| Trouble::damaged(column, "readable JSON", error.to_string()))
}

/// A value as JSON text.
pub(super) fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<String, Trouble> {
    serde_json::to_string(value)
        .map_err(|error| Trouble::damaged("JSON", "a value that JSON can hold", error.to_string()))
}

/// A number of the change sequence, a version or a count.
pub(super) fn number(row: &Row<'_>, column: &'static str) -> Result<u64, Trouble> {
    let value: i64 = plain(row, column)?;
    u64::try_from(value)
        .map_err(|_negative| Trouble::damaged(column, "a number of 0 or more", value.to_string()))
}

/// A number for a column, at most the largest that SQLite holds.
pub(super) fn integer(value: impl TryInto<i64>) -> i64 {
    value.try_into().unwrap_or(i64::MAX)
}

/// The instant cut to the millisecond, which is what the file keeps.
pub(super) fn to_millisecond(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

/// An instant as a `DATETIME` of the standard.
pub(super) fn instant(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}
