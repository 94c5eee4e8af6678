//! Who acts and who is acted upon.

use super::annotate::{ActorHit, Annotated};
use super::frame::{Frame, Voice};
use super::lexicon::{ActorEntry, ActorKind, Cue, Lexicon};
use crate::domain::{Actor, Side};
use std::collections::BTreeSet;

/// Sides that fight each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Camp {
    Government,
    Rebels,
    Civilians,
}

fn camp(kind: ActorKind) -> Camp {
    match kind {
        ActorKind::State | ActorKind::Coalition | ActorKind::Militia => Camp::Government,
        ActorKind::Rebel => Camp::Rebels,
        ActorKind::Civilians => Camp::Civilians,
    }
}

fn entry(hit: &ActorHit) -> Option<&'static ActorEntry> {
    Lexicon::embedded().actors.get(hit.actor)
}

/// The actors that a report names outright, for words such as "militants".
#[derive(Debug, Default)]
pub(super) struct Cast {
    named: BTreeSet<usize>,
}

impl Cast {
    pub(super) fn new(sentences: &[Annotated<'_>]) -> Self {
        let hits = sentences
            .iter()
            .flat_map(|s| &s.actors)
            .filter(|hit| entry(hit).is_some_and(|e| !e.generic));
        Self {
            named: hits.map(|hit| hit.actor).collect(),
        }
    }

    /// The name to give: a word for a kind means the one actor of that kind that the report names.
    fn name(&self, hit: &ActorHit) -> Option<(&'static str, Camp)> {
        let entry = entry(hit)?;
        let mut same_kind = self
            .named
            .iter()
            .filter_map(|i| Lexicon::embedded().actors.get(*i))
            .filter(|e| e.kind == entry.kind);
        let only = same_kind.next().filter(|_| same_kind.next().is_none());
        let meant = if entry.generic {
            only.unwrap_or(entry)
        } else {
            entry
        };
        Some((&meant.name, camp(meant.kind)))
    }
}

/// The actors of a sentence by side: the camp that stands where the acting one of the first verb stands is A. When
/// nothing tells who acts, nobody is given.
pub(super) fn sides(sentence: &Annotated<'_>, frames: &[Frame], cast: &Cast) -> Vec<Actor> {
    let Some(main) = leading(sentence, frames) else {
        return Vec::new();
    };
    let hits: Vec<Hit<'_>> = sentence
        .actors
        .iter()
        .filter(|hit| !speaks(sentence, frames, hit))
        .filter_map(|hit| cast.name(hit).map(|(name, camp)| (hit, name, camp)))
        .collect();
    let before = hits
        .iter()
        .rev()
        .find(|(hit, ..)| hit.at.last < main.first)
        .map(|(.., camp)| *camp);
    let after = hits
        .iter()
        .find(|(hit, ..)| hit.at.first > main.last)
        .map(|(.., camp)| *camp);
    let moves = matches!(
        main.trigger().family.as_str(),
        "sight" | "move" | "displace" | "surrender" | "protest"
    );
    let agent = by_phrase(sentence, &hits, main);
    let acting = match main.voice {
        Voice::Passive if !moves => agent.map(|(_, camp)| camp).or_else(|| before.map(opponent)),
        _ => agent
            .map(|(_, camp)| camp)
            .or(before)
            .or_else(|| after.map(|camp| if moves { camp } else { opponent(camp) })),
    };
    if acting.is_none() {
        return Vec::new();
    }
    let sufferer =
        sufferer(&hits, main).filter(|name| agent.is_none_or(|(agent, _)| agent != *name));
    let mut actors: Vec<Actor> = Vec::new();
    for (_, name, camp) in hits {
        let acts = Some(camp) == acting && (moves || sufferer != Some(name));
        let side = if acts { Side::A } else { Side::B };
        if actors.iter().all(|a| a.name != name) {
            actors.push(Actor {
                name: name.to_owned(),
                side,
            });
        }
    }
    actors
}

/// "the security forces said": who tells it is no party to it, unless the same words also act ("the army said it
/// attacked" names nobody else).
fn speaks(sentence: &Annotated<'_>, frames: &[Frame], hit: &ActorHit) -> bool {
    let said = (hit.at.last + 1..=hit.at.last + 2).any(|at| sentence.cue_at(at, Cue::Saying));
    let acts_first = frames
        .iter()
        .any(|f| f.first > hit.at.last && f.first - hit.at.last <= 2);
    let others = sentence.actors.iter().any(|other| other.actor != hit.actor);
    said && !acts_first && (others || frames.iter().all(|f| f.last < hit.at.first))
}

/// The verb whose subject acts: the first one; "the phase opened with a raid by" has its actor at the raid.
fn leading<'f>(sentence: &Annotated<'_>, frames: &'f [Frame]) -> Option<&'f Frame> {
    let led = |f: &&Frame| sentence.actors.iter().any(|hit| hit.at.last < f.first);
    let first = frames.first()?;
    let opens = first.trigger().family == "operation" && !led(&first);
    frames.iter().find(led).filter(|_| opens).or(Some(first))
}

type Hit<'h> = (&'h ActorHit, &'static str, Camp);

/// "by militants" after a passive or a noun.
fn by_phrase(
    sentence: &Annotated<'_>,
    hits: &[Hit<'_>],
    main: &Frame,
) -> Option<(&'static str, Camp)> {
    let by = |hit: &ActorHit| {
        (1..=3).any(|back| {
            hit.at
                .first
                .checked_sub(back)
                .and_then(|at| sentence.tok(at))
                .is_some_and(|t| t.folded == "by")
        })
    };
    hits.iter()
        .find(|(hit, ..)| hit.at.first > main.last && by(hit))
        .map(|(_, name, camp)| (*name, *camp))
}

/// The subject of a passive, or what stands right after an active verb: it suffers, whatever its camp.
fn sufferer(hits: &[Hit<'_>], main: &Frame) -> Option<&'static str> {
    let subject = hits.iter().rev().find(|(hit, ..)| hit.at.last < main.first);
    let object = hits
        .iter()
        .find(|(hit, ..)| hit.at.first > main.last && hit.at.first - main.last <= 2);
    let found = if main.voice == Voice::Passive {
        subject
    } else {
        object
    };
    found.map(|(_, name, _)| *name)
}

/// Who acts when only the one who suffers is named.
fn opponent(sufferer: Camp) -> Camp {
    match sufferer {
        Camp::Government | Camp::Civilians => Camp::Rebels,
        Camp::Rebels => Camp::Government,
    }
}
