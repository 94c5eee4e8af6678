use super::State;
use super::error::Problem;
use super::format::{Encoding, best, negotiate};
use super::params::Params;
use axum::extract::FromRequestParts;
use axum::http::header::{ACCEPT, HOST, IF_NONE_MATCH};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use std::convert::Infallible;
use std::sync::Arc;

/// What every handler needs of a request.
#[derive(Debug)]
pub(super) struct Asked {
    /// Scheme and host for links, without a slash at the end.
    pub(super) base: String,
    /// The path as it was sent, percent-encoded.
    pub(super) path: String,
    query: Option<String>,
    headers: HeaderMap,
}

impl Asked {
    /// The parameters, `f` being known everywhere.
    pub(super) fn params(&self, known: &[&str]) -> Result<Params, Problem> {
        let known: Vec<&str> = known.iter().copied().chain(["f"]).collect();
        Params::read(self.query.as_deref(), &known)
    }

    pub(super) fn encoding(
        &self,
        params: &Params,
        offered: &[Encoding],
    ) -> Result<Encoding, Problem> {
        negotiate(params, self.header(&ACCEPT), offered)
    }

    /// Whether a page is asked for rather than data. The map's own address carries its filter, so the other
    /// parameters do not matter here.
    pub(super) fn wants_page(&self) -> bool {
        let query = self.query.as_deref().unwrap_or_default();
        match form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "f") {
            Some((_, format)) => format == Encoding::Html.name(),
            None => {
                self.header(&ACCEPT)
                    .and_then(|accept| best(accept, &[Encoding::Json, Encoding::Html]))
                    == Some(Encoding::Html)
            }
        }
    }

    /// This very address.
    pub(super) fn href(&self) -> String {
        match &self.query {
            Some(query) => format!("{}{}?{query}", self.base, self.path),
            None => format!("{}{}", self.base, self.path),
        }
    }

    /// Address of another path of this service.
    pub(super) fn link(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// This address with another query.
    pub(super) fn with_query(&self, query: &str) -> String {
        format!("{}{}?{query}", self.base, self.path)
    }

    pub(super) fn if_none_match(&self) -> Option<&str> {
        self.header(&IF_NONE_MATCH)
    }

    fn header(&self, name: &HeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

impl FromRequestParts<Arc<State>> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &Arc<State>) -> Result<Self, Infallible> {
        Ok(Self {
            base: state
                .public_url
                .clone()
                .unwrap_or_else(|| format!("http://{}", host(parts).unwrap_or("localhost"))),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().map(str::to_owned),
            headers: parts.headers.clone(),
        })
    }
}

/// The host as the client named it, when it looks like one: it is written into links.
pub(super) fn host(parts: &Parts) -> Option<&str> {
    let named = parts
        .headers
        .get(HOST)
        .and_then(|value| value.to_str().ok());
    let of_host = |c: char| c.is_ascii_alphanumeric() || ".-_:[]".contains(c);
    named.filter(|host| !host.is_empty() && host.len() <= 255 && host.chars().all(of_host))
}

/// 404 for a path segment that cannot be what is looked for.
pub(super) fn no_such(what: &str, id: &str) -> Problem {
    let shown: String = id.chars().take(200).collect();
    Problem::new(
        StatusCode::NOT_FOUND,
        format!("there is no {what} `{shown}`"),
    )
}
