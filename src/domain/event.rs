use super::DomainError;
use super::event_type::named;
use super::{
    Count, CountKind, DateSpan, EventId, EventType, IncidentId, Interval, Location, ReportId,
    Resolution, Score, Span, SubEventType,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

named! {
    /// How an event stands in its report; only `present` ones are on the map by default.
    Mode, "present, historical, planned, habitual, denied, hypothetical, cumulative or background", {
        Present = "present",
        Historical = "historical",
        Planned = "planned",
        Habitual = "habitual",
        Denied = "denied",
        Hypothetical = "hypothetical",
        Cumulative = "cumulative",
        Background = "background",
    }
}

named! {
    /// What people have said of an event.
    Status, "proposed, confirmed, disputed or rejected", {
        Proposed = "proposed",
        Confirmed = "confirmed",
        Disputed = "disputed",
        Rejected = "rejected",
    }
}

named! {
    /// Who acts and who is acted upon.
    Side, "A (acts) or B (is acted upon)", {
        A = "A",
        B = "B",
    }
}

named! {
    /// The three collections of events, also tables of the data file.
    Collection, "events, unplaced or background", {
        Events = "events",
        Unplaced = "unplaced",
        Background = "background",
    }
}

/// Somebody who takes part in an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Name of the actor table, or as written when unknown.
    pub name: String,
    /// Acts, or is acted upon.
    pub side: Side,
}

/// Words of a report that an event rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The report.
    pub report_id: ReportId,
    /// Where in its stored text, in bytes.
    pub span: Span,
    /// The same in Unicode code points, as every interchange counts.
    pub code_points: Span,
    /// The words.
    pub text: String,
}

/// Where an event comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// The dataset: `reports` for extraction, `ucdp-ged` and the like for imports.
    pub dataset: String,
    /// Publisher or outlet.
    pub source: Option<String>,
    /// Address of the report.
    pub source_url: Option<String>,
    /// When the report was published.
    pub published_at: Option<Date>,
    /// Licence under which the row may be passed on.
    pub license: Option<String>,
}

/// Something that happened, or that a report says of its past, plans or habits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The `UUIDv5` of its source key.
    pub id: EventId,
    /// One line for lists.
    pub title: String,
    /// ACLED sub-event type; the event type follows from it.
    pub sub_event_type: SubEventType,
    /// How it stands in the report.
    pub mode: Mode,
    /// When.
    pub date: DateSpan,
    /// Where; `None` means unplaced.
    pub location: Option<Location>,
    /// How the gazetteer came to the location.
    pub resolution: Option<Resolution>,
    /// The toponym that gave the location, as evidence of its own.
    pub toponym: Option<Evidence>,
    /// Who.
    pub actors: Vec<Actor>,
    /// How many.
    pub counts: Vec<Count>,
    /// What the report says, shortened.
    pub summary: String,
    /// The words it rests on, at least one for extracted events.
    pub evidence: Vec<Evidence>,
    /// Who claims it, when the report attributes it.
    pub attribution: Option<String>,
    /// Where it comes from.
    pub provenance: Provenance,
    /// What people have said of it.
    pub status: Status,
    /// Probability that a person would code the same event here.
    pub confidence: Score,
    /// Common to the events that one sentence tells of several places.
    pub incident_id: Option<IncidentId>,
}

impl Event {
    /// The ACLED event type.
    pub fn event_type(&self) -> EventType {
        self.sub_event_type.event_type()
    }

    /// People killed, as far as the counts tell; `None` when none is told. Two numbers of the same people ("28 dead",
    /// later "25 dead") are the two ends; numbers of different people may overlap ("civilians", "women"), so together
    /// they are at least the largest and at most their sum, open where any is.
    pub fn fatalities(&self) -> Option<Interval> {
        let mut of_whom: BTreeMap<String, (Option<u64>, Option<u64>)> = BTreeMap::new();
        for count in self.counts.iter().filter(|c| c.kind == CountKind::Killed) {
            let (low, high) = (count.number.min(), count.number.max());
            let ends = of_whom
                .entry(count.of.to_lowercase())
                .or_insert((low, high));
            *ends = (ends.0.min(low), ends.1.zip(high).map(|(a, b)| a.max(b)));
        }
        let least = of_whom.values().filter_map(|(low, _)| *low).max();
        let most = of_whom
            .values()
            .try_fold(0_u64, |sum, (_, high)| high.map(|n| sum.saturating_add(n)));
        if of_whom.is_empty() {
            None
        } else {
            Interval::new(least, most).ok()
        }
    }

    /// The name of its place to show.
    pub fn place_name(&self) -> Option<&str> {
        display_name(self.location.as_ref(), self.resolution.as_ref())
    }

    /// Which collection holds it. A rejected event is kept off the map with the background, so that nothing is lost.
    pub fn collection(&self) -> Collection {
        if self.mode != Mode::Present || self.status == Status::Rejected {
            Collection::Background
        } else if self.location.is_some() {
            Collection::Events
        } else {
            Collection::Unplaced
        }
    }

    /// Whether the collection `events` holds it.
    pub fn is_on_the_map(&self) -> bool {
        self.collection() == Collection::Events
    }
}

/// The name of a location to show: its relation in plain English, else the entry's English name, else the name as
/// written.
pub fn display_name<'a>(
    location: Option<&'a Location>,
    resolution: Option<&'a Resolution>,
) -> Option<&'a str> {
    let location = location?;
    let chosen = resolution.and_then(|r| r.chosen.as_ref()).map(|c| &c.place);
    let entry = chosen
        .filter(|place| Some(&place.id) == location.place_id.as_ref())
        .map(|place| place.name.as_str());
    Some(
        location
            .relation
            .as_deref()
            .or(entry)
            .unwrap_or(&location.name),
    )
}
