//! The tables of `relations.toml`.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::sync::LazyLock;

/// How much ground a word such as "outskirts" takes in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Surroundings {
    pub(super) km: f64,
    pub(super) says: String,
}

/// Lists of words by what they do.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RelationWords {
    pub(super) of: FxHashSet<String>,
    pub(super) from: FxHashSet<String>,
    pub(super) fillers: FxHashSet<String>,
    pub(super) parts: FxHashSet<String>,
    pub(super) centres: FxHashSet<String>,
    pub(super) between: FxHashSet<String>,
    pub(super) borders: FxHashSet<String>,
    pub(super) roads: FxHashSet<String>,
    pub(super) axes: FxHashSet<String>,
    pub(super) triangles: FxHashSet<String>,
    pub(super) joints: FxHashSet<String>,
    pub(super) banks: FxHashSet<String>,
    pub(super) stretches: FxHashSet<String>,
}

/// The numbers from which honest radii are made.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Doubt {
    pub(super) share_of_distance: f64,
    pub(super) least_km: f64,
    pub(super) share_of_origin: f64,
    pub(super) beyond_radii: f64,
    pub(super) beyond_least_km: f64,
    pub(super) bend_of_road: f64,
    pub(super) stretch_km: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RelationTables {
    pub(super) metres: FxHashMap<String, f64>,
    pub(super) numbers: FxHashMap<String, f64>,
    pub(super) around: FxHashMap<String, Surroundings>,
    /// Feature codes that a kind of surroundings speaks for.
    pub(super) hints: FxHashMap<String, Vec<String>>,
    pub(super) words: RelationWords,
    pub(super) doubt: Doubt,
}

pub(super) static RELATIONS: LazyLock<RelationTables> = LazyLock::new(|| {
    toml::from_str(include_str!("relations.toml")).expect("relations.toml is checked by the tests")
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Level, fold};

    #[test]
    fn the_words_are_folded() {
        let words = &RELATIONS.words;
        let lists = [
            &words.of,
            &words.parts,
            &words.centres,
            &words.between,
            &words.borders,
            &words.roads,
            &words.axes,
            &words.triangles,
            &words.joints,
            &words.banks,
            &words.stretches,
        ];
        let keys = RELATIONS.metres.keys().chain(RELATIONS.numbers.keys());
        for word in lists
            .into_iter()
            .flatten()
            .chain(keys)
            .chain(RELATIONS.around.keys())
        {
            assert_eq!(fold(word, Level::Letters).as_str(), word);
        }
    }
}
