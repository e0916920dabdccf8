//! What an app is made of: repository, revision, and the tool that renders its manifests.

use crate::{
    diagnostic::{Sink, apps as codes, shape as shapes},
    platform::{Platform, source_repos::SourceRepos},
    span::Spanned,
    spec::apps::{
        AppSpec,
        environments::{EnvironmentSpec, Settings, Tool, ToolSpec},
        kustomize::{KustomizeSpec, Pair},
        sync_policy,
    },
    value::{
        image, label,
        repo_url::{self, Transport},
        revision,
    },
};

/// Domains whose keys say something to Argo CD or to the guards of a namespace.
const RESERVED: [&str; 3] = ["teamwright.dev", "argocd.argoproj.io", "pod-security.kubernetes.io"];

/// Longest list of allowed repositories in a message.
const SHOWN: usize = 5;

/// Reports repositories that teams may not deploy from.
pub(super) fn check_repositories(apps: &[AppSpec], platform: &Platform, sink: &mut Sink) {
    if !platform.is_sound("sourceRepos") {
        return;
    }
    let repos = &platform.source_repos;
    for url in apps.iter().filter_map(|app| app.repo_url.as_ref()) {
        if platform.is_built_in() {
            check_transport(url, sink);
        } else if repos.is_empty() {
            no_repositories(url, platform, sink);
            return;
        } else if !repos.permit(&url.value) {
            not_permitted(url, platform, sink);
        }
    }
}

/// Without a platform.yaml any https repository passes, and nothing else.
fn check_transport(url: &Spanned<String>, sink: &mut Sink) {
    let address = repo_url::split(&url.value).filter(|address| address.transport == Transport::Scp);
    if let Some(address) = address {
        sink.report(codes::REPOSITORY, url.span, "a repository over SSH, which no `sourceRepos` allows")
            .help(format!("write `https://{}/{}`", address.host, address.path));
    }
}

fn no_repositories(url: &Spanned<String>, platform: &Platform, sink: &mut Sink) {
    let report = sink.report(codes::NO_REPOSITORIES, url.span, "platform.yaml allows no repository");
    let pattern = url.value.rsplit_once('/').map_or("https://github.com/acme", |(above, _)| above);
    let report = report.help(format!("ask the platform team to add `sourceRepos: [{pattern}/*]` to platform.yaml"));
    if let (Some(source), Some(span)) = (&platform.source, platform.source_repos.span) {
        report.see_in(source, span, "the empty list");
    }
}

fn not_permitted(url: &Spanned<String>, platform: &Platform, sink: &mut Sink) {
    let repos = &platform.source_repos;
    let report = sink.report(codes::REPOSITORY, url.span, format!("teams may not deploy from `{}`", url.value));
    let report = report.help(match other_transport(&url.value).filter(|other| repos.permit(other)) {
        Some(other) => format!("write `{other}`"),
        None => format!("allowed is {}; ask the platform team to add yours to `sourceRepos`", allowed(repos)),
    });
    if let (Some(source), Some(span)) = (&platform.source, repos.span) {
        report.see_in(source, span, "what is allowed");
    }
}

fn allowed(repos: &SourceRepos) -> String {
    let mut shown: Vec<_> = repos.written().take(SHOWN).map(|pattern| format!("`{pattern}`")).collect();
    if repos.written().nth(SHOWN).is_some() {
        shown.push("more".to_owned());
    }
    shown.join(", ")
}

/// The same repository over https in place of SSH, or the other way round.
fn other_transport(url: &str) -> Option<String> {
    let address = repo_url::split(url)?;
    Some(match address.transport {
        Transport::Https => format!("git@{}:{}", address.host, address.path),
        Transport::Scp => format!("https://{}/{}", address.host, address.path),
    })
}

/// Reports what is wrong inside the keys that an app and an environment share.
pub(super) fn check(settings: &Settings, sink: &mut Sink) {
    if let Some(written) = &settings.target_revision {
        check_revision(written, sink);
    }
    if let Some(policy) = &settings.sync_policy {
        sync_policy::check(policy, sink);
    }
    if let [first, others @ ..] = settings.tools.as_slice() {
        for other in others {
            two_tools(first, other, sink);
        }
    }
    for tool in settings.tools.iter().filter_map(|tool| tool.tool.as_ref()) {
        if let Some(span) = tool.empty().filter(|span| !sink.has_error_in(*span)) {
            sink.report(shapes::EMPTY, span, "an empty mapping").help(
                "Argo CD finds out by itself what renders the directory; remove the key, or write what is special",
            );
        }
        if let Tool::Kustomize(kustomize) = tool {
            check_kustomize(kustomize, sink);
        }
    }
}

fn check_revision(written: &Spanned<String>, sink: &mut Sink) {
    if revision::is_head(&written.value) {
        sink.report(codes::HEAD, written.span, "`HEAD` follows whatever the default branch is")
            .help("write the branch, such as `main`");
    } else if revision::is_range(&written.value) {
        sink.report(
            codes::VERSION_RANGE,
            written.span,
            format!("Argo CD reads `{}` as a range of tags", written.value),
        )
        .help("write one tag, such as `v1.4.2`, or a branch");
    }
}

fn check_kustomize(kustomize: &KustomizeSpec, sink: &mut Sink) {
    let images = &kustomize.images;
    for (index, entry) in images.iter().enumerate() {
        let name = image::replaced(&entry.value);
        let first = images.iter().take(index).find(|other| image::replaced(&other.value) == name);
        if let Some(first) = first {
            sink.report(codes::IMAGE_TWICE, entry.span, format!("`{name}` is replaced twice"))
                .see(first.span, "first replaced here")
                .help("keep one of the two");
        }
    }
    reserved("label", &kustomize.common_labels, sink);
    reserved("annotation", &kustomize.common_annotations, sink);
}

fn reserved(what: &str, pairs: &[Pair], sink: &mut Sink) {
    for (key, _) in pairs {
        if let Some(owner) = RESERVED.iter().find(|owner| label::belongs_to(&key.value, owner)) {
            sink.report(codes::RESERVED_KEY, key.span, format!("a team can't set the {what} `{}`", key.value))
                .help(format!("remove it: keys of `{owner}` are the platform's"));
        }
    }
}

/// Reports an environment that brings another tool than the one above it.
pub(super) fn check_override(above: &Settings, own: &Settings, sink: &mut Sink) {
    let ([first], [other]) = (above.tools.as_slice(), own.tools.as_slice()) else { return };
    if first.key.value != other.key.value {
        two_tools(first, other, sink);
    }
}

fn two_tools(first: &ToolSpec, other: &ToolSpec, sink: &mut Sink) {
    let message = format!("both `{}` and `{}`", first.key.value, other.key.value);
    sink.report(shapes::TOO_MUCH, other.key.span, message)
        .see(first.key.span, "the other one")
        .help("keep the one that renders the directory");
}

/// What renders an app's manifests in one place: the environment's own, else the app's.
pub(super) fn tool(app: &AppSpec, environment: Option<&EnvironmentSpec>) -> Option<Tool> {
    written_tool(app, environment)?.tool.clone()
}

/// Whether Helm makes a release name of the application's name, or would without `releaseName`.
pub(super) fn is_helm(app: &AppSpec, environment: Option<&EnvironmentSpec>) -> bool {
    written_tool(app, environment).is_some_and(|tool| tool.key.value == "helm")
}

fn written_tool<'a>(app: &'a AppSpec, environment: Option<&'a EnvironmentSpec>) -> Option<&'a ToolSpec> {
    let own = environment.and_then(|environment| environment.settings.tools.first());
    own.or(app.settings.tools.first())
}
