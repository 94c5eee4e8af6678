//! Places of names and headlines.

use super::answers::{Answer, Counts, WITHIN_KM, float, kilometres, median, plain, ratio};
use super::bootstrap::{Sums, with_intervals};
use super::lines::{GoldName, PredictedPlace, Prediction};
use super::selective::selective;
use super::{Evaluation, Metric};
use crate::domain::Position;
use std::collections::{HashMap, HashSet};
use std::ops::AddAssign;

/// An answer of a smaller radius and a higher score is a pin.
const PIN_KM: f64 = 30.0;
const PIN_SCORE: f64 = 0.5;
/// A candidate so near is the right one, in kilometres.
const RIGHT_KM: f64 = 10.0;

/// Sums of one group of names.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    counts: Counts,
    among_candidates: f64,
    candidates: f64,
    /// Names that exist nowhere, and how many of them were pinned nevertheless.
    nowhere: f64,
    pinned: f64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.counts += other.counts;
        self.among_candidates += other.among_candidates;
        self.candidates += other.candidates;
        self.nowhere += other.nowhere;
        self.pinned += other.pinned;
    }
}

impl Sums for Tally {}

pub(super) fn evaluate(
    gold: &[GoldName],
    predictions: &HashMap<&str, &Prediction>,
    samples: usize,
) -> Evaluation {
    let mut groups: Vec<Tally> = Vec::new();
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut answers = Vec::new();
    for name in gold {
        let group = name.group.as_deref().unwrap_or(&name.id);
        let number = *numbers.entry(group).or_insert_with(|| {
            groups.push(Tally::default());
            groups.len() - 1
        });
        let answered = Answered::to(predictions.get(name.id.as_str()).copied());
        let Some(tally) = groups.get_mut(number) else {
            continue;
        };
        if let Some(here) = name.place.position() {
            answers.extend(answered.count(here, tally));
        } else {
            tally.nowhere += 1.0;
            tally.pinned += f64::from(answered.is_confident());
        }
    }
    let mut all = with_intervals(&groups, samples, metrics);
    let errors = answers.iter().map(|a: &Answer| a.error_km).collect();
    all.push(plain("median km of answered", median(errors)));
    let (chosen, reliability) = selective(&answers);
    all.extend(chosen);
    Evaluation {
        items: gold.len(),
        predicted: predictions.len(),
        metrics: all,
        reliability,
    }
}

/// What a prediction line says of one name.
#[derive(Default)]
pub(super) struct Answered<'a> {
    place: Option<&'a PredictedPlace>,
    score: Option<f64>,
    candidates: &'a [PredictedPlace],
}

impl<'a> Answered<'a> {
    /// The place itself; of a text the place of the first event, else of the surest mention, those with the role
    /// "event" first.
    pub(super) fn to(prediction: Option<&'a Prediction>) -> Self {
        let Some(prediction) = prediction else {
            return Self::default();
        };
        if prediction.place.is_some() || prediction.candidates.is_some() {
            return Self {
                place: prediction.place.as_ref(),
                score: prediction
                    .score
                    .or(prediction.place.as_ref().and_then(|p| p.score)),
                candidates: prediction.candidates.as_deref().unwrap_or_default(),
            };
        }
        Self::of_event(prediction).unwrap_or_else(|| Self::of_mention(prediction))
    }

    fn of_event(prediction: &'a Prediction) -> Option<Self> {
        let located = |place: &&PredictedPlace| place.position().is_some();
        prediction.events.iter().find_map(|event| {
            Some(Self {
                place: Some(event.location.as_ref().filter(located)?),
                score: event.confidence,
                candidates: &[],
            })
        })
    }

    fn of_mention(prediction: &'a Prediction) -> Self {
        let placed = prediction.mentions.iter().rev().filter(|m| {
            m.place
                .as_ref()
                .is_some_and(|place| place.position().is_some())
        });
        let best = placed.max_by(|a, b| {
            let is_event = |role: &Option<String>| role.as_deref() == Some("event");
            let score = |score: Option<f64>| score.unwrap_or(0.0);
            is_event(&a.role)
                .cmp(&is_event(&b.role))
                .then(score(a.score).total_cmp(&score(b.score)))
        });
        best.map_or_else(Self::default, |mention| Self {
            place: mention.place.as_ref(),
            score: mention.score,
            candidates: &mention.candidates,
        })
    }

    /// A pin that people take for the place.
    fn is_confident(&self) -> bool {
        let radius = self.place.and_then(|p| p.radius_km);
        self.position().is_some()
            && radius.is_none_or(|km| km < PIN_KM)
            && self.score.is_none_or(|score| score > PIN_SCORE)
    }

    pub(super) fn position(&self) -> Option<Position> {
        self.place.and_then(PredictedPlace::position)
    }

    fn count(&self, here: Position, tally: &mut Tally) -> Option<Answer> {
        let points: Vec<Position> = self
            .place
            .into_iter()
            .chain(self.candidates)
            .filter_map(PredictedPlace::position)
            .collect();
        let near = points.iter().any(|p| kilometres(here, *p) <= RIGHT_KM);
        tally.among_candidates += f64::from(near);
        let apart: HashSet<[u64; 2]> = points
            .iter()
            .map(|p| [p.lon().to_bits(), p.lat().to_bits()])
            .collect();
        tally.candidates += float(apart.len());
        let answer = self.position().map(|there| Answer {
            error_km: kilometres(here, there),
            score: self.score,
            radius_km: self.place.and_then(|p| p.radius_km),
        });
        tally.counts.add(answer.as_ref());
        answer
    }
}

fn metrics(t: &Tally) -> Vec<Metric> {
    let c = &t.counts;
    let mut all = vec![plain("answered", c.answered_share())];
    for (number, km) in WITHIN_KM.iter().enumerate() {
        all.push(plain(format!("acc@{km}km"), c.accuracy(number)));
    }
    for number in [1, 2] {
        let km = WITHIN_KM[number];
        all.push(plain(
            format!("precision@{km}km of answered"),
            c.accuracy_of_answered(number),
        ));
    }
    all.push(plain("AUC (low is good)", c.curve()));
    all.push(plain("mean km of answered", c.mean_km()));
    all.push(plain(
        "candidate recall@10km",
        ratio(t.among_candidates, c.points),
    ));
    all.push(plain("mean candidates", ratio(t.candidates, c.points)));
    all.push(plain(
        "names of no place: pinned (radius < 30 km, score > 0.5)",
        ratio(t.pinned, t.nowhere),
    ));
    all.push(plain("radius coverage", c.radius_coverage()));
    all.push(plain("radius mean km", c.mean_radius_km()));
    all
}
