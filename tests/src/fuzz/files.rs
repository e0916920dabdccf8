//! A team's file and, where one follows, the platform's, as one input.

use teamwright_core::{Platform, Source, Target, compile};

use crate::{cases::path_of_team, inputs};

/// The line between the two files.
const PLATFORM: &str = "--- platform.yaml\n";

/// The two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    /// team.yaml.
    pub team: String,
    /// platform.yaml; without one, the built-in.
    pub platform: Option<String>,
}

impl Files {
    /// Takes an input apart.
    #[must_use]
    pub fn read(input: &str) -> Self {
        match input.split_once(&format!("\n{PLATFORM}")) {
            Some((team, platform)) => Self { team: format!("{team}\n"), platform: Some(platform.to_owned()) },
            None => Self { team: input.to_owned(), platform: None },
        }
    }

    /// The input that is taken apart into this.
    #[must_use]
    pub fn write(&self) -> String {
        match &self.platform {
            None => self.team.clone(),
            Some(platform) if self.team.ends_with('\n') => format!("{}{PLATFORM}{platform}", self.team),
            Some(platform) => format!("{}\n{PLATFORM}{platform}", self.team),
        }
    }

    /// The team's file at its place in a repository.
    #[must_use]
    pub fn source(&self) -> Source {
        Source::new(path_of_team(&self.team), self.team.as_str())
    }

    /// Whether there is no error in them.
    #[must_use]
    pub fn compiles(&self) -> bool {
        compile(&self.source(), &self.read_platform(), &Target::default()).manifests.is_some()
    }

    /// The platform as meant.
    #[must_use]
    pub fn read_platform(&self) -> Platform {
        let source = self.platform.as_ref().map(|text| Source::new("platform.yaml", text.as_str()));
        source.map_or_else(Platform::built_in, |source| Platform::parse(&source))
    }
}

/// Inputs of the repository that are short enough to be changed often, each team with its platform: whatever compiles, and
/// some of what does not.
pub(super) fn seeds() -> Vec<String> {
    const ONE_FAULT_IN: usize = 8;
    let (right, wrong): (Vec<_>, Vec<_>) = everything().into_iter().partition(|text| Files::read(text).compiles());
    right.into_iter().chain(wrong.into_iter().step_by(ONE_FAULT_IN)).collect()
}

/// Every such input.
pub(super) fn everything() -> Vec<String> {
    const LONGEST: usize = 6_000;
    let files = inputs::of_this_repository().into_iter().map(|input| {
        let platform = input.platform.map(|platform| platform.text().to_owned());
        Files { team: input.team.text().to_owned(), platform }.write()
    });
    files.filter(|text| text.len() <= LONGEST).collect()
}
