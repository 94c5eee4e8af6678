//! Sitmap turns reports of security incidents into events on a map that people can trust.
//!
//! The layers, bottom to top; a layer imports only what ARCHITECTURE.md lists for it, and a test enforces it.

pub mod app;
pub mod cli;
pub mod config;
pub mod datasets;
pub mod domain;
pub mod export;
pub mod extract;
pub mod gazetteer;
pub mod http;
pub mod index;
pub mod store;
pub mod text;

/// The README's example is compiled and run as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
#[derive(Debug)]
pub struct Readme;
