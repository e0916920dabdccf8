//! What holds inside a cluster whatever is in Git: admission policies of Kubernetes' own, and the Application that brings them there.
//! See <https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/>.

use super::{IN_CLUSTER, Layer, all, finished, made, sync_policy};
use crate::{
    manifest::{Leaf, Manifest, Part, Tree, list, map},
    origin::{Origin, Place},
    platform::clusters::Cluster,
};

/// Before any namespace of a team.
pub(super) const WAVE: i32 = -8;

/// The folder of a cluster's guards below the cluster's.
pub(super) const FOLDER: &str = "guards";

/// Kubernetes' own admission policies.
pub(super) const ADMISSION: &str = "admissionregistration.k8s.io/v1";

pub(super) const CREATE_AND_UPDATE: &[&str] = &["CREATE", "UPDATE"];

const LABELS: &str = "teamwright-team-labels";
const ROLES: &str = "teamwright-service-account-roles";

/// The label that says whose a namespace is; only namespaces of teams carry it.
pub(super) const TEAM_LABEL: &str = "teamwright.dev/team";

/// One Application a cluster.
pub(super) fn applications(layer: &Layer<'_>) -> Vec<Manifest> {
    all(layer.platform.clusters.iter().map(|cluster| application(layer, cluster, FOLDER, WAVE)))
}

/// The Application that brings a folder of a cluster there.
pub(super) fn application(layer: &Layer<'_>, cluster: &Cluster, folder: &str, wave: i32) -> Manifest {
    let name = &cluster.name.value;
    let path = layer.path(name, folder);
    layer.object("Application", format!("platform-{folder}-{name}"), wave).field(
        "spec",
        map! {
            "project" => &layer.platform.argocd.project,
            "source" => layer.source(made(path, "clustersPath and the cluster's name"), Tree::Absent),
            "destination" => map! { "server" => &cluster.server, "namespace" => &layer.platform.argocd.namespace },
            "syncPolicy" => sync_policy(false, vec!["FailOnSharedResource=true"], Tree::Absent),
        },
    )
}

pub(super) fn build(layer: &Layer<'_>, cluster: &Cluster) -> Vec<Manifest> {
    let labels = policy(
        LABELS,
        rule("", CREATE_AND_UPDATE, &["namespaces"]),
        list![map! { "name" => "not-argo-cd", "expression" => not_argo_cd(layer, cluster) }],
        list![
            map! { "name" => "before", "expression" => "request.operation == 'CREATE' ? {} : oldObject.metadata.?labels.orValue({})" },
            map! { "name" => "after", "expression" => "object.metadata.?labels.orValue({})" },
        ],
        list![map! {
            "expression" => "variables.after.all(key, !key.startsWith('teamwright.dev/') || (key in variables.before && variables.before[key] == variables.after[key])) && variables.before.all(key, !key.startsWith('teamwright.dev/') || key in variables.after)",
            "message" => "labels of teamwright.dev say whose a namespace is, and only Argo CD sets them: change the team's file in Git",
            "reason" => "Forbidden",
        }],
    );
    let roles = policy(
        ROLES,
        rule("", CREATE_AND_UPDATE, &["serviceaccounts"]),
        Tree::Absent,
        list![
            map! { "name" => "role", "expression" => "object.metadata.?annotations[?'eks.amazonaws.com/role-arn'].orValue('')" },
            map! { "name" => "beginning", "expression" => beginning(layer) },
        ],
        list![map! {
            "expression" => "variables.role == '' || variables.role.split('/')[variables.role.split('/').size() - 1].startsWith(variables.beginning)",
            "messageExpression" => "'a service account of this namespace takes only roles that begin with ' + variables.beginning",
            "reason" => "Forbidden",
        }],
    );
    let everywhere = map! {};
    let of_teams = map! { "matchExpressions" => list![map! { "key" => TEAM_LABEL, "operator" => "Exists" }] };
    all([labels, binding(LABELS, everywhere), roles, binding(ROLES, of_teams)])
}

/// Requests that Argo CD's controller does not make.
fn not_argo_cd(layer: &Layer<'_>, cluster: &Cluster) -> Leaf {
    let [controller, ..] = argo_cds(layer, cluster);
    made(format!("request.userInfo.username != '{controller}'"), "Argo CD's own account in this cluster")
}

/// By which accounts Argo CD changes a cluster: its controller's, and its server's, which does what people ask for in its
/// interface. In its own cluster both have one of their own; elsewhere both use the one that `argocd cluster add` makes:
/// <https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters>.
pub(super) fn argo_cds(layer: &Layer<'_>, cluster: &Cluster) -> [String; 2] {
    let namespace = layer.platform.argocd.namespace.value.as_str();
    ["argocd-application-controller", "argocd-server"].map(|name| {
        if cluster.server.value == IN_CLUSTER {
            format!("system:serviceaccount:{namespace}:{name}")
        } else {
            "system:serviceaccount:kube-system:argocd-manager".to_owned()
        }
    })
}

/// What a team's roles in AWS begin with: `<rolePrefix><team>-`.
fn beginning(layer: &Layer<'_>) -> Leaf {
    let prefix = &layer.platform.aws.role_prefix;
    let text = format!("'{}' + namespaceObject.metadata.labels['{TEAM_LABEL}'] + '-'", prefix.value);
    Leaf::text(text, Origin::derived("aws.irsa.rolePrefix", prefix.origin.place))
}

pub(super) fn rule(
    group: &'static str,
    operations: &'static [&'static str],
    resources: &'static [&'static str],
) -> Tree {
    map! {
        "apiGroups" => list![group],
        "apiVersions" => &["v1"],
        "operations" => operations,
        "resources" => resources,
    }
}

fn policy(name: &'static str, rule: Tree, conditions: Tree, variables: Tree, validations: Tree) -> Manifest {
    cluster_wide(ADMISSION, "ValidatingAdmissionPolicy", name).field(
        "spec",
        map! {
            "failurePolicy" => "Fail",
            "matchConstraints" => map! { "resourceRules" => list![rule] },
            "matchConditions" => conditions,
            "variables" => variables,
            "validations" => validations,
        },
    )
}

fn binding(name: &'static str, namespaces: Tree) -> Manifest {
    let matched = map! { "namespaceSelector" => namespaces.or_absent() }.or_absent();
    cluster_wide(ADMISSION, "ValidatingAdmissionPolicyBinding", name)
        .field("spec", map! { "policyName" => name, "validationActions" => &["Deny"], "matchResources" => matched })
}

/// An object of admission.
pub(super) fn cluster_wide(api_version: &'static str, kind: &'static str, name: impl Into<Leaf>) -> Manifest {
    let origin = Origin::derived("what holds whatever is in Git", Place::Nowhere);
    finished(Manifest::new(Part::All, api_version, kind, name, origin), 0)
}
