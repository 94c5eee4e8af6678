use super::State;
use super::answer::{Answer, Early};
use super::asked::Asked;
use super::error::Problem;
use super::format::Encoding::Json;
use crate::app::{By, FILTERS};
use crate::domain::{Collection, Query};
use crate::export::{self, MapEvent};
use axum::extract::State as Shared;
use axum::response::Response;
use serde_json::json;
use std::sync::Arc;

/// The deepest zoom of a map.
const MAX_ZOOM: u8 = 24;

/// `/map/view`: clusters and single events in a box at a zoom.
pub(super) async fn view(
    Shared(state): Shared<Arc<State>>,
    asked: Asked,
) -> Result<Response, Early> {
    let known: Vec<&str> = FILTERS.into_iter().chain(["zoom"]).collect();
    let params = asked.params(&known)?;
    asked.encoding(&params, &[Json])?;
    params.required("bbox", "the box of the map, W,S,E,N")?;
    let expected = "a zoom from 0 to 24";
    let zoom = params.required("zoom", expected)?;
    let zoom = zoom
        .parse()
        .ok()
        .filter(|zoom| *zoom <= MAX_ZOOM)
        .ok_or_else(|| Problem::parameter("zoom", expected, &format!("`{zoom}`")))?;
    let query = state.app.spelled(params.filter()?);
    let data = state.app.data();
    let answer = Answer::begin(&asked, &state.generation_of(&data), Json)?;
    let snapshot = Arc::clone(&data.snapshot);
    state
        .work(move |_state| {
            let seen = snapshot.view(&query, zoom);
            let events: Vec<MapEvent<'_>> = seen
                .events
                .iter()
                .map(|record| export::map_event(record))
                .collect();
            let unplaced = Query {
                bbox: None,
                ..query
            };
            answer.json(&json!({
                "version": snapshot.version().to_string(),
                "numberMatched": seen.matched,
                "total": snapshot.count(Collection::Events, &Query::default()),
                "unplaced": snapshot.count(Collection::Unplaced, &unplaced),
                "clusters": seen.clusters,
                "events": events,
            }))
        })
        .await?
        .map_err(Early::from)
}

/// `/collections/events/aggregate`: counts by time, type or place.
pub(super) async fn aggregate(
    Shared(state): Shared<Arc<State>>,
    asked: Asked,
) -> Result<Response, Early> {
    let known: Vec<&str> = FILTERS.into_iter().chain(["by"]).collect();
    let params = asked.params(&known)?;
    asked.encoding(&params, &[Json])?;
    let by = by(params.required("by", &bys())?)?;
    let query = state.app.spelled(params.filter()?);
    let data = state.app.data();
    let answer = Answer::begin(&asked, &state.generation_of(&data), Json)?;
    state
        .work(move |_state| answer.json(&data.snapshot.aggregate(&query, by)))
        .await?
        .map_err(Early::from)
}

fn bys() -> String {
    let names: Vec<&str> = By::ALL.iter().map(|by| by.as_str()).collect();
    format!("one of {}", names.join(", "))
}

fn by(name: &str) -> Result<By, Problem> {
    By::ALL
        .iter()
        .copied()
        .find(|by| by.as_str() == name)
        .ok_or_else(|| Problem::parameter("by", &bys(), &format!("`{name}`")))
}
