use super::State;
use super::answer::{Answer, Early, link, titled};
use super::asked::{Asked, no_such};
use super::error::Problem;
use super::format::Encoding::{self, Csv, GeoJson, GeoJsonSeq, Json};
use crate::app::Data;
use crate::domain::{BoundingBox, Collection};
use crate::export::Link;
use axum::extract::{Path, State as Shared};
use axum::response::Response;
use jiff::civil::Date;
use serde_json::{Value, json};
use std::sync::Arc;

/// The one coordinate system served: longitude, latitude, WGS 84.
const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

/// What can be asked for under `/collections`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Events(Collection),
    Places,
}

impl Kind {
    pub(super) const ALL: [Self; 4] = [
        Self::Events(Collection::Events),
        Self::Events(Collection::Unplaced),
        Self::Events(Collection::Background),
        Self::Places,
    ];

    pub(super) fn read(id: &str) -> Result<Self, Problem> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.id() == id)
            .ok_or_else(|| no_such("collection", id))
    }

    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Events(collection) => collection.as_str(),
            Self::Places => "places",
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Events(Collection::Events) => "Events",
            Self::Events(Collection::Unplaced) => "Events without a place",
            Self::Events(Collection::Background) => "Background",
            Self::Places => "Places",
        }
    }

    pub(super) fn description(self) -> &'static str {
        match self {
            Self::Events(Collection::Events) => {
                "What reports bring as news and what has a place. Each geometry is a position inside the true extent, which is at items/{id}/extent."
            }
            Self::Events(Collection::Unplaced) => {
                "What reports bring as news without a place that could be told: features without geometry."
            }
            Self::Events(Collection::Background) => {
                "What reports tell of the past, of plans, habits, denials and totals."
            }
            Self::Places => "The gazetteer that names are looked up in.",
        }
    }

    /// The encodings of its items, the first for clients without a wish.
    pub(super) fn encodings(self) -> &'static [Encoding] {
        match self {
            Self::Events(_) => &[GeoJson, GeoJsonSeq, Csv],
            Self::Places => &[GeoJson],
        }
    }
}

/// `/collections`
pub(super) async fn list(
    Shared(state): Shared<Arc<State>>,
    asked: Asked,
) -> Result<Response, Early> {
    let params = asked.params(&[])?;
    asked.encoding(&params, &[Json])?;
    let data = state.app.data();
    let links = [link("self", asked.link("/collections"), Json)];
    let answer = Answer::begin(&asked, &state.generation_of(&data), Json)?.links(&links);
    let collections: Vec<Value> = Kind::ALL
        .iter()
        .map(|kind| describe(*kind, &data, &state.app.attribution(), &asked))
        .collect();
    Ok(answer.json(&json!({"links": links, "collections": collections}))?)
}

/// `/collections/{id}`
pub(super) async fn one(
    Shared(state): Shared<Arc<State>>,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Response, Early> {
    let kind = Kind::read(&id)?;
    let params = asked.params(&[])?;
    asked.encoding(&params, &[Json])?;
    let data = state.app.data();
    let answer =
        Answer::begin(&asked, &state.generation_of(&data), Json)?.links(&links(kind, &asked));
    Ok(answer.json(&describe(kind, &data, &state.app.attribution(), &asked))?)
}

fn describe(kind: Kind, data: &Data, attribution: &str, asked: &Asked) -> Value {
    let mut described = json!({
        "id": kind.id(),
        "title": kind.title(),
        "description": kind.description(),
        "itemType": "feature",
        "crs": [CRS84],
        "storageCrs": CRS84,
        "attribution": attribution,
        "links": links(kind, asked),
    });
    if let (Kind::Events(collection), Some(object)) = (kind, described.as_object_mut()) {
        object.insert("extent".to_owned(), extent(data, collection));
    }
    described
}

/// The box around the positions and the days from first to last. Without any, the whole Earth and all time: the
/// standard knows no empty extent.
fn extent(data: &Data, collection: Collection) -> Value {
    let bbox = data
        .snapshot
        .bounds(collection)
        .unwrap_or(BoundingBox::WORLD)
        .bounds();
    let days = data.snapshot.days(collection);
    let at_midnight = |day: Option<Date>| day.map(|day| format!("{day}T00:00:00Z"));
    json!({
        "spatial": {"bbox": [bbox], "crs": CRS84},
        "temporal": {
            "interval": [[at_midnight(days.map(|days| days.0)), at_midnight(days.map(|days| days.1))]],
            "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian",
        },
    })
}

fn links(kind: Kind, asked: &Asked) -> Vec<Link> {
    let own = asked.link(&format!("/collections/{}", kind.id()));
    let items = kind.encodings().iter().map(|encoding| {
        let href = format!("{own}/items?f={}", encoding.name());
        titled(link("items", href, *encoding), kind.title())
    });
    [link("self", own.clone(), Json)]
        .into_iter()
        .chain(items)
        .collect()
}
