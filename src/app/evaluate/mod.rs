//! How good is Sitmap on texts and names whose places are known? Pure metrics, no reading of files.
//!
//! A gold line holds what is right, a prediction line is what `sitmap geoparse` or `sitmap resolve --batch` prints.
//! Every figure has the definition that design and scorers of the project agreed on: spans count code points, a
//! leading "the" and a trailing 's do not count, no answer is a wrong answer.

mod answers;
mod bootstrap;
mod documents;
mod geoparse;
mod lines;
mod names;
mod pairs;
mod selective;

pub use lines::{GoldDocument, GoldName, GoldPair, Prediction, read_lines};
pub use selective::Bin;

use super::{Line, Task, answer_line};
use crate::domain::Report;
use crate::extract::Document;
use crate::gazetteer::Gazetteer;
use crate::text::CodePoints;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::HashMap;

/// One figure with its 95 % interval over resampled documents.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Metric {
    /// What is measured.
    pub name: String,
    /// `None` when there is nothing to measure it on.
    pub value: Option<f64>,
    /// `None` for figures that are not resampled.
    pub interval: Option<[f64; 2]>,
}

/// All figures of one gold file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evaluation {
    /// Documents, names or pairs.
    pub items: usize,
    /// How many of them have a prediction.
    pub predicted: usize,
    /// The figures, in the order of the protocol.
    pub metrics: Vec<Metric>,
    /// What scores mean: answers by score, with the shares that are right within 25 km and within what was promised.
    pub reliability: Vec<Bin>,
}

/// Evaluates mentions against toponyms.
pub fn geoparse(gold: &[GoldDocument], predictions: &[Prediction], samples: usize) -> Evaluation {
    geoparse::evaluate(gold, &by_id(predictions), samples)
}

/// Evaluates places of names, or of headlines that hold a name.
pub fn names(gold: &[GoldName], predictions: &[Prediction], samples: usize) -> Evaluation {
    names::evaluate(gold, &by_id(predictions), samples)
}

/// Evaluates pairs of spellings; predictions have the ids `<id>/a` and `<id>/b`.
pub fn pairs(gold: &[GoldPair], predictions: &[Prediction], samples: usize) -> Evaluation {
    pairs::evaluate(gold, &by_id(predictions), samples)
}

fn by_id(predictions: &[Prediction]) -> HashMap<&str, &Prediction> {
    predictions.iter().map(|p| (p.id.as_str(), p)).collect()
}

/// What Sitmap answers to the documents; with given spans it is told where their toponyms stand, and only resolves them.
pub fn read_documents(
    gold: &[GoldDocument],
    given_spans: bool,
    gazetteer: &Gazetteer,
) -> Result<Vec<Prediction>, String> {
    let ask =
        |document: &GoldDocument| ask(Task::Geoparse, &document.question(given_spans), gazetteer);
    gold.iter().map(ask).collect()
}

/// What Sitmap answers to the names; the first-level unit is given only on demand, since it comes from the gold.
pub fn resolve_names(
    gold: &[GoldName],
    with_admin1: bool,
    gazetteer: &Gazetteer,
) -> Result<Vec<Prediction>, String> {
    let task = |name: &GoldName| {
        if name.text.is_some() {
            Task::Geoparse
        } else {
            Task::Resolve
        }
    };
    gold.iter()
        .map(|name| ask(task(name), &name.question(with_admin1), gazetteer))
        .collect()
}

/// What Sitmap answers to both names of every pair.
pub fn resolve_pairs(gold: &[GoldPair], gazetteer: &Gazetteer) -> Result<Vec<Prediction>, String> {
    gold.iter()
        .flat_map(GoldPair::questions)
        .map(|question| ask(Task::Resolve, &question, gazetteer))
        .collect()
}

fn ask(task: Task, question: &Value, gazetteer: &Gazetteer) -> Result<Prediction, String> {
    let id = question.get("id").cloned().unwrap_or_default();
    let failed = |cause: String| format!("{id}: {cause}");
    let line = Line::read(1, question.to_string().as_bytes())
        .ok_or_else(|| failed("expected a question, found none".to_owned()))?;
    let answer = answer_line(task, line, gazetteer);
    let prediction: Prediction =
        serde_json::from_str(&answer).map_err(|error| failed(error.to_string()))?;
    prediction.checked()
}

/// A line for every stretch of a document that recognition judges: its code points, whether it is gold, what speaks
/// for and against it.
pub fn recognition_cues(
    document: &GoldDocument,
    gazetteer: &Gazetteer,
) -> Result<Vec<Value>, String> {
    let report = Report::new(document.draft()).map_err(|error| error.to_string())?;
    let code_points = CodePoints::new(&report.text);
    let gold = documents::gold_spans(document);
    let text: Vec<char> = report.text.chars().collect();
    let judged = gazetteer.recognition_cues(&report.text, &Document::read(&report).stretches());
    let line = |(span, cues): (_, Vec<String>)| {
        let span = code_points.to_code_points(span);
        let trimmed = documents::trimmed(&text, span);
        json!({
            "document": document.id,
            "start": span.start,
            "end": span.end,
            "gold": gold.contains(&trimmed),
            "golds": gold.len(),
            "cues": cues,
        })
    };
    Ok(judged.into_iter().map(line).collect())
}
