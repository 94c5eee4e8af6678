//! Counts by time, type or place.

use super::facts::{Facts, TypeCounts};
use super::set::Set;
use crate::domain::{DomainError, Query};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::str::FromStr;

/// What to count by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// Calendar day.
    Day,
    /// ISO week, from Monday.
    Week,
    /// Month.
    Month,
    /// Year.
    Year,
    /// ACLED event type.
    EventType,
    /// Country.
    Country,
    /// First-level unit.
    Admin1,
}

impl By {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Year,
        Self::EventType,
        Self::Country,
        Self::Admin1,
    ];

    /// The word of the interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
            Self::EventType => "event_type",
            Self::Country => "country",
            Self::Admin1 => "admin1",
        }
    }

    fn is_time(self) -> bool {
        matches!(self, Self::Day | Self::Week | Self::Month | Self::Year)
    }
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for By {
    type Err = DomainError;

    fn from_str(text: &str) -> Result<Self, DomainError> {
        const EXPECTED: &str = "day, week, month, year, event_type, country or admin1";
        let named = |by: &&Self| by.as_str() == text;
        let by = Self::ALL.iter().find(named).copied();
        by.ok_or_else(|| DomainError::new(EXPECTED, text))
    }
}

/// Counts in bins. `matched` is the sum of the bins, `undated` and `unknown`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Aggregate {
    /// What was counted by.
    pub by: By,
    /// How many events match.
    #[serde(rename = "numberMatched")]
    pub matched: u64,
    /// Events without a full date, when counting by time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undated: Option<u64>,
    /// Events that only may lie in the `datetime` asked for: some of the days that they can have had lie outside, or are
    /// not known. `None` when no time was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub possible: Option<u64>,
    /// Events whose country or first-level unit is not known, when counting by those.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown: Option<u64>,
    /// Bins with events: by time in order of time, otherwise the largest first.
    pub bins: Vec<Bin>,
}

/// One bin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bin {
    /// `2019-07-08`, `2019-W28`, `2019-07`, `2019`, an event type, a country or a unit.
    pub key: String,
    /// First day, of a bin of time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Date>,
    /// Last day, of a bin of time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<Date>,
    /// How many events; one that runs over several bins counts in that of its start.
    pub count: u64,
    /// How many of each type, of a bin of time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub types: Option<TypeCounts>,
}

impl Aggregate {
    pub(super) fn of(set: &Set, query: &Query, by: By) -> Self {
        let filter = set.filter(query);
        let rows = set.rows(&filter).into_vec();
        let facts = rows.iter().map(|row| &set.facts[*row as usize]);
        let outside = |facts: &&Facts| !filter.holds_all_days(facts);
        let possible = query
            .datetime
            .map(|_| facts.clone().filter(outside).count() as u64);
        let (bins, left) = match by {
            By::EventType => by_word(facts, |f| Some(f.sub_event_type.event_type().as_str())),
            By::Country => by_word(facts, |f| Some(set.words.country.word(f.country?))),
            By::Admin1 => by_word(facts, |f| Some(set.words.admin1.word(f.admin1?))),
            time => by_time(facts, time),
        };
        Self {
            by,
            matched: rows.len() as u64,
            undated: by.is_time().then_some(left),
            possible,
            unknown: matches!(by, By::Country | By::Admin1).then_some(left),
            bins,
        }
    }
}

/// Counts under each key, and those without one.
fn count<'a, K: Hash + Eq>(
    facts: impl Iterator<Item = &'a Facts>,
    key: impl Fn(&Facts) -> Option<K>,
) -> (Vec<(K, TypeCounts)>, u64) {
    let mut bins: HashMap<K, TypeCounts> = HashMap::new();
    let mut left = 0;
    for facts in facts {
        match key(facts) {
            Some(key) => bins
                .entry(key)
                .or_default()
                .add(facts.sub_event_type.event_type()),
            None => left += 1,
        }
    }
    (bins.into_iter().collect(), left)
}

fn by_time<'a>(facts: impl Iterator<Item = &'a Facts>, by: By) -> (Vec<Bin>, u64) {
    let (mut bins, left) = count(facts, |facts| facts.day().map(|day| first_day(day, by)));
    bins.sort_unstable_by_key(|(start, _)| *start);
    let bin = |(start, types): (Date, TypeCounts)| Bin {
        key: time_key(start, by),
        start: Some(start),
        end: Some(last_day(start, by)),
        count: types.total(),
        types: Some(types),
    };
    (bins.into_iter().map(bin).collect(), left)
}

fn by_word<'a, 'b>(
    facts: impl Iterator<Item = &'a Facts>,
    word: impl Fn(&Facts) -> Option<&'b str>,
) -> (Vec<Bin>, u64) {
    let (bins, left) = count(facts, word);
    let bin = |(key, types): (&str, TypeCounts)| Bin {
        key: key.to_owned(),
        start: None,
        end: None,
        count: types.total(),
        types: None,
    };
    let mut bins: Vec<Bin> = bins.into_iter().map(bin).collect();
    bins.sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.key.cmp(&b.key)));
    (bins, left)
}

/// The first day of the bin that holds a day. The calendar ends at the years ±9999, where a bin is cut short.
fn first_day(day: Date, by: By) -> Date {
    match by {
        By::Week => {
            let since_monday = i64::from(day.weekday().to_monday_zero_offset());
            day.saturating_sub(jiff::Span::new().days(since_monday))
        }
        By::Month => day.first_of_month(),
        By::Year => day.first_of_year(),
        _ => day,
    }
}

fn last_day(start: Date, by: By) -> Date {
    match by {
        By::Week => start.saturating_add(jiff::Span::new().days(6)),
        By::Month => start.last_of_month(),
        By::Year => start.last_of_year(),
        _ => start,
    }
}

fn time_key(start: Date, by: By) -> String {
    match by {
        By::Week => {
            let week = start.iso_week_date();
            format!("{:04}-W{:02}", week.year(), week.week())
        }
        By::Month => format!("{:04}-{:02}", start.year(), start.month()),
        By::Year => format!("{:04}", start.year()),
        _ => start.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_begins_on_monday_and_may_belong_to_another_year() {
        let start = first_day(Date::constant(2021, 1, 3), By::Week);
        assert_eq!(start, Date::constant(2020, 12, 28));
        assert_eq!(last_day(start, By::Week), Date::constant(2021, 1, 3));
        assert_eq!(time_key(start, By::Week), "2020-W53");
    }

    #[test]
    fn a_month_ends_where_the_calendar_says() {
        let start = first_day(Date::constant(2020, 2, 10), By::Month);
        assert_eq!(last_day(start, By::Month), Date::constant(2020, 2, 29));
        assert_eq!(time_key(start, By::Month), "2020-02");
    }

    #[test]
    fn every_word_reads_back() {
        for by in By::ALL {
            assert_eq!(by.as_str().parse(), Ok(*by));
        }
        assert!("decade".parse::<By>().is_err());
    }
}
