use jiff::civil::Weekday;

/// What an expression says, before it is known when it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    /// "July 7th", "Sunday (7 July 2019)".
    Day {
        year: YearWord,
        month: i8,
        day: i8,
        weekday: Option<Weekday>,
    },
    /// "03/04/2024": day and month in unknown order.
    Numeric { year: i16, first: i8, second: i8 },
    /// "June 2014".
    Month { year: YearWord, month: i8 },
    /// First month of the season.
    Season { year: YearWord, month: i8 },
    /// "2017".
    Year(i16),
    /// "the 1990s".
    Decade(i16),
    /// "Sunday", "last Monday".
    Weekday(Weekday, Option<Which>),
    /// "Monday last week".
    WeekdayOf(Weekday, Which),
    /// "the 7th".
    DayOfMonth(i8),
    /// "last week".
    Relative(Which, TimeUnit),
    /// "early June", "late last month".
    Part(Part, Box<Self>),
    /// "yesterday": days from publication.
    Here(i32),
    /// "overnight": the night before publication.
    Night,
    /// "the night of 4 June": into the next day.
    NightOf(Box<Self>),
    /// "the day before": days from the date named before.
    Anchored(i32),
    /// "two days ago", "three weeks later".
    Offset {
        low: i32,
        high: Option<i32>,
        unit: TimeUnit,
        base: Base,
    },
    /// "over the past three months": up to publication.
    Window { amount: i32, unit: TimeUnit },
    /// "June 4-6", "Thursday and Friday": from one to the other.
    Span(Box<Self>, Box<Self>),
    /// Words that no calendar shows; the rule that says so.
    Unknown(&'static str),
}

/// The year of a day or month as the report gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum YearWord {
    Unsaid,
    Given(i16),
    Which(Which),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    Last,
    This,
    Next,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TimeUnit {
    Hour,
    Day,
    Week,
    Weekend,
    Month,
    Year,
    Decade,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Early,
    Mid,
    Late,
    /// "earlier this week": up to publication.
    Earlier,
}

/// What an offset counts from, and in which direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// "ago".
    BeforePublication,
    /// "earlier".
    BeforeAnchor,
    /// "later".
    AfterAnchor,
}

/// What stands before a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    Since,
    By,
    Until,
    Before,
    After,
}
