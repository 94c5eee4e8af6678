use crate::domain::{DomainError, Event, EventId};
use jiff::civil::Date;
use std::cmp::Reverse;
use std::fmt;
use std::str::FromStr;

/// Where an event stands in the canonical order: last day known, newest first, undated last, then id.
pub(super) type SortKey = (Reverse<Option<Date>>, EventId);

/// The sort key of an event.
pub(super) fn sort_key(event: &Event) -> SortKey {
    let day = event.date.last_day().or(event.date.first_day());
    (Reverse(day), event.id)
}

/// The last event of a page: the next page begins behind it, also when events came or went meanwhile.
///
/// Written as opaque text of 40 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    pub(super) key: SortKey,
}

impl Cursor {
    /// The place of an event.
    pub fn of(event: &Event) -> Self {
        Self {
            key: sort_key(event),
        }
    }
}

/// Years from -9999 to 9999 are moved up, so that a day is a positive number; 0 is no day.
const YEAR_ZERO: i32 = 10_000;

fn to_number(day: Option<Date>) -> i32 {
    day.map_or(0, |day| {
        ((i32::from(day.year()) + YEAR_ZERO) * 100 + i32::from(day.month())) * 100
            + i32::from(day.day())
    })
}

fn to_day(number: i32) -> Option<Date> {
    let part = |divisor: i32, modulus: i32| number / divisor % modulus;
    Date::new(
        i16::try_from(number / 10_000 - YEAR_ZERO).ok()?,
        i8::try_from(part(100, 100)).ok()?,
        i8::try_from(part(1, 100)).ok()?,
    )
    .ok()
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Reverse(day), id) = self.key;
        write!(
            f,
            "{:08x}{}",
            to_number(day),
            id.to_string().replace('-', "")
        )
    }
}

impl FromStr for Cursor {
    type Err = DomainError;

    fn from_str(text: &str) -> Result<Self, DomainError> {
        read(text)
            .filter(|cursor| cursor.to_string() == text)
            .ok_or_else(|| {
                let found: String = text.chars().take(100).collect();
                DomainError::new("the value of a link rel=next, as it was given", found)
            })
    }
}

fn read(text: &str) -> Option<Cursor> {
    let (day, id) = text.split_at_checked(8)?;
    let number = i32::from_str_radix(day, 16).ok()?;
    let day = match number {
        0 => None,
        number => Some(to_day(number)?),
    };
    let key = (Reverse(day), id.parse().ok()?);
    Some(Cursor { key })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor(day: Option<Date>) -> Cursor {
        let id = EventId::from_parts(&["a"]);
        Cursor {
            key: (Reverse(day), id),
        }
    }

    #[test]
    fn a_cursor_reads_back() {
        for day in [
            None,
            Some(Date::MIN),
            Some(Date::MAX),
            Some(Date::constant(2019, 7, 8)),
        ] {
            let text = cursor(day).to_string();
            assert_eq!(text.len(), 40);
            assert_eq!(text.parse(), Ok(cursor(day)));
        }
    }

    #[test]
    fn garbage_is_refused() {
        let good = cursor(Some(Date::constant(2019, 7, 8))).to_string();
        let upper = good.to_uppercase();
        let (_, id) = good.split_at(8);
        let no_such_day = format!("0000000f{id}");
        for bad in [
            "",
            "é",
            "abc",
            id,
            &upper,
            &no_such_day,
            &format!("{good}0"),
        ] {
            assert!(bad.parse::<Cursor>().is_err(), "{bad}");
        }
    }
}
