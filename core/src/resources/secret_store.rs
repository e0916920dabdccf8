//! SecretStores: where the team's secrets are read from, as a service account that may read nothing else.
//!
//! Fed by `secrets`, and by `clusters[].region` of platform.yaml. Only the stores that are used are made. They are the team's
//! own: a store for the whole cluster would let every namespace read every secret.

use super::common;
use crate::{
    manifest::{Leaf, Manifest, Part, map},
    origin::Origin,
    platform::clusters::Cluster,
    team::{
        Team,
        secrets::{Secret, Store},
    },
};

pub(crate) fn build(team: &Team<'_>, cluster: &Cluster) -> Vec<Manifest> {
    let first = |store: Store| team.secrets.iter().find(|secret| secret.store.value == store);
    Store::ALL.into_iter().filter_map(|store| Some(secret_store(team, cluster, store, first(store)?))).collect()
}

/// The store of one AWS service; `first` is the secret that asks for it.
fn secret_store(team: &Team<'_>, cluster: &Cluster, store: Store, first: &Secret) -> Manifest {
    let origin = first.name.origin.becomes("a store for each service that `secrets` names");
    let name = Leaf::text(store.object_name(team.name()), Origin::INHERITED);
    common::object(team, Part::Namespace, "external-secrets.io/v1", "SecretStore", name, origin).field(
        "spec",
        map! {
            "provider" => map! {
                "aws" => map! {
                    "service" => store.service(),
                    "region" => cluster.region.as_ref(),
                    "auth" => map! {
                        "jwt" => map! {
                            "serviceAccountRef" => map! { "name" => team.secrets_account() },
                        },
                    },
                },
            },
        },
    )
}

#[cfg(test)]
mod tests {
    use super::super::common::emitted;

    const CLUSTER: &str =
        "clusters: [{name: one, server: https://one.example.com, region: us-east-1, accountId: \"111122223333\"}]\n";

    #[test]
    fn a_store_reads_as_the_teams_own_account() {
        let team = "team: demo\nsecrets: [{name: a, from: a}, {name: b, from: b}]";
        assert_eq!(
            emitted(team, CLUSTER, "SecretStore", "demo-secretsmanager"),
            "\
---
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata:
  name: demo-secretsmanager
  namespace: team-demo
  labels:
    app.kubernetes.io/managed-by: teamwright
    team: demo
  annotations:
    argocd.argoproj.io/sync-wave: \"3\"
spec:
  provider:
    aws:
      service: SecretsManager
      region: us-east-1
      auth:
        jwt:
          serviceAccountRef:
            name: demo-secrets
"
        );
        assert_eq!(emitted(team, CLUSTER, "SecretStore", "demo-parameterstore"), "");
    }

    #[test]
    fn each_service_has_a_store_of_its_own() {
        let team = "team: demo\nsecrets: [{name: a, from: a, store: parameterStore}]";
        assert!(
            emitted(team, CLUSTER, "SecretStore", "demo-parameterstore").contains("      service: ParameterStore\n")
        );
        assert_eq!(emitted(team, CLUSTER, "SecretStore", "demo-secretsmanager"), "");
    }
}
