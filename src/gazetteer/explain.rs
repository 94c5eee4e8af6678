//! Why an entry was chosen or not: its features with signed weights, in words.

use super::candidates::Entry;
use super::context::Context;
use super::features::{Feature, describe, describe_distances};
use super::layers::Layers;
use super::score::Weights;
use crate::domain::{CountryCode, PlaceSummary, Reason};

/// Weights smaller than this tell nobody anything.
const LEAST_WEIGHT: f64 = 0.05;

/// All reasons that count, strongest first.
pub(super) fn reasons(
    entry: &Entry,
    place: &PlaceSummary,
    context: &Context,
    weights: &Weights,
    layers: &Layers,
) -> Vec<Reason> {
    let mut found: Vec<(Feature, f64)> = Vec::with_capacity(16);
    let mut put = |feature, value| found.push((feature, weights.of(feature) * value));
    describe(entry, context, &mut put);
    describe_distances(entry, context, &mut put);
    found.retain(|(_, weight)| weight.abs() >= LEAST_WEIGHT);
    found.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    found
        .into_iter()
        .map(|(feature, weight)| Reason {
            why: feature.why().to_owned(),
            text: text(feature, entry, place, layers),
            weight: (weight * 100.0).round() / 100.0,
        })
        .collect()
}

fn text(feature: Feature, entry: &Entry, place: &PlaceSummary, layers: &Layers) -> String {
    let text = feature.text();
    let Some((before, rest)) = text.split_once('{') else {
        return text.to_owned();
    };
    let (what, after) = rest.split_once('}').unwrap_or((rest, ""));
    let said = match what {
        "spelling" => spelling(entry, layers).unwrap_or(&place.name),
        "unit" => place.admin1.as_deref().unwrap_or("the unit"),
        _ => place
            .country
            .as_ref()
            .map_or("the country", CountryCode::as_str),
    };
    format!("{before}{said}{after}")
}

/// The spelling that matched.
fn spelling<'l>(entry: &Entry, layers: &'l Layers) -> Option<&'l str> {
    let (at, number) = entry.spelling;
    layers.table(at)?.spelling(at.row, number)
}
