//! One incident told twice in a report is one event.

use super::document::ParagraphKind;
use super::draft::Draft;
use super::place::Places;
use crate::domain::{
    Count, DatePrecision, DateSpan, EventType, Location, LocationPrecision, Mode, Side,
};

/// Families that tell an incident that has results.
const INCIDENTS: [&str; 6] = [
    "attack",
    "clash",
    "strike",
    "shelling",
    "explosion",
    "suicide",
];
/// Families that tell results of an operation on the ground.
const RESULTS: [&str; 11] = [
    "territory",
    "secure",
    "operation",
    "kill",
    "wound",
    "lose",
    "arrest",
    "destroy",
    "burn",
    "seize",
    "defuse",
];
/// More families whose sentences go on with the one before.
const GOING_ON: [&str; 3] = ["find", "search", "surrender"];

/// An incident is told again among the next so many; this keeps long digests quick.
const WINDOW: usize = 40;

/// Merges the present drafts of the body in their order; headlines and standfirsts only add what the body lacks.
/// Drafts of other modes pass through.
pub(super) fn merge(drafts: Vec<Draft>, places: &Places<'_>) -> Vec<Draft> {
    let (present, others): (Vec<Draft>, Vec<Draft>) =
        drafts.into_iter().partition(|d| d.mode == Mode::Present);
    let (body, framing): (Vec<Draft>, Vec<Draft>) = present
        .into_iter()
        .partition(|d| d.kind == ParagraphKind::Body);
    let mut events: Vec<Draft> = Vec::new();
    for draft in body {
        match partner(&events, &draft, places) {
            Some(at) => join(events.get_mut(at), draft, places),
            None => events.push(dated_by_context(draft, &events, places)),
        }
    }
    for draft in framing {
        if !events.iter().any(|event| tells_the_same(event, &draft)) {
            events.push(draft);
        }
    }
    events.extend(others.into_iter().filter(|d| d.kind == ParagraphKind::Body));
    events.sort_by_key(|d| d.evidence.first().copied());
    events
}

/// The event that a draft goes on with.
fn partner(events: &[Draft], draft: &Draft, places: &Places<'_>) -> Option<usize> {
    let goes_on = |(at, event): (usize, &Draft)| {
        let is_last = at + 1 == events.len();
        !contradicts(event, draft)
            && (continues(event, draft, is_last, places) || repeats(event, draft, places))
    };
    (0..events.len())
        .rev()
        .take(WINDOW)
        .find(|at| events.get(*at).is_some_and(|event| goes_on((*at, event))))
}

/// Who acts in one suffers in the other.
fn contradicts(event: &Draft, draft: &Draft) -> bool {
    let on = |d: &Draft, side| {
        d.actors
            .iter()
            .filter(|a| a.side == side)
            .map(|a| a.name.clone())
            .collect::<Vec<_>>()
    };
    let shares = |x: Vec<String>, y: Vec<String>| x.iter().any(|name| y.contains(name));
    shares(on(event, Side::A), on(draft, Side::B)) || shares(on(event, Side::B), on(draft, Side::A))
}

/// No place and no time of its own, results of what was told just before or in its paragraph.
fn continues(event: &Draft, draft: &Draft, is_last: bool, places: &Places<'_>) -> bool {
    let listed = |d: &Draft, lists: &[&str]| d.families.iter().any(|f| lists.contains(f));
    let can_have_results =
        listed(event, &RESULTS) || listed(event, &GOING_ON) || listed(event, &INCIDENTS);
    let going_on = draft
        .families
        .iter()
        .all(|f| RESULTS.contains(f) || GOING_ON.contains(f));
    let near = is_last
        || draft.sentence.abs_diff(event.sentence) <= 2
        || draft.paragraph == event.paragraph;
    let unplaced =
        draft.places.is_empty() || (draft.by_command && commands_it(event, draft, places));
    let open = unplaced && draft.date.is_none() && !draft.first_day;
    open && can_have_results
        && going_on
        && near
        && may_result_in(event, draft)
        && draft.paragraph.abs_diff(event.paragraph) <= 3
}

/// The command that reports it answers for the event's place.
fn commands_it(event: &Draft, draft: &Draft, places: &Places<'_>) -> bool {
    let unit = |d: &Draft| {
        d.places
            .first()
            .and_then(|i| places.location(*i))
            .and_then(|l| l.admin1.clone())
    };
    unit(event).is_some() && unit(event) == unit(draft)
}

/// Nobody is arrested by a bomb from the air: an explosion goes on only with its victims and damage.
fn may_result_in(event: &Draft, draft: &Draft) -> bool {
    const DAMAGE: [&str; 4] = ["kill", "wound", "destroy", "burn"];
    event.sub_event_type.event_type() != EventType::Explosions
        || draft.families.iter().all(|f| DAMAGE.contains(f))
}

/// The same family, a compatible place and no other day.
fn repeats(event: &Draft, draft: &Draft, places: &Places<'_>) -> bool {
    let family = event
        .families
        .intersection(&draft.families)
        .next()
        .is_some();
    family
        && !counts_differ(event, draft)
        && same_place(event, draft, places)
        && same_day(event.date.as_ref(), draft.date.as_ref())
        && !draft.first_day
}

/// Both name places or numbers of their own, and the numbers of one kind differ: two incidents.
fn counts_differ(event: &Draft, draft: &Draft) -> bool {
    let other = |a: &Count| {
        event
            .counts
            .iter()
            .any(|b| a.kind == b.kind && a.number != b.number)
    };
    !draft.places.is_empty() && draft.counts.iter().any(other)
}

fn same_place(event: &Draft, draft: &Draft, places: &Places<'_>) -> bool {
    if event.places.is_empty() || draft.places.is_empty() {
        let next = draft.sentence.abs_diff(event.sentence) <= 2;
        return next
            || draft.refers
            || event.places.is_empty()
            || draft.families.contains("operation");
    }
    let spots = |d: &Draft| {
        d.places
            .iter()
            .filter_map(|i| places.location(*i))
            .collect::<Vec<_>>()
    };
    let next = draft.date.is_none() || draft.sentence.abs_diff(event.sentence) <= 2;
    spots(event).iter().any(|x| {
        spots(draft)
            .iter()
            .any(|y| same_spot(x, y) || (next && one_in_the_other(x, y)))
    })
}

/// The same entry, or extents of like size and kind around nearly the same position.
fn same_spot(x: &Location, y: &Location) -> bool {
    let like_size = x.extent.radius_m().max(y.extent.radius_m())
        <= 2.0 * x.extent.radius_m().min(y.extent.radius_m());
    let apart = x.extent.position().distance_m(y.extent.position());
    let same_entry = x.place_id.is_some() && x.place_id == y.place_id;
    same_entry
        || (like_size && x.extent.kind() == y.extent.kind() && apart <= x.extent.radius_m() / 2.0)
}

/// So near to a line or area a place still lies in it, in metres.
const INSIDE_M: f64 = 10_000.0;

/// A finer place inside a coarser one, told right after it.
fn one_in_the_other(x: &Location, y: &Location) -> bool {
    let (coarse, fine) = if x.extent.radius_m() > y.extent.radius_m() {
        (x, y)
    } else {
        (y, x)
    };
    let unit = coarse.precision == LocationPrecision::Province && coarse.admin1 != fine.admin1;
    let inside =
        coarse.extent.distance_m(fine.extent.position()) <= fine.extent.radius_m().min(INSIDE_M);
    !unit && inside && coarse.extent.radius_m() > 3.0 * fine.extent.radius_m()
}

fn same_day(a: Option<&DateSpan>, b: Option<&DateSpan>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => {
            a.start() == b.start()
                || a.precision() == DatePrecision::Unknown
                || b.precision() == DatePrecision::Unknown
        }
        _ => true,
    }
}

fn join(event: Option<&mut Draft>, draft: Draft, places: &Places<'_>) {
    let Some(event) = event else { return };
    if draft.rank > event.rank {
        (event.sub_event_type, event.rank) = (draft.sub_event_type, draft.rank);
    }
    if event.places.is_empty() || finer(&draft, event, places) {
        event.places = draft.places;
    }
    event.date = event.date.take().or(draft.date);
    event.families.extend(draft.families);
    event.evidence.extend(draft.evidence);
    event.counts.extend(draft.counts);
    for actor in draft.actors {
        if event.actors.iter().all(|a| a.name != actor.name) {
            event.actors.push(actor);
        }
    }
    event.attribution = event.attribution.take().or(draft.attribution);
}

fn finer(draft: &Draft, event: &Draft, places: &Places<'_>) -> bool {
    let radius = |d: &Draft| {
        d.places
            .iter()
            .filter_map(|i| places.location(*i))
            .map(|l| l.extent.radius_m())
            .fold(f64::INFINITY, f64::min)
    };
    draft.places.len() == 1 && event.places.len() == 1 && radius(draft) < radius(event)
}

/// A headline tells what some event of the body tells.
fn tells_the_same(event: &Draft, headline: &Draft) -> bool {
    let both_results = [event, headline].iter().all(|d| {
        d.families
            .iter()
            .any(|f| RESULTS.contains(f) || GOING_ON.contains(f))
    });
    both_results
        || event
            .families
            .intersection(&headline.families)
            .next()
            .is_some()
        || event.sub_event_type.event_type() == headline.sub_event_type.event_type()
}

/// What a sentence leaves open it takes from the event told before: the first day of the campaign is the day of
/// its start, results of one statement share its day, and "the raid" happened where it was told to happen.
fn dated_by_context(mut draft: Draft, events: &[Draft], places: &Places<'_>) -> Draft {
    let before = events
        .iter()
        .rev()
        .find(|e| e.date.as_ref().is_some_and(|d| d.first_day().is_some()));
    if let Some(date) = before
        .and_then(|e| e.date.as_ref())
        .filter(|_| draft.date.is_none() || draft.first_day)
    {
        let rule = if draft.first_day {
            "first_day_of_operation"
        } else {
            "same_report_as_dated_event"
        };
        draft.date = date.start().map(|day| DateSpan::day(day, rule));
    }
    let told = events.last().filter(|_| draft.places.is_empty());
    if let Some(event) = told.filter(|e| {
        e.places.len() == 1 && (draft.refers || draft.first_day || shares_family(e, &draft))
    }) {
        draft.places = event
            .places
            .iter()
            .copied()
            .filter(|i| places.location(*i).is_some())
            .collect();
    }
    draft
}

fn shares_family(event: &Draft, draft: &Draft) -> bool {
    event
        .families
        .intersection(&draft.families)
        .next()
        .is_some()
}
