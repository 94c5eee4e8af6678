//! What are the sentences, words and spelling keys of this text? Pure functions.

use crate::domain::Span;

/// Converts between bytes and Unicode code points of one text.
#[derive(Debug)]
pub struct CodePoints {
    starts: Vec<usize>,
}

impl CodePoints {
    /// Counts a text.
    pub fn new(text: &str) -> Self {
        Self {
            starts: text
                .char_indices()
                .map(|(at, _)| at)
                .chain([text.len()])
                .collect(),
        }
    }

    /// Bytes to code points.
    pub fn to_code_points(&self, span: Span) -> Span {
        let count = |byte| self.starts.partition_point(|start| *start < byte);
        Span::new(count(span.start), count(span.end))
    }

    /// Code points to bytes; `None` outside the text.
    pub fn to_bytes(&self, span: Span) -> Option<Span> {
        Some(Span::new(
            *self.starts.get(span.start)?,
            *self.starts.get(span.end)?,
        ))
    }
}
