//! Days of the calendar: whole weeks, months and years, steps from a day, and spans made of them.

use super::shape::{Part, TimeUnit, Which, YearWord};
use crate::domain::{DatePrecision, DateSpan, PartialDate};
use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

pub(super) fn given(year: YearWord) -> Option<i16> {
    match year {
        YearWord::Given(year) => Some(year),
        _ => None,
    }
}

pub(super) fn full_date(year: i16, month: i8, day: i8, weekday: Option<Weekday>) -> DateSpan {
    match Date::new(year, month, day) {
        Err(_no_such_day) => DateSpan::unknown("no_such_day"),
        Ok(date) if weekday.is_some_and(|weekday| weekday != date.weekday()) => {
            full(date, "full_date_weekday_disagrees")
        }
        Ok(date) => full(date, "full_date"),
    }
}

pub(super) fn full(day: Date, rule: &str) -> DateSpan {
    DateSpan::day(PartialDate::Day(day), rule)
}

pub(super) fn without_year(month: i8, day: i8, rule: &str) -> DateSpan {
    PartialDate::day_of_year(month, day).map_or_else(
        |_no_such_day| DateSpan::unknown("no_such_day"),
        |day| DateSpan::day(day, rule),
    )
}

pub(super) fn stretch(first: Date, last: Date, precision: DatePrecision, rule: &str) -> DateSpan {
    DateSpan::between(first, last, precision, rule)
        .unwrap_or_else(|_reversed| DateSpan::unknown(rule))
}

pub(super) fn range(first: Date, last: Date, rule: &str) -> DateSpan {
    stretch(first, last, DatePrecision::Range, rule)
}

/// Two readings of "last Monday": the last one, or the one of last week.
pub(super) fn either(one: Date, other: Date, rule: &str) -> DateSpan {
    let (first, last) = (one.min(other), one.max(other));
    if first == last {
        full(first, rule)
    } else {
        range(first, last, "ambiguous_weekday").with_candidates(vec![first, last])
    }
}

pub(super) fn whole_month(year: i16, month: i8, rule: &str) -> DateSpan {
    Date::new(year, month, 1).map_or_else(
        |_no_such_day| DateSpan::unknown("no_such_day"),
        |first| stretch(first, first.last_of_month(), DatePrecision::Month, rule),
    )
}

pub(super) fn whole_year(year: i16, rule: &str) -> DateSpan {
    Date::new(year, 1, 1).map_or_else(
        |_no_such_day| DateSpan::unknown("no_such_day"),
        |first| stretch(first, first.last_of_year(), DatePrecision::Year, rule),
    )
}

pub(super) fn years(from: i16, to: i16, rule: &str) -> DateSpan {
    let (first, last) = (Date::new(from, 1, 1), Date::new(to, 12, 31));
    first
        .and_then(|first| last.map(|last| range(first, last, rule)))
        .unwrap_or_else(|_no_such_day| DateSpan::unknown("no_such_day"))
}

/// The same day of the year in each of some years that have it.
pub(super) fn dates(month: i8, day: i8, from: i16, to: i16) -> Vec<Date> {
    (from..=to)
        .filter_map(|year| Date::new(year, month, day).ok())
        .collect()
}

pub(super) fn day_before(month: i8, day: i8, last: Date) -> DateSpan {
    let before = dates(month, day, last.year() - 1, last.year())
        .into_iter()
        .rfind(|day| *day <= last);
    before.map_or_else(
        || DateSpan::unknown("no_such_day"),
        |day| full(day, "range"),
    )
}

pub(super) fn shift(day: Date, days: i32) -> Date {
    day.saturating_add(days.days())
}

pub(super) fn shift_months(day: Date, months: i32) -> Date {
    day.saturating_add(months.months())
}

pub(super) fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

pub(super) fn step(which: Which) -> i16 {
    match which {
        Which::Last => -1,
        Which::This => 0,
        Which::Next => 1,
    }
}

/// The last such weekday before a day.
pub(super) fn weekday_before(day: Date, weekday: Weekday) -> Date {
    day.nth_weekday(-1, weekday).unwrap_or(day)
}

pub(super) fn weekday_after(day: Date, weekday: Weekday) -> Date {
    day.nth_weekday(1, weekday).unwrap_or(day)
}

/// The Monday of last week, this week or next week. Weeks begin on Monday (ISO 8601).
pub(super) fn week_from(day: Date, which: Which) -> Date {
    let monday = shift(day, -i32::from(day.weekday().to_monday_zero_offset()));
    shift(monday, 7 * i32::from(step(which)))
}

pub(super) fn weekday_of_week(monday: Date, weekday: Weekday) -> Date {
    shift(monday, weekday.to_monday_zero_offset().into())
}

pub(super) fn third_of_month(first: Date, part: Part) -> (Date, Date) {
    match part {
        Part::Early | Part::Earlier => (first, shift(first, 9)),
        Part::Mid => (shift(first, 10), shift(first, 19)),
        Part::Late => (shift(first, 20), first.last_of_month()),
    }
}

pub(super) fn third_of_year(first: Date, part: Part) -> (Date, Date) {
    let start = match part {
        Part::Early | Part::Earlier => first,
        Part::Mid => shift_months(first, 4),
        Part::Late => shift_months(first, 8),
    };
    (start, shift_months(start, 3).last_of_month())
}

/// A night begins on its day and ends on the next.
pub(super) fn night_of(span: DateSpan) -> DateSpan {
    match (span.first_day(), span.last_day()) {
        (Some(first), Some(last)) if first == last => range(first, shift(first, 1), "night"),
        _ => span,
    }
}

pub(super) fn back(day: Date, amount: i32, unit: TimeUnit) -> Date {
    match unit {
        TimeUnit::Hour => shift(day, -(amount + 23) / 24),
        TimeUnit::Day => shift(day, -amount),
        TimeUnit::Week | TimeUnit::Weekend => shift(day, -7 * amount),
        TimeUnit::Month => shift_months(day, -amount),
        TimeUnit::Year => day.saturating_sub(amount.years()),
        TimeUnit::Decade => day.saturating_sub((10 * amount).years()),
    }
}

/// "two days ago" is a day, "two weeks ago" a day give or take three, "two months ago" a month, "two years ago" a year.
pub(super) fn exact_offset(day: Date, amount: i32, unit: TimeUnit) -> DateSpan {
    let there = back(day, -amount, unit);
    match unit {
        TimeUnit::Hour => range(there.min(day), there.max(day), "offset"),
        TimeUnit::Day => full(there, "offset"),
        TimeUnit::Week | TimeUnit::Weekend => stretch(
            shift(there, -3),
            shift(there, 3),
            DatePrecision::Week,
            "offset",
        ),
        TimeUnit::Month => whole_month(there.year(), there.month(), "offset"),
        TimeUnit::Year => whole_year(there.year(), "offset"),
        TimeUnit::Decade => DateSpan::unknown("vague_offset"),
    }
}

/// "a few days ago": within the week. Longer vague offsets are left unknown.
pub(super) fn vague_offset(day: Date, low: i32, unit: TimeUnit, steps: i32) -> DateSpan {
    let (near, far) = (shift(day, low * steps), shift(day, 7 * steps));
    match unit {
        TimeUnit::Hour => range(
            shift(day, steps).min(day),
            shift(day, steps).max(day),
            "vague_offset",
        ),
        TimeUnit::Day if low <= 7 => range(near.min(far), near.max(far), "vague_offset"),
        _ => DateSpan::unknown("vague_offset"),
    }
}
