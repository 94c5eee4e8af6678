//! Pairs of spellings: one place must get one answer, two places two.

use super::answers::{kilometres, plain, ratio};
use super::bootstrap::{Sums, with_intervals};
use super::lines::{GoldPair, Prediction};
use super::names::Answered;
use super::{Evaluation, Metric};
use std::collections::HashMap;
use std::ops::AddAssign;

/// Two answers so near are one place, in kilometres.
const ONE_PLACE_KM: f64 = 3.0;
/// An answer so near is right, in kilometres.
const RIGHT_KM: f64 = 10.0;

#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    same: f64,
    different: f64,
    agree: f64,
    right: f64,
    same_answered: f64,
    merged: f64,
    different_answered: f64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.same += other.same;
        self.different += other.different;
        self.agree += other.agree;
        self.right += other.right;
        self.same_answered += other.same_answered;
        self.merged += other.merged;
        self.different_answered += other.different_answered;
    }
}

impl Sums for Tally {}

pub(super) fn evaluate(
    gold: &[GoldPair],
    predictions: &HashMap<&str, &Prediction>,
    samples: usize,
) -> Evaluation {
    let rows: Vec<Tally> = gold.iter().map(|pair| tally(pair, predictions)).collect();
    Evaluation {
        items: gold.len(),
        predicted: predictions.len(),
        metrics: with_intervals(&rows, samples, metrics),
        reliability: Vec::new(),
    }
}

fn tally(pair: &GoldPair, predictions: &HashMap<&str, &Prediction>) -> Tally {
    let mut tally = Tally {
        same: f64::from(pair.same),
        different: f64::from(!pair.same),
        ..Tally::default()
    };
    let answer = |side: &str| {
        let prediction = predictions
            .get(format!("{}/{side}", pair.id).as_str())
            .copied();
        Answered::to(prediction).position()
    };
    let (Some(a), Some(b), Some([gold_a, gold_b])) = (answer("a"), answer("b"), pair.positions())
    else {
        return tally;
    };
    let near = f64::from(kilometres(a, b) <= ONE_PLACE_KM);
    if pair.same {
        let right = kilometres(a, gold_a) <= RIGHT_KM && kilometres(b, gold_b) <= RIGHT_KM;
        tally.same_answered = 1.0;
        tally.agree = near;
        tally.right = f64::from(right);
    } else {
        tally.different_answered = 1.0;
        tally.merged = near;
    }
    tally
}

fn metrics(t: &Tally) -> Vec<Metric> {
    vec![
        plain("same place: agree within 3 km", ratio(t.agree, t.same)),
        plain(
            "same place: both within 10 km of gold",
            ratio(t.right, t.same),
        ),
        plain("same place: both answered", ratio(t.same_answered, t.same)),
        plain(
            "different places: wrongly agree",
            ratio(t.merged, t.different),
        ),
        plain(
            "different places: both answered",
            ratio(t.different_answered, t.different),
        ),
    ]
}
