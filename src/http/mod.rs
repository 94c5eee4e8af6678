//! Parse the request, ask `app`, encode the answer; no computing.
//!
//! OGC API Features (core, `geojson`, `oas30`) for events and places, reports in and out, what the map draws, the
//! base map and the front end. [`router`] makes the routes, [`serve`] answers on a socket until it is told to stop.

mod additions;
mod answer;
mod api;
mod asked;
mod basemap;
mod collections;
mod download;
mod error;
mod features;
mod format;
mod items;
mod landing;
mod layers;
mod names;
mod params;
mod places;
mod reports;
mod resolve;
mod serve;
mod view;
mod web;

use crate::app::{App, Data};
use crate::config::Settings;
use crate::domain::{Collection, Query};
use axum::Router;
use axum::extract::{DefaultBodyLimit, State as Shared};
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;
use basemap::BaseMap;
use error::Problem;
use jiff::Timestamp;
use serde_json::json;
pub use serve::serve;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::limit::GlobalConcurrencyLimitLayer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

/// The largest body of a request, in bytes.
const MAX_BODY: usize = 1024 * 1024;

/// What the handlers share.
#[derive(Debug)]
struct State {
    app: Arc<App>,
    base_map: BaseMap,
    public_url: Option<String>,
    clock: fn() -> Timestamp,
    /// Answers that are being worked out off the async threads. A request whose time is up leaves its work behind,
    /// which must count until it ends.
    working: Arc<Semaphore>,
    /// Reports that are being read.
    reading: Arc<Semaphore>,
    /// Exports that are being written.
    exporting: Arc<Semaphore>,
}

/// Exports at once: each holds a thread for as long as its client takes.
const MAX_EXPORTS: usize = 16;
/// Reports read at once; each keeps a core busy.
const MAX_READING: usize = 4;

impl State {
    /// Names everything that an answer may depend on besides the request.
    fn generation_of(&self, data: &Data) -> String {
        let at = data.at.map_or_else(String::new, |at| at.to_string());
        format!(
            "{} {} {} {at}",
            env!("CARGO_PKG_VERSION"),
            self.app.gazetteer().version(),
            data.snapshot.version()
        )
    }

    fn generation(&self) -> String {
        self.generation_of(&self.app.data())
    }

    /// Does work that takes longer than a moment off the async threads.
    async fn work<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        self.work_among(&self.working, work).await
    }

    /// The same, as one of so many at once; it waits for its turn.
    async fn work_among<T: Send + 'static>(
        self: &Arc<Self>,
        places: &Arc<Semaphore>,
        work: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let place = turn(places).await?;
        let state = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || {
            let _until_done = place;
            work(&state)
        });
        done.await
            .map_err(|panic| Problem::internal(&panic.to_string()))
    }
}

async fn turn(places: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, Problem> {
    Arc::clone(places)
        .acquire_owned()
        .await
        .map_err(|closed| Problem::internal(&closed.to_string()))
}

/// All routes of the service. `clock` is asked for the time at which a report is stored.
pub async fn router(app: Arc<App>, settings: &Settings, clock: fn() -> Timestamp) -> Router {
    let state = State {
        app,
        base_map: BaseMap::embedded().await,
        public_url: settings.public_url.clone(),
        clock,
        working: Arc::new(Semaphore::new(settings.max_requests)),
        reading: Arc::new(Semaphore::new(MAX_READING)),
        exporting: Arc::new(Semaphore::new(MAX_EXPORTS)),
    };
    let routes = data_routes()
        .layer(CompressionLayer::new())
        .layer(from_fn(layers::coded_tags))
        .route("/", get(landing::landing))
        .merge(tile_routes())
        .with_state(Arc::new(state))
        .fallback_service(web::router());
    around(routes, settings)
}

/// What every request passes on its way in and every answer on its way out. The routes stand inside as one service,
/// because a router writes its `Allow` header only after its own layers.
fn around(routes: Router, settings: &Settings) -> Router {
    Router::new()
        .fallback_service(routes)
        .layer(CatchPanicLayer::custom(layers::panicked))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn_with_state(
            layers::OwnHost::of(settings.public_url.as_deref()),
            layers::own_pages_write,
        ))
        .layer(GlobalConcurrencyLimitLayer::new(settings.max_requests))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            settings.request_timeout,
        ))
        .layer(from_fn(layers::problems))
        .layer(from_fn(layers::cors))
        .layer(from_fn(layers::safe_pages))
        .layer(TraceLayer::new_for_http())
}

fn data_routes() -> Router<Arc<State>> {
    Router::new()
        .route("/conformance", get(landing::conformance))
        .route("/api", get(api::api))
        .route("/collections", get(collections::list))
        .route("/collections/{collection}", get(collections::one))
        .route("/collections/{collection}/items", get(items::items))
        .route("/collections/{collection}/items/{id}", get(items::item))
        .route(
            "/collections/{collection}/items/{id}/extent",
            get(items::extent),
        )
        .route("/collections/{collection}/export", get(download::export))
        .route("/collections/events/aggregate", get(view::aggregate))
        .route("/map/view", get(view::view))
        .route("/map/names", get(names::names))
        .route("/resolve", get(resolve::resolve))
        .route("/locate", get(resolve::locate))
        .route("/reports", get(reports::list).post(reports::create))
        .route("/reports/{id}", get(reports::one))
        .route(
            "/gazetteer/additions",
            get(additions::list).post(additions::create),
        )
        .route(
            "/gazetteer/additions/{id}",
            get(additions::one).delete(additions::remove),
        )
        .route("/health", get(health))
}

/// Tiles are compressed already.
fn tile_routes() -> Router<Arc<State>> {
    Router::new()
        .route("/basemap/{z}/{x}/{y}", get(basemap::vector))
        .route("/basemap/relief/{z}/{x}/{y}", get(basemap::relief))
}

/// `/health`
async fn health(
    Shared(state): Shared<Arc<State>>,
    asked: asked::Asked,
) -> Result<Response, answer::Early> {
    asked.params(&[])?;
    let data = state.app.data();
    let events = data.snapshot.count(Collection::Events, &Query::default());
    let answer =
        answer::Answer::begin(&asked, &state.generation_of(&data), format::Encoding::Json)?;
    Ok(answer.json(
        &json!({"status": "ok", "events": events, "version": data.snapshot.version().to_string()}),
    )?)
}
