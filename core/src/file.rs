//! What can be wrong with a file before its text is read. The front ends open files; the words are the compiler's.

use crate::{
    diagnostic::{Code, Diagnostic, language, repository},
    source::{Source, to_u32},
    span::Span,
};

/// Why a file was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It, or a directory on the way to it, is a symbolic link.
    Symlink,
    /// It has a second name, which may lie anywhere on the file system.
    HardLink,
    /// It is a directory, a pipe, a socket or a device.
    NotAFile,
    /// It is larger than [`crate::MAX_BYTES`].
    TooLarge,
}

/// The finding for a refused file. `path` is relative to the repository.
#[must_use]
pub fn refuse(path: &str, refusal: Refusal) -> Diagnostic {
    match refusal {
        Refusal::Symlink => about(path, repository::SYMLINK, format!("`{path}` is reached through a symbolic link"))
            .help("put the file itself there: a link could read another team's file"),
        Refusal::HardLink => {
            about(path, repository::HARD_LINK, format!("`{path}` is a hard link: it has a second name"))
                .help("put a copy in its place: whoever can write at the other name writes here")
        }
        Refusal::NotAFile => {
            about(path, repository::NOT_A_FILE, format!("`{path}` is not a regular file")).help("put a text file there")
        }
        Refusal::TooLarge => {
            about(path, language::TOO_LARGE, format!("`{path}` is larger than 256 KiB and was not read"))
                .help("remove what does not belong in this file")
        }
    }
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
        let span = Span::new(valid, valid + to_u32('\u{FFFD}'.len_utf8()));
        let message = format!("byte 0x{bad:02X} is not UTF-8");
        Box::new(Diagnostic::new(language::NOT_UTF8, &source, span, message).help("save the file as UTF-8"))
    })
}

/// A finding about a file as a whole, whose text is not known.
fn about(path: &str, code: Code, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, &Source::new(path, ""), Span::at(0), message)
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
    match what {
        Misplaced::Platform => {
            about(path, repository::MISPLACED_PLATFORM, format!("`{path}` stands where a team can write"))
                .help("move it to the root of the repository: here a team could lift its own guardrails")
        }
        Misplaced::SourceOverride => {
            about(path, repository::SOURCE_OVERRIDE, format!("`{path}` would change how Argo CD reads this directory"))
                .help("remove the file")
        }
        Misplaced::NoTeamFile => about(path, repository::NO_TEAM_FILE, format!("`{path}` has no team.yaml"))
            .help("add a team.yaml, or move the directory out of the teams' folder"),
    }
}

/// The warning that no platform.yaml was found, at the file that was to be compiled.
#[must_use]
pub fn no_platform(path: &str) -> Diagnostic {
    about(path, repository::NO_PLATFORM, "no platform.yaml was found: the built-in platform is used")
        .help("add a platform.yaml at the root of the repository, or name one with `--platform`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_byte_that_is_not_utf8_is_marked() {
        let finding = decode("teams/demo/team.yaml", b"team: d\xC3\xA9\xFFmo\n".to_vec()).unwrap_err();
        assert_eq!(
            (finding.message.as_str(), finding.help.as_deref()),
            ("byte 0xFF is not UTF-8", Some("save the file as UTF-8"))
        );
        assert_eq!(finding.source.slice(finding.span), "\u{FFFD}");
        assert_eq!(decode("t", "é".into()).unwrap().text(), "é");
    }
}
