use crate::gazetteer::table::TableError;
use std::borrow::Cow;
use std::fmt;

/// What the fault costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// The whole row.
    Row,
    /// One name; the place is kept with its others.
    Name,
}

/// One thing that is wrong with an input, in words that let its owner mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// 1-based line.
    pub line: u64,
    /// The column, empty when it is the line as a whole.
    pub column: &'static str,
    /// What is expected there.
    pub expected: Cow<'static, str>,
    /// What was found.
    pub found: String,
    /// What it costs.
    pub lost: Lost,
}

impl Fault {
    pub(super) fn row(
        line: u64,
        column: &'static str,
        expected: impl Into<Cow<'static, str>>,
        found: impl Into<String>,
    ) -> Self {
        Self {
            line,
            column,
            expected: expected.into(),
            found: found.into(),
            lost: Lost::Row,
        }
    }

    /// Why a table refuses a row; anything else that a table says stops the import.
    pub fn of_table(line: u64, error: TableError) -> Result<Self, TableError> {
        match error {
            TableError::Row {
                column,
                expected,
                found,
                ..
            } => Ok(Self::row(line, column, expected, shown(&found))),
            TableError::Duplicate { id } => {
                let expected = "an id that no earlier row has";
                Ok(Self::row(line, "id", expected, shown(&id)))
            }
            other => Err(other),
        }
    }

    /// The same fault when it costs a name only.
    pub(super) fn of_name(self) -> Self {
        Self {
            lost: Lost::Name,
            ..self
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: ", self.line)?;
        if !self.column.is_empty() {
            write!(f, "{}: ", self.column)?;
        }
        write!(f, "expected {}, found {}", self.expected, self.found)?;
        match self.lost {
            Lost::Row => Ok(()),
            Lost::Name => f.write_str("; only this name is left out"),
        }
    }
}

/// A value as a message shows it: quoted, on one line, not longer than a line.
pub(super) fn shown(value: &str) -> String {
    const MOST: usize = 60;
    if value.is_empty() {
        return "nothing".to_owned();
    }
    let start: String = value.chars().take(MOST).collect();
    let more = if start.len() < value.len() {
        format!("… ({} bytes)", value.len())
    } else {
        String::new()
    };
    format!("`{}`{more}", start.escape_debug())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_says_where_what_and_what_it_costs() {
        let fault = Fault::row(7, "latitude", "degrees", shown("ninety"));
        assert_eq!(
            fault.to_string(),
            "line 7: latitude: expected degrees, found `ninety`"
        );
        assert!(
            fault
                .of_name()
                .to_string()
                .ends_with("only this name is left out")
        );
    }

    #[test]
    fn what_was_found_never_floods_the_screen() {
        assert_eq!(shown(""), "nothing");
        assert_eq!(shown("a\tb"), "`a\\tb`");
        let long = shown(&"x".repeat(1_000_000));
        assert!(long.len() < 100 && long.contains("1000000 bytes"), "{long}");
    }
}
