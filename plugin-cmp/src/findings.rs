//! Which findings count, how they are counted, and the exit code that follows.

use teamwright_core::{Diagnostic, Severity};

use crate::{Exit, output::Failure};

/// Warnings that count as errors.
pub(crate) struct Deny {
    all: bool,
    codes: Vec<&'static str>,
}

impl Deny {
    /// Reads `--deny`: `warnings`, or codes.
    pub(crate) fn parse(words: &[String]) -> Result<Self, Failure> {
        let mut deny = Self { all: false, codes: Vec::new() };
        for word in words.iter().flat_map(|words| words.split(',')) {
            if word.eq_ignore_ascii_case("warnings") {
                deny.all = true;
            } else if let Some(code) = teamwright_core::find_code(word) {
                deny.codes.push(code.id);
            } else {
                return Err(Failure::new(format!("`--deny {word}` is neither `warnings` nor a code such as TW0212")));
            }
        }
        Ok(deny)
    }

    /// Whether every warning counts as an error.
    pub(crate) const fn all(&self) -> bool {
        self.all
    }

    /// Whether a finding stops the output.
    pub(crate) fn is_error(&self, diagnostic: &Diagnostic) -> bool {
        diagnostic.is_error() || self.all || self.codes.contains(&diagnostic.code.id)
    }

    /// The severity that a finding is shown with.
    pub(crate) fn severity(&self, diagnostic: &Diagnostic) -> Severity {
        if self.is_error(diagnostic) { Severity::Error } else { Severity::Warning }
    }
}

/// `1 team`, `2 teams`.
pub(crate) fn count(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

/// How many findings of each kind there are, over how many teams.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Summary {
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) teams: usize,
}

impl Summary {
    pub(crate) fn of(diagnostics: &[Diagnostic], deny: &Deny, teams: usize) -> Self {
        let errors = diagnostics.iter().filter(|diagnostic| deny.is_error(diagnostic)).count();
        Self { errors, warnings: diagnostics.len() - errors, teams }
    }

    pub(crate) const fn exit(self) -> Exit {
        if self.errors > 0 { Exit::InputWrong } else { Exit::Fine }
    }

    /// `2 errors and 1 warning in 6 teams`.
    pub(crate) fn sentence(self) -> String {
        format!("{} in {}", self.words(), count(self.teams, "team"))
    }

    /// `2 errors and 1 warning`.
    pub(crate) fn words(self) -> String {
        match (self.errors, self.warnings) {
            (0, 0) => "no findings".to_owned(),
            (errors, 0) => count(errors, "error"),
            (0, warnings) => count(warnings, "warning"),
            (errors, warnings) => format!("{} and {}", count(errors, "error"), count(warnings, "warning")),
        }
    }
}
