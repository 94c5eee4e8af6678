//! From the text of reports to stored events, on one core: `cargo bench --bench ingest`.
#![expect(clippy::unwrap_used, reason = "a bench fails by panicking")]

use divan::Bencher;
use divan::counter::BytesCount;
use jiff::Timestamp;
use sitmap::app::{App, Intake, Item};
use sitmap::datasets::Row;
use sitmap::domain::{Collection, Query, Report, ReportDraft};
use sitmap::extract::extract;
use sitmap::gazetteer::Gazetteer;
use sitmap::store::{GeoPackage, OpenMode};
use tempfile::TempDir;

/// Every example report is taken so often, under other ids.
const COPIES: usize = 20;

fn main() {
    divan::main();
}

fn drafts() -> Vec<ReportDraft> {
    let lines = include_str!("../examples/reports/reports.jsonl").lines();
    let examples: Vec<ReportDraft> = lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let copy = |n: usize, draft: &ReportDraft| ReportDraft {
        id: Some(format!("{}-{n}", draft.id.as_deref().unwrap())),
        ..draft.clone()
    };
    (0..COPIES)
        .flat_map(|n| {
            examples
                .iter()
                .map(move |draft| copy(n, draft))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn bytes(drafts: &[ReportDraft]) -> BytesCount {
    BytesCount::new(drafts.iter().map(|draft| draft.text.len()).sum::<usize>())
}

fn store(folder: &TempDir) -> Box<GeoPackage> {
    Box::new(GeoPackage::open(folder.path().join("data.gpkg"), OpenMode::Create).unwrap())
}

fn app(folder: &TempDir) -> App {
    App::open(store(folder), Gazetteer::embedded().unwrap()).unwrap()
}

/// Reading alone: mentions, places, events.
#[divan::bench(sample_count = 10)]
fn reading(bencher: Bencher<'_, '_>) {
    let drafts = drafts();
    let reports: Vec<Report> = drafts
        .iter()
        .cloned()
        .map(|draft| Report::new(draft).unwrap())
        .collect();
    let gazetteer = Gazetteer::embedded().unwrap();
    bencher.counter(bytes(&drafts)).bench_local(|| {
        reports
            .iter()
            .map(|report| extract(report, gazetteer).events.len())
            .sum::<usize>()
    });
}

/// Reading and storing: what `sitmap ingest` does.
#[divan::bench(sample_count = 10)]
fn reading_and_storing(bencher: Bencher<'_, '_>) {
    let drafts = drafts();
    let fresh = || {
        let folder = tempfile::tempdir().unwrap();
        let intake = Intake::new(store(&folder), Gazetteer::embedded().unwrap());
        (folder, intake)
    };
    bencher
        .counter(bytes(&drafts))
        .with_inputs(fresh)
        .bench_local_values(|(folder, intake)| {
            let row = |draft: &ReportDraft| Row {
                line: 1,
                draft: Ok(draft.clone()),
            };
            let items = drafts.iter().map(|draft| Item {
                input: "bench".into(),
                row: Ok(row(draft)),
            });
            intake
                .ingest_many(items, Timestamp::UNIX_EPOCH, |_| {})
                .unwrap();
            (folder, intake)
        });
}

/// Opening a data file and answering the first question.
#[divan::bench(sample_count = 10)]
fn start_to_first_answer(bencher: Bencher<'_, '_>) {
    let folder = tempfile::tempdir().unwrap();
    let filled = app(&folder);
    for draft in drafts().into_iter().take(20) {
        filled.ingest(draft, Timestamp::UNIX_EPOCH).unwrap();
    }
    drop(filled);
    bencher.bench_local(|| {
        app(&folder)
            .data()
            .snapshot
            .count(Collection::Events, &Query::default())
    });
}
