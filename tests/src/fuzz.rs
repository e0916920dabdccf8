//! What is asked of the compiler with inputs that nobody thought of: each target is a function from bytes to whatever is wrong,
//! with a way to change its inputs that keeps them nearly right.
//!
//! `tests/fuzz` runs the targets under a coverage-guided fuzzer; `tests/tests/fuzz.rs` replays its corpus, and goes on from
//! there for a while.

mod compile;
mod emit_roundtrip;
mod files;
mod grow;
mod parse;
mod prefixes;
mod quantity;
mod random;
mod vocabulary;

pub use files::Files;
pub use random::Random;

/// What a target says about an input.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Whether the compiler took the input.
    pub accepted: bool,
    /// What must not be.
    pub wrong: Vec<String>,
}

/// A question.
#[derive(Debug)]
pub struct Target {
    /// The name of the binary, and of the folder of its corpus.
    pub name: &'static str,
    /// Asks it about an input.
    pub run: fn(&[u8]) -> Verdict,
    /// Makes another input of one.
    pub change: fn(&str, &mut Random) -> String,
    /// Inputs to begin with, out of the repository.
    pub seeds: fn() -> Vec<String>,
}

/// Every target.
pub static TARGETS: [Target; 5] =
    [compile::TARGET, emit_roundtrip::TARGET, parse::TARGET, prefixes::TARGET, quantity::TARGET];

/// A target by its name.
///
/// # Panics
/// If there is none.
#[must_use]
pub fn target(name: &str) -> &'static Target {
    TARGETS.iter().find(|target| target.name == name).unwrap_or_else(|| panic!("no target is called {name}"))
}

impl Target {
    /// Asks, and stops at whatever is wrong: what a fuzzer takes for a crash.
    ///
    /// # Panics
    /// If anything is wrong.
    pub fn must_hold(&self, data: &[u8]) {
        let wrong = (self.run)(data).wrong;
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// Changes an input in its buffer, and gives the new length: what a fuzzer asks of a mutator.
    pub fn mutate(&self, buffer: &mut [u8], length: usize, most: usize, seed: u32) -> usize {
        let text = String::from_utf8_lossy(&buffer[..length.min(buffer.len())]).into_owned();
        let mut random = Random::new(u64::from(seed));
        // Most changes leave the text short enough; otherwise the last one is cut.
        let changed = (0..4).map(|_| (self.change)(&text, &mut random)).find(|text| text.len() <= most).unwrap_or(text);
        let length = changed.len().min(most).min(buffer.len());
        buffer[..length].copy_from_slice(&changed.as_bytes()[..length]);
        length
    }
}
