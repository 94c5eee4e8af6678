//! What a map draws: clusters on a grid of the screen, single events, and stacks on one position.

use super::facts::{Facts, TypeCounts};
use super::set::{Row, Set};
use crate::domain::{BoundingBox, EventId, EventRecord, LocationPrecision, Position, Query};
use serde::Serialize;
use std::f64::consts::PI;
use std::sync::Arc;

/// What a map draws. Every matched event is either in `events` or counted in exactly one cluster.
#[derive(Debug, Clone)]
pub struct View {
    /// Events drawn together.
    pub clusters: Vec<Cluster>,
    /// Events drawn by themselves, in canonical order.
    pub events: Vec<Arc<EventRecord>>,
    /// How many events match.
    pub matched: u64,
}

/// Events drawn as one mark.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cluster {
    /// The middle of the members' positions.
    pub position: Position,
    /// How many members.
    pub count: u64,
    /// How many of each event type.
    pub types: TypeCounts,
    /// The box around the members' positions: where to zoom to.
    pub bbox: BoundingBox,
    /// Members whose radius is over 25 km.
    pub coarse: u64,
    /// When all members stand on one position, the first 200 of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ids: Option<Vec<EventId>>,
}

/// Events are drawn one by one when there are no more than this.
const FEW: usize = 150;
/// From this zoom on, they are drawn one by one unless they are more than [`MOST_ALONE`].
const CLOSE_ZOOM: u8 = 14;
const MOST_ALONE: usize = 2_000;
/// From this zoom on, three or more on one position are a stack.
const STACK_ZOOM: u8 = 12;
const STACK: usize = 3;
/// A cell is 64 of the 256 pixels of a tile wide.
const CELLS_PER_TILE: f64 = 4.0;
/// No screen is wider than this in pixels; a box that is, at its zoom, is seen from farther away.
const WIDEST_SCREEN: f64 = 8192.0;
const MAX_ZOOM: u8 = 24;
const COARSE_M: f64 = 25_000.0;
const AREA_M: f64 = 50_000.0;
const MOST_IDS: usize = 200;
/// Web Mercator ends here.
const MAX_LAT: f64 = 85.051_128_779_806_6;

/// Where events are counted together: on a cell of the screen or on a position, bit for bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Spot {
    Alone(Row),
    Area([u64; 2]),
    Position([u64; 2]),
    Cell([u64; 2]),
}

pub(super) fn view(set: &Set, query: &Query, zoom: u8) -> View {
    let rows = set.rows(&set.filter(query)).into_vec();
    let zoom = screen_zoom(query.bbox.unwrap_or(BoundingBox::WORLD), zoom);
    let few = rows.len() <= if zoom >= CLOSE_ZOOM { MOST_ALONE } else { FEW };
    let mut spots: Vec<(Spot, Row)> = rows
        .iter()
        .map(|row| (spot(&set.facts[*row as usize], *row, few, zoom), *row))
        .collect();
    spots.sort_unstable();
    let mut clusters = Vec::new();
    let mut alone = Vec::new();
    for members in spots.chunk_by(|(one, _), (other, _)| one == other) {
        let cluster = (members.len() >= fewest(members[0].0)).then(|| cluster(set, members));
        match cluster.flatten() {
            Some(cluster) => clusters.push(cluster),
            None => alone.extend(members.iter().map(|(_, row)| *row)),
        }
    }
    alone.sort_unstable();
    View {
        clusters,
        events: alone.into_iter().map(|row| set.record(row)).collect(),
        matched: rows.len() as u64,
    }
}

/// How many make a cluster.
fn fewest(spot: Spot) -> usize {
    match spot {
        Spot::Alone(_) => usize::MAX,
        Spot::Area(_) | Spot::Position(_) => STACK,
        Spot::Cell(_) => 2,
    }
}

/// Areas are never counted with points: a governorate is not near a town. Yet many events of one and the same
/// area are a stack, so that an answer does not hold its polygon ten thousand times.
fn spot(facts: &Facts, row: Row, few: bool, zoom: u8) -> Spot {
    let Some(position) = facts.position.filter(|_| !few || zoom >= STACK_ZOOM) else {
        return Spot::Alone(row);
    };
    let bits = [position.lon().to_bits(), position.lat().to_bits()];
    if is_area(facts) {
        Spot::Area(bits)
    } else if few {
        Spot::Position(bits)
    } else {
        Spot::Cell(cell(position, zoom))
    }
}

fn is_area(facts: &Facts) -> bool {
    use LocationPrecision::{Area, Country, Province};
    matches!(facts.precision, Some(Area | Province | Country)) && facts.radius_m > AREA_M
}

/// The zoom at which the box fits on a screen; the given one when it does.
fn screen_zoom(bbox: BoundingBox, zoom: u8) -> u8 {
    let [west, _, east, _] = bbox.bounds();
    let turn = if west > east { 360.0 } else { 0.0 };
    let share = ((east - west + turn) / 360.0).max(f64::EPSILON);
    let fits = |zoom: &u8| share * 256.0 * f64::from(*zoom).exp2() <= WIDEST_SCREEN;
    (0..=zoom.min(MAX_ZOOM)).rev().find(fits).unwrap_or(0)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "both are from 0 to 2^26"
)]
fn cell(position: Position, zoom: u8) -> [u64; 2] {
    let cells = CELLS_PER_TILE * f64::from(zoom).exp2();
    let lat = position.lat().clamp(-MAX_LAT, MAX_LAT).to_radians();
    let x = (position.lon() + 180.0) / 360.0;
    let y = (1.0 - lat.tan().asinh() / PI) / 2.0;
    [x, y].map(|share| (share.clamp(0.0, 1.0) * cells).floor() as u64)
}

/// Members of a cell never lie on both sides of the antimeridian, because the grid ends there.
fn cluster(set: &Set, members: &[(Spot, Row)]) -> Option<Cluster> {
    let facts = || members.iter().map(|(_, row)| &set.facts[*row as usize]);
    let positions = || facts().filter_map(|f| f.position);
    let bbox = BoundingBox::around(positions())?;
    let mut types = TypeCounts::default();
    for facts in facts() {
        types.add(facts.sub_event_type.event_type());
    }
    Some(Cluster {
        position: middle(positions(), bbox)?,
        count: members.len() as u64,
        types,
        bbox,
        coarse: facts().filter(|f| f.radius_m > COARSE_M).count() as u64,
        ids: is_one_position(bbox).then(|| first_ids(set, members)),
    })
}

fn is_one_position(bbox: BoundingBox) -> bool {
    let [west, south, east, north] = bbox.bounds().map(f64::to_bits);
    west == east && south == north
}

fn first_ids(set: &Set, members: &[(Spot, Row)]) -> Vec<EventId> {
    let rows = members.iter().take(MOST_IDS).map(|(_, row)| *row as usize);
    rows.map(|row| set.records[row].event.id).collect()
}

/// The mean, kept in the box against rounding.
fn middle(positions: impl Iterator<Item = Position>, bbox: BoundingBox) -> Option<Position> {
    let (mut lon, mut lat, mut count) = (0.0, 0.0, 0.0);
    for position in positions {
        lon += position.lon();
        lat += position.lat();
        count += 1.0;
    }
    let [west, south, east, north] = bbox.bounds();
    Position::new(
        (lon / count).clamp(west, east),
        (lat / count).clamp(south, north),
    )
    .ok()
}
