//! The layers of the gazetteer, first wins: the user's own additions, the curated places, imported tables, the world.
//!
//! One real place that stands in several layers (same id) is one place: that of the highest layer. The names of the
//! lower ones lead to it too.

use super::GazetteerError;
use super::table::{Confidence, NameKind, Row, RowName, Table, Writer};
use crate::domain::{CountryCode, Place, PlaceId, SourceConfidence};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// A place: its layer, and its row there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct PlaceIndex {
    pub(super) layer: u32,
    pub(super) row: u32,
}

/// All layers, the highest first.
#[derive(Debug)]
pub(super) struct Layers {
    tables: Vec<Table>,
    curated: Curated,
}

/// The places that are kept whole, since they have shapes; the table of their names is one of the layers.
#[derive(Debug)]
struct Curated {
    layer: u32,
    /// In the order of their ids.
    places: Vec<Arc<Place>>,
    by_id: HashMap<PlaceId, usize>,
    /// Number of the place in every row.
    by_row: Vec<usize>,
}

impl Layers {
    /// `own` before the curated places, `imported` behind them, the world last.
    pub(super) fn new(
        own: Option<Table>,
        places: Vec<Place>,
        imported: Vec<Table>,
        world: Table,
    ) -> Result<Self, GazetteerError> {
        let table = table_of(&places)?;
        let places: Vec<Arc<Place>> = places.into_iter().map(Arc::new).collect();
        let numbers = places.iter().enumerate();
        let by_id: HashMap<PlaceId, usize> = numbers.map(|(i, p)| (p.id.clone(), i)).collect();
        let number = |row| {
            table
                .id(row)?
                .parse()
                .ok()
                .and_then(|id| by_id.get(&id).copied())
        };
        let curated = Curated {
            layer: u32::from(own.is_some()),
            by_row: (0..table.len()).filter_map(number).collect(),
            by_id,
            places,
        };
        let tables = own
            .into_iter()
            .chain([table])
            .chain(imported)
            .chain([world]);
        Ok(Self {
            tables: tables.collect(),
            curated,
        })
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
        if at.layer != self.curated.layer {
            return None;
        }
        let number = self.curated.by_row.get(at.row as usize)?;
        self.curated.places.get(*number)
    }

    /// All tables with their layer, the highest first.
    pub(super) fn tables(&self) -> impl DoubleEndedIterator<Item = (u32, &Table)> {
        (0..).zip(&self.tables).collect::<Vec<_>>().into_iter()
    }

    /// Whether the layer is the user's own or curated: every name of it was written down by a person.
    pub(super) fn is_curated(&self, layer: u32) -> bool {
        layer <= self.curated.layer
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

    /// English name of a unit in the highest layer that knows its code.
    pub(super) fn unit_name(&self, code: &str) -> Option<&str> {
        self.tables.iter().find_map(|table| table.unit_name(code))
    }
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
