use super::TimeClass;
use super::shape::{Limit, Part, Shape, TimeUnit, Which};
use super::vocabulary::VOCABULARY;
use crate::extract::token::Token;

/// A shape and the token after it.
pub(super) type Found = (Shape, usize);

/// An expression and the token after it.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) shape: Shape,
    pub(super) limit: Option<Limit>,
    pub(super) class: TimeClass,
    pub(super) end: usize,
}

impl Reading {
    pub(super) fn new(class: TimeClass, (shape, end): Found) -> Self {
        Self {
            shape,
            limit: None,
            class,
            end,
        }
    }
}

/// The grammar of time over the tokens of a sentence. Every rule takes the token where it begins.
pub(super) struct Grammar<'s, 't> {
    pub(super) tokens: &'s [Token<'t>],
}

impl<'s, 't> Grammar<'s, 't> {
    pub(super) fn new(tokens: &'s [Token<'t>]) -> Self {
        Self { tokens }
    }

    /// The first token from a given one on that can make an expression.
    pub(super) fn next_core(&self, from: usize) -> Option<usize> {
        let vocabulary = &*VOCABULARY;
        (from..self.tokens.len()).find(|at| {
            self.tokens
                .get(*at)
                .is_some_and(|token| vocabulary.is_core(token))
        })
    }

    /// The longest expression that begins at a token.
    pub(super) fn expression(&self, at: usize) -> Option<Reading> {
        let rules = [
            Self::recurrent,
            Self::vague,
            Self::window,
            Self::limited,
            Self::point,
            Self::duration,
        ];
        let mut best: Option<Reading> = None;
        for reading in rules.iter().filter_map(|rule| rule(self, at)) {
            if best.as_ref().is_none_or(|best| reading.end > best.end) {
                best = Some(reading);
            }
        }
        best
    }

    pub(super) fn longest(
        &self,
        at: usize,
        rules: &[fn(&Self, usize) -> Option<Found>],
    ) -> Option<Found> {
        let mut best: Option<Found> = None;
        for found in rules.iter().filter_map(|rule| rule(self, at)) {
            if best.as_ref().is_none_or(|(_, end)| found.1 > *end) {
                best = Some(found);
            }
        }
        best
    }

    pub(super) fn is(&self, at: usize, folded: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(folded))
    }

    pub(super) fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text)
    }

    pub(super) fn before(&self, at: usize) -> Option<&Token<'t>> {
        at.checked_sub(1).and_then(|before| self.tokens.get(before))
    }

    pub(super) fn preceded_by(&self, at: usize, words: &[&str]) -> bool {
        self.before(at)
            .is_some_and(|before| words.contains(&before.folded.as_str()))
    }

    /// A date or a joined pair of dates.
    fn point(&self, at: usize) -> Option<Reading> {
        let found = self.joined(at).or_else(|| self.single(at))?;
        let class = match found.0 {
            Shape::Decade(_) => TimeClass::PastVague,
            _ => TimeClass::Point,
        };
        Some(Reading::new(class, found))
    }

    /// One date, with the words of a part of the day around it.
    fn single(&self, at: usize) -> Option<Found> {
        let rules = [
            Self::calendar,
            Self::here,
            Self::weekday,
            Self::relative,
            Self::part,
            Self::night_of,
            Self::night,
            Self::anchored,
            Self::day_of_month,
            Self::offset,
            Self::offset_behind,
        ];
        let (shape, end) = self
            .longest(at, &rules)
            .or_else(|| self.after_day_part(at))?;
        let end = if matches!(shape, Shape::Offset { .. }) {
            end
        } else {
            self.past_day_part(end)
        };
        Some((shape, end))
    }

    /// "the night of 4 June", "dawn on Friday", "early on Friday", "فجر الأحد".
    fn after_day_part(&self, at: usize) -> Option<Found> {
        let early = self.is(at, "early") || self.is(at, "late");
        let start = at + usize::from(self.is(at, "the"));
        let part = early || self.is_day_part(start);
        let next = if early { at + 1 } else { start + 1 };
        let next = next
            + usize::from(
                self.is(next, "on")
                    || self.is(next, "of")
                    || self.is(next, "في")
                    || self.is(next, "يوم"),
            );
        self.longest(next, &[Self::calendar, Self::weekday, Self::here])
            .filter(|_| part)
    }

    pub(super) fn is_day_part(&self, at: usize) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|token| VOCABULARY.day_parts.contains(&token.folded))
    }

    /// Past "morning", "at dawn" after a date.
    pub(super) fn past_day_part(&self, at: usize) -> usize {
        let skip = at + usize::from(self.is(at, "at"));
        if self.is_day_part(skip) { skip + 1 } else { at }
    }

    /// "the night of 4-5 June", "the night of June 4", "the night between Thursday and Friday".
    fn night_of(&self, at: usize) -> Option<Found> {
        let start = at + usize::from(self.is(at, "the"));
        let overnight = self.is(start, "overnight");
        let night = overnight || self.is(start, "night") || self.is(start, "ليله");
        if !night {
            return None;
        }
        let next = start
            + 1
            + usize::from(self.is(start + 1, "of") || (overnight && self.is(start + 1, "on")));
        let found = self
            .joined(next)
            .or_else(|| self.longest(next, &[Self::calendar, Self::weekday]))?;
        Some((Shape::NightOf(Box::new(found.0)), found.1))
    }

    /// "from 3 May to 6 June", "between Monday and Friday", "Thursday and Friday", "2014 to 2017".
    fn joined(&self, at: usize) -> Option<Found> {
        let opened = self.is(at, "from")
            || self.is(at, "between")
            || self.is(at, "من")
            || self.is(at, "بين");
        let start = at + usize::from(opened);
        let (first, end) = self.joinable(start)?;
        if opened && matches!(first, Shape::Span(..)) {
            return Some((first, end));
        }
        let link = self.tokens.get(end)?;
        let range = link.is_dash()
            || VOCABULARY.joins("range", link)
            || self.is(at, "between")
            || self.is(at, "بين");
        let list = VOCABULARY.joins("list", link)
            && matches!(first, Shape::Weekday(..) | Shape::Day { .. });
        let (second, end) = self
            .joinable(end + 1)
            .or_else(|| self.glued_and(end))
            .filter(|_| range || list)?;
        same_kind(&first, &second).then(|| (Shape::Span(Box::new(first), Box::new(second)), end))
    }

    /// The second part when "and" is written on to it, as in Arabic.
    fn glued_and(&self, at: usize) -> Option<Found> {
        self.tokens
            .get(at)
            .filter(|token| token.folded.starts_with('و'))?;
        self.longest(at, &[Self::calendar, Self::weekday])
    }

    fn joinable(&self, at: usize) -> Option<Found> {
        let year = self
            .four_figures(at)
            .map(|year| (Shape::Year(year), at + 1));
        let (shape, end) = self
            .longest(at, &[Self::calendar, Self::weekday])
            .or(year)?;
        let end = self.past_day_part(end);
        Some((shape, end))
    }

    /// "Sunday", "last Monday", "Monday last week", "الأحد الماضي".
    fn weekday(&self, at: usize) -> Option<Found> {
        let vocabulary = &*VOCABULARY;
        let before = vocabulary.which_before.at(self.tokens, at);
        let start = at + before.map_or(0, |(length, _)| length);
        let start = start + usize::from(self.is(start, "يوم") || (self.is(start, "اليوم")));
        let (length, weekday) = vocabulary.weekdays.at(self.tokens, start)?;
        let end = start + length;
        if let Some((which, end)) = self
            .which_week(self.past_day_part(end))
            .filter(|_| before.is_none())
        {
            return Some((Shape::WeekdayOf(weekday, which), end));
        }
        let after = self.which_after(end).filter(|_| before.is_none());
        let which = before
            .map(|(_, which)| which)
            .or(after.map(|(which, _)| which));
        Some((
            Shape::Weekday(weekday, which),
            after.map_or(end, |(_, end)| end),
        ))
    }

    /// "last week", "of last week".
    fn which_week(&self, at: usize) -> Option<(Which, usize)> {
        let start = at + usize::from(self.is(at, "of"));
        match self.relative(start)? {
            (Shape::Relative(which, TimeUnit::Week), end) => Some((which, end)),
            _ => None,
        }
    }

    /// "last" and "next" only end a phrase in Arabic, or before a mark.
    pub(super) fn which_after(&self, at: usize) -> Option<(Which, usize)> {
        let (length, which) = VOCABULARY.which_after.at(self.tokens, at)?;
        let arabic = self
            .tokens
            .get(at)
            .is_some_and(|token| !token.text.is_ascii());
        let ended = self
            .tokens
            .get(at + length)
            .is_none_or(|next| !next.is_word());
        (arabic || ended).then_some((which, at + length))
    }

    /// "last week", "this month", "الشهر الماضي".
    pub(super) fn relative(&self, at: usize) -> Option<Found> {
        let vocabulary = &*VOCABULARY;
        if let Some((length, which)) = vocabulary.which_before.at(self.tokens, at) {
            let (unit_length, unit) = vocabulary.units.at(self.tokens, at + length)?;
            let single = self
                .tokens
                .get(at + length)
                .is_some_and(|token| !token.folded.ends_with('s'));
            return single.then_some((whole_unit(which, unit)?, at + length + unit_length));
        }
        let (length, unit) = vocabulary
            .units
            .at(self.tokens, at)
            .filter(|_| self.text(at).starts_with(|c: char| !c.is_ascii()))?;
        let (which, end) = self.which_after(at + length)?;
        Some((whole_unit(which, unit)?, end))
    }

    /// "early June", "late last month", "earlier this week", "the end of 2017", "mid-July".
    fn part(&self, at: usize) -> Option<Found> {
        let (length, part) = VOCABULARY.parts.at(self.tokens, at)?;
        let mut start = at + length;
        start += usize::from(self.tokens.get(start).is_some_and(Token::is_dash));
        start += usize::from(self.is(start, "in"));
        let year = || {
            self.four_figures(start)
                .map(|year| (Shape::Year(year), start + 1))
        };
        let (shape, end) = self
            .longest(start, &[Self::calendar, Self::relative])
            .or_else(year)?;
        match (&shape, part) {
            (
                Shape::Month { .. } | Shape::Year(_) | Shape::Relative(..) | Shape::Season { .. },
                _,
            ) => Some((Shape::Part(part, Box::new(shape)), end)),
            (Shape::Day { .. }, Part::Early | Part::Late) => Some((shape, end)),
            _ => None,
        }
    }

    /// "yesterday", "this morning", "أمس الأحد"; not "today's", nor "اليوم" before an adjective.
    fn here(&self, at: usize) -> Option<Found> {
        let (length, days) = VOCABULARY.here.at(self.tokens, at)?;
        let end = at + length;
        let weekday = VOCABULARY
            .weekdays
            .at(self.tokens, end)
            .filter(|_| !self.text(at).is_ascii());
        let the_day = self.is(at, "اليوم")
            && weekday.is_none()
            && self.tokens.get(end).is_some_and(|next| {
                next.folded.starts_with("ال") || next.is("نفسه") || next.is("ذاته")
            });
        (!the_day).then(|| {
            (
                Shape::Here(days),
                weekday.map_or(end, |(length, _)| end + length),
            )
        })
    }

    /// "overnight", "last night", "over the weekend".
    fn night(&self, at: usize) -> Option<Found> {
        let weekend = VOCABULARY
            .weekends
            .at(self.tokens, at)
            .map(|(length, ())| (Shape::Relative(Which::This, TimeUnit::Weekend), at + length));
        weekend.or_else(|| {
            VOCABULARY
                .nights
                .at(self.tokens, at)
                .map(|(length, ())| (Shape::Night, at + length))
        })
    }

    /// "the day before", when no event follows that it could be the day before of.
    fn anchored(&self, at: usize) -> Option<Found> {
        let (length, days) = VOCABULARY.anchored.at(self.tokens, at)?;
        let shape = if self.is_of_event(at + length - 1) {
            Shape::Unknown("relative_to_event")
        } else {
            Shape::Anchored(days)
        };
        Some((shape, at + length))
    }

    /// "before the attack", "after they left": the phrase that ends at a token goes on to an event.
    pub(super) fn is_of_event(&self, last: usize) -> bool {
        let preposition =
            self.is(last, "before") || self.is(last, "after") || self.is(last, "prior");
        let next = self.tokens.get(last + 1);
        preposition
            && next.is_some_and(|next| {
                next.is_word()
                    && !matches!(
                        next.folded.as_str(),
                        "and" | "in" | "at" | "on" | "when" | "by"
                    )
            })
    }

    /// "the 7th", with nothing behind it that it could be the seventh of.
    fn day_of_month(&self, at: usize) -> Option<Found> {
        let (day, length) = self
            .is(at, "the")
            .then(|| self.day_number(at + 1))
            .flatten()?;
        let end = at + 1 + length;
        let ordinal = length == 2;
        let this_month = usize::from(self.is(end, "of"))
            + if self.is(end, "of")
                && (self.is(end + 1, "this") || self.is(end + 1, "the"))
                && self.is(end + 2, "month")
            {
                2
            } else {
                0
            };
        if this_month == 3 && ordinal {
            return Some((Shape::DayOfMonth(day), end + 3));
        }
        let next = self.tokens.get(end);
        let free = next.is_none_or(|next| !next.is_word() && !next.is_dash())
            || (VOCABULARY.is_cue("function_words", next) && !self.is(end, "of"));
        let dated = self.preceded_by(
            at,
            &[
                "on", "since", "by", "until", "from", "to", "before", "after",
            ],
        );
        (ordinal && free && dated).then_some((Shape::DayOfMonth(day), end))
    }

    /// "before dawn on Tuesday", "after noon": a time of that day, not another day.
    fn is_within_day(&self, limit: Limit, at: usize) -> bool {
        let day_part = self
            .tokens
            .get(at)
            .is_some_and(|token| token.is_in(&VOCABULARY.day_parts));
        day_part && matches!(limit, Limit::Before | Limit::After)
    }

    /// "since October 2016", "by the end of 2017", "since dawn".
    fn limited(&self, at: usize) -> Option<Reading> {
        let vocabulary = &*VOCABULARY;
        let (length, limit) = vocabulary.limits.at(self.tokens, at)?;
        let start = at + length;
        let year = || {
            self.four_figures(start)
                .filter(|_| !self.counts_something(start + 1))
                .map(|year| (Shape::Year(year), start + 1))
        };
        let since_here = || {
            vocabulary
                .since_here
                .at(self.tokens, start)
                .filter(|_| limit == Limit::Since)
                .map(|(length, ())| (Shape::Here(0), start + length))
        };
        let then = || {
            (limit == Limit::Since && self.is(start, "then"))
                .then_some((Shape::Anchored(0), start + 1))
        };
        let (shape, end) = self
            .single(start)
            .or_else(year)
            .or_else(since_here)
            .or_else(then)?;
        let class = match limit {
            Limit::Since => TimeClass::Since,
            Limit::Until => TimeClass::Duration,
            Limit::By | Limit::Before | Limit::After => TimeClass::Point,
        };
        Some(Reading {
            limit: Some(limit).filter(|limit| !self.is_within_day(*limit, start)),
            ..Reading::new(class, (shape, end))
        })
    }
}

/// Dates of different kinds do not join: "2014 to Monday".
fn same_kind(first: &Shape, last: &Shape) -> bool {
    std::mem::discriminant(first) == std::mem::discriminant(last)
}

/// "last week" as a whole; "the next day" follows the date named before; "last day" says nothing.
fn whole_unit(which: Which, unit: TimeUnit) -> Option<Shape> {
    match (unit, which) {
        (TimeUnit::Day, Which::Next) => Some(Shape::Anchored(1)),
        (TimeUnit::Day | TimeUnit::Hour, _) => None,
        (unit, which) => Some(Shape::Relative(which, unit)),
    }
}
