//! What one sentence tells: frames of one standing, with date, place, people and numbers.

use super::actors::{Cast, sides};
use super::annotate::Annotated;
use super::counts::{civilians_suffer, counts, list_count};
use super::dating::{self, Dating};
use super::document::ParagraphKind;
use super::frame::{Frame, frames};
use super::lexicon::Cue;
use super::place::Places;
use super::time::TimeContext;
use crate::domain::{Actor, Count, DateSpan, Mode, Span, SubEventType};
use crate::gazetteer::Use;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// A proposal for an event, from one sentence or, after merging, from several.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) sentence: usize,
    pub(super) paragraph: usize,
    pub(super) kind: ParagraphKind,
    pub(super) mode: Mode,
    pub(super) sub_event_type: SubEventType,
    /// Rank of the trigger that decided the type.
    pub(super) rank: u32,
    pub(super) families: BTreeSet<&'static str>,
    pub(super) date: Option<DateSpan>,
    /// The day of the statement that tells it.
    pub(super) told_on: Option<Date>,
    /// Toponyms that name the place: one, or a list of places.
    pub(super) places: Vec<usize>,
    /// The place is the area of the command that tells it.
    pub(super) by_command: bool,
    pub(super) actors: Vec<Actor>,
    pub(super) counts: Vec<Count>,
    pub(super) evidence: Vec<Span>,
    pub(super) attribution: Option<String>,
    /// "the first day of the campaign": dated by the campaign's start.
    pub(super) first_day: bool,
    /// "the operation", "the raid": speaks of something told before.
    pub(super) refers: bool,
}

/// The drafts of a sentence: what it tells of the present, and history, denials and totals beside it; plans, habits
/// and the like only where it tells nothing else.
pub(super) fn drafts(
    sentence: &Annotated<'_>,
    places: &Places<'_>,
    cast: &Cast,
    context: &TimeContext,
) -> Vec<Draft> {
    let all = frames(sentence);
    let of_mode = |mode: &Mode| all.iter().any(|f| f.mode == *mode);
    let mut modes: Vec<Mode> = [
        Mode::Present,
        Mode::Historical,
        Mode::Denied,
        Mode::Cumulative,
    ]
    .into_iter()
    .filter(of_mode)
    .collect();
    if modes.is_empty() {
        modes.extend(
            [
                Mode::Habitual,
                Mode::Planned,
                Mode::Hypothetical,
                Mode::Background,
            ]
            .iter()
            .find(|mode| of_mode(mode)),
        );
    }
    modes
        .into_iter()
        .map(|mode| draft(sentence, &all, mode, places, cast, context))
        .collect()
}

fn draft(
    sentence: &Annotated<'_>,
    all: &[Frame],
    mode: Mode,
    places: &Places<'_>,
    cast: &Cast,
    context: &TimeContext,
) -> Draft {
    let frames: Vec<Frame> = all.iter().filter(|f| f.mode == mode).copied().collect();
    let Dating {
        span: date,
        is_history,
    } = dating::date(sentence, &frames, context);
    let where_to = places.of_event(sentence, &frames);
    let mut counts = counts(sentence, &frames, all);
    let villages: Vec<Span> = where_to
        .iter()
        .filter_map(|i| places.toponyms.get(*i))
        .filter(|t| t.hint.as_ref().is_some_and(|h| h.0 == ["P"]))
        .map(|t| t.span)
        .collect();
    counts.extend(list_count(&frames, &villages, sentence.text));
    let (sub_event_type, rank) = kind(sentence, &frames, &counts);
    Draft {
        sentence: sentence.number,
        paragraph: sentence.paragraph,
        kind: sentence.kind,
        mode: if is_history && mode == Mode::Present {
            Mode::Historical
        } else {
            mode
        },
        sub_event_type,
        rank,
        families: frames.iter().map(|f| f.trigger().family.as_str()).collect(),
        date,
        told_on: dating::statement_day(sentence, context),
        by_command: where_to
            .first()
            .and_then(|i| places.toponyms.get(*i))
            .is_some_and(|t| t.used_for == Use::Command),
        places: where_to,
        actors: sides(sentence, &frames, cast),
        counts,
        evidence: vec![sentence.span],
        attribution: attribution(sentence),
        first_day: sentence.has(Cue::FirstDay),
        refers: sentence.has(Cue::Referring),
    }
}

/// The type of the highest-ranked trigger; aircraft and civilian victims change it.
fn kind(sentence: &Annotated<'_>, frames: &[Frame], counts: &[Count]) -> (SubEventType, u32) {
    let Some(main) = frames.iter().max_by_key(|f| f.trigger().rank) else {
        return (SubEventType::Other, 0);
    };
    let trigger = main.trigger();
    let air = trigger
        .air
        .filter(|_| sentence.clause_has(main.first, Cue::Air));
    let civilian = trigger
        .civilian
        .filter(|_| civilians_suffer(sentence, counts));
    (
        air.or(civilian).unwrap_or(trigger.sub_event_type),
        trigger.rank,
    )
}

/// Longest attribution kept, in bytes.
const MOST_ATTRIBUTION: usize = 120;

/// The words of the clause in which somebody says it: "a security source said".
fn attribution(sentence: &Annotated<'_>) -> Option<String> {
    let (_, said) = sentence.cues.iter().find(|(cue, _)| *cue == Cue::Saying)?;
    let clause = sentence.clause_of(said.first);
    let first = (0..=said.first)
        .rev()
        .take_while(|at| {
            sentence.clause_of(*at) == clause && !starts_after_pause(sentence, *at, said.first)
        })
        .last()?;
    let words = sentence.words(super::annotate::Stretch {
        first,
        last: said.last,
    });
    (!words.is_empty() && words.len() <= MOST_ATTRIBUTION).then(|| words.to_owned())
}

/// A pause right before the words that follow `at` ends the attribution to the left.
fn starts_after_pause(sentence: &Annotated<'_>, at: usize, said: usize) -> bool {
    at < said
        && sentence
            .tok(at + 1)
            .is_some_and(|t| t.pause != super::annotate::Pause::None)
}
