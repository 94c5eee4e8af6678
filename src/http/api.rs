use super::State;
use super::answer::{Answer, Early};
use super::asked::Asked;
use super::format::Encoding::OpenApi;
use crate::domain::{Collection, SubEventType};
use axum::extract::State as Shared;
use axum::response::Response;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// The description of the API. Paths with `EVENTS` stand for the three collections of events, which the standard's
/// test suite wants spelled out.
const DESCRIPTION: &str = include_str!("openapi.json");

/// `/api`
pub(super) async fn api(
    Shared(state): Shared<Arc<State>>,
    asked: Asked,
) -> Result<Response, Early> {
    let params = asked.params(&[])?;
    asked.encoding(&params, &[OpenApi])?;
    let answer = Answer::begin(&asked, &state.generation(), OpenApi)?;
    Ok(answer.json(&describe(&asked.base))?)
}

fn describe(base: &str) -> Value {
    let mut document: Value = serde_json::from_str(DESCRIPTION).unwrap_or_default();
    document["info"]["version"] = json!(env!("CARGO_PKG_VERSION"));
    document["servers"] = json!([{"url": base}]);
    let names: Vec<&str> = SubEventType::ALL.iter().map(|sub| sub.as_str()).collect();
    document["components"]["parameters"]["sub_event_type"]["schema"]["items"]["enum"] =
        json!(names);
    if let Some(Value::Object(paths)) = document.get_mut("paths") {
        *paths = std::mem::take(paths)
            .into_iter()
            .flat_map(spelled_out)
            .collect::<Map<_, _>>();
    }
    document
}

fn spelled_out((path, item): (String, Value)) -> Vec<(String, Value)> {
    if !path.contains("EVENTS") {
        return vec![(path, item)];
    }
    let text = item.to_string();
    let of = |collection: &Collection| {
        let name = collection.as_str();
        let item = serde_json::from_str(&text.replace("EVENTS", name)).unwrap_or_default();
        (path.replace("EVENTS", name), item)
    };
    Collection::ALL.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{By, FILTERS};

    #[test]
    fn the_description_names_every_filter_and_value() {
        let document = describe("http://127.0.0.1:8080");
        for filter in FILTERS {
            assert_eq!(document["components"]["parameters"][filter]["name"], filter);
        }
        let listed = |parameter: &str, schema: &str| {
            let schema = format!("/components/parameters/{parameter}/schema{schema}/enum");
            document
                .pointer(&schema)
                .and_then(Value::as_array)
                .map(Vec::len)
        };
        assert_eq!(listed("sub_event_type", "/items"), Some(25));
        assert_eq!(listed("event_type", "/items"), Some(6));
        assert_eq!(
            listed("location_precision", "/items"),
            Some(crate::domain::LocationPrecision::ALL.len())
        );
        assert_eq!(listed("by", ""), Some(By::ALL.len()));
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = describe("http://h");
        let text = document.to_string();
        for reference in text
            .split("\"#")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            assert!(document.pointer(reference).is_some(), "{reference}");
        }
    }
}
