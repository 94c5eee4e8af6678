//! The one integration-test binary.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod geopackage;
mod index_oracle;
mod layering;
mod roundtrip;
mod sample;
mod store;
