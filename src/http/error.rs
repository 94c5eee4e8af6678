use crate::app::layers::LayerError;
use crate::app::{AppError, FilterError};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::sync::atomic::{AtomicU64, Ordering};

/// Media type of every error.
pub(super) const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

/// An error as a client sees it (RFC 9457): the only place where errors get a status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Problem {
    title: &'static str,
    #[serde(serialize_with = "number")]
    status: StatusCode,
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<String>,
}

impl Problem {
    pub(super) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            title: status.canonical_reason().unwrap_or("Error"),
            status,
            detail: detail.into(),
            parameter: None,
        }
    }

    /// 400 that names the parameter, what is expected and what was found.
    pub(super) fn parameter(name: &str, expected: &str, found: &str) -> Self {
        let found: String = found.chars().take(200).collect();
        Self {
            parameter: Some(name.to_owned()),
            ..Self::new(
                StatusCode::BAD_REQUEST,
                format!("{name}: expected {expected}, found {found}"),
            )
        }
    }

    pub(super) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// 500 without the cause, which goes to the log under the number that the client is told.
    pub(super) fn internal(cause: &str) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        tracing::error!(number, cause, "a request failed");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            format!("the service could not do this; its log says why under number {number}"),
        )
    }

    /// What a bare status means to the client, for answers that the layers below made.
    pub(super) fn of_status(status: StatusCode) -> Self {
        let detail = match status {
            StatusCode::NOT_FOUND => "nothing is at this address; / lists what is",
            StatusCode::METHOD_NOT_ALLOWED => {
                "this address knows other methods: see the Allow header"
            }
            StatusCode::PAYLOAD_TOO_LARGE => {
                "the body is larger than 1 MB; use `sitmap ingest` for more"
            }
            StatusCode::SERVICE_UNAVAILABLE => {
                "the time for this request is up; ask again later or for less"
            }
            StatusCode::BAD_REQUEST => "the request could not be read",
            _ => "the request was not answered",
        };
        Self::new(status, detail)
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde asks for"
)]
fn number<S: serde::Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

impl From<FilterError> for Problem {
    fn from(error: FilterError) -> Self {
        Self::parameter(&error.parameter, &error.expected, &error.found)
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Refused(refused) => Self::new(StatusCode::BAD_REQUEST, refused.to_string()),
            AppError::Busy(_) => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "the data file is in use by another program; try again",
            ),
            AppError::ReadOnly(_) => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "the data file may not be written",
            ),
            AppError::NoFolder => Self::new(StatusCode::FORBIDDEN, error.to_string()),
            AppError::Behind(_) | AppError::Contended => {
                tracing::warn!(%error, "stored reports were not all read again");
                let told = "stored reports could not all be read again; the service goes on with that by itself";
                Self::new(StatusCode::SERVICE_UNAVAILABLE, told)
            }
            AppError::Layers(error) => Self::from(error),
            other => Self::internal(&other.to_string()),
        }
    }
}

impl From<LayerError> for Problem {
    fn from(error: LayerError) -> Self {
        let status = match error {
            LayerError::Addition { .. } => StatusCode::BAD_REQUEST,
            LayerError::Taken { .. } => StatusCode::CONFLICT,
            LayerError::NotAdded { .. } => StatusCode::NOT_FOUND,
            LayerError::Busy { .. } => {
                let told = "another program is changing the places; try again";
                return Self::new(StatusCode::SERVICE_UNAVAILABLE, told);
            }
            other => return Self::internal(&other.to_string()),
        };
        Self::new(status, error.to_string())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self).unwrap_or_default();
        (self.status, [(CONTENT_TYPE, PROBLEM_JSON)], body).into_response()
    }
}
