//! What the names of a report say of one another: which units and countries they name, in which countries they lie, and
//! where.

use super::candidates::{Entry, Kind, MOST_UNITS};
use super::context::Sibling;
use super::score::Scored;
use super::units::{Country, UnitKey};
use crate::domain::CountryCode;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A decision this sure is evidence for others.
pub(super) const ANCHOR_PROBABILITY: f64 = 0.6;
/// A place less likely than this says nothing of where others lie.
const LEAST_ANCHOR_PROBABILITY: f64 = 0.15;
/// Places wider than this say little of where others lie, in metres.
const WIDE_M: f64 = 60_000.0;
/// The name of a country says more of where the others lie than a place that may have namesakes.
const WEIGHT_OF_COUNTRY: f64 = 2.0;
/// Most names of a report that are compared with each of its names; the first ones set the scene.
const MOST_ANCHORS: usize = 60;

/// What a ranking of all toponyms says of each of them.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// First-level units that every toponym names for sure, or whose command it names.
    pub(super) units: Vec<Vec<UnitKey>>,
    /// The units that the report names, each with the first toponyms of two of the names that name it.
    named_units: BTreeMap<UnitKey, Vec<usize>>,
    /// The countries that the report names.
    pub(super) countries: BTreeSet<Country>,
    /// Probabilities of the countries in which a toponym lies.
    pub(super) shares: Vec<(Vec<(Country, f64)>, f64)>,
    /// The kind that a toponym most likely is.
    pub(super) kinds: Vec<Option<Kind>>,
    /// Where the toponyms lie: the sure ones at one place, the others at their likelier places.
    pub(super) anchors: HashMap<usize, Vec<Sibling>>,
    /// The same of the first toponym of every name.
    pub(super) anchor_names: Vec<Anchor>,
    /// The shares of all names together, each name once.
    pub(super) total: Vec<(Country, f64)>,
    pub(super) names: f64,
}

/// A name of a report, and a place where it lies or may lie.
#[derive(Debug)]
pub(super) struct Anchor {
    pub(super) toponym: usize,
    pub(super) sibling: Sibling,
    pub(super) units: [Option<UnitKey>; MOST_UNITS],
    pub(super) countries: [Option<Country>; MOST_UNITS],
}

impl Anchor {
    fn new(toponym: usize, entry: &Entry, weight: f64) -> Self {
        Self {
            toponym,
            sibling: Sibling {
                position: entry.position,
                weight,
            },
            units: entry.units,
            countries: entry.countries,
        }
    }
}

/// The places that a ranking believes in: the sure one wholly, else each as far as it is likely.
pub(super) fn anchors(at: usize, entries: &[Entry], ranking: &[Scored]) -> Vec<Anchor> {
    let likely = |scored: &&Scored| scored.probability >= LEAST_ANCHOR_PROBABILITY;
    ranking
        .iter()
        .take_while(likely)
        .filter_map(|scored| Some((entries.get(scored.number)?, scored.probability)))
        .filter(|(entry, _)| is_anchor(entry))
        .map(|(entry, probability)| {
            let sure = probability >= ANCHOR_PROBABILITY;
            Anchor::new(at, entry, if sure { 1.0 } else { probability })
        })
        .collect()
}

/// How many anchors lie in each of the units or countries that they lie in.
pub(super) fn counts<T: Copy + PartialEq>(keys: impl Iterator<Item = (T, f64)>) -> Vec<(T, f64)> {
    let mut counts: Vec<(T, f64)> = Vec::new();
    for (key, weight) in keys {
        match counts.iter_mut().find(|(known, _)| *known == key) {
            Some((_, count)) => *count += weight,
            None => counts.push((key, weight)),
        }
    }
    counts
}

impl Evidence {
    pub(super) fn units_of(&self, toponyms: impl Iterator<Item = usize>) -> Vec<UnitKey> {
        let mut units = Vec::new();
        for unit in toponyms.filter_map(|i| self.units.get(i)).flatten() {
            if !units.contains(unit) {
                units.push(*unit);
            }
        }
        units
    }

    /// The shares of the countries in all names but one.
    pub(super) fn shares_without(&self, at: usize) -> Vec<(Country, f64)> {
        let (own, weight): (&[(Country, f64)], f64) = self
            .shares
            .get(at)
            .map_or((&[], 1.0), |(shares, weight)| (shares, *weight));
        let others = (self.names - weight).max(1.0);
        self.total
            .iter()
            .map(|(country, sum)| {
                let mine = own
                    .iter()
                    .find(|(c, _)| c == country)
                    .map_or(0.0, |(_, p)| *p * weight);
                (*country, ((sum - mine) / others).clamp(0.0, 1.0))
            })
            .filter(|(_, share)| *share > 0.01)
            .collect()
    }

    pub(super) fn main_country(&self) -> Option<CountryCode> {
        let best = self.total.iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
        let tied = self
            .total
            .iter()
            .any(|other| other.0 != best.0 && other.1 >= best.1);
        best.0.code().parse().ok().filter(|_| !tied)
    }
}

impl Evidence {
    /// What a toponym names for sure.
    pub(super) fn add_meaning(&mut self, name: usize, units: Vec<UnitKey>, best: Option<&Entry>) {
        for unit in &units {
            let names = self.named_units.entry(*unit).or_default();
            if names.len() < 2 && !names.contains(&name) {
                names.push(name);
            }
        }
        self.units.push(units);
        let country = best.filter(|e| e.kind == Kind::Country);
        self.countries.extend(country.and_then(|e| e.countries[0]));
        self.kinds.push(best.map(|entry| entry.kind));
    }

    /// Where a toponym lies; what the report names often or as a country weighs more, and each once.
    pub(super) fn add_shares(&mut self, shares: Vec<(Country, f64)>, weight: f64, is_first: bool) {
        if is_first {
            self.names += weight;
            for (country, share) in &shares {
                match self.total.iter_mut().find(|(c, _)| c == country) {
                    Some((_, sum)) => *sum += share * weight,
                    None => self.total.push((*country, share * weight)),
                }
            }
        }
        self.shares.push((shares, weight));
    }

    pub(super) fn add_anchors(&mut self, at: usize, anchors: Vec<Anchor>, is_first: bool) {
        let siblings = anchors.iter().map(|anchor| anchor.sibling).collect();
        self.anchors.insert(at, siblings);
        if is_first && self.anchor_names.len() < MOST_ANCHORS {
            self.anchor_names.extend(anchors);
        }
    }

    /// The units that names other than this one name.
    pub(super) fn units_of_others(&self, name: usize) -> Vec<UnitKey> {
        let others = self.named_units.iter();
        others
            .filter(|(_, names)| names.iter().any(|other| *other != name))
            .map(|(unit, _)| *unit)
            .collect()
    }
}

/// What the toponyms speak of, and how often: "Syria" and "Syrian" are one.
pub(super) struct Subjects {
    of: Vec<Subject>,
    counts: HashMap<Subject, (usize, f64)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Subject {
    Country(Country),
    /// By the number of its first toponym.
    Name(usize),
}

impl Subjects {
    pub(super) fn new(names: &[usize], best: &[Option<&Entry>]) -> Self {
        let subject = |(name, best): (&usize, Option<&Entry>)| {
            let country = best.filter(|e| e.kind == Kind::Country);
            let country = country.and_then(|e| e.countries[0]);
            country.map_or(Subject::Name(*name), Subject::Country)
        };
        let of: Vec<Subject> = names
            .iter()
            .zip(best.iter().copied())
            .map(subject)
            .collect();
        let mut counts = HashMap::new();
        for (at, subject) in of.iter().enumerate() {
            counts.entry(*subject).or_insert((at, 0.0)).1 += 1.0;
        }
        Self { of, counts }
    }

    /// Ten mentions weigh as much as three names.
    pub(super) fn weight(&self, at: usize) -> f64 {
        let Some(subject) = self.of.get(at) else {
            return 1.0;
        };
        let count = self.counts.get(subject).map_or(1.0, |(_, count)| *count);
        let base = match subject {
            Subject::Country(_) => WEIGHT_OF_COUNTRY,
            Subject::Name(_) => 1.0,
        };
        base * (1.0 + f64::ln(count))
    }

    pub(super) fn is_first(&self, at: usize) -> bool {
        let first = self.of.get(at).and_then(|subject| self.counts.get(subject));
        first.is_some_and(|(first, _)| *first == at)
    }
}

/// Sure decisions on points: areas and lines say little about where a village lies.
fn is_anchor(entry: &Entry) -> bool {
    !matches!(entry.kind, Kind::Country | Kind::First) && entry.radius_m <= WIDE_M
}

/// Probabilities of the countries in which a name's entries lie.
pub(super) fn shares(entries: &[Entry], ranking: &[Scored]) -> Vec<(Country, f64)> {
    let mut shares: Vec<(Country, f64)> = Vec::new();
    for scored in ranking.iter().filter(|scored| scored.probability > 0.01) {
        let Some(entry) = entries.get(scored.number) else {
            continue;
        };
        for country in entry.countries.iter().flatten() {
            match shares.iter_mut().find(|(c, _)| c == country) {
                Some((_, sum)) => *sum += scored.probability,
                None => shares.push((*country, scored.probability)),
            }
        }
    }
    shares
}
