//! Runs of words that may be names, with the unit words around them.

use super::find_words::{Token, breaks, without_possessive};
use super::recognise::Recognised;
use super::rules::Rules;
use super::toponym::ClassHint;
use crate::domain::Span;
use crate::text::{Word, words};

/// A name in a sentence: token numbers, both ends included.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts of one name"
)]
pub(super) struct Run {
    /// First token of everything that names the place.
    pub(super) begin: usize,
    /// Last token of everything that names the place.
    pub(super) end: usize,
    /// Bytes of the name alone.
    pub(super) name: Span,
    /// The name to look up when the text has another word for it.
    pub(super) lookup: Option<&'static str>,
    pub(super) hint: Option<ClassHint>,
    /// Some entry bears the name.
    pub(super) known: bool,
    /// Its own words show that it is a toponym, even when no entry bears it.
    pub(super) sure: bool,
    pub(super) list: usize,
    pub(super) slashed: bool,
    /// It is a country's adjective.
    pub(super) adjective: bool,
}

/// A sentence cut into tokens.
pub(super) struct Sentence<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: Vec<Token<'a>>,
}

impl<'a> Sentence<'a> {
    pub(super) fn new(text: &'a str, span: Span) -> Self {
        let mut tokens: Vec<Token<'a>> = Vec::new();
        for word in words(text, span) {
            let end = tokens.last().map_or(span.start, |t| t.word.span.end);
            let starts = tokens.is_empty()
                || begins_anew(gap_between(text, end, word.span.start), tokens.last());
            push_parts(&mut tokens, word, starts);
        }
        Self { text, tokens }
    }

    pub(super) fn token(&self, at: Option<usize>) -> Option<&Token<'a>> {
        at.and_then(|at| self.tokens.get(at))
    }

    /// The signs between two tokens.
    pub(super) fn gap(&self, left: usize, right: usize) -> &'a str {
        match self.tokens.get(left) {
            Some(token) => {
                let possessive = token.word.text.len() - without_possessive(token.word.text).len();
                self.gap_from(token.word.span.end - possessive, right)
            }
            None => "|",
        }
    }

    /// The signs between a byte and a token; 's is none.
    pub(super) fn gap_from(&self, end: usize, right: usize) -> &'a str {
        let Some(token) = self.tokens.get(right) else {
            return "|";
        };
        let gap = gap_between(self.text, end, token.word.span.start);
        gap.strip_prefix("'s")
            .or_else(|| gap.strip_prefix("’s"))
            .unwrap_or(gap)
    }

    /// Whether two neighbours stand side by side in one phrase.
    pub(super) fn adjacent(&self, left: usize, right: usize) -> bool {
        matches!(
            self.gap(left, right),
            " " | "\u{a0}" | "-" | "‑" | "’ " | "' "
        )
    }

    /// Whether a token may follow the one before it inside a name: only a blank, a line break or a hyphen is between
    /// them, or the point of "St.".
    pub(super) fn joins(&self, at: usize) -> bool {
        let (Some(before), Some(_)) = (self.token(at.checked_sub(1)), self.tokens.get(at)) else {
            return false;
        };
        let gap = self.gap(at - 1, at);
        let possessive = without_possessive(before.word.text) != before.word.text;
        let blank = gap.trim().is_empty() && gap.matches('\n').count() < 2;
        let shortened = matches!(&*before.folded, "st" | "ft" | "mt") && gap == ". ";
        !possessive && (blank || shortened || matches!(gap, "-" | "‑"))
    }

    /// The folded words from one token to another, both included.
    pub(super) fn folded(&self, first: usize, last: usize) -> String {
        let tokens = self.tokens.get(first..=last).unwrap_or_default();
        let words: Vec<&str> = tokens.iter().map(|t| &*t.folded).collect();
        words.join(" ")
    }

    /// All runs, in order: what was recognised, and between it names by rules.
    pub(super) fn runs(&self, rules: &Rules<'_>, recognised: &[Recognised]) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            let next = recognised.iter().find(|r| r.first >= at);
            let run = rules
                .run_at(at, next)
                .or_else(|| self.border_at(at))
                .or_else(|| {
                    next.filter(|r| r.first == at)
                        .map(|r| self.of_recognised(r))
                });
            at = run.as_ref().map_or(at, |run| run.end) + 1;
            runs.extend(run);
        }
        for run in &mut runs {
            self.take_in_units(run);
        }
        runs
    }

    fn of_recognised(&self, recognised: &Recognised) -> Run {
        Run {
            name: recognised.span,
            lookup: recognised.stands_for,
            hint: self
                .tokens
                .get(recognised.first..=recognised.last)
                .and_then(|tokens| {
                    tokens
                        .iter()
                        .rev()
                        .chain(tokens.first())
                        .find_map(Token::unit)
                        .filter(|_| tokens.len() > 1)
                }),
            known: recognised.known,
            sure: true,
            ..self.run(
                recognised.first,
                recognised.span.start,
                recognised.last,
                true,
            )
        }
    }

    /// "Syrian border": the country's name stands for the adjective.
    fn border_at(&self, at: usize) -> Option<Run> {
        let token = self.tokens.get(at).filter(|t| t.begins_name())?;
        let country = token.country()?;
        self.tokens
            .get(at + 1)
            .filter(|t| t.is_border() && self.adjacent(at, at + 1))?;
        let start = self.tokens.get(at)?.word.span.start;
        Some(Run {
            lookup: Some(country),
            adjective: true,
            ..self.run(at, start, at, true)
        })
    }

    pub(super) fn name_text(&self, start: usize, last: usize) -> &'a str {
        let end = self
            .tokens
            .get(last)
            .map_or(start, |token| token.word.span.end);
        without_possessive(Span::new(start, end).of(self.text))
    }

    pub(super) fn run(&self, at: usize, start: usize, last: usize, known: bool) -> Run {
        let name = self.name_text(start, last);
        Run {
            begin: at,
            end: last,
            name: Span::new(start, start + name.len()),
            hint: self
                .tokens
                .get(at)
                .filter(|_| last > at)
                .and_then(Token::unit),
            lookup: None,
            known,
            sure: known,
            list: 0,
            slashed: false,
            adjective: false,
        }
    }

    /// "province of X", "X mountain area": unit words belong to the mention and say its kind.
    fn take_in_units(&self, run: &mut Run) {
        for _ in 0..2 {
            let next = run.end + 1;
            let Some(unit) = self
                .token(Some(next))
                .filter(|_| self.adjacent(run.end, next))
                .and_then(Token::unit)
            else {
                break;
            };
            run.end = next;
            run.sure |= self
                .tokens
                .get(next)
                .is_some_and(|t| !t.word.is_capitalised());
            keep_first(&mut run.hint, unit);
        }
        let of = run
            .begin
            .checked_sub(1)
            .filter(|of| self.tokens.get(*of).is_some_and(|t| t.is("of")));
        let unit_at = of.and_then(|of| of.checked_sub(1));
        if let Some((begin, unit)) = unit_at.zip(self.token(unit_at).and_then(Token::unit)) {
            run.begin = begin;
            run.sure = true;
            keep_first(&mut run.hint, unit);
        }
    }

    /// Bytes from one token to another, both included.
    pub(super) fn span(&self, begin: usize, end: usize) -> Span {
        let start = self.tokens.get(begin).map_or(0, |t| t.word.span.start);
        let stop = self.tokens.get(end).map_or(start, |t| {
            t.word.span.start + without_possessive(t.word.text).len()
        });
        Span::new(start, stop)
    }
}

fn gap_between(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or("|")
}

/// Whether the signs before a word begin a sentence, a line, a quotation or a new part after a dash.
fn begins_anew(gap: &str, before: Option<&Token<'_>>) -> bool {
    const ENDS: [char; 4] = ['.', '!', '?', ':'];
    const OPENING: [char; 5] = ['"', '“', '‘', '(', '['];
    let shortened = gap == ". "
        && before.is_some_and(|t| t.word.text.len() <= 4 && t.traits().is_title_or_saint());
    let after_end =
        gap.contains(ENDS) && gap.ends_with(|c: char| c.is_whitespace() || OPENING.contains(&c));
    let quoted = gap.ends_with(['"', '“']);
    !shortened && (after_end || quoted || gap.contains(['\n', '—', '•']) || gap.contains("--"))
}

/// A word with its parts apart.
fn push_parts<'a>(tokens: &mut Vec<Token<'a>>, word: Word<'a>, starts: bool) {
    let breaks = if word.text.contains(['-', '‑']) {
        breaks(word.text)
    } else {
        Vec::new()
    };
    let mut from = 0;
    let mut first = starts;
    for to in breaks.into_iter().chain([word.text.len()]) {
        let part = word.text.get(from..to).unwrap_or_default();
        let span = Span::new(word.span.start + from, word.span.start + to);
        if !part.is_empty() {
            tokens.push(Token::new(Word { span, text: part }, first));
        }
        first = false;
        from = to
            + word
                .text
                .get(to..)
                .and_then(|r| r.chars().next())
                .map_or(0, char::len_utf8);
    }
}

fn keep_first(hint: &mut Option<ClassHint>, unit: ClassHint) {
    if hint.as_ref().is_none_or(|h| h.0.is_empty()) {
        *hint = Some(unit);
    }
}
