//! From the ranking of a name's entries to the answer: the chosen one with an honest radius, the others, or nothing.

use super::Gazetteer;
use super::candidates::{Entry, Kind};
use super::context::Context;
use super::explain::reasons;
use super::radius::honest_radius_m;
use super::score::{Scored, ranked};
use crate::domain::{Candidate, PlaceSummary, Resolution};
use std::sync::Arc;

/// Most candidates kept for a name.
const MOST_CANDIDATES: usize = 8;
/// Less likely entries are no candidates, unless nothing is chosen.
const LEAST_PROBABILITY: f64 = 1e-3;

impl Gazetteer {
    /// What a name means in a context.
    pub(super) fn choose(&self, entries: &[Entry], context: &Context) -> Resolution {
        let ranking = ranked(entries, context, &self.weights);
        self.answer(entries, &ranking, context)
    }

    /// The answer that a ranking gives.
    pub(super) fn answer(
        &self,
        entries: &[Entry],
        ranking: &[Scored],
        context: &Context,
    ) -> Resolution {
        let sure = ranking
            .first()
            .is_some_and(|_| area_probability(entries, ranking) >= self.weights.margin(context));
        let mut candidates: Vec<Candidate> = ranking
            .iter()
            .enumerate()
            .take(MOST_CANDIDATES)
            .filter(|(at, scored)| *at == 0 || !sure || scored.probability >= LEAST_PROBABILITY)
            .filter_map(|(_, scored)| self.candidate(entries.get(scored.number)?, *scored, context))
            .collect();
        if !sure || candidates.is_empty() {
            return Resolution::unresolved(candidates);
        }
        let mut chosen = candidates.remove(0);
        let radius_km = honest_radius_m(entries, ranking) / 1_000.0;
        if (chosen.place.radius_km - radius_km).abs() > 0.05 {
            chosen.place = Arc::new(PlaceSummary {
                radius_km,
                ..PlaceSummary::clone(&chosen.place)
            });
        }
        Resolution {
            chosen: Some(chosen),
            ..Resolution::unresolved(candidates)
        }
    }

    fn candidate(&self, entry: &Entry, scored: Scored, context: &Context) -> Option<Candidate> {
        let place = self.summary(entry.place)?;
        Some(Candidate {
            reasons: reasons(entry, &place, context, &self.weights, &self.layers),
            place,
            score: scored.probability,
        })
    }
}

/// Probability of the best entry and of those that name the same ground at another size: a town and the unit of its
/// name are no reason to leave the name unresolved.
fn area_probability(entries: &[Entry], ranking: &[Scored]) -> f64 {
    let Some(best) = ranking
        .first()
        .and_then(|scored| entries.get(scored.number))
    else {
        return 0.0;
    };
    ranking
        .iter()
        .filter(|scored| {
            entries
                .get(scored.number)
                .is_some_and(|entry| entry.place == best.place || is_same_ground(entry, best))
        })
        .map(|scored| scored.probability)
        .sum()
}

/// Entries nearer than this are one place written down twice, in metres.
const SAME_M: f64 = 5_000.0;

pub(super) fn is_same_ground(x: &Entry, y: &Entry) -> bool {
    let unit = |entry: &Entry| matches!(entry.kind, Kind::First | Kind::Unit);
    let shared = || x.units.iter().flatten().any(|key| y.is_inside(*key));
    x.position.distance_m(y.position) <= SAME_M || ((unit(x) || unit(y)) && shared())
}
