//! Which number belongs to which verb: "killed 9 and arrested 4 others", "two camps were destroyed".

use super::annotate::{Annotated, NumberHit, Pause};
use super::frame::{Frame, Voice};
use super::lexicon::{Cue, Form};
use super::number::{QuantityKind, Unit};
use crate::domain::{Count, CountKind, Interval, Span};

/// Most words of the thing counted.
const MOST_WORDS: usize = 6;

/// The counts of the frames that are given; `all` are all frames of the sentence, since a number may belong to
/// another one.
pub(super) fn counts(sentence: &Annotated<'_>, wanted: &[Frame], all: &[Frame]) -> Vec<Count> {
    let mut found: Vec<Count> = Vec::new();
    for hit in sentence
        .numbers
        .iter()
        .filter(|hit| can_count(hit) && !refers_back(sentence, hit))
    {
        let Some(frame) =
            governor(sentence, hit, all).filter(|f| wanted.iter().any(|w| w.first == f.first))
        else {
            continue;
        };
        let Some(kind) = kind_of(hit, frame) else {
            continue;
        };
        let of = of_what(sentence, hit, all)
            .or_else(|| found.last().map(|c| c.of.clone()))
            .or_else(|| people(kind));
        if let Some(of) =
            of.filter(|of| !is_pronoun(of) && (!hit.quantity.article || is_countable(of, kind)))
        {
            found.push(Count {
                kind,
                of,
                number: hit.quantity.interval,
                text: number_words(sentence, hit),
                shared: false,
            });
        }
    }
    found
}

fn can_count(hit: &NumberHit) -> bool {
    let measured = matches!(
        hit.quantity.unit,
        Some(Unit::Kilometre | Unit::SquareKilometre)
    );
    !hit.quantity.whole
        && (hit.quantity.kind == QuantityKind::Count
            || (hit.quantity.kind == QuantityKind::Measure && measured))
}

/// "the four men": told before; "including four children": part of another number.
fn refers_back(sentence: &Annotated<'_>, hit: &NumberHit) -> bool {
    let before = hit.at.first.checked_sub(1).and_then(|at| sentence.tok(at));
    let clause = sentence.clause_of(hit.at.first);
    let part = sentence.cues.iter().any(|(cue, s)| {
        *cue == Cue::Including
            && s.last < hit.at.first
            && hit.at.first - s.last <= 6
            && sentence.clause_of(s.first) == clause
    });
    part || before.is_some_and(|t| matches!(t.folded.as_str(), "the" | "these" | "those" | "other"))
}

fn kind_of(hit: &NumberHit, frame: &Frame) -> Option<CountKind> {
    let kind = frame.trigger().count?;
    match hit.quantity.unit {
        Some(Unit::SquareKilometre) => Some(CountKind::Area),
        Some(Unit::Kilometre) if kind != CountKind::Searched && kind != CountKind::Cleared => None,
        _ => Some(kind),
    }
}

/// The frame whose subject or object the number is: a passive or participle right of it, else the last one left of it.
fn governor<'f>(sentence: &Annotated<'_>, hit: &NumberHit, all: &'f [Frame]) -> Option<&'f Frame> {
    let left = all
        .iter()
        .rev()
        .find(|f| f.last < hit.at.first && f.trigger().count.is_some());
    let right = all
        .iter()
        .find(|f| f.first > hit.at.last && f.trigger().count.is_some());
    let subject_of = right.filter(|f| f.form == Form::Past && is_subject(sentence, hit, f));
    let object_of = left.filter(|f| {
        f.voice != Voice::Passive && sentence.clause_of(f.first) == sentence.clause_of(hit.at.first)
    });
    let said_of_it = right.filter(|f| f.voice == Voice::Nominal && f.first == hit.at.last + 1);
    if let Some(adjacent) = said_of_it.or(object_of.filter(|f| is_object(sentence, hit, f))) {
        return Some(adjacent);
    }
    match (subject_of, object_of) {
        (Some(passive), Some(active))
            if passive.voice == Voice::Passive || active.form == Form::Noun =>
        {
            Some(passive)
        }
        (_, Some(active)) => Some(active),
        (Some(passive), None) => Some(passive),
        (None, None) => right
            .filter(|f| f.voice == Voice::Nominal)
            .or(left)
            .filter(|f| sentence.clause_of(f.first) == sentence.clause_of(hit.at.first)),
    }
}

/// The number follows its verb closely, in the same breath.
fn is_object(sentence: &Annotated<'_>, hit: &NumberHit, frame: &Frame) -> bool {
    let joined = |at: usize| {
        sentence
            .tok(at)
            .is_some_and(|t| t.folded == "and" || t.pause != Pause::None)
    };
    hit.at.first - frame.last <= 3 && !(frame.last + 1..=hit.at.first).any(joined)
}

/// Between a number and its verb stand only the thing counted, "and" and other numbers, or an inserted clause; nobody
/// speaks there.
fn is_subject(sentence: &Annotated<'_>, hit: &NumberHit, frame: &Frame) -> bool {
    let mut between = hit.at.last + 1..frame.first;
    let same = sentence.clause_of(frame.first) == sentence.clause_of(hit.at.first);
    let spoken = between.clone().any(|at| sentence.cue_at(at, Cue::Saying));
    let passive = frame.voice == Voice::Passive;
    let directly = between.len() <= MOST_WORDS
        && between.all(|at| sentence.tok(at).is_some_and(|t| t.pause == Pause::None));
    let intransitive = sentence
        .tok(frame.first)
        .is_some_and(|t| matches!(t.folded.as_str(), "died" | "fled" | "surrendered"));
    let participle = directly
        && !sentence.actors.iter().any(|a| a.at.first == frame.last + 1)
        && !has_own_object(sentence, frame);
    same && !spoken && (passive || intransitive || participle)
}

/// "ten men killed three": the verb has an object of its own.
fn has_own_object(sentence: &Annotated<'_>, frame: &Frame) -> bool {
    sentence
        .numbers
        .iter()
        .any(|n| n.at.first == frame.last + 1)
}

/// The words of the thing counted, up to a preposition, a verb or a pause; "of" goes on after a vague number.
fn of_what(sentence: &Annotated<'_>, hit: &NumberHit, all: &[Frame]) -> Option<String> {
    if hit.quantity.unit == Some(Unit::SquareKilometre) {
        return Some("km2".to_owned());
    }
    let start = hit.at.last + 1;
    let start = if sentence.tok(start).is_some_and(|t| t.folded == "of") {
        start + 1
    } else {
        start
    };
    let first = if hit.quantity.unit == Some(Unit::Kilometre) {
        hit.at.first + 1
    } else {
        start
    };
    let end = (first..first + MOST_WORDS)
        .take_while(|at| goes_on(sentence, *at, first, all))
        .last()?;
    let words = sentence
        .words(super::annotate::Stretch { first, last: end })
        .trim();
    let referring = matches!(
        words,
        "others" | "more" | "other" | "dead" | "wounded" | "injured" | ""
    );
    (!referring).then(|| words.to_owned())
}

fn goes_on(sentence: &Annotated<'_>, at: usize, first: usize, all: &[Frame]) -> bool {
    const STOPS: [&str; 30] = [
        "and", "or", "in", "on", "at", "by", "from", "to", "with", "for", "near", "during",
        "while", "who", "which", "that", "was", "were", "have", "has", "had", "been", "are", "is",
        "used", "as", "among", "inside", "into", "between",
    ];
    let Some(tok) = sentence
        .tok(at)
        .filter(|_| !sentence.cue_at(at, Cue::Saying))
    else {
        return false;
    };
    let paused = at > first && tok.pause != Pause::None;
    let verb = all.iter().any(|f| f.first == at && f.form != Form::Noun);
    let number = sentence
        .numbers
        .iter()
        .any(|n| (n.at.first..=n.at.last).contains(&at))
        && at != first;
    !paused && !verb && !number && !STOPS.contains(&tok.folded.as_str())
}

fn number_words(sentence: &Annotated<'_>, hit: &NumberHit) -> String {
    sentence.words(hit.at).to_owned()
}

/// "28 dead": people, when nothing says whom.
fn people(kind: CountKind) -> Option<String> {
    matches!(
        kind,
        CountKind::Killed | CountKind::Wounded | CountKind::Arrested | CountKind::Abducted
    )
    .then(|| "people".to_owned())
}

fn is_pronoun(of: &str) -> bool {
    matches!(of, "them" | "those" | "these" | "it" | "whom")
}

/// People of whom "a" counts one.
const PEOPLE: [&str; 21] = [
    "soldier",
    "guard",
    "gunman",
    "suspect",
    "farmer",
    "villager",
    "policeman",
    "officer",
    "civilian",
    "man",
    "woman",
    "child",
    "militant",
    "fighter",
    "person",
    "boy",
    "girl",
    "shepherd",
    "journalist",
    "commander",
    "member",
];
/// Things of which "a" counts one.
const THINGS: [&str; 26] = [
    "camp",
    "bomb",
    "ied",
    "device",
    "hideout",
    "tunnel",
    "trench",
    "vehicle",
    "car",
    "motorcycle",
    "drone",
    "tank",
    "depot",
    "cache",
    "store",
    "site",
    "post",
    "den",
    "workshop",
    "rocket",
    "launcher",
    "mortar",
    "rifle",
    "belt",
    "boat",
    "bridge",
];

/// "a camp", "an IED" are one; "a statement", "an operation" are none. The head noun decides: people for what
/// happens to people, things of war for the rest.
fn is_countable(of: &str, kind: CountKind) -> bool {
    let of_people = matches!(
        kind,
        CountKind::Killed
            | CountKind::Wounded
            | CountKind::Arrested
            | CountKind::Abducted
            | CountKind::Surrendered
            | CountKind::Displaced
    );
    let nouns: &[&str] = if of_people { &PEOPLE } else { &THINGS };
    let head = of.split_whitespace().last().unwrap_or("").to_lowercase();
    nouns.contains(&head.as_str())
}

/// The members of a list of villages that were searched or secured.
pub(super) fn list_count(frames: &[Frame], members: &[Span], text: &str) -> Option<Count> {
    let kind = frames.iter().rev().find_map(|f| {
        f.trigger()
            .count
            .filter(|k| matches!(k, CountKind::Searched | CountKind::Cleared))
    })?;
    let (first, last) = (members.first()?, members.last()?);
    let number = Interval::exactly(u64::try_from(members.len()).ok()?);
    let words = Span::new(first.start, last.end).of(text).to_owned();
    (members.len() >= 2).then_some(Count {
        kind,
        of: "villages".to_owned(),
        number,
        text: words,
        shared: true,
    })
}

/// Whether the victims of these frames are civilians by the words of the sentence.
pub(super) fn civilians_suffer(sentence: &Annotated<'_>, counts: &[Count]) -> bool {
    let in_counts = counts.iter().any(|c| {
        c.of.split_whitespace().any(|w| {
            matches!(
                w.to_lowercase().as_str(),
                "civilian"
                    | "civilians"
                    | "woman"
                    | "women"
                    | "child"
                    | "children"
                    | "villager"
                    | "villagers"
                    | "people"
                    | "passenger"
                    | "passengers"
                    | "shepherd"
                    | "shepherds"
                    | "farmer"
                    | "farmers"
            )
        })
    });
    in_counts || (counts.is_empty() && sentence.has(Cue::Civilians))
}
