use super::asked::Asked;
use super::error::Problem;
use super::format::Encoding;
use crate::export::Link;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, LINK, VARY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// A link for the body of an answer and its `Link` header.
pub(super) fn link(rel: &str, href: String, encoding: Encoding) -> Link {
    Link {
        href,
        rel: rel.to_owned(),
        media_type: Some(encoding.media_type().to_owned()),
        title: None,
    }
}

/// The same with words for people.
pub(super) fn titled(link: Link, title: &str) -> Link {
    Link {
        title: Some(title.to_owned()),
        ..link
    }
}

/// An answer that depends on nothing but the data version and the request, so it carries a strong `ETag`.
#[derive(Debug)]
pub(super) struct Answer {
    encoding: Encoding,
    links: Vec<Link>,
    etag: HeaderValue,
}

impl Answer {
    /// Begins an answer, or ends it here with 304 when the client has it already.
    pub(super) fn begin(
        asked: &Asked,
        generation: &str,
        encoding: Encoding,
    ) -> Result<Self, Box<Response>> {
        let tag = tag(&[generation, &asked.href(), encoding.name()]);
        let etag = HeaderValue::from_str(&format!("\"{tag}\""))
            .unwrap_or_else(|_never| HeaderValue::from_static("\"0\""));
        let answer = Self {
            encoding,
            links: Vec::new(),
            etag,
        };
        if asked
            .if_none_match()
            .is_some_and(|known| has_tag(known, &tag))
        {
            return Err(Box::new(
                answer.send(StatusCode::NOT_MODIFIED, Body::empty()),
            ));
        }
        Ok(answer)
    }

    /// The same answer with links for its `Link` header.
    pub(super) fn links(self, links: &[Link]) -> Self {
        Self {
            links: links.to_vec(),
            ..self
        }
    }

    pub(super) fn json(self, body: &impl Serialize) -> Result<Response, Problem> {
        let bytes =
            serde_json::to_vec(body).map_err(|error| Problem::internal(&error.to_string()))?;
        Ok(self.send(StatusCode::OK, Body::from(bytes)))
    }

    pub(super) fn body(self, body: Body) -> Response {
        self.send(StatusCode::OK, body)
    }

    fn send(self, status: StatusCode, body: Body) -> Response {
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        if status != StatusCode::NOT_MODIFIED {
            headers.insert(
                CONTENT_TYPE,
                HeaderValue::from_static(self.encoding.media_type()),
            );
        }
        headers.insert(ETAG, self.etag);
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(VARY, HeaderValue::from_static("Accept, Host"));
        for link in self.links.iter().filter_map(header) {
            headers.append(LINK, link);
        }
        response
    }
}

fn header(link: &Link) -> Option<HeaderValue> {
    let media_type = link
        .media_type
        .as_ref()
        .map(|media_type| format!("; type=\"{media_type}\""))
        .unwrap_or_default();
    HeaderValue::from_str(&format!(
        "<{}>; rel=\"{}\"{media_type}",
        link.href, link.rel
    ))
    .ok()
}

fn tag(parts: &[&str]) -> String {
    let digest = Sha256::digest(parts.join("\n"));
    let words = digest
        .chunks(8)
        .take(2)
        .filter_map(|bytes| bytes.try_into().ok());
    words
        .map(u64::from_be_bytes)
        .fold(String::new(), |tag, word| format!("{tag}{word:016x}"))
}

/// Whether an If-None-Match header names the tag, in whatever content coding it was sent (`"tag-gzip"`).
fn has_tag(if_none_match: &str, tag: &str) -> bool {
    if_none_match.split(',').map(str::trim).any(|known| {
        let bare = known.trim_start_matches("W/").trim_matches('"');
        known == "*"
            || bare == tag
            || bare
                .rsplit_once('-')
                .is_some_and(|(bare, _coding)| bare == tag)
    })
}

/// Ends a handler early with an answer that is already complete.
pub(super) enum Early {
    Response(Box<Response>),
    Problem(Problem),
}

impl From<Box<Response>> for Early {
    fn from(response: Box<Response>) -> Self {
        Self::Response(response)
    }
}

impl<E: Into<Problem>> From<E> for Early {
    fn from(error: E) -> Self {
        Self::Problem(error.into())
    }
}

impl IntoResponse for Early {
    fn into_response(self) -> Response {
        match self {
            Self::Response(response) => *response,
            Self::Problem(problem) => problem.into_response(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_known_in_every_coding() {
        for known in ["\"ab\"", "W/\"ab\"", "\"x\", \"ab-gzip\"", "*"] {
            assert!(has_tag(known, "ab"), "{known}");
        }
        assert!(!has_tag("\"abc\"", "ab"));
    }
}
