//! From cues to the probability of being a toponym; weights are fitted by `tools/recognition/fit.py`.

use super::cue::Cue;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

static WEIGHTS: LazyLock<FxHashMap<Cue, f32>> = LazyLock::new(|| {
    read(include_str!("weights.tsv")).expect("weights.tsv is checked by the tests")
});

/// Rows of a cue in words, a tab, its weight in log-odds.
fn read(table: &str) -> Result<FxHashMap<Cue, f32>, String> {
    let rows = table
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty());
    rows.map(|row| {
        let (words, weight) = row
            .split_once('\t')
            .ok_or_else(|| format!("no tab: {row}"))?;
        let cue = Cue::from_words(words).map_err(|error| format!("{words}: {error}"))?;
        let weight = weight.parse().map_err(|error| format!("{row}: {error}"))?;
        Ok((cue, weight))
    })
    .collect()
}

/// Log-odds of being a toponym.
pub(super) fn log_odds(cues: &[Cue]) -> f32 {
    cues.iter().filter_map(|cue| WEIGHTS.get(cue)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_read() {
        assert!(read(include_str!("weights.tsv")).unwrap().len() > 100);
        assert!(read("always 1").is_err());
        assert!(read("nonsense\t1").is_err());
    }
}
