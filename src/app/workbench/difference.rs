//! What another coding of a report says otherwise, as far as it is an answer: where a toponym or an event is, and how
//! sure that is. Candidates that were not chosen and the spellings of a place belong to the receipt; a receipt tells
//! what was known when it was written, so that a change of it alone is none.

use crate::domain::{Coding, Event, EventId, Location, Mention, Resolution, Span, display_name};
use crate::text::CodePoints;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What changes in one report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReportDifference {
    /// Its key.
    pub id: String,
    /// Its headline.
    pub title: Option<String>,
    /// Its toponyms that change.
    pub mentions: Vec<MentionDifference>,
    /// Its events that change.
    pub events: Vec<EventDifference>,
    /// What would change, had nobody decided it.
    pub kept: Vec<Kept>,
}

/// A toponym before and after; nothing before when it was found only now, nothing after when it is found no more.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MentionDifference {
    /// Where in the text, in Unicode code points.
    #[serde(flatten)]
    pub span: Span,
    /// The toponym as written.
    pub text: String,
    /// `added`, `removed`, `moved` when its place changes, else `changed`: how sure the place is, or its role.
    pub change: &'static str,
    /// What it was taken for.
    pub before: Option<Answer>,
    /// What it is taken for.
    pub after: Option<Answer>,
}

/// What a toponym is taken for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// What it does in the report.
    pub role: &'static str,
    /// Probability that the place is right, 0 when none was chosen.
    pub score: f64,
    /// Where it is; `None` when nothing can be said.
    pub place: Option<Spot>,
}

/// A place as people compare it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Spot {
    /// The entry; `None` for a computed place.
    pub id: Option<String>,
    /// Its name, or the words of a relation.
    pub name: String,
    /// Longitude in degrees.
    pub lon: f64,
    /// Latitude in degrees.
    pub lat: f64,
    /// Kilometres around.
    pub radius_km: f64,
}

/// An event before and after; nothing before when it is new, nothing after when it is gone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EventDifference {
    /// Its id.
    pub id: String,
    /// Its title after the change, or the last one it had.
    pub title: String,
    /// `added`, `removed`, `moved` when its place changes, else `changed`.
    pub change: &'static str,
    /// Where it was; `None` when it had no place or was not there.
    pub before: Option<Spot>,
    /// Where it is; `None` when it has no place or is gone.
    pub after: Option<Spot>,
}

/// An event that stays as it is, since a person decided so.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Kept {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What the person said of it.
    pub status: &'static str,
    /// Where it stays.
    pub place: Option<Spot>,
    /// Where it would be now.
    pub instead_of: Option<Spot>,
}

/// Whether two codings of a report give the same answers.
pub(super) fn is_same(one: &Coding, other: &Coding) -> bool {
    let mentions = one.mentions.iter().map(answer_of);
    mentions.eq(other.mentions.iter().map(answer_of)) && by_id(&one.events) == by_id(&other.events)
}

impl ReportDifference {
    /// From what is stored to what would be: `found` is what the program says, `after` has put back what people decided.
    pub(super) fn between(before: &Coding, found: &Coding, after: &Coding) -> Self {
        Self {
            id: after.report.id.to_string(),
            title: after.report.title.clone(),
            mentions: mentions(before, after),
            events: events(&before.events, &after.events),
            kept: kept(&found.events, &after.events),
        }
    }

    /// Whether a place or an event is another one.
    pub(super) fn is_major(&self) -> bool {
        let mut mentions = self.mentions.iter();
        !self.events.is_empty()
            || !self.kept.is_empty()
            || mentions.any(MentionDifference::is_moved)
    }

    /// Whether anything would be written.
    pub(super) fn is_nothing(&self) -> bool {
        self.mentions.is_empty() && self.events.is_empty()
    }
}

impl MentionDifference {
    fn new(span: Span, text: &str, before: Option<Answer>, after: Option<Answer>) -> Self {
        let change = match (&before, &after) {
            (None, _) => "added",
            (_, None) => "removed",
            (Some(before), Some(after)) if before.place == after.place => "changed",
            (Some(_), Some(_)) => "moved",
        };
        Self {
            span,
            text: text.to_owned(),
            change,
            before,
            after,
        }
    }

    /// Whether its place is another one, and not only how sure that is.
    pub fn is_moved(&self) -> bool {
        self.change != "changed"
    }
}

fn mentions(before: &Coding, after: &Coding) -> Vec<MentionDifference> {
    let code_points = CodePoints::new(&after.report.text);
    let (mut old, mut new) = (by_span(&before.mentions), by_span(&after.mentions));
    let spans: BTreeSet<Span> = old.keys().chain(new.keys()).copied().collect();
    let mut found = Vec::new();
    for span in spans {
        let (old, new) = (old.remove(&span), new.remove(&span));
        let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
        // Several toponyms of one span are told apart by their order.
        for at in 0..old.len().max(new.len()) {
            let (old, new) = (old.get(at), new.get(at));
            let same = old.map(|m| answer_of(m)) == new.map(|m| answer_of(m));
            if let Some(mention) = new.or(old).filter(|_| !same) {
                found.push(MentionDifference::new(
                    code_points.to_code_points(span),
                    &mention.text,
                    old.map(|mention| Answer::of(mention)),
                    new.map(|mention| Answer::of(mention)),
                ));
            }
        }
    }
    found
}

fn by_span(mentions: &[Mention]) -> BTreeMap<Span, Vec<&Mention>> {
    let mut spans: BTreeMap<Span, Vec<&Mention>> = BTreeMap::new();
    for mention in mentions {
        spans.entry(mention.span).or_default().push(mention);
    }
    spans
}

/// What is compared of a mention: all but the receipt.
fn answer_of(mention: &Mention) -> impl PartialEq + use<'_> {
    let resolution = &mention.resolution;
    let chosen = resolution.chosen.as_ref().map(|chosen| &chosen.place.id);
    (
        mention.span,
        mention.role,
        chosen,
        resolution.score().to_bits(),
        &resolution.location,
    )
}

/// Events without their receipts.
fn by_id(events: &[Event]) -> BTreeMap<EventId, Event> {
    let bare = |event: &Event| Event {
        resolution: None,
        ..event.clone()
    };
    events.iter().map(|event| (event.id, bare(event))).collect()
}

fn events(before: &[Event], after: &[Event]) -> Vec<EventDifference> {
    let (old, new) = (by_id(before), by_id(after));
    let ids: BTreeSet<EventId> = old.keys().chain(new.keys()).copied().collect();
    let spot = |events: &[Event], id: EventId| {
        let event = events.iter().find(|event| event.id == id)?;
        Spot::of_event(event)
    };
    let difference = |id: EventId| {
        let (old, new) = (old.get(&id), new.get(&id));
        let change = match (old, new) {
            (Some(old), Some(new)) if old == new => return None,
            (Some(old), Some(new)) if old.location == new.location => "changed",
            (Some(_), Some(_)) => "moved",
            (None, _) => "added",
            (_, None) => "removed",
        };
        Some(EventDifference {
            id: id.to_string(),
            title: new.or(old)?.title.clone(),
            change,
            before: spot(before, id),
            after: spot(after, id),
        })
    };
    ids.into_iter().filter_map(difference).collect()
}

/// Events that stay although the program would say otherwise.
fn kept(found: &[Event], after: &[Event]) -> Vec<Kept> {
    let stays = |event: &&Event| {
        let now = found.iter().find(|now| now.id == event.id);
        now.is_none_or(|now| now.location != event.location)
    };
    after
        .iter()
        .filter(stays)
        .map(|event| Kept {
            id: event.id.to_string(),
            title: event.title.clone(),
            status: event.status.as_str(),
            place: Spot::of_event(event),
            instead_of: found
                .iter()
                .find(|now| now.id == event.id)
                .and_then(Spot::of_event),
        })
        .collect()
}

impl Answer {
    fn of(mention: &Mention) -> Self {
        let resolution = &mention.resolution;
        Self {
            role: mention.role.as_str(),
            score: resolution.score(),
            place: Spot::of(resolution.location.as_ref(), Some(resolution)),
        }
    }
}

impl Spot {
    fn of(location: Option<&Location>, resolution: Option<&Resolution>) -> Option<Self> {
        let location = location?;
        let position = location.extent.position();
        Some(Self {
            id: location.place_id.as_ref().map(ToString::to_string),
            name: display_name(Some(location), resolution)?.to_owned(),
            lon: position.lon(),
            lat: position.lat(),
            radius_km: location.extent.radius_m() / 1000.0,
        })
    }

    fn of_event(event: &Event) -> Option<Self> {
        Self::of(event.location.as_ref(), event.resolution.as_ref())
    }
}
