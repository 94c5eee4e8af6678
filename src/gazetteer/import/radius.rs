//! How far around its point a thing lies when its source does not say: a table by feature code.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const TABLE: &str = include_str!("radii.tsv");

static RADII: LazyLock<FxHashMap<&'static str, f64>> = LazyLock::new(|| {
    TABLE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(code, metres)| Some((code, metres.parse().ok()?)))
        .collect()
});

/// Inhabitants from which a populated place has at least this radius, in metres.
const BY_INHABITANTS: [(u64, f64); 5] = [
    (5_000_000, 20_000.0),
    (1_000_000, 15_000.0),
    (200_000, 8_000.0),
    (50_000, 5_000.0),
    (10_000, 3_000.0),
];

/// Metres; of a code that the table does not have, those of its class.
pub(super) fn radius_m(class: &str, code: &str, inhabitants: Option<u64>) -> f64 {
    const UNKNOWN: f64 = 10_000.0;
    let by_code = RADII.get(code).or_else(|| RADII.get(class));
    let by_code = by_code.copied().unwrap_or(UNKNOWN);
    if class == "P" {
        by_code.max(by_inhabitants(inhabitants.unwrap_or(0)))
    } else {
        by_code
    }
}

fn by_inhabitants(count: u64) -> f64 {
    let row = BY_INHABITANTS.iter().find(|(least, _)| count >= *least);
    row.map_or(0.0, |(_, metres)| *metres)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::FeatureClass;

    #[test]
    fn every_class_has_a_radius_and_every_line_reads() {
        for class in ["A", "H", "L", "P", "R", "S", "T", "U", "V"] {
            assert!(
                class.parse::<FeatureClass>().is_ok() && RADII.contains_key(class),
                "{class}"
            );
        }
        let lines = TABLE.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(RADII.len(), lines);
    }

    #[test]
    fn towns_are_as_large_as_they_have_inhabitants() {
        let metres = |code, count| radius_m("P", code, count).round().to_string();
        assert_eq!(metres("PPL", None), "1500");
        assert_eq!(metres("PPL", Some(60_000)), "5000");
        assert_eq!(metres("PPLA2", Some(60_000)), "5000");
        assert_eq!(metres("PPLA2", Some(900)), "4000");
        assert_eq!(
            radius_m("S", "PPL?", Some(9_000_000)).round().to_string(),
            "500"
        );
    }
}
