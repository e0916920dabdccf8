//! AppProjects: the platform's own, and one for each kind of thing that is deployed for teams. They are apart so that what is
//! made from a team's file can never reach what the platform owns.
//! See <https://argo-cd.readthedocs.io/en/stable/user-guide/projects/>.

use std::collections::BTreeMap;

use super::{IN_CLUSTER, Layer, all, components, made, policies::signatures};
use crate::{
    manifest::{Leaf, Manifest, Tree, list, map},
    platform::gitops::TeamApplications,
};

/// Makes AppProjects and Applications of teams.
pub(super) const CONTROL: &str = "teams-control";
/// Makes the namespaces of teams and what guards them.
pub(super) const GUARDRAILS: &str = "teams-guardrails";

/// What the platform's own project says of itself.
const PLATFORM: &str = "What the platform team deploys";

/// Before everything that is deployed through them.
const WAVE: i32 = -10;

/// What part `namespace` may hold beside the Namespace itself and what templates make.
const GUARDS: &[(&str, &str)] = &[
    ("", "LimitRange"),
    ("", "ResourceQuota"),
    ("", "ServiceAccount"),
    ("external-secrets.io", "ExternalSecret"),
    ("external-secrets.io", "SecretStore"),
    ("generators.external-secrets.io", "ECRAuthorizationToken"),
    ("networking.k8s.io", "NetworkPolicy"),
    ("policies.kyverno.io", "NamespacedMutatingPolicy"),
    ("rbac.authorization.k8s.io", "Role"),
    ("rbac.authorization.k8s.io", "RoleBinding"),
];

/// What parts `project` and `apps` hold.
const CONTROLS: &[(&str, &str)] = &[("argoproj.io", "AppProject"), ("argoproj.io", "Application")];

/// The oldest Argo CD that restricts cluster-wide objects by name; an older one would drop the name without a word.
/// See <https://argo-cd.readthedocs.io/en/stable/operator-manual/upgrading/3.2-3.3/>.
const NAMES_CLUSTER_RESOURCES: (u32, u32) = (3, 3);

/// The projects of teams.
pub(super) fn build(layer: &Layer<'_>) -> Vec<Manifest> {
    let control = map! { "server" => IN_CLUSTER, "namespace" => &layer.platform.argocd.namespace };
    let own = || list![layer.repository];
    let prefix = &layer.platform.names.prefix;
    let namespaces = made(format!("{}*", prefix.value), "namespacePrefix");
    let guarded = || {
        let mut servers: Vec<_> = layer.servers().collect();
        servers.dedup_by(|a, b| a.value == b.value);
        servers.into_iter().map(|server| map! { "server" => server, "namespace" => namespaces.clone() })
    };
    let name = (layer.platform.argocd.version >= NAMES_CLUSTER_RESOURCES).then(|| namespaces.clone());
    let namespace = list![map! { "group" => "", "kind" => "Namespace", "name" => name }];
    match layer.gitops().team_applications {
        TeamApplications::Three => all([
            project(
                layer,
                CONTROL,
                "The Argo CD objects of teams",
                own(),
                Tree::list([control]),
                list![],
                kinds(&[CONTROLS], &[]),
            ),
            project(
                layer,
                GUARDRAILS,
                "The namespaces of teams and what guards them",
                own(),
                Tree::list(guarded()),
                namespace,
                kinds(&[GUARDS], &templated(layer)),
            ),
        ]),
        // A single Application a team makes both.
        TeamApplications::One => all([project(
            layer,
            GUARDRAILS,
            "Everything that is made for teams",
            own(),
            Tree::list([control].into_iter().chain(guarded())),
            namespace,
            kinds(&[CONTROLS, GUARDS], &templated(layer)),
        )]),
    }
}

/// The project of what the platform team owns.
pub(super) fn platform(layer: &Layer<'_>) -> Manifest {
    // ValidatingAdmissionPolicies lie in no namespace, but an Application must name one.
    let destination = |server: Tree| map! { "server" => server, "namespace" => &layer.platform.argocd.namespace };
    let elsewhere = layer.servers().filter(|server| server.value != IN_CLUSTER);
    let servers = [Tree::from(IN_CLUSTER)].into_iter().chain(elsewhere.map(Tree::from));
    let namespaces = components::namespaces(layer).into_iter();
    let namespaces = namespaces.filter(|name| name.as_text() != Some(layer.platform.argocd.namespace.value.as_str()));
    let destinations = Tree::list(
        servers
            .map(destination)
            .chain(namespaces.map(|namespace| map! { "server" => IN_CLUSTER, "namespace" => namespace })),
    );
    let name = layer.platform.argocd.project.value.as_str();
    let charts = components::repositories(layer);
    if !charts.is_empty() {
        // Charts hold kinds of their own, and roles that the API server lets only those grant who have them.
        let every = || list![map! { "group" => "*", "kind" => "*" }];
        let sources = Tree::list([Tree::from(layer.repository)].into_iter().chain(charts.into_iter().map(Tree::from)));
        return project(layer, name, PLATFORM, sources, destinations, every(), every());
    }
    let signatures = signatures::are_verified(layer)
        .then(|| map! { "group" => "policies.kyverno.io", "kind" => "ImageValidatingPolicy" });
    let guards = list![
        map! { "group" => "admissionregistration.k8s.io", "kind" => "ValidatingAdmissionPolicy" },
        map! { "group" => "admissionregistration.k8s.io", "kind" => "ValidatingAdmissionPolicyBinding" },
        signatures,
    ];
    let kinds = list![
        map! { "group" => "", "kind" => "ConfigMap" },
        map! { "group" => "argoproj.io", "kind" => "AppProject" },
        map! { "group" => "argoproj.io", "kind" => "Application" },
        map! { "group" => "argoproj.io", "kind" => "ApplicationSet" },
    ];
    project(layer, name, PLATFORM, list![layer.repository], destinations, guards, kinds)
}

fn project(
    layer: &Layer<'_>,
    name: &str,
    description: &'static str,
    sources: Tree,
    destinations: Tree,
    cluster_kinds: Tree,
    kinds: Tree,
) -> Manifest {
    layer.object("AppProject", name, WAVE).field(
        "spec",
        map! {
            "description" => description,
            "sourceRepos" => sources,
            "destinations" => destinations,
            "clusterResourceWhitelist" => cluster_kinds,
            "namespaceResourceWhitelist" => kinds,
        },
    )
}

/// The kinds that the platform's templates make, each once. A template that is new needs a new layer: without it, Argo CD
/// refuses the object rather than deploy what nobody allowed.
fn templated(layer: &Layer<'_>) -> Vec<Tree> {
    let kinds = layer.platform.templates.iter().map(|template| {
        let origin = template.origin(template.kind.span);
        ((template.group(), template.kind.value.as_str()), origin)
    });
    let kinds: BTreeMap<_, _> = kinds.collect();
    let leaf = |text: &str, origin| Leaf::text(text, origin);
    let row = |((group, kind), origin): ((&str, &str), _)| map! { "group" => leaf(group, origin), "kind" => leaf(kind, origin) };
    kinds.into_iter().map(row).collect()
}

fn kinds(tables: &[&[(&'static str, &'static str)]], templated: &[Tree]) -> Tree {
    let rows = tables.iter().flat_map(|table| table.iter());
    let rows = rows.map(|(group, kind)| map! { "group" => *group, "kind" => *kind });
    Tree::list(rows.chain(templated.iter().cloned()))
}
