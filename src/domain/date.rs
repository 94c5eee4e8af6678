use super::DomainError;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A calendar day, or a day and month whose year the report leaves open (`--10-19`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum PartialDate {
    /// A full date.
    Day(Date),
    /// A month (1-12) and day (1-31) without year.
    DayOfYear {
        /// 1 to 12.
        month: i8,
        /// 1 to 31, a day that the month has in a leap year.
        day: i8,
    },
}

impl PartialDate {
    /// The full date, when there is one.
    pub fn full(self) -> Option<Date> {
        match self {
            Self::Day(date) => Some(date),
            Self::DayOfYear { .. } => None,
        }
    }

    /// A day without year; refused when no year has it.
    pub fn day_of_year(month: i8, day: i8) -> Result<Self, DomainError> {
        Date::new(2000, month, day)
            .map(|_leap_year_has_it| Self::DayOfYear { month, day })
            .map_err(|_none_has_it| {
                DomainError::new(
                    "a month and a day that exist",
                    format!("--{month:02}-{day:02}"),
                )
            })
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(date) => write!(f, "{date}"),
            Self::DayOfYear { month, day } => write!(f, "--{month:02}-{day:02}"),
        }
    }
}

impl FromStr for PartialDate {
    type Err = DomainError;

    fn from_str(text: &str) -> Result<Self, DomainError> {
        let unreadable = || DomainError::new("a date such as 2019-07-07 or --10-19", text);
        match text.strip_prefix("--") {
            Some(rest) => {
                let (month, day) = rest.split_once('-').ok_or_else(unreadable)?;
                Self::day_of_year(
                    month.parse().map_err(|_not_a_date| unreadable())?,
                    day.parse().map_err(|_not_a_date| unreadable())?,
                )
            }
            None => text
                .parse()
                .map(Self::Day)
                .map_err(|_not_a_date| unreadable()),
        }
    }
}

impl TryFrom<String> for PartialDate {
    type Error = DomainError;

    fn try_from(text: String) -> Result<Self, DomainError> {
        text.parse()
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.to_string()
    }
}

/// How finely a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DatePrecision {
    /// The calendar day is known.
    Day,
    /// Day and month are known, the year is not.
    DayWithoutYear,
    /// Some day of a known week.
    Week,
    /// Some day of a known month.
    Month,
    /// Some day of a known year.
    Year,
    /// It lasted, or lies, from one known day to another.
    Range,
    /// Nothing that a calendar could show.
    Unknown,
}

impl DatePrecision {
    /// The word of the interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::DayWithoutYear => "day_without_year",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
            Self::Range => "range",
            Self::Unknown => "unknown",
        }
    }
}

/// When something happened: first and last local calendar day, how finely that is known, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateSpan {
    start: Option<PartialDate>,
    end: Option<PartialDate>,
    precision: DatePrecision,
    /// What the report says ("last Monday"), when it says anything.
    pub text: Option<String>,
    /// Name of the rule that read it, e.g. `weekday_solves_year`.
    pub rule: String,
    /// Full days that the words could also mean, in order.
    pub candidates: Vec<Date>,
}

impl DateSpan {
    /// Nothing is known.
    pub fn unknown(rule: &str) -> Self {
        Self {
            start: None,
            end: None,
            precision: DatePrecision::Unknown,
            text: None,
            rule: rule.to_owned(),
            candidates: Vec::new(),
        }
    }

    /// One day, with or without year.
    pub fn day(date: PartialDate, rule: &str) -> Self {
        let precision = if date.full().is_some() {
            DatePrecision::Day
        } else {
            DatePrecision::DayWithoutYear
        };
        Self {
            start: Some(date),
            end: Some(date),
            precision,
            ..Self::unknown(rule)
        }
    }

    /// From one full day to another, both included; an end before the start is refused.
    pub fn between(
        start: Date,
        end: Date,
        precision: DatePrecision,
        rule: &str,
    ) -> Result<Self, DomainError> {
        if end < start {
            return Err(DomainError::new(
                "an end on or after the start",
                format!("{start} to {end}"),
            ));
        }
        Ok(Self {
            start: Some(PartialDate::Day(start)),
            end: Some(PartialDate::Day(end)),
            precision,
            ..Self::unknown(rule)
        })
    }

    /// From one day without year to another, both included; the second may lie in the next year.
    pub fn days_of_year(start: PartialDate, end: PartialDate, rule: &str) -> Self {
        Self {
            start: Some(start),
            end: Some(end),
            precision: DatePrecision::DayWithoutYear,
            ..Self::unknown(rule)
        }
    }

    /// A range whose end (or start) is open.
    pub fn open(start: Option<Date>, end: Option<Date>, rule: &str) -> Self {
        let precision = if start.or(end).is_some() {
            DatePrecision::Range
        } else {
            DatePrecision::Unknown
        };
        Self {
            start: start.map(PartialDate::Day),
            end: end.map(PartialDate::Day),
            precision,
            ..Self::unknown(rule)
        }
    }

    /// The same span with the words of the report.
    #[must_use]
    pub fn with_text(self, text: &str) -> Self {
        Self {
            text: Some(text.to_owned()),
            ..self
        }
    }

    /// The same span with the days that the words could also mean.
    #[must_use]
    pub fn with_candidates(self, candidates: Vec<Date>) -> Self {
        Self { candidates, ..self }
    }

    /// First day as the report allows it, possibly without year.
    pub fn start(&self) -> Option<PartialDate> {
        self.start
    }

    /// Last day as the report allows it, possibly without year.
    pub fn end(&self) -> Option<PartialDate> {
        self.end
    }

    /// First day, when it is a full date.
    pub fn first_day(&self) -> Option<Date> {
        self.start.and_then(PartialDate::full)
    }

    /// Last day, when it is a full date.
    pub fn last_day(&self) -> Option<Date> {
        self.end.and_then(PartialDate::full)
    }

    /// How finely it is known.
    pub fn precision(&self) -> DatePrecision {
        self.precision
    }

    /// What to print when there is no full date: the day without year, else the report's words.
    pub fn date_text(&self) -> Option<String> {
        match self.start {
            Some(start @ PartialDate::DayOfYear { .. }) => Some(start.to_string()),
            _ => self.text.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_without_year_reads_and_writes() {
        let day: PartialDate = "--10-19".parse().unwrap();
        assert_eq!(day.to_string(), "--10-19");
        assert!("--02-30".parse::<PartialDate>().is_err());
        assert!("2019-13-01".parse::<PartialDate>().is_err());
        assert!("--02-29".parse::<PartialDate>().is_ok());
    }

    #[test]
    fn a_span_never_ends_before_it_starts() {
        let (july, june) = (Date::constant(2019, 7, 1), Date::constant(2019, 6, 1));
        assert!(DateSpan::between(july, june, DatePrecision::Range, "range").is_err());
    }
}
