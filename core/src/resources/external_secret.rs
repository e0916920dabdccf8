//! ExternalSecrets: each copies one secret from AWS into a Secret of the namespace and keeps it up to date.
//!
//! Fed by `secrets`, and by the prefixes of `aws` of platform.yaml, behind which a team reads nothing but its own.
//! No value ever stands in Git or in a manifest.

use super::common;
use crate::{
    manifest::{Leaf, Manifest, Part, Tree, list, map},
    origin::Sourced,
    team::{Team, secrets::Secret},
};

pub(crate) fn build(team: &Team<'_>) -> Vec<Manifest> {
    team.secrets.iter().map(|secret| external_secret(team, secret)).collect()
}

fn external_secret(team: &Team<'_>, secret: &Secret) -> Manifest {
    let Secret { name, source, keys, store, refresh_interval } = secret;
    let whole = keys.is_empty().then(|| list![map! { "extract" => map! { "key" => source } }]);
    let single = Tree::list(keys.iter().map(|key| single_key(source, key)));
    common::object(team, Part::Namespace, "external-secrets.io/v1", "ExternalSecret", name, name.origin).field(
        "spec",
        map! {
            "refreshInterval" => refresh_interval,
            "secretStoreRef" => map! {
                "kind" => "SecretStore",
                "name" => Leaf::text(store.value.object_name(team.name()), store.origin.brings("team and store")),
            },
            // The Secret goes with its ExternalSecret, but stays as it is while AWS can't be asked.
            "target" => map! {
                "name" => name,
                "creationPolicy" => "Owner",
                "deletionPolicy" => "Retain",
            },
            "data" => single.or_absent(),
            "dataFrom" => whole,
        },
    )
}

/// One key of the JSON object that the secret is, under its own name.
fn single_key(source: &Sourced<String>, key: &Sourced<String>) -> Tree {
    map! {
        "secretKey" => key,
        "remoteRef" => map! { "key" => source, "property" => key },
    }
}

#[cfg(test)]
mod tests {
    use super::super::common::emitted;

    const CLUSTER: &str =
        "clusters: [{name: one, server: https://one.example.com, region: us-east-1, accountId: \"111122223333\"}]\n";

    #[test]
    fn listed_keys_are_copied_one_by_one() {
        let team =
            "team: demo\nsecrets: [{name: db, from: postgres, keys: [username, password], refreshInterval: 30m}]";
        assert_eq!(
            emitted(team, CLUSTER, "ExternalSecret", "db"),
            "\
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: db
  namespace: team-demo
  labels:
    app.kubernetes.io/managed-by: teamwright
    team: demo
  annotations:
    argocd.argoproj.io/sync-wave: \"3\"
spec:
  refreshInterval: \"30m\"
  secretStoreRef:
    kind: SecretStore
    name: demo-secretsmanager
  target:
    name: db
    creationPolicy: Owner
    deletionPolicy: Retain
  data:
  - secretKey: username
    remoteRef:
      key: team/demo/postgres
      property: username
  - secretKey: password
    remoteRef:
      key: team/demo/postgres
      property: password
"
        );
    }

    #[test]
    fn without_keys_the_whole_secret_is_copied() {
        let team = "team: demo\nsecrets: [{name: flags, from: web/flags, store: parameterStore}]";
        let secret = emitted(team, CLUSTER, "ExternalSecret", "flags");
        assert!(secret.contains("  refreshInterval: \"1h\"\n"), "{secret}");
        assert!(secret.ends_with("  dataFrom:\n  - extract:\n      key: /team/demo/web/flags\n"), "{secret}");
    }
}
