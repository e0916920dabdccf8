//! `render`: manifests of one or more teams.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use teamwright_core::{
    Compilation, Diagnostic, Manifest, Part, Platform, Source, Target, analyse, compile, file, render as yaml, review,
    sort_diagnostics,
};

use crate::{
    Exit,
    args::{RenderArgs, RenderFormat},
    findings::{Deny, Summary},
    fixes,
    format::{json, text},
    output::{Failure, Streams},
    repository::{self, Repository},
};

/// Lists the files of the last run into the same directory, so that only our own are ever removed.
const RECORD: &str = ".teamwright-files";

pub(crate) fn run(args: &RenderArgs, out: &Streams) -> Result<Exit, Failure> {
    let deny = Deny::parse(&args.deny)?;
    let repository = repository::open(&args.paths, &args.platform)?;
    let clusters = clusters(args, &repository, out)?;
    let mut found = repository.refused.clone();
    found.extend_from_slice(repository.platform.diagnostics());
    found.extend(repository.platform.other_compiler());
    if repository.platform_is_missing
        && let Some(first) = repository.teams.first()
    {
        found.push(file::no_platform(first.path()));
    }
    let teams: Vec<Rendered<'_>> =
        repository.teams.iter().map(|source| Rendered::compile(source, &repository, args, &clusters)).collect();
    // A team that clashes with an earlier one must not be written over it.
    let clashes: Vec<Diagnostic> = if repository.whole {
        let files: Vec<_> = repository.teams.iter().map(|source| analyse(source, &repository.platform)).collect();
        review(&files, &repository.platform).into_iter().filter(Diagnostic::is_error).collect()
    } else {
        Vec::new()
    };
    found.extend(teams.iter().flat_map(|team| team.diagnostics().iter().cloned()));
    found.extend(clashes.iter().cloned());
    sort_diagnostics(&mut found);
    let summary = Summary::of(&found, &deny, repository.teams.len());
    out.note_if(&text::render(&found, &deny, out.stderr_color()));
    for failure in &repository.failures {
        out.error(&failure.0);
    }
    let good = |team: &Rendered<'_>| {
        let clashes = clashes.iter().any(|clash| clash.source.path() == team.source.path());
        !clashes && team.is_whole() && !team.diagnostics().iter().any(|diagnostic| deny.is_error(diagnostic))
    };
    let mut exit = if repository.failures.is_empty() { summary.exit() } else { Exit::Failed };
    let platform_is_wrong =
        repository.refused.iter().chain(repository.platform.diagnostics()).any(|found| deny.is_error(found));
    if let Some(directory) = &args.out {
        if platform_is_wrong && repository.platform.has_errors() {
            return Ok(exit);
        }
        let good: Vec<_> = teams.iter().filter(|team| good(team)).collect();
        let kept: Vec<_> = teams
            .iter()
            .filter(|team| !good.iter().any(|other| other.source.is(team.source)))
            .map(Rendered::name)
            .collect();
        write_tree(directory, &good, &kept, repository.platform.cluster_names().count() > 1, args.format)?;
        let files: usize = good.iter().map(|team| team.objects().count()).sum();
        out.note(&format!("{files} files of {} teams in {}; {}", good.len(), directory.display(), summary.sentence()));
    } else if exit == Exit::Fine && teams.iter().all(good) {
        out.result(&stream(&teams, &repository.platform, args))?;
    } else {
        exit = exit.max(Exit::InputWrong);
        out.note(&summary.sentence());
    }
    Ok(exit)
}

/// The clusters that the namespace part is made for: the named one; with `--out` all; else the first.
fn clusters(args: &RenderArgs, repository: &Repository, out: &Streams) -> Result<Vec<String>, Failure> {
    let all: Vec<_> = repository.platform.cluster_names().map(str::to_owned).collect();
    if let Some(name) = &args.cluster {
        if !all.contains(name) {
            return Err(Failure::new(format!("no cluster `{name}`: the clusters are {}", all.join(", "))));
        }
        return Ok(vec![name.clone()]);
    }
    if args.out.is_none() && all.len() > 1 && Part::from(args.part).holds(Part::Namespace) {
        let first = all.first().cloned().unwrap_or_default();
        out.note(&format!(
            "warning: the namespace part is that of cluster `{first}`, the first of {}: name one with --cluster\n",
            all.len()
        ));
        return Ok(vec![first]);
    }
    Ok(all)
}

/// One team's compilations: one a cluster with `--out`, else one.
struct Rendered<'a> {
    source: &'a Source,
    compilations: Vec<(String, Compilation)>,
    platform_is_wrong: bool,
}

impl<'a> Rendered<'a> {
    fn compile(source: &'a Source, repository: &Repository, args: &RenderArgs, clusters: &[String]) -> Self {
        let compile = |cluster: &String| {
            let target = Target { part: args.part.into(), cluster: Some(cluster.clone()) };
            (cluster.clone(), compile(source, &repository.platform, &target))
        };
        let some = if args.out.is_some() { clusters.len() } else { 1 };
        Self {
            source,
            compilations: clusters.iter().take(some).map(compile).collect(),
            platform_is_wrong: repository.platform.has_errors(),
        }
    }

    fn diagnostics(&self) -> &[Diagnostic] {
        self.compilations.first().map(|(_, compilation)| compilation.diagnostics.as_slice()).unwrap_or_default()
    }

    fn is_whole(&self) -> bool {
        !self.platform_is_wrong && self.compilations.iter().all(|(_, compilation)| compilation.manifests.is_some())
    }

    /// The directory of its files: the team's own.
    fn name(&self) -> String {
        let path = Path::new(self.source.path());
        let directory = path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        directory.unwrap_or_else(|| "team".to_owned())
    }

    /// Every object once, with the cluster that it is made for.
    fn objects(&self) -> impl Iterator<Item = (&str, &Manifest)> {
        let first = self.compilations.first().map(|(cluster, _)| cluster.as_str());
        let all = self.compilations.iter().flat_map(|(cluster, compilation)| {
            compilation.manifests.iter().flatten().map(move |manifest| (cluster.as_str(), manifest))
        });
        all.filter(move |(cluster, manifest)| manifest.part == Part::Namespace || Some(*cluster) == first)
    }
}

fn stream(teams: &[Rendered<'_>], platform: &Platform, args: &RenderArgs) -> String {
    let compilations = teams.iter().filter_map(|team| Some((team.source, &team.compilations.first()?.1)));
    match args.format {
        RenderFormat::Json => {
            let items: Vec<_> =
                compilations.flat_map(|(_, compilation)| compilation.manifests.iter().flatten()).collect();
            json::pretty(&serde_json::json!({ "apiVersion": "v1", "kind": "List", "items": items }))
        }
        RenderFormat::Yaml => {
            let mut out = String::new();
            for (source, compilation) in compilations {
                let manifests = compilation.manifests.as_deref().unwrap_or_default();
                if manifests.is_empty() {
                    out.push_str(&format!("# {}: nothing to deploy\n", source.path()));
                } else if args.explain {
                    out.push_str(&yaml::explained(manifests, source, platform));
                } else {
                    out.push_str(&yaml::stream(manifests));
                }
            }
            out
        }
    }
}

/// Writes one file an object and removes the files of an earlier run that are no longer made. Files of teams in `kept`,
/// which are wrong at the moment, stay as they are.
fn write_tree(
    directory: &Path,
    teams: &[&Rendered<'_>],
    kept: &[String],
    several: bool,
    format: RenderFormat,
) -> Result<(), Failure> {
    let fail =
        |path: &Path, error: std::io::Error| Failure::new(format!("could not write `{}`: {error}", path.display()));
    fs::create_dir_all(directory).map_err(|error| fail(directory, error))?;
    let mut written = BTreeSet::new();
    for team in teams {
        for (cluster, manifest) in team.objects() {
            let relative = object_path(&team.name(), cluster, manifest, several, format);
            let path = directory.join(&relative);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent).map_err(|error| fail(parent, error))?;
            }
            let text = match format {
                RenderFormat::Yaml => yaml::stream(std::slice::from_ref(manifest)),
                RenderFormat::Json => json::pretty(manifest),
            };
            if fs::read_to_string(&path).ok().as_deref() != Some(text.as_str()) {
                fixes::replace_file(&path, &text)?;
            }
            written.insert(relative.to_string_lossy().replace('\\', "/"));
        }
    }
    let record = directory.join(RECORD);
    let earlier = fs::read_to_string(&record).unwrap_or_default();
    for line in earlier.lines().filter(|line| is_ours(line)) {
        let of_kept = kept.iter().any(|team| line.starts_with(&format!("{team}/")));
        if of_kept {
            written.insert(line.to_owned());
        } else if !written.contains(line) {
            remove(directory, line)?;
        }
    }
    let lines: Vec<_> = written.into_iter().collect();
    fixes::replace_file(&record, &format!("{}\n", lines.join("\n")))
}

/// A line of the record that can only name a file below the directory.
fn is_ours(line: &str) -> bool {
    let path = Path::new(line);
    !line.is_empty() && path.components().all(|part| matches!(part, std::path::Component::Normal(_)))
}

fn remove(directory: &Path, line: &str) -> Result<(), Failure> {
    let path = directory.join(line);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(Failure::new(format!("could not remove `{}`: {error}", path.display())));
        }
        _ => {}
    }
    // Directories go when they are empty; the first one that is not ends the walk.
    for parent in Path::new(line).ancestors().skip(1).filter(|parent| !parent.as_os_str().is_empty()) {
        if fs::remove_dir(directory.join(parent)).is_err() {
            break;
        }
    }
    Ok(())
}

/// `<team>/<part>/[<cluster>/]<kind>-<name>.yaml`
fn object_path(team: &str, cluster: &str, manifest: &Manifest, several: bool, format: RenderFormat) -> PathBuf {
    let mut path = PathBuf::from(team).join(manifest.part.name());
    if several && manifest.part == Part::Namespace {
        path.push(cluster);
    }
    let extension = if format == RenderFormat::Json { "json" } else { "yaml" };
    path.push(format!("{}-{}.{extension}", manifest.kind, manifest.name.as_text().unwrap_or_default()));
    path
}
