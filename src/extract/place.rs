//! Where a frame's incident happened, and what every toponym of the report does.

use super::annotate::{Annotated, Stretch};
use super::frame::Frame;
use super::lexicon::Cue;
use crate::domain::{Location, LocationPrecision, MentionRole, Resolution, Span};
use crate::gazetteer::{Relation, Toponym, Use};
use std::collections::HashSet;

/// Toponyms and their resolutions, by number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places<'r> {
    pub(super) toponyms: &'r [Toponym],
    pub(super) resolutions: &'r [Resolution],
}

impl<'r> Places<'r> {
    pub(super) fn location(&self, at: usize) -> Option<&'r Location> {
        self.resolutions.get(at).and_then(|r| r.location.as_ref())
    }

    /// The finder goes sentence by sentence, so the toponyms of a sentence stand together.
    fn of_sentence(&self, sentence: usize) -> impl Iterator<Item = (usize, &'r Toponym)> + use<'r> {
        let first = self.toponyms.partition_point(|t| t.sentence < sentence);
        let next = self.toponyms.partition_point(|t| t.sentence <= sentence);
        self.toponyms.iter().enumerate().take(next).skip(first)
    }

    /// The toponyms that name where the frames' incident happened: one, or the members of one list.
    pub(super) fn of_event(&self, sentence: &Annotated<'_>, frames: &[Frame]) -> Vec<usize> {
        let main = frames
            .iter()
            .max_by_key(|f| f.trigger().rank)
            .map_or(0, |f| f.first);
        let eligible: Vec<(usize, &Toponym, Stretch)> = self
            .of_sentence(sentence.number)
            .filter(|(i, t)| {
                self.location(*i).is_some() && t.part_of.is_none() && !in_actor(sentence, t.span)
            })
            .filter_map(|(i, t)| sentence.stretch(t.span).map(|at| (i, t, at)))
            .filter(|(_, t, at)| !self.is_among_others(sentence, t) && !is_seat(sentence, *at))
            .collect();
        let named = eligible.iter().filter(|(i, t, at)| {
            matches!(t.used_for, Use::Place | Use::CommandArea)
                && (self.has_relation(*i) || !self.is_country(*i) || is_located(sentence, *at))
                && !self.is_metonym(sentence, *i, *at)
        });
        let best = named.min_by_key(|(i, _, at)| self.preference(sentence, *i, *at, main));
        let best = best.or_else(|| {
            eligible
                .iter()
                .find(|(i, t, _)| t.used_for == Use::Command && !self.is_country(*i))
        });
        best.map_or_else(Vec::new, |(i, t, _)| self.list_of(*i, t, &eligible))
    }

    /// "including in A and B": A and B are some of the places, not the place.
    fn is_among_others(&self, sentence: &Annotated<'_>, toponym: &Toponym) -> bool {
        let listed = self
            .of_sentence(sentence.number)
            .filter(|(_, t)| t.list == toponym.list);
        listed
            .filter_map(|(_, t)| sentence.stretch(t.span))
            .any(|at| sentence.cue_before(at.first, Cue::Including, 3))
    }

    /// Smaller is better: not a place that people came from or a country, then the finest, then
    /// entries before places made of others ("the valley between X and Y"), then the nearest.
    fn preference(
        &self,
        sentence: &Annotated<'_>,
        i: usize,
        at: Stretch,
        main: usize,
    ) -> (bool, bool, u32, bool, u64, usize) {
        let origin = (is_origin(sentence, at) && !self.has_relation(i)) || is_beside(sentence, at);
        let beside = sentence.intro_of(at.first) == Some(Cue::Background)
            && sentence.clause_of(at.first) != sentence.clause_of(main);
        let (coarse, radius) = self.location(i).map_or((9, u64::MAX), |l| {
            (coarseness(l), whole_metres(l.extent.radius_m()))
        });
        (
            origin,
            beside && coarse > 3,
            coarse,
            self.is_computed(i),
            radius,
            at.first.abs_diff(main),
        )
    }

    /// The other members of its list that have a place; a slash joins two names of one place: the wider one.
    fn list_of(
        &self,
        best: usize,
        toponym: &Toponym,
        eligible: &[(usize, &Toponym, Stretch)],
    ) -> Vec<usize> {
        let members: Vec<(usize, &Toponym)> = eligible
            .iter()
            .filter(|(i, t, _)| {
                t.list == toponym.list
                    && t.used_for == toponym.used_for
                    && (*i == best || same_kind(self, *i, best))
            })
            .map(|(i, t, _)| (*i, *t))
            .collect();
        if members.iter().any(|(_, t)| t.slashed) || toponym.used_for == Use::CommandArea {
            let widest = members.iter().max_by_key(|(i, _)| {
                self.location(*i)
                    .map_or(0, |l| whole_metres(l.extent.radius_m()))
            });
            return vec![widest.map_or(best, |(i, _)| {
                if toponym.used_for == Use::CommandArea {
                    best
                } else {
                    *i
                }
            })];
        }
        let composite = members
            .iter()
            .any(|(_, t)| is_one_place(t) && toponym.relation.is_some());
        if composite {
            vec![best]
        } else {
            members.into_iter().map(|(i, _)| i).collect()
        }
    }

    fn is_computed(&self, i: usize) -> bool {
        self.location(i).is_some_and(|l| l.place_id.is_none())
    }

    /// The words around its name make another place of it: not "the area of Iraq", which is Iraq.
    fn has_relation(&self, i: usize) -> bool {
        self.toponyms.get(i).is_some_and(|t| t.relation.is_some())
            && self.location(i).is_some_and(|l| l.relation.is_some())
    }

    fn is_country(&self, i: usize) -> bool {
        self.location(i)
            .is_some_and(|l| l.precision == LocationPrecision::Country)
    }

    /// "Baghdad rejected": a capital or country that speaks or acts.
    fn is_metonym(&self, sentence: &Annotated<'_>, i: usize, at: Stretch) -> bool {
        let capital = self
            .resolutions
            .get(i)
            .and_then(|r| r.chosen.as_ref())
            .is_some_and(|c| {
                c.place.feature_code == "PPLC" || c.place.feature_code.starts_with("PCL")
            });
        let before = at.first.checked_sub(1).and_then(|b| sentence.tok(b));
        let located = before.is_some_and(|t| {
            matches!(
                t.folded.as_str(),
                "in" | "at"
                    | "near"
                    | "of"
                    | "from"
                    | "to"
                    | "around"
                    | "outside"
                    | "between"
                    | "across"
                    | "into"
            )
        });
        let acts = sentence
            .tok(at.last + 1)
            .is_some_and(|t| t.folded.len() > 4 && t.folded.ends_with("ed"))
            || sentence.cue_at(at.last + 1, Cue::Saying)
            || sentence.cue_at(at.last + 1, Cue::Auxiliaries);
        let listed = sentence.tok(at.last + 1).is_some_and(|t| t.folded == "and");
        capital && !located && !self.has_relation(i) && (acts || listed)
    }

    /// What a toponym does in its report; `events` are the toponyms that give an event its place.
    pub(super) fn role(
        &self,
        i: usize,
        sentence: Option<&Annotated<'_>>,
        events: &HashSet<usize>,
        told: bool,
    ) -> MentionRole {
        let (Some(toponym), Some(sentence)) = (self.toponyms.get(i), sentence) else {
            return MentionRole::Boilerplate;
        };
        let at = sentence
            .stretch(toponym.span)
            .unwrap_or(Stretch { first: 0, last: 0 });
        if !sentence.kind.is_story() {
            MentionRole::Boilerplate
        } else if events.contains(&i) {
            MentionRole::Event
        } else if matches!(toponym.used_for, Use::Organisation | Use::Command)
            || in_actor(sentence, toponym.span)
            || is_seat(sentence, at)
        {
            MentionRole::Organisation
        } else if self.is_metonym(sentence, i, at) {
            MentionRole::Metonym
        } else if !told {
            MentionRole::Background
        } else if is_origin(sentence, at) || is_target(sentence, at) {
            MentionRole::Route
        } else {
            MentionRole::Containing
        }
    }
}

/// A relation that makes one place, also of several names; "the A and B areas" are two.
fn is_one_place(toponym: &Toponym) -> bool {
    toponym
        .relation
        .as_ref()
        .is_some_and(|relation| !matches!(relation, Relation::Around { .. }))
}

fn same_kind(places: &Places<'_>, a: usize, b: usize) -> bool {
    let coarse = |i| places.location(i).map(coarseness);
    let near = |x: u32, y: u32| x.abs_diff(y) <= 3;
    coarse(a).zip(coarse(b)).is_some_and(|(x, y)| near(x, y))
}

/// 0 exact to 8 country.
fn coarseness(location: &Location) -> u32 {
    match location.precision {
        LocationPrecision::Exact => 0,
        LocationPrecision::Settlement => 1,
        LocationPrecision::Vicinity => 2,
        LocationPrecision::Line | LocationPrecision::Area
            if location.extent.radius_m() <= 120_000.0 =>
        {
            3
        }
        LocationPrecision::District => 4,
        LocationPrecision::Line | LocationPrecision::Area => 5,
        LocationPrecision::Province => 6,
        LocationPrecision::Country => 7,
        LocationPrecision::Unknown => 8,
    }
}

/// Radii are far below 2^63.
fn whole_metres(metres: f64) -> u64 {
    format!("{metres:.0}").parse().unwrap_or(u64::MAX)
}

fn before<'s>(sentence: &'s Annotated<'_>, at: Stretch, back: usize) -> &'s str {
    at.first
        .checked_sub(back)
        .and_then(|b| sentence.tok(b))
        .map_or("", |t| t.folded.as_str())
}

/// "from X": where somebody came from.
fn is_origin(sentence: &Annotated<'_>, at: Stretch) -> bool {
    before(sentence, at, 1) == "from"
        || (before(sentence, at, 1) == "the" && before(sentence, at, 2) == "from")
}

/// "a monitoring group based in X", "the X-based group": where somebody sits who tells of it. Fighters that are based in X
/// may well be met there.
fn is_seat(sentence: &Annotated<'_>, at: Stretch) -> bool {
    let article = usize::from(before(sentence, at, 1) == "the");
    let based_in = (
        before(sentence, at, 2 + article),
        before(sentence, at, 1 + article),
    );
    let is_fighters = || {
        let based = at.first.checked_sub(2 + article);
        let actors = &mut sentence.actors.iter();
        actors.any(|actor| Some(actor.at.last + 1) == based)
    };
    let is_based = |place| sentence.tok(place).is_some_and(|t| t.folded == "based");
    let x_based = is_based(at.last) || (is_based(at.last + 1) && hyphen_follows(sentence, at));
    x_based || (matches!(based_in, ("based" | "headquartered", "in" | "at")) && !is_fighters())
}

/// "X-based", not "in X based on a tip".
fn hyphen_follows(sentence: &Annotated<'_>, at: Stretch) -> bool {
    let end = sentence.tok(at.last).map(|t| t.span.end);
    let end = end.and_then(|end| end.checked_sub(sentence.span.start));
    let rest = end.and_then(|end| sentence.text.get(end..));
    rest.is_some_and(|rest| rest.starts_with(['-', '‑']))
}

/// "not far from X", "on the line between", "based in X": beside the incident.
fn is_beside(sentence: &Annotated<'_>, at: Stretch) -> bool {
    matches!(
        (before(sentence, at, 2), before(sentence, at, 1)),
        ("based", "in") | ("far", "from")
    )
}

fn is_target(sentence: &Annotated<'_>, at: Stretch) -> bool {
    matches!(before(sentence, at, 1), "to" | "towards" | "toward")
}

/// Inside an actor's name ("Islamic State of Iraq and Syria").
fn in_actor(sentence: &Annotated<'_>, span: Span) -> bool {
    sentence.actors.iter().any(|hit| {
        let (first, last) = (sentence.tok(hit.at.first), sentence.tok(hit.at.last));
        first.zip(last).is_some_and(|(a, b)| {
            hit.at.last > hit.at.first && a.span.start <= span.start && span.end <= b.span.end
        })
    })
}

/// "in Syria", "across Iraq": a country is a place only where the words say so, since it mostly stands for its state.
fn is_located(sentence: &Annotated<'_>, at: Stretch) -> bool {
    const WORDS: [&str; 9] = [
        "in",
        "across",
        "inside",
        "within",
        "throughout",
        "over",
        "into",
        "في",
        "داخل",
    ];
    let possessive = sentence.words(at).ends_with("'s") || sentence.words(at).ends_with("’s");
    let word = |back| before(sentence, at, back);
    !possessive && (WORDS.contains(&word(1)) || (word(1) == "the" && WORDS.contains(&word(2))))
}
