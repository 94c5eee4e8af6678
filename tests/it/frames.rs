//! One way or more in which reading a report goes wrong, for each of 36 groups of them, and what must come out.

use super::reading::{read, report, rows, written};
use std::collections::BTreeSet;

const RIGHT: &str = include_str!("../cases/frames.tsv");
const KNOWN_WRONG: &str = include_str!("../cases/frames-known-wrong.tsv");
/// Groups of ways to go wrong, from negation to typography.
const GROUPS: u32 = 36;

fn events(text: &str, published_at: &str) -> String {
    written(&read(&report(text, "-", published_at)).events)
}

#[test]
fn texts_give_the_events_that_the_table_says() {
    let fault = |(line, [_group, text, published_at, expected]): (usize, [&str; 4])| {
        let found = events(text, published_at);
        (found != expected)
            .then(|| format!("line {line}: {text}\n  expected {expected}\n  found    {found}"))
    };
    let faults: Vec<String> = rows(RIGHT).into_iter().filter_map(fault).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Wrong answers that are known: one that has become another must leave the table.
#[test]
fn known_wrong_events_are_still_the_ones_written_down() {
    let fault = |(line, [_group, text, published_at, now, right, _why]): (usize, [&str; 6])| {
        assert_ne!(
            now, right,
            "line {line}: a right answer belongs into frames.tsv"
        );
        let found = events(text, published_at);
        let verdict = if found == right {
            "is right now, move it to frames.tsv"
        } else {
            "is wrong in another way"
        };
        (found != now).then(|| format!("line {line}: {text}\n  {verdict}: {found}"))
    };
    let faults: Vec<String> = rows(KNOWN_WRONG).into_iter().filter_map(fault).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_group_has_a_row() {
    let right = rows::<4>(RIGHT).into_iter().map(|(_, row)| row[0]);
    let wrong = rows::<6>(KNOWN_WRONG).into_iter().map(|(_, row)| row[0]);
    let found: BTreeSet<u32> = right
        .chain(wrong)
        .map(|group| group.parse().unwrap())
        .collect();
    assert_eq!(found, (1..=GROUPS).collect());
}
