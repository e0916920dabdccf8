//! What a folder holds, and rendered objects as files, as serialisable values.

use serde::Serialize;

use super::{Offsets, WireDiagnostic, diagnostics};
use crate::layout::{FoundFile, ObjectFile, Survey};

/// What a folder that somebody opened holds.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Survey"))]
pub struct WireSurvey {
    /// Index of the entry that is the repository's platform.yaml.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub platform: Option<usize>,
    /// Team files, in the order of their paths.
    pub teams: Vec<WireFoundFile>,
    /// The platform's templates, in the order in which a platform takes them.
    pub templates: Vec<WireFoundFile>,
    /// Indexes of directories whose own entries decide, and of which none is given.
    pub look: Vec<usize>,
    /// Whatever has no business there, or is missed, in order; final once there is nowhere left to look.
    pub diagnostics: Vec<WireDiagnostic>,
}

/// A file that is read.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "FoundFile"))]
pub struct WireFoundFile {
    /// Index of the entry.
    pub entry: usize,
    /// Its path in the repository.
    pub path: String,
}

/// A rendered object in a file of its own.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ObjectFile"))]
pub struct WireObjectFile {
    /// Such as `backend/namespace/Namespace-team-backend.yaml`.
    pub path: String,
    /// One document.
    pub text: String,
}

/// Spells out a survey.
#[must_use]
pub fn survey(survey: Survey, offsets: Offsets) -> WireSurvey {
    let file = |FoundFile { entry, path }| WireFoundFile { entry, path };
    WireSurvey {
        platform: survey.platform,
        teams: survey.teams.into_iter().map(file).collect(),
        templates: survey.templates.into_iter().map(file).collect(),
        look: survey.look,
        diagnostics: diagnostics(&survey.diagnostics, offsets),
    }
}

/// Spells out files.
#[must_use]
pub fn object_files(files: Vec<ObjectFile>) -> Vec<WireObjectFile> {
    files.into_iter().map(|ObjectFile { path, text }| WireObjectFile { path, text }).collect()
}
