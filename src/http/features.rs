use crate::export::Link;
use jiff::Timestamp;
use serde::Serialize;

/// A page of features with the members of OGC API Features.
#[derive(Serialize)]
pub(super) struct FeatureCollection<F> {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(rename = "timeStamp", skip_serializing_if = "Option::is_none")]
    time_stamp: Option<Timestamp>,
    #[serde(rename = "numberMatched", skip_serializing_if = "Option::is_none")]
    matched: Option<usize>,
    #[serde(rename = "numberReturned")]
    returned: usize,
    links: Vec<Link>,
    features: Vec<F>,
}

impl<F> FeatureCollection<F> {
    /// `at` is the time of the data version, nothing while no data was ever stored; `matched` is exact or nothing.
    pub(super) fn new(
        features: Vec<F>,
        matched: Option<usize>,
        at: Option<Timestamp>,
        links: Vec<Link>,
    ) -> Self {
        Self {
            kind: "FeatureCollection",
            time_stamp: at,
            matched,
            returned: features.len(),
            links,
            features,
        }
    }
}

/// A feature with links of its own.
#[derive(Serialize)]
pub(super) struct Linked<F> {
    #[serde(flatten)]
    pub(super) feature: F,
    pub(super) links: Vec<Link>,
}
