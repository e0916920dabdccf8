//! Where things lie: which file of a folder is which, and what a rendered object's own file is called.

use crate::{
    compile::{Target, TeamFile},
    diagnostic::{self, Diagnostic},
    file::{self, Misplaced},
    manifest::{Manifest, Part},
    platform::Platform,
    render,
};

/// The name of the platform's file.
pub const PLATFORM_FILE: &str = "platform.yaml";
/// The name of a team's file.
pub const TEAM_FILE: &str = "team.yaml";
/// Argo CD merges files that begin so into the Application that syncs their directory.
pub const SOURCE_OVERRIDE: &str = ".argocd-source";

/// Whether a file of the folder of templates is one, by its name. Others, such as a README, are left to people.
#[must_use]
pub fn is_template(name: &str) -> bool {
    !name.starts_with('.') && (name.ends_with(".yaml") || name.ends_with(".yml"))
}

/// What a folder that somebody opened holds.
#[derive(Debug, Default)]
pub struct Survey {
    /// The entry that is the repository's platform.yaml.
    pub platform: Option<usize>,
    /// Team files, in the order of their paths.
    pub teams: Vec<FoundFile>,
    /// The platform's templates, in the order of their names. Without a platform.yaml nobody looks for them.
    pub templates: Vec<FoundFile>,
    /// Entries that are directories whose own entries decide, and of which none is given.
    pub look: Vec<usize>,
    /// Whatever has no business there, or is missed, in order; final once there is nowhere left to look.
    pub diagnostics: Vec<Diagnostic>,
}

/// A file that is read.
#[derive(Debug, PartialEq, Eq)]
pub struct FoundFile {
    /// Which entry.
    pub entry: usize,
    /// Its path in the repository, as messages show it.
    pub path: String,
}

/// Makes out a folder by the paths in it, as the command does on a disk. The folder is a repository, the folder of its
/// teams, or one team's.
///
/// `folder` is its name. `entries` are relative to it, with `/` between components and behind a directory; what lies
/// below other directories need not be there. `platform` is what was read from the entry that an earlier survey named; until
/// then the built-in one.
#[must_use]
pub fn survey(folder: &str, entries: &[&str], platform: &Platform) -> Survey {
    let teams_path = platform.teams_path();
    let mut all: Vec<_> = entries.iter().copied().enumerate().filter(|(_, entry)| is_plain(entry)).collect();
    all.sort_by_key(|(_, entry)| *entry);
    let find = |path: &str| all.iter().find(|(_, entry)| *entry == path).map(|(at, _)| *at);
    let mut survey = Survey { platform: find(PLATFORM_FILE), ..Survey::default() };
    let inside = format!("{teams_path}/");
    let way = |inside: &str| all.iter().rfind(|(_, entry)| inside.starts_with(entry) && entry.ends_with('/'));
    let below = |directory: &str| all.iter().any(|(_, entry)| *entry != directory && entry.starts_with(directory));
    // The deepest directory that is known of those on the way, if what lies in it is not.
    let look = |inside: &str| way(inside).filter(|(_, entry)| !below(entry)).map(|(at, _)| *at);
    if way(&inside).is_some() || below(&inside) {
        survey.look.extend(look(&inside));
        survey.add(&directories(&all, &inside), teams_path);
    } else if let Some(entry) = find(TEAM_FILE) {
        survey.teams.push(FoundFile { entry, path: join(folder, TEAM_FILE) });
    } else {
        let mut directories = directories(&all, "");
        survey.look.extend(directories.iter().filter_map(Directory::unknown));
        // Folders of any kind lie beside the teams here.
        directories.retain(|directory| directory.team.is_some());
        survey.add(&directories, folder);
        if survey.platform.is_some() && !survey.teams.is_empty() {
            survey = Survey { diagnostics: survey.diagnostics, ..Survey::default() };
            survey.diagnostics.push(file::misplaced(&join(folder, PLATFORM_FILE), Misplaced::Platform));
        }
    }
    if survey.platform.is_some() {
        let folder = platform.templates_path();
        let inside = format!("{folder}/");
        let next = look(&inside).filter(|entry| !survey.look.contains(entry));
        survey.look.extend(next);
        survey.add_templates(&all, &inside, &folder);
    }
    if let Some(first) = survey.teams.first().filter(|_| survey.platform.is_none()) {
        survey.diagnostics.push(file::no_platform(&first.path));
    }
    diagnostic::sort(&mut survey.diagnostics);
    survey
}

/// What stands under one name in the folder of teams.
#[derive(Default)]
struct Directory<'e> {
    name: &'e str,
    /// The entry that is the directory itself.
    own: Option<usize>,
    is_directory: bool,
    has_entries: bool,
    team: Option<usize>,
    has_platform: bool,
    overrides: Vec<&'e str>,
}

impl Directory<'_> {
    /// The directory, if none of its entries is known.
    fn unknown(&self) -> Option<usize> {
        self.own.filter(|_| !self.has_entries && !self.name.starts_with('.'))
    }
}

/// What stands in the folder `inside`, with what is known below it; `all` is sorted.
fn directories<'e>(all: &[(usize, &'e str)], inside: &str) -> Vec<Directory<'e>> {
    let mut found: Vec<Directory<'e>> = Vec::new();
    for (at, entry) in all {
        let Some(rest) = entry.strip_prefix(inside).filter(|rest| !rest.is_empty()) else { continue };
        let (name, below) = rest.split_once('/').map_or((rest, None), |(name, below)| (name, Some(below)));
        if found.last().is_none_or(|last| last.name != name) {
            found.push(Directory { name, ..Directory::default() });
        }
        let Some(directory) = found.last_mut() else { continue };
        directory.is_directory |= below.is_some();
        directory.has_entries |= below.is_some_and(|below| !below.is_empty());
        match below {
            Some("") => directory.own = Some(*at),
            Some(TEAM_FILE) => directory.team = Some(*at),
            Some(PLATFORM_FILE) => directory.has_platform = true,
            Some(file) if file.starts_with(SOURCE_OVERRIDE) && !file.contains('/') => directory.overrides.push(file),
            _ => {}
        }
    }
    found
}

impl Survey {
    /// Directories of teams; messages call their folder `shown`.
    fn add(&mut self, directories: &[Directory<'_>], shown: &str) {
        for directory in directories {
            let path = join(shown, directory.name);
            let mut report = |path: &str, what| self.diagnostics.push(file::misplaced(path, what));
            if directory.name.starts_with('.') || !directory.is_directory {
                match directory.name {
                    PLATFORM_FILE => report(&path, Misplaced::Platform),
                    name if name.starts_with(SOURCE_OVERRIDE) => report(&path, Misplaced::SourceOverride),
                    _ => {}
                }
                continue;
            }
            for file in &directory.overrides {
                report(&join(&path, file), Misplaced::SourceOverride);
            }
            match directory.team {
                Some(entry) => {
                    if directory.has_platform {
                        report(&join(&path, PLATFORM_FILE), Misplaced::Platform);
                    }
                    self.teams.push(FoundFile { entry, path: join(&path, TEAM_FILE) });
                }
                None => report(&path, Misplaced::NoTeamFile),
            }
            self.look.extend(directory.unknown());
        }
    }
}

impl Survey {
    /// The templates in the folder `inside`; messages call it `shown`.
    fn add_templates(&mut self, all: &[(usize, &str)], inside: &str, shown: &str) {
        for (entry, path) in all {
            let Some(below) = path.strip_prefix(inside) else { continue };
            let name = below.strip_suffix('/').unwrap_or(below);
            if name.contains('/') || !is_template(name) {
                continue;
            }
            let path = join(shown, name);
            if name == below {
                self.templates.push(FoundFile { entry: *entry, path });
            } else {
                self.diagnostics.push(file::refuse(&path, file::Refusal::NotAFile));
            }
        }
    }
}

/// Whether a path leads nowhere but down.
fn is_plain(entry: &str) -> bool {
    let path = entry.strip_suffix('/').unwrap_or(entry);
    path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// A path as messages show it: what steers a terminal or turns a text around is spelled out.
fn join(shown: &str, name: &str) -> String {
    let name = name.escape_debug();
    if shown.is_empty() { name.to_string() } else { format!("{shown}/{name}") }
}

/// A rendered object in a file of its own.
#[derive(Debug)]
pub struct ObjectFile {
    /// As [`object_path`] has it.
    pub path: String,
    /// One document.
    pub text: String,
}

/// Everything that is made of a team, each object in a file of its own, for every cluster; `None` if there is an error.
#[must_use]
pub fn object_files(team: &TeamFile<'_>, platform: &Platform) -> Option<Vec<ObjectFile>> {
    let name = team.facts();
    let name = name.name()?;
    let mut files = Vec::new();
    for target in targets(platform, Part::All) {
        for manifest in team.manifests(&target)? {
            let text = render::stream(std::slice::from_ref(&manifest));
            files.push(ObjectFile { path: object_path(name, &target, &manifest, platform, "yaml"), text });
        }
    }
    Some(files)
}

/// What a part of a team is made for when each object becomes a file: its namespace part for each cluster.
#[must_use]
pub fn targets(platform: &Platform, part: Part) -> Vec<Target> {
    let target = |part, cluster: &str| Target { part, cluster: Some(cluster.to_owned()) };
    let mut clusters = platform.cluster_names();
    let Some(first) = clusters.next() else { return vec![Target { part, cluster: None }] };
    let mut targets = vec![target(part, first)];
    if part.holds(Part::Namespace) {
        targets.extend(clusters.map(|cluster| target(Part::Namespace, cluster)));
    }
    targets
}

/// `<team>/<part>/[<cluster>/]<kind>-<name>.<extension>`, with the cluster where there are several and it matters.
#[must_use]
pub fn object_path(team: &str, target: &Target, manifest: &Manifest, platform: &Platform, extension: &str) -> String {
    let several = platform.cluster_names().nth(1).is_some();
    let cluster = target.cluster.as_ref().filter(|_| several && manifest.part == Part::Namespace);
    let cluster = cluster.map(|cluster| format!("{cluster}/")).unwrap_or_default();
    let (part, name) = (manifest.part.name(), manifest.name.as_text().unwrap_or_default());
    format!("{team}/{part}/{cluster}{}-{name}.{extension}", manifest.kind)
}
