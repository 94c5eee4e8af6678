use super::State;
use super::answer::{Answer, Early};
use super::asked::{Asked, no_such};
use super::error::Problem;
use super::features::FeatureCollection;
use super::format::Encoding::GeoJson;
use super::items::page_links;
use crate::app::PlaceHit;
use crate::domain::{PlaceId, Query};
use crate::export::{self, Feature, Match, PlaceProperties};
use axum::response::Response;

/// `/collections/places/items`: the gazetteer by id, or by how well names fit `q`.
pub(super) fn items(state: &State, asked: &Asked) -> Result<Response, Early> {
    let params = asked.params(&["q", "bbox", "datetime", "limit", "next"])?;
    asked.encoding(&params, &[GeoJson])?;
    let (query, limit) = (params.filter()?, params.limit()?);
    let after: Option<PlaceId> = params.parsed("next", "the `next` of an earlier answer")?;
    let data = state.app.data();
    let answer = Answer::begin(asked, &state.generation_of(&data), GeoJson)?;
    let mut hits = match params.text("q").map(str::trim) {
        None => state.app.all_places(),
        Some("") => {
            return Err(Problem::parameter("q", "a name or its beginning", "nothing").into());
        }
        Some(text) => state.app.search_places(text),
    };
    hits.retain(|hit| lies_in(hit, &query));
    let matched = hits.len();
    let rest = after_id(hits, after.as_ref());
    let has_more = rest.len() > limit;
    let page: Vec<PlaceHit> = rest.into_iter().take(limit).collect();
    let last = page.last().filter(|_| has_more);
    let next = last.map(|hit| asked.with_query(&params.with("next", hit.place.id.as_str())));
    let links = page_links(asked, &params, GeoJson, &[GeoJson], next);
    let features = page.iter().map(feature).collect();
    Ok(answer
        .links(&links)
        .json(&FeatureCollection::new(features, matched, data.at, links))?)
}

/// One entry.
pub(super) fn find(state: &State, id: &str) -> Result<PlaceHit, Problem> {
    let known: Option<PlaceId> = id.parse().ok();
    known
        .and_then(|known| state.app.place(&known))
        .ok_or_else(|| no_such("item of places", id))
}

/// Places have no time, so `datetime` matches all of them, as the standard says.
fn lies_in(hit: &PlaceHit, query: &Query) -> bool {
    query
        .bbox
        .is_none_or(|bbox| bbox.contains(hit.place.extent.position()))
}

fn after_id(hits: Vec<PlaceHit>, after: Option<&PlaceId>) -> Vec<PlaceHit> {
    match after {
        None => hits,
        Some(id) => hits
            .into_iter()
            .skip_while(|hit| hit.place.id != *id)
            .skip(1)
            .collect(),
    }
}

pub(super) fn feature(hit: &PlaceHit) -> Feature<PlaceProperties<'_>> {
    let found = hit.matched.as_ref().map(|(matched, score)| Match {
        matched,
        score: *score,
    });
    export::place_feature(&hit.place, found)
}
