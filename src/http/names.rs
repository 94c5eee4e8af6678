use super::State;
use super::answer::{Answer, Early};
use super::asked::Asked;
use super::error::Problem;
use super::format::Encoding::Json;
use crate::app;
use axum::extract::State as Shared;
use axum::response::Response;
use serde_json::json;
use std::sync::Arc;

/// `/map/names`: what places are called in the language of the reader, for as many as a list shows at once. Answers
/// about events name places in English, so that they are the same for everybody.
pub(super) async fn names(
    Shared(state): Shared<Arc<State>>,
    asked: Asked,
) -> Result<Response, Early> {
    let params = asked.params(&["lang", "of", "country"])?;
    asked.encoding(&params, &[Json])?;
    let language = language(params.required("lang", LANGUAGE)?)?.to_owned();
    let of = params.required("of", "ids or English names of places, separated by commas")?;
    let of = app::values("of", of).map_err(Problem::from)?;
    let countries = params.filter()?.country;
    let answer = Answer::begin(&asked, &state.generation(), Json)?;
    state
        .work(move |state| {
            let names = state.app.local_names(&language, &of, &countries);
            answer.json(&json!({"lang": language, "names": names}))
        })
        .await?
        .map_err(Early::from)
}

const LANGUAGE: &str = "a language of two or three small letters, such as ar";

fn language(text: &str) -> Result<&str, Problem> {
    let is_code =
        (2..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase());
    let refused = || Problem::parameter("lang", LANGUAGE, &format!("`{text}`"));
    is_code.then_some(text).ok_or_else(refused)
}
