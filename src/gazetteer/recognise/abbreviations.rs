//! "U.S.", "Ky.", "B.C.": short forms that stand for places.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What an abbreviation stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Abbreviation {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Country,
    Unit,
    Town,
    /// A place only after a name and a comma.
    Postal,
}

/// Longest abbreviation in bytes.
const LONGEST: usize = 8;

static TABLE: LazyLock<FxHashMap<&'static str, Abbreviation>> = LazyLock::new(|| {
    let rows = include_str!("../../../gazetteer/abbreviations.tsv").lines();
    rows.filter_map(row).collect()
});

fn row(line: &'static str) -> Option<(&'static str, Abbreviation)> {
    let mut cells = line.split('\t');
    let (written, name, kind) = (cells.next()?, cells.next()?, cells.next()?);
    let kind = match kind {
        "country" => Kind::Country,
        "unit" => Kind::Unit,
        "town" => Kind::Town,
        "postal" => Kind::Postal,
        _ => return None,
    };
    Some((written, Abbreviation { name, kind }))
}

/// The names that abbreviations stand for.
pub(in super::super) fn stand_ins() -> impl Iterator<Item = &'static str> {
    TABLE.values().map(|abbreviation| abbreviation.name)
}

/// The longest abbreviation that the text begins with, and its length; `last` is where its last word may end.
pub(super) fn at_start_of(text: &str) -> Option<(Abbreviation, usize)> {
    (2..=LONGEST.min(text.len())).rev().find_map(|length| {
        let (written, rest) = text.split_at_checked(length)?;
        let found = TABLE.get(written)?;
        let goes_on = rest.starts_with(|c: char| c.is_alphanumeric() || c == '$')
            || rest.starts_with('.') && !written.ends_with('.') && written.contains('.');
        (!goes_on).then_some((*found, length))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_form_counts_and_words_are_left_alone() {
        let length = |text| at_start_of(text).map(|(found, length)| (found.name, length));
        assert_eq!(length("U.S.-led"), Some(("United States", 4)));
        assert_eq!(length("Ky. (WBKO)"), Some(("Kentucky", 3)));
        assert_eq!(length("USAID"), None);
        assert_eq!(length("Mich"), None);
    }
}
