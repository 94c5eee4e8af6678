//! Dates as a calendar writes them: days, months, years, weekdays, numbers.

use super::grammar::{Found, Grammar};
use super::shape::{Shape, Which, YearWord};
use super::vocabulary::VOCABULARY;
use crate::extract::token::Token;

/// Years that four figures can mean.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

/// A day number and how many tokens it takes.
type Number = (i8, usize);

impl Grammar<'_, '_> {
    /// The longest date of a calendar that begins at a token.
    pub(super) fn calendar(&self, at: usize) -> Option<Found> {
        self.with_weekday(at).or_else(|| self.bare_date(at))
    }

    fn bare_date(&self, at: usize) -> Option<Found> {
        let rules = [
            Self::iso,
            Self::numeric,
            Self::day_first,
            Self::month_first,
            Self::feast,
            Self::month_year,
            Self::season,
            Self::year_with_cue,
            Self::decade,
        ];
        self.longest(at, &rules)
    }

    /// "Sunday (July 7th)", "Sunday, 7 July", and "July 7 (Sunday)" when the weekday follows.
    fn with_weekday(&self, at: usize) -> Option<Found> {
        let vocabulary = &*VOCABULARY;
        let which = vocabulary
            .which_before
            .at(self.tokens, at)
            .map_or(0, |(length, _)| length);
        let start = at + which;
        if let Some((length, weekday)) = vocabulary
            .weekdays
            .at(self.tokens, start)
            .or_else(|| vocabulary.short_weekdays.at(self.tokens, start))
        {
            let after = self.past_day_part(start + length);
            let (skip, bracket) = self.opening(after);
            let (shape, end) = self.bare_date(skip)?;
            return self.closed(put_weekday(shape, weekday)?, end, bracket);
        }
        let (shape, end) = self.bare_date(at)?;
        let (skip, bracket) = self.opening(end);
        let (length, weekday) = vocabulary
            .weekdays
            .at(self.tokens, skip)
            .filter(|_| bracket)?;
        self.closed(put_weekday(shape, weekday)?, skip + length, bracket)
    }

    /// Past a comma, a stop, "the" or an opening bracket; whether it was a bracket.
    fn opening(&self, at: usize) -> (usize, bool) {
        let bracket = self.text(at) == "(";
        let mark = bracket || matches!(self.text(at), "," | "." | "،");
        let at = at + usize::from(mark);
        (at + usize::from(self.is(at, "the")), bracket)
    }

    fn closed(&self, shape: Shape, end: usize, bracket: bool) -> Option<Found> {
        if bracket {
            return (self.text(end) == ")").then_some((shape, end + 1));
        }
        Some((shape, end))
    }

    /// "2024-04-03", "2024/04/03".
    fn iso(&self, at: usize) -> Option<Found> {
        let year = self.four_figures(at)?;
        let (first, second) = self.joined_figures(at + 1)?;
        let day = Shape::Day {
            year: YearWord::Given(year),
            month: small(first, 12)?,
            day: small(second, 31)?,
            weekday: None,
        };
        Some((day, at + 5))
    }

    /// "03/04/2024", "3.4.2024".
    fn numeric(&self, at: usize) -> Option<Found> {
        let token = self.tokens.get(at).filter(|token| token.is_figure())?;
        if let [day, month, year] = token.folded.split('.').collect::<Vec<_>>()[..] {
            let year = YearWord::Given(any_year(year)?);
            return Some((
                Shape::Day {
                    year,
                    month: small(month, 12)?,
                    day: small(day, 31)?,
                    weekday: None,
                },
                at + 1,
            ));
        }
        let first = small(&token.folded, 31)?;
        let (second, year) = self.joined_figures(at + 1)?;
        let (year, second) = (any_year(year)?, small(second, 31)?);
        (first <= 12 || second <= 12).then_some((
            Shape::Numeric {
                year,
                first,
                second,
            },
            at + 5,
        ))
    }

    /// Two figures, each glued on with the same slash or hyphen.
    fn joined_figures(&self, at: usize) -> Option<(&str, &str)> {
        let mark = |at: usize| {
            self.tokens
                .get(at)
                .filter(|token| !token.spaced && (token.is_dash() || token.text == "/"))
        };
        let figure = |at: usize| {
            self.tokens
                .get(at)
                .filter(|token| !token.spaced && token.is_figure())
        };
        let same = mark(at)?.text == mark(at + 2)?.text;
        same.then_some((
            figure(at + 1)?.folded.as_str(),
            figure(at + 3)?.folded.as_str(),
        ))
    }

    /// "7 July", "the 7th of July 2019", "4-5 June", "3, 5 and 7 May", "7 يوليو/تموز".
    fn day_first(&self, at: usize) -> Option<Found> {
        let start = at + usize::from(self.is(at, "the"));
        let ((first, last), end) = self.days(start)?;
        let of = end
            + usize::from(
                self.is(end, "of")
                    || self
                        .tokens
                        .get(end)
                        .is_some_and(|dash| dash.is_dash() && !dash.spaced)
                    || self.is(end, "من"),
            );
        let of = of + usize::from(self.is(of, "شهر"));
        let (month, end) = self.month_beside_day(of, true)?;
        let (year, end) = self.year_behind(end);
        day_span(year, month, first, last).map(|shape| (shape, end))
    }

    /// "July 7th, 2019", "June 4-6".
    fn month_first(&self, at: usize) -> Option<Found> {
        let (month, end) = self.month_beside_day(at, false)?;
        let start = end + usize::from(self.is(end, "the"));
        let ((first, last), end) = self.days(start).or_else(|| {
            self.day_number(start)
                .map(|(day, length)| ((day, day), start + length))
        })?;
        let ordinal = self.tokens.get(end - 1).is_some_and(Token::is_word);
        if (self.counts_something(end) && self.preceded_by(at, &["in"]) && !ordinal)
            || self.text(end) == ":"
            || self.text(end) == "%"
        {
            return None;
        }
        let (year, end) = self.year_behind(end);
        day_span(year, month, first, last).map(|shape| (shape, end))
    }

    /// A day number, or the first and last of a range or list: "7th", "4-5", "3, 5 and 7".
    fn days(&self, at: usize) -> Option<((i8, i8), usize)> {
        let (first, length) = self.day_number(at).or_else(|| self.ordinal_word(at))?;
        let (mut last, mut end) = (first, at + length);
        while let Some((day, next)) = self.joined_day(end).filter(|(day, _)| *day > last) {
            (last, end) = (day, next);
        }
        Some(((first, last), end))
    }

    fn joined_day(&self, at: usize) -> Option<Number> {
        let joint = self.tokens.get(at)?;
        let vocabulary = &*VOCABULARY;
        let links = joint.is_dash()
            || matches!(joint.text, "," | "/" | "&" | "،")
            || vocabulary.joins("range", joint)
            || vocabulary.joins("list", joint);
        let next = at + 1 + usize::from(joint.text == "," && self.is(at + 1, "and"));
        let next = next + usize::from(self.is(next, "the"));
        let (day, length) = self.day_number(next).filter(|_| links)?;
        let counted = self.counts_something(next + length)
            && !VOCABULARY
                .months
                .at(self.tokens, next + length)
                .is_some_and(|_| true);
        (!counted).then_some((day, next + length))
    }

    /// 1 to 31 in figures, with "st", "nd", "rd", "th".
    pub(super) fn day_number(&self, at: usize) -> Option<Number> {
        let token = self
            .tokens
            .get(at)
            .filter(|token| token.is_figure() && token.folded.len() <= 2)?;
        let glued = at > 0
            && !token.spaced
            && self.tokens.get(at - 1).is_some_and(|before| {
                before.is_word() && before.text.is_ascii()
                    || before.text == ":"
                    || before.text == "$"
            });
        let day = small(&token.folded, 31).filter(|_| !glued)?;
        let suffix = self
            .tokens
            .get(at + 1)
            .filter(|next| !next.spaced && next.is_word());
        match suffix {
            Some(next) if matches!(next.folded.as_str(), "st" | "nd" | "rd" | "th") => {
                Some((day, 2))
            }
            Some(_) => None,
            None => Some((day, 1)),
        }
    }

    fn ordinal_word(&self, at: usize) -> Option<Number> {
        let day = VOCABULARY.ordinals.get(&self.tokens.get(at)?.folded)?;
        (self.is(at + 1, "of") || self.is(at + 1, "من")).then_some((*day, 1))
    }

    /// A month's name next to a day number. A name that is also a word needs a capital, or "on" before the day.
    fn month_beside_day(&self, at: usize, behind: bool) -> Option<(i8, usize)> {
        let (length, month) = VOCABULARY.months.at(self.tokens, at)?;
        let token = self.tokens.get(at)?;
        let dated = token.is_capitalised()
            || !token.text.is_ascii()
            || at
                .checked_sub(1 + usize::from(behind))
                .is_some_and(|before| self.is(before, "on") || self.is(before, "of"));
        let clear = dated || !VOCABULARY.ambiguous_months.contains(&token.folded);
        clear.then_some((month, self.past_second_name(at + length, month)))
    }

    /// Past a stop, or the other Arabic name of the same month: "يوليو/تموز".
    fn past_second_name(&self, end: usize, month: i8) -> usize {
        let second = VOCABULARY
            .months
            .at(self.tokens, end + 1)
            .filter(|(_, other)| *other == month && self.text(end) == "/");
        let stop = self.text(end) == "."
            && self.tokens.get(end).is_some_and(|stop| !stop.spaced)
            && self.tokens.get(end + 1).is_some_and(Token::is_figure);
        second.map_or(end + usize::from(stop), |(length, _)| end + 1 + length)
    }

    /// The year after a day or month: ", 2019", "2019", "of 2019", "last year".
    fn year_behind(&self, at: usize) -> (YearWord, usize) {
        let comma = usize::from(matches!(self.text(at), "," | "،"));
        let of = at
            + comma
            + usize::from(
                self.is(at + comma, "of") || self.is(at + comma, "من") || self.is(at + comma, "في"),
            );
        let of = of + usize::from(self.is(of, "عام") || self.is(of, "سنه"));
        if let Some(year) = self
            .four_figures(of)
            .filter(|year| !(year % 100 == 0 && self.counts_something(of + 1)))
        {
            return (YearWord::Given(year), of + 1);
        }
        let relative = self.which_year(of).filter(|_| comma == 0);
        relative.map_or((YearWord::Unsaid, at), |(which, end)| {
            (YearWord::Which(which), end)
        })
    }

    /// "last year", "العام الماضي".
    fn which_year(&self, at: usize) -> Option<(Which, usize)> {
        let (shape, end) = self.relative(at)?;
        match shape {
            Shape::Relative(which, super::shape::TimeUnit::Year) => Some((which, end)),
            _ => None,
        }
    }

    fn feast(&self, at: usize) -> Option<Found> {
        if let Some((length, number)) = VOCABULARY.feasts.at(self.tokens, at) {
            let (year, end) = self.year_behind(at + length);
            let (month, day) = (
                i8::try_from(number / 100).ok()?,
                i8::try_from(number % 100).ok()?,
            );
            return Some((
                Shape::Day {
                    year,
                    month,
                    day,
                    weekday: None,
                },
                end,
            ));
        }
        self.moon(at)
    }

    /// "Ramadan 12", "during Ramadan".
    fn moon(&self, at: usize) -> Option<Found> {
        let day = self.day_number(at).map_or(0, |(_, length)| length);
        let (length, enough) = VOCABULARY.moon.at(self.tokens, at + day)?;
        let end = at + day + length;
        let behind = self
            .day_number(end)
            .filter(|_| day == 0 && !self.counts_something(end + 1))
            .map_or(0, |(_, length)| length);
        if !enough && day + behind == 0 {
            return None;
        }
        Some((Shape::Unknown("moon_calendar"), end + behind))
    }

    /// "June 2014", "in December", "last July".
    fn month_year(&self, at: usize) -> Option<Found> {
        let (which_length, which) = VOCABULARY
            .which_before
            .at(self.tokens, at)
            .map_or((0, None), |(length, which)| (length, Some(which)));
        let start = at + which_length + usize::from(which.is_none() && (self.is(at, "شهر")));
        let (length, month) = VOCABULARY.months.at(self.tokens, start)?;
        let end = self.past_second_name(start + length, month);
        let (year, year_end) = self.year_behind(end);
        let (after, after_end) = self
            .which_after(end)
            .map_or((None, end), |(which, end)| (Some(which), end));
        match (year, which.or(after)) {
            (YearWord::Unsaid, Some(which)) => Some((
                Shape::Month {
                    year: YearWord::Which(which),
                    month,
                },
                after_end,
            )),
            (YearWord::Unsaid, None) => self
                .is_month_name(start)
                .then_some((Shape::Month { year, month }, end)),
            _ => Some((Shape::Month { year, month }, year_end)),
        }
    }

    /// Whether a month's name alone is meant as a month.
    fn is_month_name(&self, at: usize) -> bool {
        let vocabulary = &*VOCABULARY;
        let Some(token) = self.tokens.get(at) else {
            return false;
        };
        let before = self.before(at);
        if vocabulary.ambiguous_months.contains(&token.folded) {
            return vocabulary.is_cue("ambiguous_month", before) && !self.is(at + 1, "be");
        }
        token.is_capitalised() || !token.text.is_ascii() || vocabulary.is_cue("month", before)
    }

    /// "the summer of 2014", "last winter", "صيف عام 2014".
    fn season(&self, at: usize) -> Option<Found> {
        let which = VOCABULARY.which_before.at(self.tokens, at);
        let article = usize::from(self.is(at, "the"));
        let start = at + which.map_or(article, |(length, _)| length);
        let (length, month) = VOCABULARY.seasons.at(self.tokens, start)?;
        let (year, end) = self.year_behind(start + length);
        match (year, which) {
            (YearWord::Unsaid, Some((_, which))) => Some((
                Shape::Season {
                    year: YearWord::Which(which),
                    month,
                },
                end,
            )),
            (YearWord::Unsaid, None) => None,
            (year, _) => Some((Shape::Season { year, month }, end)),
        }
    }

    /// Four figures after a word that makes them a year, and "2014-2016".
    fn year_with_cue(&self, at: usize) -> Option<Found> {
        let vocabulary = &*VOCABULARY;
        let name = usize::from(self.is(at, "عام") || self.is(at, "سنه") || self.is(at, "العام"));
        let start = at + name;
        let year = self.four_figures(start)?;
        let before = self.before(start);
        let strong = vocabulary.is_cue("year", before);
        let bracketed =
            before.is_some_and(|before| before.text == "(") && self.text(start + 1) == ")";
        let weak = vocabulary.is_cue("weak_year", before) && !self.is_counted(start + 1, before);
        (strong || weak || bracketed).then(|| self.year_or_range(year, start))
    }

    fn year_or_range(&self, year: i16, at: usize) -> Found {
        let dash = self
            .tokens
            .get(at + 1)
            .is_some_and(|dash| dash.is_dash() && !dash.spaced);
        let short = || {
            self.tokens
                .get(at + 2)
                .filter(|token| token.folded.len() == 2)
                .and_then(|token| token.folded.parse::<i16>().ok())
                .map(|short| year / 100 * 100 + short)
        };
        let last = self
            .four_figures(at + 2)
            .or_else(short)
            .filter(|last| dash && *last > year);
        last.map_or((Shape::Year(year), at + 1), |last| {
            (
                Shape::Span(Box::new(Shape::Year(year)), Box::new(Shape::Year(last))),
                at + 3,
            )
        })
    }

    /// "the 1990s".
    fn decade(&self, at: usize) -> Option<Found> {
        let start = at + usize::from(self.is(at, "the"));
        let year = self.four_figures(start).filter(|year| year % 10 == 0)?;
        let suffix = self
            .tokens
            .get(start + 1)
            .is_some_and(|token| !token.spaced && token.is("s"));
        suffix.then_some((Shape::Decade(year), start + 2))
    }

    /// A year in four figures without separators.
    pub(super) fn four_figures(&self, at: usize) -> Option<i16> {
        let token = self
            .tokens
            .get(at)
            .filter(|token| token.is_figure() && token.folded.len() == 4)?;
        token
            .folded
            .parse()
            .ok()
            .filter(|year| YEARS.contains(year))
    }

    /// Whether the word after a bare number in four figures shows that it is so many of something.
    fn is_counted(&self, at: usize, before: Option<&Token<'_>>) -> bool {
        let determined = before.is_some_and(|before| {
            matches!(
                before.folded.as_str(),
                "the" | "its" | "their" | "his" | "our"
            )
        });
        !determined
            && self.counts_something(at)
            && self.tokens.get(at).is_some_and(|token| {
                token.folded.ends_with('s')
                    || matches!(
                        token.folded.as_str(),
                        "people" | "men" | "women" | "children"
                    )
            })
    }

    /// A word in small letters that is no function word: what a number before it counts.
    pub(super) fn counts_something(&self, at: usize) -> bool {
        let lower = self
            .tokens
            .get(at)
            .filter(|token| token.is_word() && token.text.starts_with(char::is_lowercase));
        lower.is_some() && !VOCABULARY.is_cue("function_words", lower)
    }
}

/// One day, or the days from one to another, of a month that has them.
fn day_span(year: YearWord, month: i8, first: i8, last: i8) -> Option<Shape> {
    let day = |day: i8| {
        (day <= longest_month(month)).then_some(Shape::Day {
            year,
            month,
            day,
            weekday: None,
        })
    };
    if first == last {
        return day(first);
    }
    Some(Shape::Span(Box::new(day(first)?), Box::new(day(last)?)))
}

fn put_weekday(shape: Shape, weekday: jiff::civil::Weekday) -> Option<Shape> {
    match shape {
        Shape::Day {
            year, month, day, ..
        } => Some(Shape::Day {
            year,
            month,
            day,
            weekday: Some(weekday),
        }),
        Shape::Numeric { .. } => Some(shape),
        _ => None,
    }
}

/// A number from 1 up to a limit, of one or two figures.
fn small(figure: &str, limit: i8) -> Option<i8> {
    figure
        .parse()
        .ok()
        .filter(|number| (1..=limit).contains(number) && figure.len() <= 2)
}

/// A year in four figures, or in two: 70 to 99 in the last century.
fn any_year(figure: &str) -> Option<i16> {
    let year: i16 = figure.parse().ok()?;
    match figure.len() {
        4 => Some(year).filter(|year| YEARS.contains(year)),
        2 => Some(year + if year < 70 { 2000 } else { 1900 }),
        _ => None,
    }
}

fn longest_month(month: i8) -> i8 {
    match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
