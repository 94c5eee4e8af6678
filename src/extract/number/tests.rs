use super::*;

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
