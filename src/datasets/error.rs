use std::fmt;
use thiserror::Error;

/// An input that gives no report at all.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DatasetError {
    /// Nothing in it.
    #[error("{name}: expected a report, found nothing but white space")]
    Empty {
        /// File name, or `-` for standard input.
        name: String,
    },
    /// The file cannot be read.
    #[error("{name}: expected a file that can be read, found: {found}")]
    Unreadable {
        /// File name.
        name: String,
        /// What the system said.
        found: String,
    },
    /// More bytes than are read.
    #[error("{name}: expected at most {max} bytes, found {found}")]
    TooLarge {
        /// File name.
        name: String,
        /// Its size in bytes.
        found: usize,
        /// The cap in bytes.
        max: usize,
    },
    /// Not a text file.
    #[error("{name}: expected text, found a NUL byte at byte {offset}: this is a binary file")]
    Binary {
        /// File name.
        name: String,
        /// 0-based byte offset of the first NUL.
        offset: usize,
    },
    /// Not UTF-8.
    #[error("{name}: expected UTF-8 text, found byte 0x{byte:02x} at byte {offset}")]
    NotUtf8 {
        /// File name.
        name: String,
        /// 0-based byte offset of the first byte that is not UTF-8.
        offset: usize,
        /// That byte.
        byte: u8,
    },
    /// Not the JSON it should be.
    #[error("{name}: expected a JSON array of objects, found {found}")]
    NotJson {
        /// File name.
        name: String,
        /// What the JSON reader said.
        found: String,
    },
}

/// A row that cannot be a report.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub struct RowError {
    /// 1-based line, `None` for an input that is one report.
    pub line: Option<usize>,
    /// The field at fault, when it is one field.
    pub field: Option<String>,
    /// What is expected there.
    pub expected: String,
    /// What was found.
    pub found: String,
}

impl RowError {
    pub(super) fn new(expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self {
            line: None,
            field: None,
            expected: expected.into(),
            found: found.into(),
        }
    }

    pub(super) fn in_field(self, field: &str) -> Self {
        Self {
            field: Some(field.to_owned()),
            ..self
        }
    }

    pub(super) fn at_line(self, line: usize) -> Self {
        Self {
            line: Some(line),
            ..self
        }
    }
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if let Some(field) = &self.field {
            write!(f, "{field}: ")?;
        }
        write!(f, "expected {}, found {}", self.expected, self.found)
    }
}
