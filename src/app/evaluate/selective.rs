//! Whether scores tell right answers from wrong ones.

use super::Metric;
use super::answers::{Answer, float, plain};
use serde::Serialize;

/// An answer is right within this distance, in kilometres.
const RIGHT_KM: f64 = 25.0;

/// An answer with a score, and whether it holds.
#[derive(Clone, Copy)]
struct Scored {
    score: f64,
    /// Within 25 km.
    right: bool,
    /// Within the stated radius or 25 km: what a score promises. A country's point is far from most of the country.
    kept: bool,
}

impl Scored {
    fn new(answer: &Answer) -> Option<Self> {
        let reach = answer.radius_km.unwrap_or_default().max(RIGHT_KM);
        Some(Self {
            score: answer.score?,
            right: answer.error_km <= RIGHT_KM,
            kept: answer.error_km <= reach,
        })
    }
}
const BINS: u32 = 10;

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
    /// Share of them whose truth lies within the stated radius or 25 km.
    pub kept: f64,
}

/// Accuracy of the most confident answers, risk-coverage area, calibration error; nothing when a score is missing.
pub(super) fn selective(answers: &[Answer]) -> (Vec<Metric>, Vec<Bin>) {
    let scored: Option<Vec<Scored>> = answers.iter().map(Scored::new).collect();
    let Some(mut scored) = scored.filter(|s| !s.is_empty()) else {
        return (Vec::new(), Vec::new());
    };
    scored.sort_by(|a, b| b.score.total_cmp(&a.score));
    let bins = bins(&scored);
    let mut metrics: Vec<Metric> = [80, 92].map(|percent| top(&scored, percent)).into();
    metrics.push(plain(
        "selective risk-coverage area (low is good)",
        Some(risk_area(&scored)),
    ));
    let errors = [
        (
            "selective calibration error (low is good)",
            calibration_error(&bins, scored.len(), |bin| bin.right),
        ),
        (
            "promise calibration error (low is good)",
            calibration_error(&bins, scored.len(), |bin| bin.kept),
        ),
    ];
    metrics.extend(errors.map(|(name, error)| plain(name, Some(error))));
    let kept = scored.iter().filter(|s| s.kept).count();
    metrics.push(plain(
        "promise kept: truth within the stated radius or 25 km",
        Some(float(kept) / float(scored.len())),
    ));
    (metrics, bins)
}

fn top(scored: &[Scored], percent: usize) -> Metric {
    let wanted = rounded_share(scored.len(), percent).max(1);
    let right = scored.iter().take(wanted).filter(|s| s.right).count();
    plain(
        format!("selective acc@25km, top {percent} % of answers"),
        Some(float(right) / float(wanted)),
    )
}

/// So many per cent of a number, halves to the even neighbour.
fn rounded_share(number: usize, percent: usize) -> usize {
    let (whole, rest) = (number * percent / 100, number * percent % 100);
    whole + usize::from(rest > 50 || rest == 50 && whole % 2 == 1)
}

/// Mean, over every number of answers kept, of the share that is wrong.
fn risk_area(scored: &[Scored]) -> f64 {
    let (mut right, mut risk) = (0.0, 0.0);
    for (kept, answer) in (1_u32..).zip(scored) {
        right += f64::from(answer.right);
        risk += 1.0 - right / f64::from(kept);
    }
    risk / float(scored.len())
}

fn bins(scored: &[Scored]) -> Vec<Bin> {
    let passed = |score: f64, edge: u32| score * f64::from(BINS) >= f64::from(edge);
    let number = |score: f64| (1..BINS).filter(|edge| passed(score, *edge)).count();
    (0..BINS)
        .filter_map(|bin| {
            let inside: Vec<&Scored> = scored
                .iter()
                .filter(|s| number(s.score) == bin as usize)
                .collect();
            let answers = inside.len();
            (answers > 0).then(|| Bin {
                from: f64::from(bin) / f64::from(BINS),
                answers,
                mean_score: inside.iter().map(|s| s.score).sum::<f64>() / float(answers),
                right: float(inside.iter().filter(|s| s.right).count()) / float(answers),
                kept: float(inside.iter().filter(|s| s.kept).count()) / float(answers),
            })
        })
        .collect()
}

fn calibration_error(bins: &[Bin], answers: usize, holds: impl Fn(&Bin) -> f64) -> f64 {
    let off = |bin: &Bin| (bin.mean_score - holds(bin)).abs() * float(bin.answers);
    bins.iter().map(off).sum::<f64>() / float(answers)
}
