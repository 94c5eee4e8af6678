use crate::domain::Span;

/// A word of a text: letters and digits, with apostrophes and hyphens inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    /// Where, in bytes of the whole text.
    pub span: Span,
    /// The word as written.
    pub text: &'a str,
}

impl Word<'_> {
    /// Whether it begins with a capital letter.
    pub fn is_capitalised(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether all its letters are capitals and it has at least two.
    pub fn is_all_capitals(&self) -> bool {
        self.text.chars().filter(|c| c.is_alphabetic()).count() >= 2
            && !self.text.chars().any(char::is_lowercase)
    }

    /// Whether it is written in Arabic letters.
    pub fn is_arabic(&self) -> bool {
        self.text
            .chars()
            .any(|c| ('\u{0620}'..='\u{06ff}').contains(&c) && c.is_alphabetic())
    }
}

/// The words of a stretch of `text`, in order.
///
/// ```
/// use sitmap::{domain::Span, text::words};
/// let text = "al-Ba'aj's 3 hills.";
/// let found: Vec<&str> = words(text, Span::new(0, text.len())).iter().map(|w| w.text).collect();
/// assert_eq!(found, ["al-Ba'aj's", "3", "hills"]);
/// ```
pub fn words(text: &str, within: Span) -> Vec<Word<'_>> {
    let part = within.of(text);
    let mut found = Vec::with_capacity(part.len() / 6);
    let mut start = None;
    for (at, c) in part.char_indices() {
        let inside = c.is_alphanumeric()
            || is_mark(c)
            || (is_joiner(c) && start.is_some() && followed_by_letter(part, at, c));
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push(word(part, from, at, within.start));
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        found.push(word(part, from, part.len(), within.start));
    }
    found
}

fn word(part: &str, from: usize, to: usize, offset: usize) -> Word<'_> {
    let span = Span::new(from, to);
    Word {
        span: span.shifted(offset),
        text: span.of(part),
    }
}

/// Arabic vowel signs and tatweel belong to the word they stand in.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{0640}' | '\u{200c}' | '\u{0300}'..='\u{036f}')
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʿ' | 'ʾ' | '-' | '‑')
}

fn followed_by_letter(part: &str, at: usize, c: char) -> bool {
    part.get(at + c.len_utf8()..)
        .and_then(|rest| rest.chars().next())
        .is_some_and(char::is_alphanumeric)
}
