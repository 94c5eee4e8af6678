//! What is known around a name.

use super::candidates::{Entry, Kind};
use super::toponym::ClassHint;
use super::units::{Country, UnitKey};
use crate::domain::Position;

/// Units and countries that names may mean, or in which places lie.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Named {
    pub(super) units: Vec<UnitKey>,
    pub(super) countries: Vec<Country>,
}

impl Named {
    pub(super) fn is_empty(&self) -> bool {
        self.units.is_empty() && self.countries.is_empty()
    }

    /// Whether an entry lies in one of them; a first-level unit does not lie in itself.
    pub(super) fn holds(&self, entry: &Entry) -> bool {
        let in_unit =
            entry.kind != Kind::First && self.units.iter().any(|unit| entry.is_inside(*unit));
        let in_country = entry.kind != Kind::Country
            && self.countries.iter().any(|country| entry.lies_in(*country));
        in_unit || in_country
    }

    /// Whether an entry is one of them.
    pub(super) fn lies_in(&self, entry: &Entry) -> bool {
        match entry.kind {
            Kind::Country => self.countries.iter().any(|country| entry.lies_in(*country)),
            Kind::First => self.units.iter().any(|unit| entry.is_inside(*unit)),
            _ => false,
        }
    }

    /// Takes in what an entry of a unit's or country's name says.
    pub(super) fn add_meaning(&mut self, entry: &Entry) {
        match entry.kind {
            Kind::Country => push_all(&mut self.countries, &entry.countries),
            Kind::First => push_all(&mut self.units, &entry.units),
            _ => {}
        }
    }

    /// Takes in where an entry lies.
    pub(super) fn add_place(&mut self, entry: &Entry) {
        push_all(&mut self.countries, &entry.countries);
        push_all(&mut self.units, &entry.units);
    }
}

fn push_all<T: Copy + PartialEq>(list: &mut Vec<T>, items: &[Option<T>]) {
    for item in items.iter().flatten() {
        if !list.contains(item) {
            list.push(*item);
        }
    }
}

/// Where another name lies, or may lie: 1 where it is sure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sibling {
    pub(super) position: Position,
    pub(super) weight: f64,
}

/// What is known around a name.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    /// The caller knows that the name is a place's.
    pub(super) is_marked: bool,
    /// The country that the caller names.
    pub(super) country_given: Option<Country>,
    /// The unit that the caller names.
    pub(super) units_given: Vec<UnitKey>,
    /// The position that the caller names.
    pub(super) near: Option<Position>,
    /// First-level units that the sentence names, or whose command it names.
    pub(super) units_in_sentence: Vec<UnitKey>,
    pub(super) units_in_document: Vec<UnitKey>,
    /// Countries that the report names.
    pub(super) countries_named: Vec<Country>,
    /// Shares of the countries in the other names of the report.
    pub(super) country_shares: Vec<(Country, f64)>,
    /// What the name after a comma may mean, when a bearer of this name lies in it.
    pub(super) next: Option<Named>,
    /// Where the bearers of the name before a comma lie, when one lies in a bearer of this name.
    pub(super) previous: Option<Named>,
    /// Middles and radii in metres of the areas of commands that the sentence names.
    pub(super) commands: Vec<(Position, f64)>,
    pub(super) list_siblings: Vec<Sibling>,
    pub(super) siblings: Vec<Sibling>,
    /// How many of the sure names of the report lie in a unit or country, each name once.
    pub(super) sibling_units: Vec<(UnitKey, f64)>,
    pub(super) sibling_countries: Vec<(Country, f64)>,
    pub(super) hint: Option<ClassHint>,
    /// The word that says the kind belongs to the name that is looked up.
    pub(super) hint_is_in_name: bool,
    /// Shares of the kinds among the other names of its list.
    pub(super) kinds_in_list: Vec<(Kind, f64)>,
}

impl Context {
    pub(super) fn share_of_country(&self, country: Country) -> f64 {
        share(&self.country_shares, country)
    }

    pub(super) fn siblings_in_units(&self, units: &[Option<UnitKey>]) -> f64 {
        let counts = units.iter().flatten();
        counts.map(|unit| share(&self.sibling_units, *unit)).sum()
    }

    pub(super) fn siblings_in_countries(&self, countries: &[Option<Country>]) -> f64 {
        let counts = countries.iter().flatten();
        counts.map(|c| share(&self.sibling_countries, *c)).sum()
    }

    pub(super) fn share_of_kind(&self, kind: Kind) -> f64 {
        share(&self.kinds_in_list, broad(kind))
    }
}

fn share<T: Copy + PartialEq>(shares: &[(T, f64)], wanted: T) -> f64 {
    shares
        .iter()
        .find(|(item, _)| *item == wanted)
        .map_or(0.0, |(_, share)| *share)
}

/// Kinds that lists keep apart: countries, first-level units, settlements, all others.
pub(super) fn broad(kind: Kind) -> Kind {
    match kind {
        Kind::Country | Kind::First => kind,
        kind if kind.is_settlement() => Kind::Settlement,
        _ => Kind::Natural,
    }
}
