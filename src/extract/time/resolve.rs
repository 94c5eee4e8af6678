//! From what an expression says to the days it means, once it is known when the report was written.

use super::days::{
    back, dates, day_before, days_between, either, exact_offset, full, full_date, given, night_of,
    range, shift, shift_months, step, stretch, third_of_month, third_of_year, vague_offset,
    week_from, weekday_after, weekday_before, weekday_of_week, whole_month, whole_year,
    without_year, years,
};
use super::shape::{Base, Limit, Part, Shape, TimeUnit, Which, YearWord};
use super::{Tense, TimeContext};
use crate::domain::{DatePrecision, DateSpan};
use jiff::civil::{Date, Weekday};

/// A weekday and a day of the year are looked for this many years back.
const YEARS_BACK: i16 = 20;
/// A day whose weekday agrees and that is this close to a day named before is meant.
const NEAR_ANCHOR: i32 = 60;

pub(super) fn resolve(shape: &Shape, limit: Option<Limit>, context: &TimeContext) -> DateSpan {
    let span = Resolver(context).shape(shape);
    limit.map_or(span.clone(), |limit| limited(span, limit))
}

fn limited(span: DateSpan, limit: Limit) -> DateSpan {
    let (first, last) = (span.first_day(), span.last_day());
    let open = match limit {
        Limit::Since => DateSpan::open(first, None, "since"),
        Limit::After => DateSpan::open(last, None, "after"),
        Limit::By => DateSpan::open(None, last, "by"),
        Limit::Until => DateSpan::open(None, last, "until"),
        Limit::Before => DateSpan::open(None, first.map(|first| shift(first, -1)), "before"),
    };
    if open.precision() == DatePrecision::Unknown {
        return DateSpan::unknown(&span.rule).with_candidates(span.candidates);
    }
    open
}

struct Resolver<'c>(&'c TimeContext);

impl Resolver<'_> {
    fn shape(&self, shape: &Shape) -> DateSpan {
        match shape {
            Shape::Day {
                year,
                month,
                day,
                weekday,
            } => self.day(*year, *month, *day, *weekday),
            Shape::Numeric {
                year,
                first,
                second,
            } => self.numeric(*year, *first, *second),
            Shape::Month { year, month } => self.month(*year, *month),
            Shape::Season { year, month } => self.season(*year, *month),
            Shape::Year(year) => whole_year(*year, "year"),
            Shape::Decade(year) => years(*year, year + 9, "decade"),
            Shape::Weekday(weekday, which) => self.weekday(*weekday, *which),
            Shape::WeekdayOf(weekday, which) => self.published(|day| {
                full(
                    weekday_of_week(week_from(day, *which), *weekday),
                    "weekday_of_week",
                )
            }),
            Shape::DayOfMonth(day) => self.day_of_month(*day),
            Shape::Relative(which, unit) => self.published(|day| self.relative(day, *which, *unit)),
            Shape::Part(part, whole) => self.part(*part, whole),
            Shape::Here(days) => self.published(|day| full(shift(day, *days), "from_publication")),
            Shape::Night => {
                self.published(|day| range(shift(day, -1), day, "night_before_publication"))
            }
            Shape::NightOf(day) => night_of(self.shape(day)),
            Shape::Anchored(days) => {
                self.anchored(|day| full(shift(day, *days), "from_previous_date"))
            }
            Shape::Offset {
                low,
                high,
                unit,
                base,
            } => self.offset(*low, *high, *unit, *base),
            Shape::Window { amount, unit } => {
                self.published(|day| range(back(day, *amount, *unit), day, "window_to_publication"))
            }
            Shape::Span(first, last) => self.span(first, last),
            Shape::Unknown(rule) => DateSpan::unknown(rule),
        }
    }

    fn published(&self, read: impl FnOnce(Date) -> DateSpan) -> DateSpan {
        self.0
            .published_at
            .map_or_else(|| DateSpan::unknown("no_publication_date"), read)
    }

    fn anchored(&self, read: impl FnOnce(Date) -> DateSpan) -> DateSpan {
        self.0
            .anchor
            .map_or_else(|| DateSpan::unknown("no_previous_date"), read)
    }

    fn looks_forward(&self) -> bool {
        self.0.tense == Tense::Future
    }

    /// The one of some days, in order, that lies nearest to publication on the side that the tense looks to.
    fn nearest(&self, days: &[Date], published: Date) -> Option<Date> {
        if self.looks_forward() {
            days.iter().copied().find(|day| *day >= published)
        } else {
            days.iter().copied().rfind(|day| *day <= published)
        }
    }

    fn day(&self, year: YearWord, month: i8, day: i8, weekday: Option<Weekday>) -> DateSpan {
        match (year, self.0.published_at, weekday) {
            (YearWord::Given(year), _, weekday) => full_date(year, month, day, weekday),
            (YearWord::Which(which), Some(published), _) => {
                full_date(published.year() + step(which), month, day, None)
            }
            (YearWord::Unsaid, _, Some(weekday)) => self.solve_year(month, day, weekday),
            (YearWord::Unsaid, Some(published), None) => {
                let near = dates(month, day, published.year() - 8, published.year() + 8);
                let rule = if self.looks_forward() {
                    "nearest_future_day"
                } else {
                    "nearest_past_day"
                };
                self.nearest(&near, published).map_or_else(
                    || without_year(month, day, "day_without_year"),
                    |day| full(day, rule),
                )
            }
            _ => self.year_of_anchor(month, day),
        }
    }

    /// No year: the year of a day named before is only a candidate, since that day may be background.
    fn year_of_anchor(&self, month: i8, day: i8) -> DateSpan {
        let candidates = self
            .0
            .anchor
            .map(|anchor| dates(month, day, anchor.year(), anchor.year()));
        without_year(month, day, "day_without_year").with_candidates(candidates.unwrap_or_default())
    }

    /// The years in which the day falls on the weekday, and the one that is meant.
    fn solve_year(&self, month: i8, day: i8, weekday: Weekday) -> DateSpan {
        let TimeContext {
            published_at,
            anchor,
            not_before,
            ..
        } = *self.0;
        let window = match (published_at, not_before) {
            (Some(published), _) => Some((published.year() - YEARS_BACK, published.year() + 1)),
            (None, Some(past)) => Some((past.year(), past.year() + YEARS_BACK)),
            (None, None) => anchor.map(|anchor| (anchor.year() - 1, anchor.year() + 1)),
        };
        let Some((from, to)) = window else {
            return without_year(month, day, "weekday_without_year");
        };
        let mut fitting = dates(month, day, from, to);
        fitting.retain(|day| {
            day.weekday() == weekday
                && published_at.is_none_or(|published| self.looks_forward() || *day <= published)
        });
        if fitting
            .iter()
            .any(|day| not_before.is_none_or(|past| *day >= past))
        {
            fitting.retain(|day| not_before.is_none_or(|past| *day >= past));
        }
        self.chosen(&fitting)
            .map_or_else(
                || without_year(month, day, "weekday_leaves_years"),
                |day| full(day, "weekday_solves_year"),
            )
            .with_candidates(fitting)
    }

    fn chosen(&self, fitting: &[Date]) -> Option<Date> {
        if let Some(published) = self.0.published_at {
            return self.nearest(fitting, published);
        }
        let near = |day: &&Date| {
            self.0
                .anchor
                .is_some_and(|anchor| days_between(anchor, **day).abs() <= NEAR_ANCHOR)
        };
        match fitting {
            [only] if self.0.not_before.is_some() => Some(*only),
            days => days.iter().find(near).copied(),
        }
    }

    /// Day and month in unknown order: both readings, unless only one exists or lies before publication.
    fn numeric(&self, year: i16, first: i8, second: i8) -> DateSpan {
        let readings = [
            Date::new(year, second, first),
            Date::new(year, first, second),
        ];
        let mut days: Vec<Date> = readings.into_iter().flatten().collect();
        days.sort_unstable();
        days.dedup();
        let past = |day: &Date| {
            self.looks_forward()
                || self
                    .0
                    .published_at
                    .is_none_or(|published| *day <= published)
        };
        if days.iter().any(past) {
            days.retain(past);
        }
        match days[..] {
            [] => DateSpan::unknown("no_such_day"),
            [day] => full(day, "numeric_date"),
            [first, .., last] => {
                range(first, last, "numeric_day_month_ambiguous").with_candidates(days)
            }
        }
    }

    fn month(&self, year: YearWord, month: i8) -> DateSpan {
        let Some(published) = self.0.published_at else {
            return given(year).map_or_else(
                || DateSpan::unknown("month_without_year"),
                |year| whole_month(year, month, "month"),
            );
        };
        let this = published.year();
        let year = match year {
            YearWord::Given(year) => return whole_month(year, month, "month"),
            YearWord::Which(Which::This) => this,
            YearWord::Which(Which::Last) => this - i16::from(month >= published.month()),
            YearWord::Which(Which::Next) => this + i16::from(month <= published.month()),
            YearWord::Unsaid if self.looks_forward() => this + i16::from(month < published.month()),
            YearWord::Unsaid => this - i16::from(month > published.month()),
        };
        let month = whole_month(year, month, "nearest_month");
        self.not_after_publication(month)
    }

    /// Cuts a stretch that holds the day of publication there, when the words look back.
    fn not_after_publication(&self, span: DateSpan) -> DateSpan {
        match (span.first_day(), span.last_day(), self.0.published_at) {
            (Some(first), Some(last), Some(published))
                if !self.looks_forward() && first <= published && published < last =>
            {
                stretch(first, published, span.precision(), &span.rule)
            }
            _ => span,
        }
    }

    /// Three months from the first; a winter has the year of its December.
    fn season(&self, year: YearWord, month: i8) -> DateSpan {
        let season = |year: i16| {
            Date::new(year, month, 1).map(|first| (first, shift_months(first, 2).last_of_month()))
        };
        let read = |year: i16| {
            season(year).map_or_else(
                |_no_such_year| DateSpan::unknown("no_such_day"),
                |(first, last)| range(first, last, "season"),
            )
        };
        if let Some(year) = given(year) {
            return read(year);
        }
        self.published(|published| {
            let this = published.year();
            let ended = |year: &i16| season(*year).is_ok_and(|(_, last)| last < published);
            match year {
                YearWord::Which(Which::Last) => (this - 2..=this)
                    .rfind(ended)
                    .map_or_else(|| DateSpan::unknown("no_such_day"), read),
                YearWord::Which(Which::Next) => read(this + i16::from(month <= published.month())),
                _ => self.not_after_publication(read(this)),
            }
        })
    }

    fn weekday(&self, weekday: Weekday, which: Option<Which>) -> DateSpan {
        self.published(|published| match which {
            Some(Which::Last) => either(
                weekday_before(published, weekday),
                weekday_of_week(week_from(published, Which::Last), weekday),
                "last_weekday",
            ),
            Some(Which::Next) => either(
                weekday_after(published, weekday),
                weekday_of_week(week_from(published, Which::Next), weekday),
                "next_weekday",
            ),
            None | Some(Which::This) if self.looks_forward() => full(
                weekday_after(shift(published, -1), weekday),
                "weekday_after_publication",
            ),
            None | Some(Which::This) => full(
                weekday_before(shift(published, 1), weekday),
                "weekday_before_publication",
            ),
        })
    }

    fn day_of_month(&self, day: i8) -> DateSpan {
        let near = |around: Date| -> Vec<Date> {
            let months = (-3..=3).map(|months| shift_months(around.first_of_month(), months));
            months
                .filter_map(|first| Date::new(first.year(), first.month(), day).ok())
                .collect()
        };
        if let Some(published) = self.0.published_at {
            return self.nearest(&near(published), published).map_or_else(
                || DateSpan::unknown("no_such_day"),
                |day| full(day, "day_of_month"),
            );
        }
        let nearest = self.0.anchor.and_then(|anchor| {
            near(anchor)
                .into_iter()
                .min_by_key(|day| days_between(anchor, *day).abs())
        });
        nearest.map_or_else(
            || DateSpan::unknown("day_without_month"),
            |day| full(day, "day_of_month_near_previous_date"),
        )
    }

    fn relative(&self, published: Date, which: Which, unit: TimeUnit) -> DateSpan {
        let step = step(which);
        let span = match unit {
            TimeUnit::Hour | TimeUnit::Day => DateSpan::unknown("no_such_day"),
            TimeUnit::Week => {
                let monday = week_from(published, which);
                stretch(
                    monday,
                    shift(monday, 6),
                    DatePrecision::Week,
                    "week_from_publication",
                )
            }
            TimeUnit::Weekend => self.weekend(published, which),
            TimeUnit::Month => {
                let month = shift_months(published.first_of_month(), step.into());
                whole_month(month.year(), month.month(), "month_from_publication")
            }
            TimeUnit::Year => whole_year(published.year() + step, "year_from_publication"),
            TimeUnit::Decade => {
                let first = published.year() / 10 * 10 + 10 * step;
                years(first, first + 9, "decade_from_publication")
            }
        };
        self.not_after_publication(span)
    }

    /// Friday to Sunday, which holds the weekends of all countries. "The weekend" is the one that has begun last.
    fn weekend(&self, published: Date, which: Which) -> DateSpan {
        let begun = published.weekday().to_monday_zero_offset() >= 4;
        let which = if which == Which::This && !begun && !self.looks_forward() {
            Which::Last
        } else {
            which
        };
        let monday = week_from(published, which);
        range(
            shift(monday, 4),
            shift(monday, 6),
            "weekend_from_publication",
        )
    }

    /// Thirds: days 1-10, 11-20 and the rest of a month; four months of a year.
    fn part(&self, part: Part, whole: &Shape) -> DateSpan {
        let span = self.shape(whole);
        let (Some(first), Some(last)) = (span.first_day(), span.last_day()) else {
            return span;
        };
        let (start, end) = match (part, span.precision()) {
            (Part::Earlier, _) => (
                first,
                self.0
                    .published_at
                    .filter(|published| (first..=last).contains(published))
                    .unwrap_or(last),
            ),
            (part, DatePrecision::Month) => third_of_month(first, part),
            (part, DatePrecision::Year) => third_of_year(first, part),
            _ => return span,
        };
        self.not_after_publication(range(start, end, "part_of_period"))
    }

    fn offset(&self, low: i32, high: Option<i32>, unit: TimeUnit, base: Base) -> DateSpan {
        let steps = if base == Base::AfterAnchor { 1 } else { -1 };
        let read = |day: Date| {
            high.map_or_else(
                || vague_offset(day, low, unit, steps),
                |amount| exact_offset(day, amount * steps, unit),
            )
        };
        if base == Base::BeforePublication {
            self.published(read)
        } else {
            self.anchored(read)
        }
    }

    /// From one to the other. Both have the year of the last, unless the first would come after it.
    fn span(&self, first: &Shape, last: &Shape) -> DateSpan {
        let end = self.shape(last);
        let start = match (first, last, end.last_day()) {
            (Shape::Weekday(weekday, _), _, Some(last)) => {
                full(weekday_before(last, *weekday), "range")
            }
            (
                Shape::Day {
                    year: YearWord::Unsaid,
                    month,
                    day,
                    ..
                },
                _,
                Some(last),
            ) => day_before(*month, *day, last),
            (
                Shape::Month {
                    year: YearWord::Unsaid,
                    month,
                },
                _,
                Some(last),
            ) => whole_month(
                last.year() - i16::from(*month > last.month()),
                *month,
                "range",
            ),
            _ => self.shape(first),
        };
        match (start.first_day(), end.last_day(), start.start(), end.end()) {
            (Some(first), Some(last), _, _) if first <= last => range(first, last, "range"),
            (None, None, Some(first), Some(last)) => {
                DateSpan::days_of_year(first, last, "range_without_year")
            }
            _ => DateSpan::unknown(&end.rule),
        }
    }
}
