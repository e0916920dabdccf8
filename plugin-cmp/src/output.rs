//! stdout is the result, in one write; stderr is for people.

use std::io::{self, BufWriter, IsTerminal, Write};

use crate::{
    args::Color,
    plain::{clip, plain},
};

/// Why the work could not be done. The text is for people and names the path.
#[derive(Debug)]
pub(crate) struct Failure(pub(crate) String);

impl Failure {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

/// The longest sentence about a failure: a path or a parameter can be of any length.
const LONGEST_ERROR: usize = 2_000;

fn unwritten(error: &io::Error) -> Failure {
    Failure::new(format!("could not write the result: {error}"))
}

/// What is written at once where a text is written in parts.
const BUFFER: usize = 1 << 16;

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
        written.map_err(|error| unwritten(&error))
    }

    /// A result that would fill the memory as one text, such as the manifests of thousands of teams, all of them known to be
    /// good.
    pub(crate) fn result_in_parts(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
        let mut out = BufWriter::with_capacity(BUFFER, io::stdout().lock());
        write(&mut out).and_then(|()| out.flush()).map_err(|error| unwritten(&error))
    }

    /// Findings that are drawn one after another.
    pub(crate) fn drawn_in_parts(&self, mut parts: impl Iterator<Item = String>) {
        let mut err = BufWriter::with_capacity(BUFFER, io::stderr().lock());
        let _ = parts.try_for_each(|part| err.write_all(part.as_bytes())).and_then(|()| err.flush());
    }

    /// Findings that are drawn already, colours included. Nobody listening is no reason to fail.
    pub(crate) fn drawn(&self, text: &str) {
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    /// A line for people.
    pub(crate) fn note(&self, text: &str) {
        self.drawn(&format!("{}\n", plain(text.trim_end())));
    }

    /// Why the work could not be done.
    pub(crate) fn error(&self, text: &str) {
        self.level("error", "31", text);
    }

    /// What is worth a look and belongs to no file.
    pub(crate) fn warning(&self, text: &str) {
        self.level("warning", "33", text);
    }

    fn level(&self, level: &str, color: &str, text: &str) {
        let text = plain(text);
        let text = clip(&text, LONGEST_ERROR);
        if self.stderr_color() {
            self.drawn(&format!("\u{1b}[1;{color}m{level}\u{1b}[0m: {text}\n"));
        } else {
            self.drawn(&format!("{level}: {text}\n"));
        }
    }
}
