use super::State;
use super::answer::{Answer, Early, link};
use super::asked::{Asked, no_such};
use super::collections::Kind;
use super::error::Problem;
use super::features::Linked;
use super::format::Encoding::{self, GeoJson, Json};
use super::params::Params;
use super::places;
use crate::app::{Cursor, Data, FILTERS, Page};
use crate::domain::{Collection, EventId, EventRecord};
use crate::export::{self, Head, Link};
use axum::body::Body;
use axum::extract::{Path, State as Shared};
use axum::response::Response;
use std::sync::Arc;

/// The one order of items so far: newest first, undated last.
const SORT: &str = "-date_start";

/// `/collections/{collection}/items`
pub(super) async fn items(
    Shared(state): Shared<Arc<State>>,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Response, Early> {
    match Kind::read(&id)? {
        Kind::Events(collection) => {
            state
                .work(move |state| events(state, collection, &asked))
                .await?
        }
        Kind::Places => {
            state
                .work(move |state| places::items(state, &asked))
                .await?
        }
    }
}

fn events(state: &State, collection: Collection, asked: &Asked) -> Result<Response, Early> {
    let params = asked.params(&known())?;
    let encoding = asked.encoding(&params, Kind::Events(collection).encodings())?;
    let (query, limit) = (params.filter()?, params.limit()?);
    let after: Option<Cursor> = params.parsed("next", "the `next` of an earlier answer")?;
    check_order(&params)?;
    let data = state.app.data();
    let answer = Answer::begin(asked, &state.generation_of(&data), encoding)?;
    let query = state.app.spelled(query);
    let page = data
        .snapshot
        .page(collection, &query, after.as_ref(), limit);
    let next = page
        .next
        .as_ref()
        .map(|cursor| asked.with_query(&params.with("next", &cursor.to_string())));
    let links = page_links(
        asked,
        &params,
        encoding,
        Kind::Events(collection).encodings(),
        next,
    );
    let answer = answer.links(&links);
    let head = Head {
        time_stamp: data.at,
        attribution: Some(state.app.attribution()),
        links,
        ..Head::default()
    };
    Ok(write(answer, encoding, &page, head)?)
}

fn known() -> Vec<&'static str> {
    FILTERS
        .iter()
        .copied()
        .chain(["limit", "next", "sortby"])
        .collect()
}

fn check_order(params: &Params) -> Result<(), Problem> {
    match params.text("sortby") {
        None | Some(SORT) => Ok(()),
        Some(other) => Err(Problem::parameter(
            "sortby",
            &format!("{SORT} (newest first)"),
            &format!("`{other}`"),
        )),
    }
}

/// Links of a page: itself, its other encodings and the page after it.
pub(super) fn page_links(
    asked: &Asked,
    params: &Params,
    encoding: Encoding,
    encodings: &[Encoding],
    next: Option<String>,
) -> Vec<Link> {
    let others = encodings.iter().filter(|other| **other != encoding);
    let alternates = others.map(|other| {
        link(
            "alternate",
            asked.with_query(&params.with("f", other.name())),
            *other,
        )
    });
    let next = next.map(|href| link("next", href, encoding));
    [link("self", asked.href(), encoding)]
        .into_iter()
        .chain(alternates)
        .chain(next)
        .collect()
}

fn write(answer: Answer, encoding: Encoding, page: &Page, head: Head) -> Result<Response, Problem> {
    let head = Head {
        number_matched: Some(page.matched),
        number_returned: Some(page.records.len() as u64),
        ..head
    };
    let mut bytes = Vec::new();
    encoding
        .format()
        .write(&mut bytes, &page.records, &head)
        .map_err(|error| Problem::internal(&error.to_string()))?;
    Ok(answer.body(Body::from(bytes)))
}

/// `/collections/{collection}/items/{id}`
pub(super) async fn item(
    Shared(state): Shared<Arc<State>>,
    Path((collection, id)): Path<(String, String)>,
    asked: Asked,
) -> Result<Response, Early> {
    let kind = Kind::read(&collection)?;
    let params = asked.params(&[])?;
    asked.encoding(&params, &[GeoJson])?;
    let data = state.app.data();
    let answer = Answer::begin(&asked, &state.generation_of(&data), GeoJson)?;
    let links = vec![
        link("self", asked.href(), GeoJson),
        link(
            "collection",
            asked.link(&format!("/collections/{}", kind.id())),
            Json,
        ),
    ];
    let answer = answer.links(&links);
    match kind {
        Kind::Events(collection) => {
            let record = find(&data, collection, &id)?;
            Ok(answer.json(&Linked {
                feature: export::feature_with_resolution(&record),
                links,
            })?)
        }
        Kind::Places => {
            let hit = places::find(&state, &id)?;
            Ok(answer.json(&Linked {
                feature: places::feature(&hit),
                links,
            })?)
        }
    }
}

/// `/collections/{collection}/items/{id}/extent`: the same event with its true extent as geometry.
pub(super) async fn extent(
    Shared(state): Shared<Arc<State>>,
    Path((collection, id)): Path<(String, String)>,
    asked: Asked,
) -> Result<Response, Early> {
    let params = asked.params(&[])?;
    asked.encoding(&params, &[GeoJson])?;
    let data = state.app.data();
    let Kind::Events(collection) = Kind::read(&collection)? else {
        return Err(Problem::not_found(
            "places carry no extent of their own here: see radius_km and bbox",
        )
        .into());
    };
    let record = find(&data, collection, &id)?;
    let answer = Answer::begin(&asked, &state.generation_of(&data), GeoJson)?;
    let feature = export::extent_feature(&record)
        .ok_or_else(|| Problem::not_found("this event is unplaced: it has no extent"))?;
    Ok(answer.json(&feature)?)
}

fn find(data: &Data, collection: Collection, id: &str) -> Result<Arc<EventRecord>, Problem> {
    let known: Option<EventId> = id.parse().ok();
    known
        .and_then(|known| data.snapshot.get(&known).map(Arc::clone))
        .filter(|record| record.event.collection() == collection)
        .ok_or_else(|| no_such(&format!("item of {}", collection.as_str()), id))
}
