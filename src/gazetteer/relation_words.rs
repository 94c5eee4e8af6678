//! Words around one name that make another place of it: "15 km south of X", "southern X", "the outskirts of X".

use super::find_words::{TABLES, Token, bearing_of};
use super::relation_pairs::relate_pairs;
use super::relation_table::{RELATIONS, Surroundings};
use super::runs::{Run, Sentence};
use super::toponym::{ClassHint, Relation, Toponym, Use};

/// Reads the words around the runs (toponyms `first..`) and adds the places that are made of two or more of them.
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
        let related = border_of(sentence, run).or_else(|| around_one(sentence, run));
        if let Some((relation, begin, end)) = related {
            toponym.cover(
                sentence.span(begin.min(run.begin), end.max(run.end)),
                sentence.text,
            );
            expect_kind(toponym, &relation);
            toponym.relation = Some(relation);
        }
    }
    share_surroundings(sentence, runs, first, found);
    relate_pairs(sentence, runs, first, found);
}

/// "the A and B areas": a plural after the last of a list speaks for all of it.
fn share_surroundings(sentence: &Sentence<'_>, runs: &[Run], first: usize, found: &mut [Toponym]) {
    for (at, run) in runs.iter().enumerate() {
        let plural = sentence
            .token(Some(run.end))
            .is_some_and(|t| t.is_plural_unit() && t.word.span.start >= run.name.end);
        let Some(around) = around_after(sentence, run).filter(|_| plural) else {
            continue;
        };
        let others = found.get_mut(first..first + at).unwrap_or_default();
        for toponym in others
            .iter_mut()
            .filter(|t| t.list == run.list && t.relation.is_none())
        {
            toponym.relation = Some(surroundings(around, None));
        }
    }
}

/// The countryside of a town is that of the unit named after it.
fn expect_kind(toponym: &mut Toponym, relation: &Relation) {
    let Relation::Around { says, .. } = relation else {
        return;
    };
    let kind = RELATIONS
        .hints
        .get(says)
        .map(|codes| ClassHint(codes.clone()));
    if toponym.hint.is_none() {
        toponym.hint = kind;
    }
}

/// A relation with the first and the last token of its words.
type Found = (Relation, usize, usize);

/// A bearing, a length, or nothing, and the token before which the reading goes on.
type Read<T> = Option<(T, usize)>;

pub(super) fn before<'s>(
    sentence: &'s Sentence<'_>,
    at: usize,
    back: usize,
) -> Option<&'s Token<'s>> {
    sentence.token(at.checked_sub(back))
}

/// The token after the "the" that may stand before a token.
pub(super) fn at_article(sentence: &Sentence<'_>, at: usize) -> usize {
    at - usize::from(before(sentence, at, 1).is_some_and(|t| t.is("the")))
}

/// The token in which the bare name begins.
fn name_token(sentence: &Sentence<'_>, run: &Run) -> usize {
    (run.begin..=run.end)
        .find(|at| {
            sentence
                .token(Some(*at))
                .is_some_and(|t| t.word.span.end > run.name.start)
        })
        .unwrap_or(run.begin)
}

/// Reads from the name to the left, over "the city of", until a word says a relation.
fn around_one(sentence: &Sentence<'_>, run: &Run) -> Option<Found> {
    let after = around_after(sentence, run);
    let at = at_article(sentence, name_token(sentence, run));
    let at = over_unit(sentence, at);
    if let Some(found) = in_arabic(sentence, run) {
        return Some(found);
    }
    beside_name(sentence, at, run, after)
        .or_else(|| of_name(sentence, at))
        .map(|(relation, begin)| (relation, begin, run.end))
        .or_else(|| after.map(|around| (surroundings(around, None), run.begin, run.end)))
}

/// "the city of X": the token where "the city" begins; a word that is itself a relation stays to be read.
fn over_unit(sentence: &Sentence<'_>, at: usize) -> usize {
    let plain = |t: &&Token<'_>| t.unit().is_some() && !RELATIONS.around.contains_key(&*t.folded);
    match (before(sentence, at, 1), before(sentence, at, 2)) {
        (Some(of), Some(unit)) if of.is("of") && plain(&unit) => at_article(sentence, at - 2),
        (Some(unit), _) if unit.word.is_arabic() && plain(&unit) => at - 1,
        _ => at,
    }
}

/// "X area", "X countryside": a word after the name that says how much ground around it is meant.
fn around_after(sentence: &Sentence<'_>, run: &Run) -> Option<&'static Surroundings> {
    (run.begin..=run.end)
        .filter_map(|at| sentence.token(Some(at)))
        .filter(|t| t.word.span.start >= run.name.end)
        .find_map(|t| RELATIONS.around.get(&*t.folded))
}

/// "southern X", "central X", "near X".
fn beside_name(
    sentence: &Sentence<'_>,
    at: usize,
    run: &Run,
    after: Option<&'static Surroundings>,
) -> Read<Relation> {
    if let Some((bearing, begin)) = bearing_before(sentence, at) {
        if let Some(around) = after.filter(|_| !names_a_unit(run)) {
            return Some((surroundings(around, Some(bearing)), begin));
        }
        let arabic = before(sentence, at, 1).is_some_and(|t| t.word.is_arabic());
        let distance = distance_before(sentence, begin).filter(|_| arabic);
        return Some(
            match distance.or_else(|| {
                distance_after(sentence, run)
                    .filter(|_| arabic)
                    .map(|d| (d, begin))
            }) {
                Some((distance_m, begin)) => (
                    Relation::Offset {
                        distance_m,
                        bearing,
                    },
                    begin,
                ),
                None if arabic => (Relation::Beyond { bearing }, begin),
                None => (Relation::Part { bearing }, begin),
            },
        );
    }
    let word = before(sentence, at, 1)?;
    if word.is_in(&RELATIONS.words.centres) {
        return Some((Relation::Centre, at - 1));
    }
    let around = RELATIONS.around.get(&*word.folded)?;
    let says_near =
        word.is_in(&TABLES.words.near) || word.unit().is_none() || word.word.is_arabic();
    says_near.then(|| (surroundings(around, None), at - 1))
}

fn names_a_unit(run: &Run) -> bool {
    run.hint.as_ref().is_some_and(ClassHint::is_first_level)
}

fn surroundings(around: &Surroundings, bearing: Option<f64>) -> Relation {
    Relation::Around {
        reach_m: around.km * 1_000.0,
        bearing,
        says: around.says.clone(),
    }
}

/// "south of X", "15 km south of X", "the northern outskirts of X", "the centre of X", "50 km from X".
fn of_name(sentence: &Sentence<'_>, at: usize) -> Read<Relation> {
    let of = at.checked_sub(1)?;
    let word = sentence
        .token(Some(of))
        .filter(|t| t.is_in(&RELATIONS.words.of))?;
    if let Some((bearing, begin)) = bearing_before(sentence, of) {
        return Some(match distance_before(sentence, begin) {
            Some((distance_m, begin)) => (
                Relation::Offset {
                    distance_m,
                    bearing,
                },
                begin,
            ),
            None => (Relation::Beyond { bearing }, begin),
        });
    }
    if let Some((distance_m, begin)) =
        distance_before(sentence, of).filter(|_| word.is_in(&RELATIONS.words.from))
    {
        return Some((Relation::Within { distance_m }, begin));
    }
    let noun = before(sentence, of, 1)?;
    let bearing = bearing_before(sentence, of - 1);
    let begin = bearing.map_or(at_article(sentence, of - 1), |(_, begin)| begin);
    let bearing = bearing.map(|(bearing, _)| bearing);
    if noun.is_in(&RELATIONS.words.centres) {
        return Some((Relation::Centre, begin));
    }
    if let Some(bearing) = bearing.filter(|_| noun.is_in(&RELATIONS.words.parts)) {
        return Some((Relation::Part { bearing }, begin));
    }
    let around = RELATIONS.around.get(&*noun.folded)?;
    Some((surroundings(around, bearing), begin))
}

/// A bearing of one or more words that ends right before a token: "north", "north east", "south-south-west".
fn bearing_before(sentence: &Sentence<'_>, at: usize) -> Read<f64> {
    let one = bearing_of_word(before(sentence, at, 1)?)?;
    let two = before(sentence, at, 2)
        .filter(|_| sentence.adjacent(at - 2, at - 1))
        .and_then(bearing_of_word)
        .and_then(|other| bisected(other, one));
    Some(two.map_or((one, at - 1), |bearing| (bearing, at - 2)))
}

fn bearing_of_word(token: &Token<'_>) -> Option<f64> {
    token.bearing().or_else(|| {
        let mut parts = token.folded.split(' ').map(bearing_of);
        let first = parts.next()??;
        parts.try_fold(first, |bearing, part| bisected(bearing, part?))
    })
}

/// The middle of two bearings less than 120 degrees apart: north and east are north-east, north and south are none.
fn bisected(a: f64, b: f64) -> Option<f64> {
    let turn = (b - a + 540.0).rem_euclid(360.0) - 180.0;
    (turn.abs() < 120.0).then(|| (a + turn / 2.0).rem_euclid(360.0))
}

/// "15 km", "15km", "some 20 kilometres to the", "15 km (9 miles)" before a token: metres and the first token.
fn distance_before(sentence: &Sentence<'_>, at: usize) -> Read<f64> {
    let fillers = (1..=3)
        .take_while(|back| {
            before(sentence, at, *back).is_some_and(|t| t.is_in(&RELATIONS.words.fillers))
        })
        .count();
    let (metres, begin) = length_before(sentence, at - fillers)?;
    let outer = begin
        .checked_sub(1)
        .filter(|inner| sentence.gap(*inner, begin).contains('('))
        .and_then(|_| length_before(sentence, begin));
    outer
        .or(Some((metres, begin)))
        .filter(|(metres, _)| (1.0..=1_000_000.0).contains(metres))
}

/// A number and a unit of length that end right before a token.
fn length_before(sentence: &Sentence<'_>, at: usize) -> Read<f64> {
    let unit_at = at.checked_sub(1)?;
    let unit = &sentence.token(Some(unit_at))?.folded;
    if let Some(metres) = joined_length(unit) {
        return Some((metres, unit_at));
    }
    let metres = RELATIONS.metres.get(&**unit)?;
    let (number, begin) = number_before(sentence, unit_at)?;
    Some((number * metres, begin))
}

/// "15km".
fn joined_length(word: &str) -> Option<f64> {
    let letters = word.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = word.split_at_checked(letters)?;
    Some(number.parse::<f64>().ok()? * RELATIONS.metres.get(unit)?)
}

/// "15", "1.5", "1,500", "15-20", "two", "half a", and its first token.
fn number_before(sentence: &Sentence<'_>, at: usize) -> Read<f64> {
    let last_at = at.checked_sub(1)?;
    let last = sentence.token(Some(last_at))?;
    let half = before(sentence, last_at, 1).filter(|t| last.is("a") && t.is("half"));
    if half.is_some() {
        return Some((0.5, last_at - 1));
    }
    if let Some(number) = RELATIONS.numbers.get(&*last.folded) {
        return Some((*number, last_at));
    }
    let Some(first) = before(sentence, last_at, 1).and_then(|t| plain_number(&t.folded)) else {
        return Some((ranged(&last.folded)?, last_at));
    };
    let joined = match sentence.gap(last_at - 1, last_at) {
        "." => format!("{first}.{}", last.folded).parse().ok(),
        "," if last.folded.len() == 3 => plain_number(&last.folded).map(|n| first * 1_000.0 + n),
        _ => None,
    };
    joined.map_or_else(
        || Some((ranged(&last.folded)?, last_at)),
        |number| Some((number, last_at - 1)),
    )
}

/// A number or the middle of a range.
fn ranged(word: &str) -> Option<f64> {
    match word.split_once(' ') {
        Some((low, high)) => Some(f64::midpoint(plain_number(low)?, plain_number(high)?)),
        None => plain_number(word),
    }
}

/// A number in European or Arabic digits.
fn plain_number(word: &str) -> Option<f64> {
    let digit = |c: char| match c {
        '٠'..='٩' => char::from_digit(u32::from(c) - u32::from('٠'), 10),
        '۰'..='۹' => char::from_digit(u32::from(c) - u32::from('۰'), 10),
        c => Some(c).filter(char::is_ascii_digit),
    };
    word.chars()
        .map(digit)
        .collect::<Option<String>>()?
        .parse()
        .ok()
}

/// How many words after a name a distance may begin: "south of Mosul by about 20 km" in Arabic.
const DISTANCE_WITHIN: usize = 4;

fn distance_after(sentence: &Sentence<'_>, run: &Run) -> Option<f64> {
    (run.end + 2..=run.end + DISTANCE_WITHIN)
        .filter(|at| {
            sentence
                .token(Some(*at))
                .is_some_and(|t| RELATIONS.metres.contains_key(&*t.folded))
        })
        .find_map(|at| length_before(sentence, at + 1))
        .filter(|(_, begin)| *begin > run.end)
        .map(|(metres, _)| metres)
}

/// In Arabic the bearing's adjective follows the name: "countryside of Aleppo, the northern".
fn in_arabic(sentence: &Sentence<'_>, run: &Run) -> Option<Found> {
    let at = name_token(sentence, run);
    let outside = before(sentence, at, 1).filter(|t| t.word.is_arabic());
    let inside = sentence
        .token(Some(run.begin))
        .filter(|t| run.end > run.begin && t.word.is_arabic());
    let bearing = sentence
        .token(Some(run.end + 1))
        .filter(|_| sentence.adjacent(run.end, run.end + 1))
        .and_then(|t| arabic_adjective(&t.folded));
    let (unit, begin) = [(inside, run.begin), (outside, at.saturating_sub(1))]
        .into_iter()
        .filter_map(|(word, begin)| word.map(|word| (word, begin)))
        .find(|(word, _)| word.unit().is_some() || RELATIONS.around.contains_key(&*word.folded))?;
    let end = run.end + usize::from(bearing.is_some());
    match (RELATIONS.around.get(&*unit.folded), bearing) {
        (Some(around), bearing) => Some((surroundings(around, bearing), begin, end)),
        (None, Some(bearing)) => Some((Relation::Part { bearing }, begin, end)),
        (None, None) => None,
    }
}

/// "the northern" in either gender.
fn arabic_adjective(word: &str) -> Option<f64> {
    let bare = word.strip_prefix("ال")?;
    bearing_of(bare.strip_suffix('ه').unwrap_or(bare))
}

/// "the border with X", "the X border" where X is one side only.
fn border_of(sentence: &Sentence<'_>, run: &Run) -> Option<Found> {
    let units_after = (run.begin..=run.end)
        .filter_map(|i| sentence.tokens.get(i))
        .any(|t| t.is_in(&RELATIONS.words.borders));
    let name_holds_it = run.name.of(sentence.text).to_lowercase().contains("border");
    if units_after && !name_holds_it {
        return Some((Relation::BorderOf, run.begin, run.end));
    }
    let at = at_article(sentence, run.begin);
    before(sentence, at, 1).filter(|t| t.is("with") || t.is("مع"))?;
    let back = (2..=3).find(|back| {
        before(sentence, at, *back).is_some_and(|t| t.is_in(&RELATIONS.words.borders))
    })?;
    Some((Relation::BorderOf, at - back, run.end))
}
