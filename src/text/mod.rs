//! (in the making)
mod code_points;
mod sentence;

pub use code_points::CodePoints;
pub use sentence::{Splitter, sentences};
