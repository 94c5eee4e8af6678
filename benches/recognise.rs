//! How fast toponyms are found, beside a plain pass over the words of the same texts: `cargo bench --bench recognise`.
//! The quotient of the two figures says what recognition costs, whatever the machine.
#![expect(clippy::unwrap_used, reason = "a bench fails by panicking")]

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use sitmap::domain::{Report, ReportDraft, Span};
use sitmap::extract::Document;
use sitmap::gazetteer::Gazetteer;
use sitmap::text::words;

/// Every example report is read so often.
const COPIES: usize = 20;

fn main() {
    divan::main();
}

/// Texts with the stretches in which names are looked for.
fn texts() -> Vec<(String, Vec<Span>)> {
    let lines = include_str!("../examples/reports/reports.jsonl").lines();
    let text = |line: &str| {
        let draft: ReportDraft = serde_json::from_str(line).unwrap();
        let report = Report::new(draft).unwrap();
        let stretches = Document::read(&report).stretches();
        (report.text, stretches)
    };
    let texts: Vec<_> = lines.map(text).collect();
    (0..COPIES).flat_map(|_| texts.clone()).collect()
}

fn bytes(texts: &[(String, Vec<Span>)]) -> BytesCount {
    BytesCount::new(texts.iter().map(|(text, _)| text.len()).sum::<usize>())
}

/// The floor: every word once.
#[divan::bench(sample_count = 20)]
fn plain_words(bencher: Bencher<'_, '_>) {
    let texts = texts();
    bencher.counter(bytes(&texts)).bench_local(|| {
        for (text, stretches) in &texts {
            for span in stretches {
                black_box(words(text, *span));
            }
        }
    });
}

/// Every toponym of every text.
#[divan::bench(sample_count = 20)]
fn recognition(bencher: Bencher<'_, '_>) {
    let texts = texts();
    let gazetteer = Gazetteer::embedded().unwrap();
    bencher.counter(bytes(&texts)).bench_local(|| {
        for (text, stretches) in &texts {
            black_box(gazetteer.toponyms(text, stretches));
        }
    });
}
