//! From the text of reports to resolved toponyms, on one core: `cargo bench --bench resolve`.
#![expect(clippy::unwrap_used, reason = "a bench fails by panicking")]

use divan::Bencher;
use divan::counter::BytesCount;
use serde::Deserialize;
use sitmap::domain::Span;
use sitmap::gazetteer::{Gazetteer, NameQuery};
use sitmap::text::sentences;

fn main() {
    divan::main();
}

#[derive(Deserialize)]
struct Text {
    text: String,
}

/// The example reports with their sentences.
fn texts() -> Vec<(String, Vec<Span>)> {
    let lines = include_str!("../examples/reports/reports.jsonl").lines();
    let text = |line| serde_json::from_str::<Text>(line).unwrap().text;
    lines
        .map(|line| {
            let text = text(line);
            let sentences = sentences(&text, Span::new(0, text.len()));
            (text, sentences)
        })
        .collect()
}

/// Finding the toponyms of a text and deciding what they mean.
#[divan::bench(sample_count = 20)]
fn find_and_resolve(bencher: Bencher<'_, '_>) {
    let gazetteer = Gazetteer::embedded().unwrap();
    let texts = texts();
    let bytes: usize = texts.iter().map(|(text, _)| text.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        texts
            .iter()
            .map(|(text, sentences)| {
                let toponyms = gazetteer.toponyms(text, sentences);
                gazetteer.resolve(&toponyms, None).len()
            })
            .sum::<usize>()
    });
}

/// One name: borne by hundreds of places, misspelt, in another script.
#[divan::bench(args = ["San José", "Springfield", "Samara", "Smarra", "Chunajfis", "الحويجة"])]
fn one_name(bencher: Bencher<'_, '_>, name: &str) {
    let gazetteer = Gazetteer::embedded().unwrap();
    let query = NameQuery {
        name: name.to_owned(),
        ..NameQuery::default()
    };
    bencher.bench(|| gazetteer.resolve_name(&query).candidates.len());
}
