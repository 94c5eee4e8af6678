use thiserror::Error;

/// A value that the domain refuses: what was expected and what was found.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
#[error("expected {expected}, found {found}")]
pub struct DomainError {
    /// What a valid value looks like.
    pub expected: &'static str,
    /// The value as it was given.
    pub found: String,
}

impl DomainError {
    pub(crate) fn new(expected: &'static str, found: impl std::fmt::Display) -> Self {
        Self {
            expected,
            found: found.to_string(),
        }
    }
}
