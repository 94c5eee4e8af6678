//! Gazetteer entries as receipts show them, each stored once under a key made of its content: the same dozen towns are
//! candidates of thousands of mentions.

use super::columns::{from_json, to_json};
use super::error::Trouble;
use crate::domain::{PlaceId, PlaceSummary};
use rusqlite::{Connection, OptionalExtension as _, params};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::sync::Arc;

/// Numbers of the entries that the transaction has kept or found so far.
#[derive(Debug, Default)]
pub(super) struct KeptPlaces(HashMap<PlaceId, (Arc<PlaceSummary>, i64)>);

impl KeptPlaces {
    /// Stores the entry unless it is there as it is; returns its number.
    pub(super) fn keep(
        &mut self,
        connection: &Connection,
        place: &Arc<PlaceSummary>,
    ) -> Result<i64, Trouble> {
        let known = self.0.get(&place.id);
        if let Some((_, number)) = known.filter(|(known, _)| is_same(known, place)) {
            return Ok(*number);
        }
        let number = keep(connection, place)?;
        self.0.insert(place.id.clone(), (Arc::clone(place), number));
        Ok(number)
    }
}

/// Mostly one and the same in memory, which spares comparing all its names.
fn is_same(one: &Arc<PlaceSummary>, other: &Arc<PlaceSummary>) -> bool {
    Arc::ptr_eq(one, other) || one == other
}

fn keep(connection: &Connection, place: &PlaceSummary) -> Result<i64, Trouble> {
    let json = to_json(place)?;
    let key: [u8; 32] = Sha256::digest(&json).into();
    let known = connection
        .prepare_cached("SELECT id FROM places_seen WHERE key = ?")?
        .query_row([key.as_slice()], |row| row.get(0))
        .optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    connection
        .prepare_cached("INSERT INTO places_seen (key, place_id, place) VALUES (?, ?, ?)")?
        .execute(params![key.as_slice(), place.id.as_str(), json])?;
    Ok(connection.last_insert_rowid())
}

/// Reads entries back; equal ones are one in memory.
#[derive(Debug, Default)]
pub(super) struct Places {
    known: HashMap<i64, Arc<PlaceSummary>>,
}

impl Places {
    pub(super) fn read(
        &mut self,
        connection: &Connection,
        id: i64,
    ) -> Result<Arc<PlaceSummary>, Trouble> {
        if let Some(place) = self.known.get(&id) {
            return Ok(Arc::clone(place));
        }
        let place: PlaceSummary = connection
            .prepare_cached("SELECT place FROM places_seen WHERE id = ?")?
            .query_row([id], |row| Ok(from_json(row, "place")))
            .optional()?
            .unwrap_or_else(|| Err(Trouble::damaged("id", "a row of places_seen", "none")))
            .map_err(|trouble| trouble.in_row("places_seen", &id.to_string()))?;
        let place = Arc::new(place);
        self.known.insert(id, Arc::clone(&place));
        Ok(place)
    }
}
