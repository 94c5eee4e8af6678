use super::State;
use super::answer::{Answer, Early};
use super::asked::Asked;
use super::error::Problem;
use super::format::Encoding::Json;
use super::places;
use crate::domain::Position;
use axum::extract::State as Shared;
use axum::response::Response;
use serde_json::json;
use std::sync::Arc;

/// The longest name that is looked up, in bytes.
const MAX_NAME: usize = 500;
const POSITION: &str = "longitude,latitude in degrees such as 43.3,35.7";
/// The most places that are told of around a position.
const MAX_NEAREST: usize = 100;

/// `/resolve`: which place one name means, and why.
pub(super) async fn resolve(
    Shared(state): Shared<Arc<State>>,
    asked: Asked,
) -> Result<Response, Early> {
    let params = asked.params(&["name", "country", "admin1", "near"])?;
    asked.encoding(&params, &[Json])?;
    let name = params
        .required("name", "a place name in any spelling")?
        .trim()
        .to_owned();
    if name.is_empty() || name.len() > MAX_NAME {
        let found = format!("{} bytes", name.len());
        return Err(Problem::parameter("name", "a name of 1 to 500 bytes", &found).into());
    }
    let country = params.parsed("country", "two capital letters (ISO 3166-1 alpha-2)")?;
    let admin1 = params.text("admin1").map(str::to_owned);
    let near = params
        .text("near")
        .map(|text| position("near", text))
        .transpose()?;
    let answer = Answer::begin(&asked, &state.generation(), Json)?;
    state
        .work(move |state| {
            let mut resolved = state.app.resolve(&name, country, admin1, near);
            if let Some(object) = resolved.as_object_mut() {
                object.insert("name".to_owned(), json!(name));
            }
            answer.json(&resolved)
        })
        .await?
        .map_err(Early::from)
}

/// `/locate`: the units that hold a position and the places nearest to it.
pub(super) async fn locate(
    Shared(state): Shared<Arc<State>>,
    asked: Asked,
) -> Result<Response, Early> {
    let params = asked.params(&["position", "limit"])?;
    asked.encoding(&params, &[Json])?;
    let position = position("position", params.required("position", POSITION)?)?;
    let most = params.limit()?.min(MAX_NEAREST);
    let answer = Answer::begin(&asked, &state.generation(), Json)?;
    state
        .work(move |state| {
            let found = state.app.surroundings(position, most);
            let units: Vec<_> = found.units.iter().map(places::feature).collect();
            let nearest: Vec<_> = found
                .nearest
                .iter()
                .map(|(hit, metres)| {
                    json!({"place": places::feature(hit), "distance_m": metres.round()})
                })
                .collect();
            answer.json(&json!({
                "position": [position.lon(), position.lat()],
                "units": units,
                "nearest": nearest,
            }))
        })
        .await?
        .map_err(Early::from)
}

fn position(parameter: &str, text: &str) -> Result<Position, Problem> {
    let refused = || Problem::parameter(parameter, POSITION, &format!("`{text}`"));
    let (lon, lat) = text.split_once(',').ok_or_else(refused)?;
    let number = |part: &str| {
        part.trim()
            .parse::<f64>()
            .map_err(|_not_a_number| refused())
    };
    Position::new(number(lon)?, number(lat)?).map_err(|_outside| refused())
}
