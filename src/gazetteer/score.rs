//! From features to the probability that a name means an entry.

use super::GazetteerError;
use super::candidates::Entry;
use super::context::Context;
use super::features::{Feature, describe, describe_distances};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    unknown_name: f64,
    least_probability: f64,
    least_probability_of_marked: f64,
    least_probability_in_given_unit: f64,
    /// Features that the fit leaves alone.
    held: Vec<String>,
    features: BTreeMap<String, f64>,
}

/// The numbers of `weights.toml`.
#[derive(Debug)]
pub(super) struct Weights {
    /// Log-odds of the name belonging to no entry.
    unknown_name: f64,
    /// Probability below which the answer is "unresolved".
    pub(super) least_probability: f64,
    /// The same for names that somebody marked as places.
    least_probability_of_marked: f64,
    /// The same where the caller names the unit: what is left are namesakes inside it, and a coin toss is no answer.
    least_probability_in_given_unit: f64,
    /// In the order of [`Feature::ALL`].
    features: Vec<f64>,
}

impl Weights {
    pub(super) fn embedded() -> Result<Self, GazetteerError> {
        Self::read(include_str!("weights.toml"))
    }

    fn read(text: &str) -> Result<Self, GazetteerError> {
        let failed = |cause: String| GazetteerError::Settings {
            file: "weights.toml",
            cause,
        };
        let mut written: Written =
            toml::from_str(text).map_err(|error| failed(error.to_string()))?;
        if let Some(unknown) = written
            .held
            .iter()
            .find(|h| !written.features.contains_key(*h))
        {
            return Err(failed(format!(
                "held: expected names of features, found {unknown}"
            )));
        }
        let features = Feature::ALL
            .iter()
            .map(|feature| {
                written.features.remove(feature.why()).ok_or_else(|| {
                    failed(format!(
                        "expected a weight for {}, found none",
                        feature.why()
                    ))
                })
            })
            .collect::<Result<_, _>>()?;
        if let Some(unknown) = written.features.keys().next() {
            return Err(failed(format!(
                "expected names of features, found {unknown}"
            )));
        }
        Ok(Self {
            unknown_name: written.unknown_name,
            least_probability: written.least_probability,
            least_probability_of_marked: written.least_probability_of_marked,
            least_probability_in_given_unit: written.least_probability_in_given_unit,
            features,
        })
    }

    pub(super) fn of(&self, feature: Feature) -> f64 {
        self.features
            .get(feature as usize)
            .copied()
            .unwrap_or_default()
    }

    /// The probability from which on an entry is the answer.
    pub(super) fn margin(&self, context: &Context) -> f64 {
        if context.is_marked {
            self.least_probability_of_marked
        } else if !context.units_given.is_empty() {
            self.least_probability_in_given_unit
        } else {
            self.least_probability
        }
    }

    fn without_distances(&self, entry: &Entry, context: &Context) -> f64 {
        let mut sum = 0.0;
        describe(entry, context, &mut |feature, value| {
            sum += self.of(feature) * value;
        });
        sum
    }

    fn of_distances(&self, entry: &Entry, context: &Context) -> f64 {
        let mut sum = 0.0;
        describe_distances(entry, context, &mut |feature, value| {
            sum += self.of(feature) * value;
        });
        sum
    }
}

/// An entry's number in its list and its probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scored {
    pub(super) number: usize,
    pub(super) probability: f64,
}

/// Entries whose distances are looked at: the best ones without them.
const MOST_MEASURED: usize = 40;

/// The entries of a name, the likeliest first, as a softmax of their log-odds against the name belonging to none.
pub(super) fn ranked(entries: &[Entry], context: &Context, weights: &Weights) -> Vec<Scored> {
    let mut sums: Vec<(usize, f64)> = entries
        .iter()
        .map(|entry| weights.without_distances(entry, context))
        .enumerate()
        .collect();
    by_sum(&mut sums, entries);
    for (number, sum) in sums.iter_mut().take(MOST_MEASURED) {
        if let Some(entry) = entries.get(*number) {
            *sum += weights.of_distances(entry, context);
        }
    }
    by_sum(&mut sums, entries);
    let most = sums
        .first()
        .map_or(0.0, |(_, sum)| *sum)
        .max(weights.unknown_name);
    let total: f64 = sums.iter().map(|(_, sum)| (sum - most).exp()).sum::<f64>()
        + (weights.unknown_name - most).exp();
    sums.into_iter()
        .map(|(number, sum)| Scored {
            number,
            probability: (sum - most).exp() / total,
        })
        .collect()
}

/// The best first; equals in the order of layers and inhabitants.
fn by_sum(sums: &mut [(usize, f64)], entries: &[Entry]) {
    let place = |number: usize| entries.get(number).map(|entry| entry.place);
    sums.sort_by(|a, b| {
        b.1.total_cmp(&a.1)
            .then_with(|| place(a.0).cmp(&place(b.0)))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_a_weight_and_every_weight_a_feature() {
        assert!(Weights::embedded().is_ok());
        let text = include_str!("weights.toml");
        let one_more = format!("{text}\nnonsense = 1.0\n");
        assert!(
            Weights::read(&one_more)
                .unwrap_err()
                .to_string()
                .contains("nonsense")
        );
        let one_less = text.replace("name_letters", "name_lettres");
        assert!(Weights::read(&one_less).is_err());
    }
}
