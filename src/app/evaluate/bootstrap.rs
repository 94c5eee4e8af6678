//! 95 % intervals: figures of documents drawn with replacement, with a fixed seed.

use super::Metric;
use std::ops::AddAssign;

/// What can be summed over documents.
pub(super) trait Sums: Default + Copy + AddAssign {}

/// Fewer samples give no interval.
const FEWEST_SAMPLES: usize = 20;
const SEED: u64 = 1;

/// The figures of all rows, each with its interval.
pub(super) fn with_intervals<S: Sums>(
    rows: &[S],
    samples: usize,
    metrics: impl Fn(&S) -> Vec<Metric>,
) -> Vec<Metric> {
    let mut all = metrics(&total(rows.iter().copied()));
    if rows.is_empty() || samples < FEWEST_SAMPLES {
        return all;
    }
    let mut draws: Vec<Vec<f64>> = vec![Vec::new(); all.len()];
    let mut random = Random(SEED);
    for _ in 0..samples {
        let chosen = (0..rows.len()).filter_map(|_| rows.get(random.below(rows.len())).copied());
        for (values, metric) in draws.iter_mut().zip(metrics(&total(chosen))) {
            values.extend(metric.value);
        }
    }
    for (metric, values) in all.iter_mut().zip(draws) {
        metric.interval = interval(values);
    }
    all
}

fn total<S: Sums>(rows: impl Iterator<Item = S>) -> S {
    rows.fold(S::default(), |mut sum, row| {
        sum += row;
        sum
    })
}

fn interval(mut values: Vec<f64>) -> Option<[f64; 2]> {
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    let low = last * 25 / 1000;
    let high = (last * 975).div_ceil(1000);
    Some([*values.get(low)?, *values.get(high)?])
}

/// The generator "SplitMix64": small, and the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        let scaled = (u128::from(z) * limit as u128) >> 64;
        usize::try_from(scaled).unwrap_or(0)
    }
}
