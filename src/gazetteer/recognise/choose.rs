//! The best set of stretches that do not overlap.

use crate::domain::Span;

/// Numbers of the chosen stretches, in order: those of the greatest sum of scores among all sets without overlap.
/// Stretches with a score of zero or less are never chosen.
pub(super) fn best_apart(scored: &[(Span, f32)]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scored.len())
        .filter(|i| scored.get(*i).is_some_and(|(_, score)| *score > 0.0))
        .collect();
    order.sort_by_key(|i| scored.get(*i).map(|(span, _)| (span.end, span.start)));
    let mut best: Vec<Step> = vec![Step::default()];
    for number in order {
        let Some((span, score)) = scored.get(number) else {
            continue;
        };
        let before = best.partition_point(|step| step.end <= span.start) - 1;
        let with = best.get(before).map_or(0.0, |step| step.sum) + score;
        let without = best.last().map_or(0.0, |step| step.sum);
        if with > without {
            best.push(Step {
                end: span.end,
                sum: with,
                before,
                number,
            });
        }
    }
    chosen(&best)
}

/// The best sum of everything that ends by `end`; the first step is the empty set.
#[derive(Default)]
struct Step {
    end: usize,
    sum: f32,
    before: usize,
    number: usize,
}

fn chosen(best: &[Step]) -> Vec<usize> {
    let mut numbers = Vec::new();
    let mut at = best.len() - 1;
    while let Some(step) = best.get(at).filter(|_| at > 0) {
        numbers.push(step.number);
        at = step.before;
    }
    numbers.reverse();
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_that_fit_beat_one_that_covers_both() {
        let spans = [
            ((0, 4), 1.0),
            ((5, 9), 1.0),
            ((0, 9), 1.5),
            ((10, 12), -1.0),
        ];
        let scored: Vec<(Span, f32)> = spans
            .iter()
            .map(|((start, end), score)| (Span::new(*start, *end), *score))
            .collect();
        assert_eq!(best_apart(&scored), [0, 1]);
        assert_eq!(best_apart(&scored[..1]), [0]);
        assert!(best_apart(&scored[3..]).is_empty());
        let longer = [scored[0], scored[1], (Span::new(0, 9), 2.5)];
        assert_eq!(best_apart(&longer), [2]);
    }
}
