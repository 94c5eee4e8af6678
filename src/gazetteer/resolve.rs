//! Decides which entries the toponyms of one report mean, together: what is sure speaks for what is not.

use super::Gazetteer;
use super::candidates::{Entry, Kind, Source};
use super::context::{Context, Named, broad};
use super::evidence::{ANCHOR_PROBABILITY, Anchor, Evidence, Subjects, anchors, counts, shares};
use super::find_words::{hint_of_name, is_operations_word};
use super::names::Tier;
use super::score::{Scored, ranked};
use super::toponym::{ClassHint, Relation, Toponym, Use};
use super::units::{Country, UnitKey};
use crate::domain::{Candidate, CountryCode, Position, Resolution};
use crate::text::{Level, ToponymKey, fold};
use std::collections::HashMap;
use std::sync::Arc;

/// A town of this many tenfolds of inhabitants (50,000) may be meant where its unit's name stands alone.
const TOWN_TENFOLDS: f64 = 4.7;
/// Bytes of ", " between a name and what it lies in.
const COMMA: usize = 2;

/// Feature code of the area that a command answers for: it names its units as the command's name does.
const COMMAND_AREA: &str = "AREA";

/// What the resolver works on: the toponyms and their entries, by number.
pub(super) struct Deciding<'g> {
    pub(super) gazetteer: &'g Gazetteer,
    pub(super) toponyms: &'g [Toponym],
    pub(super) entries: Vec<Arc<Vec<Entry>>>,
    pub(super) country_given: Option<CountryCode>,
    pub(super) country_main: Option<CountryCode>,
    given: Option<Country>,
    is_marked: bool,
    /// For every toponym the number of the first one with its name: equal for equal names in any spelling.
    names: Vec<usize>,
    /// For every toponym the name after its comma and the name before.
    pairs: Vec<(Option<Named>, Option<Named>)>,
    by_sentence: HashMap<usize, Vec<usize>>,
    by_list: HashMap<usize, Vec<usize>>,
}

/// Resolves all toponyms of a report together, in their order.
pub(super) fn resolve(
    gazetteer: &Gazetteer,
    toponyms: &[Toponym],
    country: Option<&CountryCode>,
) -> Vec<Resolution> {
    let (deciding, evidence) = weighed(gazetteer, toponyms, country);
    deciding.resolutions(&evidence)
}

/// The entries of all toponyms and what speaks for and against them, before anything is decided.
pub(super) fn weighed<'g>(
    gazetteer: &'g Gazetteer,
    toponyms: &'g [Toponym],
    country: Option<&CountryCode>,
) -> (Deciding<'g>, Evidence) {
    let mut deciding = Deciding::new(gazetteer, toponyms, country);
    let first = deciding.ranked(&Evidence::default());
    let evidence = deciding.evidence(&first, false);
    let second = deciding.ranked(&evidence);
    deciding.look_further(&second, &evidence);
    let second = deciding.ranked(&evidence);
    let evidence = deciding.evidence(&second, true);
    let third = deciding.ranked(&evidence);
    let evidence = deciding.evidence(&third, true);
    deciding.country_main = evidence.main_country();
    (deciding, evidence)
}

/// For every toponym the number of the first one with its name.
fn names(toponyms: &[Toponym]) -> Vec<usize> {
    let mut first: HashMap<ToponymKey, usize> = HashMap::new();
    let name = |(at, toponym): (usize, &Toponym)| {
        *first.entry(fold(&toponym.name, Level::Sound)).or_insert(at)
    };
    toponyms.iter().enumerate().map(name).collect()
}

/// Numbers of the toponyms by sentence or list.
fn numbers_by(
    toponyms: &[Toponym],
    group: impl Fn(&Toponym) -> usize,
) -> HashMap<usize, Vec<usize>> {
    let mut groups: HashMap<usize, Vec<usize>> = HashMap::new();
    for (i, toponym) in toponyms.iter().enumerate() {
        groups.entry(group(toponym)).or_default().push(i);
    }
    groups
}

impl<'g> Deciding<'g> {
    fn new(
        gazetteer: &'g Gazetteer,
        toponyms: &'g [Toponym],
        country: Option<&CountryCode>,
    ) -> Self {
        let given = country.and_then(|code| Country::new(code.as_str()));
        let entries = toponyms
            .iter()
            .map(|toponym| entries_of(gazetteer, toponym, given))
            .collect();
        let mut deciding = Self {
            gazetteer,
            toponyms,
            entries,
            country_given: country.cloned(),
            country_main: None,
            given,
            is_marked: false,
            names: names(toponyms),
            pairs: Vec::new(),
            by_sentence: numbers_by(toponyms, |t| t.sentence),
            by_list: numbers_by(toponyms, |t| t.list),
        };
        deciding.pairs = deciding.pairs();
        deciding
    }

    /// All toponyms are known to be places.
    pub(super) fn marked(self) -> Self {
        Self {
            is_marked: true,
            ..self
        }
    }

    /// The decisions on all toponyms, with their locations.
    pub(super) fn resolutions(&self, evidence: &Evidence) -> Vec<Resolution> {
        let mut resolutions: Vec<Resolution> = (0..self.toponyms.len())
            .map(|at| {
                let context = self.context(at, evidence);
                self.gazetteer.choose(self.entries_of(at), &context)
            })
            .collect();
        self.same_name_same_place(&mut resolutions);
        self.locate(&mut resolutions);
        resolutions
    }

    pub(super) fn entries_of(&self, at: usize) -> &[Entry] {
        self.entries
            .get(at)
            .map_or(&[], |entries| entries.as_slice())
    }

    /// Toponyms of the same sentence.
    pub(super) fn sentence_of(&self, toponym: &Toponym) -> &[usize] {
        self.by_sentence
            .get(&toponym.sentence)
            .map_or(&[], Vec::as_slice)
    }

    /// Toponyms of the same list.
    pub(super) fn list_of(&self, toponym: &Toponym) -> &[usize] {
        self.by_list.get(&toponym.list).map_or(&[], Vec::as_slice)
    }

    /// "X, Y": for every toponym what Y may be when some X lies in some Y, and where those X lie.
    fn pairs(&self) -> Vec<(Option<Named>, Option<Named>)> {
        let mut pairs = vec![(None, None); self.toponyms.len()];
        let mut order: Vec<usize> = (0..self.toponyms.len())
            .filter(|at| {
                self.toponyms
                    .get(*at)
                    .is_some_and(|t| !t.is_made_of_others())
            })
            .collect();
        order.sort_by_key(|at| self.toponyms.get(*at).map(|t| t.name_span.start));
        for (x, y) in order.iter().zip(order.iter().skip(1)) {
            if let Some((inner, outer)) = self.pair(*x, *y) {
                if let Some(pair) = pairs.get_mut(*x) {
                    pair.0 = Some(outer);
                }
                if let Some(pair) = pairs.get_mut(*y) {
                    pair.1 = Some(inner);
                }
            }
        }
        pairs
    }

    /// Where the X lie that lie in some Y, and what Y may be.
    fn pair(&self, x: usize, y: usize) -> Option<(Named, Named)> {
        let (left, right) = (self.toponyms.get(x)?, self.toponyms.get(y)?);
        let joined = right.name_span.start.checked_sub(left.name_span.end) == Some(COMMA);
        if !joined || left.sentence != right.sentence || self.is_list_of_units(x, y) {
            return None;
        }
        let mut outer = Named::default();
        self.entries_of(y)
            .iter()
            .filter(|entry| entry.tier <= Tier::Sound)
            .for_each(|entry| outer.add_meaning(entry));
        let mut inner = Named::default();
        self.entries_of(x)
            .iter()
            .filter(|entry| entry.tier <= Tier::Sound && outer.holds(entry))
            .for_each(|entry| inner.add_place(entry));
        (!inner.is_empty()).then_some((inner, outer))
    }

    /// "Washington, Pennsylvania and California" are three states, and not the Washington in Pennsylvania.
    fn is_list_of_units(&self, x: usize, y: usize) -> bool {
        let may_be_unit = |at: &usize| {
            let mut entries = self.entries_of(*at).iter();
            entries.any(|e| e.kind == Kind::First && e.tier <= Tier::Plain)
        };
        let list = self.toponyms.get(x).map(|t| self.list_of(t));
        let others = || {
            list.into_iter()
                .flatten()
                .filter(|at| **at != x && **at != y)
        };
        let mut known: Vec<&usize> = others()
            .filter(|at| may_be_unit(at))
            .filter_map(|at| self.names.get(*at))
            .collect();
        let own = [self.names.get(x), self.names.get(y)];
        known.retain(|name| !own.contains(&Some(*name)));
        !known.is_empty() && may_be_unit(&x) && others().all(may_be_unit)
    }

    fn ranked(&self, evidence: &Evidence) -> Vec<Vec<Scored>> {
        (0..self.toponyms.len())
            .map(|at| {
                let context = self.context(at, evidence);
                ranked(self.entries_of(at), &context, &self.gazetteer.weights)
            })
            .collect()
    }

    /// What is known around a toponym.
    pub(super) fn context(&self, at: usize, evidence: &Evidence) -> Context {
        let (Some(toponym), Some(name)) = (self.toponyms.get(at), self.names.get(at)) else {
            return Context::default();
        };
        let other = |i: &usize| self.names.get(*i).is_some_and(|n| n != name);
        let listed: Vec<usize> = self
            .list_of(toponym)
            .iter()
            .copied()
            .filter(other)
            .collect();
        let (next, previous) = self.pairs.get(at).cloned().unwrap_or_default();
        let others: Vec<&Anchor> = evidence
            .anchor_names
            .iter()
            .filter(|anchor| other(&anchor.toponym))
            .collect();
        Context {
            is_marked: self.is_marked,
            country_given: self.given,
            units_given: Vec::new(),
            near: None,
            units_in_sentence: evidence
                .units_of(self.sentence_of(toponym).iter().copied().filter(other)),
            units_in_document: evidence.units_of_others(*name),
            countries_named: evidence.countries.iter().copied().collect(),
            country_shares: evidence.shares_without(at),
            next,
            previous,
            commands: self.commands_of(toponym),
            list_siblings: if self.is_between(toponym) {
                Vec::new()
            } else {
                listed
                    .iter()
                    .filter_map(|i| evidence.anchors.get(i))
                    .flatten()
                    .copied()
                    .collect()
            },
            siblings: others
                .iter()
                .filter(|anchor| !listed.contains(&anchor.toponym))
                .map(|anchor| anchor.sibling)
                .collect(),
            sibling_units: counts(others.iter().flat_map(|anchor| {
                let units = anchor.units.iter().flatten();
                units.map(|unit| (*unit, anchor.sibling.weight))
            })),
            sibling_countries: counts(others.iter().flat_map(|anchor| {
                let countries = anchor.countries.iter().flatten();
                countries.map(|country| (*country, anchor.sibling.weight))
            })),
            hint: toponym.hint.clone(),
            hint_is_in_name: toponym.hint.is_some() && hint_of_name(&toponym.name).is_some(),
            kinds_in_list: kinds(
                listed
                    .iter()
                    .filter_map(|i| evidence.kinds.get(*i).copied()?),
            ),
        }
    }

    /// The areas of the commands that the sentence names, where the gazetteer knows them.
    fn commands_of(&self, toponym: &Toponym) -> Vec<(Position, f64)> {
        let commands = self
            .sentence_of(toponym)
            .iter()
            .filter(|i| self.toponyms.get(**i).is_some_and(is_command));
        commands
            .flat_map(|i| self.entries_of(*i))
            .filter(|entry| entry.source == Source::Curated && entry.kind == Kind::Region)
            .map(|entry| (entry.position, entry.radius_m))
            .collect()
    }

    /// The ends of "between X and Y" and of roads may lie far apart.
    fn is_between(&self, toponym: &Toponym) -> bool {
        toponym
            .part_of
            .and_then(|i| self.toponyms.get(i))
            .is_some_and(|whole| !matches!(whole.relation, Some(Relation::Border(..))))
    }

    /// What a ranking of all toponyms says.
    fn evidence(&self, rankings: &[Vec<Scored>], with_anchors: bool) -> Evidence {
        let best: Vec<Option<&Entry>> = rankings
            .iter()
            .enumerate()
            .map(|(at, ranking)| {
                let first = ranking.first()?;
                let sure = first.probability >= ANCHOR_PROBABILITY;
                self.entries_of(at).get(first.number).filter(|_| sure)
            })
            .collect();
        let subjects = Subjects::new(&self.names, &best);
        let mut evidence = Evidence::default();
        for (at, (ranking, best)) in rankings.iter().zip(best).enumerate() {
            let entries = self.entries_of(at);
            let name = self.names.get(at).copied().unwrap_or(at);
            evidence.add_meaning(name, self.units_of(at, best), best);
            evidence.add_shares(
                shares(entries, ranking),
                subjects.weight(at),
                subjects.is_first(at),
            );
            if with_anchors {
                evidence.add_anchors(at, anchors(at, entries, ranking), name == at);
            }
        }
        evidence
    }

    /// First-level units that a toponym names for sure (Kirkuk alone may be the town), or whose command it names.
    fn units_of(&self, at: usize, best: Option<&Entry>) -> Vec<UnitKey> {
        let Some(toponym) = self.toponyms.get(at) else {
            return Vec::new();
        };
        let entries = self.entries_of(at);
        let mut named = Named::default();
        if is_command(toponym) {
            let meant = entries
                .iter()
                .filter(|e| e.source == Source::Curated && e.tier <= Tier::Sound);
            meant.for_each(|entry| named.add_place(entry));
        }
        if let Some(area) = best.filter(|e| e.code.is(COMMAND_AREA)) {
            named.add_place(area);
        }
        let unit_meant = toponym.hint.as_ref().is_some_and(ClassHint::is_first_level);
        let may_be_town = entries.iter().any(|e| {
            e.kind.is_settlement() && e.tenfolds > Some(TOWN_TENFOLDS) && e.tier <= Tier::Sound
        });
        if let Some(entry) = best.filter(|e| e.kind == Kind::First && (unit_meant || !may_be_town))
        {
            named.add_meaning(entry);
        }
        named.units
    }

    /// Entries that are only alike, for names whose bearers are all unlikely.
    fn look_further(&mut self, rankings: &[Vec<Scored>], evidence: &Evidence) {
        let country = self
            .given
            .or_else(|| Country::new(evidence.main_country()?.as_str()));
        for at in 0..self.toponyms.len() {
            let unlikely = rankings
                .get(at)
                .and_then(|ranking| ranking.first())
                .is_none_or(|best| best.probability < self.gazetteer.weights.least_probability);
            let (Some(toponym), Some(slot)) = (self.toponyms.get(at), self.entries.get_mut(at))
            else {
                continue;
            };
            if unlikely && !toponym.is_made_of_others() {
                *slot = self.gazetteer.entries_alike(&toponym.name, country);
            }
        }
    }

    /// One name means one place in a report: a mention that says no more than the name follows one that says where it
    /// is ("Paris, Texas"), a town of that name the surest one, and an unresolved one follows a resolved one.
    fn same_name_same_place(&self, resolutions: &mut [Resolution]) {
        let says = |at: usize| self.pairs.get(at).is_some_and(|(next, _)| next.is_some());
        let mut leaders: HashMap<usize, usize> = HashMap::new();
        for (at, name) in self.names.iter().enumerate() {
            let Some(chosen) = chosen_of(resolutions, at) else {
                continue;
            };
            let leader = leaders.entry(*name).or_insert(at);
            let score = chosen_of(resolutions, *leader).map_or(0.0, |c| c.score);
            let [own, leading] = [at, *leader].map(says);
            if (own && !leading) || (own == leading && chosen.score > score) {
                *leader = at;
            }
        }
        for at in 0..resolutions.len() {
            let Some(from) = self
                .names
                .get(at)
                .and_then(|name| leaders.get(name))
                .copied()
            else {
                continue;
            };
            let plain = self.toponyms.get(at).is_some_and(|t| t.hint.is_none());
            let unsaid = plain && !says(at);
            let follows = match (chosen_of(resolutions, at), chosen_of(resolutions, from)) {
                (None, _) => true,
                (Some(own), Some(leading)) => {
                    unsaid && (says(from) || (is_town(own) && is_town(leading)))
                }
                (Some(_), None) => false,
            };
            if from != at && follows {
                follow(resolutions, at, from);
            }
        }
    }
}

fn chosen_of(resolutions: &[Resolution], at: usize) -> Option<&Candidate> {
    resolutions.get(at)?.chosen.as_ref()
}

fn is_town(chosen: &Candidate) -> bool {
    chosen.place.feature_code.starts_with("PPL")
}

/// A mention takes the place of another one; what it was before stays a candidate.
fn follow(resolutions: &mut [Resolution], at: usize, from: usize) {
    let Some(chosen) = resolutions.get(from).and_then(|r| r.chosen.clone()) else {
        return;
    };
    if let Some(resolution) = resolutions.get_mut(at) {
        let before = resolution.chosen.take();
        resolution.candidates.splice(0..0, before);
        resolution
            .candidates
            .retain(|c| c.place.id != chosen.place.id);
        resolution.chosen = Some(chosen);
    }
}

/// It names a command, with or without the command's own words.
fn is_command(toponym: &Toponym) -> bool {
    let says = || {
        let letters = fold(&toponym.name, Level::Letters);
        letters.as_str().split(' ').any(is_operations_word)
    };
    matches!(toponym.used_for, Use::Command | Use::CommandArea) || says()
}

/// The shares of the broad kinds.
fn kinds(found: impl Iterator<Item = Kind>) -> Vec<(Kind, f64)> {
    let all: Vec<Kind> = found.map(broad).collect();
    let count = u32::try_from(all.len()).map_or(f64::MAX, f64::from);
    let mut shares: Vec<(Kind, f64)> = Vec::new();
    for kind in all {
        match shares.iter_mut().find(|(k, _)| *k == kind) {
            Some((_, share)) => *share += 1.0 / count,
            None => shares.push((kind, 1.0 / count)),
        }
    }
    shares
}

/// The entries of a toponym's name. A command has an area of its own where the gazetteer knows it; else the unit or
/// region of its name.
fn entries_of(
    gazetteer: &Gazetteer,
    toponym: &Toponym,
    country: Option<Country>,
) -> Arc<Vec<Entry>> {
    if toponym.is_made_of_others() {
        return Arc::default();
    }
    if matches!(toponym.used_for, Use::Command | Use::CommandArea) {
        let own = gazetteer.entries(&format!("{} Operations Command", toponym.name), country);
        let own: Vec<Entry> = own
            .iter()
            .filter(|e| e.tier <= Tier::Sound)
            .cloned()
            .collect();
        if !own.is_empty() {
            return Arc::new(own);
        }
    }
    gazetteer.entries(&toponym.name, country)
}
