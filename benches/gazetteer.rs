//! Names to places: `cargo bench --bench gazetteer`. `SITMAP_BENCH_TABLE=file` measures an imported table instead of the
//! world's.
#![expect(clippy::unwrap_used, reason = "a bench fails by panicking")]

use divan::{Bencher, black_box};
use sitmap::gazetteer::table::Table;
use sitmap::gazetteer::{Gazetteer, NameQuery};
use sitmap::text::{Level, ToponymKey, fold, skeleton};
use std::path::PathBuf;
use std::sync::LazyLock;

/// Names that are there, misspelt ones, and one that is nowhere.
const NAMES: [&str; 8] = [
    "Mosul",
    "Samarra",
    "Smarra",
    "San Antonio",
    "Damascuss",
    "Salaheddine",
    "Hajjin",
    "Zarqanufiyah",
];

static TABLE: LazyLock<Option<Table>> = LazyLock::new(|| {
    let path = std::env::var_os("SITMAP_BENCH_TABLE")?;
    Some(Table::open(&PathBuf::from(path)).unwrap())
});

fn table() -> &'static Table {
    TABLE
        .as_ref()
        .unwrap_or_else(|| Gazetteer::embedded().unwrap().world().unwrap())
}

fn keys() -> Vec<ToponymKey> {
    NAMES.iter().map(|name| fold(name, Level::Sound)).collect()
}

fn main() {
    divan::main();
}

/// Everything that a start of the program does: shapes, curated names, units.
#[divan::bench(sample_count = 10)]
fn start() -> Gazetteer {
    Gazetteer::layered(&[], Vec::new()).unwrap()
}

#[divan::bench(args = NAMES)]
fn resolve_one_name(bencher: Bencher<'_, '_>, name: &str) {
    let gazetteer = Gazetteer::embedded().unwrap();
    let query = NameQuery {
        name: name.to_owned(),
        ..NameQuery::default()
    };
    bencher.bench(|| gazetteer.resolve_name(black_box(&query)));
}

#[divan::bench(args = [1, 2])]
fn edits_of_eight_names(bencher: Bencher<'_, '_>, most: u8) {
    let (table, keys) = (table(), keys());
    bencher.bench(|| {
        let found = keys.iter().map(|key| table.by_edits(key, most).len());
        found.sum::<usize>()
    });
}

#[divan::bench]
fn eight_sound_keys(bencher: Bencher<'_, '_>) {
    let (table, keys) = (table(), keys());
    bencher.bench(|| keys.iter().filter(|key| table.knows(key)).count());
}

/// Two steps for every key, as words of a text come one after the other.
#[divan::bench]
fn eight_walks_of_two_steps(bencher: Bencher<'_, '_>) {
    let (table, keys) = (table(), keys());
    bencher.bench(|| {
        let walk = |key: &ToponymKey| {
            let (first, rest) = key.as_str().split_at_checked(3)?;
            table.step(table.step(table.start(), first)?, rest)
        };
        keys.iter().filter(|key| walk(key).is_some()).count()
    });
}

#[divan::bench]
fn skeletons_of_a_country(bencher: Bencher<'_, '_>) {
    let table = table();
    let skeletons: Vec<ToponymKey> = keys().iter().filter_map(skeleton).collect();
    bencher.bench(|| {
        let found = skeletons
            .iter()
            .filter_map(|key| table.by_skeleton(key, Some("IQ")));
        found.map(Iterator::count).sum::<usize>()
    });
}

#[divan::bench]
fn ten_nearest(bencher: Bencher<'_, '_>) {
    let table = table();
    bencher.bench(|| table.nearest(black_box([43.13, 36.34]), 10, 100_000.0));
}

#[divan::bench]
fn search_box(bencher: Bencher<'_, '_>) {
    let gazetteer = Gazetteer::embedded().unwrap();
    bencher.bench(|| gazetteer.search(black_box("Mosu"), 20));
}

#[divan::bench]
fn open(bencher: Bencher<'_, '_>) {
    let Some(path) = std::env::var_os("SITMAP_BENCH_TABLE").map(PathBuf::from) else {
        return;
    };
    bencher.bench(|| Table::open(&path).unwrap());
}
