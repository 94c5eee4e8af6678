//! Places that two or more names make together: "between X and Y", "the X-Y road", "the triangle of X, Y and Z",
//! "the border between X and Y", "along the river R near X".

use super::find_words::Token;
use super::relation_table::{RELATIONS, RelationWords};
use super::relation_words::{at_article, before};
use super::runs::{Run, Sentence};
use super::toponym::{Relation, Toponym, Use};

/// What several names make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Made {
    Between,
    Border,
    Line,
    Triangle,
}

/// A place made of the runs `first..=last`, with the tokens of all its words.
struct Group {
    made: Made,
    first: usize,
    last: usize,
    begin: usize,
    end: usize,
}

/// Adds the places that runs (toponyms `first..`) make together, and says which stretch of a river is meant.
pub(super) fn relate_pairs(
    sentence: &Sentence<'_>,
    runs: &[Run],
    first: usize,
    found: &mut Vec<Toponym>,
) {
    let mut at = 0;
    while at < runs.len() {
        let group = group_at(sentence, runs, at);
        at = group.as_ref().map_or(at, |group| group.last) + 1;
        if let Some(group) = group {
            add(sentence, &group, first, found);
        }
    }
    for (at, pair) in runs.windows(2).enumerate() {
        let [river, place] = pair else { continue };
        let meant = found
            .get_mut(first + at)
            .filter(|t| t.relation.is_none() && t.used_for == Use::Place && t.part_of.is_none());
        if let Some(toponym) = meant.filter(|_| is_stretch(sentence, river, place)) {
            toponym.relation = Some(Relation::Along(first + at + 1));
        }
    }
}

fn group_at(sentence: &Sentence<'_>, runs: &[Run], at: usize) -> Option<Group> {
    let left = runs.get(at)?;
    let joined = runs
        .windows(2)
        .skip(at)
        .take_while(|pair| matches!(pair, [a, b] if joint(sentence, a, b)))
        .count();
    let last = at + joined;
    let right = runs.get(last).filter(|_| joined > 0)?;
    let named = said_before(sentence, left)
        .map(|(made, begin)| (made, begin, right.end))
        .or_else(|| said_after(sentence, left, right).map(|(made, end)| (made, left.begin, end)));
    let (made, begin, end) = named?;
    Some(Group {
        made: if made == Made::Triangle && joined < 2 {
            Made::Between
        } else {
            made
        },
        first: at,
        last: if made == Made::Border { at + 1 } else { last },
        begin,
        end,
    })
}

/// Whether two runs are joined as a list, by a dash, or by "to" or "with".
fn joint(sentence: &Sentence<'_>, left: &Run, right: &Run) -> bool {
    let between = left.end + 1..right.begin;
    left.list == right.list
        || is_dashed(sentence, left, right)
        || between.len() <= 2
            && !between.is_empty()
            && between.clone().all(|at| {
                sentence
                    .token(Some(at))
                    .is_some_and(|t| t.is_in(&RELATIONS.words.joints) || t.is("the"))
            })
}

/// "X-Y", "X–Y", "X / Y".
fn is_dashed(sentence: &Sentence<'_>, left: &Run, right: &Run) -> bool {
    let signs = left.name.end.min(right.name.start)..right.name.start;
    sentence
        .text
        .get(signs)
        .is_some_and(|signs| matches!(signs.trim(), "-" | "–" | "—" | "‑" | "/"))
}

/// "the road between X …", "the triangle of X …", "linking X …": what is made, and its first token.
fn said_before(sentence: &Sentence<'_>, left: &Run) -> Option<(Made, usize)> {
    let words = &RELATIONS.words;
    let at = at_article(sentence, left.begin);
    let of_units = before(sentence, at, 1).is_some_and(|t| t.is("of"))
        && before(sentence, at, 2).is_some_and(Token::is_plural_unit);
    let at = if of_units {
        at_article(sentence, at - 2)
    } else {
        at
    };
    let word = before(sentence, at, 1)?;
    if let Some(made) = kind(word, words).filter(|_| word.word.is_arabic()) {
        return Some((made, at - 1));
    }
    let noun = (2..=4).find_map(|back| {
        before(sentence, at, back)
            .and_then(|t| kind(t, words))
            .map(|made| (made, at - back))
    });
    if word.is_in(&words.between) {
        return noun.or(Some((Made::Between, at - 1)).filter(|_| is_between(word)));
    }
    noun.filter(|(_, begin)| begin + 2 == at && word.is_in(&words.of))
}

/// "between" alone makes a place; "linking" needs to say what links.
fn is_between(word: &Token<'_>) -> bool {
    word.is("between") || word.is("بين")
}

fn kind(word: &Token<'_>, words: &RelationWords) -> Option<Made> {
    [
        (&words.borders, Made::Border),
        (&words.roads, Made::Line),
        (&words.axes, Made::Line),
        (&words.triangles, Made::Triangle),
    ]
    .into_iter()
    .find(|(list, _)| word.is_in(list))
    .map(|(_, made)| made)
}

/// "X-Y road", "X to Y highway", "X-Y-Z triangle": what is made, and its last token.
fn said_after(sentence: &Sentence<'_>, left: &Run, right: &Run) -> Option<(Made, usize)> {
    let listed_by_and = left.list == right.list && !is_dashed(sentence, left, right) && {
        let last = right
            .begin
            .checked_sub(1)
            .and_then(|at| sentence.token(Some(at)));
        last.is_some_and(|t| t.is("and") || t.is("or"))
    };
    if listed_by_and {
        return None;
    }
    (right.begin..=right.end + 2)
        .filter_map(|at| sentence.token(Some(at)).map(|t| (at, t)))
        .filter(|(_, t)| t.word.span.start >= right.name.end)
        .find_map(|(at, t)| kind(t, &RELATIONS.words).map(|made| (made, at)))
}

/// The place that two or more others make; it takes sentence and list of its first part, and its parts point to it.
fn add(sentence: &Sentence<'_>, group: &Group, offset: usize, found: &mut Vec<Toponym>) {
    let (first, last) = (offset + group.first, offset + group.last);
    let Some(part) = found.get(first) else { return };
    let span = sentence.span(group.begin, group.end);
    let text = span.of(sentence.text).to_owned();
    let whole = Toponym {
        span,
        name_span: span,
        name: text.clone(),
        text,
        hint: None,
        relation: Some(match group.made {
            Made::Between => Relation::Between(first, last),
            Made::Border => Relation::Border(first, last),
            Made::Line => Relation::Road(first, last),
            Made::Triangle => Relation::Triangle(first, last),
        }),
        used_for: Use::Place,
        sentence: part.sentence,
        list: part.list,
        slashed: false,
        part_of: None,
        known: true,
        adjective: false,
    };
    let number = found.len();
    for part in found.iter_mut().take(last + 1).skip(first) {
        part.part_of = Some(number);
    }
    found.push(whole);
}

/// "along the R near X", "the R river south of X".
fn is_stretch(sentence: &Sentence<'_>, river: &Run, place: &Run) -> bool {
    let words = &RELATIONS.words;
    let on_bank = before(sentence, at_article(sentence, river.begin), 1)
        .is_some_and(|t| t.is_in(&words.banks));
    let between = river.end + 1..place.begin;
    on_bank
        && (1..=4).contains(&between.len())
        && between.into_iter().all(|at| {
            sentence
                .token(Some(at))
                .is_some_and(|t| t.is_in(&words.stretches) || t.bearing().is_some())
        })
}
