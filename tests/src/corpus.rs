//! Corpus files: many small cases in one text, each with its input and what is expected of it.
//!
//! ```text
//! === a sentence that says what is true
//! --- team.yaml
//! team: demo
//! resourcequota: {}
//! ^^^^^^^^^^^^^ error: unknown key
//! ```
//! A line of carets points into the line above it. `{{U+202E}}` stands for a character, `{{CRLF}}` for a Windows line end.

use std::path::Path;

use crate::repository::files_below;

/// One case of a corpus file.
#[derive(Debug)]
pub struct Case {
    /// File name and sentence.
    pub name: String,
    /// Heading and lines of each section, without carets.
    pub sections: Vec<Section>,
}

/// A part of a case.
#[derive(Debug)]
pub struct Section {
    /// What stands behind `---`.
    pub heading: String,
    /// The text as the compiler gets it.
    pub text: String,
    /// What the caret lines expect.
    pub markers: Vec<Marker>,
}

/// One caret line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker {
    /// 1-based line that is pointed into.
    pub line: u32,
    /// 1-based column of the first caret, in characters.
    pub column: u32,
    /// What is expected there.
    pub level: Level,
}

/// What a marker expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// An error exactly here.
    Error,
    /// An error here or at another such marker.
    Either,
    /// A warning exactly here.
    Warning,
}

impl Case {
    /// The section whose heading is, or whose path ends with, `name`.
    #[must_use]
    pub fn section(&self, name: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.heading == name || section.heading.ends_with(&format!("/{name}")))
    }
}

/// Every case below a folder.
///
/// # Panics
/// If a file can't be read.
#[must_use]
pub fn read(folder: &Path) -> Vec<Case> {
    let mut cases = Vec::new();
    for path in files_below(folder, ".txt") {
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let file = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        for case in text.split("\n=== ").flat_map(|part| part.strip_prefix("=== ").or(Some(part))) {
            let (name, body) = case.split_once('\n').unwrap_or((case, ""));
            if body.contains("--- ") {
                cases.push(Case { name: format!("{file}: {}", name.trim()), sections: sections(body) });
            }
        }
    }
    cases
}

fn sections(body: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for line in body.lines() {
        if let Some(heading) = line.strip_prefix("--- ").filter(|heading| is_heading(heading)) {
            sections.push(Section { heading: heading.trim().to_owned(), text: String::new(), markers: Vec::new() });
        } else if let Some(section) = sections.last_mut() {
            match marker(line, section) {
                Some(marker) => section.markers.push(marker),
                None => section.text.push_str(&unescape(line)),
            }
        }
    }
    for section in &mut sections {
        // A blank line before the next case is not part of this one.
        if section.text.ends_with("\n\n") {
            section.text.truncate(section.text.trim_end_matches('\n').len() + 1);
        }
    }
    sections
}

fn is_heading(heading: &str) -> bool {
    ["team.yaml", "platform.yaml", "expect"].iter().any(|name| heading.trim().ends_with(name))
        || heading.starts_with("target ")
}

fn marker(line: &str, section: &Section) -> Option<Marker> {
    let indent = line.chars().take_while(|c| *c == ' ').count();
    let rest = line.trim_start_matches(' ');
    let words = rest.trim_start_matches('^');
    let carets = rest.len() - words.len();
    if carets == 0 || !(words.is_empty() || words.starts_with(' ')) {
        return None;
    }
    let level = match words.trim() {
        words if words.starts_with("warning") => Level::Warning,
        words if words.starts_with("error: either") => Level::Either,
        _ => Level::Error,
    };
    let line = section.text.matches('\n').count().max(1);
    Some(Marker { line: u32::try_from(line).ok()?, column: u32::try_from(indent + 1).ok()?, level })
}

fn unescape(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    let mut end = "\n";
    while let Some((before, after)) = rest.split_once("{{") {
        let code = after.split_once("}}");
        let character =
            code.and_then(|(code, _)| code.strip_prefix("U+")).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        out.push_str(before);
        match (character.and_then(char::from_u32), code) {
            (Some(character), Some((_, tail))) => {
                out.push(character);
                rest = tail;
            }
            (None, Some(("CRLF", tail))) => {
                end = "\r\n";
                rest = tail;
            }
            _ => {
                out.push_str("{{");
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out.push_str(end);
    out
}
