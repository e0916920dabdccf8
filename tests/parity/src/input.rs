//! One team's file with what surrounds it, and the places in it that an editor asks about.

use serde::Serialize;
use teamwright_core::File;
use teamwright_tests::fuzz::Random;

/// A team without a fault, for inputs that are about platform.yaml.
pub const GOOD_TEAM: &str = "team: demo\nowner: {name: Demo, email: demo@example.com}\n";

/// What every host is asked about.
#[derive(Debug, Clone)]
pub struct Input {
    /// Where it comes from.
    pub name: String,
    /// The team's file.
    pub team: TeamText,
    /// The text of platform.yaml; `None` is the built-in platform.
    pub platform: Option<String>,
    /// The other teams of its repository.
    pub others: Vec<TeamText>,
    /// Names of teams, where the asker knows them.
    pub team_names: Vec<String>,
    /// Where the cursor stands.
    pub places: Vec<Place>,
    /// Whether every part is asked for, for every cluster, or one that the seed chooses.
    pub is_thorough: bool,
    /// What decides where there is a choice.
    pub seed: u64,
}

/// A team's file.
#[derive(Debug, Clone, Serialize)]
pub struct TeamText {
    /// In the repository; empty where it has no place.
    pub path: String,
    /// All of it.
    pub text: String,
}

/// A place in one of the two files.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// Which file.
    pub file: File,
    /// In UTF-16 code units.
    pub utf16: u32,
}

impl Input {
    /// A team under a platform, and nothing else.
    #[must_use]
    pub fn new(name: impl Into<String>, team: TeamText, platform: Option<String>, seed: u64) -> Self {
        let (others, team_names, places) = (Vec::new(), Vec::new(), Vec::new());
        Self { name: name.into(), team, platform, others, team_names, places, is_thorough: false, seed }
    }

    /// The text of a file; that of a platform that is built in is empty.
    #[must_use]
    pub fn text(&self, file: File) -> &str {
        match file {
            File::Team => &self.team.text,
            File::Platform => self.platform.as_deref().unwrap_or_default(),
        }
    }

    /// With so many places in either file, wherever the seed puts them; also in the middle of a pair of surrogates.
    #[must_use]
    pub fn with_places(mut self, count: usize) -> Self {
        let mut random = Random::new(self.seed);
        for file in [File::Team, File::Platform] {
            let length = utf16(self.text(file));
            let place = |random: &mut Random| Place { file, utf16: to_u32(random.below(length + 1)) };
            let count = if file == File::Platform && self.platform.is_none() { 0 } else { count };
            self.places.extend((0..count).map(|_| place(&mut random)));
        }
        self
    }

    /// Every team of its repository, in the order of their paths.
    #[must_use]
    pub fn repository(&self) -> Vec<TeamText> {
        let mut teams: Vec<_> = self.others.iter().chain([&self.team]).cloned().collect();
        teams.sort_by(|one, other| one.path.cmp(&other.path));
        teams
    }
}

/// How many UTF-16 code units a text has.
#[must_use]
pub fn utf16(text: &str) -> usize {
    text.encode_utf16().count()
}

/// A length or a count. No text here comes near the limit.
#[must_use]
pub fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
