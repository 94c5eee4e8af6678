//! How do these outside bytes become reports?
//!
//! Bytes in, [`ReportDraft`]s out: plain text, HTML, JSON Lines and JSON arrays. The text of a report is kept as it
//! was given, line ends included, so that offsets keep pointing where the sender's own copy has them; only a byte
//! order mark is taken off. A row that cannot be read is named with its line and does not stop the others.

mod error;
mod html;
mod json;

pub use error::{DatasetError, RowError};
pub use json::{Fields, Line, REPORT_FIELDS, report_from_object};

use crate::domain::ReportDraft;

/// The largest input read when nothing else is configured, in bytes.
pub const DEFAULT_MAX_BYTES: usize = 50 * 1024 * 1024;

/// A report, or why there is none, with its line (1 for a text or a page).
#[derive(Debug)]
pub struct Row {
    /// 1-based line in the input, 1 when the whole input is one report; the element's number in a JSON array.
    pub line: usize,
    /// The report.
    pub draft: Result<ReportDraft, RowError>,
}

/// What an input is, as far as its first characters and its name tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputFormat {
    /// One report, as it stands.
    Text,
    /// One report inside a web page.
    Html,
    /// One JSON object a line.
    JsonLines,
    /// A JSON array of objects.
    JsonArray,
}

impl InputFormat {
    /// Tells the format from the name's ending, and where that says nothing from the first characters.
    pub fn of(name: &str, text: &str) -> Self {
        let ending = name
            .rsplit_once('.')
            .map(|(_, ending)| ending.to_ascii_lowercase());
        match ending.as_deref() {
            Some("jsonl" | "ndjson") => Self::JsonLines,
            Some("html" | "htm" | "xhtml") => Self::Html,
            // A saved web page often ends in .txt; its scripts must not be read as a report.
            Some("txt" | "text") if Self::by_content(text) != Self::Html => Self::Text,
            _ => Self::by_content(text),
        }
    }

    fn by_content(text: &str) -> Self {
        let start: String = text
            .trim_start()
            .chars()
            .take(15)
            .collect::<String>()
            .to_ascii_lowercase();
        if start.starts_with("[{")
            || (start.starts_with('[')
                && start
                    .get(1..)
                    .is_some_and(|rest| rest.trim_start().starts_with('{')))
        {
            Self::JsonArray
        } else if start.starts_with('{') {
            Self::JsonLines
        } else if start.starts_with("<!doctype html") || start.starts_with("<html") {
            Self::Html
        } else {
            Self::Text
        }
    }
}

/// Reads an input into reports.
///
/// ```
/// use sitmap::datasets;
/// let rows = datasets::read("two.jsonl", b"{\"text\": \"Shots in Daquq.\"}\nnot json\n", 1_000)?;
/// assert!(rows[0].draft.is_ok());
/// assert_eq!(rows[1].draft.as_ref().unwrap_err().to_string(), "line 2: expected a JSON object, found text that is not JSON: expected ident at line 1 column 2");
/// # Ok::<(), datasets::DatasetError>(())
/// ```
pub fn read(name: &str, bytes: &[u8], max_bytes: usize) -> Result<Vec<Row>, DatasetError> {
    let text = decode(name, bytes, max_bytes)?;
    let rows = match InputFormat::of(name, text) {
        InputFormat::Text => vec![single(Ok(plain(text)))],
        InputFormat::Html => vec![single(html::draft(text))],
        InputFormat::JsonLines => json::rows(text),
        InputFormat::JsonArray => json::array(name, text)?,
    };
    if rows.is_empty() {
        return Err(DatasetError::Empty {
            name: name.to_owned(),
        });
    }
    Ok(rows)
}

/// Checks that bytes are readable text: not empty, not too many, no NUL bytes, UTF-8 throughout. A byte order mark
/// is taken off.
pub fn decode<'a>(name: &str, bytes: &'a [u8], max_bytes: usize) -> Result<&'a str, DatasetError> {
    let name = || name.to_owned();
    if bytes.len() > max_bytes {
        return Err(DatasetError::TooLarge {
            name: name(),
            found: bytes.len(),
            max: max_bytes,
        });
    }
    if let Some(offset) = bytes.iter().position(|byte| *byte == 0) {
        return Err(DatasetError::Binary {
            name: name(),
            offset,
        });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| DatasetError::NotUtf8 {
        name: name(),
        offset: error.valid_up_to(),
        byte: bytes.get(error.valid_up_to()).copied().unwrap_or_default(),
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(DatasetError::Empty { name: name() });
    }
    Ok(text)
}

fn plain(text: &str) -> ReportDraft {
    ReportDraft {
        text: text.to_owned(),
        ..ReportDraft::default()
    }
}

fn single(draft: Result<ReportDraft, RowError>) -> Row {
    Row { line: 1, draft }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(name: &str, bytes: &[u8]) -> ReportDraft {
        let mut rows = read(name, bytes, 1_000_000).unwrap();
        assert_eq!(rows.len(), 1);
        rows.remove(0).draft.unwrap()
    }

    #[test]
    fn a_byte_order_mark_goes_and_line_ends_stay() {
        assert_eq!(
            only("a.txt", "\u{feff}One.\r\nTwo.\r\n".as_bytes()).text,
            "One.\r\nTwo.\r\n"
        );
    }

    #[test]
    fn unreadable_input_says_what_and_where() {
        let message = |bytes: &[u8], max| read("x", bytes, max).unwrap_err().to_string();
        assert_eq!(
            message(b"", 9),
            "x: expected a report, found nothing but white space"
        );
        assert_eq!(
            message(b" \r\n", 9),
            "x: expected a report, found nothing but white space"
        );
        assert_eq!(
            message(b"ab\0c", 9),
            "x: expected text, found a NUL byte at byte 2: this is a binary file"
        );
        assert_eq!(
            message(b"ab\xffc", 9),
            "x: expected UTF-8 text, found byte 0xff at byte 2"
        );
        assert_eq!(
            message(b"0123456789", 9),
            "x: expected at most 9 bytes, found 10"
        );
    }

    #[test]
    fn the_format_shows_in_name_or_content() {
        for (name, text, format) in [
            ("a.jsonl", "", InputFormat::JsonLines),
            ("-", "  {\"text\": 1}", InputFormat::JsonLines),
            ("-", "[ {\"text\": 1}]", InputFormat::JsonArray),
            ("-", "[Photo: x] Shots in Daquq", InputFormat::Text),
            ("a.txt", "<html>", InputFormat::Html),
            ("a.txt", "{ a brace }", InputFormat::Text),
            ("-", "<!DOCTYPE HTML><p>", InputFormat::Html),
            ("a.json", "{\n\"text\": \"x\"}", InputFormat::JsonLines),
        ] {
            assert_eq!(InputFormat::of(name, text), format, "{name} {text}");
        }
    }
}
