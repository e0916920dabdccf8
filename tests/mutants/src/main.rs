//! Breaks the core in every way that cargo-mutants lists, and counts what the tests see. `make mutants` runs it.
//!
//! ```text
//! cargo mutants --list ─ listed ─▶ mutants ─ sites, splice ─▶ one core with a switch a mutant ─ switches ─▶ what compiles
//!   ─ judges ─▶ which test reaches which ─ trials ─▶ record ─ page ─▶ docs/mutation.md
//! ```

mod accepted;
mod cargo;
mod judges;
mod listed;
mod page;
mod record;
mod rooms;
#[cfg(test)]
mod runtime;
mod sites;
mod splice;
mod switches;
mod tree;
mod trials;

use std::{
    env, fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Mutex,
};

use cargo::Build;
use listed::Mutant;
use record::{Fate, Keep, Record};
use switches::{Switches, Way};
use tree::Tree;
use trials::Court;

/// What was made, or why it could not be, in words for people.
pub(crate) type Outcome<T> = Result<T, String>;

/// What was asked for.
struct Wish {
    /// `cargo-mutants`.
    lister: PathBuf,
    /// Keep what was seen, whatever changed since.
    keep: Keep,
    /// A step of the compiler, or a part of the names of the mutants that are judged.
    only: Option<String>,
    /// How many tests run at once.
    jobs: usize,
}

impl Wish {
    /// Reads `LISTER [--again] [--only TEXT] [--jobs N]`.
    fn read(mut arguments: impl Iterator<Item = String>) -> Outcome<Self> {
        let usage = "usage: teamwright-mutants CARGO-MUTANTS [--again] [--only TEXT] [--jobs N]";
        let lister = arguments.next().ok_or(usage)?.into();
        let mut wish = Self { lister, keep: Keep::Same, only: None, jobs: 2 };
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--again" => wish.keep = Keep::Seen,
                "--only" => wish.only = Some(arguments.next().ok_or(usage)?),
                "--jobs" => wish.jobs = arguments.next().and_then(|jobs| jobs.parse().ok()).ok_or(usage)?,
                _ => return Err(usage.to_owned()),
            }
        }
        Ok(wish)
    }
}

fn told(line: &str) {
    // Whoever closed stderr does not want to know.
    let _ = writeln!(io::stderr(), "{line}");
}

fn run(wish: &Wish) -> Outcome<()> {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let root = root.canonicalize().map_err(|error| format!("{}: {error}", root.display()))?;
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let work = target.join("mutants");
    let accepted_path = root.join("tests/mutants/accepted.txt");
    let accepted = fs::read_to_string(&accepted_path).map_err(|error| error.to_string());
    let accepted = accepted.and_then(|text| accepted::read(&text));
    let accepted = accepted.map_err(|error| format!("{}: {error}", accepted_path.display()))?;

    let tree = Tree::renew(&root, &work, "tree")?;
    let mutants = listed::all(&wish.lister, &root)?;
    let gone: Vec<_> =
        accepted.keys().filter(|name| !mutants.iter().any(|mutant| mutant.name == **name)).cloned().collect();
    if !gone.is_empty() {
        return Err(format!("accepted.txt names mutants that there are none of:\n{}", gone.join("\n")));
    }
    let mut record = Record::open(work.join("record.tsv"), tree.digest()?, wish.keep)?;
    judge(wish, &tree, &work, &mutants, &mut record)?;

    for mutant in &mutants {
        let fate = record.fate(&mutant.name);
        let place = format!("{}:{}: {}", mutant.start.line, mutant.start.column, mutant.name);
        match (fate, accepted.get(&mutant.name)) {
            (Some(Fate::Survived | Fate::Unreached), reason) if is_wanted(wish, mutant) => {
                let reason = reason.map_or(String::new(), |reason| format!(" (accepted: {reason})"));
                told(&format!("{} {place}{reason}", fate.map_or("", Fate::word)));
            }
            (Some(Fate::Caught | Fate::Hung | Fate::Unviable), Some(_)) => {
                told(&format!("accepted.txt need not name it: {place}"));
            }
            _ => {}
        }
    }
    let fates = mutants.iter().map(|mutant| (mutant.file.as_str(), mutant.name.as_str(), record.fate(&mutant.name)));
    let path = root.join("docs/mutation.md");
    let page = page::render(&page::count(fates, &accepted), &accepted);
    fs::write(&path, page).map_err(|error| format!("{}: {error}", path.display()))?;
    told("wrote docs/mutation.md");
    Ok(())
}

fn is_wanted(wish: &Wish, mutant: &Mutant) -> bool {
    let step = rooms::stage(rooms::room(&mutant.file));
    wish.only.as_ref().is_none_or(|only| only == step || mutant.name.contains(only))
}

/// Judges what the record does not know yet.
fn judge(wish: &Wish, tree: &Tree, work: &Path, mutants: &[Mutant], record: &mut Record) -> Outcome<()> {
    let mut switches = Switches::new(tree, mutants, record)?;
    told(&format!("{} mutants; putting them behind switches", mutants.len()));
    switches.settle(told)?;
    switches.constants().try_for_each(|name| record.is_constant(name))?;
    for mutant in mutants {
        match switches.way(mutant) {
            Way::Switched => {}
            Way::Alone => record.is_alone(&mutant.name)?,
            Way::Unviable if record.fate(&mutant.name).is_some() => {}
            Way::Unviable => record.set(&mutant.name, Fate::Unviable, "")?,
        }
    }
    let wanted = mutants.iter().filter(|mutant| record.fate(&mutant.name).is_none() && is_wanted(wish, mutant));
    let (switched, alone): (Vec<_>, Vec<_>) = wanted.partition(|mutant| switches.way(mutant) == Way::Switched);
    if switched.is_empty() && alone.is_empty() {
        return Ok(());
    }
    let tests = judges::names(&tree.root)?;
    told("building the tests");
    let binaries = cargo::tests(tree, Build::Shared, &tests)?;
    told("hearing each test without a mutant");
    let judges = judges::hear(tree, &binaries, &work.join("heard.tsv"), tree.digest()?)?;
    let luck = Mutex::default();
    let court = Court { tree, binaries: &binaries, judges: &judges, luck: &luck };
    told(&format!("{} tests judge {} mutants", judges.len(), switched.len()));
    court.switched(&switched, wish.jobs.max(1), &Mutex::new(record))?;
    if alone.is_empty() {
        return Ok(());
    }
    told(&format!("{} mutants have no switch; each has a build of its own", alone.len()));
    // Another copy, so that the one with the switches need not be built again.
    let single = Tree::renew(&tree.root, work, "single")?;
    let court = Court { tree: &single, ..court };
    court.alone(&alone, &switches, &tests, record)
}

fn main() -> ExitCode {
    match Wish::read(env::args().skip(1)).and_then(|wish| run(&wish)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            told(&words);
            ExitCode::FAILURE
        }
    }
}
