//! The radius within which the true place is believed to lie: the kind's, and how the entries of the name spread.

use super::candidates::{Entry, Kind, Source};
use super::choose::is_same_ground;
use super::score::Scored;
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reach {
    least_km: f64,
    times: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Spread {
    share: f64,
    most_km: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Doubt {
    below: f64,
    km: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kinds {
    country: Reach,
    first: Reach,
    unit: Reach,
    capital: Reach,
    first_seat: Reach,
    seat: Reach,
    settlement: Reach,
    quarter: Reach,
    past: Reach,
    natural: Reach,
    continent: Reach,
    region: Reach,
    spot: Reach,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Radii {
    curated_town_km: f64,
    spread: Spread,
    doubt: Doubt,
    kinds: Kinds,
}

/// The text of the table, for the gazetteer's version.
pub(super) const SOURCE: &str = include_str!("radii.toml");

static RADII: LazyLock<Radii> =
    LazyLock::new(|| toml::from_str(SOURCE).expect("radii.toml is checked by the tests"));

/// Metres around the best entry.
pub(super) fn honest_radius_m(entries: &[Entry], ranking: &[Scored]) -> f64 {
    let Some(best) = ranking
        .first()
        .and_then(|scored| entries.get(scored.number))
    else {
        return 0.0;
    };
    own_radius_m(best)
        .max(spread_m(best, entries, ranking))
        .max(doubt_m(best, entries, ranking))
}

/// The probability of what is not around lies on far namesakes and on places that no list has: the more of it, the farther
/// the truth may be.
fn doubt_m(best: &Entry, entries: &[Entry], ranking: &[Scored]) -> f64 {
    let most_m = RADII.spread.most_km * 1_000.0;
    let around = ranking.iter().filter(|scored| {
        let entry = entries.get(scored.number);
        entry.is_some_and(|entry| entry.distance_m(best.position) <= most_m)
    });
    let doubt = 1.0 - around.map(|scored| scored.probability).sum::<f64>();
    if best.kind.is_unit() || doubt <= 1.0 - RADII.doubt.below {
        return 0.0;
    }
    RADII.doubt.km * 1_000.0 * doubt
}

/// What the kind says. Curated entries carry the radius of a person's judgement, which for towns is that of the town, while
/// reports put their points some kilometres off.
fn own_radius_m(entry: &Entry) -> f64 {
    let kinds = &RADII.kinds;
    let reach = match entry.kind {
        Kind::Country => kinds.country,
        Kind::First => kinds.first,
        Kind::Unit => kinds.unit,
        Kind::Capital => kinds.capital,
        Kind::FirstSeat => kinds.first_seat,
        Kind::Seat => kinds.seat,
        Kind::Settlement => kinds.settlement,
        Kind::Quarter => kinds.quarter,
        Kind::Past => kinds.past,
        Kind::Natural => kinds.natural,
        Kind::Continent => kinds.continent,
        Kind::Region => kinds.region,
        Kind::Spot => kinds.spot,
    };
    if entry.source == Source::Curated {
        let town = entry.kind.is_settlement() && entry.kind != Kind::Quarter;
        let least_km = if town { RADII.curated_town_km } else { 0.0 };
        return entry.radius_m.max(least_km * 1_000.0);
    }
    (entry.radius_m * reach.times).max(reach.least_km * 1_000.0)
}

/// How far around the best entry the others lie that are needed for the share of the probability.
fn spread_m(best: &Entry, entries: &[Entry], ranking: &[Scored]) -> f64 {
    let known: f64 = ranking.iter().map(|scored| scored.probability).sum();
    let needed = RADII.spread.share * known;
    let mut around: Vec<(f64, f64)> = ranking
        .iter()
        .take(20)
        .filter_map(|scored| {
            let entry = entries.get(scored.number)?;
            if entry.kind.is_unit() != best.kind.is_unit() && is_same_ground(entry, best) {
                return Some((0.0, scored.probability));
            }
            Some((entry.position.distance_m(best.position), scored.probability))
        })
        .collect();
    around.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut held = 0.0;
    for (metres, probability) in around {
        held += probability;
        if held >= needed {
            let near = metres <= RADII.spread.most_km * 1_000.0;
            return if near { metres } else { 0.0 };
        }
    }
    0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_reads_and_is_sensible() {
        assert!((0.5..1.0).contains(&RADII.spread.share));
        assert!(RADII.kinds.settlement.least_km < RADII.kinds.first.least_km);
    }
}
