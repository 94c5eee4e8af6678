//! The time expressions of a sentence, and the days they mean once it is known when the report was written.
//!
//! Nothing is resolved against the clock: without a day of publication "yesterday" stays unknown with its words, and a
//! day without year stays one (`--10-19`).

mod amount;
mod calendar;
mod days;
mod grammar;
mod repeat;
mod resolve;
mod shape;
mod vocabulary;

use super::token::{Token, tokens};
use crate::domain::{DateSpan, Span};
use jiff::civil::Date;
use shape::{Limit, Shape};

/// What an expression says about when and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeClass {
    /// A day, week, month or year in which something happened.
    Point,
    /// How long it took, or a stretch of days up to the report: "for two days", "in the past 24 hours".
    Duration,
    /// From then on: "since 2017".
    Since,
    /// Again and again: "every week", "not a week goes by".
    Recurrent,
    /// Long and not said when: "over the past years", "in recent months".
    PastVague,
    /// "in the coming days".
    Future,
}

/// Words of a sentence that say when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeExpression {
    /// Where they stand in the sentence.
    pub span: Span,
    /// The words.
    pub text: String,
    /// What they say.
    pub class: TimeClass,
    shape: Shape,
    limit: Option<Limit>,
}

/// The tense of the verb that an expression belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[expect(missing_docs, reason = "the words say it")]
pub enum Tense {
    #[default]
    Past,
    Present,
    Future,
}

/// What is known about when the report was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TimeContext {
    /// The day of publication.
    pub published_at: Option<Date>,
    /// The day that the report named before.
    pub anchor: Option<Date>,
    /// Whether the words look back or forward.
    pub tense: Tense,
    /// A day that the report speaks of as past: its news are later.
    pub not_before: Option<Date>,
}

impl TimeExpression {
    /// The days that are meant, with the words and the rule that read them.
    ///
    /// Words that need the day of publication, or a day named before, are unknown without it; several possible days
    /// are `candidates`.
    pub fn resolve(&self, context: &TimeContext) -> DateSpan {
        resolve::resolve(&self.shape, self.limit, context).with_text(&self.text)
    }
}

/// An expression has its word of time or its figures within this many tokens of its start.
const LONGEST_START: usize = 8;

/// The time expressions of a sentence, in order, none within another.
///
/// ```
/// use jiff::civil::date;
/// use sitmap::extract::{TimeContext, expressions};
///
/// let found = expressions("Troops entered the town on Sunday (July 7th).");
/// let context = TimeContext { published_at: Some(date(2019, 7, 8)), ..TimeContext::default() };
/// assert_eq!(found[0].text, "Sunday (July 7th)");
/// assert_eq!(found[0].resolve(&context).first_day(), Some(date(2019, 7, 7)));
/// ```
pub fn expressions(sentence: &str) -> Vec<TimeExpression> {
    expressions_in(sentence, &tokens(sentence))
}

/// The same for a sentence that is cut into tokens.
pub(super) fn expressions_in(sentence: &str, tokens: &[Token<'_>]) -> Vec<TimeExpression> {
    let grammar = grammar::Grammar::new(tokens);
    let mut found = Vec::new();
    let mut at = 0;
    let mut core = 0;
    while let Some(next) = grammar.next_core(core.max(at)) {
        core = next;
        at = at.max(core.saturating_sub(LONGEST_START));
        match grammar.expression(at) {
            None => at += 1,
            Some(reading) => {
                let span = Span::new(
                    tokens.get(at).map_or(0, |token| token.span.start),
                    tokens
                        .get(reading.end - 1)
                        .map_or(0, |token| token.span.end),
                );
                found.push(TimeExpression {
                    span,
                    text: span.of(sentence).to_owned(),
                    class: reading.class,
                    shape: reading.shape,
                    limit: reading.limit,
                });
                at = reading.end;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests;
