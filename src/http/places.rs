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
    let page = match params.text("q").map(str::trim) {
        None => listed(state, &query, after.as_ref(), limit),
        Some("") => {
            return Err(Problem::parameter("q", "a name or its beginning", "nothing").into());
        }
        Some(text) => searched(state.app.search_places(text), &query, after.as_ref(), limit),
    };
    let matched = page.matched;
    let last = page.hits.last().filter(|_| page.has_more);
    let next = last.map(|hit| asked.with_query(&params.with("next", hit.place.id.as_str())));
    let links = page_links(asked, &params, GeoJson, &[GeoJson], next);
    let features = page.hits.iter().map(feature).collect();
    Ok(answer
        .links(&links)
        .json(&FeatureCollection::new(features, matched, data.at, links))?)
}

/// What one answer shows.
struct Page {
    hits: Vec<PlaceHit>,
    matched: usize,
    has_more: bool,
}

/// All places, layer by layer.
fn listed(state: &State, query: &Query, after: Option<&PlaceId>, limit: usize) -> Page {
    let listing = state.app.list_places(query.bbox, after, limit);
    let hits = listing.places.into_iter();
    Page {
        hits: hits
            .map(|place| PlaceHit {
                place,
                matched: None,
            })
            .collect(),
        matched: listing.matched,
        has_more: listing.has_more,
    }
}

/// The places whose names fit, best first.
fn searched(mut hits: Vec<PlaceHit>, query: &Query, after: Option<&PlaceId>, limit: usize) -> Page {
    hits.retain(|hit| lies_in(hit, query));
    let matched = hits.len();
    let rest = after_id(hits, after);
    Page {
        matched,
        has_more: rest.len() > limit,
        hits: rest.into_iter().take(limit).collect(),
    }
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
