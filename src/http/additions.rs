use super::State;
use super::answer::{Answer, Early};
use super::asked::{Asked, no_such};
use super::error::Problem;
use super::format::Encoding::Json;
use super::params::Params;
use super::reports::{media_type, refuse_other_charsets};
use crate::app::layers::{OwnChange, Reason};
use crate::app::{self, Accepted, Addition};
use crate::domain::PlaceId;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State as Shared};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use std::sync::Arc;

/// Who changes places when the request does not say.
const NOBODY: &str = "unknown (API)";

/// `GET /gazetteer/additions`
pub(super) async fn list(
    Shared(state): Shared<Arc<State>>,
    asked: Asked,
) -> Result<Response, Early> {
    let answer = begun(&state, &asked)?;
    let additions = additions(&state).await?;
    Ok(answer.json(&listed(&additions))?)
}

/// `GET /gazetteer/additions/{id}`: what was added about a place.
pub(super) async fn one(
    Shared(state): Shared<Arc<State>>,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Response, Early> {
    let answer = begun(&state, &asked)?;
    let mut additions = additions(&state).await?;
    additions.retain(|addition| addition.place_id.as_str() == id);
    if additions.is_empty() {
        return Err(no_such("addition", &id).into());
    }
    Ok(answer.json(&listed(&additions))?)
}

fn begun(state: &State, asked: &Asked) -> Result<Answer, Early> {
    let params = asked.params(&[])?;
    asked.encoding(&params, &[Json])?;
    Ok(Answer::begin(asked, &state.generation(), Json)?)
}

async fn additions(state: &Arc<State>) -> Result<Vec<Addition>, Problem> {
    Ok(state.work(|state| state.app.additions()).await??)
}

fn listed(additions: &[Addition]) -> Value {
    json!({"additions": additions, "numberMatched": additions.len()})
}

/// `POST /gazetteer/additions`: adds a place or names, or with `preview=true` says what that would change.
pub(super) async fn create(
    Shared(state): Shared<Arc<State>>,
    asked: Asked,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Early> {
    let preview = is_preview(&asked.params(&["preview"])?)?;
    let body = body.map_err(|rejection| Problem::of_status(rejection.status()))?;
    refuse_other_charsets(&headers)?;
    json_only(&headers)?;
    let wish = app::wish_from_json(&body)
        .map_err(|reason| Problem::new(StatusCode::BAD_REQUEST, reason))?;
    let reason = Reason {
        by: wish.by.unwrap_or_else(|| NOBODY.to_owned()),
        at: (state.clock)(),
        why: wish.why,
    };
    let accepted = changed(&state, wish.change, reason, preview).await?;
    let added = accepted.added().filter(|_| !preview);
    let mut response = answered(&accepted)?;
    if let Some(id) = added {
        let id = utf8_percent_encode(id.as_str(), NON_ALPHANUMERIC);
        let place = asked.link(&format!("/collections/places/items/{id}"));
        *response.status_mut() = StatusCode::CREATED;
        let place = HeaderValue::from_str(&place);
        let place = place.map_err(|error| Problem::internal(&error.to_string()))?;
        response.headers_mut().insert(LOCATION, place);
    }
    Ok(response)
}

/// `DELETE /gazetteer/additions/{id}`: takes out what was added about a place, or with `name` that name.
pub(super) async fn remove(
    Shared(state): Shared<Arc<State>>,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Response, Early> {
    let params = asked.params(&["name", "preview"])?;
    let preview = is_preview(&params)?;
    let of: PlaceId = id.parse().map_err(|_not_an_id| no_such("addition", &id))?;
    let change = match params.text("name") {
        Some(name) => OwnChange::RemoveNames {
            of,
            names: vec![name.to_owned()],
        },
        None => OwnChange::Remove(of),
    };
    let reason = Reason {
        by: NOBODY.to_owned(),
        at: (state.clock)(),
        why: String::new(),
    };
    Ok(answered(&changed(&state, change, reason, preview).await?)?)
}

/// Reading stored reports again keeps a core busy, so that it takes its turn with the reports that come in.
async fn changed(
    state: &Arc<State>,
    change: OwnChange,
    reason: Reason,
    preview: bool,
) -> Result<Accepted, Problem> {
    let work = move |state: &State| {
        if preview {
            state.app.preview(&change, &reason)
        } else {
            state.app.accept(&change, &reason)
        }
    };
    Ok(state.work_among(&state.reading, work).await??)
}

fn answered(accepted: &Accepted) -> Result<Response, Problem> {
    let body =
        serde_json::to_vec(accepted).map_err(|error| Problem::internal(&error.to_string()))?;
    let headers = [
        (CONTENT_TYPE, Json.media_type()),
        (CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, body).into_response())
}

fn is_preview(params: &Params) -> Result<bool, Problem> {
    match params.text("preview") {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(other) => Err(Problem::parameter("preview", "true or false", other)),
    }
}

fn json_only(headers: &HeaderMap) -> Result<(), Problem> {
    match media_type(headers) {
        Some(json) if json.eq_ignore_ascii_case("application/json") => Ok(()),
        other => Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            format!(
                "expected Content-Type application/json, found {}",
                other.unwrap_or("none")
            ),
        )),
    }
}
