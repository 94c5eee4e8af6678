//! "15 km south of X", "southern X", "between X and Y", "the border with X", "near X".

use super::find_words::{TABLES, Token, bearing_of};
use super::runs::{Run, Sentence};
use super::toponym::{Relation, Toponym, Use};

/// Reads the words before the runs (toponyms `first..`) and adds the places that are made of two others.
pub(super) fn relate(
    sentence: &Sentence<'_>,
    runs: &[Run],
    first: usize,
    found: &mut Vec<Toponym>,
) {
    for (at, run) in runs.iter().enumerate() {
        let Some(toponym) = found
            .get_mut(first + at)
            .filter(|t| t.used_for == Use::Place)
        else {
            continue;
        };
        let related = border_of(sentence, run)
            .or_else(|| directed(sentence, run))
            .or_else(|| near(sentence, run));
        if let Some((relation, begin, end)) = related {
            toponym.cover(sentence.span(begin, end), sentence.text);
            toponym.relation = Some(relation);
        }
    }
    for (at, left) in runs.iter().enumerate() {
        let others = runs
            .iter()
            .skip(at + 1)
            .take_while(|run| run.list == left.list)
            .count();
        let Some(right) = runs.get(at + others).filter(|_| others > 0) else {
            continue;
        };
        if let Some((begin, is_border)) = joined(sentence, left) {
            let ends = (first + at, first + at + if is_border { 1 } else { others });
            found.push(made_of(sentence, right, begin, is_border, ends));
            mark_parts(found, ends);
        }
    }
}

type Found = (Relation, usize, usize);

fn before<'s>(sentence: &'s Sentence<'_>, at: usize, back: usize) -> Option<&'s Token<'s>> {
    sentence.token(at.checked_sub(back))
}

/// Tokens to step over a "the".
fn article(sentence: &Sentence<'_>, at: usize) -> usize {
    usize::from(before(sentence, at, 1).is_some_and(|t| t.is("the")))
}

/// "N km south of X", "south of X", "southern X", "the northern part of X".
fn directed(sentence: &Sentence<'_>, run: &Run) -> Option<Found> {
    let at = run.begin - article(sentence, run.begin);
    if let Some((bearing, length)) = bearing_before(sentence, at) {
        return Some((Relation::Part { bearing }, at - length, run.end));
    }
    let of = before(sentence, at, 1)
        .filter(|t| t.is("of") || t.is("from"))
        .map(|_| at - 1);
    let of = of.or_else(|| {
        sentence
            .token(Some(run.begin))
            .filter(|t| t.unit().is_some())
            .map(|_| run.begin + 1)
    });
    let of = of.filter(|of| *of <= at)?;
    let from = sentence.token(Some(of)).is_some_and(|t| t.is("from"));
    if let Some((distance_m, begin)) = distance_before(sentence, of).filter(|_| from) {
        return Some((Relation::Within { distance_m }, begin, run.end));
    }
    if let Some((bearing, length)) = bearing_before(sentence, of) {
        let begin = of - length;
        return Some(match distance_before(sentence, begin) {
            Some((distance_m, begin)) => (
                Relation::Offset {
                    distance_m,
                    bearing,
                },
                begin,
                run.end,
            ),
            None => (Relation::Beyond { bearing }, begin, run.end),
        });
    }
    None
}

/// A bearing of one or two words that ends right before a token, and its length in tokens.
fn bearing_before(sentence: &Sentence<'_>, at: usize) -> Option<(f64, usize)> {
    let one = before(sentence, at, 1)?;
    let two =
        before(sentence, at, 2).and_then(|t| bearing_of(&format!("{} {}", t.folded, one.folded)));
    two.map(|bearing| (bearing, 2))
        .or_else(|| one.bearing().map(|bearing| (bearing, 1)))
}

/// "15 km", "15km", "some 20 kilometres to the" before a token: metres and the first token.
fn distance_before(sentence: &Sentence<'_>, at: usize) -> Option<(f64, usize)> {
    let skipped = (1..=2)
        .take_while(|back| before(sentence, at, *back).is_some_and(|t| t.is("the") || t.is("to")))
        .count();
    let unit_at = at.checked_sub(1 + skipped)?;
    let unit = sentence.token(Some(unit_at))?;
    let joined = ["km", "kilometres", "kilometers"]
        .iter()
        .find_map(|u| unit.folded.strip_suffix(u));
    if let Some(Ok(km)) = joined.map(str::parse::<f64>) {
        return Some((km * 1000.0, unit_at));
    }
    let metres = metres_of(&unit.folded)?;
    let number_at = unit_at.checked_sub(1)?;
    let number = decimal(sentence, number_at)?;
    Some((number * metres, number_at)).filter(|(m, _)| (1.0..=500_000.0).contains(m))
}

fn metres_of(unit: &str) -> Option<f64> {
    Some(match unit {
        "km" | "kms" | "kilometre" | "kilometres" | "kilometer" | "kilometers" | "كيلومتر"
        | "كيلومترا" | "كم" => 1000.0,
        "m" | "metre" | "metres" | "meter" | "meters" | "متر" | "مترا" => 1.0,
        "mile" | "miles" => 1609.344,
        _ => return None,
    })
}

fn decimal(sentence: &Sentence<'_>, at: usize) -> Option<f64> {
    let number: f64 = sentence.token(Some(at))?.folded.parse().ok()?;
    let whole = at
        .checked_sub(1)
        .filter(|whole| sentence.gap(*whole, at) == ".")
        .and_then(|whole| sentence.token(Some(whole)));
    let Some(whole) = whole.and_then(|t| t.folded.parse::<f64>().ok()) else {
        return Some(number);
    };
    format!("{whole}.{number}").parse().ok()
}

fn near(sentence: &Sentence<'_>, run: &Run) -> Option<Found> {
    let at = run.begin - article(sentence, run.begin);
    let outskirts = sentence
        .token(Some(run.begin))
        .is_some_and(|t| t.is("outskirts"));
    let by_word = before(sentence, at, 1).is_some_and(|t| t.is_in(&TABLES.words.near));
    (outskirts || by_word).then(|| (Relation::Near, if by_word { at - 1 } else { at }, run.end))
}

/// "the border with X", "the X border" where X is one side only.
fn border_of(sentence: &Sentence<'_>, run: &Run) -> Option<Found> {
    let units_after = (run.begin..=run.end)
        .filter_map(|i| sentence.tokens.get(i))
        .any(Token::is_border);
    let name_holds_it = sentence
        .text
        .get(run.name.start..run.name.end)
        .is_some_and(|name| name.to_lowercase().contains("border"));
    if units_after && !name_holds_it {
        return Some((Relation::BorderOf, run.begin, run.end));
    }
    let at = run.begin - article(sentence, run.begin);
    before(sentence, at, 1).filter(|t| t.is("with"))?;
    let back = (2..=3).find(|back| before(sentence, at, *back).is_some_and(Token::is_border))?;
    Some((Relation::BorderOf, at - back, run.end))
}

/// "between X and Y": the first token of it, and whether a border is meant.
fn joined(sentence: &Sentence<'_>, left: &Run) -> Option<(usize, bool)> {
    let at = left.begin - article(sentence, left.begin);
    let between = before(sentence, at, 1)
        .filter(|t| t.is("between") || t.is("بين"))
        .map(|_| at - 1)?;
    let border = before(sentence, between, 1).is_some_and(|t| {
        matches!(
            &*t.folded,
            "border" | "borders" | "frontier" | "الحدود" | "حدود"
        )
    });
    Some((if border { between - 1 } else { between }, border))
}

/// The place that two or more others make; it takes sentence and list of its first part.
fn made_of(
    sentence: &Sentence<'_>,
    right: &Run,
    begin: usize,
    is_border: bool,
    (first, last): (usize, usize),
) -> Toponym {
    let span = sentence.span(begin, right.end);
    let text = span.of(sentence.text).to_owned();
    Toponym {
        span,
        name_span: span,
        name: text.clone(),
        text,
        hint: None,
        relation: Some(if is_border {
            Relation::Border(first, last)
        } else {
            Relation::Between(first, last)
        }),
        used_for: Use::Place,
        sentence: 0,
        list: 0,
        slashed: false,
        part_of: None,
        known: true,
        adjective: false,
    }
}

/// The place that was just added takes sentence and list of its parts, and the parts point to it.
fn mark_parts(found: &mut [Toponym], (first, last): (usize, usize)) {
    let number = found.len() - 1;
    let of_first = found.get(first).map_or((0, 0), |t| (t.sentence, t.list));
    if let Some(whole) = found.last_mut() {
        (whole.sentence, whole.list) = of_first;
    }
    for part in found.iter_mut().take(last + 1).skip(first) {
        part.part_of = Some(number);
    }
}
