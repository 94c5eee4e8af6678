//! Finds toponyms in running text: known names by the index, unknown ones by the words around them.

use super::find_words::{TABLES, Token};
use super::known_names::Names;
use super::recognise;
use super::relation_words::relate;
use super::rules::Rules;
use super::runs::{Run, Sentence};
use super::toponym::{ClassHint, Toponym, Use};
use crate::domain::Span;

/// All toponyms of the sentences, in order of the text within each sentence; a place made of two others
/// ("between X and Y") follows them.
pub(super) fn find(text: &str, sentences: &[Span], names: &Names<'_>) -> Vec<Toponym> {
    let sentences = cut(text, sentences);
    let (recognised, persons) = recognise::recognise(&sentences, names);
    let mut words = sentences.iter().flat_map(|s| &s.tokens);
    let without_capitals = words.all(|token| !token.begins_name());
    let most_words = names.layers().longest();
    let mut found: Vec<Toponym> = Vec::new();
    let mut lists = 0;
    for (number, (sentence, recognised)) in sentences.iter().zip(&recognised).enumerate() {
        let rules = Rules {
            sentence,
            names,
            persons: &persons,
            most_words,
            without_capitals,
        };
        let mut runs = sentence.runs(&rules, recognised);
        lists = coordinate(sentence, &mut runs, lists);
        runs.retain(|run| run.sure || rules.is_misspelt_place(run));
        let first = found.len();
        found.extend(runs.iter().map(|run| toponym(sentence, run, number)));
        assign_use(sentence, &runs, found.get_mut(first..).unwrap_or_default());
        relate(sentence, &runs, first, &mut found);
    }
    found
}

/// Every stretch that the recogniser judges, with its cues in words.
pub(super) fn cues(text: &str, sentences: &[Span], names: &Names<'_>) -> Vec<(Span, Vec<String>)> {
    recognise::cues(&cut(text, sentences), names)
}

fn cut<'a>(text: &'a str, sentences: &[Span]) -> Vec<Sentence<'a>> {
    sentences
        .iter()
        .map(|span| Sentence::new(text, *span))
        .collect()
}

fn toponym(sentence: &Sentence<'_>, run: &Run, number: usize) -> Toponym {
    let span = sentence.span(run.begin, run.end);
    Toponym {
        span,
        text: span.of(sentence.text).to_owned(),
        name_span: run.name,
        name: run
            .lookup
            .unwrap_or_else(|| run.name.of(sentence.text))
            .to_owned(),
        hint: run.hint.clone(),
        relation: None,
        used_for: Use::Place,
        sentence: number,
        list: run.list,
        slashed: run.slashed,
        part_of: None,
        known: run.known,
        adjective: run.adjective,
    }
}

/// Numbers the lists of names and lets a unit word speak for its whole list; gives the last number used.
fn coordinate(sentence: &Sentence<'_>, runs: &mut [Run], lists: usize) -> usize {
    let mut list = lists;
    for i in 0..runs.len() {
        let joint = i
            .checked_sub(1)
            .and_then(|before| Some(joint(sentence, runs.get(before)?, runs.get(i)?)));
        if !matches!(joint, Some(Joint::List | Joint::Slash)) {
            list += 1;
        }
        if let Some(run) = runs.get_mut(i) {
            run.list = list;
            run.slashed = matches!(joint, Some(Joint::Slash));
        }
    }
    for number in lists + 1..=list {
        share_unit(
            sentence,
            runs.iter_mut().filter(|run| run.list == number).collect(),
        );
    }
    list
}

enum Joint {
    None,
    List,
    Slash,
}

fn joint(sentence: &Sentence<'_>, left: &Run, right: &Run) -> Joint {
    let between: Vec<&Token<'_>> = (left.end + 1..right.begin)
        .filter_map(|i| sentence.tokens.get(i))
        .collect();
    let signs: String = (left.end..right.begin)
        .map(|i| sentence.gap(i, i + 1))
        .collect();
    let signs: String = signs.chars().filter(|c| !c.is_whitespace()).collect();
    let joined_in_arabic = sentence
        .token(Some(right.begin))
        .is_some_and(|t| t.word.is_arabic() && t.word.span.start < right.name.start);
    match (between.as_slice(), signs.as_str()) {
        ([], "/") => Joint::Slash,
        ([], "," | "،" | ";") => Joint::List,
        ([], "") if joined_in_arabic => Joint::List,
        ([word], "" | "," | "،") | ([word, _], "" | ",")
            if is_conjunction(word) && between.get(1).is_none_or(|t| t.is("the")) =>
        {
            Joint::List
        }
        _ => Joint::None,
    }
}

fn is_conjunction(token: &Token<'_>) -> bool {
    token.is("and") || token.is("or") || token.is("و")
}

/// "the villages of A, B and C", "the A and B areas": a plural says the kind of all and makes all of them toponyms.
fn share_unit(sentence: &Sentence<'_>, mut list: Vec<&mut Run>) {
    let plural = |run: &&&mut Run| {
        [run.begin, run.end]
            .iter()
            .any(|at| sentence.token(Some(*at)).is_some_and(Token::is_plural_unit))
    };
    let unit: Option<ClassHint> = list.iter().filter(plural).find_map(|run| run.hint.clone());
    let sure = list.iter().filter(|run| run.sure).count();
    let long_and_known = list.len() >= 3 && 2 * sure >= list.len();
    if list.len() < 2 || (unit.is_none() && !long_and_known) {
        return;
    }
    for run in &mut list {
        run.sure = true;
        if run.hint.is_none() {
            run.hint.clone_from(&unit);
        }
    }
}

/// Names inside the names of bodies and offices; what holds for the last of a list holds for the list.
fn assign_use(sentence: &Sentence<'_>, runs: &[Run], toponyms: &mut [Toponym]) {
    for (run, at) in runs.iter().zip(0..) {
        let Some((used_for, end)) =
            use_after(sentence, run).or_else(|| use_before(sentence, run).map(|u| (u, run.end)))
        else {
            continue;
        };
        for toponym in toponyms
            .iter_mut()
            .take(at + 1)
            .filter(|t| t.list == run.list)
        {
            toponym.used_for = used_for;
        }
        if let Some(toponym) = toponyms
            .get_mut(at)
            .filter(|_| used_for == Use::CommandArea)
        {
            toponym.cover(sentence.span(run.begin, end), sentence.text);
        }
    }
}

/// "X Provincial Council", "X operations commands", "the X command's area of operation".
fn use_after(sentence: &Sentence<'_>, run: &Run) -> Option<(Use, usize)> {
    let followers = (run.end + 1..sentence.tokens.len())
        .take(3)
        .take_while(|i| {
            sentence.adjacent(i - 1, *i)
                && sentence.tokens.get(*i).is_some_and(|t| {
                    t.word.is_capitalised() || t.is_in(&TABLES.words.organisations)
                })
        });
    let followers: Vec<usize> = followers.collect();
    let is = |list, i: &&usize| sentence.tokens.get(**i).is_some_and(|t| t.is_in(list));
    let last = followers
        .iter()
        .rev()
        .find(|i| is(&TABLES.words.organisations, i))?;
    if !followers.iter().any(|i| is(&TABLES.words.operations, &i)) {
        return Some((Use::Organisation, *last));
    }
    if !followers.iter().any(|i| is(&TABLES.words.commands, &i)) {
        return Some((Use::Command, *last));
    }
    let area = (last + 1..sentence.tokens.len())
        .take(1)
        .find(|i| is(&TABLES.words.responsibility, &i));
    Some(area.map_or((Use::Command, *last), |area| {
        (Use::CommandArea, area_end(sentence, area))
    }))
}

/// "area of operation": the last token of it.
fn area_end(sentence: &Sentence<'_>, area: usize) -> usize {
    if sentence.token(Some(area + 1)).is_some_and(|t| t.is("of")) {
        area + 2
    } else {
        area
    }
}

/// "governor of X", "commander of the X operations".
fn use_before(sentence: &Sentence<'_>, run: &Run) -> Option<Use> {
    let before = |back: usize| sentence.token(run.begin.checked_sub(back));
    let of = (1..=2).find(|back| before(*back).is_some_and(|t| t.is("of")))?;
    before(of + 1)
        .filter(|t| t.is_in(&TABLES.words.offices))
        .map(|_| Use::Organisation)
}
