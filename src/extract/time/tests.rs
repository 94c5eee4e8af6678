use super::*;
use proptest::prelude::*;
use std::collections::HashMap;

/// `2019-07-07`, `2019-07-01/2019-07-31`, `2017-01-01/`, `--10-19`, `?`; then candidates and rule.
fn code(span: &DateSpan) -> String {
    let end = |end: Option<crate::domain::PartialDate>| {
        end.map_or_else(String::new, |day| day.to_string())
    };
    let days = match (span.start(), span.end()) {
        (None, None) => "?".to_owned(),
        (start, last) if start == last => end(start),
        (start, last) => format!("{}/{}", end(start), end(last)),
    };
    let candidates: Vec<String> = span.candidates.iter().map(ToString::to_string).collect();
    let candidates = if candidates.is_empty() {
        String::new()
    } else {
        format!(" [{}]", candidates.join(" "))
    };
    format!("{days}{candidates} {}", span.rule)
}

fn context(settings: &str) -> TimeContext {
    let settings: HashMap<&str, &str> = settings
        .split_whitespace()
        .filter_map(|setting| setting.split_once('='))
        .collect();
    let day = |name: &str| settings.get(name).map(|day| day.parse().unwrap());
    let tense = match settings.get("tense") {
        Some(&"future") => Tense::Future,
        Some(&"present") => Tense::Present,
        _ => Tense::Past,
    };
    TimeContext {
        published_at: day("published"),
        anchor: day("anchor"),
        tense,
        not_before: day("not_before"),
    }
}

/// A row is a sentence, the context, and the expressions expected: words = class, days, rule.
#[test]
fn sentences_hold_the_times_of_the_table() {
    let mut faults = Vec::new();
    let rows = include_str!("../../../tests/cases/times.tsv").lines();
    for row in rows.filter(|row| !row.starts_with('#') && !row.is_empty()) {
        let [sentence, settings, expected] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("three columns: {row}");
        };
        let context = context(settings);
        let of = |time: &TimeExpression| {
            format!(
                "{} = {:?} {}",
                time.text,
                time.class,
                code(&time.resolve(&context))
            )
        };
        let found: Vec<String> = expressions(sentence).iter().map(of).collect();
        let found = found.join(" | ");
        if found != expected.trim() {
            faults.push(format!(
                "{sentence} ({settings})\n  expected {expected}\n  found    {found}"
            ));
        }
    }
    assert!(
        faults.is_empty(),
        "{} rows:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

/// No expression is ever resolved to a day that its own words and the context do not give: without any context only
/// words with a year of their own are full dates.
#[test]
fn nothing_is_dated_without_a_year_or_a_publication_date() {
    let rows = include_str!("../../../tests/cases/times.tsv").lines();
    for row in rows.filter(|row| !row.starts_with('#') && !row.is_empty()) {
        let sentence = row.split('\t').next().unwrap();
        for time in expressions(sentence) {
            let span = time.resolve(&TimeContext::default());
            let dated = span.first_day().or(span.last_day()).is_some();
            let figures = time.text.chars().filter(|c| c.is_numeric()).count();
            assert!(!dated || figures >= 4, "{}: {span:?}", time.text);
            assert_eq!(span.text.as_deref(), Some(time.text.as_str()));
        }
    }
}

proptest! {
    /// Whatever stands next to what, and at either end of the calendar, there is an answer and its words are the span's.
    #[test]
    fn any_row_of_words_is_read(words in prop::collection::vec(prop::sample::select(WORDS), 0..12), year in -9999_i16..=9999) {
        let sentence = words.join(" ");
        let day = Date::new(year, 2, 28).ok();
        let context = TimeContext { published_at: day, anchor: day, tense: Tense::Past, not_before: day };
        let mut end = 0;
        for time in expressions(&sentence) {
            prop_assert!(time.span.start >= end && time.span.of(&sentence) == time.text);
            end = time.span.end;
            let span = time.resolve(&context);
            prop_assert!(span.first_day().zip(span.last_day()).is_none_or(|(first, last)| first <= last));
        }
    }
}

const WORDS: &[&str] = &[
    "the",
    "on",
    "in",
    "of",
    "from",
    "to",
    "and",
    "-",
    ",",
    "(",
    ")",
    "/",
    ".",
    "last",
    "next",
    "this",
    "early",
    "late",
    "night",
    "since",
    "by",
    "until",
    "before",
    "after",
    "a",
    "few",
    "two",
    "several",
    "999",
    "2147483647",
    "99999999999999999999",
    "day",
    "days",
    "weeks",
    "months",
    "years",
    "decades",
    "hours",
    "ago",
    "earlier",
    "later",
    "7",
    "7th",
    "31",
    "29",
    "February",
    "May",
    "June",
    "2014",
    "2100",
    "0001",
    "14",
    "Sunday",
    "Monday",
    "Mondays",
    "yesterday",
    "every",
    "not",
    "goes",
    "by",
    "twice",
    "past",
    "over",
    "summer",
    "winter",
    "Ramadan",
    "Christmas",
    "03/04/2024",
    "31/31/2024",
    "2024-02-30",
    "7.7.2019",
    "1990s",
    "\u{627}\u{644}\u{623}\u{62d}\u{62f}",
    "\u{642}\u{628}\u{644}",
    "\u{64a}\u{648}\u{645}\u{64a}\u{646}",
];
