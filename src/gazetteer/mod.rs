//! Which place does this name mean, how sure, and why?
//!
//! Names come from one table, `gazetteer/curated.tsv`. [`Gazetteer::toponyms`] finds them in a text,
//! [`Gazetteer::resolve`] decides for all toponyms of a report together, and every decision carries its signed
//! reasons and the candidates that were not chosen. What cannot be decided stays unresolved.

mod bounds;
mod candidates;
mod choose;
mod context;
mod entries;
mod error;
mod evidence;
mod explain;
mod features;
mod find;
mod find_words;
mod geometry;
pub mod import;
mod known;
mod known_names;
mod layers;
mod lines;
mod listing;
mod locate;
mod marked;
mod memory;
mod names;
mod nearest;
mod own;
mod placing;
mod radius;
mod reach;
mod recognise;
mod relation_pairs;
mod relation_table;
mod relation_words;
mod resolve;
mod rules;
mod runs;
mod score;
pub mod shapes;
mod source;
pub mod table;
mod toponym;
mod units;
mod variants;

pub use error::GazetteerError;
pub use listing::Listing;
pub use marked::Features;
pub use nearest::Near;
pub use own::{ImportedLayer, LayerCount};
pub use reach::{Reach, Scan, Words};
pub use toponym::{ClassHint, Relation, Toponym, Use};

use crate::domain::{
    CountryCode, FeatureClass, Place, PlaceId, PlaceSummary, Position, Resolution, Span,
};
use bounds::Bounds;
use context::Context;
use import::Addition;
use known::Remembered;
use known_names::Names;
use layers::{Layers, PlaceIndex};
use names::Match;
use score::Weights;
use sha2::{Digest as _, Sha256};
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::{Arc, LazyLock};
use table::Table;
use units::{Country, Units};

/// The towns of the world, as the build script wrote them.
static WORLD: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/world.table"));

/// All places and the ways to them. Immutable; shared by reference.
#[derive(Debug)]
pub struct Gazetteer {
    layers: Layers,
    /// Of the curated places, in their order.
    summaries: Vec<Arc<PlaceSummary>>,
    units: Units,
    /// For every curated place the first-level units that it touches.
    touched: Vec<Vec<String>>,
    shadowed: listing::Shadowed,
    weights: Weights,
    remembered: Remembered,
    looked: known_names::Looks,
    version: String,
    attribution: String,
    orphans: Vec<PlaceId>,
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
            LazyLock::new(|| Gazetteer::layered(&[], Vec::new()));
        EMBEDDED.as_ref()
    }

    /// The gazetteer that the program carries, with the user's own additions above its curated places and imported
    /// layers, of which the first wins, between them and the world.
    pub fn layered(
        additions: &[Addition],
        imported: Vec<ImportedLayer>,
    ) -> Result<Self, GazetteerError> {
        let world = Table::embedded(WORLD)?;
        let attribution = attribution(&imported);
        let layers = Layers::new(source::curated()?, imported, world)?;
        let (layers, orphans) = own::with_additions(layers, additions)?;
        let mut units = Units::new(layers.curated());
        units.learn_codes(&layers);
        let curated = layers.curated().iter();
        Ok(Self {
            summaries: curated.clone().map(|p| Arc::new(p.summary())).collect(),
            touched: curated.map(|p| units.all_touched_by(&p.extent)).collect(),
            units,
            shadowed: listing::Shadowed::default(),
            weights: Weights::embedded()?,
            remembered: Remembered::default(),
            looked: known_names::Looks::default(),
            version: version(&layers),
            attribution,
            orphans,
            layers,
        })
    }

    /// Places that the user gave further names to and that no layer has.
    pub fn orphans(&self) -> &[PlaceId] {
        &self.orphans
    }

    /// What every layer holds, the highest first: the user's own and curated places, imported layers, the world.
    pub fn counts(&self) -> Vec<LayerCount> {
        let tables = self.layers.tables();
        tables.map(|(_, table)| LayerCount::of(table)).collect()
    }

    /// Changes with every change of names, positions, weights or folding.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The curated places, in the order of their ids: those that have shapes and were looked at by a person.
    pub fn places(&self) -> impl Iterator<Item = &Arc<Place>> {
        self.layers.curated().iter()
    }

    /// The place with an id, with all spellings of all layers.
    pub fn place(&self, id: &PlaceId) -> Option<Arc<Place>> {
        self.layers.find(id).and_then(|at| self.layers.whole(at))
    }

    /// The place with an id, without the spellings of other layers.
    fn entry(&self, id: &PlaceId) -> Option<Arc<Place>> {
        let curated = self
            .layers
            .curated_number(id)
            .and_then(|i| self.layers.curated().get(i));
        match curated {
            Some(place) => Some(Arc::clone(place)),
            None => self.entry_at(self.layers.find(id)?),
        }
    }

    /// Whom to name wherever places are shown, with their licences: the sources of all layers, each once.
    pub fn attribution(&self) -> &str {
        &self.attribution
    }

    /// The lowest layer, the world's towns.
    pub fn world(&self) -> Option<&Table> {
        self.layers.tables().last().map(|(_, table)| table)
    }

    /// The toponyms of a text that is cut into sentences.
    pub fn toponyms(&self, text: &str, sentences: &[Span]) -> Vec<Toponym> {
        find::find(text, sentences, &Names::new(&self.layers, &self.looked))
    }

    /// Every stretch of the sentences that may be a toponym, with what speaks for and against it, for fitting the
    /// weights of recognition.
    pub fn recognition_cues(&self, text: &str, sentences: &[Span]) -> Vec<(Span, Vec<String>)> {
        find::cues(text, sentences, &Names::new(&self.layers, &self.looked))
    }

    /// Which places the toponyms of one report mean, in their order.
    pub fn resolve(&self, toponyms: &[Toponym], country: Option<&CountryCode>) -> Vec<Resolution> {
        resolve::resolve(self, toponyms, country)
    }

    /// The countries and units whose outline holds a position, the larger first; of the world's, not of imported layers.
    pub fn units_at(&self, position: Position) -> Vec<Arc<Place>> {
        let held = Bounds::embedded().map(|bounds| bounds.holding(position));
        let ids = held.into_iter().flatten();
        ids.filter_map(|(id, _)| self.place(&id.parse().ok()?))
            .collect()
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
        let Asked { context, units } = self.asked(query);
        let country = context.country_given;
        let mut resolution = self.choose(&self.entries(&query.name, country), &context);
        if resolution.chosen.is_none() {
            let alike = self.entries_alike(&query.name, country);
            resolution = self.choose(&alike, &context);
        }
        resolution.location = resolution.chosen.as_ref().and_then(|chosen| {
            let place = self.entry(&chosen.place.id)?;
            let touched = self.touched_by(&place);
            let location = locate::of_place(&query.name, &place, &units, &touched);
            Some(locate::with_radius(location, chosen.place.radius_km))
        });
        resolution
    }

    /// What a question says around its name.
    fn asked(&self, query: &NameQuery) -> Asked {
        let country = query
            .country
            .as_ref()
            .and_then(|code| Country::new(code.as_str()));
        let units = query
            .admin1
            .as_deref()
            .map(|name| self.units_of_name(name, country))
            .unwrap_or_default();
        let (units_given, units) = units.into_iter().unzip();
        Asked {
            context: Context {
                country_given: country,
                units_given,
                near: query.near,
                hint: find_words::hint_of_name(&query.name),
                hint_is_in_name: true,
                ..Context::default()
            },
            units,
        }
    }

    /// Places for a search box: same name, then names that begin so, then misspelt ones; at most `limit`.
    pub fn search(&self, text: &str, limit: usize) -> Vec<Found> {
        let mut matches = self.layers.by_spelling(text);
        let rest = self.layers.by_beginning(text, limit.saturating_mul(4));
        let rest = rest.into_iter().chain(self.layers.by_edits(text));
        let mut known: HashSet<PlaceIndex> = matches.iter().map(|m| m.place).collect();
        matches.extend(rest.filter(|m| known.insert(m.place)));
        let mut hits: Vec<(f64, Match)> = matches
            .into_iter()
            .map(|m| (search_score(text, &m), m))
            .collect();
        let weight = |m: &Match| {
            let table = self.layers.table(m.place);
            (
                Reverse(table.and_then(|t| t.population(m.place.row))),
                m.place,
            )
        };
        hits.sort_by(|a, b| {
            b.0.total_cmp(&a.0)
                .then_with(|| weight(&a.1).cmp(&weight(&b.1)))
        });
        hits.truncate(limit);
        hits.into_iter()
            .filter_map(|(score, m)| self.found(score, m))
            .collect()
    }

    fn found(&self, score: f64, hit: Match) -> Option<Found> {
        Some(Found {
            place: self.layers.shown(hit.place)?,
            matched: hit.spelling,
            score,
        })
    }

    /// The first-level units that a place touches.
    fn touched_by(&self, place: &Place) -> Cow<'_, [String]> {
        let curated = self.layers.curated_number(&place.id);
        match curated.and_then(|i| self.touched.get(i)) {
            Some(touched) => Cow::Borrowed(touched),
            None => Cow::Owned(self.units.all_touched_by(&place.extent)),
        }
    }

    fn country(&self, code: &CountryCode) -> Option<Arc<Place>> {
        self.places()
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
        let mut lines = self
            .places()
            .filter(|p| p.feature_class == FeatureClass::Area && p.feature_code == "BDRY");
        lines.find(|line| {
            if countries {
                codes(line)
            } else {
                both(&line.admin1)
            }
        })
    }
}

/// A question as scoring reads it, and the English names of its units.
struct Asked {
    context: Context,
    units: Vec<String>,
}

/// Between 0 and 1 by likeness; a name that is equal on some rung is above one that is only alike.
fn search_score(text: &str, hit: &Match) -> f64 {
    let alike = strsim::jaro_winkler(&text.to_lowercase(), &hit.spelling.to_lowercase());
    let sure = if hit.tier <= names::Tier::Sound {
        0.5
    } else {
        0.25
    };
    sure + alike / 2.0
}

/// The sources of the program's own places, then those of the imported layers, each once.
fn attribution(imported: &[ImportedLayer]) -> String {
    let mut named = vec!["GeoNames, CC BY 4.0", "Natural Earth"];
    for layer in imported {
        if !layer.attribution.is_empty() && !named.contains(&layer.attribution.as_str()) {
            named.push(&layer.attribution);
        }
    }
    named.join("; ")
}

/// Hash of everything that decides what a name means. A table says its own checksum, so nothing large is read here.
fn version(layers: &Layers) -> String {
    let mut hasher = Sha256::new();
    for part in source::files().chain([
        include_str!("weights.toml"),
        include_str!("find.toml"),
        include_str!("relations.toml"),
        variants::SOURCE,
        radius::SOURCE,
        crate::text::fold_version(),
    ]) {
        hasher.update(part);
    }
    for (_, table) in layers.tables() {
        hasher.update(table.checksum());
    }
    for shapes in layers.shapes() {
        hasher.update(shapes.checksum());
    }
    let hash = hasher.finalize();
    hash.iter()
        .take(6)
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
