use super::State;
use super::answer::{Answer, Early};
use super::asked::{Asked, no_such};
use super::error::Problem;
use super::features::FeatureCollection;
use super::format::Encoding::GeoJson;
use super::items::page_links;
use crate::app::{MOST_HITS, PlaceHit, PlacesRefused};
use crate::domain::PlaceId;
use crate::export::{self, Feature, Match, PlaceProperties};
use axum::response::Response;

/// `/collections/places/items`: the gazetteer by id, or by how well names fit `q`. Places have no time, so `datetime` matches
/// all of them, as the standard says.
pub(super) fn items(state: &State, asked: &Asked) -> Result<Response, Early> {
    let params = asked.params(&["q", "bbox", "datetime", "limit", "next"])?;
    asked.encoding(&params, &[GeoJson])?;
    let (query, limit) = (params.filter()?, params.limit()?);
    let after: Option<PlaceId> = params.parsed("next", "the `next` of an earlier answer")?;
    let data = state.app.data();
    let answer = Answer::begin(asked, &state.generation_of(&data), GeoJson)?;
    let (app, after) = (&state.app, after.as_ref());
    let page = match params.text("q").map(str::trim) {
        None => app.list_places(query.bbox, after, limit),
        Some("") => {
            return Err(Problem::parameter("q", "a name or its beginning", "nothing").into());
        }
        Some(text) => app.find_places(text, query.bbox, after, limit),
    };
    let page = page.map_err(refused)?;
    let last = page.hits.last().filter(|_| page.has_more);
    let next = last.map(|hit| asked.with_query(&params.with("next", hit.place.id.as_str())));
    let links = page_links(asked, &params, GeoJson, &[GeoJson], next);
    let features = page.hits.iter().map(feature).collect();
    Ok(answer.links(&links).json(&FeatureCollection::new(
        features,
        page.matched,
        data.at,
        links,
    ))?)
}

fn refused(reason: PlacesRefused) -> Problem {
    match reason {
        PlacesRefused::NoSuchEntry => {
            Problem::parameter("next", "the `next` of an earlier answer", "another place")
        }
        PlacesRefused::TooManyForBox => Problem::parameter(
            "q",
            &format!("a name that at most {MOST_HITS} entries fit, when `bbox` is given"),
            "one that more fit",
        ),
    }
}

/// One entry.
pub(super) fn find(state: &State, id: &str) -> Result<PlaceHit, Problem> {
    let known: Option<PlaceId> = id.parse().ok();
    known
        .and_then(|known| state.app.place(&known))
        .ok_or_else(|| no_such("item of places", id))
}

pub(super) fn feature(hit: &PlaceHit) -> Feature<PlaceProperties<'_>> {
    let found = hit.matched.as_ref().map(|(matched, score)| Match {
        matched,
        score: *score,
    });
    export::place_feature(&hit.place, found)
}
