//! What the finder asks of the name index: is there such a name, what kind of places bear it, do longer ones begin so?

use super::names::{Match, NameIndex, Tier};
use super::recognise::Known;
use crate::domain::{FeatureClass, Place};
use crate::text::{Level, fold};
use std::sync::Arc;

/// The names of a gazetteer with the kinds of their places.
pub(super) struct Names<'g> {
    index: &'g NameIndex,
    places: &'g [Arc<Place>],
}

impl<'g> Names<'g> {
    pub(super) fn new(index: &'g NameIndex, places: &'g [Arc<Place>]) -> Self {
        Self { index, places }
    }

    pub(super) fn index(&self) -> &'g NameIndex {
        self.index
    }

    /// The kinds of places that bear a name written so, but for case, accents and the article.
    pub(super) fn known(&self, name: &str) -> Option<Known> {
        let matches = self.index.by_spelling(name);
        let exact = matches.iter().filter(|m| m.tier <= Tier::Letters);
        let mut known = Known::default();
        exact.for_each(|m| self.add(&mut known, m));
        (known != Known::default()).then_some(known)
    }

    fn add(&self, known: &mut Known, found: &Match) {
        let Some(place) = self.places.get(found.place) else {
            return;
        };
        let people = place.population.unwrap_or(0);
        match (place.feature_class, place.feature_code.as_str()) {
            (FeatureClass::Administrative, code) if code.starts_with("PCL") => known.country = true,
            (FeatureClass::Administrative, "ADM1") => known.first_level = true,
            (FeatureClass::Administrative, _) => known.lower_level = true,
            (FeatureClass::Populated, _) if found.spelling == place.name => {
                known.town = known.town.max(Some(people));
            }
            (FeatureClass::Populated, _) => known.alternate = known.alternate.max(Some(people)),
            _ => known.other = true,
        }
    }

    /// Whether some longer name may begin with these words.
    pub(super) fn goes_on(&self, name: &str) -> bool {
        self.index.may_begin(fold(name, Level::Sound).as_str())
    }
}
