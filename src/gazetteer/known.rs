//! Looks up entries and what answers show of them; remembers what was asked last, since news repeat their names.

use super::Gazetteer;
use super::candidates::{Entry, Kind, Reader, join, mark_length, mark_namesakes};
use super::find_words::{country_of_demonym, region_of_adjective};
use super::layers::PlaceIndex;
use super::names::Tier;
use super::units::Country;
use crate::domain::PlaceSummary;
use crate::text::{Level, fold};
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex};

/// Names and places that are remembered; all are forgotten when they are more, which bounds the memory.
const MOST_REMEMBERED: usize = 10_000;

/// A name as it is looked up, the country whose namesakes are looked for, and whether only alike ones too.
type Question = (String, Option<Country>, bool);

/// What was asked before.
#[derive(Debug, Default)]
pub(super) struct Remembered {
    entries: Mutex<FxHashMap<Question, Arc<Vec<Entry>>>>,
    summaries: Mutex<FxHashMap<PlaceIndex, Arc<PlaceSummary>>>,
}

impl Gazetteer {
    fn reader(&self) -> Reader<'_> {
        Reader {
            layers: &self.layers,
            units: &self.units,
        }
    }

    /// The entries that bear a name; those that are alike when none does, or none in the country that is asked for.
    pub(super) fn entries(&self, name: &str, country: Option<Country>) -> Arc<Vec<Entry>> {
        self.remembered_entries((name.to_owned(), country, false), || {
            let mut found = self.borne(name);
            let elsewhere = |country| found.iter().all(|entry: &Entry| !entry.lies_in(country));
            if found.is_empty() || country.is_some_and(elsewhere) {
                join(&mut found, self.reader().by_likeness(name, country));
            }
            found
        })
    }

    /// The entries that bear a name and those that are alike.
    pub(super) fn entries_alike(&self, name: &str, country: Option<Country>) -> Arc<Vec<Entry>> {
        self.remembered_entries((name.to_owned(), country, true), || {
            let mut found = self.borne(name);
            join(&mut found, self.reader().by_likeness(name, country));
            found
        })
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
        question: Question,
        find: impl FnOnce() -> Vec<Entry>,
    ) -> Arc<Vec<Entry>> {
        let known = self
            .remembered
            .entries
            .lock()
            .ok()
            .and_then(|entries| entries.get(&question).cloned());
        if let Some(known) = known {
            return known;
        }
        let mut found = find();
        mark_namesakes(&mut found);
        mark_length(&mut found, &question.0);
        let found = Arc::new(found);
        if let Ok(mut entries) = self.remembered.entries.lock() {
            if entries.len() >= MOST_REMEMBERED {
                entries.clear();
            }
            entries.insert(question, Arc::clone(&found));
        }
        found
    }

    /// What answers show of an entry.
    pub(super) fn summary(&self, at: PlaceIndex) -> Option<Arc<PlaceSummary>> {
        if let Some(place) = self.layers.curated_at(at) {
            let number = self.layers.curated_number(&place.id)?;
            return self.summaries.get(number).cloned();
        }
        let known = self
            .remembered
            .summaries
            .lock()
            .ok()
            .and_then(|summaries| summaries.get(&at).cloned());
        if known.is_some() {
            return known;
        }
        let summary = Arc::new(self.layers.summary(at)?);
        if let Ok(mut summaries) = self.remembered.summaries.lock() {
            if summaries.len() >= MOST_REMEMBERED {
                summaries.clear();
            }
            summaries.insert(at, Arc::clone(&summary));
        }
        Some(summary)
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
