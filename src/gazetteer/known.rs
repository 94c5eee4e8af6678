//! Looks up entries and what answers show of them; remembers what was asked last, since news repeat their names.

use super::Gazetteer;
use super::candidates::{Entry, Kind, Reader, join, mark_length, mark_namesakes};
use super::find_words::{country_of_demonym, region_of_adjective};
use super::geometry;
use super::layers::PlaceIndex;
use super::memory::Memory;
use super::names::Tier;
use super::units::Country;
use crate::domain::{DomainError, Extent, Place, PlaceId, PlaceSummary};
use crate::text::{Level, fold};
use std::sync::Arc;

/// A name as it is looked up, the country whose namesakes are looked for, and whether only alike ones too.
type Question = (String, Option<Country>, bool);

/// What was asked before.
#[derive(Debug, Default)]
pub(super) struct Remembered {
    entries: Memory<Question, Arc<Vec<Entry>>>,
    alike: Memory<(String, Option<Country>), Arc<Vec<Entry>>, MOST_ALIKE>,
    summaries: Memory<PlaceIndex, Arc<PlaceSummary>>,
    places: Memory<PlaceIndex, Arc<Place>, MOST_OUTLINES>,
    /// Halves and middles of places by id and bearing.
    parts: Memory<(PlaceId, u64), Extent, MOST_OUTLINES>,
}

const MOST_ALIKE: usize = 1_000;
/// Outlines are large: the largest countries have some 100 kB.
const MOST_OUTLINES: usize = 1_000;

impl Gazetteer {
    fn reader(&self) -> Reader<'_> {
        Reader {
            layers: &self.layers,
            units: &self.units,
        }
    }

    /// The entries that bear a name; those that are alike when none does, or none in the country that is asked for.
    pub(super) fn entries(&self, name: &str, country: Option<Country>) -> Arc<Vec<Entry>> {
        self.remembered_entries(&(name.to_owned(), country, false), || {
            let mut found = self.borne(name);
            let elsewhere = |country| found.iter().all(|entry: &Entry| !entry.lies_in(country));
            if found.is_empty() || country.is_some_and(elsewhere) {
                join(&mut found, self.alike(name, country));
            }
            found
        })
    }

    /// The entries that bear a name and those that are alike.
    pub(super) fn entries_alike(&self, name: &str, country: Option<Country>) -> Arc<Vec<Entry>> {
        self.remembered_entries(&(name.to_owned(), country, true), || {
            let mut found = self.borne(name);
            join(&mut found, self.alike(name, country));
            found
        })
    }

    /// The entries whose names are alike; looked for twice when those that bear the name convince nobody.
    fn alike(&self, name: &str, country: Option<Country>) -> Vec<Entry> {
        let question = (name.to_owned(), country);
        let found = self.remembered.alike.remembered(&question, || {
            Arc::new(self.reader().by_likeness(name, country))
        });
        found.to_vec()
    }

    /// The entries that bear a name, or the country or region whose people or adjective it is.
    fn borne(&self, name: &str) -> Vec<Entry> {
        let mut found = self.reader().by_spelling(name);
        if let Some(country) = country_of_demonym(fold(name, Level::Letters).as_str()) {
            let of_country = self.reader().by_spelling(country);
            let country = of_country
                .into_iter()
                .filter(|entry| entry.kind == Kind::Country);
            join(&mut found, country.collect());
        }
        if let Some(region) = region_of_adjective(fold(name, Level::Letters).as_str()) {
            let of_region = self.reader().by_spelling(region);
            let wide = of_region
                .into_iter()
                .filter(|entry| matches!(entry.kind, Kind::Continent | Kind::Region))
                .filter(|entry| entry.tier == Tier::Letters);
            join(&mut found, wide.collect());
        }
        found
    }

    fn remembered_entries(
        &self,
        question: &Question,
        find: impl FnOnce() -> Vec<Entry>,
    ) -> Arc<Vec<Entry>> {
        self.remembered.entries.remembered(question, || {
            let mut found = find();
            mark_namesakes(&mut found);
            mark_length(&mut found, &question.0);
            Arc::new(found)
        })
    }

    /// What answers show of an entry.
    pub(super) fn summary(&self, at: PlaceIndex) -> Option<Arc<PlaceSummary>> {
        if let Some(place) = self.layers.curated_at(at) {
            let number = self.layers.curated_number(&place.id)?;
            return self.summaries.get(number).cloned();
        }
        self.remembered
            .summaries
            .try_remembered(&at, || self.layers.summary(at).map(Arc::new).ok_or(()))
            .ok()
    }

    /// The place of an entry without the spellings of other layers, with its outline.
    pub(super) fn entry_at(&self, at: PlaceIndex) -> Option<Arc<Place>> {
        if let Some(place) = self.layers.curated_at(at) {
            return Some(Arc::clone(place));
        }
        let places = &self.remembered.places;
        places
            .try_remembered(&at, || self.layers.entry(at).ok_or(()))
            .ok()
    }

    /// The part of a place towards a bearing: cutting the outline of a province takes longer than reading the report.
    pub(super) fn part_of(
        &self,
        place: &Place,
        whole: &Extent,
        bearing: f64,
    ) -> Result<Extent, DomainError> {
        if whole.polygons().is_none() {
            return geometry::part(whole, bearing);
        }
        let question = (place.id.clone(), bearing.to_bits());
        self.remembered
            .parts
            .try_remembered(&question, || geometry::part(whole, bearing))
    }

    /// The first-level units that a name may mean, with their English names.
    pub(super) fn units_of_name(
        &self,
        name: &str,
        country: Option<Country>,
    ) -> Vec<(super::units::UnitKey, String)> {
        let entries = self.entries(name, country);
        let best = entries
            .iter()
            .filter(|entry| entry.kind == Kind::First)
            .filter(|entry| country.is_none_or(|country| entry.lies_in(country)))
            .map(|entry| entry.tier)
            .min();
        entries
            .iter()
            .filter(|entry| entry.kind == Kind::First)
            .filter(|entry| country.is_none_or(|country| entry.lies_in(country)))
            .filter(|entry| Some(entry.tier) == best.filter(|tier| *tier <= Tier::TwoEdits))
            .filter_map(|entry| {
                let key = entry.units.iter().flatten().next()?;
                Some((*key, self.summary(entry.place)?.name.clone()))
            })
            .collect()
    }
}
