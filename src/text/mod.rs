//! What are the sentences, words and spelling keys of this text? Pure functions.

mod code_points;
mod fold;
mod sentence;
mod spelling;
mod words;

pub use code_points::CodePoints;
pub use fold::{Level, ToponymKey, fold, fold_joined, fold_version, skeleton};
pub use sentence::{Splitter, sentences};
pub use spelling::{spelling_distance, spelling_similarity};
pub use words::{Word, words};
