//! Resolutions as JSON, with numbers in place of the entries and a circle in place of a line or area.

use super::error::Trouble;
use super::extents::{Extents, KeptExtents, slim};
use super::places::{KeptPlaces, Places};
use crate::domain::{Candidate, Location, Reason, Resolution, Score};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What was read of the shared tables so far.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub(super) extents: Extents,
    places: Places,
}

/// What one transaction has written to the shared tables so far.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pub(super) extents: KeptExtents,
    pub(super) places: KeptPlaces,
}

/// A candidate; `place` is the number of the entry.
#[derive(Serialize, Deserialize)]
struct SlimCandidate<'a> {
    place: i64,
    score: Score,
    reasons: Cow<'a, [Reason]>,
}

/// A resolution without anything that another table keeps.
#[derive(Serialize, Deserialize)]
pub(super) struct SlimResolution<'a> {
    #[serde(borrow)]
    chosen: Option<SlimCandidate<'a>>,
    location: Option<Location>,
    candidates: Vec<SlimCandidate<'a>>,
}

impl<'a> SlimResolution<'a> {
    pub(super) fn new(
        connection: &Connection,
        kept: &mut Kept,
        resolution: &'a Resolution,
    ) -> Result<Self, Trouble> {
        let Resolution {
            chosen,
            location,
            candidates,
        } = resolution;
        let mut slim_candidate = |candidate: &'a Candidate| {
            Ok::<_, Trouble>(SlimCandidate {
                place: kept.places.keep(connection, &candidate.place)?,
                score: candidate.score,
                reasons: Cow::Borrowed(&candidate.reasons),
            })
        };
        Ok(Self {
            chosen: chosen.as_ref().map(&mut slim_candidate).transpose()?,
            location: location.as_ref().map(slim).transpose()?,
            candidates: candidates
                .iter()
                .map(slim_candidate)
                .collect::<Result<_, _>>()?,
        })
    }

    /// The resolution as it was; `extent_id` leads to the line or area of its location.
    pub(super) fn restore(
        self,
        connection: &Connection,
        shared: &mut Shared,
        extent_id: Option<i64>,
    ) -> Result<Resolution, Trouble> {
        let mut candidate = |slim: SlimCandidate<'_>| {
            Ok::<_, Trouble>(Candidate {
                place: shared.places.read(connection, slim.place)?,
                score: slim.score,
                reasons: slim.reasons.into_owned(),
            })
        };
        let chosen = self.chosen.map(&mut candidate).transpose()?;
        let candidates = self.candidates.into_iter().map(candidate);
        let candidates = candidates.collect::<Result<_, _>>()?;
        let mut location = self.location;
        shared
            .extents
            .restore(connection, location.as_mut(), extent_id)?;
        Ok(Resolution {
            chosen,
            location,
            candidates,
        })
    }
}
