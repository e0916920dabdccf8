//! What a template never makes: what guards the teams, what the compiler makes itself, and what lies in no namespace.

use smol_str::SmolStr;

use crate::{
    diagnostic::{Sink, templates as codes},
    shape::Fault,
    span::Spanned,
    value::kind,
};

/// Kinds that lie in no namespace, as far as Kubernetes' own are concerned; those of others are told by their beginning. What
/// is in neither list is refused by Argo CD, whose project for the guards allows of these Namespaces alone.
/// See <https://kubernetes.io/docs/reference/kubernetes-api/>.
const IN_NO_NAMESPACE: &[&str] = &[
    "APIService",
    "CSIDriver",
    "CSINode",
    "CertificateSigningRequest",
    "DeviceClass",
    "FlowSchema",
    "GatewayClass",
    "IngressClass",
    "Node",
    "PersistentVolume",
    "PriorityClass",
    "PriorityLevelConfiguration",
    "ResourceSlice",
    "RuntimeClass",
    "ServiceCIDR",
    "IPAddress",
    "StorageClass",
    "StorageVersionMigration",
    "VolumeAttachment",
    "VolumeAttributesClass",
];

/// Judges an API group.
pub(super) fn group(group: &str) -> Result<(), Fault> {
    if kind::is_guarded_group(group) {
        return Err(Fault::new(format!("kinds of `{group}` guard the teams; no template makes one"))
            .code(codes::KIND)
            .help("remove the template; what guards a team comes from platform.yaml and team.yaml alone"));
    }
    Ok(())
}

/// Judges a kind, whatever its group.
pub(super) fn kind(text: &str) -> Result<(), Fault> {
    let begins_with_cluster =
        text.strip_prefix("Cluster").is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_uppercase()));
    let fault = |message: String, help: &str| Err(Fault::new(message).code(codes::KIND).help(help));
    if IN_NO_NAMESPACE.contains(&text) || (begins_with_cluster && !kind::is_guarded(text)) {
        return fault(
            format!("`{text}` lies in no namespace, and a template makes objects of a team's"),
            "remove the template; what is there once a cluster belongs to a component",
        );
    }
    if kind::is_guarded(text) {
        return fault(
            format!("`{text}` guards the teams; no template makes one"),
            "remove the template; what guards a team comes from platform.yaml and team.yaml alone",
        );
    }
    // Argo CD takes a list for the objects in it.
    if text.ends_with("List") {
        return fault(format!("`{text}` stands for several objects"), "give each object a template of its own");
    }
    Ok(())
}

/// Judges kinds of the core group that other groups may have as well.
pub(super) fn check(group: &str, kind: &Spanned<String>, sink: &mut Sink) {
    let why = match (group, kind.value.as_str()) {
        ("", "Secret") => "a Secret in Git can be read by everybody who reads the repository",
        ("", "ServiceAccount") => "ServiceAccounts of a team come from its team.yaml, with the roles that it may have",
        _ => return,
    };
    let help = match kind.value.as_str() {
        "Secret" => "let teams read it with `secrets` of team.yaml",
        _ => "let teams write `serviceAccounts` in team.yaml",
    };
    sink.report(codes::KIND, kind.span, why).help(help);
}

/// Whether Kubernetes makes an object of this name in every namespace itself.
/// See <https://kubernetes.io/docs/concepts/storage/projected-volumes/#clustertrustbundle>.
pub(crate) fn is_made_by_kubernetes(kind: &SmolStr, name: &str) -> bool {
    kind == "ConfigMap" && name == "kube-root-ca.crt"
}

#[cfg(test)]
mod tests {
    use crate::{Source, resources, template::Template};

    fn codes(api_version: &str, kind: &str) -> Vec<&'static str> {
        let text = format!("apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: a}}\n");
        let (template, found) = Template::parse(&Source::new("t", text), 0);
        assert_eq!(template.is_none(), !found.is_empty());
        found.iter().map(|found| found.code.id).collect()
    }

    #[test]
    fn nothing_that_guards_a_team_is_made() {
        // Every kind that the compiler makes, so that no template can replace one of its objects.
        for row in resources::KINDS {
            assert!(codes(row.api_version, row.kind).contains(&"TW1106"), "{}", row.kind);
        }
        for (api_version, kind) in [
            ("v1", "Secret"),
            ("v1", "List"),
            ("v1", "ConfigMapList"),
            ("v1", "Node"),
            ("v1", "Endpoints"),
            ("cilium.io/v2", "CiliumNetworkPolicy"),
            ("kyverno.io/v2", "PolicyException"),
            ("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy"),
            ("apiextensions.k8s.io/v1", "CustomResourceDefinition"),
            ("cert-manager.io/v1", "ClusterIssuer"),
            ("rbac.authorization.k8s.io/v1", "ClusterRoleBinding"),
        ] {
            assert!(codes(api_version, kind).iter().all(|code| *code == "TW1106"), "{kind}");
            assert!(!codes(api_version, kind).is_empty(), "{kind}");
        }
        for (api_version, kind) in
            [("v1", "ConfigMap"), ("policy/v1", "PodDisruptionBudget"), ("postgresql.cnpg.io/v1", "Cluster")]
        {
            assert_eq!(codes(api_version, kind), [""; 0], "{kind}");
        }
    }
}
