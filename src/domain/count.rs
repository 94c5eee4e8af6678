use super::DomainError;
use serde::{Deserialize, Serialize};

/// How many, as an interval: "more than 9" is 10 and open, "several" is 2 and open, "up to 40" is open and 40.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawInterval", into = "RawInterval")]
pub struct Interval {
    min: Option<u64>,
    max: Option<u64>,
}

impl Interval {
    /// Checks and makes an interval; `None` is an open end. Refused when max is below min.
    pub fn new(min: Option<u64>, max: Option<u64>) -> Result<Self, DomainError> {
        match (min, max) {
            (Some(low), Some(high)) if low > high => Err(DomainError::new(
                "a maximum not below the minimum",
                format!("{low} to {high}"),
            )),
            _ => Ok(Self { min, max }),
        }
    }

    /// Exactly `n`.
    pub fn exactly(n: u64) -> Self {
        Self {
            min: Some(n),
            max: Some(n),
        }
    }

    /// `n` or more.
    pub fn at_least(n: u64) -> Self {
        Self {
            min: Some(n),
            max: None,
        }
    }

    /// `n` or fewer.
    pub fn at_most(n: u64) -> Self {
        Self {
            min: None,
            max: Some(n),
        }
    }

    /// Lower bound, `None` when open.
    pub fn min(self) -> Option<u64> {
        self.min
    }

    /// Upper bound, `None` when open.
    pub fn max(self) -> Option<u64> {
        self.max
    }

    /// The number, when it is one.
    pub fn exact(self) -> Option<u64> {
        self.min.filter(|_| self.min == self.max)
    }
}

#[derive(Serialize, Deserialize)]
struct RawInterval {
    min: Option<u64>,
    max: Option<u64>,
}

impl From<Interval> for RawInterval {
    fn from(Interval { min, max }: Interval) -> Self {
        Self { min, max }
    }
}

impl TryFrom<RawInterval> for Interval {
    type Error = DomainError;

    fn try_from(RawInterval { min, max }: RawInterval) -> Result<Self, DomainError> {
        Self::new(min, max)
    }
}

/// What was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the words say it")]
pub enum CountKind {
    Killed,
    Wounded,
    Arrested,
    Abducted,
    Displaced,
    Surrendered,
    Destroyed,
    Seized,
    Defused,
    Burned,
    Cleared,
    Searched,
    Attacked,
    Area,
    Other,
}

/// A number of a report: what happened to how many of what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// What happened to them.
    pub kind: CountKind,
    /// Of what or whom, as the report calls them ("ISIS operatives", "sites").
    pub of: String,
    /// How many.
    #[serde(flatten)]
    pub number: Interval,
    /// The words of the report.
    pub text: String,
    /// The number holds for several places of one sentence together.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shared: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_is_in_order() {
        assert!(Interval::new(Some(3), Some(2)).is_err());
        assert_eq!(Interval::exactly(4).exact(), Some(4));
        assert_eq!(Interval::at_least(2).exact(), None);
    }
}
