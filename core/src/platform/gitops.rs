//! `gitops`: where this repository lives and how it is laid out.

use super::{Platform, sourced, text_or};
use crate::{
    diagnostic::{Sink, identity as codes},
    origin::Sourced,
    shape::{Fault, Grammar, Record, Shape, field},
    span::Span,
    value::{repo_url, revision},
    yaml::Node,
};

/// The keys of `gitops`.
pub(crate) static GITOPS: Record = Record::of(&[
    field("repoURL", Shape::Text(&REPOSITORY), "The address of this repository, as Argo CD clones it."),
    field("revision", Shape::Text(&revision::REVISION), "The branch of this repository that Argo CD follows."),
    field("teamsPath", Shape::Text(&FOLDER), "The folder that holds one folder a team."),
    field("platformPath", Shape::Text(&FOLDER), "The folder of what the platform team deploys."),
    field("clustersPath", Shape::Text(&FOLDER), "The folder that holds one folder a cluster, where Argo CD begins."),
    field(
        "teamApplications",
        Shape::Choice(&["three", "one"]),
        "Whether Argo CD shows a team as three Applications (project, namespace, apps) or as a single one.",
    ),
    field(
        "adopt",
        Shape::Boolean,
        "True while an organisation that exists already is taken over: two owners of one object are no failure then.",
    ),
]);

static REPOSITORY: Grammar = Grammar {
    what: "a repository address such as `https://github.com/acme/gitops`",
    pattern: r"^(?!.*/(\.{1,2}|\.git)(/|$))https://[a-z0-9.-]+(/[A-Za-z0-9._~+-]+){2,}$",
    check: repository,
};

static FOLDER: Grammar = Grammar {
    what: "a folder of this repository such as `teams`",
    pattern: r"^(?!(.*/)?\.{1,2}(/|$))[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*$",
    check: folder,
};

/// `gitops` as meant.
#[derive(Debug)]
pub(crate) struct Gitops {
    /// `repoURL`; nobody can guess it.
    pub(crate) repo_url: Option<Sourced<String>>,
    /// `revision`.
    pub(crate) revision: Sourced<String>,
    /// `teamsPath`, without a final `/`.
    pub(crate) teams_path: Sourced<String>,
    /// `platformPath`, without a final `/`.
    pub(crate) platform_path: Sourced<String>,
    /// `clustersPath`, without a final `/`.
    pub(crate) clusters_path: Sourced<String>,
    /// `teamApplications`.
    pub(crate) team_applications: TeamApplications,
    /// `adopt`: an existing organisation is being taken over, so shared resources are no failure.
    pub(crate) adopt: bool,
}

/// How many Argo CD Applications deploy a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TeamApplications {
    /// Project, namespace and apps apart.
    Three,
    /// A single one, so that waves order the three among each other.
    One,
}

impl Gitops {
    pub(crate) fn read(node: Option<&Node>) -> Self {
        let get = |key: &str| node.and_then(|node| node.get(key));
        let text = |key: &str, default: &str| text_or(get(key), default);
        let one = get("teamApplications").and_then(Node::text) == Some("one");
        Self {
            repo_url: get("repoURL").and_then(sourced),
            revision: text("revision", "main"),
            teams_path: text("teamsPath", "teams"),
            platform_path: text("platformPath", "platform"),
            clusters_path: text("clustersPath", "clusters"),
            team_applications: if one { TeamApplications::One } else { TeamApplications::Three },
            adopt: get("adopt").and_then(Node::boolean).is_some_and(|adopt| adopt.value),
        }
    }

    /// The folder of teams, relative to the repository.
    pub(crate) fn teams_path(&self) -> &str {
        &self.teams_path.value
    }
}

/// Two folders that share files would give each file two owners.
pub(crate) fn check(platform: &Platform, sink: &mut Sink) {
    let Gitops { teams_path, platform_path, clusters_path, .. } = &platform.gitops;
    let pairs = [
        (("teamsPath", teams_path), ("platformPath", platform_path)),
        (("teamsPath", teams_path), ("clustersPath", clusters_path)),
        (("platformPath", platform_path), ("clustersPath", clusters_path)),
    ];
    for (first, second) in pairs {
        let (blamed, other) = if span(first.1) > span(second.1) { (first, second) } else { (second, first) };
        let Some(at) = span(blamed.1).filter(|_| overlap(&first.1.value, &second.1.value)) else { continue };
        let (path, name, taken) = (&blamed.1.value, other.0, &other.1.value);
        let place = if path == taken { "the same folder as" } else { "not apart from" };
        let report = sink
            .report(codes::FOLDERS_OVERLAP, at, format!("`{path}` is {place} `{name}`, which is `{taken}`"))
            .help(format!("give `{}` and `{name}` folders of their own, side by side", blamed.0));
        if let Some(at) = span(other.1) {
            report.see(at, format!("`{name}` is written here"));
        }
    }
}

fn span(path: &Sourced<String>) -> Option<Span> {
    path.origin.in_platform()
}

/// Whether two folders are the same, or one lies in the other.
fn overlap(a: &str, b: &str) -> bool {
    let inside = |inner: &str, outer: &str| inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'));
    a == b || inside(a, b) || inside(b, a)
}

/// The platform's own repository is read without a key of its own, so the scp form is no choice here.
fn repository(text: &str) -> Result<(), Fault> {
    (repo_url::REPO_URL.check)(text)?;
    if text.starts_with("https://") {
        return Ok(());
    }
    let path = text.strip_prefix("git@").and_then(|rest| rest.split_once(':'));
    let meant = path.map_or_else(
        || "the address that begins with `https://`".to_owned(),
        |(host, path)| format!("`https://{host}/{path}`, or whatever its address is that begins with `https://`"),
    );
    Err(Fault::default().help(format!("write {meant}")))
}

fn folder(text: &str) -> Result<(), Fault> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    let segment = |part: &str| !matches!(part, "" | "." | ".." | ".git") && part.chars().all(plain);
    if text.len() <= 255 && text.split('/').all(segment) {
        return Ok(());
    }
    let trimmed = text.trim_start_matches("./").trim_end_matches('/');
    if trimmed != text && trimmed.split('/').all(segment) {
        return Err(Fault::default().help(format!("write `{trimmed}`")).replacement(trimmed));
    }
    if text.split('/').any(|part| part == "..") {
        return Err(Fault::new(format!("`{text}` leads out of its folder")).help("write a path without `..`"));
    }
    if text.starts_with('/') {
        return Err(Fault::default().help("write the path from the root of this repository, without a first `/`"));
    }
    Err(Fault::default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Source, platform::testing};

    fn findings(text: &str) -> Vec<(&'static str, String)> {
        testing::findings(&testing::with_ingress(text))
    }

    #[test]
    fn a_folder_inside_another_is_reported_at_the_one_that_is_written() {
        assert_eq!(findings("gitops: {teamsPath: platform/teams}"), [("TW0334", "platform/teams".into())]);
        assert_eq!(findings("gitops: {teamsPath: a, clustersPath: a}"), [("TW0334", "a".into())]);
        assert_eq!(findings("gitops: {teamsPath: teams-a, clustersPath: teams}"), []);
    }

    #[test]
    fn a_folder_has_one_spelling() {
        for text in ["teams", "a/b.c/d_1", &"a".repeat(255)] {
            assert!(folder(text).is_ok(), "{text}");
        }
        for text in ["", ".", "a//b", "a b", "a/.git", "é", "./a b", &"a".repeat(256)] {
            assert_eq!(folder(text).unwrap_err().replacement, None, "{text}");
        }
        for text in ["./a/b", "a/b/", "././a/b//"] {
            assert_eq!(folder(text).unwrap_err().replacement.as_deref(), Some("a/b"), "{text}");
        }
    }

    #[test]
    fn a_path_out_of_the_repository_is_an_error() {
        for path in ["../teams", "/teams", "a/../b", "\"\"", ".", "a//b", "teams/", "\"te*ms\""] {
            assert_eq!(findings(&format!("gitops: {{teamsPath: {path}}}")).len(), 1, "{path}");
        }
    }

    #[test]
    fn the_example_is_understood() {
        let text = "gitops:\n  repoURL: https://github.com/acme/gitops\n  revision: release/1\n  teamApplications: one\n  adopt: true";
        let platform = Platform::parse(&Source::new("platform.yaml", text));
        assert!(!platform.has_errors());
        let gitops = &platform.gitops;
        assert_eq!(gitops.repo_url.as_ref().map(|url| url.value.as_str()), Some("https://github.com/acme/gitops"));
        assert_eq!((gitops.revision.value.as_str(), gitops.teams_path.value.as_str()), ("release/1", "teams"));
        assert_eq!((gitops.team_applications, gitops.adopt), (TeamApplications::One, true));
    }
}
