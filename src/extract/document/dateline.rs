use super::cues;

/// A dateline ends within this many bytes.
const LONGEST: usize = 90;

/// Where the dateline that opens a paragraph ends, in bytes, dash included; `None` when it opens with none.
///
/// Forms: "AMMAN - S", "ERBIL (Agency) – S", "BAGHDAD, July 7 (Agency) - S", "Kirkuk (agency.com) S",
/// "PESHAWAR: S", "بغداد/ S", and "Tikrit ( S" where the page lost the agency.
pub(super) fn find(paragraph: &str) -> Option<usize> {
    let (at, mark) = paragraph
        .char_indices()
        .take_while(|(at, _)| *at < LONGEST)
        .find(|(at, c)| is_mark(paragraph, *at, *c))?;
    let place = paragraph.get(..at)?;
    let rest = paragraph.get(at + mark.len_utf8()..)?;
    if !is_place(place) {
        return None;
    }
    let rest = if mark == '(' {
        after_agency(rest)?
    } else {
        after_dash(place, mark, rest)?
    };
    let text = rest.trim_start();
    opens_text(text).then(|| paragraph.len() - rest.len())
}

/// A bracket, or a dash, colon or slash that does not join two words.
fn is_mark(paragraph: &str, at: usize, c: char) -> bool {
    let before = paragraph
        .get(..at)
        .and_then(|before| before.chars().next_back());
    let after = paragraph
        .get(at + c.len_utf8()..)
        .and_then(|after| after.chars().next());
    let apart = before.is_some_and(char::is_whitespace)
        || after.is_none_or(|c| c.is_whitespace() || c == '-');
    matches!(c, '(' | '—') || matches!(c, '-' | '–' | ':' | '/') && apart
}

fn after_dash<'t>(place: &str, mark: char, rest: &'t str) -> Option<&'t str> {
    let names = place.split_whitespace().count();
    let spaced = rest.starts_with(char::is_whitespace) || mark == '—' || rest.starts_with('-');
    let allowed = match mark {
        ':' => is_capitals(place),
        '/' => is_arabic(place),
        _ => names <= 3 || is_capitals(place),
    };
    (spaced && allowed).then(|| rest.trim_start_matches('-'))
}

/// What follows "(Agency) –", "(agency.com)" or the bracket alone.
fn after_agency(rest: &str) -> Option<&str> {
    let lost = rest.starts_with(char::is_whitespace) && opens_text(rest.trim_start());
    let Some((agency, after)) = rest
        .split_once(')')
        .filter(|(agency, _)| agency.split_whitespace().count() <= 5)
    else {
        return lost.then_some(rest);
    };
    let tail = after.trim_start();
    let dash = tail.strip_prefix(['-', '–', '—', ':', '/']);
    dash.map(|after| after.trim_start_matches('-'))
        .or_else(|| is_agency(agency).then_some(after))
}

fn is_agency(name: &str) -> bool {
    let folded = name.trim().to_lowercase();
    name.contains('.')
        || name.ends_with(|c: char| c.is_numeric())
        || (is_capitals(name) && name.chars().count() <= 6)
        || folded
            .split([' ', '/'])
            .any(|word| cues::TABLE.dateline.agencies.contains(word))
        || cues::TABLE.dateline.agencies.contains(&folded)
}

/// One to five words of a name, perhaps with a date after a comma.
fn is_place(place: &str) -> bool {
    let table = &cues::TABLE.dateline;
    let words: Vec<&str> = place
        .split([' ', ',', '\u{a0}', '/'])
        .filter(|word| !word.is_empty())
        .collect();
    let dated = place.contains(',');
    let name = |word: &str| is_name(word) || (dated && word.starts_with(char::is_numeric));
    (1..=5).contains(&words.len())
        && words
            .iter()
            .all(|word| name(word) || table.particles.contains(*word))
        && words.iter().any(|word| is_name(word))
        && !words
            .iter()
            .any(|word| table.not_places.contains(&word.to_lowercase()))
}

/// "Hama", "ez-Zor", "حماة".
fn is_name(word: &str) -> bool {
    is_arabic(word)
        || word
            .split('-')
            .any(|part| part.starts_with(char::is_uppercase))
}

fn is_capitals(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

fn is_arabic(text: &str) -> bool {
    text.chars()
        .next()
        .is_some_and(|c| ('\u{0600}'..='\u{06FF}').contains(&c))
}

fn opens_text(text: &str) -> bool {
    let first = text
        .trim_start_matches(['"', '“', '‘', '\'', '«'])
        .chars()
        .next();
    first.is_some_and(|c| c.is_alphanumeric() && !c.is_lowercase())
}
