//! What a user has added to the gazetteer: imported layers, and places and names of one's own.

use super::GazetteerError;
use super::import::{Added, Addition};
use super::layers::Layers;
use super::shapes::Shapes;
use super::table::Table;
use crate::domain::{Place, PlaceId, PlaceName};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A layer that somebody imported.
#[derive(Debug)]
pub struct ImportedLayer {
    /// Its places.
    pub table: Table,
    /// Their lines and areas, where they have any.
    pub shapes: Shapes,
    /// Whom to name wherever they are shown, with the licence.
    pub attribution: String,
}

/// What a layer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LayerCount {
    /// Places.
    pub places: u32,
    /// Spellings of all of them.
    pub names: u64,
    /// Bytes of the table.
    pub bytes: usize,
}

impl LayerCount {
    pub(super) fn of(table: &Table) -> Self {
        Self {
            places: table.len(),
            names: table.spellings(),
            bytes: table.bytes(),
        }
    }
}

/// The layers with the user's own places among the curated ones, where they win by their ids, and the user's names with
/// the places they belong to. The other answer is the places that have further names and are in no layer.
pub(super) fn with_additions(
    layers: Layers,
    additions: &[Addition],
) -> Result<(Layers, Vec<PlaceId>), GazetteerError> {
    if additions.is_empty() {
        return Ok((layers, Vec::new()));
    }
    let curated = layers.curated().iter();
    let mut places: BTreeMap<PlaceId, Place> = curated
        .map(|place| (place.id.clone(), Place::clone(place)))
        .collect();
    for addition in additions {
        if let Added::Place(place) = &addition.what {
            places.insert(place.id.clone(), Place::clone(place));
        }
    }
    let mut orphans = Vec::new();
    for addition in additions {
        let Added::Names { of, names } = &addition.what else {
            continue;
        };
        let below = || {
            layers
                .find(of)
                .and_then(|at| layers.whole(at))
                .map(Arc::unwrap_or_clone)
        };
        let place = places.remove(of).or_else(below);
        match place {
            Some(place) => drop(places.insert(of.clone(), with_names(place, names))),
            None => orphans.push(of.clone()),
        }
    }
    let layers = layers.with_curated(places.into_values().collect())?;
    Ok((layers, orphans))
}

fn with_names(mut place: Place, names: &[PlaceName]) -> Place {
    for name in names {
        if place.name != name.text && place.names.iter().all(|known| known.text != name.text) {
            place.names.push(name.clone());
        }
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::import::{COLUMNS, read_additions};
    use crate::gazetteer::{Gazetteer, NameQuery};

    fn additions(rows: &[&str]) -> Vec<Addition> {
        let rows: Vec<String> = rows.iter().map(|row| row.replace('|', "\t")).collect();
        let file = format!("{}\n{}\n", COLUMNS.join("\t"), rows.join("\n"));
        let (rows, faults) = read_additions(file.as_bytes()).unwrap();
        assert!(faults.is_empty(), "{faults:?}");
        rows
    }

    fn chosen(gazetteer: &Gazetteer, name: &str) -> Option<String> {
        let query = NameQuery {
            name: name.to_owned(),
            ..NameQuery::default()
        };
        let resolution = gazetteer.resolve_name(&query);
        resolution.chosen.map(|chosen| chosen.place.id.to_string())
    }

    #[test]
    fn own_places_and_names_are_found_and_change_the_version() {
        let plain = Gazetteer::embedded().unwrap();
        assert_eq!(chosen(plain, "Qwertabad"), None);
        let own = additions(&[
            "own:q|Qwertabad|ar:قورتاباد|P|PPL|IQ|Kirkuk||44.1|35.1|2||x|low||||",
            "geonames:94787||Qarqukistan|||||||||||||||",
            "geonames:1||Nowhere at all|||||||||||||||",
        ]);
        let gazetteer = Gazetteer::layered(&own, Vec::new()).unwrap();
        assert_eq!(chosen(&gazetteer, "Qwertabad").as_deref(), Some("own:q"));
        assert_ne!(gazetteer.version(), plain.version());
        let kirkuk: PlaceId = "geonames:94787".parse().unwrap();
        let named = gazetteer.place(&kirkuk).unwrap();
        assert!(named.names.iter().any(|name| name.text == "Qarqukistan"));
        assert_eq!(named.extent, plain.place(&kirkuk).unwrap().extent);
        assert_eq!(gazetteer.orphans(), ["geonames:1".parse().unwrap()]);
    }
}
