use super::{Bound, Unit};
use crate::extract::token::{Phrases, fold};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

#[derive(Debug, Deserialize)]
struct Raw {
    values: HashMap<String, u64>,
    scales: HashMap<String, u64>,
    vague: BTreeMap<String, u64>,
    exact: BTreeMap<String, u64>,
    bounds: BTreeMap<Bound, RawBound>,
    ranges: Ranges,
    dual: Dual,
    units: BTreeMap<Unit, Vec<String>>,
    never: RawNever,
}

#[derive(Debug, Deserialize)]
struct RawBound {
    before: Vec<String>,
    after: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Ranges {
    connectors: Vec<String>,
    changes: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Dual {
    words: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct RawNever {
    money_symbols: Vec<String>,
    ordinal_suffixes: Vec<String>,
    ordinals: Vec<String>,
    fractions: Vec<String>,
    designators: Vec<String>,
    capitalised_designators: Vec<String>,
    units_after: Vec<String>,
    age_before: Vec<String>,
    age_after: Vec<String>,
    clock_after: Vec<String>,
    clock_before: Vec<String>,
    times: Vec<String>,
    one_after: Vec<String>,
    one_before: Vec<String>,
    superlatives: Vec<String>,
    counted_when_joined: Vec<String>,
    whole_before: Vec<String>,
    counted_nouns: Vec<String>,
    determiners: Vec<String>,
}

/// The table of numbers, ready for use; words are folded.
#[derive(Debug)]
pub(super) struct Table {
    /// Every word, without prefix, that a number or its bound begins with.
    pub(super) beginnings: FxHashSet<String>,
    pub(super) values: FxHashMap<String, u64>,
    pub(super) scales: FxHashMap<String, u64>,
    pub(super) vague: Phrases<u64>,
    pub(super) exact: Phrases<u64>,
    pub(super) bounds_before: Phrases<Bound>,
    pub(super) bounds_after: Phrases<Bound>,
    pub(super) connectors: FxHashSet<String>,
    pub(super) changes: FxHashSet<String>,
    pub(super) dual: FxHashSet<String>,
    pub(super) units: Phrases<Unit>,
    pub(super) never: Never,
}

/// What makes a number no count.
#[derive(Debug)]
pub(super) struct Never {
    pub(super) money_symbols: FxHashSet<String>,
    pub(super) ordinal_suffixes: FxHashSet<String>,
    pub(super) ordinals: FxHashSet<String>,
    pub(super) fractions: FxHashSet<String>,
    pub(super) designators: FxHashSet<String>,
    pub(super) capitalised_designators: FxHashSet<String>,
    pub(super) units_after: FxHashSet<String>,
    pub(super) age_before: FxHashSet<String>,
    pub(super) age_after: Phrases<()>,
    pub(super) clock_after: Phrases<()>,
    pub(super) clock_before: FxHashSet<String>,
    pub(super) times: FxHashSet<String>,
    pub(super) one_after: FxHashSet<String>,
    pub(super) one_before: FxHashSet<String>,
    pub(super) superlatives: FxHashSet<String>,
    pub(super) counted_when_joined: FxHashSet<String>,
    pub(super) whole_before: Phrases<()>,
    pub(super) counted_nouns: FxHashSet<String>,
    pub(super) determiners: FxHashSet<String>,
}

pub(super) static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let raw: Raw = toml::from_str(include_str!("../lexicon/numbers.toml"))
        .expect("the table is part of the program and tested");
    let mut table = Table {
        beginnings: FxHashSet::default(),
        values: raw
            .values
            .into_iter()
            .map(|(word, value)| (fold(&word), value))
            .collect(),
        scales: raw
            .scales
            .into_iter()
            .map(|(word, value)| (fold(&word), value))
            .collect(),
        vague: phrases(&raw.vague),
        exact: phrases(&raw.exact),
        bounds_before: bounds(&raw.bounds, |bound| &bound.before),
        bounds_after: bounds(&raw.bounds, |bound| &bound.after),
        connectors: folded(&raw.ranges.connectors),
        changes: folded(&raw.ranges.changes),
        dual: folded(&raw.dual.words),
        units: units(&raw.units),
        never: Never::from(&raw.never),
    };
    table.beginnings = beginnings(&table);
    table
});

/// Words that open a range, or stand for one or none before a word.
const OPENERS: [&str; 5] = ["between", "بين", "a", "an", "no"];

fn beginnings(table: &Table) -> FxHashSet<String> {
    let phrases = table.vague.first_words().chain(table.exact.first_words());
    let words = table.values.keys().chain(table.scales.keys());
    let words = words.chain(&table.dual).chain(&table.never.ordinals);
    phrases
        .chain(table.bounds_before.first_words())
        .chain(words.map(String::as_str))
        .chain(OPENERS)
        .map(str::to_owned)
        .collect()
}

fn folded(words: &[String]) -> FxHashSet<String> {
    words.iter().map(|word| fold(word)).collect()
}

fn phrases(table: &BTreeMap<String, u64>) -> Phrases<u64> {
    Phrases::new(
        table
            .iter()
            .map(|(phrase, value)| (phrase.as_str(), *value)),
    )
}

fn marks(words: &[String]) -> Phrases<()> {
    Phrases::new(words.iter().map(|word| (word.as_str(), ())))
}

fn bounds(
    table: &BTreeMap<Bound, RawBound>,
    side: fn(&RawBound) -> &Vec<String>,
) -> Phrases<Bound> {
    let all = table
        .iter()
        .flat_map(|(bound, raw)| side(raw).iter().map(|phrase| (phrase.as_str(), *bound)));
    Phrases::new(all)
}

fn units(table: &BTreeMap<Unit, Vec<String>>) -> Phrases<Unit> {
    Phrases::new(
        table
            .iter()
            .flat_map(|(unit, forms)| forms.iter().map(|form| (form.as_str(), *unit))),
    )
}

impl From<&RawNever> for Never {
    fn from(raw: &RawNever) -> Self {
        Self {
            money_symbols: folded(&raw.money_symbols),
            ordinal_suffixes: folded(&raw.ordinal_suffixes),
            ordinals: folded(&raw.ordinals),
            fractions: folded(&raw.fractions),
            designators: folded(&raw.designators),
            capitalised_designators: folded(&raw.capitalised_designators),
            units_after: folded(&raw.units_after),
            age_before: folded(&raw.age_before),
            age_after: marks(&raw.age_after),
            clock_after: marks(&raw.clock_after),
            clock_before: folded(&raw.clock_before),
            times: folded(&raw.times),
            one_after: folded(&raw.one_after),
            one_before: folded(&raw.one_before),
            superlatives: folded(&raw.superlatives),
            counted_when_joined: folded(&raw.counted_when_joined),
            whole_before: marks(&raw.whole_before),
            counted_nouns: folded(&raw.counted_nouns),
            determiners: folded(&raw.determiners),
        }
    }
}
