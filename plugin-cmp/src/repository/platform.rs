//! The platform that a run goes by.

use std::path::{Path, PathBuf};

use teamwright_core::{Diagnostic, Platform, Source, layout};

use super::{PLATFORM_FILE, plain_path};
use crate::{
    args::PlatformArgs,
    files::{self, Entry, Unread},
    output::Failure,
};

/// A platform, and where it comes from.
pub(crate) struct LoadedPlatform {
    pub(crate) platform: Platform,
    /// The file that it was read from.
    pub(crate) file: Option<PathBuf>,
    /// Whether a file was looked for in vain.
    pub(crate) is_missing: bool,
}

impl LoadedPlatform {
    /// The platform that `--platform` names, or the one of the repository.
    pub(crate) fn load(args: &PlatformArgs, root: Option<&Path>, here: &Path) -> Result<Self, Failure> {
        let built_in = |is_missing| Self { platform: Platform::built_in(), file: None, is_missing };
        let file = match (&args.file, root) {
            (Some(file), _) if file.as_os_str() == "none" => return Ok(built_in(false)),
            (Some(file), _) => plain_path(&here.join(file)),
            (None, Some(root)) => root.join(PLATFORM_FILE),
            (None, None) => return Ok(built_in(true)),
        };
        let shown = match root.map(|root| file.strip_prefix(root)) {
            Some(Ok(relative)) => files::show(relative),
            _ => files::show(args.file.as_deref().unwrap_or(&file)),
        };
        let (Some(directory), Some(name)) = (file.parent(), file.file_name()) else {
            return Err(Failure::new(format!("`{shown}` is not a file")));
        };
        match files::read_below(directory, Path::new(name), &shown) {
            Ok(source) => Self::parse(&source, file),
            Err(Unread::Missing) if args.file.is_none() => Ok(built_in(true)),
            Err(Unread::Missing) => Err(Failure::new(format!("no platform file `{shown}`"))),
            Err(Unread::Refused(why)) => Ok(Self { platform: Platform::refused(*why), file: None, is_missing: false }),
            Err(Unread::Failed(failure)) => Err(failure),
        }
    }

    /// The templates lie in a folder beside the platform's file.
    fn parse(source: &Source, file: PathBuf) -> Result<Self, Failure> {
        let platform = Platform::parse(source);
        let templates = templates(file.parent().unwrap_or(Path::new("")), Path::new(&platform.templates_path()))?;
        Ok(Self { platform: platform.with_templates(templates), file: Some(file), is_missing: false })
    }
}

/// The templates of a folder in the order of their names. Without the folder there are none.
fn templates(base: &Path, relative: &Path) -> Result<Vec<Result<Source, Box<Diagnostic>>>, Failure> {
    let shown = files::show(relative);
    let (folder, entries) = match files::list(files::folder_below(base, relative, &shown), &shown) {
        Ok(listed) => listed,
        Err(Unread::Missing) => return Ok(Vec::new()),
        Err(unread) => return Ok(vec![Err(unread.refusal(&shown)?)]),
    };
    let mut templates = Vec::new();
    for Entry { name, .. } in entries {
        if !name.to_str().is_some_and(layout::is_template) {
            continue;
        }
        let shown = files::show(&relative.join(&name));
        templates.push(match folder.read(&name, &shown) {
            Ok(source) => Ok(source),
            Err(unread) => Err(unread.refusal(&shown)?),
        });
    }
    Ok(templates)
}
