use crate::domain::Span;
use serde::Deserialize;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The sentences of a stretch of `text`, trimmed of white space, in order.
///
/// A line break always ends a sentence. A full stop does not when an abbreviation, an initial, a decimal number or
/// a lower-case word says otherwise; in a text with hardly any capitals a lower-case word says nothing.
/// To split many stretches of one text make one [`Splitter`].
///
/// ```
/// use sitmap::domain::Span;
///
/// let text = "Maj. Gen. Hadi spoke at 6.30 a.m. on Monday. No one replied.";
/// assert_eq!(sitmap::text::sentences(text, Span::new(0, text.len())).len(), 2);
/// ```
pub fn sentences(text: &str, within: Span) -> Vec<Span> {
    Splitter::new(text).split(within)
}

/// Splits stretches of one text, whose use of capitals it knows.
#[derive(Debug, Clone, Copy)]
pub struct Splitter<'t> {
    text: &'t str,
    has_capitals: bool,
}

/// One capital among this many letters with case is still "hardly any".
const FEW_CAPITALS: usize = 100;

/// Longest sentence in bytes.
pub(super) const LONGEST_SENTENCE: usize = 2_000;

impl<'t> Splitter<'t> {
    /// Looks at the capitals of the whole text.
    pub fn new(text: &'t str) -> Self {
        let upper = text.chars().filter(|c| c.is_uppercase()).count();
        let lower = text.chars().filter(|c| c.is_lowercase()).count();
        Self {
            text,
            has_capitals: upper * FEW_CAPITALS >= lower + upper,
        }
    }

    /// The sentences of a stretch, as [`sentences`] gives them.
    ///
    /// What runs on for more than 2,000 bytes without a stop is cut at a blank: no sentence is so long,
    /// and what reads sentences takes time that grows faster than their length.
    pub fn split(&self, within: Span) -> Vec<Span> {
        self.by_stops(within)
            .into_iter()
            .flat_map(|span| self.cut(span))
            .collect()
    }

    fn cut(&self, mut span: Span) -> Vec<Span> {
        let mut parts = Vec::new();
        while span.len() > LONGEST_SENTENCE {
            let end = self.blank_before(span.start + LONGEST_SENTENCE, span.start);
            parts.extend(trimmed(self.text, Span::new(span.start, end)));
            span = Span::new(end, span.end);
        }
        parts.extend(trimmed(self.text, span));
        parts
    }

    /// The last blank at or before a byte; without one, the last letter's start.
    fn blank_before(&self, at: usize, start: usize) -> usize {
        let edge = (start + 1..=at)
            .rev()
            .find(|at| self.text.is_char_boundary(*at))
            .unwrap_or(at);
        let part = Span::new(start, edge).of(self.text);
        part.rfind(char::is_whitespace)
            .filter(|blank| *blank > 0)
            .map_or(edge, |blank| start + blank)
    }

    fn by_stops(&self, within: Span) -> Vec<Span> {
        let mut found = Vec::new();
        let (mut start, mut read) = (within.start, within.start);
        for (at, c) in within.of(self.text).char_indices() {
            let at = within.start + at;
            let line_end = matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}');
            if at < read || !(line_end || is_stop(c)) {
                continue;
            }
            read = if line_end {
                at + c.len_utf8()
            } else {
                after_stops(self.text, Span::new(at, within.end))
            };
            if line_end || self.ends(Span::new(start, within.end), Span::new(at, read)) {
                found.extend(trimmed(self.text, Span::new(start, read)));
                start = read;
            }
        }
        found.extend(trimmed(self.text, Span::new(start, within.end)));
        found
    }

    /// Whether a run of stops ends the sentence in which it stands.
    fn ends(&self, rest: Span, run: Span) -> bool {
        let stops = run.of(self.text);
        let next = Span::new(run.end, rest.end).of(self.text);
        let before = Span::new(rest.start, run.start).of(self.text);
        let following = next.trim_start_matches(is_blank);
        if following.is_empty() {
            true
        } else if following.len() == next.len() {
            glued_sentences(before, stops, next)
        } else {
            self.opens(following) && !(stops == "." && stop_belongs_to_word(before, following))
        }
    }

    fn opens(&self, following: &str) -> bool {
        let first = following.chars().find(|c| !is_opening(*c));
        first.is_none_or(|c| !c.is_lowercase() || !self.has_capitals)
    }
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '؟' | '۔' | '।' | '。')
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '“')
}

fn is_opening(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '“' | '‘' | '«' | '(' | '[' | '-' | '–' | '—' | '•' | '*' | '”'
    )
}

/// White space inside a line.
fn is_blank(c: char) -> bool {
    c.is_whitespace() && c != '\n' && c != '\r'
}

/// The end of a run of stops ("?!", "...", ". .") with the quotes and brackets that close after it.
fn after_stops(text: &str, rest: Span) -> usize {
    let mut end = rest.start;
    let mut spaced = false;
    for (at, c) in rest.of(text).char_indices() {
        match c {
            c if is_stop(c) => end = rest.start + at + c.len_utf8(),
            c if is_closing(c) && !spaced => end = rest.start + at + c.len_utf8(),
            c if is_blank(c) => {}
            _ => break,
        }
        spaced = is_blank(c);
    }
    end
}

fn trimmed(text: &str, span: Span) -> Option<Span> {
    let inside = span.of(text);
    let start = span.start + (inside.len() - inside.trim_start().len());
    let trimmed = Span::new(start, start + inside.trim().len());
    (!trimmed.is_empty()).then_some(trimmed)
}

/// No space after the stop: the next sentence only when it is Arabic, or "killed.The" with a whole word on both sides.
fn glued_sentences(before: &str, stops: &str, next: &str) -> bool {
    if stops.contains(['؟', '۔', '।', '。']) {
        return true;
    }
    let word: Vec<char> = before
        .chars()
        .rev()
        .take_while(|c| c.is_alphabetic())
        .collect();
    let mut following = next.chars();
    let capitalised = following.next().is_some_and(char::is_uppercase)
        && following
            .next()
            .is_none_or(|c| c.is_lowercase() || c == ' ');
    let split = word.len() >= 3 && word.iter().all(|c| c.is_lowercase()) && capitalised;
    split && has_second_word(next)
        || (stops.chars().any(is_closing) && capitalised)
        || (word.len() >= 3
            && word
                .iter()
                .chain(next.chars().next().iter())
                .all(|c| is_arabic(*c)))
}

/// Looks a little ahead only: a line may hold thousands of stops.
fn has_second_word(next: &str) -> bool {
    let near = next.get(..next.floor_char_boundary(200)).unwrap_or(next);
    near.split_whitespace().nth(1).is_some()
}

fn is_arabic(c: char) -> bool {
    ('\u{0620}'..='\u{064A}').contains(&c)
}

#[derive(Debug, Deserialize)]
struct Abbreviations {
    before_name: HashSet<String>,
    before_number: HashSet<String>,
    either: HashSet<String>,
    openers: HashSet<String>,
}

static ABBREVIATIONS: LazyLock<Abbreviations> = LazyLock::new(|| {
    toml::from_str(include_str!("abbreviations.toml"))
        .expect("the table is part of the program and tested")
});

/// Whether a single full stop belongs to the word before it: a title, an initial, the number of a list.
fn stop_belongs_to_word(before: &str, following: &str) -> bool {
    let word = last_word(before);
    let folded = word.to_lowercase();
    let only_word = before.trim().len() == word.len();
    let table = &*ABBREVIATIONS;
    if table.before_name.contains(&folded) {
        true
    } else if table.before_number.contains(&folded) {
        following.starts_with(char::is_numeric)
    } else if table.either.contains(&folded) || is_initial(word) || has_inner_stops(word) {
        !opens_sentence(following)
    } else {
        only_word && !word.is_empty() && word.chars().all(char::is_numeric)
    }
}

fn last_word(before: &str) -> &str {
    let word = before
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default();
    word.trim_start_matches(is_opening)
}

fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    letters
        .next()
        .is_some_and(|c| c.is_alphabetic() && !is_arabic(c))
        && letters.next().is_none()
}

/// "U.S", "e.g", "J.R": single letters with stops between.
fn has_inner_stops(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|part| part.chars().count() == 1)
}

fn opens_sentence(following: &str) -> bool {
    let following = following.trim_start_matches(is_opening);
    let word = following
        .split(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default();
    ABBREVIATIONS.openers.contains(&word.to_lowercase()) && !word.starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CASES: &str = include_str!("../../tests/cases/sentences.tsv");

    /// A row shows where one sentence ends and the next begins: the marks are taken out of the text.
    #[test]
    fn texts_fall_into_the_sentences_of_the_table() {
        let rows = CASES
            .lines()
            .filter(|row| !row.starts_with('#') && !row.is_empty());
        for row in rows {
            let text = row
                .replace(" ¦ ", " ")
                .replace("⌿¦", "")
                .replace("\\n¦", "\n");
            let part = |part: &str| part.replace("\\n", "").replace('⌿', "").trim().to_owned();
            let expected: Vec<String> = row.split('¦').map(part).collect();
            let found = sentences(&text, Span::new(0, text.len()));
            let found: Vec<&str> = found.into_iter().map(|span| span.of(&text)).collect();
            assert_eq!(found, expected, "{row}");
        }
    }

    proptest! {
        #[test]
        fn sentences_are_in_order_inside_and_lose_only_space(text in "[a-zA-Z .\"?!\n1٣أ؟۔\u{a0}]{0,80}") {
            let found = sentences(&text, Span::new(0, text.len()));
            let mut end = 0;
            let mut letters = String::new();
            for span in found {
                prop_assert!(span.start >= end && span.end <= text.len() && !span.is_empty());
                letters.push_str(span.of(&text));
                end = span.end;
            }
            let solid = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(solid(&letters), solid(&text));
        }
    }
}
