//! A text with `|` where the cursor stands, and what an editor makes of the answers.

use std::path::Path;

use teamwright_core::{
    File, Platform, Source,
    assist::{Completion, Surroundings},
};

use crate::{
    corpus::{self, Case},
    repository::{files_below, root},
};

/// The text of a file, the place in it, and what surrounds it.
#[derive(Debug)]
pub struct Cursor {
    /// The file that holds the mark, without it.
    pub source: Source,
    /// Which of the two files it is.
    pub file: File,
    /// In bytes.
    pub offset: u32,
    /// The platform of the case; of a marked platform.yaml the one that it describes itself.
    pub platform: Platform,
    /// Teams of the repository.
    pub teams: Vec<String>,
}

impl Cursor {
    /// Finds the mark in the sections of a case.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn of(case: &Case) -> Self {
        let section = case.sections.iter().find(|section| section.heading != "expect" && section.text.contains('|'));
        let section = section.unwrap_or_else(|| panic!("{}: no cursor", case.name));
        let (before, behind) = section.text.split_once('|').unwrap_or_default();
        // The mark stands on the last line; an editor's text need not end with a line end.
        let behind = if behind == "\n" { "" } else { behind };
        let source = Source::new(section.heading.clone(), format!("{before}{behind}").replace("\\t", "\t"));
        let file = if section.heading.ends_with("platform.yaml") { File::Platform } else { File::Team };
        let platform = match (file, case.section("platform.yaml")) {
            (File::Platform, _) => Platform::parse(&source),
            (File::Team, Some(section)) => Platform::parse(&Source::new("platform.yaml", section.text.clone())),
            (File::Team, None) => Platform::built_in(),
        };
        let offset = u32::try_from(before.len()).unwrap_or(u32::MAX);
        Self { source, file, offset, platform, teams: vec!["demo".to_owned(), "payments".to_owned()] }
    }

    /// What is known beside the text.
    #[must_use]
    pub fn surroundings(&self) -> Surroundings<'_> {
        Surroundings { teams: &self.teams, ..Surroundings::new(self.file, &self.platform) }
    }
}

/// The text once an item is taken.
#[must_use]
pub fn taken(text: &str, replaced: teamwright_core::Span, item: &Completion) -> String {
    let range = replaced.range();
    format!("{}{}{}", &text[..range.start], item.insert, &text[range.end..])
}

/// A text to ask about, valid or not.
#[derive(Debug)]
pub struct Known {
    /// Where it comes from.
    pub name: String,
    /// Which file it is.
    pub file: File,
    /// The whole text.
    pub text: String,
    /// The platform around it.
    pub platform: Platform,
}

/// The examples and the files of every corpus.
///
/// # Panics
/// If an example can't be read.
#[must_use]
pub fn known_texts() -> Vec<Known> {
    let read =
        |path: &Path| std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let which = |path: &str| if path.ends_with("platform.yaml") { File::Platform } else { File::Team };
    let platform = |text: String| Platform::parse(&Source::new("platform.yaml", text));
    let mut known = Vec::new();
    for path in files_below(&root().join("examples"), ".yaml") {
        let name = path.display().to_string();
        let around = platform(read(&root().join("examples/acme/platform.yaml")));
        known.push(Known { file: which(&name), text: read(&path), platform: around, name });
    }
    for folder in ["tests/faults", "tests/values"] {
        for case in corpus::read(&root().join(folder)) {
            for section in case.sections.iter().filter(|section| section.heading.ends_with(".yaml")) {
                let around = case.section("platform.yaml").map(|section| platform(section.text.clone()));
                known.push(Known {
                    name: case.name.clone(),
                    file: which(&section.heading),
                    text: section.text.clone(),
                    platform: around.unwrap_or_else(Platform::built_in),
                });
            }
        }
    }
    assert!(known.len() > 500, "{} texts", known.len());
    known
}
