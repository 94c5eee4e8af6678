//! Decides which entries the toponyms of one report mean.

use super::geometry;
use super::locate;
use super::names::Tier;
use super::score::{Context, probabilities, reasons};
use super::toponym::{ClassHint, Relation, Toponym, Use};
use super::{Gazetteer, Meant};
use crate::domain::{
    Candidate, CountryCode, FeatureClass, Location, LocationPrecision, Place, Position, Resolution,
};
use crate::text::{Level, ToponymKey, fold};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Most candidates kept for a name.
const MOST_CANDIDATES: usize = 8;
/// An unresolved name in a list stays within this distance of its list at least, in metres.
const LEAST_LIST_RADIUS_M: f64 = 25_000.0;
/// An explanation follows its name within so many bytes.
const CLOSE_BYTES: usize = 30;
/// A decision this sure is evidence for others.
const ANCHOR_PROBABILITY: f64 = 0.6;

/// What the resolver works on: the toponyms and their candidates, by number.
struct Deciding<'g> {
    gazetteer: &'g Gazetteer,
    toponyms: &'g [Toponym],
    matches: Vec<Vec<Meant>>,
    country_given: Option<CountryCode>,
    country_main: Option<CountryCode>,
    units_in_document: Vec<String>,
    /// The folded name of every toponym.
    keys: Vec<ToponymKey>,
    /// The first-level units that every toponym names for sure.
    units: Vec<Vec<String>>,
    by_sentence: HashMap<usize, Vec<usize>>,
    by_list: HashMap<usize, Vec<usize>>,
}

/// Resolves all toponyms of a report together, in their order.
pub(super) fn resolve(
    gazetteer: &Gazetteer,
    toponyms: &[Toponym],
    country: Option<&CountryCode>,
) -> Vec<Resolution> {
    let deciding = Deciding::new(gazetteer, toponyms, country);
    let alone: Vec<Resolution> = (0..toponyms.len())
        .map(|i| deciding.decide(i, &Anchors::default()))
        .collect();
    let anchors = deciding.anchors(&alone);
    let mut resolutions: Vec<Resolution> = (0..toponyms.len())
        .map(|i| deciding.decide(i, &anchors))
        .collect();
    deciding.same_name_same_place(&mut resolutions);
    deciding.locate(&mut resolutions);
    resolutions
}

/// The toponyms that are sure, with their positions.
#[derive(Debug, Default)]
struct Anchors {
    by_toponym: HashMap<usize, Position>,
    /// The first toponym of every sure name, in the order of the text.
    names: Vec<(usize, ToponymKey, Position)>,
    known: HashSet<ToponymKey>,
}

/// Most names of a report that are compared with each of its names; the first ones set the scene.
const MOST_ANCHORS: usize = 60;

impl Anchors {
    fn add(&mut self, toponym: usize, key: Option<&ToponymKey>, position: Position) {
        self.by_toponym.insert(toponym, position);
        if let Some(key) =
            key.filter(|key| self.names.len() < MOST_ANCHORS && self.known.insert((*key).clone()))
        {
            self.names.push((toponym, key.clone(), position));
        }
    }

    /// Positions of these toponyms, where they are sure.
    fn of(&self, toponyms: impl Iterator<Item = usize>) -> Vec<Position> {
        toponyms
            .filter_map(|i| self.by_toponym.get(&i).copied())
            .collect()
    }

    /// Positions of the other names outside a list.
    fn others(&self, key: &ToponymKey, list: &[usize]) -> Vec<Position> {
        self.names
            .iter()
            .filter(|(i, k, _)| k != key && !list.contains(i))
            .map(|(.., p)| *p)
            .collect()
    }
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
        let mut cache: HashMap<String, Vec<Meant>> = HashMap::new();
        let mut matches_of = |name: String| {
            cache
                .entry(name)
                .or_insert_with_key(|name| gazetteer.matches(name))
                .clone()
        };
        let matches = toponyms
            .iter()
            .map(|t| {
                if is_made_of_others(t) {
                    Vec::new()
                } else {
                    command_first(t, &mut matches_of)
                }
            })
            .collect();
        let mut deciding = Self {
            gazetteer,
            toponyms,
            matches,
            country_given: country.cloned(),
            country_main: None,
            units_in_document: Vec::new(),
            keys: toponyms
                .iter()
                .map(|t| fold(&t.name, Level::Sound))
                .collect(),
            units: Vec::new(),
            by_sentence: numbers_by(toponyms, |t| t.sentence),
            by_list: numbers_by(toponyms, |t| t.list),
        };
        deciding.country_main = deciding.most_common_country();
        deciding.units = (0..toponyms.len()).map(|i| deciding.units_of(i)).collect();
        deciding.units_in_document = deciding.units_named(0..toponyms.len());
        deciding
    }

    fn places(&self, toponym: usize) -> impl Iterator<Item = &Arc<Place>> {
        self.matches
            .get(toponym)
            .into_iter()
            .flatten()
            .map(|m| &m.entry)
    }

    /// The country in which most names have a candidate; none when two share the lead.
    fn most_common_country(&self) -> Option<CountryCode> {
        let mut votes: HashMap<CountryCode, usize> = HashMap::new();
        for i in 0..self.toponyms.len() {
            let mut countries: Vec<&CountryCode> = self
                .places(i)
                .filter(|p| p.countries.len() == 1)
                .flat_map(|p| &p.countries)
                .collect();
            countries.sort_unstable();
            countries.dedup();
            for country in countries {
                *votes.entry(country.clone()).or_default() += 1;
            }
        }
        let most = *votes.values().max()?;
        let mut leaders = votes
            .into_iter()
            .filter(|(_, n)| *n == most)
            .map(|(country, _)| country);
        leaders.next().filter(|_| leaders.next().is_none())
    }

    /// First-level units that a toponym names for sure (Kirkuk alone may be the town), or whose command it names.
    fn units_of(&self, at: usize) -> Vec<String> {
        let Some(toponym) = self.toponyms.get(at) else {
            return Vec::new();
        };
        let command = matches!(toponym.used_for, Use::Command | Use::CommandArea);
        let unit_meant = command || toponym.hint.as_ref().is_some_and(ClassHint::is_first_level);
        let town = |p: &Arc<Place>| {
            p.feature_class == FeatureClass::Populated && p.population > Some(50_000)
        };
        let may_be_town = self.places(at).any(town);
        let mut units: Vec<String> = Vec::new();
        for place in self.places(at) {
            if place.feature_code == "ADM1" && (unit_meant || !may_be_town) {
                push_new(&mut units, &place.name);
            } else if command {
                place
                    .admin1
                    .iter()
                    .for_each(|unit| push_new(&mut units, unit));
            }
        }
        units
    }

    /// The units that some toponyms name.
    fn units_named(&self, toponyms: impl Iterator<Item = usize>) -> Vec<String> {
        let mut units: Vec<String> = Vec::new();
        for unit in toponyms.filter_map(|i| self.units.get(i)).flatten() {
            push_new(&mut units, unit);
        }
        units
    }

    /// Toponyms of the same sentence.
    fn sentence_of(&self, toponym: &Toponym) -> &[usize] {
        self.by_sentence
            .get(&toponym.sentence)
            .map_or(&[], Vec::as_slice)
    }

    /// Toponyms of the same list.
    fn list_of(&self, toponym: &Toponym) -> &[usize] {
        self.by_list.get(&toponym.list).map_or(&[], Vec::as_slice)
    }

    fn context(&self, at: usize, anchors: &Anchors) -> Context {
        let (Some(toponym), Some(key)) = (self.toponyms.get(at), self.keys.get(at)) else {
            return Context::default();
        };
        let other = |i: &usize| self.keys.get(*i).is_some_and(|k| k != key);
        let listed = self.list_of(toponym);
        Context {
            country_given: self.country_given.clone(),
            country_of_report: self.country_main.clone(),
            units_in_sentence: self
                .units_named(self.sentence_of(toponym).iter().copied().filter(other)),
            units_in_document: self.units_in_document.clone(),
            list_siblings: if self.is_between(toponym) {
                Vec::new()
            } else {
                anchors.of(listed.iter().copied().filter(other))
            },
            siblings: anchors.others(key, listed),
            hint: toponym.hint.clone(),
            coordinated_with_unit: self.is_listed_with_units(at),
            near: None,
        }
    }

    /// The ends of "between X and Y" may lie far apart.
    fn is_between(&self, toponym: &Toponym) -> bool {
        toponym
            .part_of
            .and_then(|i| self.toponyms.get(i))
            .is_some_and(|whole| matches!(whole.relation, Some(Relation::Between(..))))
    }

    /// Another name of its list means nothing but first-level units.
    fn is_listed_with_units(&self, at: usize) -> bool {
        let Some(toponym) = self.toponyms.get(at) else {
            return false;
        };
        self.list_of(toponym).iter().filter(|i| **i != at).any(|i| {
            let mut places = self.places(*i).peekable();
            places.peek().is_some() && places.all(|p| p.feature_code == "ADM1")
        })
    }

    fn decide(&self, at: usize, anchors: &Anchors) -> Resolution {
        let context = self.context(at, anchors);
        self.gazetteer.choose(
            self.matches.get(at).map_or(&[][..], Vec::as_slice),
            &context,
        )
    }

    /// Sure decisions on points: areas and lines say little about where a village lies.
    fn anchors(&self, resolutions: &[Resolution]) -> Anchors {
        let sure = |resolution: &Resolution| {
            let chosen = resolution
                .chosen
                .as_ref()
                .filter(|c| c.score >= ANCHOR_PROBABILITY)?;
            let place = self.gazetteer.entry(&chosen.place.id)?;
            let spot = place.feature_class != FeatureClass::Administrative
                && place.extent.radius_m() <= 60_000.0;
            spot.then(|| place.extent.position())
        };
        let mut anchors = Anchors::default();
        for (i, position) in resolutions
            .iter()
            .enumerate()
            .filter_map(|(i, r)| sure(r).map(|p| (i, p)))
        {
            anchors.add(i, self.keys.get(i), position);
        }
        anchors
    }

    /// One name means one place in a report: an unresolved mention follows a resolved one of the same name.
    fn same_name_same_place(&self, resolutions: &mut [Resolution]) {
        let mut by_name: HashMap<&ToponymKey, Candidate> = HashMap::new();
        for (key, resolution) in self.keys.iter().zip(resolutions.iter()) {
            if let Some(chosen) = &resolution.chosen {
                by_name.entry(key).or_insert_with(|| chosen.clone());
            }
        }
        for (key, resolution) in self
            .keys
            .iter()
            .zip(resolutions.iter_mut())
            .filter(|(_, r)| r.chosen.is_none())
        {
            if let Some(chosen) = by_name.get(key) {
                resolution
                    .candidates
                    .retain(|c| c.place.id != chosen.place.id);
                resolution.chosen = Some(chosen.clone());
            }
        }
    }

    /// Gives every toponym its location: entries and directions first, then places made of two others, then the
    /// surroundings for names that stayed unresolved.
    fn locate(&self, resolutions: &mut [Resolution]) {
        for (i, resolution) in resolutions.iter_mut().enumerate() {
            resolution.location = self.of_entry(i, resolution);
        }
        let pairs: Vec<(usize, Option<Location>)> = self
            .toponyms
            .iter()
            .enumerate()
            .filter(|(_, t)| is_made_of_others(t) || is_border_of(t))
            .map(|(i, t)| (i, self.of_others(i, t, resolutions)))
            .collect();
        for (i, location) in pairs {
            if let Some(resolution) = resolutions.get_mut(i) {
                resolution.location = location;
            }
        }
        let rest: Vec<(usize, Location)> = (0..resolutions.len())
            .filter_map(|i| self.surroundings(i, resolutions).map(|l| (i, l)))
            .collect();
        for (i, location) in rest {
            if let Some(resolution) = resolutions.get_mut(i) {
                resolution.location = Some(location);
            }
        }
    }

    fn of_entry(&self, at: usize, resolution: &Resolution) -> Option<Location> {
        let toponym = self.toponyms.get(at)?;
        let place = self
            .gazetteer
            .entry(&resolution.chosen.as_ref()?.place.id)?;
        let named = self.units_named(self.sentence_of(toponym).iter().copied());
        let base = locate::of_place(
            &toponym.text,
            &place,
            &named,
            &self.gazetteer.touched_by(&place),
        );
        match &toponym.relation {
            None => Some(base),
            Some(_) => locate::related(
                toponym,
                &Self::words(toponym, &place),
                base,
                &self.gazetteer.units,
            ),
        }
    }

    /// The relation in plain English.
    fn words(toponym: &Toponym, place: &Place) -> String {
        let relation = match &toponym.relation {
            Some(Relation::Offset {
                distance_m,
                bearing,
            }) => format!(
                "{:.0} km {} of",
                distance_m / 1_000.0,
                bearing_word(*bearing)
            ),
            Some(Relation::Within { distance_m }) => {
                format!("within {:.0} km of", distance_m / 1_000.0)
            }
            Some(Relation::Beyond { bearing }) => format!("{} of", bearing_word(*bearing)),
            Some(Relation::Part { bearing }) => format!("{} part of", bearing_word(*bearing)),
            _ => "near".to_owned(),
        };
        format!("{relation} {}", place.name)
    }

    fn of_others(
        &self,
        at: usize,
        toponym: &Toponym,
        resolutions: &[Resolution],
    ) -> Option<Location> {
        let location = |i: usize| resolutions.get(i).and_then(|r| r.location.as_ref());
        match toponym.relation.as_ref()? {
            Relation::Between(first, last) => self.between(
                toponym,
                &(*first..=*last).map(location).collect::<Option<Vec<_>>>()?,
            ),
            Relation::Border(x, y) => {
                let (x, y) = (self.entry(*x, resolutions)?, self.entry(*y, resolutions)?);
                self.border(toponym, &x, &y)
            }
            Relation::BorderOf => {
                let there = self.entry(at, resolutions)?;
                let home = self
                    .gazetteer
                    .country(self.country_given.as_ref().or(self.country_main.as_ref())?)?;
                self.border(toponym, &there, &home)
            }
            _ => None,
        }
    }

    fn between(&self, toponym: &Toponym, ends: &[&Location]) -> Option<Location> {
        let names: Vec<String> = ends.iter().map(|l| self.english(l)).collect();
        let (last, others) = names.split_last()?;
        let words = format!("between {} and {last}", others.join(", "));
        let positions: Vec<Position> = ends.iter().map(|l| l.extent.position()).collect();
        let extent = match ends {
            [x, y] => geometry::between(&x.extent, &y.extent).ok()?,
            _ => geometry::amid(&positions)?,
        };
        let first = ends.first()?;
        let country = first
            .country
            .clone()
            .filter(|c| ends.iter().all(|l| l.country.as_ref() == Some(c)));
        Some(locate::computed(
            &toponym.text,
            &words,
            extent,
            LocationPrecision::Area,
            first.admin1.clone(),
            country,
            &self.gazetteer.units,
        ))
    }

    fn english(&self, location: &Location) -> String {
        location
            .place_id
            .as_ref()
            .and_then(|id| self.gazetteer.entry(id))
            .map_or_else(|| location.name.clone(), |p| p.name.clone())
    }

    /// The entry that a toponym means, for a border preferably a unit or country.
    fn entry(&self, at: usize, resolutions: &[Resolution]) -> Option<Arc<Place>> {
        let unit = self
            .places(at)
            .find(|p| p.feature_class == FeatureClass::Administrative)
            .cloned();
        unit.or_else(|| {
            resolutions
                .get(at)?
                .chosen
                .as_ref()
                .and_then(|c| self.gazetteer.entry(&c.place.id))
        })
    }

    fn border(&self, toponym: &Toponym, x: &Place, y: &Place) -> Option<Location> {
        let line = self.gazetteer.border_between(x, y)?;
        Some(Location {
            name: toponym.text.clone(),
            relation: Some(line.name.clone()),
            ..locate::of_place(&line.name, line, &[], &self.gazetteer.touched_by(line))
        })
    }

    /// Where an unresolved name must lie: around the resolved names of its list, else in the command's area or
    /// the one unit that its sentence names.
    fn surroundings(&self, at: usize, resolutions: &[Resolution]) -> Option<Location> {
        let toponym = self.toponyms.get(at)?;
        let unresolved = resolutions
            .get(at)
            .is_some_and(|r| r.chosen.is_none() && r.location.is_none());
        if !unresolved || toponym.used_for != Use::Place || toponym.part_of.is_some() {
            return None;
        }
        self.around_siblings(at, toponym, resolutions)
            .or_else(|| self.explained_by_next(at, toponym, resolutions))
            .or_else(|| self.within_unit(toponym, resolutions))
    }

    fn around_siblings(
        &self,
        at: usize,
        toponym: &Toponym,
        resolutions: &[Resolution],
    ) -> Option<Location> {
        let resolved =
            |i: &&usize| **i != at && resolutions.get(**i).is_some_and(|r| r.chosen.is_some());
        let located = |i: &usize| resolutions.get(*i).and_then(|r| r.location.as_ref());
        let spots = self
            .list_of(toponym)
            .iter()
            .filter(resolved)
            .filter_map(located);
        let siblings: Vec<&Location> = spots.filter(|l| l.extent.radius_m() <= 60_000.0).collect();
        let positions: Vec<Position> = siblings.iter().map(|l| l.extent.position()).collect();
        let extent = geometry::around(&positions, LEAST_LIST_RADIUS_M)?;
        let names: Vec<String> = siblings.iter().take(3).map(|l| self.english(l)).collect();
        let words = format!("somewhere around {}", names.join(", "));
        let first = siblings.first()?;
        Some(locate::computed(
            &toponym.text,
            &words,
            extent,
            LocationPrecision::Area,
            first.admin1.clone(),
            first.country.clone(),
            &self.gazetteer.units,
        ))
    }

    /// "the village of A, just outside B": the words that follow say where it is.
    fn explained_by_next(
        &self,
        at: usize,
        toponym: &Toponym,
        resolutions: &[Resolution],
    ) -> Option<Location> {
        let next = self.toponyms.get(at + 1).filter(|t| {
            t.sentence == toponym.sentence && t.relation.is_some() && t.part_of.is_none()
        })?;
        let near = next.span.start.saturating_sub(toponym.span.end) <= CLOSE_BYTES;
        let location = resolutions.get(at + 1)?.location.clone().filter(|_| near)?;
        Some(Location {
            name: toponym.text.clone(),
            ..location
        })
    }

    fn within_unit(&self, toponym: &Toponym, resolutions: &[Resolution]) -> Option<Location> {
        let plain = |i: &&usize| {
            self.toponyms
                .get(**i)
                .is_some_and(|t| t.part_of.is_none() && t.relation.is_none())
        };
        let chosen = |i: &usize| {
            resolutions
                .get(*i)
                .and_then(|r| r.chosen.as_ref())
                .and_then(|c| self.gazetteer.entry(&c.place.id))
        };
        let mut units = self
            .sentence_of(toponym)
            .iter()
            .filter(plain)
            .filter_map(chosen)
            .filter(|place| place.feature_code == "ADM1");
        let unit = units.next()?;
        if units.any(|other| other.id != unit.id) {
            return None;
        }
        let base = locate::of_place(&unit.name, &unit, &[], &self.gazetteer.touched_by(&unit));
        Some(Location {
            name: toponym.text.clone(),
            place_id: None,
            relation: Some(format!("somewhere in {}", unit.name)),
            ..base
        })
    }
}

/// A command has an area of its own where the gazetteer knows it; else the unit or region of its name.
fn command_first(
    toponym: &Toponym,
    matches_of: &mut impl FnMut(String) -> Vec<Meant>,
) -> Vec<Meant> {
    let is_command = matches!(toponym.used_for, Use::Command | Use::CommandArea);
    let own = if is_command {
        matches_of(format!("{} Operations Command", toponym.name))
    } else {
        Vec::new()
    };
    let own: Vec<Meant> = own
        .into_iter()
        .filter(|m| m.found.tier <= Tier::Sound)
        .collect();
    if own.is_empty() {
        matches_of(toponym.name.clone())
    } else {
        own
    }
}

fn is_made_of_others(toponym: &Toponym) -> bool {
    matches!(
        toponym.relation,
        Some(Relation::Between(..) | Relation::Border(..))
    )
}

fn is_border_of(toponym: &Toponym) -> bool {
    toponym.relation == Some(Relation::BorderOf)
}

fn push_new(list: &mut Vec<String>, item: &String) {
    if !list.contains(item) {
        list.push(item.clone());
    }
}

fn bearing_word(bearing: f64) -> &'static str {
    const WORDS: [&str; 8] = [
        "north",
        "north-east",
        "east",
        "south-east",
        "south",
        "south-west",
        "west",
        "north-west",
    ];
    WORDS
        .iter()
        .zip([0.0, 45.0, 90.0, 135.0, 180.0, 225.0, 270.0, 315.0])
        .find(|(_, b)| (b - bearing).abs() < 1.0)
        .map_or("beside", |(w, _)| w)
}

impl Gazetteer {
    /// Candidates of a name with their probabilities, and the one that is likely enough.
    pub(super) fn choose(&self, matches: &[Meant], context: &Context) -> Resolution {
        let weighed: Vec<(&Meant, Vec<_>)> = matches
            .iter()
            .map(|m| {
                let of_world = self.layers.is_world(m.found.place.layer);
                let reasons = reasons(&m.entry, &m.found, of_world, context, &self.weights);
                (m, reasons)
            })
            .collect();
        let log_odds: Vec<f64> = weighed
            .iter()
            .map(|(_, reasons)| reasons.iter().map(|r| r.weight).sum())
            .collect();
        let scores = probabilities(&log_odds, &self.weights);
        let mut ranked: Vec<_> = weighed.into_iter().zip(scores).collect();
        ranked.sort_by(|((a, _), x), ((b, _), y)| {
            y.total_cmp(x).then_with(|| a.entry.id.cmp(&b.entry.id))
        });
        let mut candidates: Vec<Candidate> = ranked
            .into_iter()
            .take(MOST_CANDIDATES)
            .filter_map(|((meant, reasons), score)| {
                self.summary(meant.found.place, &meant.entry.id)
                    .map(|place| Candidate {
                        place,
                        score,
                        reasons,
                    })
            })
            .collect();
        let sure = candidates
            .first()
            .is_some_and(|best| nested_score(best, &candidates) >= self.weights.least_probability);
        let chosen = sure.then(|| candidates.remove(0));
        Resolution {
            chosen,
            ..Resolution::unresolved(candidates)
        }
    }
}

/// Probability of the best candidate and of those that name the same area at another size: a town and the
/// governorate of its name are no reason to leave the name unresolved.
fn nested_score(best: &Candidate, candidates: &[Candidate]) -> f64 {
    let unit = |c: &Candidate| c.place.feature_code == "ADM1";
    let same_area = |c: &&Candidate| {
        (unit(c) || unit(best)) && c.place.admin1.is_some() && c.place.admin1 == best.place.admin1
    };
    let others: f64 = candidates
        .iter()
        .skip(1)
        .filter(same_area)
        .map(|c| c.score)
        .sum();
    best.score + others
}
