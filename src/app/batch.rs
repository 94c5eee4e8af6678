//! The batch contract: one JSON object in, one out, so that any engine can run Sitmap over a corpus.
//!
//! Offsets are Unicode code points of `text` as given; a line that cannot be answered gives `{"id":…,"error":…}`.

use super::batch_views::{Answer, EventView, PhraseView, TimeView};
use super::reports::{CandidateView, ReportMention};
use crate::datasets::{Fields, Line, report_from_object};
use crate::domain::{CountryCode, Mention, Position, Report, Resolution, Span};
use crate::extract::{self, Extraction};
use crate::gazetteer::{Gazetteer, NameQuery};
use crate::text::{CodePoints, sentences};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::HashSet;

/// What to do with each line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Mentions, events and dates of a report.
    Extract,
    /// Mentions and dates of a report, or the meaning of the spans it marks.
    Geoparse,
    /// The place that a name means.
    Resolve,
}

/// Answers one line as JSON; what is wrong with it is part of the answer.
pub fn answer_line(task: Task, line: Line, gazetteer: &Gazetteer) -> String {
    let (id, answer) = answered(task, line, gazetteer);
    let answer = answer.unwrap_or_else(|error| json!({ "error": error }));
    let identified = Identified { id, answer };
    serde_json::to_string(&identified)
        .unwrap_or_else(|error| json!({"id": null, "error": error.to_string()}).to_string())
}

/// An answer under the id of its line, which comes first so that people see it.
#[derive(Serialize)]
struct Identified {
    id: Value,
    #[serde(flatten)]
    answer: Value,
}

fn answered(task: Task, line: Line, gazetteer: &Gazetteer) -> (Value, Result<Value, String>) {
    let number = line.number;
    let object = match line.object {
        Ok(object) => object,
        Err(error) => return (Value::Null, Err(error.to_string())),
    };
    let id = object.get("id").cloned().unwrap_or(Value::Null);
    let answer = match task {
        Task::Resolve => resolve(object, gazetteer),
        Task::Geoparse if object.contains_key("spans") => spans(&object, gazetteer),
        Task::Extract | Task::Geoparse => read(task, &object, gazetteer),
    };
    (
        id,
        answer.map_err(|error| format!("line {number}: {error}")),
    )
}

fn report_of(object: &Map<String, Value>) -> Result<Report, String> {
    let draft =
        report_from_object(object, Fields::OthersAllowed).map_err(|error| error.to_string())?;
    Report::new(draft).map_err(|error| error.to_string())
}

fn read(task: Task, object: &Map<String, Value>, gazetteer: &Gazetteer) -> Result<Value, String> {
    let report = report_of(object)?;
    let found = extract::extract(&report, gazetteer);
    let code_points = CodePoints::new(&report.text);
    let dates = found
        .dates
        .iter()
        .map(|(span, text, date)| TimeView::of(code_points.to_code_points(*span), text, date))
        .collect();
    let extract = task == Task::Extract;
    let answer = Answer {
        mentions: if extract {
            whole_mentions(&found, &code_points)
        } else {
            names(&found, &report.text, &code_points)
        },
        phrases: (!extract).then(|| phrases(&found, &code_points)),
        events: extract.then(|| found.events.iter().map(EventView::of).collect()),
        dates,
    };
    serde_json::to_value(answer).map_err(|error| error.to_string())
}

fn whole_mentions(found: &Extraction, code_points: &CodePoints<'_>) -> Vec<ReportMention> {
    let view = |mention| ReportMention::of(mention, code_points);
    found.mentions.iter().map(view).collect()
}

/// The names alone: "Makhmur" of "15 km south of Makhmur".
fn names(found: &Extraction, text: &str, code_points: &CodePoints<'_>) -> Vec<ReportMention> {
    let mut seen = HashSet::new();
    let mentions = found.mentions.iter().zip(&found.names);
    mentions
        .filter_map(|(mention, name)| Some((mention, (*name)?)))
        .filter(|(_, name)| seen.insert(*name))
        .map(|(mention, name)| {
            let span = code_points.to_code_points(name);
            ReportMention::new(span, name.of(text), Some(mention.role), &mention.resolution)
        })
        .collect()
}

/// Places that the text makes of others: "15 km south of Makhmur", "between Samarra and Balad".
fn phrases<'a>(found: &'a Extraction, code_points: &CodePoints<'_>) -> Vec<PhraseView<'a>> {
    let made = |mention: &'a Mention| {
        let location = mention.resolution.location.as_ref()?;
        location.relation.as_ref()?;
        let span = code_points.to_code_points(mention.span);
        Some(PhraseView::of(span, &mention.text, location))
    };
    found.mentions.iter().filter_map(made).collect()
}

/// Resolves the spans that a line marks, and no other, with the report around them; `role` is null where the reading of
/// the report has no such mention.
fn spans(object: &Map<String, Value>, gazetteer: &Gazetteer) -> Result<Value, String> {
    let report = report_of(object)?;
    let marked: Vec<Span> = serde_json::from_value(
        object.get("spans").cloned().unwrap_or_default(),
    )
    .map_err(|error| format!("spans: expected [{{\"start\":…,\"end\":…}}], found {error}"))?;
    let code_points = CodePoints::new(&report.text);
    let bytes = marked
        .iter()
        .map(|span| to_bytes(&code_points, *span))
        .collect::<Result<Vec<Span>, String>>()?;
    let whole = Span::new(0, report.text.len());
    if object.contains_key("features") {
        let sentences = sentences(&report.text, whole);
        let country = report.country.as_ref();
        let features = gazetteer.features_of_marked(&report.text, &sentences, &bytes, country);
        return Ok(json!({ "features": features }));
    }
    let resolutions = gazetteer.resolve_marked(
        &report.text,
        &sentences(&report.text, whole),
        &bytes,
        report.country.as_ref(),
    );
    let found = extract::extract(&report, gazetteer);
    let role = |bytes: Span| {
        found
            .mentions
            .iter()
            .zip(&found.names)
            .find(|(mention, name)| mention.span == bytes || **name == Some(bytes))
            .map(|(mention, _)| mention.role)
    };
    let mentions: Vec<ReportMention> = marked
        .iter()
        .zip(bytes)
        .zip(&resolutions)
        .map(|((span, bytes), resolution)| {
            ReportMention::new(*span, bytes.of(&report.text), role(bytes), resolution)
                .or_area(resolution)
        })
        .collect();
    Ok(json!({"mentions": mentions, "dates": []}))
}

fn to_bytes(code_points: &CodePoints<'_>, span: Span) -> Result<Span, String> {
    code_points
        .to_bytes(span)
        .filter(|bytes| !bytes.is_empty())
        .ok_or_else(|| {
            format!(
                "spans: expected start before end, both within the text, found {} to {}",
                span.start, span.end
            )
        })
}

/// A line of `resolve --batch`.
#[derive(Debug, Deserialize)]
struct NameLine {
    name: String,
    #[serde(default)]
    country: Option<CountryCode>,
    #[serde(default)]
    admin1: Option<String>,
    #[serde(default)]
    near: Option<Position>,
    /// Ask for the features of all entries instead of an answer; weights are fitted to them.
    #[serde(default)]
    features: bool,
}

fn resolve(object: Map<String, Value>, gazetteer: &Gazetteer) -> Result<Value, String> {
    let line: NameLine = serde_json::from_value(Value::Object(object)).map_err(|error| {
        format!("expected name, country?, admin1? and near?:[lon,lat], found {error}")
    })?;
    let query = NameQuery {
        name: line.name,
        country: line.country,
        admin1: line.admin1,
        near: line.near,
    };
    if line.features {
        return Ok(json!({ "features": gazetteer.features_of_name(&query) }));
    }
    Ok(resolved(&gazetteer.resolve_name(&query)))
}

/// `place` and `candidates` of a resolution.
pub(super) fn resolved(resolution: &Resolution) -> Value {
    let place = resolution.chosen.as_ref().map(CandidateView::of);
    let candidates: Vec<CandidateView> = resolution
        .candidates
        .iter()
        .map(CandidateView::of)
        .collect();
    json!({"place": place, "candidates": candidates})
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(task: Task, line: &str) -> Value {
        let line = Line::read(1, line.as_bytes()).unwrap();
        let answer = answer_line(task, line, Gazetteer::embedded().unwrap());
        assert!(answer.starts_with("{\"id\":"), "{answer}");
        serde_json::from_str(&answer).unwrap()
    }

    #[test]
    fn a_bad_line_answers_with_its_id_and_error() {
        let no_text = answer(Task::Extract, r#"{"id":"a7"}"#);
        assert_eq!(no_text["id"], "a7");
        assert_eq!(
            no_text["error"],
            "line 1: text: expected the report's text, found none"
        );
        assert_eq!(answer(Task::Extract, "nonsense")["id"], Value::Null);
        assert!(
            answer(Task::Resolve, r#"{"id":1,"nmae":"x"}"#)["error"]
                .as_str()
                .unwrap()
                .contains("name")
        );
    }

    #[test]
    fn extract_answers_every_list_and_geoparse_no_events() {
        let line = r#"{"id":1,"text":"Nothing of note."}"#;
        let extract = answer(Task::Extract, line);
        assert_eq!(extract["id"], 1);
        for list in ["mentions", "events", "dates"] {
            assert!(extract[list].is_array(), "{list}");
        }
        assert!(answer(Task::Geoparse, line).get("events").is_none());
    }

    #[test]
    fn marked_spans_count_code_points() {
        let line = r#"{"id":1,"text":"قرب Daquq اليوم","spans":[{"start":4,"end":9}]}"#;
        let answer = answer(Task::Geoparse, line);
        assert_eq!(answer["mentions"][0]["text"], "Daquq");
        assert_eq!(answer["mentions"][0]["place"]["name"], "Daquq");
        assert_eq!(answer["mentions"].as_array().unwrap().len(), 1);
    }

    #[test]
    fn spans_outside_the_text_are_refused() {
        let answer = answer(
            Task::Geoparse,
            r#"{"id":1,"text":"short","spans":[{"start":2,"end":99}]}"#,
        );
        assert!(
            answer["error"]
                .as_str()
                .unwrap()
                .contains("within the text")
        );
    }
}
