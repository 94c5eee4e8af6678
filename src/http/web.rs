//! The front end inside the binary, or a page that says how to get it there.

use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse as _, Response};
use tower::ServiceExt as _;

#[cfg(web_dist)]
mod built {
    static_serve::embed_assets!("web/dist", compress = true, strip_html_ext = true);

    pub(super) fn router() -> axum::Router {
        static_router()
    }
}

#[cfg(not(web_dist))]
mod built {
    use axum::Router;
    use axum::response::Html;
    use axum::routing::get;

    pub(super) fn router() -> Router {
        Router::new().route("/", get(|| async { Html(include_str!("notice.html")) }))
    }
}

/// The files of the front end.
pub(super) fn router() -> Router {
    built::router()
}

/// The page of the map, whatever the query.
pub(super) async fn page(request: Request) -> Response {
    router().oneshot(request).await.into_response()
}
