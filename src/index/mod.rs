//! Which events lie in this box, time and filter, and how many?
//!
//! A [`Snapshot`] never changes; the next one takes its place at once, so readers never wait for a writer.

mod aggregate;
mod cluster;
mod cursor;
mod facts;
mod filter;
mod set;
mod snapshot;

pub use aggregate::{Aggregate, Bin, By};
pub use cluster::{Cluster, View};
pub use cursor::Cursor;
pub use facts::{TypeCounts, same_actor};
pub use set::Page;
pub use snapshot::Snapshot;
