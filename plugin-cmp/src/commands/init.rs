//! `init`: a repository that checks and bootstraps as it stands, or one more team in one that exists. Nothing is ever overwritten.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
};

use teamwright_core::{Extent, Platform, Source, VERSION, analyse, bootstrap, render};

use crate::{
    Exit,
    args::{InitArgs, PlatformArgs},
    findings::{Deny, count},
    format::text,
    output::{Failure, Streams},
    repository::{LoadedPlatform, Root, TEAM_FILE},
    tree,
};

/// The team that a new repository begins with.
const EXAMPLE: &str = "example";
/// The size that is enough to begin with.
const TIER: &str = "standard";

/// A file to be written: where, what, and whether it can be run.
type File = (PathBuf, String, bool);

pub(crate) fn run(args: &InitArgs, out: &Streams) -> Result<Exit, Failure> {
    let files = match &args.team {
        Some(team) => add_team(team, args, out)?,
        None => new_repository(args, out)?,
    };
    let Some((base, files)) = files else { return Ok(Exit::InputWrong) };
    write(&base, &files)?;
    for (path, ..) in &files {
        out.note(&format!("wrote {}", path.display()));
    }
    match &args.team {
        Some(_) => out.note("next: a line in CODEOWNERS for the team, then `teamwright check`"),
        None => out.note(&format!(
            "{} in {}. next: read platform.yaml, then `git init` and `git config core.hooksPath .githooks`",
            count(files.len(), "file"),
            base.display()
        )),
    }
    Ok(Exit::Fine)
}

/// Everything of a new repository; `None` where it was said why not.
fn new_repository(args: &InitArgs, out: &Streams) -> Result<Option<(PathBuf, Vec<File>)>, Failure> {
    let Some(directory) = &args.directory else {
        return Err(Failure::new("where to?\nhelp: name a directory, or a team with `--team`"));
    };
    let Some(words) = Words::of_repository(&args.repo_url) else {
        return Err(Failure::new(format!(
            "`--repo-url {}` is no address such as https://github.com/acme/gitops",
            args.repo_url
        )));
    };
    let platform = words.fill(include_str!("init/platform.yaml"));
    let parsed = Platform::parse(&Source::new("platform.yaml", platform.as_str()));
    let team = words.fill(include_str!("init/team.yaml"));
    let layer = match bootstrap(&parsed, Extent::Teams) {
        Ok(layer) => layer,
        Err(found) => {
            out.drawn_in_parts(text::drawn(&found, &Deny::parse(&[])?, out.stderr_color()));
            return Ok(None);
        }
    };
    let file = |path: &str, text: &str| (PathBuf::from(path), words.fill(text), false);
    let mut files = vec![
        ("platform.yaml".into(), platform, false),
        (Path::new("teams").join(EXAMPLE).join(TEAM_FILE), team, false),
        file("CODEOWNERS", include_str!("init/CODEOWNERS")),
        file("README.md", include_str!("init/README.md")),
        file("platform/README.md", include_str!("init/platform-README.md")),
        file(".github/workflows/teamwright.yaml", include_str!("init/workflow.yaml")),
        (".githooks/pre-commit".into(), include_str!("init/pre-commit").to_owned(), true),
    ];
    // So that `bootstrap --out .` knows which of these are its own to remove, once platform.yaml says otherwise.
    let made = layer.iter().map(|file| file.path.clone()).collect();
    files.push((tree::RECORD.into(), tree::record(&made), false));
    files.extend(layer.into_iter().map(|file| (file.path.into(), render::stream(&file.manifests), false)));
    Ok(Some((directory.clone(), files)))
}

/// One more team of the repository around us; `None` where it was said why not.
fn add_team(team: &str, args: &InitArgs, out: &Streams) -> Result<Option<(PathBuf, Vec<File>)>, Failure> {
    let here = match &args.directory {
        Some(directory) => directory.canonicalize(),
        None => std::env::current_dir(),
    };
    let here = here.map_err(|error| Failure::new(format!("no such directory: {error}")))?;
    let root = Root::above(&here);
    let root = root.as_ref().map(|root| root.directory.as_path());
    let loaded = LoadedPlatform::load(&PlatformArgs { file: None }, root, &here)?;
    let (Some(root), false) = (root, loaded.is_missing) else {
        out.error(
            "no platform.yaml here or above\nhelp: run inside a repository, or make one with `teamwright init DIR`",
        );
        return Ok(None);
    };
    let platform = loaded.platform;
    let path = Path::new(platform.teams_path()).join(team).join(TEAM_FILE);
    let repository = platform.repository_address().unwrap_or("https://github.com/example/gitops");
    let words = Words::of_repository(repository).unwrap_or_default();
    let words = Words { team: team.to_owned(), tier: args.tier.clone(), ..words };
    if !words.are_plain() {
        out.error("a team and a tier are lower-case letters, digits and `-`");
        return Ok(None);
    }
    let text = words.fill(include_str!("init/team.yaml"));
    let shown = format!("{}/{team}/{TEAM_FILE}", platform.teams_path());
    let mut found = platform.diagnostics().to_vec();
    found.extend(analyse(&Source::new(shown, text.as_str()), &platform).diagnostics);
    found.retain(teamwright_core::Diagnostic::is_error);
    if found.is_empty() {
        return Ok(Some((root.to_path_buf(), vec![(path, text, false)])));
    }
    out.drawn_in_parts(text::drawn(&found, &Deny::parse(&[])?, out.stderr_color()));
    Ok(None)
}

/// What the templates leave open.
struct Words {
    repository: String,
    /// `https://github.com`
    host: String,
    organization: String,
    team: String,
    tier: String,
}

impl Default for Words {
    fn default() -> Self {
        Self {
            repository: "https://github.com/example/gitops".to_owned(),
            host: "https://github.com".to_owned(),
            organization: "example".to_owned(),
            team: EXAMPLE.to_owned(),
            tier: TIER.to_owned(),
        }
    }
}

impl Words {
    /// Host and organisation of an address; `None` if it has none. Whether it is one that Argo CD takes is the compiler's to say.
    fn of_repository(address: &str) -> Option<Self> {
        let (host, path) = address.strip_prefix("https://")?.split_once('/')?;
        let (organization, _) = path.split_once('/')?;
        let plain =
            |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || ".-_".contains(c));
        let is_plain =
            plain(host) && plain(organization) && address.chars().all(|c| c.is_ascii_graphic() && !"#%".contains(c));
        is_plain.then(|| Self {
            repository: address.to_owned(),
            host: format!("https://{host}"),
            organization: organization.to_owned(),
            ..Self::default()
        })
    }

    /// Whether team and tier say nothing but their names wherever they are filled in.
    fn are_plain(&self) -> bool {
        [&self.team, &self.tier].iter().all(|word| {
            !word.is_empty()
                && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        })
    }

    fn fill(&self, template: &str) -> String {
        let organization = self.organization.to_ascii_lowercase();
        let words = [
            ("%REPOSITORY%", self.repository.as_str()),
            ("%HOST%", &self.host),
            ("%OWNER%", &self.organization),
            ("%ORGANIZATION%", &organization),
            ("%TEAM%", &self.team),
            ("%TIER%", &self.tier),
            ("%VERSION%", VERSION),
        ];
        words.iter().fold(template.to_owned(), |text, (word, value)| text.replace(word, value))
    }
}

/// Writes all files, or none: what exists is never touched.
fn write(base: &Path, files: &[File]) -> Result<(), Failure> {
    let existing: Vec<_> = files.iter().filter(|(path, ..)| fs::symlink_metadata(base.join(path)).is_ok()).collect();
    if let Some((first, ..)) = existing.first() {
        let others = match existing.len() {
            1 => String::new(),
            more => format!(" and {}", count(more - 1, "other file")),
        };
        return Err(Failure::new(format!("`{}`{others} exists already: nothing is written", first.display())));
    }
    for (path, text, is_program) in files {
        let path = base.join(path);
        let failure = |error: std::io::Error| Failure::new(format!("could not write `{}`: {error}", path.display()));
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(failure)?;
        }
        let mut file = OpenOptions::new().write(true).create_new(true).open(&path).map_err(failure)?;
        file.write_all(text.as_bytes()).map_err(failure)?;
        #[cfg(unix)]
        if *is_program {
            use std::os::unix::fs::PermissionsExt;
            file.set_permissions(fs::Permissions::from_mode(0o755)).map_err(failure)?;
        }
    }
    Ok(())
}
