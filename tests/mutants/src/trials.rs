//! Judges the mutants: those with switches two at a time, then those that need a build of their own.

use std::{
    io::{self, IsTerminal, Write},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Instant,
};

use crate::{
    Outcome,
    cargo::{self, Binaries, Build},
    judges::{Group, Judge, Luck, Verdict, groups},
    listed::Mutant,
    record::{Fate, Record},
    switches::Switches,
    tree::Tree,
};

/// What mutants are judged with.
pub(crate) struct Court<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) binaries: &'a Binaries,
    pub(crate) judges: &'a [Judge],
    pub(crate) luck: &'a Mutex<Luck>,
}

impl Court<'_> {
    /// Judges mutants that have a switch.
    pub(crate) fn switched(&self, mutants: &[&Mutant], jobs: usize, record: &Mutex<&mut Record>) -> Outcome<()> {
        let (next, progress) = (AtomicUsize::new(0), Progress::new(mutants.len()));
        let work = || -> Outcome<()> {
            while let Some(mutant) = mutants.get(next.fetch_add(1, Ordering::Relaxed)) {
                let mut groups = groups(self.judges, Some(mutant.number));
                self.luck().sort(&mut groups);
                let (fate, by) = self.fate(&groups, self.binaries, Some(mutant.number))?;
                record.lock().unwrap_or_else(PoisonError::into_inner).set(&mutant.name, fate, &by)?;
                progress.one(mutant, fate);
            }
            Ok(())
        };
        thread::scope(|scope| {
            let workers: Vec<_> = (0..jobs).map(|_| scope.spawn(work)).collect();
            let died = |_| Err("a worker died".to_owned());
            workers.into_iter().try_for_each(|worker| worker.join().unwrap_or_else(died))
        })
    }

    fn luck(&self) -> MutexGuard<'_, Luck> {
        self.luck.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Judges mutants that have none, each in a build of its own.
    pub(crate) fn alone(
        &self,
        mutants: &[&Mutant],
        switches: &Switches,
        tests: &[String],
        record: &mut Record,
    ) -> Outcome<()> {
        let progress = Progress::new(mutants.len());
        switches.plain(self.tree)?;
        for mutant in mutants {
            switches.alone(self.tree, mutant)?;
            let (fate, by) = self.built(tests)?;
            switches.restore(self.tree, mutant)?;
            record.set(&mutant.name, fate, &by)?;
            progress.one(mutant, fate);
        }
        Ok(())
    }

    /// Judges what stands in the copy: the core's own tests first, because they are built in half the time.
    fn built(&self, tests: &[String]) -> Outcome<(Fate, String)> {
        let (own, others): (Vec<_>, Vec<_>) =
            groups(self.judges, None).into_iter().partition(|group| group.binary == cargo::OWN);
        // What the compiler evaluates while it builds may stop it, or never end.
        let unviable = Ok((Fate::Unviable, String::new()));
        if !cargo::check(self.tree, Build::Single).is_ok_and(|refusals| refusals.is_empty()) {
            return unviable;
        }
        let Ok(binaries) = cargo::own_tests(self.tree, Build::Single) else { return unviable };
        let (fate, by) = self.fate(&own, &binaries, None)?;
        if fate.is_seen() {
            return Ok((fate, by));
        }
        let Ok(binaries) = cargo::tests(self.tree, Build::Single, tests) else { return unviable };
        self.fate(&others, &binaries, None)
    }

    fn fate(&self, groups: &[Group], binaries: &Binaries, mutant: Option<u32>) -> Outcome<(Fate, String)> {
        for group in groups {
            let verdict = group.judge(self.tree, binaries, mutant)?;
            self.luck().learn(group, &verdict);
            match verdict {
                Verdict::Passed => {}
                Verdict::Failed => return Ok((Fate::Caught, group.name())),
                Verdict::Hung => return Ok((Fate::Hung, group.name())),
            }
        }
        Ok((if groups.is_empty() { Fate::Unreached } else { Fate::Survived }, String::new()))
    }
}

/// How far it is: one line that changes on a terminal, a line for every hundredth mutant elsewhere.
struct Progress {
    of: usize,
    done: AtomicUsize,
    unseen: AtomicUsize,
    begin: Instant,
}

impl Progress {
    fn new(of: usize) -> Self {
        Self { of, done: AtomicUsize::new(0), unseen: AtomicUsize::new(0), begin: Instant::now() }
    }

    fn one(&self, mutant: &Mutant, fate: Fate) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let unseen =
            self.unseen.fetch_add(usize::from(!fate.is_seen()), Ordering::Relaxed) + usize::from(!fate.is_seen());
        let minutes = self.begin.elapsed().as_secs() / 60;
        let line = format!("{done} of {} judged, {unseen} not seen, {minutes} min", self.of);
        if io::stderr().is_terminal() {
            let name: String = mutant.name.chars().take(70).collect();
            let _ = write!(io::stderr(), "\r\u{1b}[K{line}: {name}{}", if done == self.of { "\n" } else { "" });
        } else if done.is_multiple_of(100) || done == self.of {
            let _ = writeln!(io::stderr(), "{line}");
        }
    }
}
