//! Signed reasons for and against a candidate, and the probability that follows from them.

use super::GazetteerError;
use super::names::{Match, Tier};
use super::toponym::ClassHint;
use crate::domain::{CountryCode, FeatureClass, Place, Position, Reason, SourceConfidence};
use serde::Deserialize;

/// The numbers of `weights.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Weights {
    pub(super) unknown_place: f64,
    pub(super) least_probability: f64,
    name_letters: f64,
    name_plain: f64,
    name_generic: f64,
    name_sound: f64,
    name_one_vowel: f64,
    name_one_edit: f64,
    name_two_edits: f64,
    class_agrees: f64,
    class_disagrees: f64,
    nature_disagrees: f64,
    population: f64,
    administrative: f64,
    seat_of_unit: f64,
    coordinated_with_unit: f64,
    inside_named_unit: f64,
    outside_named_units: f64,
    large_town_outside_named_units: f64,
    inside_document_unit: f64,
    outside_document_units: f64,
    country_given: f64,
    other_country_given: f64,
    country_of_report: f64,
    other_country_than_report: f64,
    near_list_sibling: f64,
    far_from_list_siblings: f64,
    near_sibling: f64,
    far_from_siblings: f64,
    low_source_confidence: f64,
    world_list: f64,
    near_given_position: f64,
    far_from_given_position: f64,
}

impl Weights {
    pub(super) fn embedded() -> Result<Self, GazetteerError> {
        toml::from_str(include_str!("weights.toml")).map_err(|error| GazetteerError::Settings {
            file: "weights.toml",
            cause: error.to_string(),
        })
    }
}

/// What is known around a name. Units are English names of first-level units.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    pub(super) country_given: Option<CountryCode>,
    pub(super) country_of_report: Option<CountryCode>,
    pub(super) units_in_sentence: Vec<String>,
    pub(super) units_in_document: Vec<String>,
    pub(super) list_siblings: Vec<Position>,
    pub(super) siblings: Vec<Position>,
    pub(super) hint: Option<ClassHint>,
    pub(super) coordinated_with_unit: bool,
    pub(super) near: Option<Position>,
}

/// Within this distance of a sibling a candidate is near it, in metres.
const NEAR_M: f64 = 60_000.0;
/// Beyond this distance from every sibling it is far, in metres.
const FAR_M: f64 = 150_000.0;

/// Regions, ranges and rivers wider than this lie beside the units that a sentence names, in metres.
const WIDE_M: f64 = 60_000.0;

/// All reasons that apply, strongest first.
pub(super) fn reasons(
    place: &Place,
    found: &Match,
    of_world: bool,
    context: &Context,
    weights: &Weights,
) -> Vec<Reason> {
    let mut reasons = vec![name_reason(found, weights)];
    reasons.extend(kind_reasons(place, context, weights));
    reasons.extend(unit_reasons(place, context, weights));
    reasons.extend(country_reasons(place, context, weights));
    reasons.extend(distance_reasons(place, context, weights));
    if place.confidence == SourceConfidence::Low {
        reasons.push(reason(
            "low_source_confidence",
            "its position in the gazetteer is uncertain",
            weights.low_source_confidence,
        ));
    }
    if of_world {
        reasons.push(reason(
            "world_list",
            "it comes from the list of the world's towns",
            weights.world_list,
        ));
    }
    reasons.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    reasons
}

fn reason(why: &str, text: impl Into<String>, weight: f64) -> Reason {
    Reason {
        why: why.to_owned(),
        text: text.into(),
        weight,
    }
}

fn name_reason(found: &Match, weights: &Weights) -> Reason {
    let spelling = &found.spelling;
    match found.tier {
        Tier::Letters => reason(
            "name_letters",
            format!("the name is written as in the gazetteer: {spelling}"),
            weights.name_letters,
        ),
        Tier::Plain => reason(
            "name_plain",
            format!("the same name but for article or unit word: {spelling}"),
            weights.name_plain,
        ),
        Tier::Generic => reason(
            "name_generic",
            format!("the same name with another spelling of its generic term: {spelling}"),
            weights.name_generic,
        ),
        Tier::Sound => reason(
            "name_sound",
            format!("another transliteration of {spelling}"),
            weights.name_sound,
        ),
        Tier::OneVowel => reason(
            "name_one_vowel",
            format!("one vowel away from {spelling}"),
            weights.name_one_vowel,
        ),
        Tier::OneEdit => reason(
            "name_one_edit",
            format!("one letter away from {spelling}"),
            weights.name_one_edit,
        ),
        Tier::TwoEdits => reason(
            "name_two_edits",
            format!("two letters away from {spelling}"),
            weights.name_two_edits,
        ),
    }
}

fn kind_reasons(place: &Place, context: &Context, weights: &Weights) -> Vec<Reason> {
    let mut reasons = Vec::new();
    match context.hint.as_ref().and_then(|hint| hint.agrees(place)) {
        Some(true) => reasons.push(reason(
            "class_agrees",
            "the word beside the name says this kind of place",
            weights.class_agrees,
        )),
        Some(false) => reasons.push(other_kind(context, weights)),
        None => {}
    }
    if let Some(weight) = population_weight(place, weights) {
        reasons.push(reason("population", "it is a large place", weight));
    }
    if place.feature_class == FeatureClass::Administrative {
        reasons.push(reason(
            "administrative",
            "it is an administrative unit",
            weights.administrative,
        ));
        if context.coordinated_with_unit {
            reasons.push(reason(
                "coordinated_with_unit",
                "it is listed together with other administrative units",
                weights.coordinated_with_unit,
            ));
        }
    }
    if place.feature_code.starts_with("PPLA") || place.feature_code == "PPLC" {
        reasons.push(reason(
            "seat_of_unit",
            "it is the seat of its unit",
            weights.seat_of_unit,
        ));
    }
    reasons
}

fn other_kind(context: &Context, weights: &Weights) -> Reason {
    let natural = context.hint.as_ref().is_some_and(ClassHint::is_natural);
    let weight = if natural {
        weights.nature_disagrees
    } else {
        weights.class_disagrees
    };
    reason(
        "class_disagrees",
        "the word beside the name says another kind of place",
        weight,
    )
}

fn population_weight(place: &Place, weights: &Weights) -> Option<f64> {
    let tenfolds = place
        .population
        .filter(|p| *p > 1_000)
        .map(|p| (count_as_f64(p) / 1_000.0).log10().min(3.0))?;
    (place.feature_class == FeatureClass::Populated).then_some(weights.population * tenfolds)
}

fn is_large_town(place: &Place) -> bool {
    place.population > Some(50_000)
}

/// Populations are far below 2^53, where f64 stops being exact.
fn count_as_f64(n: u64) -> f64 {
    u32::try_from(n).map_or(f64::from(u32::MAX), f64::from)
}

fn unit_reasons(place: &Place, context: &Context, weights: &Weights) -> Option<Reason> {
    let wide = place.extent.radius_m() > WIDE_M;
    if place.feature_class == FeatureClass::Administrative || place.admin1.is_empty() || wide {
        return None;
    }
    let inside = |units: &[String]| {
        units
            .iter()
            .find(|unit| place.admin1.contains(unit))
            .cloned()
    };
    if let Some(unit) = inside(&context.units_in_sentence) {
        return Some(reason(
            "inside_named_unit",
            format!("it lies in {unit}, which the sentence names"),
            weights.inside_named_unit,
        ));
    }
    if !context.units_in_sentence.is_empty() {
        let weight = if is_large_town(place) {
            weights.large_town_outside_named_units
        } else {
            weights.outside_named_units
        };
        let text = format!(
            "it lies in {}, the sentence names {}",
            place.admin1.join(", "),
            context.units_in_sentence.join(", ")
        );
        return Some(reason("outside_named_units", text, weight));
    }
    if let Some(unit) = inside(&context.units_in_document) {
        return Some(reason(
            "inside_document_unit",
            format!("it lies in {unit}, which the report names"),
            weights.inside_document_unit,
        ));
    }
    (!context.units_in_document.is_empty()).then(|| {
        reason(
            "outside_document_units",
            "it lies in none of the units that the report names",
            weights.outside_document_units,
        )
    })
}

fn country_reasons(place: &Place, context: &Context, weights: &Weights) -> Option<Reason> {
    if place.feature_code.starts_with("PCL") {
        return None;
    }
    let judge = |country: &CountryCode, yes: (&str, f64), no: (&str, f64), who: &str| {
        let (why, weight) = if place.countries.contains(country) {
            yes
        } else {
            no
        };
        reason(
            why,
            format!(
                "{who} {country}, the place lies in {}",
                place
                    .countries
                    .iter()
                    .map(CountryCode::as_str)
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
            weight,
        )
    };
    if let Some(given) = &context.country_given {
        let (yes, no) = (
            ("country_given", weights.country_given),
            ("other_country_given", weights.other_country_given),
        );
        return Some(judge(given, yes, no, "the report is filed under"));
    }
    let (yes, no) = (
        ("country_of_report", weights.country_of_report),
        (
            "other_country_than_report",
            weights.other_country_than_report,
        ),
    );
    context
        .country_of_report
        .as_ref()
        .map(|country| judge(country, yes, no, "most names of the report lie in"))
}

fn distance_reasons(place: &Place, context: &Context, weights: &Weights) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if let Some(near) = context.near {
        let (why, weight) = if place.extent.distance_m(near) <= NEAR_M {
            ("near_given_position", weights.near_given_position)
        } else {
            ("far_from_given_position", weights.far_from_given_position)
        };
        reasons.push(reason(
            why,
            distance_text(place, near, "the position given"),
            weight,
        ));
    }
    let list = nearest(place, &context.list_siblings).map(|d| {
        (
            d,
            weights.near_list_sibling,
            weights.far_from_list_siblings,
            "list_sibling",
        )
    });
    let other = nearest(place, &context.siblings).map(|d| {
        (
            d,
            weights.near_sibling,
            weights.far_from_siblings,
            "sibling",
        )
    });
    if let Some(((metres, position), near, far, whom)) = list.or(other) {
        let text = distance_text(place, position, "the nearest place named with it");
        if metres <= NEAR_M {
            reasons.push(reason(&format!("near_{whom}"), text, near));
        } else if metres > FAR_M && !is_large_town(place) {
            reasons.push(reason(&format!("far_from_{whom}s"), text, far));
        }
    }
    reasons
}

fn nearest(place: &Place, siblings: &[Position]) -> Option<(f64, Position)> {
    siblings
        .iter()
        .map(|p| (place.extent.distance_m(*p), *p))
        .min_by(|a, b| a.0.total_cmp(&b.0))
}

fn distance_text(place: &Place, other: Position, what: &str) -> String {
    format!(
        "{:.0} km from {what}",
        place.extent.distance_m(other) / 1_000.0
    )
}

/// Softmax of the candidates' log-odds against the name belonging to no entry.
pub(super) fn probabilities(log_odds: &[f64], weights: &Weights) -> Vec<f64> {
    let unknown = weights.unknown_place.exp();
    let sum: f64 = unknown + log_odds.iter().map(|s| s.exp()).sum::<f64>();
    log_odds.iter().map(|s| s.exp() / sum).collect()
}
