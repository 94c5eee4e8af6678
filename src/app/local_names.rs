use super::App;
use crate::domain::{CountryCode, Place, PlaceId};
use std::collections::BTreeMap;
use std::sync::Arc;

impl App {
    /// What places are called in a language (`ar`, `ckb`), under the words that asked for them: ids, or the English
    /// names that answers show. A name means the best known place that bears it, in one of `countries` unless that is
    /// empty. What has no name in the language is left out.
    pub fn local_names(
        &self,
        language: &str,
        wanted: &[String],
        countries: &[CountryCode],
    ) -> BTreeMap<String, String> {
        wanted
            .iter()
            .filter_map(|asked| {
                let places = self.meant_by(asked, countries);
                let name = places.iter().find_map(|place| name_in(place, language))?;
                Some((asked.clone(), name.to_owned()))
            })
            .collect()
    }

    /// The entry with an id, else the entries with that very English name, the best known first.
    fn meant_by(&self, asked: &str, countries: &[CountryCode]) -> Vec<Arc<Place>> {
        let by_id = asked.parse::<PlaceId>().ok().and_then(|id| self.place(&id));
        if let Some(hit) = by_id {
            return vec![hit.place];
        }
        let lies_there = |place: &Place| {
            countries.is_empty() || place.countries.iter().any(|own| countries.contains(own))
        };
        self.search_places(asked)
            .into_iter()
            .map(|hit| hit.place)
            .filter(|place| place.name == asked && lies_there(place))
            .collect()
    }
}

/// The first name of a language is the one to show.
fn name_in<'a>(place: &'a Place, language: &str) -> Option<&'a str> {
    let mut names = place.names.iter();
    let name = names.find(|name| name.lang == language)?;
    Some(&name.text)
}
