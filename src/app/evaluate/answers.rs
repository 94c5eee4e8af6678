//! What is counted of answers with a position, the same for texts and names.

use super::Metric;
use super::bootstrap::Sums;
use crate::domain::Position;
use std::ops::AddAssign;

/// Accuracies are measured within these distances, in kilometres.
pub(super) const WITHIN_KM: [f64; 4] = [5.0, 10.0, 25.0, 161.0];
/// Half the Earth's circumference in kilometres: the error of no answer.
const FARTHEST_KM: f64 = 20_039.0;

/// Great-circle distance on the sphere of 6,371 km radius that the protocol measures on.
pub(super) fn kilometres(a: Position, b: Position) -> f64 {
    const RADIUS_KM: f64 = 6_371.0;
    let (from, to) = (a.lat().to_radians(), b.lat().to_radians());
    let north = ((to - from) / 2.0).sin().powi(2);
    let east = ((b.lon() - a.lon()).to_radians() / 2.0).sin().powi(2);
    2.0 * RADIUS_KM
        * (north + from.cos() * to.cos() * east)
            .min(1.0)
            .sqrt()
            .asin()
}

/// An answer with a position.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answer {
    pub(super) error_km: f64,
    pub(super) score: Option<f64>,
    pub(super) radius_km: Option<f64>,
}

/// Sums over gold points.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) points: f64,
    pub(super) answered: f64,
    error_km: f64,
    curve: f64,
    within: [f64; 4],
    radii: f64,
    inside: f64,
    radius_km: f64,
}

impl Counts {
    pub(super) fn add(&mut self, answer: Option<&Answer>) {
        self.points += 1.0;
        let Some(answer) = answer else {
            self.curve += 1.0;
            return;
        };
        self.answered += 1.0;
        self.error_km += answer.error_km;
        self.curve += (answer.error_km.ln_1p() / FARTHEST_KM.ln()).min(1.0);
        for (sum, km) in self.within.iter_mut().zip(WITHIN_KM) {
            *sum += f64::from(answer.error_km <= km);
        }
        if let Some(radius) = answer.radius_km {
            self.radii += 1.0;
            self.inside += f64::from(answer.error_km <= radius);
            self.radius_km += radius;
        }
    }

    pub(super) fn answered_share(&self) -> Option<f64> {
        ratio(self.answered, self.points)
    }

    pub(super) fn accuracy(&self, number: usize) -> Option<f64> {
        ratio(*self.within.get(number)?, self.points)
    }

    pub(super) fn accuracy_of_answered(&self, number: usize) -> Option<f64> {
        ratio(*self.within.get(number)?, self.answered)
    }

    pub(super) fn mean_km(&self) -> Option<f64> {
        ratio(self.error_km, self.answered)
    }

    pub(super) fn curve(&self) -> Option<f64> {
        ratio(self.curve, self.points)
    }

    pub(super) fn radius_coverage(&self) -> Option<f64> {
        ratio(self.inside, self.radii)
    }

    pub(super) fn mean_radius_km(&self) -> Option<f64> {
        ratio(self.radius_km, self.radii)
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.points += other.points;
        self.answered += other.answered;
        self.error_km += other.error_km;
        self.curve += other.curve;
        for (sum, more) in self.within.iter_mut().zip(other.within) {
            *sum += more;
        }
        self.radii += other.radii;
        self.inside += other.inside;
        self.radius_km += other.radius_km;
    }
}

impl Sums for Counts {}

/// A number of things as a float; no evaluation has more than four billion.
pub(super) fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

pub(super) fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

/// Harmonic mean of precision and recall; 0 when nothing is right.
pub(super) fn f1(precision: Option<f64>, recall: Option<f64>) -> f64 {
    let (p, r) = (precision.unwrap_or(0.0), recall.unwrap_or(0.0));
    if p + r > 0.0 {
        2.0 * p * r / (p + r)
    } else {
        0.0
    }
}

/// The middle of the values; the mean of the two middle ones when there is an even number.
pub(super) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *values.get(values.len() / 2 - 1)?;
    Some(f64::midpoint(lower, upper))
}

pub(super) fn plain(name: impl Into<String>, value: Option<f64>) -> Metric {
    Metric {
        name: name.into(),
        value,
        interval: None,
    }
}
