//! What speaks for and against an entry: named features with numbers, the same for scoring, for explaining and for
//! fitting the weights.

use super::candidates::{Entry, Kind, Source};
use super::context::{Context, Sibling};
use super::names::Tier;
use super::table::NameKind;
use super::toponym::ClassHint;
use super::units::UnitKey;
use crate::domain::Position;

macro_rules! features {
    ($($name:ident = $why:literal, $text:literal;)+) => {
        /// A reason for or against an entry.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(usize)]
        pub(super) enum Feature { $($name),+ }

        impl Feature {
            pub(super) const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code under which answers and weights know it.
            pub(super) fn why(self) -> &'static str {
                match self { $(Self::$name => $why),+ }
            }

            /// The same for people; `{…}` stands for what the entry says.
            pub(super) fn text(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }
        }
    };
}

features! {
    NameLetters = "name_letters", "the name is written as in the gazetteer: {spelling}";
    NamePlain = "name_plain", "the same name but for article or unit word: {spelling}";
    NameGeneric = "name_generic", "the same name with another spelling of its generic term: {spelling}";
    NameSound = "name_sound", "another transliteration of {spelling}";
    NameMoved = "name_moved", "the same name with or without a generic term or epithet: {spelling}";
    NameOneVowel = "name_one_vowel", "one vowel away from {spelling}";
    NameOneEdit = "name_one_edit", "one letter away from {spelling}";
    NameTwoEdits = "name_two_edits", "two letters away from {spelling}";
    NameSkeleton = "name_skeleton", "the same consonants as {spelling}";
    Unlike = "unlike", "the two spellings differ in more than transliteration";
    LongName = "long_name", "the name is so long that chance hardly makes another like it";
    ListedName = "listed_name", "the spelling is one of its further names";
    UnlabelledName = "unlabelled_name", "the spelling is listed without a language";
    HistoricName = "historic_name", "the spelling is of former times";
    Abbreviation = "abbreviation", "the spelling is an abbreviation";
    MachineName = "machine_name", "the spelling was made by a machine";
    Country = "country", "it is a country";
    FirstLevel = "first_level", "it is a first-level unit";
    Unit = "administrative", "it is a smaller administrative unit";
    FirstLevelWithTown = "first_level_with_town", "a town of its name lies in this first-level unit";
    UnitWithTown = "unit_with_town", "a town of its name lies in this unit";
    Capital = "capital", "it is a capital";
    FirstSeat = "seat_of_first_level", "it is the seat of a first-level unit";
    Seat = "seat_of_unit", "it is the seat of its unit";
    Quarter = "quarter", "it is a part of a town";
    Past = "past", "it is no more";
    Natural = "natural", "it is a natural feature";
    Continent = "continent", "it is a continent";
    Region = "region", "it is a region";
    Area = "area", "it is an area that a person outlined";
    CountryAbbreviation = "country_abbreviation", "the abbreviation of a country";
    Spot = "spot", "it is a building or site";
    WideMisspelt = "wide_misspelt", "countries and provinces are seldom misspelt";
    Airport = "large_airport", "it is a large airport";
    Population = "population", "it is a large place";
    PopulationUnknown = "population_unknown", "nothing is known of its size";
    ClassAgrees = "class_agrees", "the word beside the name says this kind of place";
    ClassDisagrees = "class_disagrees", "the word beside the name says another kind of place";
    UnitWordDropped = "unit_word_dropped", "the name says the kind of place, and this is another";
    NatureDisagrees = "nature_disagrees", "the word beside the name says a natural feature, and this is none";
    ListedWithItsKind = "listed_with_its_kind", "it is listed together with places of its kind";
    InsideGivenUnit = "inside_given_unit", "it lies in the unit that was asked for";
    OutsideGivenUnit = "outside_given_unit", "it lies outside the unit that was asked for";
    InsideNext = "inside_next", "the name after the comma is where it lies";
    OutsideNext = "outside_next", "it does not lie in what the name after the comma says";
    HoldsPrevious = "holds_previous", "the name before the comma lies in it";
    InsideNamedUnit = "inside_named_unit", "it lies in {unit}, which the sentence names";
    OutsideNamedUnits = "outside_named_units", "it lies outside the units that the sentence names";
    LargeOutsideNamedUnits = "large_town_outside_named_units", "a large town outside the units that the sentence names";
    InsideDocumentUnit = "inside_document_unit", "it lies in {unit}, which the report names";
    OutsideDocumentUnits = "outside_document_units", "it lies in none of the units that the report names";
    InsideNamedCountry = "inside_named_country", "it lies in {country}, which the report names";
    CountryGiven = "country_given", "it lies in {country}, the country that was given";
    OtherCountryGiven = "other_country_given", "it lies in {country}, another country than was given";
    CountryShare = "country_of_report", "other names of the report lie in {country}";
    OutsideCommand = "outside_command", "it lies far from the area of the command that the sentence names";
    HoldsSiblings = "holds_siblings", "places that the report names lie in it";
    CountryHoldsSiblings = "country_holds_siblings", "places that the report names lie in this country";
    NearListSibling = "near_list_sibling", "near a place that is listed with it";
    FarFromListSiblings = "far_from_list_siblings", "far from the places that are listed with it";
    NearSibling = "near_sibling", "near a place that the report names";
    FarFromSiblings = "far_from_siblings", "far from all places that the report names";
    NearGivenPosition = "near_given_position", "near the position given";
    FarFromGivenPosition = "far_from_given_position", "far from the position given";
    Doubtful = "low_source_confidence", "its position in the gazetteer is uncertain";
    Curated = "curated", "it was looked at by a person";
    Imported = "imported", "it comes from an imported gazetteer";
}

/// The radius of large airports in the gazetteer, in metres.
const LARGE_AIRPORT_M: f64 = 3_000.0;
/// Names of so many letters in their sound key are short.
const SHORT_LETTERS: f64 = 5.0;
/// A town of this many tenfolds of inhabitants (50,000) is named beside anything.
const LARGE_TENFOLDS: f64 = 4.7;
/// And one of this many (10,000) beside the names of other units than its own.
const TOWN_TENFOLDS: f64 = 4.0;
/// Regions, ranges and rivers wider than this lie beside the units that a sentence names, in metres.
const WIDE_M: f64 = 60_000.0;
/// A command acts up to so many radii of its area from its middle.
const REACH_OF_COMMAND: f64 = 1.7;
/// So many sure names in a unit speak half as much for it as any number.
const HALF_HELD: f64 = 0.5;
/// Half the nearness is left at this distance, in metres.
const NEAR_M: f64 = 40_000.0;
/// Beyond this distance a place is far, in metres.
const FAR_M: f64 = 150_000.0;

/// All features of an entry that need no distances, with their values.
pub(super) fn describe(entry: &Entry, context: &Context, put: &mut impl FnMut(Feature, f64)) {
    of_name(entry, put);
    of_kind(entry, put);
    of_words(entry, context, put);
    of_neighbours(entry, context, put);
    of_units(entry, context, put);
    of_countries(entry, context, put);
    of_contents(entry, context, put);
    if entry.is_doubtful {
        put(Feature::Doubtful, 1.0);
    }
    match entry.source {
        Source::Curated if entry.tier <= Tier::Sound => put(Feature::Curated, 1.0),
        Source::Imported => put(Feature::Imported, 1.0),
        Source::Curated | Source::World => {}
    }
}

fn of_name(entry: &Entry, put: &mut impl FnMut(Feature, f64)) {
    let tier = match entry.tier {
        Tier::Letters => Feature::NameLetters,
        Tier::Plain => Feature::NamePlain,
        Tier::Generic => Feature::NameGeneric,
        Tier::Sound => Feature::NameSound,
        Tier::Moved => Feature::NameMoved,
        Tier::OneVowel => Feature::NameOneVowel,
        Tier::OneEdit => Feature::NameOneEdit,
        Tier::TwoEdits => Feature::NameTwoEdits,
        Tier::Skeleton => Feature::NameSkeleton,
    };
    put(tier, 1.0);
    if entry.tier >= Tier::Sound {
        put(
            Feature::LongName,
            ((entry.letters - SHORT_LETTERS) / SHORT_LETTERS).clamp(0.0, 2.0),
        );
    }
    if entry.likeness < 1.0 {
        put(Feature::Unlike, 1.0 - entry.likeness);
    }
    let kind = match entry.name {
        NameKind::Main | NameKind::Plain | NameKind::Preferred => return,
        NameKind::Listed => Feature::ListedName,
        NameKind::Unlabelled => Feature::UnlabelledName,
        NameKind::Historic => Feature::HistoricName,
        NameKind::Code => Feature::Abbreviation,
        NameKind::Machine => Feature::MachineName,
    };
    put(kind, 1.0);
}

fn of_kind(entry: &Entry, put: &mut impl FnMut(Feature, f64)) {
    let kind = match entry.kind {
        Kind::Country => Some(Feature::Country),
        Kind::First => Some(Feature::FirstLevel),
        Kind::Unit => Some(Feature::Unit),
        Kind::Capital => Some(Feature::Capital),
        Kind::FirstSeat => Some(Feature::FirstSeat),
        Kind::Seat => Some(Feature::Seat),
        Kind::Settlement => None,
        Kind::Quarter => Some(Feature::Quarter),
        Kind::Past => Some(Feature::Past),
        Kind::Natural => Some(Feature::Natural),
        Kind::Continent => Some(Feature::Continent),
        Kind::Region if entry.source == Source::Curated => Some(Feature::Area),
        Kind::Region => Some(Feature::Region),
        Kind::Spot => Some(Feature::Spot),
    };
    if let Some(kind) = kind {
        put(kind, 1.0);
    }
    if matches!(entry.kind, Kind::Country | Kind::First | Kind::Continent)
        && entry.tier > Tier::Moved
    {
        put(Feature::WideMisspelt, 1.0);
    }
    if entry.kind == Kind::Country && entry.name == NameKind::Code {
        put(Feature::CountryAbbreviation, 1.0);
    }
    if entry.kind == Kind::Spot && entry.code.is("AIRP") && entry.radius_m >= LARGE_AIRPORT_M {
        put(Feature::Airport, 1.0);
    }
    if entry.kind.is_settlement() {
        match entry.tenfolds {
            Some(tenfolds) => put(Feature::Population, tenfolds),
            None => put(Feature::PopulationUnknown, 1.0),
        }
    }
}

fn of_words(entry: &Entry, context: &Context, put: &mut impl FnMut(Feature, f64)) {
    let Some(hint) = context.hint.as_ref().filter(|hint| !hint.0.is_empty()) else {
        return of_namesakes(entry, put);
    };
    let feature = if hint.0.iter().any(|word| entry.code.is(word)) {
        Feature::ClassAgrees
    } else if hint.is_natural() && !may_be_that(entry, hint) {
        Feature::NatureDisagrees
    } else if context.hint_is_in_name && matches!(entry.kind, Kind::Country | Kind::First) {
        Feature::UnitWordDropped
    } else {
        Feature::ClassDisagrees
    };
    // "Rhode Island" is no island: the word is part of the entry's own name. Mexico City is a city all the same.
    let is_own_word = context.hint_is_in_name && entry.tier == Tier::Letters;
    if is_own_word && feature != Feature::ClassAgrees {
        return;
    }
    put(feature, 1.0);
    if feature != Feature::ClassAgrees {
        of_namesakes(entry, put);
    }
}

/// "The island of Bali" is a province, "Cairo airport" is at Cairo.
fn may_be_that(entry: &Entry, hint: &ClassHint) -> bool {
    let says = |code: &str| hint.0.iter().any(|word| word == code);
    let is_land = matches!(entry.kind, Kind::Country | Kind::First);
    says("ISL") && is_land || says("AIRP") && (is_land || entry.kind.is_settlement())
}

/// Where no word says its kind, the town is meant rather than the unit of its name.
fn of_namesakes(entry: &Entry, put: &mut impl FnMut(Feature, f64)) {
    match entry.kind {
        Kind::First if entry.has_namesake => put(Feature::FirstLevelWithTown, 1.0),
        Kind::Unit if entry.has_namesake => put(Feature::UnitWithTown, 1.0),
        _ => {}
    }
}

/// Names that stand beside it: in its list, before and after a comma.
fn of_neighbours(entry: &Entry, context: &Context, put: &mut impl FnMut(Feature, f64)) {
    let share = context.share_of_kind(entry.kind);
    if share > 0.0 {
        put(Feature::ListedWithItsKind, share);
    }
    if let Some(next) = &context.next {
        let inside = next.holds(entry);
        put(
            if inside {
                Feature::InsideNext
            } else {
                Feature::OutsideNext
            },
            1.0,
        );
    }
    if context
        .previous
        .as_ref()
        .is_some_and(|previous| previous.lies_in(entry))
    {
        put(Feature::HoldsPrevious, 1.0);
    }
}

fn of_units(entry: &Entry, context: &Context, put: &mut impl FnMut(Feature, f64)) {
    let has_units = entry.units.iter().any(Option::is_some);
    if !context.units_given.is_empty() && has_units && entry.kind != Kind::Country {
        let inside = context
            .units_given
            .iter()
            .any(|unit| entry.is_inside(*unit));
        put(
            if inside {
                Feature::InsideGivenUnit
            } else {
                Feature::OutsideGivenUnit
            },
            1.0,
        );
    }
    if matches!(entry.kind, Kind::Country | Kind::First) || !has_units || entry.radius_m > WIDE_M {
        return;
    }
    let inside = |units: &[UnitKey]| units.iter().any(|unit| entry.is_inside(*unit));
    let large = entry.tenfolds >= Some(TOWN_TENFOLDS) || entry.kind == Kind::Unit;
    if inside(&context.units_in_sentence) {
        put(Feature::InsideNamedUnit, 1.0);
    } else if !context.units_in_sentence.is_empty() {
        let feature = if large {
            Feature::LargeOutsideNamedUnits
        } else {
            Feature::OutsideNamedUnits
        };
        put(feature, 1.0);
    } else if inside(&context.units_in_document) {
        put(Feature::InsideDocumentUnit, 1.0);
    } else if !context.units_in_document.is_empty() && !large {
        put(Feature::OutsideDocumentUnits, 1.0);
    }
}

/// What the report names inside a country or first-level unit: Montreal speaks for Quebec the province.
fn of_contents(entry: &Entry, context: &Context, put: &mut impl FnMut(Feature, f64)) {
    let (feature, held) = match entry.kind {
        Kind::Country => (
            Feature::CountryHoldsSiblings,
            context.siblings_in_countries(&entry.countries),
        ),
        Kind::First => (
            Feature::HoldsSiblings,
            context.siblings_in_units(&entry.units),
        ),
        _ => return,
    };
    if held > 0.0 {
        put(feature, held / (held + HALF_HELD));
    }
}

fn of_countries(entry: &Entry, context: &Context, put: &mut impl FnMut(Feature, f64)) {
    if entry.kind == Kind::Country {
        return;
    }
    if let Some(given) = context.country_given {
        let inside = entry.lies_in(given);
        put(
            if inside {
                Feature::CountryGiven
            } else {
                Feature::OtherCountryGiven
            },
            1.0,
        );
    }
    // The other names say no more of the country than the caller does.
    let share: f64 = entry
        .countries
        .iter()
        .flatten()
        .map(|country| context.share_of_country(*country))
        .sum();
    if share > 0.0 && context.country_given.is_none() {
        put(Feature::CountryShare, share.min(1.0));
    }
    if context
        .countries_named
        .iter()
        .any(|country| entry.lies_in(*country))
    {
        put(Feature::InsideNamedCountry, 1.0);
    }
}

/// The features that need distances to other places; of those with the most other points only the best entries are asked.
pub(super) fn describe_distances(
    entry: &Entry,
    context: &Context,
    put: &mut impl FnMut(Feature, f64),
) {
    if let Some(near) = context.near {
        let metres = entry.distance_m(near);
        put(Feature::NearGivenPosition, nearness(metres));
        if metres > FAR_M {
            put(Feature::FarFromGivenPosition, 1.0);
        }
    }
    // Provinces and large towns are named together from all over the world, when they are called by their names: one that
    // only sounds so is not meant among villages far away.
    let only_sounds_so = entry.tier >= Tier::Sound;
    if entry.radius_m > WIDE_M || entry.kind == Kind::Country {
        let near = Near::to(entry, &context.list_siblings).filter(|_| only_sounds_so);
        if near
            .and_then(|near| near.sure)
            .is_some_and(|metres| metres > FAR_M)
        {
            put(Feature::FarFromListSiblings, 1.0);
        }
        return;
    }
    let out_of_reach = |(middle, radius_m): &(Position, f64)| {
        entry.distance_m(*middle) > radius_m * REACH_OF_COMMAND
    };
    if !context.commands.is_empty() && context.commands.iter().all(out_of_reach) {
        put(Feature::OutsideCommand, 1.0);
    }
    let small = entry.tenfolds.is_none_or(|t| t < LARGE_TENFOLDS);
    let far = |metres: f64| metres > FAR_M && (small || only_sounds_so);
    let mut put_near = |siblings: &[Sibling], near_one: Feature, far_from_all: Feature| {
        let Some(near) = Near::to(entry, siblings) else {
            return;
        };
        // What is far from all is not a little near as well.
        if near.sure.is_some_and(far) {
            put(far_from_all, 1.0);
        } else {
            put(near_one, near.nearness);
        }
    };
    put_near(
        &context.list_siblings,
        Feature::NearListSibling,
        Feature::FarFromListSiblings,
    );
    put_near(
        &context.siblings,
        Feature::NearSibling,
        Feature::FarFromSiblings,
    );
}

/// How near other names lie: those that may lie at several places count as far as they are likely.
struct Near {
    nearness: f64,
    /// Metres to the nearest place of any name, when one of them is sure.
    sure: Option<f64>,
}

impl Near {
    fn to(entry: &Entry, siblings: &[Sibling]) -> Option<Self> {
        let metres = |sibling: &Sibling| entry.distance_m(sibling.position);
        let nearest = siblings.iter().map(metres).min_by(f64::total_cmp)?;
        let near = |sibling: &Sibling| sibling.weight * nearness(metres(sibling));
        Some(Self {
            nearness: siblings.iter().map(near).fold(0.0, f64::max),
            sure: siblings.iter().any(|s| s.weight >= 1.0).then_some(nearest),
        })
    }
}

/// 1 at the place, one half at [`NEAR_M`].
fn nearness(metres: f64) -> f64 {
    1.0 / (1.0 + metres / NEAR_M)
}
