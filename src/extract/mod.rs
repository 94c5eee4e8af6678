//! (in the making)
mod document;
mod number;
mod time;
mod token;

pub use document::{Document, Duplicate, Paragraph, ParagraphKind, Sentence};
pub use number::{Quantity, QuantityKind, Unit, quantities, quantities_outside};
pub use time::{Tense, TimeClass, TimeContext, TimeExpression, expressions};
