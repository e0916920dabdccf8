//! YAML text to a node tree with spans, and manifest trees to YAML text.

pub(crate) mod characters;
pub(crate) mod emit;
pub(crate) mod keys;
mod node;
mod parse;
pub(crate) mod scalar;

pub(crate) use node::{Completeness, Entry, Node, Style, Value};
pub(crate) use parse::parse;

/// Larger files are refused unread, in bytes.
pub const MAX_BYTES: usize = 256 * 1024;
/// Deepest nesting of lists and mappings.
pub(crate) const MAX_DEPTH: usize = 16;
/// Most keys, values, lists and mappings in one file.
pub(crate) const MAX_NODES: usize = 5_000;
