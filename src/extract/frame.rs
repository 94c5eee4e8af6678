//! Frames: triggers in their sentence, with voice and mode.

use super::annotate::{Annotated, Pause};
use super::lexicon::{Cue, Form, Lexicon, Trigger};
use super::time::TimeClass;
use crate::domain::Mode;

/// Who stands left of a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    /// The subject acts.
    Active,
    /// The subject suffers.
    Passive,
    /// A noun.
    Nominal,
}

/// A trigger that was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    /// Number in the lexicon.
    pub(super) trigger: usize,
    pub(super) form: Form,
    pub(super) voice: Voice,
    pub(super) mode: Mode,
    /// First token.
    pub(super) first: usize,
    /// Last token.
    pub(super) last: usize,
}

impl Frame {
    pub(super) fn trigger(&self) -> &'static Trigger {
        Lexicon::embedded()
            .triggers
            .get(self.trigger)
            .unwrap_or_else(|| unreachable_trigger())
    }
}

/// Frames are made from the lexicon's own numbers.
fn unreachable_trigger() -> &'static Trigger {
    Lexicon::embedded()
        .triggers
        .first()
        .expect("the lexicon has triggers")
}

/// Objects stand within so many words of a verb that needs one.
const OBJECT_WORDS: usize = 9;

/// All frames of a sentence, in order.
pub(super) fn frames(sentence: &Annotated<'_>) -> Vec<Frame> {
    let lexicon = Lexicon::embedded();
    let mut found: Vec<Frame> = Vec::new();
    let mut at = 0;
    while at < sentence.toks.len() {
        let hit = lexicon.trigger_at(sentence.words_from(at));
        let frame = hit.and_then(|(trigger, form, length)| {
            frame(sentence, &found, trigger, form, at, at + length - 1)
        });
        at = frame.map_or(at, |f| f.last) + 1;
        found.extend(frame);
    }
    found
}

fn frame(
    sentence: &Annotated<'_>,
    earlier: &[Frame],
    number: usize,
    form: Form,
    first: usize,
    last: usize,
) -> Option<Frame> {
    let trigger = Lexicon::embedded().triggers.get(number)?;
    let voice = voice(sentence, form, first);
    if (first == last && is_attribute(sentence, form, first))
        || !has_object(sentence, trigger, voice, first, last)
        || in_a_name(sentence, form, first)
    {
        return None;
    }
    let mode = mode(sentence, earlier, trigger, form, first)?;
    Some(Frame {
        trigger: number,
        form,
        voice,
        mode,
        first,
        last,
    })
}

fn voice(sentence: &Annotated<'_>, form: Form, at: usize) -> Voice {
    match form {
        Form::Noun => Voice::Nominal,
        Form::Past
            if (1..=3).any(|back| {
                at >= back
                    && sentence.cue_at(at - back, Cue::Passives)
                    && nothing_between(sentence, at - back, at)
            }) =>
        {
            Voice::Passive
        }
        Form::Past if is_reduced_passive(sentence, at) => Voice::Passive,
        _ => Voice::Active,
    }
}

/// "dozens of terrorists killed": a number's noun right before a verb that has no object.
fn is_reduced_passive(sentence: &Annotated<'_>, at: usize) -> bool {
    let numbered = sentence.numbers.iter().any(|n| {
        n.at.last < at
            && at - n.at.last <= 3
            && sentence.clause_of(n.at.last) == sentence.clause_of(at)
    });
    let unpaused = sentence.tok(at).is_some_and(|t| t.pause == Pause::None);
    let object = sentence
        .numbers
        .iter()
        .any(|n| n.at.first > at && n.at.first - at <= 2)
        || sentence.actors.iter().any(|a| a.at.first == at + 1);
    let suffered = sentence.tok(at).is_some_and(|t| {
        matches!(
            t.folded.as_str(),
            "killed"
                | "wounded"
                | "injured"
                | "arrested"
                | "detained"
                | "destroyed"
                | "captured"
                | "seized"
        )
    });
    numbered && unpaused && suffered && !object
}

/// Only auxiliaries and adverbs stand between an auxiliary and its verb.
fn nothing_between(sentence: &Annotated<'_>, auxiliary: usize, verb: usize) -> bool {
    (auxiliary + 1..verb).all(|at| {
        sentence
            .tok(at)
            .is_some_and(|t| t.folded.ends_with("ly") || t.folded == "not")
            || sentence.cue_at(at, Cue::Auxiliaries)
    })
}

/// "the destroyed bridge": a participle before a noun tells no incident.
fn is_attribute(sentence: &Annotated<'_>, form: Form, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| sentence.tok(at));
    form == Form::Past
        && before.is_some_and(|t| {
            matches!(
                t.folded.as_str(),
                "the" | "a" | "an" | "their" | "its" | "his" | "of" | "newly" | "most" | "other"
            )
        })
}

/// Capitalised nouns inside titles are names ("Strike Force"); an actor's name is no trigger.
fn in_a_name(sentence: &Annotated<'_>, form: Form, at: usize) -> bool {
    form == Form::Noun
        && sentence
            .actors
            .iter()
            .any(|hit| (hit.at.first..=hit.at.last).contains(&at))
}

/// "launched" needs an operation, "lost" needs people: after an active verb, before a passive one.
fn has_object(
    sentence: &Annotated<'_>,
    trigger: &Trigger,
    voice: Voice,
    first: usize,
    last: usize,
) -> bool {
    let after = last + 1..(last + 1 + OBJECT_WORDS).min(sentence.toks.len());
    let before = first.saturating_sub(OBJECT_WORDS)..first;
    let mut near: Vec<usize> = if voice == Voice::Passive {
        before.collect()
    } else {
        after.collect()
    };
    near.retain(|at| sentence.clause_of(*at) == sentence.clause_of(first));
    let names = |words: &[String]| {
        words.is_empty()
            || near
                .iter()
                .any(|at| sentence.tok(*at).is_some_and(|t| words.contains(&t.folded)))
    };
    names(&trigger.object)
        && (!trigger.people
            || near
                .iter()
                .take(6)
                .any(|at| sentence.cue_at(*at, Cue::People)))
}

/// How the frame stands; `None` when the words tell no incident at all.
fn mode(
    sentence: &Annotated<'_>,
    earlier: &[Frame],
    trigger: &Trigger,
    form: Form,
    at: usize,
) -> Option<Mode> {
    let governed = match form {
        Form::Base => base_mode(sentence, earlier, at)?,
        Form::Gerund => gerund_mode(sentence, earlier, at)?,
        Form::Present if !sentence.kind.is_story() => return None,
        Form::Present if sentence.kind == super::document::ParagraphKind::Body => Mode::Habitual,
        Form::Past | Form::Noun | Form::Present => Mode::Present,
    };
    if trigger.trend {
        return Some(Mode::Habitual);
    }
    Some(if governed == Mode::Present {
        clause_mode(sentence, form, at)
    } else {
        governed
    })
}

/// A base form is what its governor makes of it: "managed to kill", "to kill", "will kill"; in a list it follows
/// the one before it.
fn base_mode(sentence: &Annotated<'_>, earlier: &[Frame], at: usize) -> Option<Mode> {
    if sentence.cue_before(at, Cue::Achieved, 2) {
        return Some(Mode::Present);
    }
    if sentence.cue_before(at, Cue::Hypothetical, 3) {
        return Some(Mode::Hypothetical);
    }
    if sentence.cue_before(at, Cue::Planned, 3) || sentence.cue_before(at, Cue::Purpose, 2) {
        return Some(Mode::Planned);
    }
    let before = earlier
        .iter()
        .rev()
        .find(|f| f.form == Form::Base && sentence.clause_of(f.first) == sentence.clause_of(at));
    before.map(|f| f.mode)
}

/// ", capturing 100 men and destroying 11 tunnels" goes on telling; "of bombing", "without bombing" does not.
fn gerund_mode(sentence: &Annotated<'_>, earlier: &[Frame], at: usize) -> Option<Mode> {
    let pause = sentence.tok(at)?.pause;
    let before = at
        .checked_sub(1)
        .and_then(|at| sentence.tok(at))
        .map_or("", |t| t.folded.as_str());
    let follows = earlier
        .iter()
        .rev()
        .find(|f| matches!(f.form, Form::Gerund | Form::Past | Form::Present));
    match (pause, before) {
        (Pause::Comma, _) => Some(follows.map_or(Mode::Present, |f| f.mode)),
        (_, "and") => follows.map(|f| f.mode),
        _ => Some(Mode::Habitual).filter(|_| sentence.has(Cue::Habitual)),
    }
}

/// What the cues of the clause, its opening word and its times say.
fn clause_mode(sentence: &Annotated<'_>, form: Form, at: usize) -> Mode {
    let leading = |cue| sentence.cues.iter().any(|(c, s)| *c == cue && s.first <= 5);
    let here = |cue| sentence.clause_has(at, cue);
    if denies(sentence, at) {
        Mode::Denied
    } else if sentence.intro_of(at) == Some(Cue::Background) {
        Mode::Background
    } else if here(Cue::Trend)
        || leading(Cue::Trend)
        || here(Cue::Habitual)
        || has_time(sentence, at, TimeClass::Recurrent)
    {
        Mode::Habitual
    } else if here(Cue::Cumulative)
        || leading(Cue::Cumulative)
        || has_time(sentence, at, TimeClass::Since)
        || counts_since(sentence, at)
    {
        Mode::Cumulative
    } else if here(Cue::Historical)
        || leading(Cue::Historical)
        || has_time(sentence, at, TimeClass::PastVague)
    {
        Mode::Historical
    } else if here(Cue::Planned) && (form == Form::Noun || sentence.cue_before(at, Cue::Planned, 4))
    {
        Mode::Planned
    } else if here(Cue::Hypothetical) {
        Mode::Hypothetical
    } else {
        Mode::Present
    }
}

/// "thousands were killed since the campaign began": a clause that opens with "since" makes a total of a count
/// that has no time of its own; "the deadliest ambush since" compares.
fn counts_since(sentence: &Annotated<'_>, at: usize) -> bool {
    let opens = |i: usize| {
        sentence.cue_at(i, Cue::Background)
            && sentence.clause_of(i) != sentence.clause_of(i.saturating_sub(1))
    };
    let since = sentence
        .toks
        .iter()
        .enumerate()
        .position(|(i, t)| t.folded == "since" && i > at && opens(i));
    let compares = |end: usize| {
        sentence.toks.iter().take(end).any(|t| {
            t.folded.ends_with("est") && t.folded.len() > 5
                || t.folded == "first"
                || t.folded == "worst"
        })
    };
    let dated = |end: usize| {
        sentence
            .times
            .iter()
            .any(|hit| hit.expression.class == TimeClass::Point && hit.at.last < end)
    };
    since.is_some_and(|end| !compares(end) && !dated(end))
}

/// "did not attack", "denied that it had attacked", "no one was killed": close before the trigger, not "not only"
/// and not "hardly a day passes without".
fn denies(sentence: &Annotated<'_>, at: usize) -> bool {
    let only = |s: usize| sentence.tok(s + 1).is_some_and(|t| t.folded == "only");
    let close = |s: usize| s < at && at - s <= 5 && sentence.clause_of(s) == sentence.clause_of(at);
    let passes = |s: usize| {
        sentence.tok(s).is_some_and(|t| t.folded == "without") && sentence.has(Cue::Habitual)
    };
    let before_that = |s: usize| {
        sentence
            .tok(s)
            .is_some_and(|t| t.folded.starts_with("den") || t.folded.starts_with("reject"))
            && s < at
    };
    sentence.cues.iter().any(|(cue, s)| {
        *cue == Cue::Denied
            && !only(s.last)
            && !passes(s.first)
            && (close(s.first) || before_that(s.first))
    })
}

fn has_time(sentence: &Annotated<'_>, at: usize, class: TimeClass) -> bool {
    let here = |first: usize| sentence.clause_of(first) == sentence.clause_of(at) || first <= 3;
    sentence
        .times
        .iter()
        .any(|hit| hit.expression.class == class && here(hit.at.first))
}
