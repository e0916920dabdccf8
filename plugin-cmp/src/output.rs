//! stdout is the result, in one write; stderr is for people.

use std::io::{self, IsTerminal, Write};

use crate::args::Color;

/// Why the work could not be done. The text is for people and names the path.
#[derive(Debug)]
pub(crate) struct Failure(pub(crate) String);

impl Failure {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

/// The two streams and whether they take colour.
pub(crate) struct Streams {
    color: Color,
}

impl Streams {
    pub(crate) const fn new(color: Color) -> Self {
        Self { color }
    }

    /// Whether text for people on stderr is coloured.
    pub(crate) fn stderr_color(&self) -> bool {
        self.colored(io::stderr().is_terminal())
    }

    /// Whether text for people on stdout is coloured.
    pub(crate) fn stdout_color(&self) -> bool {
        self.colored(io::stdout().is_terminal())
    }

    fn colored(&self, terminal: bool) -> bool {
        match self.color {
            Color::Always => true,
            Color::Never => false,
            // https://no-color.org
            Color::Auto => terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        }
    }

    /// The whole result at once. A broken pipe or a full disk is a failure: half a result must not look whole.
    pub(crate) fn result(&self, text: &str) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        written.map_err(|error| Failure::new(format!("could not write the result: {error}")))
    }

    /// Text for people. Nobody listening is no reason to fail.
    pub(crate) fn note(&self, text: &str) {
        let mut err = io::stderr().lock();
        let _ = err.write_all(text.as_bytes());
        if !text.ends_with('\n') {
            let _ = err.write_all(b"\n");
        }
    }

    /// Text for people, unless there is none.
    pub(crate) fn note_if(&self, text: &str) {
        if !text.is_empty() {
            self.note(text);
        }
    }

    /// Why the work could not be done.
    pub(crate) fn error(&self, text: &str) {
        let level = if self.stderr_color() { "\u{1b}[1;31merror\u{1b}[0m" } else { "error" };
        self.note(&format!("{level}: {text}"));
    }
}
