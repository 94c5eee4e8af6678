//! The use cases: ingest, query, export, look up. The only place where extraction, store and index meet.
mod filter;
pub use filter::{FILTERS, FilterError, query_from};
