use super::*;
use proptest::prelude::*;

const CASES: &str = include_str!("../../../tests/cases/numbers.tsv");

/// "10.." for at least 10, "..40" for at most 40, "2..4", "9"; then what sets it apart.
fn code(quantity: &Quantity, sentence: &str) -> String {
    let end = |end: Option<u64>| end.map_or_else(String::new, |end| end.to_string());
    let Quantity { interval, .. } = quantity;
    let number = interval.exact().map_or_else(
        || format!("{}..{}", end(interval.min()), end(interval.max())),
        |n| n.to_string(),
    );
    let flags = [
        (quantity.vague, "vague"),
        (quantity.approximate, "approximate"),
        (quantity.article, "article"),
        (quantity.dual, "dual"),
        (quantity.whole, "whole"),
    ];
    let flags: String = flags
        .iter()
        .filter(|(on, _)| *on)
        .flat_map(|(_, name)| [" ", name])
        .collect();
    let kind = match (quantity.kind, quantity.unit) {
        (QuantityKind::Count, _) => String::new(),
        (QuantityKind::Measure, Some(unit)) => format!(" {unit:?}"),
        (kind, _) => format!(" {kind:?}"),
    };
    format!("{}={number}{flags}{kind}", quantity.span.of(sentence))
}

/// A row is a sentence and the numbers expected, apart from articles and what is never counted unless it is listed.
#[test]
fn sentences_hold_the_numbers_of_the_table() {
    let mut faults = Vec::new();
    for row in CASES
        .lines()
        .filter(|row| !row.starts_with('#') && !row.is_empty())
    {
        let (sentence, expected) = row.split_once('\t').unwrap();
        let found: Vec<String> = quantities(sentence)
            .iter()
            .map(|quantity| code(quantity, sentence))
            .collect();
        let found = found.join(" | ");
        if found != expected.trim() {
            faults.push(format!(
                "{sentence}\n  expected {expected}\n  found    {found}"
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

proptest! {
    #[test]
    fn any_row_of_words_is_read(words in prop::collection::vec(prop::sample::select(WORDS), 0..12)) {
        let sentence = words.join(" ");
        let mut end = 0;
        for quantity in quantities(&sentence) {
            prop_assert!(quantity.span.start >= end && quantity.span.end <= sentence.len());
            end = quantity.span.end;
        }
    }
}

const WORDS: &[&str] = &[
    "a",
    "an",
    "no",
    "one",
    "nine",
    "ninety",
    "hundred",
    "thousand",
    "billion",
    "million",
    "dozen",
    "dozens",
    "several",
    "some",
    "more than",
    "less than",
    "nearly",
    "about",
    "just over",
    "between",
    "and",
    "to",
    "-",
    "or more",
    "18446744073709551615",
    "10000000000000000000",
    "99999999999999999999",
    "0",
    "0.0",
    "2.5",
    "1.2.3",
    "4,800",
    "7",
    "km",
    "of the",
    "12-year-old",
    "$",
    "%",
    "th",
    ":",
    "/",
    "+",
    "\u{62e}\u{645}\u{633}\u{629}",
    "\u{648}\u{639}\u{634}\u{631}\u{648}\u{646}",
    "\u{648}",
    "\u{662}",
];
