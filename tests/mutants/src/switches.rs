//! Puts the switches into the copy's core, and finds out which mutants the compiler refuses.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use crate::{
    Outcome,
    cargo::{self, Build, Refusal},
    listed::Mutant,
    record::Record,
    sites::{Place, Returns, Sites},
    splice::{self, Placed, Purpose, Switched},
    tree::Tree,
};

/// How a mutant gets into a binary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Behind a switch, with all others.
    Switched,
    /// In a build of its own: what runs in the compiler has no switches.
    Alone,
    /// Not at all: the compiler refuses it.
    Unviable,
}

/// A file of the core.
struct File {
    text: String,
    sites: Sites,
}

/// The core with its switches.
pub(crate) struct Switches<'a> {
    tree: &'a Tree,
    mutants: &'a [Mutant],
    files: BTreeMap<PathBuf, File>,
    /// Names of `const fn`s that are needed as such.
    constants: BTreeSet<String>,
    /// By number, from one.
    ways: BTreeMap<u32, Way>,
}

/// More rounds than this are a mistake of ours: each finds at least one mutant that is refused.
const ROUNDS: usize = 40;

impl<'a> Switches<'a> {
    /// Reads the core, and what a run before found out.
    pub(crate) fn new(tree: &'a Tree, mutants: &'a [Mutant], record: &Record) -> Outcome<Self> {
        let mut files = BTreeMap::new();
        for path in tree.core() {
            let text = tree.read(path)?;
            let sites = Sites::of(&text).map_err(|error| format!("{}: {error}", path.display()))?;
            files.insert(path.clone(), File { text, sites });
        }
        let mut switches = Self {
            tree,
            mutants,
            files,
            constants: record.constants().iter().cloned().collect(),
            ways: BTreeMap::new(),
        };
        for mutant in mutants {
            let way = match switches.place(mutant) {
                // A chain with `let` takes no other operator.
                None => Way::Unviable,
                Some(Place::Body { returns: Returns::OpaqueEarly, .. } | Place::Pattern { has_rest: false, .. }) => {
                    Way::Alone
                }
                Some(_) => record.way(&mutant.name).unwrap_or(Way::Switched),
            };
            switches.ways.insert(mutant.number, way);
        }
        Ok(switches)
    }

    /// How a mutant gets into a binary.
    pub(crate) fn way(&self, mutant: &Mutant) -> Way {
        self.ways.get(&mutant.number).copied().unwrap_or(Way::Unviable)
    }

    fn place(&self, mutant: &Mutant) -> Option<&Place> {
        self.files.get(Path::new(&mutant.file))?.sites.place(mutant.genre, mutant.start)
    }

    /// Writes the core with all its switches, taking out what rustc refuses until it takes the rest.
    pub(crate) fn settle(&mut self, told: impl Fn(&str)) -> Outcome<()> {
        for round in 1..=ROUNDS {
            let written = self.write()?;
            let refusals = cargo::check(self.tree, Build::Shared)?;
            if refusals.is_empty() {
                return Ok(());
            }
            let before = (self.ways.clone(), self.constants.len());
            for refusal in &refusals {
                self.blame(refusal, &written);
            }
            if before == (self.ways.clone(), self.constants.len()) {
                return Err(refusals.iter().map(Refusal::rendered).collect());
            }
            told(&format!("round {round}: rustc refuses {} times", refusals.len()));
        }
        Err(format!("rustc refuses mutants after {ROUNDS} rounds"))
    }

    /// Writes the core as it is, without switches.
    pub(crate) fn plain(&self, copy: &Tree) -> Outcome<()> {
        self.files.iter().try_for_each(|(path, file)| copy.write(path, &file.text))
    }

    /// Writes one mutant into its file.
    pub(crate) fn alone(&self, copy: &Tree, mutant: &Mutant) -> Outcome<()> {
        let (Some(file), Some(place)) = (self.files.get(Path::new(&mutant.file)), self.place(mutant)) else {
            return Err(format!("{}: no such place", mutant.name));
        };
        copy.write(Path::new(&mutant.file), &splice::replaced(&file.text, place, &mutant.replacement))
    }

    /// Writes a mutant's file as it is.
    pub(crate) fn restore(&self, copy: &Tree, mutant: &Mutant) -> Outcome<()> {
        let path = Path::new(&mutant.file);
        self.files.get(path).map_or(Ok(()), |file| copy.write(path, &file.text))
    }

    /// The names of functions that the compiler itself calls.
    pub(crate) fn constants(&self) -> impl Iterator<Item = &String> {
        self.constants.iter()
    }

    fn write(&self) -> Outcome<BTreeMap<PathBuf, Switched>> {
        let mut written = BTreeMap::new();
        for (path, file) in &self.files {
            let switched = self.switched(path, file);
            self.put(path, &switched.text)?;
            written.insert(path.clone(), switched);
        }
        self.tree.write(Path::new("core/src/mutant.rs"), include_str!("runtime.rs"))?;
        Ok(written)
    }

    fn put(&self, path: &Path, text: &str) -> Outcome<()> {
        if path == Path::new("core/src/lib.rs") {
            return self.tree.write(path, &format!("{text}\nmod mutant;\n"));
        }
        self.tree.write(path, text)
    }

    fn switched(&self, path: &Path, file: &File) -> Switched {
        let here = self.mutants.iter().filter(|mutant| Path::new(&mutant.file) == path);
        let placed = |mutant: &'a Mutant| {
            let place = file.sites.place(mutant.genre, mutant.start)?;
            Some(Placed { number: mutant.number, place, replacement: &mutant.replacement })
        };
        let mutants: Vec<_> = here.filter(|mutant| self.way(mutant) == Way::Switched).filter_map(placed).collect();
        // A function that is called at run time alone loses nothing with its `const`, and can ask for its switches.
        let cuts: Vec<_> = file
            .sites
            .constants
            .iter()
            .filter(|(_, name)| !self.constants.contains(name))
            .map(|(word, _)| word.clone())
            .collect();
        splice::switched(&file.text, &mutants, &cuts)
    }

    /// Takes out what a refusal is about.
    fn blame(&mut self, refusal: &Refusal, written: &BTreeMap<PathBuf, Switched>) {
        // Spans that rustc calls primary first.
        let mut stretches: Vec<_> = refusal.spans.iter().collect();
        stretches.sort_by_key(|stretch| !stretch.is_primary);
        for stretch in stretches {
            let Some(switched) = written.get(Path::new(&stretch.file_name)) else { continue };
            let bytes = stretch.byte_start..stretch.byte_end;
            let purpose = switched.purpose(&bytes);
            if refusal.is("E0015") && !matches!(purpose, Some(Purpose::Switch(_) | Purpose::Branch(_))) {
                self.need(&refusal.message);
                return;
            }
            match purpose {
                Some(Purpose::Branch(number)) => self.set(*number, Way::Unviable),
                Some(Purpose::Switch(number)) => self.set(*number, Way::Alone),
                // Of several the last is the most adventurous; the others may do without it.
                Some(Purpose::Site(numbers)) => {
                    if let Some(last) = numbers.last() {
                        self.set(*last, Way::Alone);
                    }
                }
                None => continue,
            }
            return;
        }
    }

    fn set(&mut self, number: u32, way: Way) {
        let own = self.ways.entry(number).or_insert(way);
        // What does not compile behind a switch for its own sake does not compile alone either.
        if *own != Way::Unviable {
            *own = way;
        }
    }

    /// Gives `const` back to the functions of the name in a message such as "cannot call non-const method `A::f` in constants".
    fn need(&mut self, message: &str) {
        let Some(path) = message.split('`').nth(1) else { return };
        let path = path.split("::<").next().unwrap_or(path);
        let name = path.rsplit("::").next().unwrap_or(path).to_owned();
        self.constants.insert(name);
    }
}
