//! What happens again and again, or at no time that is said.

use super::TimeClass;
use super::grammar::{Grammar, Reading};
use super::shape::Shape;
use super::vocabulary::VOCABULARY;
use crate::extract::number;

impl Grammar<'_, '_> {
    /// "every week", "not a week goes by", "twice a week", "on Fridays", "daily".
    pub(super) fn recurrent(&self, at: usize) -> Option<Reading> {
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

    pub(super) fn vague(&self, at: usize) -> Option<Reading> {
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
}
