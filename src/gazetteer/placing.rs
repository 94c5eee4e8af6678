//! Where the toponyms of a report lie, once their entries are chosen: the entry, what a relation makes of it, what
//! several names make together, and for a name that stays unresolved what its surroundings say.

use super::candidates::Kind;
use super::geometry;
use super::lines;
use super::locate::{self, Made};
use super::names::Tier;
use super::resolve::Deciding;
use super::toponym::{Relation, Toponym, Use};
use super::units::Country;
use crate::domain::{
    CountryCode, Extent, Location, LocationPrecision, Place, Position, Resolution,
};
use std::sync::Arc;

/// An unresolved name in a list stays within this distance of its list at least, in metres.
const LEAST_LIST_RADIUS_M: f64 = 25_000.0;
/// And of its sentence: at least, and at most, where its names lie too far apart to say anything.
const LEAST_SENTENCE_RADIUS_M: f64 = 75_000.0;
const MOST_SENTENCE_RADIUS_M: f64 = 300_000.0;
/// And of the town that the report names next to it.
const LEAST_REPORT_RADIUS_M: f64 = 150_000.0;
/// An explanation follows its name within so many bytes.
const CLOSE_BYTES: usize = 30;
/// A place wider than this says too little of where the others of its list lie, in metres.
const WIDE_M: f64 = 60_000.0;

impl Deciding<'_> {
    /// Gives every toponym its location: entries and directions first, then places made of others, then the
    /// surroundings for names that stayed unresolved.
    pub(super) fn locate(&self, resolutions: &mut [Resolution]) {
        for (i, resolution) in resolutions.iter_mut().enumerate() {
            resolution.location = self.of_entry(i, resolution);
        }
        let made = self.each(|i| self.of_others(i, resolutions));
        give(resolutions, made);
        let rest = self.each(|i| self.surroundings(i, resolutions));
        give(resolutions, rest);
    }

    fn each(&self, location: impl Fn(usize) -> Option<Location>) -> Vec<(usize, Location)> {
        (0..self.toponyms.len())
            .filter_map(|i| location(i).map(|l| (i, l)))
            .collect()
    }

    fn of_entry(&self, at: usize, resolution: &Resolution) -> Option<Location> {
        let toponym = self.toponyms.get(at)?;
        let chosen = resolution.chosen.as_ref()?;
        let place = self.gazetteer.entry(&chosen.place.id)?;
        let named = self.units_named(toponym, &place);
        let touched = self.gazetteer.touched_by(&place);
        let base = locate::of_place(&toponym.text, &place, &named, &touched);
        let base = locate::with_radius(base, chosen.place.radius_km);
        match &toponym.relation {
            None | Some(Relation::Along(_)) => Some(base),
            Some(_) => locate::related(toponym, &place, base, self.gazetteer),
        }
    }

    /// The place that a toponym and others make; `None` keeps what it has.
    fn of_others(&self, at: usize, resolutions: &[Resolution]) -> Option<Location> {
        let toponym = self.toponyms.get(at)?;
        match toponym.relation.as_ref()? {
            Relation::Between(first, last)
            | Relation::Road(first, last)
            | Relation::Triangle(first, last) => {
                let ends = (*first..=*last).map(|i| resolutions.get(i)?.location.as_ref());
                self.made_of(toponym, &ends.collect::<Option<Vec<_>>>()?)
            }
            Relation::Along(place) => {
                let river = resolutions.get(at)?.location.as_ref()?;
                self.stretch(toponym, river, resolutions.get(*place)?.location.as_ref()?)
            }
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

    fn made_of(&self, toponym: &Toponym, ends: &[&Location]) -> Option<Location> {
        let names: Vec<String> = ends.iter().map(|l| self.english(l)).collect();
        let (last, others) = names.split_last()?;
        let listed = format!("{} and {last}", others.join(", "));
        let positions: Vec<Position> = ends.iter().map(|l| l.extent.position()).collect();
        let (words, extent, precision) = match &toponym.relation {
            Some(Relation::Road(..)) => (
                format!("road from {} to {last}", others.join(", ")),
                lines::road(&positions)?,
                LocationPrecision::Line,
            ),
            Some(Relation::Triangle(..)) => (
                format!("triangle of {listed}"),
                lines::triangle(&positions)?,
                LocationPrecision::Area,
            ),
            _ => (
                format!("between {listed}"),
                between(ends, &positions)?,
                LocationPrecision::Area,
            ),
        };
        let (admin1, country) = shared_units(ends);
        let made = Made {
            words,
            extent,
            precision,
            admin1,
            country,
        };
        Some(made.located(&toponym.text, &self.gazetteer.units))
    }

    /// The stretch of a river; a place that is no line, or passes elsewhere, stays what it is.
    fn stretch(&self, toponym: &Toponym, river: &Location, place: &Location) -> Option<Location> {
        let beside = place
            .relation
            .clone()
            .unwrap_or_else(|| format!("near {}", self.english(place)));
        let made = Made {
            words: format!("{} {beside}", self.english(river)),
            extent: lines::stretch(&river.extent, &place.extent)?,
            precision: LocationPrecision::Line,
            admin1: place.admin1.clone(),
            country: place.country.clone(),
        };
        Some(made.located(&toponym.text, &self.gazetteer.units))
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
        let chosen = resolutions.get(at)?.chosen.as_ref()?;
        let unit = self
            .entries_of(at)
            .iter()
            .filter(|entry| entry.kind.is_unit() && entry.tier <= Tier::Sound)
            .filter_map(|entry| self.gazetteer.entry_at(entry.place))
            .find(|unit| {
                let same = |c: &CountryCode| Some(c) == chosen.place.country.as_ref();
                unit.countries.iter().any(same)
            });
        unit.or_else(|| self.gazetteer.entry(&chosen.place.id))
    }

    /// English names of the units that the sentence names, for a place that lies in several.
    fn units_named(&self, toponym: &Toponym, place: &Place) -> Vec<String> {
        if place.admin1.len() < 2 {
            return Vec::new();
        }
        let entries = self
            .sentence_of(toponym)
            .iter()
            .flat_map(|at| self.entries_of(*at))
            .filter(|entry| entry.kind == Kind::First && entry.tier <= Tier::Sound);
        entries
            .filter_map(|entry| self.gazetteer.entry_at(entry.place))
            .map(|unit| unit.name.clone())
            .collect()
    }

    /// The border of two units or countries: the entry that the gazetteer has for it, else what their outlines share.
    fn border(&self, toponym: &Toponym, x: &Place, y: &Place) -> Option<Location> {
        if let Some(line) = self.gazetteer.border_between(x, y) {
            return Some(Location {
                name: toponym.text.clone(),
                relation: Some(line.name.clone()),
                ..locate::of_place(&line.name, line, &[], &self.gazetteer.touched_by(line))
            });
        }
        let made = Made {
            words: format!("{}-{} border", x.name, y.name),
            extent: lines::shared_border(&x.extent, &y.extent)?,
            precision: LocationPrecision::Line,
            admin1: None,
            country: x
                .countries
                .first()
                .filter(|c| y.countries.contains(c))
                .cloned(),
        };
        Some(made.located(&toponym.text, &self.gazetteer.units))
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

    /// For names of which it is known that they are places: those without any location lie around the places that their
    /// sentence names, else around the one that the report names next to them.
    pub(super) fn locate_widely(&self, resolutions: &mut [Resolution]) {
        let wide = self.each(|i| {
            let resolution = resolutions.get(i).filter(|r| r.location.is_none())?;
            let toponym = self
                .toponyms
                .get(i)
                .filter(|_| resolution.chosen.is_none())?;
            self.around_sentence(toponym, resolutions)
                .or_else(|| self.around_nearest(toponym, resolutions))
        });
        give(resolutions, wide);
    }

    /// A name that no entry bears, in a sentence without places, lies around the town or village of the report's country
    /// that the text names last before it or first after it, else somewhere in that country.
    fn around_nearest(&self, toponym: &Toponym, resolutions: &[Resolution]) -> Option<Location> {
        let spots = self.toponyms.iter().zip(resolutions).filter_map(|(t, r)| {
            let location = r.location.as_ref().filter(|_| r.chosen.is_some())?;
            let home = self.country_main.is_none() || location.country == self.country_main;
            let near = home && location.extent.radius_m() <= WIDE_M;
            let after = t.span.start > toponym.span.start;
            near.then(|| (after, t.span.start.abs_diff(toponym.span.start), location))
        });
        let Some((_, _, nearest)) = spots.min_by_key(|(after, bytes, _)| (*after, *bytes)) else {
            return self.within_country(toponym);
        };
        let made = Made {
            words: format!("somewhere around {}", self.english(nearest)),
            extent: geometry::around_all(&[nearest.extent.position()], LEAST_REPORT_RADIUS_M)?,
            precision: LocationPrecision::Area,
            admin1: nearest.admin1.clone(),
            country: nearest.country.clone(),
        };
        Some(made.located(&toponym.text, &self.gazetteer.units))
    }

    /// A name that no entry bears lies around the towns and villages that its sentence names, widely.
    fn around_sentence(&self, toponym: &Toponym, resolutions: &[Resolution]) -> Option<Location> {
        let spots: Vec<&Location> = self
            .sentence_of(toponym)
            .iter()
            .filter_map(|i| resolutions.get(*i).filter(|r| r.chosen.is_some()))
            .filter_map(|r| r.location.as_ref())
            .filter(|l| l.extent.radius_m() <= WIDE_M)
            .collect();
        let positions: Vec<Position> = spots.iter().map(|l| l.extent.position()).collect();
        let extent = geometry::around_all(&positions, LEAST_SENTENCE_RADIUS_M)
            .filter(|extent| extent.radius_m() <= MOST_SENTENCE_RADIUS_M)?;
        let names: Vec<String> = spots.iter().take(3).map(|l| self.english(l)).collect();
        let first = spots.first()?;
        let made = Made {
            words: format!("somewhere around {}", names.join(", ")),
            extent,
            precision: LocationPrecision::Area,
            admin1: first.admin1.clone(),
            country: first.country.clone(),
        };
        Some(made.located(&toponym.text, &self.gazetteer.units))
    }

    /// The country of the report, where the report names it.
    fn within_country(&self, toponym: &Toponym) -> Option<Location> {
        let home = Country::new(self.country_main.as_ref()?.as_str());
        let mut entries = (0..self.toponyms.len()).flat_map(|at| self.entries_of(at));
        let country = entries.find(|e| e.kind == Kind::Country && e.countries[0] == home)?;
        let place = self.gazetteer.layers.entry(country.place)?;
        Some(Location {
            name: toponym.text.clone(),
            place_id: None,
            relation: Some(format!("somewhere in {}", place.name)),
            ..locate::of_place(&place.name, &place, &[], &[])
        })
    }

    fn around_siblings(
        &self,
        at: usize,
        toponym: &Toponym,
        resolutions: &[Resolution],
    ) -> Option<Location> {
        let siblings: Vec<&Location> = self
            .list_of(toponym)
            .iter()
            .filter(|i| **i != at)
            .filter_map(|i| resolutions.get(*i).filter(|r| r.chosen.is_some()))
            .filter_map(|r| r.location.as_ref())
            .filter(|l| l.extent.radius_m() <= WIDE_M)
            .collect();
        let positions: Vec<Position> = siblings.iter().map(|l| l.extent.position()).collect();
        let names: Vec<String> = siblings.iter().take(3).map(|l| self.english(l)).collect();
        let first = siblings.first()?;
        let made = Made {
            words: format!("somewhere around {}", names.join(", ")),
            extent: geometry::around_all(&positions, LEAST_LIST_RADIUS_M)?,
            precision: LocationPrecision::Area,
            admin1: first.admin1.clone(),
            country: first.country.clone(),
        };
        Some(made.located(&toponym.text, &self.gazetteer.units))
    }

    /// "the village of A, just outside B": the words that follow say where it is.
    fn explained_by_next(
        &self,
        at: usize,
        toponym: &Toponym,
        resolutions: &[Resolution],
    ) -> Option<Location> {
        let next = self.toponyms.get(at + 1).filter(|t| {
            t.sentence == toponym.sentence
                && t.list != toponym.list
                && t.relation.is_some()
                && t.part_of.is_none()
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
            let chosen = resolutions.get(*i)?.chosen.as_ref()?;
            self.gazetteer.entry(&chosen.place.id)
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

fn give(resolutions: &mut [Resolution], locations: Vec<(usize, Location)>) {
    for (i, location) in locations {
        if let Some(resolution) = resolutions.get_mut(i) {
            resolution.location = Some(location);
        }
    }
}

fn between(ends: &[&Location], positions: &[Position]) -> Option<Extent> {
    match ends {
        [x, y] => lines::between(&x.extent, &y.extent).ok(),
        _ => geometry::amid(positions),
    }
}

/// The unit of the first end, and the country when all ends lie in it.
fn shared_units(ends: &[&Location]) -> (Option<String>, Option<CountryCode>) {
    let Some(first) = ends.first() else {
        return (None, None);
    };
    let country = first
        .country
        .clone()
        .filter(|c| ends.iter().all(|l| l.country.as_ref() == Some(c)));
    (first.admin1.clone(), country)
}
