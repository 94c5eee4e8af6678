//! Questions to a snapshot of 100,000 events, and their answers as bytes: `cargo bench --bench index`.
#![expect(clippy::unwrap_used, reason = "a bench fails by panicking")]
#![expect(clippy::print_stdout, reason = "a bench tells its sizes")]

#[path = "../tests/it/sample.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod sample;

use divan::{Bencher, black_box};
use sitmap::domain::{Collection, Query};
use sitmap::export::{Head, write_geojson};
use sitmap::index::{By, Cursor, Snapshot};
use std::sync::{Arc, LazyLock};

const EVENTS: u64 = 100_000;

/// All events placed and present, so that the collection `events` has 100,000.
static SNAPSHOT: LazyLock<Snapshot> = LazyLock::new(|| Snapshot::new(placed(EVENTS), 1));

fn placed(count: u64) -> Vec<Arc<sitmap::domain::EventRecord>> {
    let records = sample::records(count * 2).into_iter();
    let placed = records.filter(|r| r.event.collection() == Collection::Events);
    let count = usize::try_from(count).unwrap();
    let placed: Vec<_> = placed.take(count).collect();
    assert!(placed.len() > count * 9 / 10, "{}", placed.len());
    placed
}

/// `(name, bbox, country, month)`.
const QUERIES: &[&str] = &[
    "everything",
    "tenth",
    "hundredth",
    "country",
    "box_and_month",
];

fn query(name: &str) -> Query {
    let bbox = |text: &str| Some(text.parse().unwrap());
    let all = Query::default();
    match name {
        "tenth" => Query {
            bbox: bbox("40,32,41.3,36"),
            ..all
        },
        "hundredth" => Query {
            bbox: bbox("40,32,40.5,33"),
            ..all
        },
        "country" => Query {
            country: vec!["SY".parse().unwrap()],
            ..all
        },
        "box_and_month" => Query {
            bbox: bbox("40,32,44,36"),
            datetime: Some("2019-07-01/2019-07-31".parse().unwrap()),
            ..all
        },
        _ => all,
    }
}

fn main() {
    for name in QUERIES {
        let matched = SNAPSHOT.count(Collection::Events, &query(name));
        let total = SNAPSHOT.count(Collection::Events, &Query::default());
        let mut bytes = Vec::new();
        page(name, None, &mut bytes);
        println!(
            "{name}: {matched} of {total} match, a page of 1,000 has {} bytes",
            bytes.len()
        );
    }
    divan::main();
}

fn page(name: &str, after: Option<&Cursor>, out: &mut Vec<u8>) {
    let page = SNAPSHOT.page(Collection::Events, &query(name), after, 1000);
    let head = Head {
        number_matched: Some(page.matched),
        ..Head::default()
    };
    write_geojson(out, &page.records, &head).unwrap();
}

#[divan::bench(args = QUERIES)]
fn page_of_1000_as_geojson(bencher: Bencher<'_, '_>, name: &str) {
    let mut out = Vec::with_capacity(4 << 20);
    bencher.bench_local(|| {
        out.clear();
        page(name, None, &mut out);
        out.len()
    });
}

#[divan::bench]
fn the_last_page_of_1000_as_geojson(bencher: Bencher<'_, '_>) {
    let all = SNAPSHOT.select(Collection::Events, &Query::default());
    let place = all
        .skip(98_000)
        .map(|record| Cursor::of(&record.event))
        .next();
    let mut out = Vec::with_capacity(4 << 20);
    bencher.bench_local(|| {
        out.clear();
        page("everything", place.as_ref(), &mut out);
        out.len()
    });
}

#[divan::bench(args = QUERIES)]
fn count(name: &str) -> u64 {
    SNAPSHOT.count(Collection::Events, black_box(&query(name)))
}

#[divan::bench(args = [3, 6, 9])]
fn view_of_everything(zoom: u8) -> u64 {
    SNAPSHOT.view(black_box(&Query::default()), zoom).matched
}

#[divan::bench]
fn aggregate_by_month() -> u64 {
    SNAPSHOT
        .aggregate(black_box(&Query::default()), By::Month)
        .matched
}

#[divan::bench(sample_count = 10)]
fn snapshot_of_100_000(bencher: Bencher<'_, '_>) {
    let records = placed(EVENTS);
    bencher
        .with_inputs(|| records.clone())
        .bench_values(|records| Snapshot::new(records, 1));
}
