//! What can be wrong with a file before its text is read. The front ends open files; the words are the compiler's.

use crate::{
    diagnostic::{Diagnostic, Sink, language, repository},
    source::{Source, to_u32},
    span::Span,
};

/// Why a file was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It, or a directory on the way to it, is a symbolic link.
    Symlink,
    /// It is a directory, a pipe, a socket or a device.
    NotAFile,
    /// It is larger than [`crate::MAX_BYTES`].
    TooLarge,
}

/// The finding for a refused file. `path` is relative to the repository.
#[must_use]
pub fn refuse(path: &str, refusal: Refusal) -> Diagnostic {
    let source = Source::new(path, "");
    let mut sink = Sink::new(&source);
    let at = Span::at(0);
    match refusal {
        Refusal::Symlink => sink
            .report(repository::SYMLINK, at, format!("`{path}` is reached through a symbolic link"))
            .help("put the file itself there: a link could read another team's file"),
        Refusal::NotAFile => sink
            .report(repository::NOT_A_FILE, at, format!("`{path}` is not a regular file"))
            .help("put a text file there"),
        Refusal::TooLarge => sink
            .report(language::TOO_LARGE, at, format!("`{path}` is larger than 256 KiB and was not read"))
            .help("remove what does not belong in this file"),
    };
    first(sink)
}

/// The text of a file, or the finding that it is not UTF-8, at the first byte that is not.
///
/// # Errors
/// Returns the finding.
pub fn decode(path: &str, bytes: Vec<u8>) -> Result<Source, Box<Diagnostic>> {
    String::from_utf8(bytes).map(|text| Source::new(path, text)).map_err(|error| {
        let valid = to_u32(error.utf8_error().valid_up_to());
        let bad = error.as_bytes().get(valid as usize).copied().unwrap_or_default();
        let source = Source::new(path, String::from_utf8_lossy(error.as_bytes()));
        let mut sink = Sink::new(&source);
        let span = Span::new(valid, valid + to_u32('\u{FFFD}'.len_utf8()));
        sink.report(language::NOT_UTF8, span, format!("byte 0x{bad:02X} is not UTF-8")).help("save the file as UTF-8");
        Box::new(first(sink))
    })
}

fn first(sink: Sink) -> Diagnostic {
    let source = sink.source.clone();
    sink.into_found().into_iter().next().unwrap_or_else(|| Diagnostic {
        code: language::SYNTAX,
        message: String::new(),
        help: None,
        source,
        span: Span::at(0),
        related: Vec::new(),
        fixes: Vec::new(),
    })
}

/// A file or directory that stands where it must not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misplaced {
    /// A platform.yaml among the teams.
    Platform,
    /// An `.argocd-source*.yaml` among the teams.
    SourceOverride,
    /// A directory among the teams without a team.yaml.
    NoTeamFile,
}

/// The finding for a misplaced file. `path` is relative to the repository.
#[must_use]
pub fn misplaced(path: &str, what: Misplaced) -> Diagnostic {
    let mut sink = Sink::new(&Source::new(path, ""));
    let at = Span::at(0);
    match what {
        Misplaced::Platform => sink
            .report(repository::MISPLACED_PLATFORM, at, format!("`{path}` stands where a team can write"))
            .help("move it to the root of the repository: here a team could lift its own guardrails"),
        Misplaced::SourceOverride => sink
            .report(repository::SOURCE_OVERRIDE, at, format!("`{path}` would change how Argo CD reads this directory"))
            .help("remove the file"),
        Misplaced::NoTeamFile => sink
            .report(repository::NO_TEAM_FILE, at, format!("`{path}` has no team.yaml"))
            .help("add a team.yaml, or move the directory out of the teams' folder"),
    };
    first(sink)
}

/// The warning that no platform.yaml was found, at the file that was to be compiled.
#[must_use]
pub fn no_platform(path: &str) -> Diagnostic {
    let mut sink = Sink::new(&Source::new(path, ""));
    sink.report(repository::NO_PLATFORM, Span::at(0), "no platform.yaml was found: the built-in platform is used")
        .help("add a platform.yaml at the root of the repository, or name one with `--platform`");
    first(sink)
}
