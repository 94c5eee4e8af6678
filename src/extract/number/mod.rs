//! The numbers of a sentence: how many, and whether that is a count at all.
//!
//! Sums up EXTRACTION's rule that a number is an interval. `text2num` was the alternative: it makes "hundreds of
//! civilians" 100 and "no one" 1.

mod interval;
mod surroundings;
mod table;
mod value;

use super::time::expressions_in;
use super::token::{Token, tokens};
use crate::domain::{Interval, Span};
use serde::Deserialize;
use table::TABLE;
use value::Value;

/// A number in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an independent fact about one number"
)]
pub struct Quantity {
    /// Where it stands in the sentence, with its bound ("more than 9") and without its unit.
    pub span: Span,
    /// How many.
    pub interval: Interval,
    /// The words give no number: "several", "dozens".
    pub vague: bool,
    /// A number given as rounded: "about 40", "nearly 5,000".
    pub approximate: bool,
    /// "a", "an" or "no" directly before a word: a count only when that word is a thing that is counted.
    pub article: bool,
    /// An Arabic noun whose ending says two: the noun is the span itself.
    pub dual: bool,
    /// The number of all, of which a part was named: the 12 of "two of the 12".
    pub whole: bool,
    /// What is measured.
    pub unit: Option<Unit>,
    /// Whether it can be a count.
    pub kind: QuantityKind,
}

/// Whether a number can be a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QuantityKind {
    /// So many of something.
    Count,
    /// A size, weight, time, share or sum of money, in a unit.
    Measure,
    /// Never a count: an ordinal, an age, a date, a name ("AK-47", "Route 66"), a time of day, a fraction.
    Other,
}

/// What a measure is given in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words say it")]
pub enum Unit {
    Kilometre,
    Metre,
    Centimetre,
    Millimetre,
    Mile,
    Foot,
    SquareKilometre,
    SquareMetre,
    SquareMile,
    CubicMetre,
    Hectare,
    Acre,
    Dunam,
    Tonne,
    Kilogram,
    Gram,
    Pound,
    Litre,
    Barrel,
    Percent,
    Degree,
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
    Decade,
    Money,
}

/// How words around a number bound it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Bound {
    MoreThan,
    AtLeast,
    AtMost,
    LessThan,
    About,
    Nearly,
    JustOver,
}

/// The numbers of a sentence in order.
///
/// ```
/// use sitmap::extract::{QuantityKind, quantities};
///
/// let found = quantities("More than 9 sites were burned with 40 tons of grain.");
/// assert_eq!((found[0].interval.min(), found[0].interval.max()), (Some(10), None));
/// assert_eq!(found[1].kind, QuantityKind::Measure);
/// ```
pub fn quantities(sentence: &str) -> Vec<Quantity> {
    let tokens = tokens(sentence);
    let times: Vec<Span> = expressions_in(sentence, &tokens)
        .into_iter()
        .map(|time| time.span)
        .collect();
    quantities_outside(&tokens, &times)
}

/// The plain number that begins at a token: its length in tokens, its value, and whether it is only a lower limit.
pub(super) fn value_at(tokens: &[Token<'_>], start: usize) -> Option<(usize, u64, bool)> {
    value::at(tokens, start)
        .filter(|value| !value.fraction)
        .map(|value| (value.length, value.number, value.vague))
}

/// The first token from a given one on that a number or its bound can begin with.
fn next_beginning(tokens: &[Token<'_>], from: usize) -> Option<usize> {
    (from..tokens.len()).find(|at| {
        tokens
            .get(*at)
            .is_some_and(|token| token.is_figure() || token.is_in(&TABLE.beginnings))
    })
}

/// The numbers of a sentence, given where its time expressions stand: a number inside one is no count.
pub(super) fn quantities_outside(tokens: &[Token<'_>], times: &[Span]) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = next_beginning(tokens, at) {
        at = next;
        let reading = Reading::at(tokens, at, times)
            .or_else(|| Reading::article(tokens, at))
            .or_else(|| Reading::ordinal(tokens, at));
        at = reading.as_ref().map_or(at + 1, |reading| reading.end);
        found.extend(reading.and_then(|reading| reading.quantity(tokens, times)));
    }
    found
}

/// A number with its bounds, between two tokens.
#[derive(Debug)]
struct Reading {
    start: usize,
    /// Where the number itself begins, after its bounds.
    number: usize,
    /// Where it ends, before bounds behind it.
    number_end: usize,
    end: usize,
    low: Value,
    high: Option<Value>,
    bounds: Vec<Bound>,
    article: bool,
    ordinal: bool,
}

impl Reading {
    /// Bounds, a number or range, and bounds behind it; "some" is a bound only before a number.
    fn at(tokens: &[Token<'_>], start: usize, times: &[Span]) -> Option<Self> {
        let mut bounds = Vec::new();
        let mut number = start;
        while let Some((length, bound)) = TABLE.bounds_before.at(tokens, number) {
            bounds.push(bound);
            number += length;
        }
        Self::bounded(tokens, start, number, bounds, times)
            .or_else(|| Self::bounded(tokens, start, start, Vec::new(), times))
    }

    fn bounded(
        tokens: &[Token<'_>],
        start: usize,
        number: usize,
        mut bounds: Vec<Bound>,
        times: &[Span],
    ) -> Option<Self> {
        let ranged = between(tokens, number).or_else(|| range(tokens, number, times));
        let (low, high, length) = match ranged {
            Some((low, high, length)) => (low, Some(high), length),
            None => value::at(tokens, number).map(|low| (low, None, low.length))?,
        };
        let number_end = number + length;
        let after = TABLE.bounds_after.at(tokens, number_end);
        bounds.extend(after.map(|(_, bound)| bound));
        let end = number_end + after.map_or(0, |(length, _)| length);
        Some(Self {
            start,
            number,
            number_end,
            end,
            low,
            high,
            bounds,
            article: false,
            ordinal: false,
        })
    }

    /// "a", "an" or "no" before a word.
    fn article(tokens: &[Token<'_>], start: usize) -> Option<Self> {
        let number = match tokens.get(start)?.folded.as_str() {
            "a" | "an" => 1,
            "no" => 0,
            _ => return None,
        };
        tokens
            .get(start + 1)
            .filter(|next| next.is_word() && next.spaced)?;
        Some(Self {
            article: true,
            ..Self::single(start, number)
        })
    }

    /// "third", "17th" are told apart from counts where they stand.
    fn ordinal(tokens: &[Token<'_>], start: usize) -> Option<Self> {
        TABLE
            .never
            .ordinals
            .contains(&tokens.get(start)?.folded)
            .then(|| Self {
                ordinal: true,
                ..Self::single(start, 1)
            })
    }

    fn single(start: usize, number: u64) -> Self {
        let low = Value {
            length: 1,
            number,
            fraction: false,
            scale: 1,
            vague: false,
            digits: false,
        };
        Self {
            start,
            number: start,
            number_end: start + 1,
            end: start + 1,
            low,
            high: None,
            bounds: Vec::new(),
            article: false,
            ordinal: false,
        }
    }

    fn quantity(self, tokens: &[Token<'_>], times: &[Span]) -> Option<Quantity> {
        let span = Span::new(
            tokens.get(self.start)?.span.start,
            tokens.get(self.end - 1)?.span.end,
        );
        let surroundings = surroundings::Surroundings {
            tokens,
            start: self.number,
            end: self.number_end,
            value: self.low,
        };
        let (mut kind, unit) = surroundings.kind();
        if self.ordinal || times.iter().any(|time| time.overlaps(span)) {
            kind = QuantityKind::Other;
        }
        let dual = !self.low.digits
            && self.low.length == 1
            && TABLE.dual.contains(&tokens.get(self.number)?.folded);
        Some(Quantity {
            span,
            interval: interval::of(self.low, self.high, &self.bounds)?,
            vague: self.low.vague,
            approximate: self
                .bounds
                .iter()
                .any(|bound| matches!(bound, Bound::About | Bound::Nearly | Bound::JustOver)),
            article: self.article,
            dual,
            whole: kind == QuantityKind::Count && surroundings.is_whole(self.start),
            unit,
            kind,
        })
    }
}

type Ends = (Value, Value, usize);

/// "between 20 and 25".
fn between(tokens: &[Token<'_>], start: usize) -> Option<Ends> {
    tokens
        .get(start)
        .filter(|token| token.is("between") || token.is("بين"))?;
    let low = value::at(tokens, start + 1)?;
    let and = start + 1 + low.length;
    let conjunction = tokens.get(and)?;
    let skip = usize::from(conjunction.is("and") || conjunction.is("و"));
    if skip == 0 && !conjunction.folded.starts_with('و') {
        return None;
    }
    let high = value::at(tokens, and + skip)?;
    ordered(low, high).map(|(low, high)| (low, high, and + skip + high.length - start))
}

/// "six to eight", "12-15", "two or three".
fn range(tokens: &[Token<'_>], start: usize, times: &[Span]) -> Option<Ends> {
    let low = value::at(tokens, start).filter(|low| !low.vague)?;
    let middle = start + low.length;
    let connector = tokens.get(middle)?;
    let dated = times.iter().any(|time| time.covers(connector.span));
    if dated
        || !(connector.is_dash() || TABLE.connectors.contains(&connector.folded))
        || is_change(tokens, start)
    {
        return None;
    }
    let high =
        value::at(tokens, middle + 1).filter(|high| !high.vague && high.digits == low.digits)?;
    let glued_on = tokens
        .get(middle + 1 + high.length)
        .is_some_and(|next| connector.is_dash() && next.is_dash() && !next.spaced);
    let (low, high) = ordered(low, high).filter(|_| !glued_on)?;
    Some((low, high, low.length + 1 + high.length))
}

/// "rose from 9 to 14" names two numbers, not a range.
fn is_change(tokens: &[Token<'_>], start: usize) -> bool {
    let nearby = tokens
        .get(start.saturating_sub(6)..start)
        .unwrap_or_default();
    nearby
        .iter()
        .any(|token| TABLE.changes.contains(&token.folded))
}

/// The ends in order; "two to three hundred" begins at 200.
fn ordered(low: Value, high: Value) -> Option<(Value, Value)> {
    let scaled = low
        .number
        .checked_mul(high.scale)
        .filter(|scaled| high.scale > 1 && low.scale == 1 && *scaled < high.number);
    let low = Value {
        number: scaled.unwrap_or(low.number),
        ..low
    };
    (low.number < high.number).then_some((low, high))
}

#[cfg(test)]
mod tests;
