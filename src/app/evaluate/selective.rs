//! Whether scores tell right answers from wrong ones.

use super::Metric;
use super::answers::{Answer, plain};
use serde::Serialize;

/// An answer is right within this distance, in kilometres.
const RIGHT_KM: f64 = 25.0;
const BINS: usize = 10;

/// Answers with a score in one tenth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bin {
    /// Least score of the bin.
    pub from: f64,
    /// Number of answers.
    pub answers: usize,
    /// What they promise.
    pub mean_score: f64,
    /// Share of them that is right within 25 km.
    pub right: f64,
}

/// Accuracy of the most confident answers, risk-coverage area, calibration error; nothing when a score is missing.
pub(super) fn selective(answers: &[Answer]) -> (Vec<Metric>, Vec<Bin>) {
    let scored: Option<Vec<(f64, bool)>> = answers
        .iter()
        .map(|a| Some((a.score?, a.error_km <= RIGHT_KM)))
        .collect();
    let Some(mut scored) = scored.filter(|s| !s.is_empty()) else {
        return (Vec::new(), Vec::new());
    };
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let bins = bins(&scored);
    let mut metrics: Vec<Metric> = [80.0, 92.0].map(|percent| top(&scored, percent)).into();
    metrics.push(plain(
        "selective risk-coverage area (low is good)",
        Some(risk_area(&scored)),
    ));
    let error = calibration_error(&bins, scored.len());
    metrics.push(plain(
        "selective calibration error (low is good)",
        Some(error),
    ));
    (metrics, bins)
}

fn top(scored: &[(f64, bool)], percent: f64) -> Metric {
    let wanted = (scored.len() as f64 * percent / 100.0)
        .round_ties_even()
        .max(1.0);
    let right = scored
        .iter()
        .take(wanted as usize)
        .filter(|(_, right)| *right)
        .count();
    plain(
        format!("selective acc@25km, top {percent} % of answers"),
        Some(right as f64 / wanted),
    )
}

/// Mean, over every number of answers kept, of the share that is wrong.
fn risk_area(scored: &[(f64, bool)]) -> f64 {
    let (mut right, mut risk) = (0.0, 0.0);
    for (kept, (_, is_right)) in (1_u32..).zip(scored) {
        right += f64::from(*is_right);
        risk += 1.0 - right / f64::from(kept);
    }
    risk / scored.len() as f64
}

fn bins(scored: &[(f64, bool)]) -> Vec<Bin> {
    let number = |score: f64| ((score * BINS as f64).max(0.0) as usize).min(BINS - 1);
    (0..BINS)
        .filter_map(|bin| {
            let inside: Vec<&(f64, bool)> =
                scored.iter().filter(|(s, _)| number(*s) == bin).collect();
            let answers = inside.len();
            (answers > 0).then(|| Bin {
                from: bin as f64 / BINS as f64,
                answers,
                mean_score: inside.iter().map(|(s, _)| s).sum::<f64>() / answers as f64,
                right: inside.iter().filter(|(_, right)| *right).count() as f64 / answers as f64,
            })
        })
        .collect()
}

fn calibration_error(bins: &[Bin], answers: usize) -> f64 {
    let off = |bin: &Bin| (bin.mean_score - bin.right).abs() * bin.answers as f64;
    bins.iter().map(off).sum::<f64>() / answers as f64
}
