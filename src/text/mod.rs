//! What are the sentences, words and spelling keys of this text? Pure functions.

mod fold;
mod words;

pub use fold::{Level, ToponymKey, fold, fold_version};
pub use words::{Word, words};
