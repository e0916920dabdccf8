//! One compiler, four hosts: the library, the command, the npm package in Node, and the module in wasmtime. What one says
//! of an input, the others say in the same bytes.
//!
//! ```text
//! known, generated ─▶ Input ─ question ─▶ Question ─┬─ native   the library, called as any program calls it
//!                                                    ├─ host     Node, through the npm package (package.mjs)
//!                                                    ├─ host     wasmtime, through the plain exports (engine/)
//!                                        Input ──────┴─ command  files and arguments in, standard output back
//! ```

mod command;
mod difference;
pub mod generated;
mod host;
pub mod input;
mod judge;
pub mod known;
mod native;
mod question;

pub use difference::difference;
pub use judge::{Verdict, judge};
