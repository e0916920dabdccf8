//! The compiler at the border to other languages: `javascript` for pages, workers and Node, `plain` for hosts that know
//! nothing but memory. Both ask `answers`, so both say the same.
//!
//! Answers cross the border as JSON text, which JavaScript parses faster than it builds the same objects one property at
//! a time: for the 18 KB of a real team's objects 124 µs against 213 µs with serde-wasm-bindgen, on top of the same
//! compilation (Node 20). YAML crosses as it is.

mod answers;
pub mod javascript;
mod panic;
pub mod plain;
mod request;
