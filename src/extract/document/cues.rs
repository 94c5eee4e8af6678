use crate::domain::Span;
use serde::Deserialize;
use std::collections::HashSet;
use std::sync::LazyLock;

/// What the words of a line alone tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cue {
    Navigation,
    Advert,
    Comments,
    RelatedSection,
    RelatedHeadline,
    Byline,
    Caption,
}

#[derive(Debug, Deserialize)]
struct CueWords {
    max_words: usize,
    line: HashSet<String>,
    start: Vec<String>,
    contains: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Brackets {
    words: HashSet<String>,
    agencies: HashSet<String>,
}

#[derive(Debug, Deserialize)]
struct PageDate {
    words: HashSet<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Datelines {
    pub(super) agencies: HashSet<String>,
    pub(super) not_places: HashSet<String>,
    pub(super) particles: HashSet<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Table {
    navigation: CueWords,
    advert: CueWords,
    comments: CueWords,
    related_section: CueWords,
    related_headline: CueWords,
    byline: CueWords,
    caption: CueWords,
    brackets: Brackets,
    page_date: PageDate,
    pub(super) dateline: Datelines,
}

pub(super) static TABLE: LazyLock<Table> = LazyLock::new(|| {
    toml::from_str(include_str!("../lexicon/boilerplate.toml"))
        .expect("the table is part of the program and tested")
});

/// Lower case, single spaces, straight quotes, "#" for a run of digits, no marks at either end.
pub(super) fn fold(line: &str) -> String {
    let mut folded = String::with_capacity(line.len());
    for word in line.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        for c in word.chars().flat_map(char::to_lowercase) {
            match c {
                '‘' | '’' => folded.push('\''),
                c if c.is_numeric() && folded.ends_with('#') => {}
                c if c.is_numeric() => folded.push('#'),
                c => folded.push(c),
            }
        }
    }
    let marks = |c: char| !c.is_alphanumeric() && !matches!(c, '#' | '©' | ':');
    folded.trim_matches(marks).to_owned()
}

impl CueWords {
    fn matches(&self, folded: &str, words: usize) -> bool {
        words <= self.max_words
            && (self.line.contains(folded.trim_end_matches(':'))
                || self
                    .start
                    .iter()
                    .any(|start| folded.starts_with(start.as_str()))
                || self
                    .contains
                    .iter()
                    .any(|part| folded.contains(part.as_str())))
    }
}

/// The cue of a line, from its own words and its folded form.
pub(super) fn of_line(line: &str, folded: &str, words: usize) -> Option<Cue> {
    let table = &*TABLE;
    if words > table.caption.max_words {
        return None;
    }
    if table.caption.matches(folded, words) || ends_with_caption_bracket(line) {
        return Some(Cue::Caption);
    }
    if words == 0 || is_page_date(folded) {
        return Some(Cue::Navigation);
    }
    if is_name_byline(line, words) {
        return Some(Cue::Byline);
    }
    let cues = [
        (&table.comments, Cue::Comments),
        (&table.related_section, Cue::RelatedSection),
        (&table.related_headline, Cue::RelatedHeadline),
        (&table.advert, Cue::Advert),
        (&table.byline, Cue::Byline),
        (&table.navigation, Cue::Navigation),
    ];
    cues.into_iter()
        .find(|(cue_words, _)| cue_words.matches(folded, words))
        .map(|(_, cue)| cue)
}

/// Brackets of a line that close a caption, in order.
pub(super) fn caption_brackets(line: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open = None;
    for (at, c) in line.char_indices() {
        match c {
            '(' | '[' => open = Some(at),
            ')' | ']' => {
                let bracket = open.take().map(|start| Span::new(start, at + 1));
                found.extend(bracket.filter(|bracket| closes_caption(bracket.of(line))));
            }
            _ => {}
        }
    }
    found
}

fn closes_caption(bracket: &str) -> bool {
    let folded = fold(bracket);
    let brackets = &TABLE.brackets;
    let mut words = folded.split(|c: char| !c.is_alphanumeric());
    words.any(|word| brackets.words.contains(word))
        || bracket.starts_with('[')
            && folded
                .split(['/', ','])
                .any(|part| brackets.agencies.contains(part.trim()))
}

fn ends_with_caption_bracket(line: &str) -> bool {
    let end = line.trim_end_matches(['.', ' ']).len();
    caption_brackets(line)
        .last()
        .is_some_and(|bracket| bracket.end == end)
}

/// Only figures and the words of a date: the page's own date, not the report's.
fn is_page_date(folded: &str) -> bool {
    let mut words = folded
        .split(|c: char| !c.is_alphanumeric() && c != '#')
        .filter(|word| !word.is_empty());
    folded.contains('#') && words.all(|word| word.chars().all(|c| c == '#') || is_date_word(word))
}

fn is_date_word(word: &str) -> bool {
    TABLE.page_date.words.contains(word.trim_matches('#'))
}

/// "By NAME": up to six words, capitalised but for the particles of names, without a stop.
fn is_name_byline(line: &str, words: usize) -> bool {
    let Some(name) = line
        .strip_prefix("By ")
        .or_else(|| line.strip_prefix("BY "))
    else {
        return false;
    };
    let particle = |word: &str| {
        matches!(
            word,
            "and" | "de" | "van" | "von" | "bin" | "ibn" | "in" | "of" | "|" | "-"
        )
    };
    let named = |word: &str| {
        word.starts_with(char::is_uppercase) || word.starts_with("al-") || word.starts_with("el-")
    };
    (2..=8).contains(&words)
        && !line.ends_with('.')
        && name
            .split_whitespace()
            .all(|word| named(word) || particle(word))
        && name.split_whitespace().filter(|word| named(word)).count() <= 6
}
