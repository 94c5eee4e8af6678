//! (in the making)
mod document;

pub use document::{Document, Duplicate, Paragraph, ParagraphKind, Sentence};

mod stand_in;
pub use stand_in::{Extraction, RULES_VERSION, extract};
