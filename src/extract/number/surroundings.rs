use super::table::TABLE;
use super::value::Value;
use super::{QuantityKind, Unit};
use crate::extract::token::Token;

/// A number among the words around it.
pub(super) struct Surroundings<'s, 't> {
    pub(super) tokens: &'s [Token<'t>],
    pub(super) start: usize,
    /// The token after it.
    pub(super) end: usize,
    pub(super) value: Value,
}

/// Figures of this many digits without separators are telephone numbers and the like.
const LONG_FIGURE: usize = 9;

impl<'t> Surroundings<'_, 't> {
    /// Count, measure or neither: names, ages, ordinals and times first, then units.
    pub(super) fn kind(&self) -> (QuantityKind, Option<Unit>) {
        if self.is_named()
            || self.is_age()
            || self.is_ordinal()
            || self.is_clock()
            || self.is_joined_figure()
        {
            return (QuantityKind::Other, None);
        }
        if let Some(unit) = self.unit() {
            return (QuantityKind::Measure, Some(unit));
        }
        let never = self.is_year()
            || self.is_fraction()
            || self.is_pronoun()
            || self.is_list_number()
            || self.value.fraction
            || self.is_compound();
        (
            if never {
                QuantityKind::Other
            } else {
                QuantityKind::Count
            },
            None,
        )
    }

    /// Whether "of the" and the like stand before it (before its bounds, at token `from`).
    pub(super) fn is_whole(&self, from: usize) -> bool {
        TABLE.never.whole_before.before(self.tokens, from).is_some()
    }

    fn token(&self, at: usize) -> Option<&Token<'t>> {
        self.tokens.get(at)
    }

    fn before(&self, back: usize) -> Option<&Token<'t>> {
        self.start.checked_sub(back).and_then(|at| self.token(at))
    }

    fn next(&self) -> Option<&Token<'t>> {
        self.token(self.end)
    }

    fn first_text(&self) -> &str {
        self.token(self.start).map_or("", |token| token.text)
    }

    /// The token after a hyphen that is glued to the number: "10-kilometre".
    fn after_hyphen(&self) -> usize {
        let hyphen = self
            .next()
            .is_some_and(|next| next.is_dash() && !next.spaced);
        self.end + usize::from(hyphen && self.token(self.end + 1).is_some_and(|word| !word.spaced))
    }

    /// "AK-47", "Covid-19", "Tari24", "Route 66", "Brigade 30", "30 Commando", "No. 5", "#5".
    fn is_named(&self) -> bool {
        self.is_glued_to_name() || self.has_designator() || self.is_unit_number()
    }

    fn is_glued_to_name(&self) -> bool {
        let glued = self
            .token(self.start)
            .is_some_and(|token| !token.spaced && token.is_figure());
        let before = self.before(1);
        let arabic_prefix =
            |word: &Token<'_>| word.text.chars().count() == 1 && !word.text.is_ascii();
        glued
            && before.is_some_and(|before| {
                (before.is_word() && !arabic_prefix(before))
                    || matches!(before.text, "#" | "№" | "§" | "_" | "@")
                    || (before.is_dash()
                        && !before.spaced
                        && self
                            .before(2)
                            .is_some_and(|word| word.is_word() || word.is_figure()))
            })
    }

    fn has_designator(&self) -> bool {
        let never = &TABLE.never;
        let stop = self.before(1).is_some_and(|token| token.text == ".");
        let Some(word) = self.before(1 + usize::from(stop)) else {
            return false;
        };
        let numbered = stop
            && matches!(word.folded.as_str(), "no" | "nos" | "nr" | "art" | "sec")
            && self.value.digits;
        let named = never.designators.contains(&word.folded)
            || (word.is_capitalised()
                && self.start > 1
                && never.capitalised_designators.contains(&word.folded));
        numbered || (!stop && (named || (word.is("no") && self.value.digits)))
    }

    fn is_unit_number(&self) -> bool {
        let capitalised = |at: usize| self.token(at).filter(|token| token.is_capitalised());
        let unit = |at: usize| {
            capitalised(at).is_some_and(|token| TABLE.never.units_after.contains(&token.folded))
        };
        self.token(self.end).is_some_and(Token::is_capitalised)
            && (unit(self.end) || unit(self.end + 1))
    }

    /// "12-year-old", "aged 14", "Ali, 34, was".
    fn is_age(&self) -> bool {
        let never = &TABLE.never;
        let word_before = self
            .before(1)
            .is_some_and(|token| never.age_before.contains(&token.folded));
        word_before
            || never
                .age_after
                .at(self.tokens, self.after_hyphen())
                .is_some()
            || self.is_age_after_name()
    }

    fn is_age_after_name(&self) -> bool {
        let comma =
            |token: Option<&Token<'_>>| token.is_some_and(|token| matches!(token.text, "," | "،"));
        let bracket = self.before(1).is_some_and(|token| token.text == "(")
            && self.next().is_some_and(|token| token.text == ")");
        let named = self
            .before(2)
            .is_some_and(|name| name.is_word() && name.is_capitalised());
        let person = (1..110).contains(&self.value.number) && self.value.digits;
        person && named && (bracket || comma(self.before(1)) && comma(self.next()))
    }

    fn is_ordinal(&self) -> bool {
        let suffix = self.next().filter(|next| !next.spaced && self.value.digits);
        let decade = |next: &Token<'_>| next.is("s") && self.value.number >= 1000;
        suffix
            .is_some_and(|next| TABLE.never.ordinal_suffixes.contains(&next.folded) || decade(next))
    }

    /// "06:30", "0630", "6 pm", "1500 GMT", "1500 hours".
    fn is_clock(&self) -> bool {
        let never = &TABLE.never;
        let text = self.first_text();
        let colon = |token: Option<&Token<'_>>| {
            token.is_some_and(|token| token.text == ":" && !token.spaced)
        };
        let figure = |token: Option<&Token<'_>>| {
            token.is_some_and(|token| token.is_figure() && !token.spaced)
        };
        let colons = (colon(self.next()) && figure(self.token(self.end + 1)))
            || (colon(self.before(1))
                && figure(self.token(self.start))
                && self.before(2).is_some_and(Token::is_figure));
        let leading_zero = self.value.digits
            && text.len() > 1
            && text.starts_with('0')
            && text.chars().all(|c| c.is_ascii_digit());
        let clock_word = self.value.digits && never.clock_after.at(self.tokens, self.end).is_some();
        let clock_shape = self.value.digits
            && (colons
                || leading_zero
                || clock_word
                || self.is_four_digit_time()
                || self.is_hour());
        clock_shape || self.is_oclock()
    }

    fn is_oclock(&self) -> bool {
        self.next().is_some_and(|next| next.is("o'clock"))
    }

    /// "at 1500 on", "1500 hours": four figures that a clock can show, with a word of time or an end after them.
    fn is_four_digit_time(&self) -> bool {
        let text = self.first_text();
        let figures = text.len() == 4 && text.chars().all(|c| c.is_ascii_digit());
        let shows = self.value.number < 2400 && self.value.number % 100 < 60;
        let hours = self
            .next()
            .is_some_and(|next| matches!(next.folded.as_str(), "hours" | "hrs" | "h" | "local"));
        let at = self
            .before(1)
            .is_some_and(|before| TABLE.never.clock_before.contains(&before.folded));
        let ended = self
            .next()
            .is_none_or(|next| !next.is_word() || next.is("on") || next.is("and"));
        figures
            && shows
            && (hours
                || (at
                    && ended
                    && self
                        .before(1)
                        .is_some_and(|before| before.is("at") || before.is("الساعه"))))
    }

    /// "at 6.30 on Monday".
    fn is_hour(&self) -> bool {
        let text = self.first_text();
        let shape = text
            .split_once('.')
            .is_some_and(|(hour, minutes)| minutes.len() == 2 && hour.len() <= 2);
        shape && self.before(1).is_some_and(|before| before.is("at"))
    }

    /// "1500 / 1500", "24/7", "+963 11 2234567", "555-1234", "1.2.3".
    fn is_joined_figure(&self) -> bool {
        let slash = |mark: Option<&Token<'_>>, figure: Option<&Token<'_>>| {
            mark.is_some_and(|mark| mark.text == "/") && figure.is_some_and(Token::is_figure)
        };
        let minus = self
            .next()
            .is_some_and(|next| next.is_dash() && !next.spaced)
            && self
                .token(self.end + 1)
                .is_some_and(|next| next.is_figure() && !next.spaced);
        let plus = self.before(1).is_some_and(|before| before.text == "+") && self.value.digits;
        let long = self.first_text().len() >= LONG_FIGURE
            && self.first_text().chars().all(|c| c.is_ascii_digit());
        slash(self.next(), self.token(self.end + 1))
            || slash(self.before(1), self.before(2))
            || (minus && self.value.digits)
            || plus
            || long
    }

    fn unit(&self) -> Option<Unit> {
        let symbol = self
            .before(1)
            .is_some_and(|before| TABLE.never.money_symbols.contains(before.text));
        if symbol {
            return Some(Unit::Money);
        }
        let at = self.after_hyphen();
        let (length, unit) = TABLE
            .units
            .at(self.tokens, at)
            .or_else(|| TABLE.units.at(self.tokens, self.past_adjectives(at)))?;
        let metre_is_name =
            unit == Unit::Metre && length == 1 && self.token(at).is_some_and(Token::is_capitalised);
        let power = self
            .token(at + length)
            .filter(|power| !power.spaced)
            .map_or("", |power| power.text);
        match (unit, power) {
            _ if metre_is_name => None,
            (Unit::Kilometre, "2") => Some(Unit::SquareKilometre),
            (Unit::Metre, "2") => Some(Unit::SquareMetre),
            (Unit::Metre, "3") => Some(Unit::CubicMetre),
            (unit, _) => Some(unit),
        }
    }

    /// "40 metric tons", "2 million Iraqi dinars", "two more days".
    fn past_adjectives(&self, at: usize) -> usize {
        let adjective = self.token(at).is_some_and(|token| {
            matches!(
                token.folded.as_str(),
                "metric" | "more" | "consecutive" | "full" | "nautical"
            ) || token.is_capitalised()
        });
        at + usize::from(adjective)
    }

    /// Four figures after "in", "the" ..., or not before something that is counted.
    fn is_year(&self) -> bool {
        let plain =
            self.first_text().len() == 4 && self.first_text().chars().all(|c| c.is_ascii_digit());
        let determined = self
            .before(1)
            .is_some_and(|before| TABLE.never.determiners.contains(&before.folded));
        let counted = self.next().is_some_and(|next| {
            next.is_word()
                && (next.folded.ends_with('s')
                    || TABLE.never.counted_nouns.contains(&next.folded)
                    || !next.text.is_ascii())
        });
        plain && (1900..2100).contains(&self.value.number) && (determined || !counted)
    }

    /// "two-thirds", "one third", "three times", "half".
    fn is_fraction(&self) -> bool {
        let word = self.token(self.after_hyphen());
        word.is_some_and(|word| {
            TABLE.never.fractions.contains(&word.folded) || TABLE.never.times.contains(&word.folded)
        })
    }

    /// "the one", "one another", "one of the largest".
    fn is_pronoun(&self) -> bool {
        let one = self.value.number == 1
            && self.end == self.start + 1
            && self.token(self.start).is_some_and(|token| token.is("one"));
        let before = self
            .before(1)
            .is_some_and(|before| TABLE.never.one_after.contains(&before.folded));
        let after = self
            .next()
            .is_some_and(|next| TABLE.never.one_before.contains(&next.folded));
        one && (before || after || self.is_one_of_the_most())
    }

    fn is_one_of_the_most(&self) -> bool {
        let of = self.next().is_some_and(|next| next.is("of"));
        let superlative = |at: usize| {
            self.token(at).is_some_and(|word| {
                TABLE.never.superlatives.contains(&word.folded)
                    || (word.folded.len() > 5 && word.folded.ends_with("est"))
            })
        };
        of && (self.end + 2..self.end + 5).any(superlative)
    }

    /// "1." or "2)" at the head of a sentence, "[3]" anywhere.
    fn is_list_number(&self) -> bool {
        let note = self.before(1).is_some_and(|before| before.text == "[")
            && self.next().is_some_and(|next| next.text == "]");
        let mark = self
            .next()
            .is_some_and(|next| matches!(next.text, "." | ")") && !next.spaced);
        note || (self.start == 0 && mark && self.end + 1 < self.tokens.len() && self.value.digits)
    }

    /// "two-storey", "three-pronged": joined to a word that is not counted.
    fn is_compound(&self) -> bool {
        let at = self.after_hyphen();
        at > self.end
            && self.token(at).is_some_and(|word| {
                word.is_word() && !TABLE.never.counted_when_joined.contains(&word.folded)
            })
    }
}
