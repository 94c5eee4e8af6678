use super::{DateSpan, DomainError};
use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The `datetime` of a query: first and last day, both included, either end open.
///
/// Days are local calendar days, so an instant counts as its calendar day in UTC.
///
/// ```
/// use sitmap::domain::TimeFilter;
/// let july: TimeFilter = "2019-07-01/2019-07-31".parse()?;
/// assert_eq!(july.to_string(), "2019-07-01/2019-07-31");
/// assert_eq!("../2019-07-31".parse::<TimeFilter>()?.to_string(), "../2019-07-31");
/// assert!("2019-07-31/2019-07-01".parse::<TimeFilter>().is_err());
/// # Ok::<(), sitmap::domain::DomainError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeFilter {
    first: Option<Date>,
    last: Option<Date>,
}

impl TimeFilter {
    /// From the first to the last day; refused when they are out of order.
    pub fn new(first: Option<Date>, last: Option<Date>) -> Result<Self, DomainError> {
        match (first, last) {
            (Some(a), Some(b)) if a > b => Err(DomainError::new(
                "a start not after the end",
                format!("{a}/{b}"),
            )),
            _ => Ok(Self { first, last }),
        }
    }

    /// First day, `None` when open.
    pub fn first(self) -> Option<Date> {
        self.first
    }

    /// Last day, `None` when open.
    pub fn last(self) -> Option<Date> {
        self.last
    }

    /// Whether the span may share a day with the filter. A span without full dates matches every filter.
    pub fn matches(self, span: &DateSpan) -> bool {
        let (start, end) = (span.first_day(), span.last_day());
        let begins_in_time = start
            .zip(self.last)
            .is_none_or(|(start, last)| start <= last);
        let ends_in_time = end.zip(self.first).is_none_or(|(end, first)| end >= first);
        begins_in_time && ends_in_time
    }

    /// Whether every day that the span allows lies in the filter, so that nothing about it is only possible.
    pub fn holds(self, span: &DateSpan) -> bool {
        let (start, end) = (span.first_day(), span.last_day());
        let begins_in_time = self
            .first
            .is_none_or(|first| start.is_some_and(|start| start >= first));
        let ends_in_time = self
            .last
            .is_none_or(|last| end.is_some_and(|end| end <= last));
        begins_in_time && ends_in_time
    }
}

impl FromStr for TimeFilter {
    type Err = DomainError;

    fn from_str(text: &str) -> Result<Self, DomainError> {
        match text.split_once('/') {
            None => day(text).and_then(|day| Self::new(Some(day), Some(day))),
            Some((a, b)) => {
                let (first, last) = (open_or_day(a)?, open_or_day(b)?);
                if first.is_none() && last.is_none() && a.is_empty() && b.is_empty() {
                    return Err(unreadable(text));
                }
                Self::new(first, last)
            }
        }
    }
}

fn open_or_day(text: &str) -> Result<Option<Date>, DomainError> {
    if matches!(text, "" | "..") {
        Ok(None)
    } else {
        day(text).map(Some)
    }
}

fn day(text: &str) -> Result<Date, DomainError> {
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(instant.to_zoned(TimeZone::UTC).date());
    }
    let date_only = text.len() == 10;
    text.parse::<DateTime>()
        .ok()
        .filter(|_| date_only)
        .map(DateTime::date)
        .ok_or_else(|| unreadable(text))
}

fn unreadable(text: &str) -> DomainError {
    DomainError::new(
        "a day (2019-07-07), an instant (2019-07-07T12:00:00Z) or two of them as start/end, .. for an open end",
        text,
    )
}

impl fmt::Display for TimeFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = |day: Option<Date>| day.map_or_else(|| "..".to_owned(), |day| day.to_string());
        write!(f, "{}/{}", word(self.first), word(self.last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_the_standard_reads() {
        for good in [
            "2019-07-07",
            "2019-07-07T23:59:59Z",
            "2019-07-01/2019-07-02",
            "../2019-07-02",
            "2019-07-01/..",
            "/2019-07-02",
            "2019-07-01/",
        ] {
            assert!(good.parse::<TimeFilter>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "/",
            "yesterday",
            "2019",
            "2019-07",
            "2019-02-30",
            "2019-07-02/2019-07-01",
            "a/b",
            "2019-07-01/2019-07-02/2019-07-03",
            "2019-07-07T12:00",
        ] {
            assert!(bad.parse::<TimeFilter>().is_err(), "{bad}");
        }
    }

    #[test]
    fn an_event_without_dates_matches_every_filter() {
        let july: TimeFilter = "2019-07-01/2019-07-31".parse().unwrap();
        assert!(july.matches(&DateSpan::unknown("none")));
    }

    #[test]
    fn only_a_span_that_lies_inside_is_held() {
        let july: TimeFilter = "2019-07-01/2019-07-31".parse().unwrap();
        let until_july: TimeFilter = "../2019-07-31".parse().unwrap();
        let until = DateSpan::open(None, Some(Date::constant(2019, 7, 8)), "until");
        assert!(july.matches(&until) && !july.holds(&until));
        assert!(until_july.holds(&until));
        assert!(!until_july.holds(&DateSpan::unknown("none")));
        assert!(july.holds(&DateSpan::day("2019-07-31".parse().unwrap(), "day")));
    }

    #[test]
    fn spans_that_touch_match() {
        let july: TimeFilter = "2019-07-01/2019-07-31".parse().unwrap();
        let day = |text: &str| DateSpan::day(text.parse().unwrap(), "day");
        assert!(july.matches(&day("2019-07-31")));
        assert!(!july.matches(&day("2019-08-01")));
        assert!(!july.matches(&day("2019-06-30")));
    }
}
