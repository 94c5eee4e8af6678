use super::{cues, dateline};
use crate::domain::Span;
use crate::text::Splitter;

/// A line with what its look tells.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) span: Span,
    /// For comparison with cue words.
    pub(super) folded: String,
    pub(super) words: usize,
    /// Reads like running text: closed by a stop, or long, or of more than one sentence.
    pub(super) prose: bool,
    /// Begins with a bullet, a dash or a number.
    pub(super) listed: bool,
    /// The last mark or letter, closing quotes and brackets aside.
    pub(super) last: Option<char>,
    pub(super) blank_before: bool,
    pub(super) dateline: Option<Span>,
    pub(super) cue: Option<cues::Cue>,
}

/// A line without stop is running text from this many words on.
const LONG: usize = 25;

/// Words after a caption's bracket from which they are a paragraph of their own.
const OWN_PARAGRAPH: usize = 8;

/// Words before a caption's bracket from which only the last sentence belongs to the caption.
const LONG_CAPTION: usize = 45;

pub(super) fn read(text: &str, splitter: Splitter<'_>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut blank = true;
    for raw in raw_lines(text) {
        let Some(span) = trimmed(text, raw) else {
            blank = true;
            continue;
        };
        for part in parts(text, span, splitter) {
            lines.push(Line::read(text, part, blank, splitter));
            blank = false;
        }
    }
    lines
}

fn raw_lines(text: &str) -> impl Iterator<Item = Span> {
    text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}'])
        .scan(0, |start, line| {
            let span = Span::new(*start, *start + line.len());
            *start = span.end;
            Some(span)
        })
}

/// The span without white space and invisible marks at either end.
fn trimmed(text: &str, span: Span) -> Option<Span> {
    let unseen = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}');
    let inside = span.of(text);
    let start = span.end - inside.trim_start_matches(unseen).len();
    let span = Span::new(start, start + inside.trim_matches(unseen).len());
    (!span.is_empty()).then_some(span)
}

/// Cuts a line in which a caption with its bracket stands before or after other text.
fn parts(text: &str, line: Span, splitter: Splitter<'_>) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut start = line.start;
    for bracket in cues::caption_brackets(line.of(text))
        .into_iter()
        .map(|bracket| bracket.shifted(line.start))
    {
        if bracket.start < start {
            continue;
        }
        let before = Span::new(start, bracket.start);
        if has_words(before.of(text), LONG_CAPTION + 1)
            && let [.., _, last] = splitter.split(before)[..]
        {
            parts.extend(trimmed(text, Span::new(start, last.start)));
            start = last.start;
        }
        if has_words(Span::new(bracket.end, line.end).of(text), OWN_PARAGRAPH) {
            parts.extend(trimmed(text, Span::new(start, bracket.end)));
            start = bracket.end;
        }
    }
    parts.extend(trimmed(text, Span::new(start, line.end)));
    parts
}

pub(super) fn count_words(text: &str) -> usize {
    solid_words(text).count()
}

/// Whether there are so many words; reads no further, since a line may hold thousands of brackets.
fn has_words(text: &str, number: usize) -> bool {
    solid_words(text).take(number).count() == number
}

fn solid_words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric))
}

impl Line {
    fn read(text: &str, span: Span, blank_before: bool, splitter: Splitter<'_>) -> Self {
        let content = span.of(text);
        let folded = cues::fold(content);
        let words = count_words(content);
        let last = content.trim_end_matches(is_closing).chars().next_back();
        let closed =
            last.is_some_and(|c| matches!(c, '.' | '!' | '?' | '…' | '؟' | '۔' | ':' | ';' | '؛'));
        let bracketed = content.starts_with('[') && content.ends_with(']');
        let cue =
            cues::of_line(content, &folded, words).or(bracketed.then_some(cues::Cue::Caption));
        let dateline = dateline::find(content).map(|end| Span::new(span.start, span.start + end));
        let prose = closed || words >= LONG || dateline.is_some() || splitter.split(span).len() > 1;
        let listed = content.starts_with(|c: char| {
            c.is_numeric() || matches!(c, '-' | '–' | '—' | '•' | '*' | '·')
        });
        Self {
            span,
            folded,
            words,
            prose,
            listed,
            last,
            blank_before,
            dateline,
            cue,
        }
    }

    pub(super) fn asks(&self) -> bool {
        matches!(self.last, Some('?' | '؟'))
    }

    /// A list follows.
    pub(super) fn announces(&self) -> bool {
        self.last == Some(':')
    }

    /// Neither a cue nor running text: a headline, a label, an entry of a list.
    pub(super) fn is_short(&self) -> bool {
        self.cue.is_none() && !self.prose
    }

    pub(super) fn is_plain_prose(&self) -> bool {
        self.cue.is_none() && self.prose
    }
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | ' ')
}
