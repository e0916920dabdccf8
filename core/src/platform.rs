//! platform.yaml: one room a top-level key, each with its table, what it means, and its own rules.
//!
//! A room's `read` gets the checked value (absent, or wrong and reported: the built-in default) and cannot fail.
//! Rules between rooms stand in `check` functions, which run when every room is read.

pub(crate) mod access;
pub(crate) mod argocd;
pub(crate) mod assertions;
pub(crate) mod aws;
pub(crate) mod capabilities;
pub(crate) mod clusters;
pub(crate) mod compiler;
pub(crate) mod components;
pub(crate) mod defaults;
mod environments;
pub(crate) mod exemptions;
pub(crate) mod gitops;
pub(crate) mod health_checks;
pub(crate) mod locks;
pub(crate) mod names;
pub(crate) mod namespace_metadata;
pub(crate) mod network;
pub(crate) mod notifications;
pub(crate) mod pod_security;
pub(crate) mod policies;
pub(crate) mod scheduling;
pub(crate) mod source_repos;
pub(crate) mod sync_waves;
pub(crate) mod sync_windows;
mod templates;
#[cfg(test)]
mod testing;
pub(crate) mod tiers;

use std::collections::BTreeSet;

use crate::{
    diagnostic::{Diagnostic, Sink, repository},
    origin::Sourced,
    shape::{self, Record, Shape, field},
    source::Source,
    span::Span,
    template::Template,
    value::name,
    yaml::{self, Node},
};

/// The keys of platform.yaml.
pub(crate) static ROOT: Record = Record::of(&[
    field(
        "organization",
        Shape::Text(&name::ORGANIZATION),
        "The organisation's short name; a label on every namespace.",
    ),
    field("gitops", Shape::Record(&gitops::GITOPS), "Where this repository lives and how it is laid out."),
    field("argocd", Shape::Record(&argocd::ARGOCD), "The Argo CD installation that syncs it."),
    field("clusters", Shape::List(&clusters::CLUSTERS), "The clusters and the environments that each serves."),
    field("namespacePrefix", Shape::Text(&names::PREFIX), "What every team namespace begins with."),
    field(
        "namespaceMetadata",
        Shape::Record(&namespace_metadata::METADATA),
        "Labels and annotations that every team namespace gets.",
    ),
    field("reserved", Shape::Record(&names::RESERVED), "Names that no team may take, beside the built-in ones."),
    field(
        "platformNamespaces",
        Shape::List(&names::PLATFORM_NAMESPACES),
        "Namespaces of the platform that teams may refer to.",
    ),
    field("sourceRepos", Shape::List(&source_repos::SOURCE_REPOS), "Repositories that teams may deploy from."),
    field("podSecurity", Shape::Record(&pod_security::POD_SECURITY), "The Pod Security Standard of team namespaces."),
    field("network", Shape::Record(&network::NETWORK), "What the network keys of a team file open."),
    field("tiers", Shape::Map(&tiers::TIERS), "Size classes that teams may choose."),
    field("defaults", Shape::Record(&defaults::DEFAULTS), "Values for keys that a team does not write."),
    field("ceilings", Shape::Record(&tiers::CEILINGS), "The most that any team may write."),
    field("locks", Shape::List(&defaults::LOCKS), "Keys that a team may not write."),
    field("rbac", Shape::Record(&access::RBAC), "What developers and viewers of a team may do."),
    field("allowedKinds", Shape::List(&access::ALLOWED_KINDS), "Kinds that teams may deploy beside the built-in list."),
    field("aws", Shape::Record(&aws::AWS), "AWS names: partition, role prefix, secret prefixes, registry."),
    field(
        "scheduling",
        Shape::Record(&scheduling::SCHEDULING),
        "How a team's nodeSelector and tolerations reach its pods.",
    ),
    field("syncWaves", Shape::Map(&sync_waves::SYNC_WAVES), "Waves of kinds, in place of the built-in table."),
    field("syncWindows", Shape::List(&sync_windows::SYNC_WINDOWS), "Times at which Argo CD may or may not sync."),
    field(
        "healthChecks",
        Shape::List(&health_checks::HEALTH_CHECKS),
        "Health checks in Lua for kinds that Argo CD does not know.",
    ),
    field(
        "notifications",
        Shape::Record(&notifications::NOTIFICATIONS),
        "What a team's channel is told about its applications.",
    ),
    field(
        "components",
        Shape::Map(&components::COMPONENTS),
        "Platform components: changes to the built-in list, and new ones.",
    ),
    field("policies", Shape::List(&policies::POLICIES), "Admission policies for what teams run."),
    field("exemptions", Shape::List(&exemptions::EXEMPTIONS), "Teams that a policy does not judge until a date."),
    field("compiler", Shape::Record(&compiler::COMPILER), "The compiler version that this repository is pinned to."),
    field(
        "assertions",
        Shape::List(&assertions::ASSERTIONS),
        "Statements about the whole repository that a check proves.",
    ),
]);

/// A text that was to be a date such as `2027-03-31`, and is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotADate;

/// A compiler by version and, where it is written, by digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompilerPin {
    /// Such as `1.0.0`.
    pub version: String,
    /// Such as `sha256:…`.
    pub digest: Option<String>,
}

impl std::fmt::Display for CompilerPin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.digest {
            Some(digest) => write!(f, "{}@{digest}", self.version),
            None => f.write_str(&self.version),
        }
    }
}

/// The platform as meant. It is complete even if its file is wrong; then nothing is emitted.
#[derive(Debug)]
pub struct Platform {
    /// The file; `None` for the built-in platform.
    pub(crate) source: Option<Source>,
    diagnostics: Vec<Diagnostic>,
    /// Top-level keys with an error below them: nothing is concluded from them.
    broken: BTreeSet<String>,
    pub(crate) organization: Option<Sourced<String>>,
    pub(crate) gitops: gitops::Gitops,
    pub(crate) argocd: argocd::ArgoCd,
    pub(crate) clusters: Vec<clusters::Cluster>,
    pub(crate) names: names::Names,
    pub(crate) namespace_metadata: namespace_metadata::NamespaceMetadata,
    pub(crate) source_repos: source_repos::SourceRepos,
    pub(crate) pod_security: pod_security::PodSecurity,
    pub(crate) network: network::Network,
    pub(crate) tiers: tiers::Tiers,
    pub(crate) defaults: defaults::Defaults,
    pub(crate) access: access::Access,
    pub(crate) aws: aws::Aws,
    pub(crate) scheduling: scheduling::Scheduling,
    pub(crate) sync_waves: sync_waves::SyncWaves,
    pub(crate) sync_windows: sync_windows::SyncWindows,
    pub(crate) components: components::Components,
    pub(crate) health_checks: Vec<health_checks::HealthCheck>,
    pub(crate) notifications: notifications::Notifications,
    pub(crate) policies: policies::Policies,
    pub(crate) exemptions: Vec<exemptions::Exemption>,
    compiler: Option<compiler::Compiler>,
    pub(crate) assertions: Vec<assertions::Assertion>,
    /// The templates in the folder of the platform.
    pub(crate) templates: Vec<Template>,
}

impl Platform {
    /// The platform that is used where no platform.yaml exists: no file, no findings.
    #[must_use]
    pub fn built_in() -> Self {
        let mut sink = Sink::new(&Source::new("", ""));
        Self::read(None, None, &mut sink)
    }

    /// Parses and validates platform.yaml. Never fails: what is wrong is in [`Self::diagnostics`].
    #[must_use]
    pub fn parse(source: &Source) -> Self {
        let mut sink = Sink::new(source);
        let mut root = yaml::parse(&mut sink);
        let written = written_keys(root.as_ref());
        let readable = shape::check_root(&mut root, &ROOT, &mut sink);
        if root.is_none() && !sink.has_errors() {
            sink.report(
                repository::EMPTY_PLATFORM,
                Span::at(0),
                "platform.yaml says nothing: the built-in platform is used",
            )
            .help("write what the platform offers, such as `sourceRepos`");
        }
        let root = root.filter(|_| readable);
        let mut platform = Self::read(Some(source), root.as_ref(), &mut sink);
        platform.broken = broken_keys(&written, root.as_ref(), &sink);
        platform.check(&mut sink);
        platform.broken = broken_keys(&written, root.as_ref(), &sink);
        platform.diagnostics = sink.into_found();
        platform
    }

    /// The platform in place of a file that was refused unread: nothing is emitted, and nothing is concluded from it.
    #[must_use]
    pub fn refused(why: Diagnostic) -> Self {
        let mut platform = Self::built_in();
        platform.source = Some(why.source.clone());
        platform.diagnostics = vec![why];
        platform.broken = BTreeSet::from([String::new()]);
        platform
    }

    fn read(source: Option<&Source>, root: Option<&Node>, sink: &mut Sink) -> Self {
        let get = |key: &str| root.and_then(|root| root.get(key));
        let argocd = argocd::ArgoCd::read(get("argocd"));
        Self {
            source: source.cloned(),
            diagnostics: Vec::new(),
            broken: BTreeSet::new(),
            organization: get("organization").and_then(sourced),
            gitops: gitops::Gitops::read(get("gitops")),
            clusters: clusters::read(get("clusters"), sink),
            names: names::Names::read(root),
            namespace_metadata: namespace_metadata::NamespaceMetadata::read(get("namespaceMetadata")),
            source_repos: source_repos::SourceRepos::read(get("sourceRepos"), sink),
            pod_security: pod_security::PodSecurity::read(get("podSecurity")),
            network: network::Network::read(root, sink),
            tiers: tiers::Tiers::read(get("tiers"), get("ceilings"), sink),
            defaults: defaults::Defaults::read(get("defaults"), get("locks"), sink),
            access: access::Access::read(get("rbac"), get("allowedKinds"), sink),
            aws: aws::Aws::read(get("aws")),
            scheduling: scheduling::Scheduling::read(get("scheduling")),
            sync_waves: sync_waves::SyncWaves::read(get("syncWaves"), sink),
            sync_windows: sync_windows::SyncWindows::read(get("syncWindows"), sink),
            health_checks: health_checks::read(get("healthChecks"), sink),
            notifications: notifications::Notifications::read(get("notifications")),
            components: components::Components::read(get("components"), &argocd, sink),
            argocd,
            policies: policies::Policies::read(root, sink),
            exemptions: exemptions::read(get("exemptions"), sink),
            compiler: get("compiler").and_then(compiler::Compiler::read),
            assertions: assertions::read(get("assertions"), sink),
            templates: Vec::new(),
        }
    }

    /// Rules between rooms.
    fn check(&self, sink: &mut Sink) {
        gitops::check(self, sink);
        names::check(self, sink);
        namespace_metadata::check(self, sink);
        clusters::check(self, sink);
        aws::check(self, sink);
        scheduling::check(self, sink);
        network::check(self, sink);
        tiers::check(self, sink);
        defaults::check(self, sink);
        sync_windows::check(self, sink);
        policies::check(self, sink);
        exemptions::check(self, sink);
    }

    /// Everything found in platform.yaml and in the templates, in order.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Whether platform.yaml or a template has an error, so that nothing is emitted.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// Whether this is the built-in platform, not a file.
    #[must_use]
    pub const fn is_built_in(&self) -> bool {
        self.source.is_none()
    }

    /// Whether the value of a top-level key can be built upon: false where its own errors would only breed others.
    pub(crate) fn is_sound(&self, key: &str) -> bool {
        !self.broken.contains(key) && !self.broken.contains("")
    }

    /// The cluster of this name; the first one without a name or with an unknown one.
    pub(crate) fn cluster(&self, name: Option<&str>) -> &clusters::Cluster {
        let named = self.clusters.iter().find(|cluster| Some(cluster.name.value.as_str()) == name);
        named.or(self.clusters.first()).unwrap_or(clusters::fallback())
    }

    /// The file, unless this is the built-in platform.
    #[must_use]
    pub const fn source(&self) -> Option<&Source> {
        self.source.as_ref()
    }

    /// The folder of teams, relative to the repository.
    #[must_use]
    pub fn teams_path(&self) -> &str {
        self.gitops.teams_path()
    }

    /// The address of this repository, if platform.yaml says it.
    #[must_use]
    pub fn repository_address(&self) -> Option<&str> {
        self.gitops.repo_url.as_ref().map(|address| address.value.as_str())
    }

    /// The compiler that the repository is pinned to.
    #[must_use]
    pub fn compiler_pin(&self) -> Option<CompilerPin> {
        self.compiler.as_ref().map(compiler::Compiler::pin)
    }

    /// A warning if the repository is pinned to another compiler than this one; `digest` as for [`crate::is_this_compiler`].
    #[must_use]
    pub fn other_compiler(&self, digest: Option<&str>) -> Option<Diagnostic> {
        compiler::other(self, digest)
    }

    /// A warning for each exemption that has run out on `today`, a date such as `2027-03-31`.
    ///
    /// # Errors
    /// `today` is not a date.
    pub fn expired_exemptions(&self, today: &str) -> Result<Vec<Diagnostic>, NotADate> {
        exemptions::expired(self, today)
    }

    /// Names of the clusters, in the order of the file.
    pub fn cluster_names(&self) -> impl Iterator<Item = &str> {
        self.clusters.iter().map(|cluster| cluster.name.value.as_str())
    }
}

/// Top-level keys as they stand in the file, each with its first byte.
fn written_keys(root: Option<&Node>) -> Vec<(u32, String)> {
    let entries = root.map(Node::entries).unwrap_or_default();
    entries.iter().map(|entry| (entry.key.span.start, entry.key.value.clone())).collect()
}

/// Top-level keys under which an error was found, and, where a key is misspelt or the file breaks off,
/// those that are absent; the empty key stands for the file as a whole.
fn broken_keys(written: &[(u32, String)], root: Option<&Node>, sink: &Sink) -> BTreeSet<String> {
    let key = |at: u32| {
        let before = written.iter().rev().find(|(start, _)| *start <= at);
        before.map(|(_, key)| key.clone()).unwrap_or_default()
    };
    let mut broken: BTreeSet<String> =
        sink.found().iter().filter(|found| found.is_error()).map(|found| key(found.span.start)).collect();
    let known = |key: &str| ROOT.fields.iter().any(|field| field.name == key);
    if root.is_some_and(Node::is_partial) || written.iter().any(|(_, key)| !known(key)) {
        let absent = ROOT.fields.iter().filter(|field| written.iter().all(|(_, key)| key != field.name));
        broken.extend(absent.map(|field| field.name.to_owned()));
    }
    broken
}

/// A text of platform.yaml with its place.
fn sourced(node: &Node) -> Option<Sourced<String>> {
    node.spanned().map(Sourced::platform)
}

/// A text of platform.yaml, else the built-in one.
fn text_or(node: Option<&Node>, built_in: &str) -> Sourced<String> {
    node.and_then(sourced).unwrap_or_else(|| Sourced::built_in(built_in.to_owned()))
}

/// A switch of platform.yaml, else the built-in one.
fn switch_or(node: Option<&Node>, built_in: bool) -> Sourced<bool> {
    node.and_then(Node::boolean).map_or(Sourced::built_in(built_in), Sourced::platform)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::platform as codes;

    #[test]
    fn a_pin_is_a_version_and_perhaps_a_digest() {
        let version = "1.0.0".to_owned();
        assert_eq!(CompilerPin { version: version.clone(), digest: None }.to_string(), "1.0.0");
        assert_eq!(CompilerPin { version, digest: Some("sha256:0".to_owned()) }.to_string(), "1.0.0@sha256:0");
    }

    #[test]
    fn every_code_has_an_example_that_draws_it() {
        for code in codes::ALL {
            let platform = Platform::parse(&Source::new("platform.yaml", code.example));
            let expired = platform.expired_exemptions("2027-01-01").unwrap();
            let mut found = platform.diagnostics().iter().chain(&expired).cloned().chain(platform.other_compiler(None));
            assert!(found.any(|found| found.code.id == code.id), "{}: {:#?}", code.id, platform.diagnostics());
        }
    }
}
