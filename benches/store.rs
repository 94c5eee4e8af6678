//! Storing reports, each durable before the next one begins: `cargo bench --bench store`.
#![expect(clippy::unwrap_used, reason = "a bench fails by panicking")]
#![expect(clippy::print_stdout, reason = "a bench tells its sizes")]

#[path = "../tests/it/sample.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod sample;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use sitmap::domain::Coding;
use sitmap::store::{GeoPackage, OpenMode, Store as _};
use tempfile::TempDir;

const REPORTS: u64 = 200;

fn main() {
    let (folder, mut store) = empty();
    let codings = codings();
    apply_all(&mut store, &codings);
    let text: usize = codings.iter().map(|coding| coding.report.text.len()).sum();
    drop(store);
    let file = std::fs::metadata(folder.path().join("data.gpkg"))
        .unwrap()
        .len();
    println!(
        "{REPORTS} reports with 5 events and 10 mentions each: {text} bytes of text, {file} bytes of file"
    );
    divan::main();
}

fn codings() -> Vec<Coding> {
    (0..REPORTS)
        .map(|n| sample::coding(&format!("r{n:05}"), 5, n))
        .collect()
}

fn empty() -> (TempDir, GeoPackage) {
    let folder = tempfile::tempdir().unwrap();
    let store = GeoPackage::open(folder.path().join("data.gpkg"), OpenMode::Create).unwrap();
    (folder, store)
}

fn apply_all(store: &mut GeoPackage, codings: &[Coding]) {
    for coding in codings {
        store
            .apply(coding, &sample::versions(), sample::at())
            .unwrap();
    }
}

fn bytes(codings: &[Coding]) -> BytesCount {
    BytesCount::new(
        codings
            .iter()
            .map(|coding| coding.report.text.len())
            .sum::<usize>(),
    )
}

#[divan::bench(sample_count = 10)]
fn new_reports(bencher: Bencher<'_, '_>) {
    let codings = codings();
    bencher
        .counter(bytes(&codings))
        .counter(ItemsCount::new(codings.len()))
        .with_inputs(empty)
        .bench_local_values(|(folder, mut store)| {
            apply_all(&mut store, &codings);
            (folder, store)
        });
}

#[divan::bench(sample_count = 10)]
fn new_reports_in_memory(bencher: Bencher<'_, '_>) {
    let codings = codings();
    bencher
        .counter(bytes(&codings))
        .counter(ItemsCount::new(codings.len()))
        .with_inputs(|| GeoPackage::in_memory().unwrap())
        .bench_local_values(|mut store| {
            apply_all(&mut store, &codings);
            store
        });
}

#[divan::bench(sample_count = 10)]
fn unchanged_reports(bencher: Bencher<'_, '_>) {
    let codings = codings();
    let (folder, mut store) = empty();
    apply_all(&mut store, &codings);
    bencher
        .counter(ItemsCount::new(codings.len()))
        .bench_local(|| apply_all(&mut store, &codings));
    drop(folder);
}

#[divan::bench(sample_count = 10)]
fn load_all_events(bencher: Bencher<'_, '_>) {
    let codings = codings();
    let mut store = GeoPackage::in_memory().unwrap();
    apply_all(&mut store, &codings);
    bencher
        .counter(ItemsCount::new(codings.len() * 5))
        .bench_local(|| store.events().unwrap());
}
