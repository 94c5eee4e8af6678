//! Recognition, resolution and both together on texts.

use super::answers::{Answer, Counts, WITHIN_KM, f1, float, kilometres, median, plain, ratio};
use super::bootstrap::{Sums, with_intervals};
use super::documents::{shared, trimmed};
use super::lines::{GoldDocument, GoldToponym, PredictedMention, Prediction};
use super::selective::selective;
use super::{Evaluation, Metric};
use crate::domain::{Position, Span};
use std::collections::{HashMap, HashSet};
use std::ops::AddAssign;

/// Distances at which recognition and resolution are measured together, in kilometres.
const TOGETHER_KM: [f64; 3] = [10.0, 25.0, 161.0];

/// Sums of one document.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    gold: f64,
    predicted: f64,
    exact: f64,
    predicted_overlapping: f64,
    gold_overlapped: f64,
    found: f64,
    with_id: f64,
    same_id: f64,
    placed: f64,
    together: [f64; 3],
    counts: Counts,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.gold += other.gold;
        self.predicted += other.predicted;
        self.exact += other.exact;
        self.predicted_overlapping += other.predicted_overlapping;
        self.gold_overlapped += other.gold_overlapped;
        self.found += other.found;
        self.with_id += other.with_id;
        self.same_id += other.same_id;
        self.placed += other.placed;
        for (sum, more) in self.together.iter_mut().zip(other.together) {
            *sum += more;
        }
        self.counts += other.counts;
    }
}

impl Sums for Tally {}

pub(super) fn evaluate(
    gold: &[GoldDocument],
    predictions: &HashMap<&str, &Prediction>,
    samples: usize,
) -> Evaluation {
    let mut answers = Vec::new();
    let rows: Vec<Tally> = gold
        .iter()
        .map(|document| {
            Compared::new(document, predictions.get(document.id.as_str()).copied())
                .tally(&mut answers)
        })
        .collect();
    let mut all = with_intervals(&rows, samples, metrics);
    let errors = answers.iter().map(|a| a.error_km).collect();
    let radii = answers.iter().filter_map(|a| a.radius_km).collect();
    all.push(plain("resolution median km", median(errors)));
    all.push(plain("radius median km", median(radii)));
    let (chosen, reliability) = selective(&answers);
    all.extend(chosen);
    Evaluation {
        items: gold.len(),
        predicted: gold
            .iter()
            .filter(|d| predictions.contains_key(d.id.as_str()))
            .count(),
        metrics: all,
        reliability,
    }
}

/// A document's toponyms and mentions by their trimmed spans, each span once.
struct Compared<'a> {
    gold: Vec<(Span, &'a GoldToponym)>,
    mentions: Vec<(Span, &'a PredictedMention)>,
}

impl<'a> Compared<'a> {
    fn new(document: &'a GoldDocument, prediction: Option<&'a Prediction>) -> Self {
        let text: Vec<char> = document.text.chars().collect();
        let mut gold: Vec<(Span, &GoldToponym)> = Vec::new();
        for toponym in &document.toponyms {
            let span = trimmed(&text, Span::new(toponym.start, toponym.end));
            if gold.iter().all(|(other, _)| *other != span) {
                gold.push((span, toponym));
            }
        }
        let mut mentions: Vec<(Span, &PredictedMention)> = Vec::new();
        let valid = |m: &&PredictedMention| m.start < m.end && m.end <= text.len();
        for mention in prediction.iter().flat_map(|p| &p.mentions).filter(valid) {
            let span = trimmed(&text, Span::new(mention.start, mention.end));
            match mentions.iter_mut().find(|(other, _)| *other == span) {
                None => mentions.push((span, mention)),
                Some((_, first)) if first.place.is_none() => *first = mention,
                Some(_) => {}
            }
        }
        Self { gold, mentions }
    }

    fn tally(&self, answers: &mut Vec<Answer>) -> Tally {
        let mut tally = self.recognition();
        for (span, toponym) in &self.gold {
            if let Some(position) = toponym.place.position() {
                self.resolution(*span, toponym, position, &mut tally, answers);
            }
        }
        self.together(&mut tally);
        tally
    }

    fn recognition(&self) -> Tally {
        let is_gold = |span: &Span| self.gold.iter().any(|(g, _)| g == span);
        let gold = || self.gold.iter().map(|(span, _)| *span);
        let mentions = || self.mentions.iter().map(|(span, _)| *span);
        let overlaps_gold = |span: &Span| gold().any(|other| shared(other, *span) > 0);
        let overlaps_mention = |span: &Span| mentions().any(|other| shared(other, *span) > 0);
        Tally {
            gold: float(self.gold.len()),
            predicted: float(self.mentions.len()),
            exact: float(mentions().filter(is_gold).count()),
            predicted_overlapping: float(mentions().filter(overlaps_gold).count()),
            gold_overlapped: float(gold().filter(overlaps_mention).count()),
            ..Tally::default()
        }
    }

    /// The mention of the same span, else the one that shares most with it, of those the one that begins nearest.
    fn mention_for(&self, span: Span) -> Option<&'a PredictedMention> {
        let by_span = self.mentions.iter().find(|(other, _)| *other == span);
        let nearest = || {
            let overlapping = self.mentions.iter().filter(|(m, _)| shared(*m, span) > 0);
            overlapping.max_by_key(|(m, _)| {
                (
                    shared(*m, span),
                    usize::MAX - m.start.abs_diff(span.start),
                    *m,
                )
            })
        };
        by_span.or_else(nearest).map(|(_, mention)| *mention)
    }

    fn resolution(
        &self,
        span: Span,
        toponym: &GoldToponym,
        position: Position,
        tally: &mut Tally,
        answers: &mut Vec<Answer>,
    ) {
        let mention = self.mention_for(span);
        let place = mention.and_then(|m| m.place.as_ref());
        let placed = place.and_then(|place| Some((place, place.position()?)));
        let answer = placed.map(|(place, there)| Answer {
            error_km: kilometres(position, there),
            score: mention.and_then(|m| m.score),
            radius_km: place.radius_km,
        });
        tally.found += f64::from(mention.is_some());
        if toponym.geonameid.is_some() {
            tally.with_id += 1.0;
            let number = placed.and_then(|(place, _)| place.number());
            tally.same_id += f64::from(number == toponym.geonameid);
        }
        tally.counts.add(answer.as_ref());
        answers.extend(answer);
    }

    /// Mentions with a place, one to one with the toponyms that they overlap and are near to. Mentions that touch
    /// only toponyms without a position are left out.
    fn together(&self, tally: &mut Tally) {
        let touches = |m: Span, located: bool| {
            let mut gold = self.gold.iter();
            gold.any(|(g, t)| t.place.position().is_some() == located && shared(m, *g) > 0)
        };
        let placed: Vec<(Span, Position)> = self
            .mentions
            .iter()
            .filter_map(|(span, m)| Some((*span, m.place.as_ref()?.position()?)))
            .filter(|(span, _)| !touches(*span, false) || touches(*span, true))
            .collect();
        tally.placed = float(placed.len());
        for (sum, km) in tally.together.iter_mut().zip(TOGETHER_KM) {
            *sum = float(self.matched_within(&placed, km));
        }
    }

    fn matched_within(&self, placed: &[(Span, Position)], km: f64) -> usize {
        let mut pairs = Vec::new();
        for (mention, there) in placed {
            for (gold, toponym) in &self.gold {
                let near = toponym
                    .place
                    .position()
                    .is_some_and(|here| kilometres(here, *there) <= km);
                let overlap = shared(*mention, *gold);
                if near && overlap > 0 {
                    pairs.push((mention != gold, usize::MAX - overlap, *mention, *gold));
                }
            }
        }
        pairs.sort_unstable();
        let (mut used, mut found) = (HashSet::new(), HashSet::new());
        for (_, _, mention, gold) in pairs {
            if !used.contains(&mention) && !found.contains(&gold) {
                used.insert(mention);
                found.insert(gold);
            }
        }
        used.len()
    }
}

fn metrics(t: &Tally) -> Vec<Metric> {
    let mut all = Vec::new();
    let exact = [ratio(t.exact, t.predicted), ratio(t.exact, t.gold)];
    let overlap = [
        ratio(t.predicted_overlapping, t.predicted),
        ratio(t.gold_overlapped, t.gold),
    ];
    for (kind, [precision, recall]) in [("exact", exact), ("overlap", overlap)] {
        all.push(plain(format!("recognition {kind} P"), precision));
        all.push(plain(format!("recognition {kind} R"), recall));
        all.push(plain(
            format!("recognition {kind} F1"),
            Some(f1(precision, recall)),
        ));
    }
    all.extend(resolution_metrics(t));
    for (sum, km) in t.together.iter().zip(TOGETHER_KM) {
        let (precision, recall) = (ratio(*sum, t.placed), ratio(*sum, t.counts.points));
        all.push(plain(format!("end-to-end P@{km}km"), precision));
        all.push(plain(format!("end-to-end R@{km}km"), recall));
        all.push(plain(
            format!("end-to-end F1@{km}km"),
            Some(f1(precision, recall)),
        ));
    }
    all.push(plain("radius coverage", t.counts.radius_coverage()));
    all.push(plain("radius mean km", t.counts.mean_radius_km()));
    all
}

fn resolution_metrics(t: &Tally) -> Vec<Metric> {
    let c = &t.counts;
    let mut all = vec![
        plain("resolution answered", c.answered_share()),
        plain("resolution span found", ratio(t.found, c.points)),
    ];
    for (number, km) in WITHIN_KM.iter().enumerate() {
        all.push(plain(format!("resolution acc@{km}km"), c.accuracy(number)));
    }
    for (number, km) in WITHIN_KM.iter().enumerate() {
        let of_answered = c.accuracy_of_answered(number);
        all.push(plain(
            format!("resolution acc@{km}km of answered"),
            of_answered,
        ));
    }
    all.push(plain(
        "resolution geonameid exact",
        ratio(t.same_id, t.with_id),
    ));
    all.push(plain("resolution mean km", c.mean_km()));
    all.push(plain("resolution AUC (low is good)", c.curve()));
    all
}
