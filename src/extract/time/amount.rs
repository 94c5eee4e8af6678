//! So many days, weeks or years: how long, how long ago, over how long.

use super::TimeClass;
use super::grammar::{Found, Grammar, Reading};
use super::shape::{Base, Shape, TimeUnit};
use super::vocabulary::VOCABULARY;
use crate::extract::number;

/// Days, weeks or years beyond this many are no date ("40,000 years ago").
const MOST: i32 = 1000;

/// So many of a unit.
#[derive(Debug, Clone, Copy)]
struct Amount {
    low: i32,
    /// `None` when the words give no number.
    high: Option<i32>,
    unit: TimeUnit,
    end: usize,
}

impl Grammar<'_, '_> {
    /// "two days ago", "a week earlier", "several months later".
    pub(super) fn offset(&self, at: usize) -> Option<Found> {
        let Amount {
            low,
            high,
            unit,
            end,
        } = self.amount(at)?;
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
    pub(super) fn offset_behind(&self, at: usize) -> Option<Found> {
        let ago = VOCABULARY.is_offset("ago_before", self.tokens.get(at));
        let later = VOCABULARY.is_offset("later_before", self.tokens.get(at));
        let Amount {
            low,
            high,
            unit,
            end,
        } = self.amount(at + 1).filter(|_| ago || later)?;
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

    /// "two days", "a few weeks", "years".
    fn amount(&self, at: usize) -> Option<Amount> {
        self.counted(at)
            .or_else(|| self.dual(at))
            .or_else(|| self.uncounted(at))
    }

    fn counted(&self, at: usize) -> Option<Amount> {
        let rounded = VOCABULARY.is_cue("rounding", self.tokens.get(at))
            && number::value_at(self.tokens, at).is_none();
        let start = at + usize::from(rounded);
        let article = self.is(start, "a") || self.is(start, "an");
        let (length, number, vague) =
            number::value_at(self.tokens, start).or(article.then_some((1, 1, false)))?;
        let low = i32::try_from(number)
            .ok()
            .filter(|number| *number <= MOST)?;
        let hyphen = self
            .tokens
            .get(start + length)
            .is_some_and(|dash| dash.is_dash() && !dash.spaced);
        let (unit, end) = self.unit(start + length + usize::from(hyphen))?;
        Some(Amount {
            low,
            high: (!vague).then_some(low),
            unit,
            end,
        })
    }

    fn unit(&self, at: usize) -> Option<(TimeUnit, usize)> {
        VOCABULARY
            .units
            .at(self.tokens, at)
            .map(|(length, unit)| (unit, at + length))
    }

    /// Two of a unit in one Arabic word.
    fn dual(&self, at: usize) -> Option<Amount> {
        self.tokens
            .get(at)
            .filter(|token| VOCABULARY.dual_units.contains(&token.folded))?;
        let (unit, end) = self.unit(at)?;
        Some(Amount {
            low: 2,
            high: Some(2),
            unit,
            end,
        })
    }

    /// "days", "few days".
    fn uncounted(&self, at: usize) -> Option<Amount> {
        let start = at + usize::from(self.is(at, "few"));
        let (unit, end) = self.unit(start).filter(|_| {
            self.tokens
                .get(start)
                .is_some_and(|token| token.folded.ends_with('s'))
        })?;
        Some(Amount {
            low: 2,
            high: None,
            unit,
            end,
        })
    }

    /// "over the past three months", "in the last 48 hours": up to a week it tells when, beyond that how things were.
    pub(super) fn window(&self, at: usize) -> Option<Reading> {
        let (length, ()) = VOCABULARY.window.at(self.tokens, at)?;
        let Amount {
            low,
            high,
            unit,
            end,
        } = self
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

    fn one_unit(&self, at: usize) -> Option<Amount> {
        let (length, unit) = VOCABULARY
            .units
            .at(self.tokens, at)
            .filter(|_| self.text(at).is_ascii())?;
        Some(Amount {
            low: 1,
            high: Some(1),
            unit,
            end: at + length,
        })
    }

    /// "for several days", "within two weeks".
    pub(super) fn duration(&self, at: usize) -> Option<Reading> {
        let (length, ()) = VOCABULARY.duration.at(self.tokens, at)?;
        let Amount { end, .. } = self.amount(at + length)?;
        Some(Reading::new(
            TimeClass::Duration,
            (Shape::Unknown("duration"), end),
        ))
    }
}

fn days_of(unit: TimeUnit) -> i32 {
    match unit {
        TimeUnit::Hour => 0,
        TimeUnit::Day => 1,
        TimeUnit::Week | TimeUnit::Weekend => 7,
        TimeUnit::Month => 30,
        TimeUnit::Year => 365,
        TimeUnit::Decade => 3650,
    }
}
