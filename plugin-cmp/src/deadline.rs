//! The plugin's own deadline. Argo CD kills what is too slow for it and shows `signal: killed`; ours says what was slow.
//!
//! It is asked between steps rather than kept by a second thread, whose start would be felt in every run: each step alone is
//! bounded by the limits on files, so that only a starved machine or a hanging disk gets here.

use std::time::{Duration, Instant};

use crate::output::Failure;

/// A third of what Argo CD's controller waits for the repo-server by default, which pays for fetching and sending the files as
/// well: <https://argo-cd.readthedocs.io/en/stable/operator-manual/high_availability/>.
const LONGEST: Duration = Duration::from_secs(20);

/// When to give up.
pub(crate) struct Deadline {
    started: Instant,
    longest: Duration,
}

impl Deadline {
    /// Counts from now.
    pub(crate) fn new() -> Self {
        Self { started: Instant::now(), longest: LONGEST }
    }

    /// A failure if what was just `done` ended too late.
    pub(crate) fn after(&self, done: &str) -> Result<(), Failure> {
        if self.started.elapsed() <= self.longest {
            return Ok(());
        }
        let seconds = self.longest.as_secs();
        Err(Failure::new(format!(
            "gave up after {seconds} s, having {done}: nothing is emitted\nhelp: the sidecar lacks processor time or its disk hangs: raise its CPU limit, or let fewer applications sync at once"
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_in_time_is_fine_and_what_does_not_says_how_far_it_came() {
        assert!(Deadline::new().after("read platform.yaml").is_ok());
        let over = Deadline { started: Instant::now() - Duration::from_secs(21), longest: LONGEST };
        let Failure(text) = over.after("read platform.yaml").unwrap_err();
        assert!(
            text.starts_with("gave up after 20 s, having read platform.yaml: nothing is emitted\nhelp: "),
            "{text}"
        );
    }
}
