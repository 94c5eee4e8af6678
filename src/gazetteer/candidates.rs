//! The entries that a name may mean, as scoring reads them: numbers and no texts, so that hundreds of namesakes cost
//! little. Texts are read for those that are returned.

use super::find_words::without_units;
use super::layers::{Layers, PlaceIndex};
use super::names::{Tier, edit_tier};
use super::table::{Confidence, NameKind, Posting, Table};
use super::units::{Country, UnitKey, Units};
use super::variants::{Form, variants};
use crate::domain::{FeatureClass, Place, Position, SourceConfidence};
use crate::text::{Level, ToponymKey, fold, fold_joined, skeleton, spelling_similarity};
use rustc_hash::{FxHashMap, FxHashSet};

/// What a place is, as far as the ranking tells kinds apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    Country,
    Continent,
    /// Regions of one or several countries, and seas.
    Region,
    /// A first-level unit.
    First,
    /// A unit below the first level.
    Unit,
    Capital,
    /// The seat of a first-level unit.
    FirstSeat,
    /// The seat of a smaller unit.
    Seat,
    Settlement,
    /// A part of a town.
    Quarter,
    /// What is no more.
    Past,
    Natural,
    Spot,
}

impl Kind {
    fn of(class: FeatureClass, code: &str) -> Self {
        match (class, code) {
            (_, code)
                if code.len() > 3
                    && code.ends_with('H')
                    && code != "PPLH"
                    && class == FeatureClass::Administrative =>
            {
                Self::Past
            }
            (FeatureClass::Administrative, "ADM1") => Self::First,
            (FeatureClass::Administrative, code) if code.starts_with("PCL") || code == "TERR" => {
                Self::Country
            }
            (FeatureClass::Administrative, _) => Self::Unit,
            (FeatureClass::Populated, "PPLC") => Self::Capital,
            (FeatureClass::Populated, "PPLA") => Self::FirstSeat,
            (FeatureClass::Populated, code) if code.starts_with("PPLA") || code == "PPLG" => {
                Self::Seat
            }
            (FeatureClass::Populated, "PPLX") => Self::Quarter,
            (FeatureClass::Populated, "PPLH" | "PPLQ" | "PPLW" | "PPLCH") => Self::Past,
            (FeatureClass::Populated, _) => Self::Settlement,
            (FeatureClass::Area, "CONT") => Self::Continent,
            (FeatureClass::Area, _) | (_, "OCN" | "SEA") => Self::Region,
            (FeatureClass::Spot | FeatureClass::Road, _) => Self::Spot,
            _ => Self::Natural,
        }
    }

    pub(super) fn is_settlement(self) -> bool {
        matches!(
            self,
            Self::Capital | Self::FirstSeat | Self::Seat | Self::Settlement | Self::Quarter
        )
    }

    pub(super) fn is_unit(self) -> bool {
        matches!(self, Self::Country | Self::First | Self::Unit)
    }
}

/// Who vouches for an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// It was written down by a person.
    Curated,
    /// It comes from a gazetteer that the user chose.
    Imported,
    /// It comes from the list of all the world's places.
    World,
}

impl Source {
    fn of(layers: &Layers, layer: u32) -> Self {
        if layers.is_curated(layer) {
            Self::Curated
        } else if layers.is_world(layer) {
            Self::World
        } else {
            Self::Imported
        }
    }
}

/// A feature class and code in the space of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Code([u8; 8]);

impl Code {
    fn new(class: FeatureClass, code: &str) -> Self {
        let mut bytes = [0; 8];
        let letters = class.as_str().bytes().chain(code.bytes());
        bytes
            .iter_mut()
            .zip(letters)
            .for_each(|(to, from)| *to = from);
        Self(bytes)
    }

    /// Whether a word of `find.toml` says this kind: a letter is a class, more of them the beginning of a code. The
    /// country Mexico (`A.PCLI`) is no city (`P`).
    pub(super) fn is(self, word: &str) -> bool {
        let code = self.0.get(1..).unwrap_or_default();
        match word.len() {
            1 => word.as_bytes() == self.0.get(..1).unwrap_or_default(),
            _ => code.starts_with(word.as_bytes()),
        }
    }
}

/// An entry that a name may mean.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) place: PlaceIndex,
    pub(super) tier: Tier,
    pub(super) name: NameKind,
    /// Where the spelling that matched stands: layer, row, number.
    pub(super) spelling: (PlaceIndex, u32),
    /// Likeness of the spellings, 1 when they are equal but for their sounds.
    pub(super) likeness: f64,
    /// Letters of the name's sound key: long names are seldom alike by chance.
    pub(super) letters: f64,
    pub(super) position: Position,
    pub(super) radius_m: f64,
    pub(super) kind: Kind,
    pub(super) code: Code,
    pub(super) countries: [Option<Country>; MOST_UNITS],
    pub(super) units: [Option<UnitKey>; MOST_UNITS],
    /// Decimal logarithm of the inhabitants, when they are known.
    pub(super) tenfolds: Option<f64>,
    pub(super) is_doubtful: bool,
    /// It is a unit, and a town of its name lies in it.
    pub(super) has_namesake: bool,
    pub(super) source: Source,
}

/// Most countries and units of an entry that are compared; what lies in more lies beside all.
pub(super) const MOST_UNITS: usize = 4;

impl Entry {
    pub(super) fn lies_in(&self, country: Country) -> bool {
        self.countries.contains(&Some(country))
    }

    pub(super) fn is_inside(&self, unit: UnitKey) -> bool {
        self.units.contains(&Some(unit))
    }

    /// Metres to a position.
    pub(super) fn distance_m(&self, position: Position) -> f64 {
        (self.position.distance_m(position) - self.radius_m).max(0.0)
    }
}

/// Most bearers of one key: the world has two thousand places called San José. Rows stand in the order of their
/// inhabitants, so those left out are the smallest.
const MOST_BEARERS: usize = 1_500;
/// Most entries found by likeness alone; the likest stay.
const MOST_ALIKE: usize = 40;
/// Below this likeness two spellings are no spellings of one name.
const LEAST_LIKENESS: f64 = 0.72;

/// Likeness of two names that differ in an article, a unit word of the entry's or a generic term's spelling.
const OTHER_ARTICLE: f64 = 0.93;

/// A name that is looked up, with its folded forms.
struct Asked<'n> {
    name: &'n str,
    rungs: [ToponymKey; 4],
    /// The letters without unit words: "Anah" of "Anah town".
    bare: String,
    tiers: FxHashMap<String, (Tier, f64)>,
    /// By spellings folded at [`Level::Generic`]: of a place's spellings most differ in accents only.
    likenesses: FxHashMap<ToponymKey, f64>,
}

impl<'n> Asked<'n> {
    fn new(name: &'n str) -> Self {
        let rungs = Level::ALL.map(|level| fold(name, level));
        Self {
            name,
            bare: without_units(rungs[0].as_str()),
            rungs,
            tiers: FxHashMap::default(),
            likenesses: FxHashMap::default(),
        }
    }

    /// "EU" is no transliteration of anything, not even of "É.-U.".
    fn is_initials(&self) -> bool {
        self.name.chars().count() == 2 && self.name.chars().all(|c| c.is_ascii_uppercase())
    }

    fn sounds(&self) -> Vec<ToponymKey> {
        let mut keys = vec![self.rungs[3].clone(), fold_joined(self.name)];
        keys.dedup();
        keys
    }

    /// The strictest rung on which a spelling is equal, and how alike the two are.
    fn tier(&mut self, spelling: &str) -> (Tier, f64) {
        if let Some(known) = self.tiers.get(spelling) {
            return *known;
        }
        let tiers = [Tier::Letters, Tier::Plain, Tier::Generic];
        let equal = Level::ALL
            .iter()
            .zip(&self.rungs)
            .zip(tiers)
            .find(|((level, key), _)| fold(spelling, **level) == **key);
        let found = match equal {
            Some((_, Tier::Letters)) => (Tier::Letters, 1.0),
            Some((_, tier)) if fold(spelling, Level::Letters).as_str() == self.bare => (tier, 1.0),
            Some((_, tier)) => (tier, OTHER_ARTICLE),
            None => (Tier::Sound, self.likeness(spelling)),
        };
        self.tiers.insert(spelling.to_owned(), found);
        found
    }

    fn likeness(&mut self, spelling: &str) -> f64 {
        let key = fold(spelling, Level::Generic);
        if let Some(known) = self.likenesses.get(&key) {
            return *known;
        }
        let likeness = spelling_similarity(&self.rungs[2], &key);
        self.likenesses.insert(key, likeness);
        likeness
    }
}

/// Reads entries of all layers.
pub(super) struct Reader<'g> {
    pub(super) layers: &'g Layers,
    pub(super) units: &'g Units,
}

impl<'g> Reader<'g> {
    /// The entries that bear a name in some spelling of the ladder.
    pub(super) fn by_spelling(&self, name: &str) -> Vec<Entry> {
        let mut found = Found::default();
        let mut asked = Asked::new(name);
        for (layer, table) in self.layers.tables() {
            for key in asked.sounds() {
                for posting in table
                    .by_sound(&key)
                    .into_iter()
                    .flatten()
                    .take(MOST_BEARERS)
                {
                    let Some(spelling) = table.spelling(posting.row, posting.spelling) else {
                        continue;
                    };
                    let (tier, likeness) = asked.tier(spelling);
                    if asked.is_initials() && tier > Tier::Letters {
                        continue;
                    }
                    found.add(self.entry(layer, table, posting, tier, likeness));
                }
            }
        }
        found.entries
    }

    /// The entries whose names are alike: another form of the name, an edit or two away, the same consonants.
    pub(super) fn by_likeness(&self, name: &str, country: Option<Country>) -> Vec<Entry> {
        let mut asked = Asked::new(name);
        let mut found = Found::default();
        for form in variants(name) {
            self.add_form(&form, &mut found);
        }
        for (layer, table) in self.layers.tables() {
            self.add_edits(layer, table, &mut asked, &mut found);
            self.add_skeletons(layer, table, &mut asked, country, &mut found);
        }
        let mut entries = found.entries;
        entries.sort_by(|a, b| {
            b.likeness
                .total_cmp(&a.likeness)
                .then_with(|| a.place.cmp(&b.place))
        });
        entries.truncate(MOST_ALIKE);
        entries
    }

    fn add_form(&self, form: &Form, found: &mut Found) {
        for (layer, table) in self.layers.tables() {
            let key = fold(&form.name, Level::Sound);
            let bearers = table.by_sound(&key).into_iter().flatten();
            for posting in bearers.take(MOST_ALIKE) {
                found.add(self.entry(layer, table, posting, Tier::Moved, 1.0 - form.cost));
            }
        }
    }

    fn add_edits(&self, layer: u32, table: &'g Table, asked: &mut Asked<'_>, found: &mut Found) {
        let key = asked.rungs[3].clone();
        let most = match key.as_str().chars().count() {
            0..5 => return,
            5..8 => 1,
            _ => 2,
        };
        for near in table.by_edits(&key, most) {
            let tier = edit_tier(near.edits, key.as_str(), &near.key);
            for posting in near.postings.take(MOST_ALIKE) {
                let spelling = table.spelling(posting.row, posting.spelling);
                let likeness = spelling.map_or(0.0, |spelling| asked.likeness(spelling));
                found.add(self.entry(layer, table, posting, tier, likeness));
            }
        }
    }

    /// In one country: among all the world's places every skeleton has bearers by the hundred.
    fn add_skeletons(
        &self,
        layer: u32,
        table: &'g Table,
        asked: &mut Asked<'_>,
        country: Option<Country>,
        found: &mut Found,
    ) {
        let (Some(country), Some(key)) = (country, skeleton(&asked.rungs[3])) else {
            return;
        };
        let code = country.code();
        for posting in table
            .by_skeleton(&key, Some(&code))
            .into_iter()
            .flatten()
            .take(MOST_BEARERS)
        {
            let likeness = table
                .names(posting.row)
                .map(|name| asked.likeness(name.text))
                .fold(0.0, f64::max);
            if likeness >= LEAST_LIKENESS {
                found.add(self.entry(layer, table, posting, Tier::Skeleton, likeness));
            }
        }
    }

    fn entry(
        &self,
        layer: u32,
        table: &Table,
        posting: Posting,
        tier: Tier,
        likeness: f64,
    ) -> Option<Entry> {
        let here = PlaceIndex {
            layer,
            row: posting.row,
        };
        let place = self.layers.highest(here);
        let matched = Matched {
            place,
            tier,
            likeness,
            name: posting.kind,
            spelling: (here, posting.spelling),
        };
        match self.layers.curated_at(place) {
            Some(curated) => Some(self.of_place(curated, &matched)),
            None => self.of_row(
                if place.layer == layer {
                    table
                } else {
                    self.layers.table(place)?
                },
                &matched,
            ),
        }
    }

    fn of_place(&self, place: &Place, matched: &Matched) -> Entry {
        let mut countries = [None; MOST_UNITS];
        let codes = place.countries.iter().map(|c| Country::new(c.as_str()));
        countries
            .iter_mut()
            .zip(codes)
            .for_each(|(to, from)| *to = from);
        let mut units = [None; MOST_UNITS];
        let keys = self.units.keys_of(place);
        units
            .iter_mut()
            .zip(keys)
            .for_each(|(to, from)| *to = Some(from));
        Entry {
            place: matched.place,
            tier: matched.tier,
            name: matched.name,
            spelling: matched.spelling,
            likeness: matched.likeness,
            letters: 0.0,
            position: place.extent.position(),
            radius_m: place.extent.radius_m(),
            kind: Kind::of(place.feature_class, &place.feature_code),
            code: Code::new(place.feature_class, &place.feature_code),
            countries,
            units,
            tenfolds: tenfolds(place.population),
            has_namesake: false,
            is_doubtful: place.confidence == SourceConfidence::Low,
            source: Source::Curated,
        }
    }

    fn of_row(&self, table: &Table, matched: &Matched) -> Option<Entry> {
        let facts = table.facts(matched.place.row)?;
        let class: FeatureClass = facts.feature_class.parse().ok()?;
        let unit = facts.admin1.and_then(|number| table.unit(number));
        Some(Entry {
            place: matched.place,
            tier: matched.tier,
            name: matched.name,
            spelling: matched.spelling,
            likeness: matched.likeness,
            letters: 0.0,
            position: Position::new(facts.lon, facts.lat).ok()?,
            radius_m: facts.radius_m,
            kind: Kind::of(class, facts.feature_code),
            code: Code::new(class, facts.feature_code),
            countries: [facts.country.and_then(Country::new), None, None, None],
            units: [
                unit.map(|unit| UnitKey::of_code(unit.code)),
                None,
                None,
                None,
            ],
            tenfolds: tenfolds(facts.population),
            has_namesake: false,
            is_doubtful: facts.confidence == Confidence::Low,
            source: Source::of(self.layers, matched.place.layer),
        })
    }
}

struct Matched {
    place: PlaceIndex,
    tier: Tier,
    likeness: f64,
    name: NameKind,
    spelling: (PlaceIndex, u32),
}

/// Populations are far below 2^53, where f64 stops being exact.
fn tenfolds(population: Option<u64>) -> Option<f64> {
    population.filter(|n| *n > 0).map(|n| {
        u32::try_from(n)
            .map_or(f64::from(u32::MAX), f64::from)
            .log10()
    })
}

/// Every entry once, by its best spelling.
#[derive(Default)]
struct Found {
    entries: Vec<Entry>,
    known: FxHashMap<PlaceIndex, usize>,
}

impl Found {
    fn add(&mut self, entry: Option<Entry>) {
        let Some(entry) = entry else { return };
        let better = |old: &Entry| (entry.tier, entry.name) < (old.tier, old.name);
        match self
            .known
            .get(&entry.place)
            .and_then(|at| self.entries.get_mut(*at))
        {
            Some(old) if better(old) => *old = entry,
            Some(_) => {}
            None => {
                self.known.insert(entry.place, self.entries.len());
                self.entries.push(entry);
            }
        }
    }
}

/// A town this near to the middle of a unit whose edge it may lie at is its namesake, in metres.
const NAMESAKE_M: f64 = 40_000.0;

/// A town of this many tenfolds of inhabitants (50,000) is known beyond the first-level unit of its name.
const RIVAL_TENFOLDS: f64 = 4.7;

/// Marks the units that have a town of their name: without a word that says which, the town is meant.
pub(super) fn mark_namesakes(entries: &mut [Entry]) {
    let towns: Vec<Entry> = entries
        .iter()
        .filter(|entry| entry.kind.is_settlement() && entry.kind != Kind::Quarter)
        .cloned()
        .collect();
    let units = entries
        .iter_mut()
        .filter(|entry| matches!(entry.kind, Kind::First | Kind::Unit));
    for unit in units {
        unit.has_namesake = towns.iter().any(|town| {
            let near = unit.position.distance_m(town.position) <= unit.radius_m.max(NAMESAKE_M);
            let rivals = unit.kind == Kind::Unit || rivals_first_level(town);
            near && rivals && town.tier <= unit.tier.max(Tier::Plain)
        });
    }
}

/// "Quebec" may be the town, "California" is never California City.
fn rivals_first_level(town: &Entry) -> bool {
    let weighty = matches!(town.kind, Kind::Capital | Kind::FirstSeat)
        || town.tenfolds >= Some(RIVAL_TENFOLDS);
    weighty && town.likeness >= 1.0
}

/// Tells all entries how long the name is.
pub(super) fn mark_length(entries: &mut [Entry], name: &str) {
    let letters = fold(name, Level::Sound).as_str().chars().count();
    let letters = u32::try_from(letters).map_or(f64::MAX, f64::from);
    for entry in entries {
        entry.letters = letters;
    }
}

/// Adds the entries of another list that are not there yet.
pub(super) fn join(entries: &mut Vec<Entry>, more: Vec<Entry>) {
    let known: FxHashSet<PlaceIndex> = entries.iter().map(|e| e.place).collect();
    entries.extend(more.into_iter().filter(|e| !known.contains(&e.place)));
}
