//! The lines of gold and prediction files.

use crate::domain::{Position, ReportDraft};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

/// A text with its toponyms.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldDocument {
    /// Key of the document.
    #[serde(deserialize_with = "id")]
    pub id: String,
    /// The text that offsets count in.
    pub text: String,
    /// Every toponym with the place that it means.
    pub toponyms: Vec<GoldToponym>,
    title: Option<String>,
    published_at: Option<Value>,
    country: Option<Value>,
}

/// A toponym and the place that it means.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldToponym {
    pub(super) start: usize,
    pub(super) end: usize,
    #[serde(flatten)]
    pub(super) place: PointLine,
    pub(super) geonameid: Option<u64>,
}

/// A position that may be missing.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct PointLine {
    lon: Option<f64>,
    lat: Option<f64>,
}

impl PointLine {
    pub(super) fn position(&self) -> Option<Position> {
        Position::new(self.lon?, self.lat?).ok()
    }
}

/// A name, or a headline that holds it, with the place that is meant.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldName {
    /// Key of the line.
    #[serde(deserialize_with = "id")]
    pub id: String,
    /// The name in some spelling.
    pub name: String,
    /// The headline, when the question is a headline.
    pub text: Option<String>,
    #[serde(default, deserialize_with = "optional_id")]
    pub(super) group: Option<String>,
    #[serde(flatten)]
    pub(super) place: PointLine,
    country: Option<Value>,
    admin1: Option<Value>,
    published_at: Option<Value>,
}

/// Two spellings of one place, or of two places.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldPair {
    /// Key of the pair.
    #[serde(deserialize_with = "id")]
    pub id: String,
    a: String,
    b: String,
    lon_a: f64,
    lat_a: f64,
    lon_b: f64,
    lat_b: f64,
    pub(super) same: bool,
    country: Option<Value>,
}

/// A line that `geoparse`, `extract` or `resolve --batch` printed.
#[derive(Debug, Clone, Deserialize)]
pub struct Prediction {
    /// Key of the document, name or side of a pair.
    #[serde(deserialize_with = "id")]
    pub id: String,
    #[serde(default)]
    pub(super) mentions: Vec<PredictedMention>,
    #[serde(default)]
    pub(super) events: Vec<PredictedEvent>,
    #[serde(default)]
    pub(super) place: Option<PredictedPlace>,
    pub(super) score: Option<f64>,
    pub(super) candidates: Option<Vec<PredictedPlace>>,
    /// What went wrong with this line.
    error: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct PredictedMention {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) role: Option<String>,
    pub(super) score: Option<f64>,
    pub(super) place: Option<PredictedPlace>,
    #[serde(default)]
    pub(super) candidates: Vec<PredictedPlace>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct PredictedEvent {
    pub(super) location: Option<PredictedPlace>,
    pub(super) confidence: Option<f64>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct PredictedPlace {
    #[serde(default, deserialize_with = "optional_id")]
    pub(super) id: Option<String>,
    #[serde(flatten)]
    pub(super) point: PointLine,
    pub(super) radius_km: Option<f64>,
    pub(super) score: Option<f64>,
}

impl PredictedPlace {
    pub(super) fn position(&self) -> Option<Position> {
        self.point.position()
    }

    /// The number at the end of the id: `geonames:98182` is 98182.
    pub(super) fn number(&self) -> Option<u64> {
        let id = self.id.as_deref()?;
        id.rsplit([':', '/']).next()?.parse().ok()
    }
}

impl GoldDocument {
    pub(super) fn question(&self, given_spans: bool) -> Value {
        let spans = self.toponyms.iter();
        let spans: Vec<Value> = spans
            .map(|t| json!({"start": t.start, "end": t.end}))
            .collect();
        question(
            json!({"id": self.id, "text": self.text, "title": self.title,
            "published_at": self.published_at, "country": self.country,
            "spans": given_spans.then_some(spans)}),
        )
    }

    pub(super) fn draft(&self) -> ReportDraft {
        ReportDraft {
            text: self.text.clone(),
            title: self.title.clone(),
            ..ReportDraft::default()
        }
    }
}

impl GoldName {
    pub(super) fn question(&self, with_admin1: bool) -> Value {
        match &self.text {
            Some(text) => question(json!({"id": self.id, "text": text, "country": self.country,
                "published_at": self.published_at})),
            None => question(
                json!({"id": self.id, "name": self.name, "country": self.country,
                "admin1": self.admin1.as_ref().filter(|_| with_admin1)}),
            ),
        }
    }
}

impl GoldPair {
    pub(super) fn questions(&self) -> [Value; 2] {
        [("a", &self.a), ("b", &self.b)].map(|(side, name)| {
            question(
                json!({"id": format!("{}/{side}", self.id), "name": name, "country": self.country}),
            )
        })
    }

    /// Positions of both sides.
    pub(super) fn positions(&self) -> Option<[Position; 2]> {
        let a = Position::new(self.lon_a, self.lat_a).ok()?;
        Some([a, Position::new(self.lon_b, self.lat_b).ok()?])
    }
}

/// Without the keys that have no value.
fn question(value: Value) -> Value {
    match value {
        Value::Object(object) => object.into_iter().filter(|(_, v)| !v.is_null()).collect(),
        other => other,
    }
}

/// Ids are text or numbers; both are compared as text.
fn id<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(text_of(&Value::deserialize(from)?))
}

fn optional_id<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let value = Option::<Value>::deserialize(from)?;
    Ok(value.filter(|v| !v.is_null()).map(|v| text_of(&v)))
}

fn text_of(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// Reads JSON Lines; blank lines are skipped, anything else that does not read is refused with its line.
pub fn read_lines<T: for<'de> Deserialize<'de>>(name: &str, text: &str) -> Result<Vec<T>, String> {
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            serde_json::from_str(line)
                .map_err(|error| format!("{name}, line {}: {error}", number + 1))
        })
        .collect()
}

impl Prediction {
    /// Refuses an answer that says that its question could not be read.
    pub(super) fn checked(self) -> Result<Self, String> {
        match &self.error {
            Some(error) => Err(error.clone()),
            None => Ok(self),
        }
    }
}
