//! Places of tables as [`Place`]s, made when they are asked for.

use super::layers::{Layers, PlaceIndex};
use super::table::{Confidence, Facts, NameKind, Spelling, Table};
use crate::domain::{Extent, Place, PlaceId, PlaceName, PlaceSummary, Position, SourceConfidence};
use std::sync::Arc;

impl Layers {
    /// The place of an entry without its further spellings: what scoring reads.
    pub(super) fn entry(&self, at: PlaceIndex) -> Option<Arc<Place>> {
        if let Some(place) = self.curated_at(at) {
            return Some(Arc::clone(place));
        }
        let table = self.table(at)?;
        self.of_table(table, at).map(Arc::new)
    }

    /// What answers show of an entry: with one spelling for every script, since towns have a hundred, and at the position
    /// by which gazetteers stand for it, also where its outline is known.
    pub(super) fn summary(&self, at: PlaceIndex) -> Option<PlaceSummary> {
        let entry = self.entry(at)?;
        let mut summary = entry.summary();
        if let (None, Some(table)) = (self.curated_at(at), self.table(at)) {
            summary.names = one_a_script(table, at.row);
            summary.position = position(table, at.row)?;
        }
        Some(summary)
    }

    /// As [`Layers::entry`], with the spellings of [`Layers::summary`].
    pub(super) fn shown(&self, at: PlaceIndex) -> Option<Arc<Place>> {
        let entry = self.entry(at)?;
        match (self.curated_at(at), self.table(at)) {
            (None, Some(table)) => Some(Arc::new(Place {
                names: one_a_script(table, at.row),
                ..Place::clone(&entry)
            })),
            _ => Some(entry),
        }
    }

    /// The place with all spellings of all layers.
    pub(super) fn whole(&self, at: PlaceIndex) -> Option<Arc<Place>> {
        let mut place = Place::clone(&*self.entry(at)?);
        let mut layers = self.below(at, &place.id);
        if self.curated_at(at).is_none() {
            layers.insert(0, at);
        }
        for other in layers {
            let names = self
                .table(other)
                .into_iter()
                .flat_map(|t| t.names(other.row));
            for name in names {
                add(&mut place, name);
            }
        }
        Some(Arc::new(place))
    }

    fn of_table(&self, table: &Table, at: PlaceIndex) -> Option<Place> {
        let facts = table.facts(at.row)?;
        let id = table.id(at.row)?.parse::<PlaceId>().ok()?;
        let position = position(table, at.row)?;
        let circle = || Extent::circle(position, facts.radius_m).ok();
        Some(Place {
            extent: self
                .shape(at, id.as_str(), facts.radius_m)
                .or_else(circle)?,
            id,
            name: table.name(at.row)?.to_owned(),
            names: Vec::new(),
            feature_class: facts.feature_class.parse().ok()?,
            feature_code: facts.feature_code.to_owned(),
            countries: facts
                .country
                .and_then(|c| c.parse().ok())
                .into_iter()
                .collect(),
            admin1: self.unit(table, facts.admin1),
            admin2: self.unit(table, facts.admin2),
            population: facts.population,
            source: source(facts),
            confidence: confidence(facts.confidence),
            notes: String::new(),
        })
    }

    /// English name of a unit; its code where no layer has a name for it.
    fn unit(&self, table: &Table, number: Option<u32>) -> Vec<String> {
        let unit = number.and_then(|number| table.unit(number));
        let name = unit.map(|unit| self.unit_name(&unit).to_owned());
        name.into_iter().collect()
    }
}

fn position(table: &Table, row: u32) -> Option<Position> {
    let [lon, lat] = table.position(row)?;
    Position::new(lon, lat).ok()
}

/// GeoNames asks for the words that its licence names.
fn source(facts: Facts<'_>) -> String {
    if facts.source == "GeoNames" {
        "GeoNames, CC BY 4.0".to_owned()
    } else {
        facts.source.to_owned()
    }
}

fn confidence(confidence: Confidence) -> SourceConfidence {
    match confidence {
        Confidence::High => SourceConfidence::High,
        Confidence::Medium => SourceConfidence::Medium,
        Confidence::Low => SourceConfidence::Low,
    }
}

fn add(place: &mut Place, name: Spelling<'_>) {
    let known = place.name == name.text || place.names.iter().any(|n| n.text == name.text);
    if !known {
        place.names.push(place_name(name));
    }
}

fn place_name(name: Spelling<'_>) -> PlaceName {
    PlaceName {
        lang: name.lang.to_owned(),
        text: name.text.to_owned(),
    }
}

/// The most trusted spelling of every script but the display name's.
fn one_a_script(table: &Table, row: u32) -> Vec<PlaceName> {
    let mut scripts = Vec::new();
    let mut shown = Vec::new();
    for name in table
        .names(row)
        .filter(|name| name.kind <= NameKind::Unlabelled)
    {
        let script = script(name.text);
        if !scripts.contains(&script) {
            scripts.push(script);
            shown.push(name);
        }
    }
    shown
        .into_iter()
        .filter(|name| name.kind != NameKind::Main)
        .map(place_name)
        .collect()
}

/// A number for the script of the first letter, near enough to tell spellings apart.
fn script(text: &str) -> u32 {
    match text
        .chars()
        .find(|c| c.is_alphabetic())
        .map_or(0, u32::from)
    {
        0..0x370 | 0x1e00..0x1f00 => 0,
        letter @ 0x370..0x1000 => 1 + letter / 0x100,
        0x2e80.. => 0x100,
        letter => letter / 0x100,
    }
}
