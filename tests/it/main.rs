//! The one integration-test binary.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod additions;
mod bad_input;
mod cli;
mod clients;
mod evaluate;
mod examples;
mod frames;
mod gazetteer_data;
mod gazetteer_import;
mod geopackage;
mod http;
mod index_oracle;
mod layering;
mod reading;
mod relations;
mod roundtrip;
mod sample;
mod service;
mod store;
mod toponyms;
mod workbench;
