//! (in the making)
mod document;

pub use document::{Document, Duplicate, Paragraph, ParagraphKind, Sentence};
