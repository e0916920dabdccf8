//! `render`: manifests of one or more teams.

use std::{
    collections::BTreeSet,
    io::{self, Write},
    mem::ManuallyDrop,
    path::{Path, PathBuf},
};

use teamwright_core::{
    Diagnostic, Part, Platform, Target, clashes,
    layout::{object_path, targets},
    render as yaml, review, sort_diagnostics,
};

use crate::{
    Exit,
    args::{RenderArgs, RenderFormat},
    findings::{Deny, Summary, count},
    format::text,
    output::{Failure, Streams},
    progress::Progress,
    repository::{self, Judged, Repository},
    tree::Tree,
};

pub(crate) fn run(args: &RenderArgs, out: &Streams) -> Result<Exit, Failure> {
    let deny = Deny::parse(&args.deny)?;
    if args.explain && args.format == RenderFormat::Json {
        return Err(Failure::new("`--explain` writes comments, which JSON does not have"));
    }
    // Never freed piece by piece: the process ends with this run.
    let repository = ManuallyDrop::new(repository::open(&args.paths, &args.platform)?);
    let platform = &repository.platform;
    let targets = chosen(args, platform)?;
    let verdict = ManuallyDrop::new(Verdict::of(&repository, &deny));
    let summary = Summary::of(&verdict.found, &deny, repository.teams.len());
    out.drawn_in_parts(text::drawn(&verdict.found, &deny, out.stderr_color()));
    for failure in &repository.failures {
        out.error(&failure.0);
    }
    let mut exit = summary.exit();
    if !repository.failures.is_empty() {
        exit = Exit::Failed;
    }
    if let Some(directory) = &args.out {
        if verdict.platform_is_wrong {
            out.note(&summary.sentence());
            return Ok(exit);
        }
        let (files, teams) = write_tree(directory, args, &targets, &repository, &verdict)?;
        let (files, teams) = (count(files, "file"), count(teams, "team"));
        out.note(&format!("{files} of {teams} in {}; {}", directory.display(), summary.sentence()));
        return Ok(exit);
    }
    if let Some(warning) = several_clusters(args, platform) {
        if deny.all() {
            out.error(&warning);
            exit = exit.max(Exit::InputWrong);
        } else {
            out.warning(&warning);
        }
    }
    if repository.teams.is_empty() && exit == Exit::Fine {
        out.error("there is no team to render");
        return Ok(Exit::InputWrong);
    }
    if exit == Exit::Fine {
        out.result_in_parts(|to| stream(to, &verdict.teams, &targets, platform, args))?;
    } else {
        out.note(&summary.sentence());
    }
    Ok(exit)
}

/// What is made of a team: with `--out` the namespace part of each cluster, else one.
fn chosen(args: &RenderArgs, platform: &Platform) -> Result<Vec<Target>, Failure> {
    let part = Part::from(args.part);
    if let Some(name) = &args.cluster {
        let all: Vec<_> = platform.cluster_names().collect();
        if !all.contains(&name.as_str()) && !platform.has_errors() {
            return Err(Failure::new(format!("no cluster `{name}`: the clusters are {}", all.join(", "))));
        }
        return Ok(vec![Target { part, cluster: Some(name.clone()) }]);
    }
    let mut targets = targets(platform, part);
    if args.out.is_none() {
        targets.truncate(1);
    }
    Ok(targets)
}

fn several_clusters(args: &RenderArgs, platform: &Platform) -> Option<String> {
    let all: Vec<_> = platform.cluster_names().collect();
    let first = all.first()?;
    let open = args.cluster.is_none() && all.len() > 1 && !platform.has_errors();
    (open && Part::from(args.part).holds(Part::Namespace)).then(|| {
        let count = all.len();
        format!(
            "the namespace part is that of cluster `{first}`, the first of {count}\nhelp: name one with `--cluster`"
        )
    })
}

/// What was found, and what follows for each team.
struct Verdict<'a> {
    teams: Vec<Judged<'a>>,
    found: Vec<Diagnostic>,
    /// Nothing is made at all.
    platform_is_wrong: bool,
    /// Files and directories of teams that are not made.
    wrong: BTreeSet<PathBuf>,
}

impl<'a> Verdict<'a> {
    fn of(repository: &'a Repository, deny: &Deny) -> Self {
        let platform = &repository.platform;
        let mut teams: Vec<_> = repository.judge("compiled").collect();
        // A team that clashes with an earlier one must not be written over it.
        let facts = teams.iter().map(|judged| &judged.facts);
        let together = if repository.whole { review(facts, platform) } else { clashes(facts) };
        let mut found = repository.about_platform();
        let platform_is_wrong = found.iter().any(|finding| deny.is_error(finding));
        let refused = repository.refused.iter().map(|finding| Path::new(finding.source.path()));
        let mut wrong: BTreeSet<_> = refused.filter_map(Path::parent).map(Path::to_path_buf).collect();
        let own = teams.iter_mut().flat_map(|judged| {
            // What is wrong with a template for a team is wrong with the team.
            let team = PathBuf::from(judged.facts.source().path());
            std::mem::take(&mut judged.diagnostics).into_iter().map(move |finding| (team.clone(), finding))
        });
        let together = together.into_iter().filter(|finding| deny.is_error(finding));
        let of_teams = own.chain(together.map(|finding| (PathBuf::from(finding.source.path()), finding)));
        for (team, finding) in of_teams {
            if deny.is_error(&finding) {
                wrong.insert(team);
            }
            found.push(finding);
        }
        found.extend_from_slice(&repository.refused);
        sort_diagnostics(&mut found);
        Self { teams, found, platform_is_wrong, wrong }
    }

    fn is_good(&self, judged: &Judged<'_>) -> bool {
        let path = Path::new(judged.facts.source().path());
        let directory_is_wrong = path.parent().is_some_and(|directory| self.wrong.contains(directory));
        !self.platform_is_wrong && !directory_is_wrong && !self.wrong.contains(path)
    }
}

/// All teams, one after another.
fn stream(
    out: &mut dyn Write,
    teams: &[Judged<'_>],
    targets: &[Target],
    platform: &Platform,
    args: &RenderArgs,
) -> io::Result<()> {
    let Some(target) = targets.first() else { return Ok(()) };
    if args.format == RenderFormat::Json {
        return list(out, teams, target);
    }
    let mut progress = Progress::new("rendered", teams.len());
    for judged in teams {
        progress.step();
        let manifests = judged.manifests(target);
        let source = judged.facts.source();
        let text = if manifests.is_empty() {
            format!("# {}: nothing to deploy\n", source.path())
        } else if args.explain {
            yaml::explained(&manifests, source, platform)
        } else {
            yaml::stream(&manifests)
        };
        out.write_all(text.as_bytes())?;
    }
    Ok(())
}

/// All teams as one list of Kubernetes. The objects of two teams are never in memory together.
fn list(out: &mut dyn Write, teams: &[Judged<'_>], target: &Target) -> io::Result<()> {
    out.write_all(b"{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"List\",\n  \"items\": [")?;
    let mut end = "]\n}\n";
    let mut before = "\n    ";
    for manifest in teams.iter().flat_map(|judged| judged.manifests(target)) {
        write!(out, "{before}{}", yaml::json(&manifest, yaml::Layout::Indented(4)))?;
        before = ",\n    ";
        end = "\n  ]\n}\n";
    }
    out.write_all(end.as_bytes())
}

/// Writes the good teams. How many files, and of how many teams.
fn write_tree(
    directory: &Path,
    args: &RenderArgs,
    targets: &[Target],
    repository: &Repository,
    verdict: &Verdict<'_>,
) -> Result<(usize, usize), Failure> {
    let mut tree = Tree::open(directory)?;
    let platform = &repository.platform;
    let mut written = BTreeSet::new();
    let mut kept = repository.unread.clone();
    let mut files = 0;
    let mut progress = Progress::new("wrote", verdict.teams.len());
    for judged in &verdict.teams {
        progress.step();
        let facts = &judged.facts;
        let Some(team) = facts.name().filter(|_| verdict.is_good(judged)) else {
            kept.extend(facts.known_as().map(str::to_owned));
            continue;
        };
        for target in targets {
            for manifest in judged.manifests(target) {
                let (extension, text) = match args.format {
                    RenderFormat::Yaml => ("yaml", yaml::stream(std::slice::from_ref(&manifest))),
                    RenderFormat::Json => ("json", yaml::json(&manifest, yaml::Layout::Indented(0)) + "\n"),
                };
                tree.write(object_path(team, target, &manifest, platform, extension), &text)?;
                files += 1;
            }
        }
        written.insert(team);
    }
    // Teams that are wrong at the moment keep their files, and so does whatever this run was not asked for.
    let all = repository.whole && !repository.incomplete;
    tree.finish(|line| {
        let parts: Vec<_> = line.split('/').collect();
        let [team, part, rest @ ..] = parts.as_slice() else { return false };
        let asked = Part::named(part).is_some_and(|part| Part::from(args.part).holds(part));
        let cluster = match (rest, &args.cluster) {
            ([cluster, _], Some(name)) => cluster == name,
            _ => true,
        };
        asked && cluster && !kept.contains(*team) && (all || written.contains(team))
    })?;
    Ok((files, written.len()))
}
