//! When a frame's incident happened.

use super::annotate::{Annotated, TimeHit};
use super::frame::Frame;
use super::lexicon::Cue;
use super::time::{Tense, TimeClass, TimeContext};
use crate::domain::{DatePrecision, DateSpan, Mode};
use jiff::ToSpan as _;
use jiff::civil::Date;

/// An incident whose last day lies so long before publication is history.
const HISTORY_DAYS: i64 = 60;

/// What a sentence says about the time of its incident.
#[derive(Debug, Clone)]
pub(super) struct Dating {
    /// The date, when the sentence gives one.
    pub(super) span: Option<DateSpan>,
    /// The words put it into the past of the report.
    pub(super) is_history: bool,
}

/// The time that belongs to the frames: in the same clause, else in the main clause, never a statement's.
pub(super) fn date(sentence: &Annotated<'_>, frames: &[Frame], context: &TimeContext) -> Dating {
    let main = frames
        .iter()
        .max_by_key(|f| f.trigger().rank)
        .map_or(0, |f| f.first);
    let clause = sentence.clause_of(main);
    let own = |hit: &&TimeHit| is_when(sentence, hit);
    let nearest = |hit: &&TimeHit| hit.at.first.abs_diff(main);
    let here = sentence
        .times
        .iter()
        .filter(own)
        .filter(|hit| sentence.clause_of(hit.at.first) == clause)
        .min_by_key(nearest);
    let hit = here.or_else(|| {
        sentence
            .times
            .iter()
            .filter(own)
            .filter(|hit| sentence.intro_of(hit.at.first) != Some(Cue::Background))
            .min_by_key(nearest)
    });
    let Some(hit) = hit else {
        return Dating {
            span: None,
            is_history: false,
        };
    };
    let span = hit.expression.resolve(&TimeContext {
        tense: tense(frames, context),
        ..*context
    });
    Dating {
        is_history: is_history(&span, context) || is_told_back(sentence, main, &span),
        span: Some(span),
    }
}

/// "In May the army had searched": the pluperfect with a month or year looks back from the news.
fn is_told_back(sentence: &Annotated<'_>, main: usize, span: &DateSpan) -> bool {
    let had = (1..=2)
        .any(|back| main >= back && sentence.tok(main - back).is_some_and(|t| t.folded == "had"));
    had && matches!(span.precision(), DatePrecision::Month | DatePrecision::Year)
}

/// What is planned lies ahead: "will storm the island on Tuesday".
fn tense(frames: &[Frame], context: &TimeContext) -> Tense {
    if frames.iter().all(|f| f.mode == Mode::Planned) {
        Tense::Future
    } else {
        context.tense
    }
}

/// A point in time that is not the time of a statement.
fn is_when(sentence: &Annotated<'_>, hit: &TimeHit) -> bool {
    hit.expression.class == TimeClass::Point && !is_of_statement(sentence, hit)
}

/// "said on Thursday", "a Sunday night statement".
fn is_of_statement(sentence: &Annotated<'_>, hit: &TimeHit) -> bool {
    let said = (1..=2)
        .any(|back| hit.at.first >= back && sentence.cue_at(hit.at.first - back, Cue::Saying));
    let statement = (1..=4).any(|on| {
        sentence
            .tok(hit.at.last + on)
            .is_some_and(|t| t.folded == "statement")
    });
    said || statement
}

/// The day of a statement bounds what it tells: nothing it tells is later.
pub(super) fn statement_day(sentence: &Annotated<'_>, context: &TimeContext) -> Option<Date> {
    let hit = sentence
        .times
        .iter()
        .find(|hit| hit.expression.class == TimeClass::Point && is_of_statement(sentence, hit))?;
    hit.expression.resolve(context).last_day()
}

/// Long before publication; without a day of publication, whatever is known only by month or year.
fn is_history(span: &DateSpan, context: &TimeContext) -> bool {
    match (span.last_day(), context.published_at) {
        (Some(last), Some(published)) => last < published.saturating_sub(HISTORY_DAYS.days()),
        (Some(_), None) => {
            matches!(span.precision(), DatePrecision::Month | DatePrecision::Year)
                || span.first_day() != span.last_day() && long(span)
        }
        (None, None) => span.rule == "month_without_year",
        (None, Some(_)) => false,
    }
}

fn long(span: &DateSpan) -> bool {
    span.first_day()
        .zip(span.last_day())
        .is_some_and(|(first, last)| first.saturating_add(HISTORY_DAYS.days()) < last)
}

/// The context of a report: its news happened before it was published.
pub(super) fn context(published_at: Option<Date>) -> TimeContext {
    TimeContext {
        published_at,
        anchor: None,
        tense: Tense::Past,
        not_before: None,
    }
}
