//! Words, figures and marks of a sentence: the common ground of the number and time grammars.

use crate::domain::Span;
use rustc_hash::{FxHashMap, FxHashSet};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// Letters, with apostrophes inside; "a.m." and "U.S." are one word.
    Word,
    /// Digits, with separators inside: "4,800", "6.30", "٣٤".
    Figure,
    /// Any other single character.
    Mark,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub(super) kind: TokenKind,
    /// In the sentence.
    pub(super) span: Span,
    pub(super) text: &'t str,
    /// Lower case, Western digits, Arabic letters in their plain form, without possessive "'s".
    pub(super) folded: String,
    /// White space stands before it.
    pub(super) spaced: bool,
}

impl Token<'_> {
    /// Whether its word, or the Arabic word behind a prefix, is one of a set.
    pub(super) fn is_in(&self, words: &FxHashSet<String>) -> bool {
        words.contains(&self.folded)
            || without_prefix(&self.folded).is_some_and(|bare| words.contains(bare))
    }

    pub(super) fn is(&self, folded: &str) -> bool {
        self.folded == folded
    }

    pub(super) fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }

    pub(super) fn is_figure(&self) -> bool {
        self.kind == TokenKind::Figure
    }

    pub(super) fn is_capitalised(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    /// A mark that joins two words or figures: a hyphen or a dash.
    pub(super) fn is_dash(&self) -> bool {
        matches!(self.text, "-" | "–" | "—" | "‑" | "−")
    }
}

/// Cuts a sentence into tokens.
pub(super) fn tokens(sentence: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::with_capacity(sentence.len() / 5);
    let mut at = 0;
    let mut spaced = false;
    while let Some(c) = sentence.get(at..).and_then(|rest| rest.chars().next()) {
        if c.is_whitespace() || is_unseen(c) {
            spaced |= c.is_whitespace();
            at += c.len_utf8();
            continue;
        }
        let (kind, length) = first_token(sentence.get(at..).unwrap_or_default(), c);
        let text = sentence.get(at..at + length).unwrap_or_default();
        let folded = if kind == TokenKind::Mark {
            text.to_owned()
        } else {
            fold(text)
        };
        tokens.push(Token {
            kind,
            span: Span::new(at, at + length),
            text,
            folded,
            spaced,
        });
        spaced = false;
        at += length;
    }
    tokens
}

/// Marks of direction, which are written and not read.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn first_token(rest: &str, first: char) -> (TokenKind, usize) {
    if digit(first).is_some() {
        (TokenKind::Figure, figure_length(rest))
    } else if first.is_alphabetic() {
        (
            TokenKind::Word,
            acronym_length(rest).unwrap_or_else(|| word_length(rest)),
        )
    } else {
        (TokenKind::Mark, first.len_utf8())
    }
}

/// The value of a Western, Arabic or Persian digit.
fn digit(c: char) -> Option<char> {
    let zero = match c {
        '0'..='9' => return Some(c),
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        _ => return None,
    };
    char::from_digit(c as u32 - zero as u32, 10)
}

/// Digits; a separator belongs to them when a digit follows it, a narrow or fixed space when three do.
fn figure_length(rest: &str) -> usize {
    let chars: Vec<(usize, char)> = rest.char_indices().take(40).collect();
    let is_digit = |at: usize| chars.get(at).is_some_and(|(_, c)| digit(*c).is_some());
    let mut at = 0;
    while let Some((_, c)) = chars.get(at) {
        let group = (1..=3).all(|step| is_digit(at + step)) && !is_digit(at + 4);
        let inside = match c {
            '.' | ',' | '٬' | '٫' => is_digit(at + 1),
            '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’' => group,
            c => digit(*c).is_some(),
        };
        if !inside {
            break;
        }
        at += 1;
    }
    chars.get(at).map_or_else(
        || chars.last().map_or(0, |(start, c)| start + c.len_utf8()),
        |(start, _)| *start,
    )
}

/// "a.m.", "U.S": single letters with stops between, and the stop after them.
fn acronym_length(rest: &str) -> Option<usize> {
    let mut length = 0;
    let mut letters = 0;
    let mut chars = rest.chars().peekable();
    while let Some(letter) = chars.next_if(|c| c.is_alphabetic()) {
        let Some(stop) = chars.next_if_eq(&'.') else {
            break;
        };
        length += letter.len_utf8() + stop.len_utf8();
        letters += 1;
    }
    let lone_letter = rest.get(length..).is_some_and(|rest| {
        let mut chars = rest.chars();
        chars.next().is_some_and(char::is_alphabetic)
            && !chars.next().is_some_and(char::is_alphanumeric)
    });
    let tail = if lone_letter && letters == 1 {
        rest.get(length..)?.chars().next()?.len_utf8()
    } else {
        0
    };
    (letters + usize::from(tail > 0) >= 2).then_some(length + tail)
}

fn word_length(rest: &str) -> usize {
    let mut chars = rest.char_indices().peekable();
    let mut end = 0;
    while let Some((at, c)) = chars.next() {
        let apostrophe =
            matches!(c, '\'' | '’') && chars.peek().is_some_and(|(_, next)| next.is_alphabetic());
        if !(c.is_alphabetic() || is_joined(c) || apostrophe) {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

/// Signs written on or after a letter: vowels, the stretching stroke, the small figures of "km²".
fn is_joined(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}' | '²' | '³')
}

/// The form in which words are compared.
pub(super) fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for c in word.chars().flat_map(char::to_lowercase) {
        match digit(c).unwrap_or(c) {
            'أ' | 'إ' | 'آ' | 'ٱ' => folded.push('ا'),
            'ى' => folded.push('ي'),
            'ة' => folded.push('ه'),
            '’' => folded.push('\''),
            '.' | '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}'
                if !folded.starts_with(|c: char| c.is_numeric()) => {}
            c => folded.push(c),
        }
    }
    if let Some(bare) = folded.strip_suffix("'s") {
        folded.truncate(bare.len());
    }
    folded
}

/// An Arabic word without the one-letter word written on to its front: "and", "so", "in", "for", "like".
pub(super) fn without_prefix(word: &str) -> Option<&str> {
    word.strip_prefix(['و', 'ف', 'ب', 'ل', 'ك'])
        .filter(|rest| rest.chars().count() > 1)
}

/// Phrases with what they mean; the longest that fits wins.
#[derive(Debug)]
pub(super) struct Phrases<T> {
    by_first: FxHashMap<String, Vec<(Vec<String>, T)>>,
}

impl<T: Copy> Phrases<T> {
    pub(super) fn new<'p>(phrases: impl IntoIterator<Item = (&'p str, T)>) -> Self {
        let mut by_first: FxHashMap<String, Vec<(Vec<String>, T)>> = FxHashMap::default();
        for (phrase, meaning) in phrases {
            let mut words = tokens(phrase).into_iter().map(|token| token.folded);
            if let Some(first) = words.next() {
                by_first
                    .entry(first)
                    .or_default()
                    .push((words.collect(), meaning));
            }
        }
        for rests in by_first.values_mut() {
            rests.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        }
        Self { by_first }
    }

    /// The words that phrases begin with.
    pub(super) fn first_words(&self) -> impl Iterator<Item = &str> {
        self.by_first.keys().map(String::as_str)
    }

    /// The words that phrases end with.
    pub(super) fn last_words(&self) -> impl Iterator<Item = &str> {
        self.by_first.iter().flat_map(|(first, rests)| {
            rests
                .iter()
                .map(move |(rest, _)| rest.last().unwrap_or(first).as_str())
        })
    }

    /// The phrase that begins at a token: how many tokens it has and what it means.
    pub(super) fn at(&self, tokens: &[Token<'_>], start: usize) -> Option<(usize, T)> {
        let first = tokens.get(start)?;
        self.starting(&first.folded, tokens, start).or_else(|| {
            without_prefix(&first.folded).and_then(|bare| self.starting(bare, tokens, start))
        })
    }

    fn starting(&self, first: &str, tokens: &[Token<'_>], start: usize) -> Option<(usize, T)> {
        let fits = |rest: &[String]| {
            let following = tokens.iter().skip(start + 1).map(|token| &token.folded);
            following.take(rest.len()).eq(rest.iter())
        };
        let (rest, meaning) = self
            .by_first
            .get(first)?
            .iter()
            .find(|(rest, _)| fits(rest))?;
        Some((rest.len() + 1, *meaning))
    }

    /// The phrase that ends just before a token.
    pub(super) fn before(&self, tokens: &[Token<'_>], end: usize) -> Option<(usize, T)> {
        (1..=4.min(end)).rev().find_map(|length| {
            self.at(tokens, end - length)
                .filter(|(found, _)| *found == length)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(sentence: &str) -> Vec<&str> {
        tokens(sentence)
            .into_iter()
            .map(|token| token.text)
            .collect()
    }

    #[test]
    fn words_figures_and_marks_are_cut_apart() {
        assert_eq!(
            cut("At 6.30 a.m. the U.S. army"),
            ["At", "6.30", "a.m.", "the", "U.S.", "army"]
        );
        assert_eq!(
            cut("AK-47s, 4,800."),
            ["AK", "-", "47", "s", ",", "4,800", "."]
        );
        assert_eq!(
            cut("4\u{a0}800 km²; p.m, I."),
            ["4\u{a0}800", "km²", ";", "p.m", ",", "I", "."]
        );
        assert_eq!(cut("٣٤ جنديًا"), ["٣٤", "جنديًا"]);
    }

    #[test]
    fn words_are_compared_in_one_form() {
        let folded: Vec<String> = tokens("Friday’s A.M. ٣٤ أُسبوع الماضية")
            .into_iter()
            .map(|token| token.folded)
            .collect();
        assert_eq!(folded, ["friday", "am", "34", "اسبوع", "الماضيه"]);
    }

    proptest! {
        #[test]
        fn tokens_are_in_order_and_hold_everything_but_space(sentence in "(?s)[a-zA-Z0-9 .,'’\u{a0}٣أٌ،-]{0,60}") {
            let found = tokens(&sentence);
            prop_assert!(found.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
            prop_assert!(found.iter().all(|token| !token.span.is_empty() && token.span.of(&sentence) == token.text));
            let solid: String = sentence.chars().filter(|c| !c.is_whitespace()).collect();
            let joined: String = found.iter().map(|token| token.text).collect();
            prop_assert_eq!(joined.split_whitespace().collect::<String>(), solid);
        }
    }
}
