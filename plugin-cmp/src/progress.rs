//! How far a long run has come, for somebody who watches a terminal.

use std::{
    io::{self, IsTerminal, Write},
    time::{Duration, Instant},
};

/// Nothing is shown before this: most runs are over by then.
const NOTICEABLE: Duration = Duration::from_millis(400);

/// No faster than a reader sees.
const STEP: Duration = Duration::from_millis(100);

/// One line on stderr that replaces itself; silent in a pipe.
pub(crate) struct Progress {
    what: &'static str,
    of: usize,
    done: usize,
    /// When the next line is due; never without a terminal.
    next: Option<Instant>,
    shown: bool,
}

impl Progress {
    /// `what` is the word before the numbers: `checked 120 of 1000 teams`.
    pub(crate) fn new(what: &'static str, of: usize) -> Self {
        let next = io::stderr().is_terminal().then(|| Instant::now() + NOTICEABLE);
        Self { what, of, done: 0, next, shown: false }
    }

    /// One more is done.
    pub(crate) fn step(&mut self) {
        self.done += 1;
        let Some(next) = self.next else { return };
        let now = Instant::now();
        if now >= next {
            self.next = Some(now + STEP);
            self.shown = true;
            let _ = write!(io::stderr(), "\r{} {} of {} teams", self.what, self.done, self.of);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown {
            // Erases the line, so that what follows begins at its start.
            let _ = write!(io::stderr(), "\r\u{1b}[K");
        }
    }
}
