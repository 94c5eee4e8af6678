use super::Bound;
use super::value::Value;
use crate::domain::Interval;

/// The interval of a number or range with its bounds; `None` only where the bounds contradict each other.
///
/// A number said to be rounded lies within half a unit of its last digit that is not zero: "about 4,800" is 4,750 to
/// 4,850, "nearly 5,000" 4,500 to 5,000, "just over 5,000" 5,001 to 5,500, "about 12" still 12. A fixed share (5 % of the
/// number) was the alternative; it makes "about 12" 11 to 13 and says nothing about how the writer rounded.
/// A number with a part below one is widened to whole ones: "2.5" is 2 to 3.
pub(super) fn of(low: Value, high: Option<Value>, bounds: &[Bound]) -> Option<Interval> {
    let last = high.unwrap_or(low);
    let top = (!last.vague).then_some(last.number.saturating_add(u64::from(last.fraction)));
    bounds
        .iter()
        .try_fold((Some(low.number), top), |ends, bound| {
            narrowed(ends, *bound, low)
        })
        .and_then(|(min, max)| Interval::new(min, max).ok())
}

type Ends = (Option<u64>, Option<u64>);

fn narrowed((min, max): Ends, bound: Bound, value: Value) -> Option<Ends> {
    let number = value.number;
    let half = half_unit(number);
    Some(match bound {
        Bound::MoreThan if value.vague => (min, None),
        Bound::MoreThan => (
            Some(number.saturating_add(u64::from(!value.fraction))),
            None,
        ),
        Bound::AtLeast => (min, None),
        Bound::AtMost => (None, max),
        Bound::LessThan => (None, Some(number.checked_sub(1)?)),
        _ if value.vague => (min, max),
        Bound::About => (
            min.map(|min| min - half_unit(min)),
            max.map(|max| max.saturating_add(half_unit(max))),
        ),
        Bound::Nearly => (Some(number - half), max),
        Bound::JustOver => (
            Some(number.saturating_add(1)),
            Some(number.saturating_add(half.max(1))),
        ),
    })
}

/// Half of the place value of the last digit that is not zero; nothing for ones.
fn half_unit(number: u64) -> u64 {
    let units = std::iter::successors(Some(1_u64), |unit| unit.checked_mul(10));
    let unit = units
        .take_while(|unit| number > 0 && number.is_multiple_of(*unit))
        .last();
    unit.unwrap_or(1) / 2
}
