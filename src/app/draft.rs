use crate::datasets::{self, Fields};
use crate::domain::ReportDraft;
use serde_json::Value;

/// No single report is longer than this, in bytes.
const MAX_REPORT: usize = 1024 * 1024;

/// A report that is nothing but its text. Errors say what was expected and found.
pub fn draft_from_text(bytes: &[u8]) -> Result<ReportDraft, String> {
    let rows =
        datasets::read("the body.txt", bytes, MAX_REPORT).map_err(|error| error.to_string())?;
    let row = rows
        .into_iter()
        .next()
        .ok_or("expected a report, found nothing")?;
    row.draft.map_err(|error| error.to_string())
}

/// A report as a JSON object; fields other than a report's are refused.
pub fn draft_from_json(bytes: &[u8]) -> Result<ReportDraft, String> {
    let text =
        datasets::decode("the body", bytes, MAX_REPORT).map_err(|error| error.to_string())?;
    match serde_json::from_str(text) {
        Ok(Value::Object(object)) => datasets::report_from_object(&object, Fields::OnlyKnown)
            .map_err(|error| error.to_string()),
        Ok(_) => Err("the body: expected one JSON object".to_owned()),
        Err(error) => Err(format!("the body: expected JSON, found {error}")),
    }
}
