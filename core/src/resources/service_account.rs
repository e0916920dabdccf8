//! ServiceAccounts: the identities of the team's pods, and the one that reads its secrets.
//!
//! Fed by `serviceAccounts` and `secrets`, and by `aws`, `clusters[].accountId` and `network.podIdentity` of platform.yaml.
//! No token is mounted unless a pod asks for it: whoever breaks into a pod finds no key to the Kubernetes API.
//! See <https://kubernetes.io/docs/concepts/security/rbac-good-practices/>.

use super::common;
use crate::{
    manifest::{Leaf, Manifest, Part, list, map},
    origin::{Origin, Sourced},
    platform::clusters::Cluster,
    team::Team,
};

/// Which role a pod of this account takes. EKS puts the role's token into the pod by itself.
/// See <https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html>.
const IRSA: &str = "eks.amazonaws.com/role-arn";
/// The same as a note, where EKS Pod Identity gives pods their roles: what counts there is an association in AWS, which
/// platform tooling makes from this. See <https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html>.
const POD_IDENTITY: &str = "teamwright.dev/pod-identity-role";

pub(crate) fn build(team: &Team<'_>, cluster: &Cluster) -> Vec<Manifest> {
    let mut accounts = vec![common::guarded(pods_account(team, "default".into(), team.namespace.origin))];
    for listed in &team.service_accounts {
        let mut account = pods_account(team, (&listed.name).into(), listed.name.origin);
        if let Some(arn) = listed.aws_role.as_ref().and_then(|role| arn(team, cluster, role)) {
            let key = if team.platform.network.pod_identity.value { POD_IDENTITY } else { IRSA };
            account = account.annotation(key, arn);
        }
        accounts.push(if listed.is_workload { common::guarded(account) } else { account });
    }
    if team.reads_secrets() {
        accounts.push(secrets_account(team, cluster));
    }
    accounts
}

/// An account that pods run as.
fn pods_account(team: &Team<'_>, name: Leaf, origin: Origin) -> Manifest {
    let registry = team.platform.aws.ecr.as_ref().map(|ecr| {
        let secret = team.registry_secret();
        list![map! { "name" => Leaf::text(secret.value, ecr.origin.becomes("the platform has a registry")) }]
    });
    common::object(team, Part::Namespace, "v1", "ServiceAccount", name, origin)
        .field("imagePullSecrets", registry)
        .field("automountServiceAccountToken", false)
}

/// The account as which External Secrets works for the team. No pod runs as it, and its role stays an IRSA role even with Pod
/// Identity: External Secrets asks for its token, and can't do so for roles that an association gives.
/// See <https://external-secrets.io/latest/provider/aws-access/>.
fn secrets_account(team: &Team<'_>, cluster: &Cluster) -> Manifest {
    let name = team.secrets_account();
    let origin = name.origin;
    let role = name.clone().map(|_| team.platform.aws.secrets_role(team.name()));
    let account = common::object(team, Part::Namespace, "v1", "ServiceAccount", name, origin);
    let account = match arn(team, cluster, &role) {
        Some(arn) => account.annotation(IRSA, arn),
        None => account,
    };
    account.field("automountServiceAccountToken", false)
}

/// The ARN of a role in the cluster's account.
fn arn(team: &Team<'_>, cluster: &Cluster, role: &Sourced<String>) -> Option<Leaf> {
    let arn = team.platform.aws.role_arn(cluster, &role.value)?;
    Some(Leaf::text(arn, role.origin.becomes("the cluster's account and the role's name")))
}

#[cfg(test)]
mod tests {
    use super::super::common::emitted;

    const CLUSTER: &str =
        "clusters: [{name: one, server: https://one.example.com, region: us-east-1, accountId: \"111122223333\"}]\n";

    #[test]
    fn every_team_has_two_accounts_without_tokens() {
        let expected = "\
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: NAME
  namespace: team-demo
  labels:
    app.kubernetes.io/managed-by: teamwright
    team: demo
  annotations:
    argocd.argoproj.io/sync-options: \"Prune=confirm,Delete=confirm\"
    argocd.argoproj.io/sync-wave: \"-3\"
automountServiceAccountToken: false
";
        for name in ["default", "demo-workload"] {
            assert_eq!(emitted("team: demo", "", "ServiceAccount", name), expected.replace("NAME", name));
        }
        assert_eq!(emitted("team: demo", "", "ServiceAccount", "demo-secrets"), "");
    }

    #[test]
    fn a_role_is_one_of_the_clusters_account() {
        let team = "team: demo\nserviceAccounts: [{name: reports, awsRole: team-demo-reports}]";
        assert_eq!(
            emitted(team, CLUSTER, "ServiceAccount", "reports"),
            "\
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: reports
  namespace: team-demo
  labels:
    app.kubernetes.io/managed-by: teamwright
    team: demo
  annotations:
    argocd.argoproj.io/sync-wave: \"-3\"
    eks.amazonaws.com/role-arn: \"arn:aws:iam::111122223333:role/team-demo-reports\"
automountServiceAccountToken: false
"
        );
    }

    #[test]
    fn pod_identity_leaves_a_note_to_pods_and_a_role_to_external_secrets() {
        let team = "team: demo\nserviceAccounts: [{name: a, awsRole: team-demo-a}]\nsecrets: [{name: b, from: b}]";
        let platform = format!("{CLUSTER}network: {{podIdentity: true, ingress: []}}");
        let of = |name: &str| emitted(team, &platform, "ServiceAccount", name);
        assert!(of("a").contains("teamwright.dev/pod-identity-role: \"arn:aws:iam::111122223333:role/team-demo-a\""));
        assert!(!of("a").contains("eks.amazonaws.com"));
        let expected = "eks.amazonaws.com/role-arn: \"arn:aws:iam::111122223333:role/team-demo-secrets\"";
        assert!(of("demo-secrets").contains(expected));
    }

    #[test]
    fn pods_pull_from_the_registry() {
        let platform = format!("{CLUSTER}aws: {{ecr: {{accountId: \"999900001111\", region: us-east-1}}}}");
        for name in ["default", "demo-workload"] {
            let account = emitted("team: demo", &platform, "ServiceAccount", name);
            assert!(account.contains("imagePullSecrets:\n- name: demo-registry\n"), "{account}");
        }
        let account = emitted("team: demo", &platform, "ServiceAccount", "demo-secrets");
        assert!(account.contains("role/team-demo-secrets") && !account.contains("imagePullSecrets"), "{account}");
    }
}
