//! What objects of a team have in common: where they live, whose they are, and how they may be deleted.

use smol_str::format_smolstr;

use crate::{
    manifest::{Leaf, Manifest, Part},
    origin::Origin,
    team::Team,
};

/// Who made an object. See <https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/>.
pub(crate) const MANAGED_BY: &str = "app.kubernetes.io/managed-by";

/// An object of a team with nothing in it yet, with the labels that say whose it is. Objects of the namespace part lie in
/// the team's namespace, all others in Argo CD's; the Namespace itself lies in none and is made without this.
pub(crate) fn object(
    team: &Team<'_>,
    part: Part,
    api_version: &'static str,
    kind: &'static str,
    name: impl Into<Leaf>,
    origin: Origin,
) -> Manifest {
    let namespace = if part == Part::Namespace { &team.namespace } else { &team.platform.argocd.namespace };
    Manifest::new(part, api_version, kind, name, origin)
        .in_namespace(namespace)
        .label(MANAGED_BY, "teamwright")
        .label("team", &team.name)
}

/// The name of the team's AppProject: `team-<team>`.
pub(crate) fn project_name(team: &Team<'_>) -> Leaf {
    Leaf::text(format_smolstr!("team-{}", team.name()), team.name.origin.becomes("`team-` and the team's name"))
}

/// Lets a person confirm before Argo CD deletes the object. Every object that a team's namespace always has carries it:
/// on the Namespace alone, quota and default deny would go first when a file is lost or renamed.
/// See <https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#prune-confirmation>.
pub(crate) fn guarded(manifest: Manifest) -> Manifest {
    manifest.annotation("argocd.argoproj.io/sync-options", "Prune=confirm,Delete=confirm")
}

/// The YAML of one object of a team, for tests that show it whole.
#[cfg(test)]
pub(crate) fn emitted(team: &str, platform: &str, kind: &str, name: &str) -> String {
    use crate::{Platform, Source, Target, compile, render};
    let platform = match platform {
        "" => Platform::built_in(),
        text => Platform::parse(&Source::new("platform.yaml", text)),
    };
    assert!(!platform.has_errors(), "{:#?}", platform.diagnostics());
    let compilation = compile(&Source::new("team.yaml", team), &platform, &Target::default());
    let Some(mut manifests) = compilation.manifests else { panic!("{:#?}", compilation.diagnostics) };
    manifests.retain(|manifest| manifest.kind == kind && manifest.name.as_text() == Some(name));
    render::stream(&manifests)
}
