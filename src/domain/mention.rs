use super::DomainError;
use super::event_type::named;
use super::{Location, PlaceSummary, Score, Span};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

named! {
    /// What a toponym does in its report.
    MentionRole, "event, containing, route, background, dateline, organisation, metonym or boilerplate", {
        Event = "event",
        Containing = "containing",
        Route = "route",
        Background = "background",
        Dateline = "dateline",
        Organisation = "organisation",
        Metonym = "metonym",
        Boilerplate = "boilerplate",
    }
}

/// One signed reason for or against a candidate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// Stable code, e.g. `name_exact`.
    pub why: String,
    /// The same in plain English.
    pub text: String,
    /// Signed weight, log-odds.
    pub weight: f64,
}

/// A gazetteer entry that a toponym may mean.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// The entry.
    pub place: Arc<PlaceSummary>,
    /// Calibrated probability.
    pub score: Score,
    /// Why, in order of strength.
    pub reasons: Vec<Reason>,
}

/// What the gazetteer answered for a toponym.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Resolution {
    /// The entry chosen, `None` when unresolved.
    pub chosen: Option<Candidate>,
    /// Where that is; for an unresolved name in a known context the containing area; `None` when nothing can be said.
    pub location: Option<Location>,
    /// The entries not chosen, best first.
    pub candidates: Vec<Candidate>,
}

impl Resolution {
    /// Nothing is known.
    pub fn unresolved(candidates: Vec<Candidate>) -> Self {
        Self {
            chosen: None,
            location: None,
            candidates,
        }
    }

    /// Probability that the location is right; 0 when nothing was chosen.
    pub fn score(&self) -> Score {
        self.chosen
            .as_ref()
            .map_or(0.0, |candidate| candidate.score)
    }
}

/// A toponym at offsets in a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Where in the stored text.
    pub span: Span,
    /// The toponym as written.
    pub text: String,
    /// What it does in the report.
    pub role: MentionRole,
    /// What it means.
    pub resolution: Resolution,
}
