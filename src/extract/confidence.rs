//! How likely a person would code the same event here.

use super::document::ParagraphKind;
use super::draft::Draft;
use crate::domain::{Location, Score};
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Weights {
    base: f64,
    rank: f64,
    dated: f64,
    placed: f64,
    place_score: f64,
    coarse: f64,
    actor: f64,
    counted: f64,
    claimed: f64,
    only_headline: f64,
    repeated: f64,
}

pub(super) const TABLE: &str = include_str!("confidence.toml");

static WEIGHTS: LazyLock<Weights> =
    LazyLock::new(|| toml::from_str(TABLE).expect("confidence.toml is checked by the tests"));

/// Above this radius a place is coarse, in metres.
const COARSE_M: f64 = 50_000.0;

/// A logistic of named features.
pub(super) fn confidence(draft: &Draft, location: Option<&Location>, place_score: Score) -> Score {
    let w = &*WEIGHTS;
    let when = |holds: bool, weight: f64| if holds { weight } else { 0.0 };
    let sum = w.base
        + w.rank * f64::from(draft.rank) / 100.0
        + when(
            draft.date.as_ref().is_some_and(|d| d.start().is_some()),
            w.dated,
        )
        + when(location.is_some(), w.placed + w.place_score * place_score)
        + when(
            location.is_some_and(|l| l.extent.radius_m() > COARSE_M),
            w.coarse,
        )
        + when(!draft.actors.is_empty(), w.actor)
        + when(!draft.counts.is_empty(), w.counted)
        + when(draft.attribution.is_some(), w.claimed)
        + when(draft.kind != ParagraphKind::Body, w.only_headline)
        + when(draft.evidence.len() > 1, w.repeated);
    let score = 1.0 / (1.0 + (-sum).exp());
    (score * 1_000.0).round() / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_read() {
        assert!(WEIGHTS.rank > 0.0);
    }
}
