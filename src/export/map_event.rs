use super::event_properties::EventProperties;
use super::geometry::{Shape, coordinates};
use crate::domain::{
    CountryCode, EventId, EventRecord, EventType, ExtentKind, IncidentId, LocationPrecision, Mode,
    PlaceId, Status, SubEventType,
};
use jiff::civil::Date;
use serde::Serialize;

/// An event as the map draws it: what a mark and its label need, and the geometry of lines and areas.
#[derive(Debug, Serialize)]
#[expect(
    missing_docs,
    reason = "the names are those of the interface, explained in docs"
)]
pub struct MapEvent<'a> {
    pub id: EventId,
    pub title: &'a str,
    pub event_type: EventType,
    pub sub_event_type: SubEventType,
    pub mode: Mode,
    pub date_start: Option<Date>,
    pub date_end: Option<Date>,
    pub date_precision: &'static str,
    pub date_text: Option<String>,
    pub place_name: Option<&'a str>,
    pub place_id: Option<&'a PlaceId>,
    pub admin1: Option<&'a str>,
    pub country: Option<&'a CountryCode>,
    pub location_precision: Option<LocationPrecision>,
    pub radius_m: Option<f64>,
    pub status: Status,
    pub confidence: f64,
    pub incident_id: Option<IncidentId>,
    pub position: Option<[f64; 2]>,
    /// Null for a circle, which is drawn from position and radius in true metres.
    pub extent: Option<Shape>,
}

/// An event as the map draws it.
pub fn map_event(record: &EventRecord) -> MapEvent<'_> {
    let of = EventProperties::of(record);
    let extent = record.event.location.as_ref().map(|l| &l.extent);
    let drawn = extent.filter(|extent| extent.kind() != ExtentKind::Point);
    MapEvent {
        id: of.id,
        title: of.title,
        event_type: of.event_type,
        sub_event_type: of.sub_event_type,
        mode: of.mode,
        date_start: of.date_start,
        date_end: of.date_end,
        date_precision: of.date_precision,
        date_text: of.date_text,
        place_name: of.place_name,
        place_id: of.place_id,
        admin1: of.admin1,
        country: of.country,
        location_precision: of.location_precision,
        radius_m: of.radius_m,
        status: of.status,
        confidence: of.confidence,
        incident_id: of.incident_id,
        position: extent.map(|extent| coordinates(extent.position())),
        extent: drawn.map(|extent| Shape::Geometry(extent.outline())),
    }
}
