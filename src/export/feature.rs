use super::event_properties::EventProperties;
use super::geometry::{self, Shape};
use super::receipt::Receipt;
use crate::domain::EventRecord;
use serde::Serialize;

/// A GeoJSON feature with these properties.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename = "Feature")]
pub struct Feature<P> {
    /// The id, equal to the property of that name.
    pub id: String,
    /// The box around the geometry (west > east over the antimeridian), where it is not just the point.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bbox: Option<[f64; 4]>,
    /// The geometry; null when there is none.
    pub geometry: Option<Shape>,
    /// The properties.
    pub properties: P,
}

/// An event as a feature: a point, or no geometry when it is unplaced.
pub fn feature(record: &EventRecord) -> Feature<EventProperties<'_>> {
    let location = record.event.location.as_ref();
    Feature {
        id: record.event.id.to_string(),
        bbox: None,
        geometry: location.map(|l| Shape::Point(l.extent.position())),
        properties: EventProperties::of(record),
    }
}

/// The same with the receipt of its position.
pub fn feature_with_resolution(record: &EventRecord) -> Feature<EventProperties<'_>> {
    let mut feature = feature(record);
    feature.properties.resolution = Receipt::of(&record.event);
    feature
}

/// The event with its true extent: a circle as a polygon, an area, a line. `None` when it is unplaced.
pub fn extent_feature(record: &EventRecord) -> Option<Feature<EventProperties<'_>>> {
    let extent = &record.event.location.as_ref()?.extent;
    Some(Feature {
        bbox: Some(geometry::bbox(extent.bbox().bounds())),
        geometry: Some(Shape::Geometry(extent.outline())),
        ..feature(record)
    })
}
