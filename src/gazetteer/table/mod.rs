//! A gazetteer as one flat file: nothing is parsed when it is opened, pages come in when they are touched.
//!
//! [`Row`]s go into a [`Writer`], which writes the file in bounded memory. The layout is described in
//! `docs/reference-table.md`.
//!
//! The build script compiles this folder too, to write the table that the program carries; so nothing here may name
//! more of the crate than `crate::text`'s folding.

mod bytes;
mod edits;
mod error;
mod format;
mod lookup;
mod names;
mod packed;
mod positions;
mod postings;
mod reader;
mod record;
mod rounds;
mod row;
mod sorter;
mod spool;
#[cfg(test)]
mod tests;
mod texts;
mod whole;
mod writer;

pub use error::TableError;
pub use lookup::{NearKey, Walk};
pub use postings::{Posting, Postings};
pub use reader::{Facts, Spelling, Table, Unit};
pub(crate) use rounds::{cores, in_order};
pub use row::{Confidence, MOST_NAME_BYTES, MOST_NAMES, NameKind, Row, RowName};
pub use writer::{MOST_PLACES, Writer, Written};
