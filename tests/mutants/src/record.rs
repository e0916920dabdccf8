//! What is known of each mutant, in a file that a run which was cut short goes on from.

use std::{
    collections::BTreeMap,
    fs::{self, File, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
};

use crate::{Outcome, switches::Way};

/// What became of a mutant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// A test failed.
    Caught,
    /// A test did not end: whoever runs the tests sees that too.
    Hung,
    /// The tests that reach it pass.
    Survived,
    /// No test reaches it.
    Unreached,
    /// The compiler refuses it.
    Unviable,
}

const WORDS: [(Fate, &str); 5] = [
    (Fate::Caught, "caught"),
    (Fate::Hung, "hung"),
    (Fate::Survived, "survived"),
    (Fate::Unreached, "unreached"),
    (Fate::Unviable, "unviable"),
];

impl Fate {
    /// Its word in the file and on the page.
    pub(crate) fn word(self) -> &'static str {
        WORDS.iter().find(|(fate, _)| *fate == self).map_or("", |(_, word)| word)
    }

    /// Whether the tests see the mutant.
    pub(crate) fn is_seen(self) -> bool {
        matches!(self, Self::Caught | Self::Hung)
    }
}

/// The file, and what it holds.
pub(crate) struct Record {
    path: PathBuf,
    fates: BTreeMap<String, Fate>,
    alone: Vec<String>,
    constants: Vec<String>,
}

/// What a new run makes of the last one's record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Everything, if the sources are the same; otherwise nothing.
    Same,
    /// What was seen, whatever the sources: for after tests were added.
    Seen,
}

impl Record {
    /// The record of these sources.
    pub(crate) fn open(path: PathBuf, digest: u64, keep: Keep) -> Outcome<Self> {
        let text = fs::read_to_string(&path).unwrap_or_default();
        let head = format!("{digest:016x}");
        let mut record = Self { path, fates: BTreeMap::new(), alone: Vec::new(), constants: Vec::new() };
        let is_same = text.lines().next() == Some(head.as_str());
        for line in text.lines().skip(1).filter(|_| is_same || keep == Keep::Seen) {
            let mut cells = line.split('\t');
            let (Some(word), Some(name)) = (cells.next(), cells.next()) else { continue };
            let fate = WORDS.iter().find(|(_, own)| *own == word).map(|(fate, _)| *fate);
            match fate {
                Some(fate) if keep == Keep::Same || fate.is_seen() || fate == Fate::Unviable => {
                    record.fates.insert(name.to_owned(), fate);
                }
                None if word == "alone" => record.alone.push(name.to_owned()),
                None if word == "const" => record.constants.push(name.to_owned()),
                _ => {}
            }
        }
        let lines = record.fates.iter().map(|(name, fate)| format!("{}\t{name}\n", fate.word()));
        let alone = record.alone.iter().map(|name| format!("alone\t{name}\n"));
        let constants = record.constants.iter().map(|name| format!("const\t{name}\n"));
        let text: String = [format!("{head}\n")].into_iter().chain(constants).chain(alone).chain(lines).collect();
        fs::write(&record.path, text).map_err(|error| format!("{}: {error}", record.path.display()))?;
        Ok(record)
    }

    /// What became of a mutant.
    pub(crate) fn fate(&self, name: &str) -> Option<Fate> {
        self.fates.get(name).copied()
    }

    /// How a mutant got into a binary when it last did, where that was another way than the usual one.
    pub(crate) fn way(&self, name: &str) -> Option<Way> {
        let unviable = (self.fate(name) == Some(Fate::Unviable)).then_some(Way::Unviable);
        unviable.or_else(|| self.alone.iter().any(|own| own == name).then_some(Way::Alone))
    }

    /// The names of functions that the compiler itself calls.
    pub(crate) fn constants(&self) -> &[String] {
        &self.constants
    }

    /// Writes down that the compiler itself calls a function of this name.
    pub(crate) fn is_constant(&mut self, name: &str) -> Outcome<()> {
        if self.constants.iter().any(|own| own == name) {
            return Ok(());
        }
        self.constants.push(name.to_owned());
        self.line(&format!("const\t{name}\n"))
    }

    /// Writes down that a mutant has no switch.
    pub(crate) fn is_alone(&mut self, name: &str) -> Outcome<()> {
        if self.alone.iter().any(|own| own == name) {
            return Ok(());
        }
        self.alone.push(name.to_owned());
        self.line(&format!("alone\t{name}\n"))
    }

    /// Writes down what became of a mutant, and which tests saw it.
    pub(crate) fn set(&mut self, name: &str, fate: Fate, by: &str) -> Outcome<()> {
        self.fates.insert(name.to_owned(), fate);
        self.line(&format!("{}\t{name}\t{by}\n", fate.word()))
    }

    fn line(&self, line: &str) -> Outcome<()> {
        let append = |path: &Path| -> std::io::Result<File> { OpenOptions::new().append(true).open(path) };
        let written = append(&self.path).and_then(|mut file| file.write_all(line.as_bytes()));
        written.map_err(|error| format!("{}: {error}", self.path.display()))
    }
}
