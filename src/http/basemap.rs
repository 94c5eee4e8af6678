use super::State;
use super::error::Problem;
use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use pmtiles::{
    AsyncBackend, AsyncPmTilesReader, BackendResponse, Compression, PmtError, TileCoord,
};
use std::fmt;
use std::sync::Arc;

// build.rs writes these two: the archive's bytes, or none where it was not there to be embedded.
include!(concat!(env!("OUT_DIR"), "/basemap.rs"));

/// The base map inside the binary.
#[derive(Debug, Default)]
pub(super) struct BaseMap {
    vector: Option<Archive>,
    relief: Option<Archive>,
}

impl BaseMap {
    /// Reads the headers of the embedded archives.
    pub(super) async fn embedded() -> Self {
        Self {
            vector: Archive::open(VECTOR).await,
            relief: Archive::open(RELIEF).await,
        }
    }
}

/// An archive of tiles in memory.
struct Archive(AsyncPmTilesReader<Embedded>);

impl fmt::Debug for Archive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Archive")
    }
}

impl Archive {
    async fn open(bytes: Option<&'static [u8]>) -> Option<Self> {
        let reader =
            AsyncPmTilesReader::try_from_source(Embedded(Bytes::from_static(bytes?))).await;
        reader
            .inspect_err(|error| tracing::error!(%error, "the embedded base map cannot be read"))
            .ok()
            .map(Self)
    }

    /// The bytes of a tile as they are stored; `None` where the archive has none.
    async fn tile(&self, coordinate: TileCoord) -> Result<Option<Bytes>, Problem> {
        self.0
            .get_tile(coordinate)
            .await
            .map_err(|error| Problem::internal(&error.to_string()))
    }
}

struct Embedded(Bytes);

impl AsyncBackend for Embedded {
    /// As many of the bytes as there are; the reader refuses too few where it matters.
    async fn read(&self, offset: u64, length: usize) -> Result<BackendResponse, PmtError> {
        let start = usize::try_from(offset)
            .unwrap_or(usize::MAX)
            .min(self.0.len());
        let end = start.saturating_add(length).min(self.0.len());
        Ok(BackendResponse::new(self.0.slice(start..end)))
    }
}

/// `/basemap/{z}/{x}/{y}.mvt`
pub(super) async fn vector(
    Shared(state): Shared<Arc<State>>,
    Path(path): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    serve(
        state.base_map.vector.as_ref(),
        &path,
        "mvt",
        "application/vnd.mapbox-vector-tile",
    )
    .await
}

/// `/basemap/relief/{z}/{x}/{y}.webp`
pub(super) async fn relief(
    Shared(state): Shared<Arc<State>>,
    Path(path): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    serve(state.base_map.relief.as_ref(), &path, "webp", "image/webp").await
}

async fn serve(
    archive: Option<&Archive>,
    path: &(String, String, String),
    ending: &str,
    media_type: &'static str,
) -> Result<Response, Problem> {
    let coordinate = coordinate(path, ending)?;
    let archive = archive.ok_or_else(|| {
        Problem::not_found(
            "this build has no base map: web/base/ was empty when it was made (see tools/basemap)",
        )
    })?;
    let headers = [
        (CONTENT_TYPE, media_type),
        (CACHE_CONTROL, "public, max-age=86400"),
    ];
    Ok(match archive.tile(coordinate).await? {
        None => (
            StatusCode::NO_CONTENT,
            [(CACHE_CONTROL, "public, max-age=86400")],
        )
            .into_response(),
        Some(tile) if archive.0.get_header().tile_compression == Compression::Gzip => {
            (headers, [(CONTENT_ENCODING, "gzip")], tile).into_response()
        }
        Some(tile) => (headers, tile).into_response(),
    })
}

fn coordinate((z, x, y): &(String, String, String), ending: &str) -> Result<TileCoord, Problem> {
    let row = y.strip_suffix(ending).and_then(|row| row.strip_suffix('.'));
    let numbers = row.and_then(|row| Some((z.parse().ok()?, x.parse().ok()?, row.parse().ok()?)));
    numbers
        .and_then(|(z, x, y)| TileCoord::new(z, x, y).ok())
        .ok_or_else(|| {
            Problem::not_found(format!(
                "expected a tile z/x/y.{ending} with x and y below 2^z, found {z}/{x}/{y}"
            ))
        })
}
