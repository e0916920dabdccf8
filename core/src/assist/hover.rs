//! What is known about a place: what its key means, what is in force, and what it becomes in the cluster.

use super::Surroundings;
use crate::{origin::Origin, source::Source, span::Span};

/// What is known about a key or a value.
#[derive(Debug)]
pub struct Hover {
    /// The text that it is about.
    pub span: Span,
    /// The key path, such as `apps[0].syncPolicy`.
    pub path: String,
    /// What the key does.
    pub documentation: &'static str,
    /// What it takes, in words.
    pub takes: String,
    /// The mapping is wrong without it.
    pub is_required: bool,
    /// The value in force; `None` where the file has errors, or nothing but the file decides.
    pub value: Option<String>,
    /// Where a value may come from, the first that has one decides; empty where nothing but the file does.
    pub ladder: Vec<Rung>,
    /// What it becomes in the cluster.
    pub targets: Vec<Target>,
    /// How many more targets there are.
    pub more: usize,
    /// Codes of what was found here.
    pub codes: Vec<&'static str>,
}

/// One place that a value may come from.
#[derive(Debug)]
pub struct Rung {
    /// `written here`, `tier "large"`, `defaults of the platform`, `built in`.
    pub source: String,
    /// What it says, if it says anything.
    pub value: Option<String>,
    /// Whether it decides.
    pub is_in_force: bool,
    /// Where that stands.
    pub origin: Origin,
}

/// One object that a text feeds.
#[derive(Debug)]
pub struct Target {
    /// Index of the object in the compilation of all parts for the first cluster.
    pub object: usize,
    /// Its kind.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// JSON Pointers of the fields, the first few; empty where the text decides that the object is there at all.
    pub paths: Vec<String>,
}

/// What is known about a byte offset; `None` where no key of the tables is near.
#[must_use]
pub fn hover(source: &Source, offset: u32, surroundings: &Surroundings<'_>) -> Option<Hover> {
    let _ = (source, offset, surroundings);
    None
}
