//! Figures of one run, measured in turns so that a machine's bad moments fall on all of them alike.

use std::time::{Duration, Instant};

/// What something took, over all its turns.
pub(crate) struct Figure {
    pub(crate) what: &'static str,
    pub(crate) least: Duration,
    pub(crate) median: Duration,
    /// The most memory that the process held, in KiB.
    pub(crate) peak: Option<u64>,
}

/// Something to measure.
pub(crate) struct Step<'a> {
    pub(crate) what: &'static str,
    /// Does it once.
    pub(crate) run: Box<dyn FnMut() + 'a>,
    /// How often in a row; one turn's time is divided by this.
    pub(crate) times: u32,
}

impl<'a> Step<'a> {
    pub(crate) fn new(what: &'static str, times: u32, run: impl FnMut() + 'a) -> Self {
        Self { what, run: Box::new(run), times }
    }
}

/// Every step in every turn.
pub(crate) fn measure(mut steps: Vec<Step<'_>>, turns: usize) -> Vec<Figure> {
    let mut taken = vec![Vec::with_capacity(turns); steps.len()];
    for _ in 0..turns {
        for (step, taken) in steps.iter_mut().zip(&mut taken) {
            let begin = Instant::now();
            for _ in 0..step.times {
                (step.run)();
            }
            taken.push(begin.elapsed() / step.times);
        }
    }
    let figure = |(step, mut taken): (&Step<'_>, Vec<Duration>)| {
        taken.sort_unstable();
        let at = |index: usize| taken.get(index).copied().unwrap_or_default();
        Figure { what: step.what, least: at(0), median: at(taken.len() / 2), peak: None }
    };
    steps.iter().zip(taken).map(figure).collect()
}
