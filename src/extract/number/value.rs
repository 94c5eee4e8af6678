use super::table::TABLE;
use crate::extract::token::{Token, without_prefix};

/// A number read from tokens, before bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Value {
    /// How many tokens it took.
    pub(super) length: usize,
    /// The whole part.
    pub(super) number: u64,
    /// A part below one follows: "2.5".
    pub(super) fraction: bool,
    /// "hundred", "dozen" ... that closes it, else 1.
    pub(super) scale: u64,
    /// Only a lower limit: "several", "dozens".
    pub(super) vague: bool,
    /// Written in digits.
    pub(super) digits: bool,
}

impl Value {
    fn plain(length: usize, number: u64) -> Self {
        Self {
            length,
            number,
            fraction: false,
            scale: 1,
            vague: false,
            digits: false,
        }
    }
}

/// The number that begins at a token: digits, words, or a vague phrase.
pub(super) fn at(tokens: &[Token<'_>], start: usize) -> Option<Value> {
    let phrase = vague(tokens, start).or_else(|| exact(tokens, start));
    let number = figure(tokens, start)
        .or_else(|| words(tokens, start))
        .or_else(|| dual(tokens, start));
    match (phrase, number) {
        (Some(phrase), Some(number)) => Some(if phrase.length >= number.length {
            phrase
        } else {
            number
        }),
        (phrase, number) => phrase.or(number),
    }
}

/// The value of a number word, also with "and", "in" written on in Arabic.
fn word_value(token: &Token<'_>) -> Option<u64> {
    let values = &TABLE.values;
    let bare = || without_prefix(&token.folded).and_then(|word| values.get(word));
    values.get(&token.folded).or_else(bare).copied()
}

pub(super) fn scale(token: Option<&Token<'_>>) -> Option<u64> {
    token
        .and_then(|token| TABLE.scales.get(&token.folded))
        .copied()
}

/// "several", "dozens", "a few hundred".
fn vague(tokens: &[Token<'_>], start: usize) -> Option<Value> {
    let (length, min) = TABLE.vague.at(tokens, start)?;
    let value = Value {
        vague: true,
        ..Value::plain(length, min)
    };
    let scale = scale(tokens.get(start + length)).filter(|_| length <= 2);
    Some(match scale {
        Some(scale) => Value {
            length: length + 1,
            number: min.max(2).saturating_mul(scale),
            ..value
        },
        None => value,
    })
}

fn exact(tokens: &[Token<'_>], start: usize) -> Option<Value> {
    TABLE
        .exact
        .at(tokens, start)
        .map(|(length, number)| Value::plain(length, number))
}

/// An Arabic noun whose ending says two.
fn dual(tokens: &[Token<'_>], start: usize) -> Option<Value> {
    let word = &tokens.get(start)?.folded;
    let bare = without_prefix(word).is_some_and(|word| TABLE.dual.contains(word));
    (bare || TABLE.dual.contains(word)).then_some(Value::plain(1, 2))
}

/// Digits, with "million" and the like behind them.
fn figure(tokens: &[Token<'_>], start: usize) -> Option<Value> {
    let token = tokens.get(start).filter(|token| token.is_figure())?;
    let Decimal { digits, places } = decimal(&token.folded)?;
    let (mut length, mut factor, mut last) = (1, 1_u64, 1);
    while let Some(scale) = scale(tokens.get(start + length)) {
        factor = factor.checked_mul(scale)?;
        last = scale;
        length += 1;
    }
    let divisor = 10_u64.checked_pow(places)?;
    let scaled = digits.checked_mul(factor)?;
    Some(Value {
        number: scaled / divisor,
        fraction: !scaled.is_multiple_of(divisor),
        scale: last,
        digits: true,
        ..Value::plain(length, 0)
    })
}

struct Decimal {
    digits: u64,
    places: u32,
}

/// Reads "4,800", "1.200.000", "2.5", "7,62". A single separator before exactly three digits parts thousands, unless a
/// lone zero stands before it; any other single separator is a decimal one.
fn decimal(figure: &str) -> Option<Decimal> {
    let separator = |c: char| !c.is_ascii_digit();
    let groups: Vec<&str> = figure.split(separator).collect();
    let (first, rest) = groups.split_first()?;
    let thousands = rest.iter().all(|group| group.len() == 3) && first.len() <= 3 && *first != "0";
    let last_is_decimal = !thousands && rest.iter().rev().skip(1).all(|group| group.len() == 3);
    let digits = figure
        .chars()
        .filter(char::is_ascii_digit)
        .collect::<String>()
        .parse()
        .ok()?;
    match (thousands || rest.is_empty(), last_is_decimal, rest.last()) {
        (true, _, _) => Some(Decimal { digits, places: 0 }),
        (false, true, Some(decimals)) => Some(Decimal {
            digits,
            places: decimals.len().try_into().ok()?,
        }),
        _ => None,
    }
}

/// "one hundred and twelve", "twenty-five", "a dozen", "خمسة وعشرون".
fn words(tokens: &[Token<'_>], start: usize) -> Option<Value> {
    let mut sum = WordSum::default();
    let mut at = start;
    let article = tokens
        .get(start)
        .is_some_and(|token| token.is("a") || token.is("an"));
    if article {
        scale(tokens.get(start + 1))?;
        sum.current = 1;
        at += 1;
    }
    while let Some(taken) = sum.take(tokens, at, at > start) {
        at += taken;
    }
    (at > start).then(|| Value {
        scale: sum.scale,
        ..Value::plain(at - start, sum.total.saturating_add(sum.current))
    })
}

#[derive(Debug, Default)]
struct WordSum {
    total: u64,
    current: u64,
    scale: u64,
}

impl WordSum {
    /// Adds the word at a token, with "and" or a hyphen before it; says how many tokens that took.
    fn take(&mut self, tokens: &[Token<'_>], at: usize, begun: bool) -> Option<usize> {
        let token = tokens.get(at)?;
        let joined = begun
            && (token.is_dash() && !token.spaced
                || token.is("and") && self.current.is_multiple_of(100));
        let skip = usize::from(joined);
        let word = tokens.get(at + skip)?;
        let read = match (word_value(word), scale(Some(word))) {
            (Some(value), _) if self.adds(value, begun) => {
                self.current += value;
                self.scale = 1;
                true
            }
            (_, Some(scale)) if begun && !(joined && token.is("and")) => self.multiply(scale),
            _ => false,
        };
        read.then_some(skip + 1)
    }

    /// Whether a smaller number may follow what is there: tens after hundreds, ones after tens, Arabic tens after ones.
    fn adds(&self, value: u64, begun: bool) -> bool {
        let (tens, ones) = (self.current % 100, self.current % 10);
        match value {
            0 => !begun,
            1..10 => tens == 0 || (ones == 0 && tens >= 20),
            10 => tens < 10,
            20..100 if value.is_multiple_of(10) => tens < 10,
            11..100 => tens == 0,
            _ => self.current == 0 && (!begun || value >= 100),
        }
    }

    fn multiply(&mut self, scale: u64) -> bool {
        let product = self.current.max(1).checked_mul(scale);
        let Some(product) = product.filter(|_| self.current > 0 || self.total > 0) else {
            return false;
        };
        self.scale = scale;
        if scale < 1000 {
            self.current = product;
        } else {
            self.total = self.total.saturating_add(product);
            self.current = 0;
        }
        true
    }
}
