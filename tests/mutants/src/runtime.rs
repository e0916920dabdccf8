//! The switch that a copy of the core is built with: every mutant is in it, and `MUTANT` says which one is on.
//!
//! `MUTANT=17` turns on the seventeenth, and ends the process at the first panic. `MUTANT=trace` turns on none and appends
//! the number of each mutant that is reached to the file `MUTANT_TRACE`. Without `MUTANT` the core is what it always is.

use std::{
    env,
    fs::{File, OpenOptions},
    io::Write,
    iter::{Once, once},
    panic, process,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering::Relaxed},
    },
};

const NONE: u32 = 0;
const UNREAD: u32 = u32::MAX;
const TRACING: u32 = u32::MAX - 1;

static ON: AtomicU32 = AtomicU32::new(UNREAD);
static REACHED: [AtomicBool; 1 << 16] = [const { AtomicBool::new(false) }; 1 << 16];
static TRACE: Mutex<Option<File>> = Mutex::new(None);

/// Whether this mutant is on.
#[inline]
pub(crate) fn is(mutant: u32) -> bool {
    let on = ON.load(Relaxed);
    on == mutant || (on >= TRACING && asked(mutant))
}

#[cold]
fn asked(mutant: u32) -> bool {
    if ON.load(Relaxed) == UNREAD {
        ON.store(read(), Relaxed);
    }
    if ON.load(Relaxed) == TRACING {
        mark(mutant);
    }
    ON.load(Relaxed) == mutant
}

fn read() -> u32 {
    let wanted = env::var("MUTANT").unwrap_or_default();
    if wanted == "trace" {
        let path = env::var_os("MUTANT_TRACE").unwrap_or_default();
        let file = OpenOptions::new().create(true).append(true).open(path);
        *TRACE.lock().unwrap_or_else(|lock| lock.into_inner()) = file.ok();
        return TRACING;
    }
    let wanted = wanted.parse().unwrap_or(NONE);
    if wanted != NONE {
        // One panic is a failed test: what the others say changes nothing, and neither does the shortest input that fails.
        panic::set_hook(Box::new(|_| process::exit(101)));
    }
    wanted
}

fn mark(mutant: u32) {
    let Some(reached) = REACHED.get(mutant as usize) else { return };
    if reached.swap(true, Relaxed) {
        return;
    }
    if let Some(file) = TRACE.lock().unwrap_or_else(|lock| lock.into_inner()).as_mut() {
        // A mark that is lost makes a mutant unreached, which is counted against the tests.
        let _ = file.write_all(format!("{mutant}\n").as_bytes());
    }
}

/// What a function that returns `impl Iterator` returns: a mutant's iterator, or its own.
#[derive(Clone)]
pub(crate) enum Either<Mutant, Own> {
    Mutant(Mutant),
    Own(Own),
}

impl<Mutant: Iterator, Own: Iterator<Item = Mutant::Item>> Iterator for Either<Mutant, Own> {
    type Item = Mutant::Item;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Mutant(mutant) => mutant.next(),
            Self::Own(own) => own.next(),
        }
    }
}

#[test]
fn nothing_is_on_unless_it_is_asked_for() {
    assert!(!is(1));
    let own: Either<Once<u8>, _> = Either::Own([2, 3].into_iter());
    assert_eq!(own.collect::<Vec<_>>(), [2, 3]);
    assert_eq!(Either::<_, Once<u8>>::Mutant(once(1)).collect::<Vec<_>>(), [1]);
}
