//! What every answer goes through, whatever its handler.

use super::asked::host;
use super::error::{PROBLEM_JSON, Problem};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ALLOW, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    ETAG, HOST, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use std::any::Any;
use std::net::IpAddr;

/// The page may load only what this service gives it, and nobody may frame it.
const CONTENT_POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; \
    connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Any page of the world may read the events and places that this service publishes, none the texts of reports
/// or who added which places, and none may write (see `own_pages_write`). `OPTIONS` answers the methods of an address, which the router names when it refuses the method.
pub(super) async fn cors(request: Request, next: Next) -> Response {
    let asks_options = request.method() == Method::OPTIONS;
    let path = request.uri().path();
    let is_open = !path.starts_with("/reports") && !path.starts_with("/gazetteer/");
    let mut response = next.run(request).await;
    if asks_options && response.status() == StatusCode::METHOD_NOT_ALLOWED {
        response = options(response.headers());
    }
    if !is_open {
        return response;
    }
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("etag, link, location, content-disposition"),
    );
    response
}

fn options(refusal: &HeaderMap) -> Response {
    let mut allowed = refusal
        .get(ALLOW)
        .and_then(|allow| allow.to_str().ok())
        .unwrap_or("GET,HEAD")
        .to_owned();
    allowed.push_str(",OPTIONS");
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    if let Ok(allowed) = HeaderValue::from_str(&allowed) {
        headers.insert(ALLOW, allowed);
    }
    headers.insert(
        ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET, HEAD, OPTIONS"),
    );
    headers.insert(
        ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("accept, if-none-match"),
    );
    response
}

/// The host that `public_url` names.
#[derive(Debug, Clone)]
pub(super) struct OwnHost(Option<String>);

impl OwnHost {
    pub(super) fn of(public_url: Option<&str>) -> Self {
        let after_scheme = public_url.and_then(|url| url.split_once("://"));
        let host = after_scheme.and_then(|(_, rest)| rest.split('/').next());
        Self(host.map(str::to_owned))
    }

    /// A name that another site could have pointed at this machine is not ours; an address cannot be pointed anywhere.
    fn is(&self, host: &str) -> bool {
        let name = without_port(host);
        name == "localhost"
            || name.trim_matches(['[', ']']).parse::<IpAddr>().is_ok()
            || self.0.as_deref() == Some(host)
    }
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    }
}

/// Refuses writes that a page of another site sends through somebody's browser, also when its name was pointed at this
/// machine: a service on this machine has no other guard against them.
pub(super) async fn own_pages_write(
    State(own): State<OwnHost>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let writes = !matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
    if writes && !may_write(&own, &parts) {
        return Problem::new(
            StatusCode::FORBIDDEN,
            "pages of other sites may read here, not write; a service with a name of its own needs public_url",
        )
        .into_response();
    }
    next.run(Request::from_parts(parts, body)).await
}

/// Browsers always name the host, and the page when it is another site's; what names neither is no browser.
fn may_write(own: &OwnHost, parts: &Parts) -> bool {
    let origin = parts.headers.get(ORIGIN);
    if parts.headers.get(HOST).is_none() && origin.is_none() {
        return true;
    }
    let Some(host) = host(parts).filter(|host| own.is(host)) else {
        return false;
    };
    origin.is_none_or(|origin| {
        let named = origin
            .to_str()
            .ok()
            .and_then(|origin| origin.split_once("://"));
        named.is_some_and(|(_, named)| named == host || Some(named) == own.0.as_deref())
    })
}

/// Gives every error that comes without a body of its own one in problem+json.
pub(super) async fn problems(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || response.headers().get(CONTENT_TYPE) == Some(&PROBLEM_JSON) {
        return response;
    }
    let mut problem = Problem::of_status(status).into_response();
    if let Some(allow) = response.headers().get(ALLOW) {
        problem.headers_mut().insert(ALLOW, allow.clone());
    }
    problem
}

/// Tells the codings of one representation apart: a strong `ETag` names bytes.
pub(super) async fn coded_tags(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let coding = headers
        .get(CONTENT_ENCODING)
        .and_then(|coding| coding.to_str().ok());
    let tag = headers
        .get(ETAG)
        .and_then(|tag| tag.to_str().ok())
        .and_then(|tag| tag.strip_suffix('"'));
    let coded = coding
        .zip(tag)
        .map(|(coding, tag)| format!("{tag}-{coding}\""));
    if let Some(coded) = coded.and_then(|tag| HeaderValue::from_str(&tag).ok()) {
        headers.insert(ETAG, coded);
    }
    response
}

/// Keeps browsers from guessing types, and pages from loading anything from elsewhere.
pub(super) async fn safe_pages(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let is_html = headers
        .get(CONTENT_TYPE)
        .is_some_and(|media| media.as_bytes().starts_with(b"text/html"));
    if is_html {
        headers.insert(
            CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(CONTENT_POLICY),
        );
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    }
    response
}

/// A panic is a fault of this program: the client hears of it, the log says where.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the signature that the panic layer asks for"
)]
pub(super) fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response<Body> {
    let cause = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    Problem::internal(cause.unwrap_or("a panic without words")).into_response()
}
