//! One sentence with everything that the lists and grammars find in it.

use super::document::ParagraphKind;
use super::lexicon::{Cue, Lexicon};
use super::number::{Quantity, quantities_outside};
use super::time::{TimeExpression, expressions_in};
use super::token::tokens;
use crate::domain::Span;
use crate::text::{Level, fold, words};

/// A folded word; a hyphenated word makes several with one span.
#[derive(Debug, Clone)]
pub(super) struct Tok {
    pub(super) span: Span,
    pub(super) folded: String,
    /// A comma, semicolon, colon or dash stands before it.
    pub(super) pause: Pause,
}

/// The mark before a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pause {
    None,
    Comma,
    Hard,
}

/// A stretch of tokens `first..=last`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) first: usize,
    pub(super) last: usize,
}

/// An actor of the table.
#[derive(Debug, Clone, Copy)]
pub(super) struct ActorHit {
    pub(super) actor: usize,
    pub(super) at: Stretch,
}

/// A number with the tokens it covers.
#[derive(Debug, Clone)]
pub(super) struct NumberHit {
    pub(super) quantity: Quantity,
    pub(super) at: Stretch,
}

/// A time expression with the tokens it covers.
#[derive(Debug, Clone)]
pub(super) struct TimeHit {
    pub(super) expression: TimeExpression,
    pub(super) at: Stretch,
}

/// A sentence ready to be read.
#[derive(Debug)]
pub(super) struct Annotated<'t> {
    pub(super) number: usize,
    pub(super) span: Span,
    pub(super) text: &'t str,
    pub(super) paragraph: usize,
    pub(super) kind: ParagraphKind,
    pub(super) toks: Vec<Tok>,
    /// For every token the number of its clause.
    clauses: Vec<usize>,
    /// For every clause what its first word says of it.
    intros: Vec<Option<Cue>>,
    pub(super) cues: Vec<(Cue, Stretch)>,
    pub(super) actors: Vec<ActorHit>,
    pub(super) numbers: Vec<NumberHit>,
    pub(super) times: Vec<TimeHit>,
}

impl<'t> Annotated<'t> {
    pub(super) fn new(
        number: usize,
        text: &'t str,
        span: Span,
        paragraph: usize,
        kind: ParagraphKind,
    ) -> Self {
        let lexicon = Lexicon::embedded();
        let toks = toks(text, span);
        let cues = cues(lexicon, &toks);
        let tokens = tokens(span.of(text));
        let expressions = expressions_in(span.of(text), &tokens);
        let times: Vec<Span> = expressions.iter().map(|e| e.span).collect();
        let in_report: Vec<Span> = times.iter().map(|t| t.shifted(span.start)).collect();
        let cues = without_months(cues, &toks, &in_report);
        let (clauses, intros) = clauses(&toks, &cues, &in_report);
        let numbers = quantities_outside(&tokens, &times);
        let mut annotated = Self {
            number,
            span,
            text,
            paragraph,
            kind,
            actors: actors(lexicon, &toks),
            toks,
            clauses,
            intros,
            cues,
            numbers: Vec::new(),
            times: Vec::new(),
        };
        annotated.numbers = numbers
            .into_iter()
            .filter_map(|q| annotated.number_hit(q))
            .collect();
        annotated.times = expressions
            .into_iter()
            .filter_map(|e| annotated.time_hit(e))
            .collect();
        annotated
    }

    fn number_hit(&self, quantity: Quantity) -> Option<NumberHit> {
        self.stretch(quantity.span.shifted(self.span.start))
            .map(|at| NumberHit { quantity, at })
    }

    fn time_hit(&self, expression: TimeExpression) -> Option<TimeHit> {
        self.stretch(expression.span.shifted(self.span.start))
            .map(|at| TimeHit { expression, at })
    }

    /// The tokens that a span of the report covers.
    pub(super) fn stretch(&self, span: Span) -> Option<Stretch> {
        let first = self.toks.iter().position(|t| t.span.overlaps(span))?;
        let last = self.toks.iter().rposition(|t| t.span.overlaps(span))?;
        Some(Stretch { first, last })
    }

    pub(super) fn tok(&self, at: usize) -> Option<&Tok> {
        self.toks.get(at)
    }

    /// Folded words from a token on.
    pub(super) fn words_from(&self, at: usize) -> impl Iterator<Item = &str> + Clone {
        self.toks.iter().skip(at).map(|t| t.folded.as_str())
    }

    pub(super) fn clause_of(&self, at: usize) -> usize {
        self.clauses.get(at).copied().unwrap_or(0)
    }

    /// What the clause of a token begins with.
    pub(super) fn intro_of(&self, at: usize) -> Option<Cue> {
        self.intros.get(self.clause_of(at)).copied().flatten()
    }

    /// Whether a cue stands in the clause of a token.
    pub(super) fn clause_has(&self, at: usize, wanted: Cue) -> bool {
        let clause = self.clause_of(at);
        self.cues
            .iter()
            .any(|(cue, s)| *cue == wanted && self.clause_of(s.first) == clause)
    }

    /// Whether a cue stands anywhere.
    pub(super) fn has(&self, wanted: Cue) -> bool {
        self.cues.iter().any(|(cue, _)| *cue == wanted)
    }

    /// Whether a cue ends right before a token, at most `steps` tokens away.
    pub(super) fn cue_before(&self, at: usize, wanted: Cue, steps: usize) -> bool {
        self.cues
            .iter()
            .any(|(cue, s)| *cue == wanted && s.last < at && at - s.last <= steps)
    }

    /// Whether a cue covers a token.
    pub(super) fn cue_at(&self, at: usize, wanted: Cue) -> bool {
        self.cues
            .iter()
            .any(|(cue, s)| *cue == wanted && (s.first..=s.last).contains(&at))
    }

    /// The text from one token to another, both included.
    pub(super) fn words(&self, at: Stretch) -> &'t str {
        let span = self
            .toks
            .get(at.first)
            .zip(self.toks.get(at.last))
            .map(|(a, b)| Span::new(a.span.start, b.span.end));
        span.map_or("", |span| span.of(self.text))
    }
}

fn toks(text: &str, span: Span) -> Vec<Tok> {
    let mut toks: Vec<Tok> = Vec::new();
    let mut end = span.start;
    for word in words(text, span) {
        let gap = Span::new(end, word.span.start).of(text);
        let folded = fold(without_possessive(word.text), Level::Letters);
        for (i, part) in folded
            .as_str()
            .split(' ')
            .filter(|p| !p.is_empty())
            .enumerate()
        {
            let pause = if i == 0 { pause(gap) } else { Pause::None };
            toks.push(Tok {
                span: word.span,
                folded: part.to_owned(),
                pause,
            });
        }
        end = word.span.end;
    }
    toks
}

fn without_possessive(word: &str) -> &str {
    word.strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .unwrap_or(word)
}

fn pause(gap: &str) -> Pause {
    if gap.contains([';', ':', '—', '–']) || gap.contains(" - ") {
        Pause::Hard
    } else if gap.contains([',', '،', '(', ')', '؛']) {
        Pause::Comma
    } else {
        Pause::None
    }
}

/// "12 May" is a month and no "may".
fn without_months(
    mut cues: Vec<(Cue, Stretch)>,
    toks: &[Tok],
    times: &[Span],
) -> Vec<(Cue, Stretch)> {
    let in_time = |at: usize| {
        toks.get(at)
            .is_some_and(|t| times.iter().any(|time| time.covers(t.span)))
    };
    cues.retain(|(cue, at)| *cue != Cue::Hypothetical || !in_time(at.first));
    cues
}

fn cues(lexicon: &Lexicon, toks: &[Tok]) -> Vec<(Cue, Stretch)> {
    let from = |at: usize| toks.iter().skip(at).map(|t| t.folded.as_str());
    (0..toks.len())
        .flat_map(|at| {
            lexicon.cues_at(from(at)).map(move |(cue, length)| {
                (
                    cue,
                    Stretch {
                        first: at,
                        last: at + length - 1,
                    },
                )
            })
        })
        .collect()
}

fn actors(lexicon: &Lexicon, toks: &[Tok]) -> Vec<ActorHit> {
    let mut hits = Vec::new();
    let mut at = 0;
    while at < toks.len() {
        let hit = lexicon.actor_at(toks.iter().skip(at).map(|t| t.folded.as_str()));
        at += hit.map_or(1, |(actor, length)| {
            hits.push(ActorHit {
                actor,
                at: Stretch {
                    first: at,
                    last: at + length - 1,
                },
            });
            length
        });
    }
    hits
}

/// Cuts at hard pauses and at words that open a clause; a clause that began after a comma ends at the next one.
fn clauses(
    toks: &[Tok],
    cues: &[(Cue, Stretch)],
    times: &[Span],
) -> (Vec<usize>, Vec<Option<Cue>>) {
    let opens = |at: usize| {
        cues.iter()
            .find(|(cue, s)| s.first == at && matches!(cue, Cue::Background | Cue::Clause))
            .map(|(cue, _)| *cue)
            .filter(|_| !begins_time(toks, at, times))
    };
    let (mut of_tok, mut intros) = (Vec::with_capacity(toks.len()), vec![None]);
    let (mut current, mut outer): (usize, Option<usize>) = (0, None);
    for (at, tok) in toks.iter().enumerate() {
        if let Some(cue) = opens(at) {
            outer = (tok.pause == Pause::Comma && cue == Cue::Background)
                .then_some(outer.unwrap_or(current));
            intros.push(Some(cue));
            current = intros.len() - 1;
        } else if tok.pause == Pause::Hard {
            intros.push(None);
            (current, outer) = (intros.len() - 1, None);
        } else if tok.pause == Pause::Comma {
            current = main_again(current, &mut outer, &mut intros);
        }
        of_tok.push(current);
    }
    (of_tok, intros)
}

/// "after noon", "before dawn on Tuesday", "since 2017": the word belongs to a time, not to a clause.
fn begins_time(toks: &[Tok], at: usize, times: &[Span]) -> bool {
    let Some(first) = toks.get(at).map(|t| t.span) else {
        return false;
    };
    let reach = toks.get(at + 1).map_or(first.end, |t| t.span.end);
    times
        .iter()
        .any(|t| t.overlaps(Span::new(first.start, reach)) && t.end > first.end)
}

/// The clause that goes on after a comma: the one that an inserted clause interrupted; a leading subordinate
/// clause gives way to a new main one.
fn main_again(current: usize, outer: &mut Option<usize>, intros: &mut Vec<Option<Cue>>) -> usize {
    if let Some(main) = outer.take() {
        return main;
    }
    if intros.get(current).copied().flatten() == Some(Cue::Background) {
        intros.push(None);
        return intros.len() - 1;
    }
    current
}
