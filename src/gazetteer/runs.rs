//! Runs of words that may be names, with the unit words around them.

use super::find_words::{TABLES, Token, without_possessive};
use super::layers::Layers;
use super::toponym::ClassHint;
use crate::domain::Span;
use crate::text::{Level, fold, words};

/// A name in a sentence: token numbers, both ends included.
#[derive(Debug, Clone)]
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
    pub(super) shape: Shape,
}

/// What a name is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Whole words.
    Words,
    /// A part of one word: "the Mosul-Baghdad road".
    InsideWord,
}

/// A sentence cut into tokens.
pub(super) struct Sentence<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: Vec<Token<'a>>,
}

/// Longest unknown name in words.
const LONGEST_UNKNOWN: usize = 4;

impl<'a> Sentence<'a> {
    pub(super) fn new(text: &'a str, span: Span) -> Self {
        Self {
            text,
            tokens: words(text, span).into_iter().map(Token::new).collect(),
        }
    }

    pub(super) fn token(&self, at: Option<usize>) -> Option<&Token<'a>> {
        at.and_then(|at| self.tokens.get(at))
    }

    /// The signs between two tokens.
    pub(super) fn gap(&self, left: usize, right: usize) -> &'a str {
        match (self.tokens.get(left), self.tokens.get(right)) {
            (Some(a), Some(b)) => Span::new(a.word.span.end, b.word.span.start).of(self.text),
            _ => "|",
        }
    }

    /// Whether two neighbours stand side by side in one phrase.
    pub(super) fn adjacent(&self, left: usize, right: usize) -> bool {
        matches!(self.gap(left, right), " " | "\u{a0}" | "-" | "’ " | "' ")
    }

    /// All runs, in order.
    pub(super) fn runs(&self, names: &Layers) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            let run = self
                .known_at(at, names)
                .or_else(|| self.border_at(at))
                .or_else(|| self.unknown_at(at, names));
            let unknown = run.as_ref().is_none_or(|run| !run.known);
            let compound = self.compound_at(at, names);
            if unknown && !compound.is_empty() {
                runs.extend(compound);
                at += 1;
                continue;
            }
            at = run.as_ref().map_or(at, |run| run.end) + 1;
            runs.extend(run);
        }
        for run in runs.iter_mut().filter(|run| run.shape == Shape::Words) {
            self.take_in_units(run);
        }
        runs
    }

    /// "Syrian border": the country's name stands for the adjective.
    fn border_at(&self, at: usize) -> Option<Run> {
        let country = self.tokens.get(at).and_then(Token::country)?;
        self.tokens
            .get(at + 1)
            .filter(|t| t.is_border() && self.adjacent(at, at + 1))?;
        let start = self.tokens.get(at)?.word.span.start;
        Some(Run {
            lookup: Some(country),
            ..self.run(at, start, at, true)
        })
    }

    /// The longest name of the gazetteer that begins at a token.
    fn known_at(&self, at: usize, names: &Layers) -> Option<Run> {
        let first = self.tokens.get(at)?;
        if !first.begins_name() || first.is_stranger() || self.is_in_a_persons_name(at) {
            return None;
        }
        name_starts(first).into_iter().find_map(|start| {
            let last = self.longest_known(at, start, names)?;
            let last = (at..=last)
                .find(|shorter| self.same_key(start, *shorter, last))
                .unwrap_or(last);
            Some(self.run(at, start, last, true))
        })
    }

    /// The last token of the longest name that starts at a byte. Goes on while the words so far begin some name.
    fn longest_known(&self, at: usize, start: usize, names: &Layers) -> Option<usize> {
        let mut longest = None;
        for last in at..self.tokens.len().min(at + names.longest()) {
            if last > at && !self.adjacent(last - 1, last) {
                break;
            }
            let key = fold(self.name_text(start, last), Level::Sound);
            if names.knows(&key) {
                longest = Some(last);
            }
            if !self.is_unit(at) && !names.may_begin(key.as_str()) {
                break;
            }
        }
        longest
    }

    fn is_unit(&self, at: usize) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|token| token.unit().is_some())
    }

    fn same_key(&self, start: usize, shorter: usize, last: usize) -> bool {
        fold(self.name_text(start, shorter), Level::Sound)
            == fold(self.name_text(start, last), Level::Sound)
    }

    fn name_text(&self, start: usize, last: usize) -> &'a str {
        let end = self
            .tokens
            .get(last)
            .map_or(start, |token| token.word.span.end);
        without_possessive(Span::new(start, end).of(self.text))
    }

    /// "Ahmed Samarrai": a single name right after another capitalised word is a person's.
    fn is_in_a_persons_name(&self, at: usize) -> bool {
        let Some(before) = at
            .checked_sub(1)
            .filter(|before| *before > 0 && self.gap(*before, at) == " ")
        else {
            return false;
        };
        self.tokens.get(before).is_some_and(|token| {
            token.word.is_capitalised()
                && !token.is_stranger()
                && token.unit().is_none()
                && token.bearing().is_none()
                && !token.word.is_all_capitals()
        })
    }

    /// A capitalised run that no entry bears.
    fn unknown_at(&self, at: usize, names: &Layers) -> Option<Run> {
        let first = self.tokens.get(at)?;
        let generic = first.is_in(&TABLES.words.generics);
        let starts_sentence = at == 0 && !generic;
        let unit_alone = first.unit().is_some() && !generic;
        if !first.begins_name()
            || first.is_stranger()
            || starts_sentence
            || unit_alone
            || (first.word.is_arabic() && !generic)
        {
            return None;
        }
        let most = if first.word.is_arabic() {
            2
        } else {
            LONGEST_UNKNOWN
        };
        let last = (at + 1..self.tokens.len().min(at + most))
            .take_while(|next| {
                self.adjacent(next - 1, *next) && self.continues_unknown(*next, names)
            })
            .last()
            .unwrap_or(at);
        let mut run = self.run(at, first.word.span.start, last, false);
        run.sure = generic && last > at;
        Some(run)
    }

    fn continues_unknown(&self, at: usize, names: &Layers) -> bool {
        self.tokens.get(at).is_some_and(|token| {
            token.begins_name() && !token.is_stranger() && token.unit().is_none()
        }) && self.known_at(at, names).is_none()
    }

    fn run(&self, at: usize, start: usize, last: usize, known: bool) -> Run {
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
            shape: Shape::Words,
        }
    }

    /// A known name that is part of one word.
    pub(super) fn run_of(&self, at: usize, name: Span) -> Run {
        Run {
            name,
            ..self.run(at, name.start, at, true)
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
            run.sure = true;
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

fn keep_first(hint: &mut Option<ClassHint>, unit: ClassHint) {
    if hint.as_ref().is_none_or(|h| h.0.is_empty()) {
        *hint = Some(unit);
    }
}

/// Where a name may start in its first word: at its start, or in Arabic after a joined "and", "in", "to".
fn name_starts(token: &Token<'_>) -> Vec<usize> {
    let start = token.word.span.start;
    let mut starts = vec![start];
    let joined = ["و", "ب", "ل", "ف"]
        .iter()
        .find(|letter| token.word.text.starts_with(**letter));
    if let Some(letter) = joined.filter(|_| token.word.text.chars().count() >= 4) {
        starts.push(start + letter.len());
    }
    starts
}
