use super::{
    BoundingBox, CountryCode, EventRecord, EventType, LocationPrecision, Status, SubEventType,
    TimeFilter,
};
use serde::{Deserialize, Serialize};

/// Which events are asked for. Parts are joined by AND; a list means "any of these", an empty one means "all".
///
/// The same object stands behind map, list, timeline, counts, export and link.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Query {
    /// The position lies in this box.
    pub bbox: Option<BoundingBox>,
    /// The dates may share a day with this.
    pub datetime: Option<TimeFilter>,
    /// Event types.
    pub event_type: Vec<EventType>,
    /// Sub-event types.
    pub sub_event_type: Vec<SubEventType>,
    /// Location precisions.
    pub location_precision: Vec<LocationPrecision>,
    /// Review states.
    pub status: Vec<Status>,
    /// Countries.
    pub country: Vec<CountryCode>,
    /// English names of first-level units.
    pub admin1: Vec<String>,
    /// An actor on any side, in any spelling.
    pub actor: Option<String>,
    /// Publishers.
    pub source: Vec<String>,
    /// Datasets.
    pub dataset: Vec<String>,
}

impl Query {
    /// Whether an event matches everything but the actor: comparing spellings needs folding, which lies above
    /// this layer (`index` does it).
    pub fn matches_except_actor(&self, record: &EventRecord) -> bool {
        let event = &record.event;
        let location = event.location.as_ref();
        self.bbox
            .is_none_or(|bbox| location.is_none_or(|l| bbox.contains(l.extent.position())))
            && self.datetime.is_none_or(|time| time.matches(&event.date))
            && any_of(&self.event_type, Some(&event.event_type()))
            && any_of(&self.sub_event_type, Some(&event.sub_event_type))
            && any_of(&self.location_precision, location.map(|l| &l.precision))
            && any_of(&self.status, Some(&event.status))
            && any_of(&self.country, location.and_then(|l| l.country.as_ref()))
            && any_of(&self.admin1, location.and_then(|l| l.admin1.as_ref()))
            && any_of(&self.source, event.provenance.source.as_ref())
            && any_of(&self.dataset, Some(&event.provenance.dataset))
    }
}

fn any_of<T: PartialEq>(wanted: &[T], value: Option<&T>) -> bool {
    wanted.is_empty() || value.is_some_and(|value| wanted.contains(value))
}
