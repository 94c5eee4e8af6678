use super::State;
use super::answer::{Answer, Early, link, titled};
use super::asked::Asked;
use super::format::Encoding::{Html, Json, OpenApi};
use super::web;
use crate::export::Link;
use axum::extract::{Request, State as Shared};
use axum::response::Response;
use serde_json::json;
use std::sync::Arc;

/// The requirement classes that hold here; `html` is not among them, since only the map is a page.
pub(super) const CONFORMANCE: [&str; 3] = [
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
];

/// `/`: the map for browsers, the landing page for everybody else.
pub(super) async fn landing(
    Shared(state): Shared<Arc<State>>,
    asked: Asked,
    request: Request,
) -> Result<Response, Early> {
    if asked.wants_page() {
        return Ok(web::page(request).await);
    }
    let params = asked.params(&[])?;
    asked.encoding(&params, &[Json, Html])?;
    let links = links(&asked);
    let answer = Answer::begin(&asked, &state.generation(), Json)?.links(&links);
    Ok(answer.json(&json!({
        "title": "Sitmap",
        "description": "Incidents from written reports, each with its evidence, its place and how sure that is.",
        "links": links,
    }))?)
}

fn links(asked: &Asked) -> Vec<Link> {
    vec![
        titled(link("self", asked.link("/?f=json"), Json), "This document"),
        titled(link("alternate", asked.link("/?f=html"), Html), "The map"),
        titled(
            link("service-desc", asked.link("/api"), OpenApi),
            "The API in OpenAPI 3.0",
        ),
        titled(
            link("conformance", asked.link("/conformance"), Json),
            "The standards that hold here",
        ),
        titled(
            link("data", asked.link("/collections"), Json),
            "The collections",
        ),
    ]
}

/// `/conformance`
pub(super) async fn conformance(
    Shared(state): Shared<Arc<State>>,
    asked: Asked,
) -> Result<Response, Early> {
    let params = asked.params(&[])?;
    asked.encoding(&params, &[Json])?;
    let answer = Answer::begin(&asked, &state.generation(), Json)?;
    Ok(answer.json(&json!({"conformsTo": CONFORMANCE}))?)
}
