//! The layers of the gazetteer, first wins: the user's own additions, the curated places, imported tables, the world.
//!
//! One real place that stands in several layers (same id) is one place: that of the highest layer. The names of the
//! lower ones lead to it too.

use super::GazetteerError;
use super::bounds::Bounds;
use super::own::ImportedLayer;
use super::shapes::Shapes;
use super::table::{Confidence, NameKind, Row, RowName, Table, Unit, Writer};
use crate::domain::{CountryCode, Extent, Place, PlaceId, SourceConfidence};
use rustc_hash::FxHashMap;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// A place: its layer, and its row there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct PlaceIndex {
    pub(super) layer: u32,
    pub(super) row: u32,
}

/// The layer of the curated places and the user's own, which are kept with them.
const CURATED: u32 = 0;

/// All layers, the highest first.
#[derive(Debug)]
pub(super) struct Layers {
    tables: Vec<Table>,
    /// By layer, none for the world.
    shapes: Vec<Shapes>,
    /// Names of the curated units by the codes that imported layers give them.
    curated_units: FxHashMap<Box<str>, Box<str>>,
    curated: Curated,
}

/// The places that are kept whole, since they have shapes; the table of their names is one of the layers.
#[derive(Debug)]
struct Curated {
    /// In the order of their ids.
    places: Vec<Arc<Place>>,
    by_id: HashMap<PlaceId, usize>,
    /// Number of the place in every row.
    by_row: Vec<usize>,
}

impl Curated {
    /// The places with the table of their names.
    fn new(mut places: Vec<Place>) -> Result<(Self, Table), GazetteerError> {
        places.sort_by(|a, b| a.id.cmp(&b.id));
        let table = table_of(&places)?;
        let places: Vec<Arc<Place>> = places.into_iter().map(Arc::new).collect();
        let numbers = places.iter().enumerate();
        let by_id: HashMap<PlaceId, usize> = numbers.map(|(i, p)| (p.id.clone(), i)).collect();
        let number = |row| {
            let id = table.id(row)?.parse().ok()?;
            by_id.get(&id).copied()
        };
        let curated = Self {
            by_row: (0..table.len()).filter_map(number).collect(),
            by_id,
            places,
        };
        Ok((curated, table))
    }
}

impl Layers {
    /// The curated places first, `imported` behind them, the world last.
    pub(super) fn new(
        places: Vec<Place>,
        imported: Vec<ImportedLayer>,
        world: Table,
    ) -> Result<Self, GazetteerError> {
        let (curated, table) = Curated::new(places)?;
        let (mut tables, mut shapes) = (vec![table], vec![Shapes::default()]);
        for layer in imported {
            tables.push(layer.table);
            shapes.push(layer.shapes);
        }
        tables.push(world);
        let layers = Self {
            tables,
            shapes,
            curated_units: FxHashMap::default(),
            curated,
        };
        Ok(layers.with_curated_units())
    }

    /// Learns the codes of the curated first-level units from the imported layers that have the units themselves.
    fn with_curated_units(mut self) -> Self {
        let imported = 1..self.tables.len().saturating_sub(1);
        for table in self.tables.get(imported).unwrap_or_default() {
            let units = self
                .curated
                .places
                .iter()
                .filter(|p| p.feature_code == "ADM1");
            let coded = units.filter_map(|unit| Some((code_of(table, unit)?, unit.name.as_str())));
            let coded: Vec<_> = coded
                .map(|(code, name)| (code.into(), name.into()))
                .collect();
            self.curated_units.extend(coded);
        }
        self
    }

    /// The same layers with other curated places.
    pub(super) fn with_curated(mut self, places: Vec<Place>) -> Result<Self, GazetteerError> {
        let (curated, table) = Curated::new(places)?;
        self.curated = curated;
        if let Some(former) = self.tables.first_mut() {
            *former = table;
        }
        Ok(self.with_curated_units())
    }

    /// Lines and areas of the imported layers.
    pub(super) fn shapes(&self) -> &[Shapes] {
        &self.shapes
    }

    /// The line or area of an entry of an imported layer or the world.
    pub(super) fn shape(&self, at: PlaceIndex, id: &str, radius_m: f64) -> Option<Extent> {
        if self.is_world(at.layer) {
            return Bounds::embedded()?.extent(id, radius_m);
        }
        self.shapes.get(at.layer as usize)?.extent(id, radius_m)
    }

    /// The curated places, in the order of their ids.
    pub(super) fn curated(&self) -> &[Arc<Place>] {
        &self.curated.places
    }

    /// Number of a curated place by its id.
    pub(super) fn curated_number(&self, id: &PlaceId) -> Option<usize> {
        self.curated.by_id.get(id).copied()
    }

    /// The curated place of an entry that is one.
    pub(super) fn curated_at(&self, at: PlaceIndex) -> Option<&Arc<Place>> {
        if at.layer != CURATED {
            return None;
        }
        let number = self.curated.by_row.get(at.row as usize)?;
        self.curated.places.get(*number)
    }

    /// All tables with their layer, the highest first.
    pub(super) fn tables(&self) -> impl DoubleEndedIterator<Item = (u32, &Table)> {
        let numbered = |(layer, table)| (u32::try_from(layer).unwrap_or(u32::MAX), table);
        self.tables.iter().enumerate().map(numbered)
    }

    /// Whether the layer is the curated one: every name of it was written down by a person.
    #[expect(
        clippy::unused_self,
        reason = "which layer it is is the layers' affair, not their users'"
    )]
    pub(super) fn is_curated(&self, layer: u32) -> bool {
        layer == CURATED
    }

    /// Whether the layer is the list of the world's towns.
    pub(super) fn is_world(&self, layer: u32) -> bool {
        layer as usize + 1 == self.tables.len()
    }

    pub(super) fn table(&self, at: PlaceIndex) -> Option<&Table> {
        self.tables.get(at.layer as usize)
    }

    /// The entry of the highest layer that has the same id.
    pub(super) fn highest(&self, at: PlaceIndex) -> PlaceIndex {
        let above = self.tables().take(at.layer as usize);
        let id = self
            .table(at)
            .filter(|_| at.layer > 0)
            .and_then(|t| t.id(at.row));
        id.and_then(|id| first_with(above, &id)).unwrap_or(at)
    }

    /// The entry with an id, in the highest layer that has it.
    pub(super) fn find(&self, id: &PlaceId) -> Option<PlaceIndex> {
        first_with(self.tables(), id.as_str())
    }

    /// The same id in the layers below.
    pub(super) fn below(&self, at: PlaceIndex, id: &PlaceId) -> Vec<PlaceIndex> {
        let below = self.tables().skip(at.layer as usize + 1);
        below
            .filter_map(|(layer, table)| {
                let row = table.row_of(id.as_str())?;
                Some(PlaceIndex { layer, row })
            })
            .collect()
    }

    /// English name of a unit: as the curated places have it, else as the list of the world's units, so that layers with
    /// other spellings do not tear a province apart; else as the table that names it, else as any layer.
    pub(super) fn unit_name<'a>(&'a self, unit: &Unit<'a>) -> &'a str {
        let curated = self.curated_units.get(unit.code).map(AsRef::as_ref);
        let own = || Some(unit.name).filter(|name| !name.is_empty());
        let any = || {
            self.tables
                .iter()
                .find_map(|table| table.unit_name(unit.code))
        };
        let world = || self.tables.last()?.unit_name(unit.code);
        curated
            .or_else(world)
            .or_else(own)
            .or_else(any)
            .unwrap_or(unit.code)
    }
}

/// Code of a first-level unit in a table that has it among its places.
fn code_of<'t>(table: &'t Table, unit: &Place) -> Option<&'t str> {
    let facts = table.facts(table.row_of(unit.id.as_str())?)?;
    let number = facts.admin1.filter(|_| facts.feature_code == "ADM1")?;
    table.unit(number).map(|unit| unit.code)
}

fn first_with<'t>(
    mut tables: impl Iterator<Item = (u32, &'t Table)>,
    id: &str,
) -> Option<PlaceIndex> {
    tables.find_map(|(layer, table)| table.row_of(id).map(|row| PlaceIndex { layer, row }))
}

/// The table of places that are kept whole.
fn table_of(places: &[Place]) -> Result<Table, GazetteerError> {
    // So few rows never leave the memory, so the folder is never used.
    let mut writer = Writer::new(Path::new(""));
    for place in places {
        writer.push(&row_of(place))?;
    }
    let mut bytes = Vec::new();
    writer.finish(&mut bytes, &mut |_| {})?;
    Ok(Table::from_bytes(bytes)?)
}

/// A place as the row of a table; the units are names there and stay with the place.
fn row_of(place: &Place) -> Row<'_> {
    let names = place.names.iter().map(|name| RowName {
        lang: &name.lang,
        text: &name.text,
        kind: NameKind::Preferred,
    });
    let position = place.extent.position();
    Row {
        id: place.id.as_str(),
        name: &place.name,
        names: names.collect(),
        lon: position.lon(),
        lat: position.lat(),
        radius_m: place.extent.radius_m(),
        feature_class: place.feature_class.as_str(),
        feature_code: &place.feature_code,
        country: place.countries.first().map(CountryCode::as_str),
        admin1: None,
        admin2: None,
        population: place.population,
        source: "curated",
        confidence: match place.confidence {
            SourceConfidence::High => Confidence::High,
            SourceConfidence::Medium => Confidence::Medium,
            SourceConfidence::Low => Confidence::Low,
        },
    }
}
