//! Which place does this name mean, how sure, and why?
//!
//! Names come from one table, `gazetteer/curated.tsv`. [`Gazetteer::toponyms`] finds them in a text,
//! [`Gazetteer::resolve`] decides for all toponyms of a report together, and every decision carries its signed
//! reasons and the candidates that were not chosen. What cannot be decided stays unresolved.

mod error;
mod find;
mod find_words;
mod geometry;
mod known_names;
mod locate;
mod names;
mod recognise;
mod relation_words;
mod resolve;
mod runs;
mod score;
mod source;
mod toponym;
mod units;

pub use error::GazetteerError;
pub use toponym::{ClassHint, Relation, Toponym, Use};

use crate::domain::{
    CountryCode, FeatureClass, Place, PlaceId, PlaceSummary, Position, Resolution, Span,
};
use known_names::Names;
use names::{Match, NameIndex};
use score::{Context, Weights};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};
use units::Units;

/// All places and the ways to them. Immutable; shared by reference.
#[derive(Debug)]
pub struct Gazetteer {
    places: Vec<Arc<Place>>,
    summaries: Vec<Arc<PlaceSummary>>,
    by_id: HashMap<PlaceId, usize>,
    names: NameIndex,
    units: Units,
    /// For every place the first-level units that it touches.
    touched: Vec<Vec<String>>,
    weights: Weights,
    version: String,
}

/// A question for one name outside a report.
#[derive(Debug, Clone, Default)]
pub struct NameQuery {
    /// The name in any spelling.
    pub name: String,
    /// Where to look first.
    pub country: Option<CountryCode>,
    /// A first-level unit in any spelling.
    pub admin1: Option<String>,
    /// A position it should be near to.
    pub near: Option<Position>,
}

/// An answer of [`Gazetteer::search`].
#[derive(Debug, Clone)]
pub struct Found {
    /// The entry.
    pub place: Arc<Place>,
    /// The spelling that matched.
    pub matched: String,
    /// Between 0 and 1; 1 is the same spelling.
    pub score: f64,
}

impl Gazetteer {
    /// The gazetteer that the program carries.
    pub fn embedded() -> Result<&'static Self, &'static GazetteerError> {
        static EMBEDDED: LazyLock<Result<Gazetteer, GazetteerError>> =
            LazyLock::new(|| Gazetteer::new(source::curated()?));
        EMBEDDED.as_ref()
    }

    fn new(places: Vec<Place>) -> Result<Self, GazetteerError> {
        let names = NameIndex::new(places.iter());
        let places: Vec<Arc<Place>> = places.into_iter().map(Arc::new).collect();
        let units = Units::new(&places);
        Ok(Self {
            summaries: places.iter().map(|p| Arc::new(p.summary())).collect(),
            by_id: places
                .iter()
                .enumerate()
                .map(|(i, p)| (p.id.clone(), i))
                .collect(),
            touched: places
                .iter()
                .map(|p| units.all_touched_by(&p.extent))
                .collect(),
            units,
            weights: Weights::embedded()?,
            version: version(),
            names,
            places,
        })
    }

    /// Changes with every change of names, positions, weights or folding.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// All places, in the order of their ids.
    pub fn places(&self) -> impl Iterator<Item = &Arc<Place>> {
        self.places.iter()
    }

    /// The place with an id.
    pub fn place(&self, id: &PlaceId) -> Option<&Arc<Place>> {
        self.by_id.get(id).and_then(|i| self.places.get(*i))
    }

    /// The toponyms of a text that is cut into sentences.
    pub fn toponyms(&self, text: &str, sentences: &[Span]) -> Vec<Toponym> {
        find::find(text, sentences, &Names::new(&self.names, &self.places))
    }

    /// Every stretch of the sentences that may be a toponym, with what speaks for and against it, for fitting the
    /// weights of recognition.
    pub fn recognition_cues(&self, text: &str, sentences: &[Span]) -> Vec<(Span, Vec<String>)> {
        find::cues(text, sentences, &Names::new(&self.names, &self.places))
    }

    /// Which places the toponyms of one report mean, in their order.
    pub fn resolve(&self, toponyms: &[Toponym], country: Option<&CountryCode>) -> Vec<Resolution> {
        resolve::resolve(self, toponyms, country)
    }

    /// Which place one name means.
    ///
    /// ```
    /// use sitmap::gazetteer::{Gazetteer, NameQuery};
    /// let gazetteer = Gazetteer::embedded().expect("the embedded gazetteer reads");
    /// let query = NameQuery { name: "Salaheddine".to_owned(), ..NameQuery::default() };
    /// let chosen = gazetteer.resolve_name(&query).chosen.expect("a governorate");
    /// assert_eq!(chosen.place.name, "Salah al-Din");
    /// ```
    pub fn resolve_name(&self, query: &NameQuery) -> Resolution {
        let units = query
            .admin1
            .as_deref()
            .map(|name| self.unit_names(name))
            .unwrap_or_default();
        let context = Context {
            country_given: query.country.clone(),
            units_in_sentence: units.clone(),
            near: query.near,
            ..Context::default()
        };
        let mut resolution = self.choose(&self.matches(&query.name), &context);
        let place = resolution
            .chosen
            .as_ref()
            .and_then(|c| self.place(&c.place.id));
        resolution.location =
            place.map(|place| locate::of_place(&query.name, place, &units, self.touched_by(place)));
        resolution
    }

    /// English names of the first-level units that bear a name.
    fn unit_names(&self, name: &str) -> Vec<String> {
        let found = self.names.by_spelling(name);
        found
            .iter()
            .filter_map(|m| self.places.get(m.place))
            .filter(|p| p.feature_code == "ADM1")
            .map(|p| p.name.clone())
            .collect()
    }

    /// Places for a search box: same name, then names that begin so, then misspelt ones; at most `limit`.
    pub fn search(&self, text: &str, limit: usize) -> Vec<Found> {
        let mut matches = self.names.by_spelling(text);
        let rest = self
            .names
            .by_beginning(text, limit.saturating_mul(4))
            .into_iter()
            .chain(self.names.by_edits(text));
        for candidate in rest {
            if matches.iter().all(|m| m.place != candidate.place) {
                matches.push(candidate);
            }
        }
        let mut found: Vec<Found> = matches
            .into_iter()
            .filter_map(|m| self.found(text, m))
            .collect();
        found.sort_by(|a, b| {
            b.score
                .total_cmp(&a.score)
                .then_with(|| b.place.population.cmp(&a.place.population))
                .then_with(|| a.place.id.cmp(&b.place.id))
        });
        found.truncate(limit);
        found
    }

    fn found(&self, text: &str, candidate: Match) -> Option<Found> {
        let score = strsim::jaro_winkler(&text.to_lowercase(), &candidate.spelling.to_lowercase());
        let sure = if candidate.tier <= names::Tier::Sound {
            0.5
        } else {
            0.25
        };
        self.places.get(candidate.place).map(|place| Found {
            place: Arc::clone(place),
            matched: candidate.spelling,
            score: sure + score / 2.0,
        })
    }

    /// Entries for a name: by spelling, and only when none bears it, by edits.
    fn matches(&self, name: &str) -> Vec<Match> {
        let by_spelling = self.names.by_spelling(name);
        if by_spelling.is_empty() {
            self.names.by_edits(name)
        } else {
            by_spelling
        }
    }

    /// The first-level units that a place touches.
    fn touched_by(&self, place: &Place) -> &[String] {
        self.by_id
            .get(&place.id)
            .and_then(|i| self.touched.get(*i))
            .map_or(&[], Vec::as_slice)
    }

    fn country(&self, code: &CountryCode) -> Option<Arc<Place>> {
        self.places
            .iter()
            .find(|p| p.feature_code.starts_with("PCL") && p.countries.first() == Some(code))
            .cloned()
    }

    /// The border line between two units or two countries.
    fn border_between(&self, x: &Place, y: &Place) -> Option<&Arc<Place>> {
        let countries = x.feature_code.starts_with("PCL") && y.feature_code.starts_with("PCL");
        let both = |names: &[String]| {
            names.len() == 2 && names.contains(&x.name) && names.contains(&y.name)
        };
        let codes = |place: &Place| {
            place.countries.len() == 2
                && [x, y]
                    .iter()
                    .all(|side| side.countries.iter().any(|c| place.countries.contains(c)))
        };
        let lines = self
            .places
            .iter()
            .filter(|p| p.feature_class == FeatureClass::Area && p.feature_code == "BDRY");
        lines.into_iter().find(|line| {
            if countries {
                codes(line)
            } else {
                both(&line.admin1)
            }
        })
    }
}

/// Hash of everything that decides what a name means.
fn version() -> String {
    let mut hasher = Sha256::new();
    for part in source::files().chain([
        include_str!("weights.toml"),
        include_str!("find.toml"),
        crate::text::fold_version(),
    ]) {
        hasher.update(part);
    }
    let hash = hasher.finalize();
    hash.iter()
        .take(6)
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
