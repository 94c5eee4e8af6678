use super::TimeClass;
use super::shape::{Base, Limit, Part, Shape, TimeUnit, Which};
use super::vocabulary::VOCABULARY;
use crate::extract::number;
use crate::extract::token::Token;

/// Days, weeks or years beyond this many are no date ("40,000 years ago").
const MOST: i32 = 1000;

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
    fn new(class: TimeClass, (shape, end): Found) -> Self {
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

    fn is_day_part(&self, at: usize) -> bool {
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
        let night = self.is(start, "night") || self.is(start, "ليله");
        let next = start + 1 + usize::from(self.is(start + 1, "of"));
        let found = self
            .joined(next)
            .or_else(|| self.longest(next, &[Self::calendar, Self::weekday]))
            .filter(|_| night)?;
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

    fn night(&self, at: usize) -> Option<Found> {
        VOCABULARY
            .nights
            .at(self.tokens, at)
            .map(|(length, ())| (Shape::Night, at + length))
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
    fn is_of_event(&self, last: usize) -> bool {
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

    /// "two days ago", "a week earlier", "several months later".
    fn offset(&self, at: usize) -> Option<Found> {
        let (low, high, unit, end) = self.amount(at)?;
        let vocabulary = &*VOCABULARY;
        let next = self.tokens.get(end);
        let base = if vocabulary.is_offset("ago", next) {
            Base::BeforePublication
        } else if vocabulary.is_offset("earlier", next) {
            Base::BeforeAnchor
        } else if vocabulary.is_offset("later", next) {
            Base::AfterAnchor
        } else {
            return None;
        };
        let shape = if self.is_of_event(end) {
            Shape::Unknown("relative_to_event")
        } else {
            Shape::Offset {
                low,
                high,
                unit,
                base,
            }
        };
        Some((shape, end + 1))
    }

    /// "قبل يومين", "بعد ثلاثة أيام".
    fn offset_behind(&self, at: usize) -> Option<Found> {
        let ago = VOCABULARY.is_offset("ago_before", self.tokens.get(at));
        let later = VOCABULARY.is_offset("later_before", self.tokens.get(at));
        let (low, high, unit, end) = self.amount(at + 1).filter(|_| ago || later)?;
        let base = if ago {
            Base::BeforePublication
        } else {
            Base::AfterAnchor
        };
        Some((
            Shape::Offset {
                low,
                high,
                unit,
                base,
            },
            end,
        ))
    }

    /// "two days", "a few weeks", "years": least and most, unit, end.
    fn amount(&self, at: usize) -> Option<(i32, Option<i32>, TimeUnit, usize)> {
        let vocabulary = &*VOCABULARY;
        let rounded = usize::from(
            [
                "about", "some", "nearly", "almost", "around", "just", "only",
            ]
            .iter()
            .any(|word| self.is(at, word)),
        );
        let article = self.is(at, "a") || self.is(at, "an");
        let number = number::value_at(self.tokens, at + rounded)
            .or_else(|| number::value_at(self.tokens, at))
            .or(article.then_some((1, 1, false)));
        let (start, low, vague) = match number {
            Some((length, number, vague)) => (
                at + length
                    + if number_begins_at(self, at) {
                        0
                    } else {
                        rounded
                    },
                i32::try_from(number)
                    .ok()
                    .filter(|number| *number <= MOST)?,
                vague,
            ),
            None => (
                at + usize::from(self.is(at, "few")),
                if self
                    .tokens
                    .get(at)
                    .is_some_and(|token| vocabulary.dual_units.contains(&token.folded))
                {
                    -2
                } else {
                    2
                },
                true,
            ),
        };
        let start = start
            + usize::from(
                self.tokens
                    .get(start)
                    .is_some_and(|dash| dash.is_dash() && !dash.spaced),
            );
        let (length, unit) = vocabulary.units.at(self.tokens, start)?;
        let several = number.is_some()
            || low == -2
            || self
                .tokens
                .get(start)
                .is_some_and(|token| token.folded.ends_with('s'));
        let exact = low == -2 || !vague;
        several.then_some((low.abs(), exact.then_some(low.abs()), unit, start + length))
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
            limit: Some(limit),
            ..Reading::new(class, (shape, end))
        })
    }

    /// "every week", "not a week goes by", "twice a week", "on Fridays", "daily".
    fn recurrent(&self, at: usize) -> Option<Reading> {
        let vocabulary = &*VOCABULARY;
        let phrase = vocabulary
            .recurrent
            .at(self.tokens, at)
            .map(|(length, ())| at + length);
        let plural = self
            .tokens
            .get(at)
            .filter(|token| vocabulary.plural_weekdays.contains(&token.folded))
            .map(|_| at + 1);
        let end = phrase
            .or(plural)
            .or_else(|| self.every(at))
            .or_else(|| self.hardly(at))
            .or_else(|| self.times_per(at))?;
        Some(Reading::new(
            TimeClass::Recurrent,
            (Shape::Unknown("recurrent"), end),
        ))
    }

    fn every(&self, at: usize) -> Option<usize> {
        let vocabulary = &*VOCABULARY;
        let (length, ()) = vocabulary.every.at(self.tokens, at)?;
        let start = at + length;
        let number = number::value_at(self.tokens, start).map_or(0, |(length, _, _)| length);
        let few = usize::from(self.is(start, "few"));
        let unit = vocabulary
            .units
            .at(self.tokens, start + number.max(few))
            .map(|(length, _)| start + number.max(few) + length);
        let weekday = || {
            vocabulary
                .weekdays
                .at(self.tokens, start)
                .map(|(length, _)| start + length)
        };
        let part = || self.is_day_part(start).then_some(start + 1);
        let season = || {
            vocabulary
                .seasons
                .at(self.tokens, start)
                .map(|(length, _)| start + length)
        };
        unit.or_else(weekday).or_else(part).or_else(season)
    }

    /// "hardly a day passes", "not a single week goes by".
    fn hardly(&self, at: usize) -> Option<usize> {
        let vocabulary = &*VOCABULARY;
        self.tokens
            .get(at)
            .filter(|token| vocabulary.rarely.contains(&token.folded))?;
        let article = self.is(at + 1, "a") || self.is(at + 1, "one");
        let start = at + 2 + usize::from(self.is(at + 2, "single"));
        let (length, _) = vocabulary
            .units
            .at(self.tokens, start)
            .filter(|_| article)?;
        let verb = self
            .tokens
            .get(start + length)
            .filter(|token| vocabulary.passes.contains(&token.folded))?;
        let end = start + length + 1;
        let past = usize::from(
            verb.is("has")
                && self
                    .tokens
                    .get(end)
                    .is_some_and(|token| vocabulary.passes.contains(&token.folded)),
        );
        Some(end + past + usize::from(self.is(end + past, "by")))
    }

    fn times_per(&self, at: usize) -> Option<usize> {
        let vocabulary = &*VOCABULARY;
        let number = number::value_at(self.tokens, at).map_or(0, |(length, _, _)| length);
        let times = self
            .tokens
            .get(at + number)
            .filter(|token| vocabulary.times.contains(&token.folded));
        let per = self
            .tokens
            .get(at + number + 1)
            .filter(|token| vocabulary.per.contains(&token.folded));
        times.and(per)?;
        vocabulary
            .units
            .at(self.tokens, at + number + 2)
            .map(|(length, _)| at + number + 2 + length)
    }

    fn vague(&self, at: usize) -> Option<Reading> {
        let of =
            |class, rule, length: usize| Reading::new(class, (Shape::Unknown(rule), at + length));
        let past = VOCABULARY
            .vague_past
            .at(self.tokens, at)
            .map(|(length, ())| of(TimeClass::PastVague, "vague_past", length));
        past.or_else(|| {
            VOCABULARY
                .vague_future
                .at(self.tokens, at)
                .map(|(length, ())| of(TimeClass::Future, "vague_future", length))
        })
    }

    /// "over the past three months", "in the last 48 hours": up to a week it tells when, beyond that how things were.
    fn window(&self, at: usize) -> Option<Reading> {
        let (length, ()) = VOCABULARY.window.at(self.tokens, at)?;
        let (low, high, unit, end) = self
            .amount(at + length)
            .or_else(|| self.one_unit(at + length))?;
        let days = days_of(unit).saturating_mul(low);
        let class = if days <= 7 {
            TimeClass::Duration
        } else {
            TimeClass::PastVague
        };
        let shape = high.map_or(Shape::Unknown("vague_past"), |amount| Shape::Window {
            amount,
            unit,
        });
        Some(Reading::new(class, (shape, end)))
    }

    fn one_unit(&self, at: usize) -> Option<(i32, Option<i32>, TimeUnit, usize)> {
        let (length, unit) = VOCABULARY
            .units
            .at(self.tokens, at)
            .filter(|_| self.text(at).is_ascii())?;
        Some((1, Some(1), unit, at + length))
    }

    /// "for several days", "within two weeks".
    fn duration(&self, at: usize) -> Option<Reading> {
        let (length, ()) = VOCABULARY.duration.at(self.tokens, at)?;
        let (_, _, _, end) = self.amount(at + length)?;
        Some(Reading::new(
            TimeClass::Duration,
            (Shape::Unknown("duration"), end),
        ))
    }
}

fn number_begins_at(grammar: &Grammar<'_, '_>, at: usize) -> bool {
    number::value_at(grammar.tokens, at).is_some()
}

fn days_of(unit: TimeUnit) -> i32 {
    match unit {
        TimeUnit::Hour => 0,
        TimeUnit::Day => 1,
        TimeUnit::Week => 7,
        TimeUnit::Month => 30,
        TimeUnit::Year => 365,
        TimeUnit::Decade => 3650,
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
