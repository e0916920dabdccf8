//! Registry password: an ECRAuthorizationToken that fetches it, and an ExternalSecret that keeps it in a Secret from which every
//! pod of the team pulls its images.
//!
//! Fed by `aws.ecr` of platform.yaml. AWS gives out passwords for twelve hours.
//! See <https://external-secrets.io/latest/api/generator/ecr/>.

use super::common;
use crate::{
    manifest::{Leaf, Manifest, Part, list, map},
    origin::Origin,
    platform::{aws::Ecr, clusters::Cluster},
    team::Team,
};

const GENERATORS: &str = "generators.external-secrets.io/v1alpha1";
const GENERATOR: &str = "ECRAuthorizationToken";

pub(crate) fn build(team: &Team<'_>, cluster: &Cluster) -> Vec<Manifest> {
    let Some(ecr) = &team.platform.aws.ecr else { return Vec::new() };
    vec![token(team, cluster, ecr), secret(team, ecr)]
}

/// The password carries the rights of the team's own role. A cluster without an account has no such role: there External
/// Secrets asks as itself.
fn token(team: &Team<'_>, cluster: &Cluster, ecr: &Ecr) -> Manifest {
    let account = cluster.account_id.as_ref().map(|_| {
        map! {
            "jwt" => map! {
                "serviceAccountRef" => map! { "name" => team.secrets_account() },
            },
        }
    });
    common::object(team, Part::Namespace, GENERATORS, GENERATOR, team.registry_secret(), ecr.origin)
        .field("spec", map! { "region" => &ecr.region, "auth" => account })
}

fn secret(team: &Team<'_>, ecr: &Ecr) -> Manifest {
    let name = team.registry_secret();
    common::object(team, Part::Namespace, "external-secrets.io/v1", "ExternalSecret", name.clone(), ecr.origin).field(
        "spec",
        map! {
            "refreshInterval" => "6h",
            "target" => map! {
                "name" => &name,
                "creationPolicy" => "Owner",
                "deletionPolicy" => "Retain",
                "template" => map! {
                    "type" => "kubernetes.io/dockerconfigjson",
                    "data" => map! { ".dockerconfigjson" => docker_config(ecr) },
                },
            },
            "dataFrom" => list![map! {
                "sourceRef" => map! {
                    "generatorRef" => map! {
                        "apiVersion" => GENERATORS,
                        "kind" => GENERATOR,
                        "name" => &name,
                    },
                },
            }],
        },
    )
}

/// External Secrets fills in what the generator answers; the registry's host is made of digits, letters, dots and `-` only.
fn docker_config(ecr: &Ecr) -> Leaf {
    let host = ecr.host();
    let config =
        format!(r#"{{"auths":{{"{host}":{{"username":"{{{{ .username }}}}","password":"{{{{ .password }}}}"}}}}}}"#);
    Leaf::text(config, Origin::INHERITED)
}

#[cfg(test)]
mod tests {
    use super::super::common::emitted;

    const ECR: &str = "aws: {ecr: {accountId: \"999900001111\", region: eu-central-1}}\n";

    #[test]
    fn the_password_is_fetched_as_the_teams_own_account() {
        let cluster = "clusters: [{name: one, server: https://one.example.com, accountId: \"111122223333\"}]\n";
        assert_eq!(
            emitted("team: demo", &format!("{ECR}{cluster}"), "ECRAuthorizationToken", "demo-registry"),
            "\
---
apiVersion: generators.external-secrets.io/v1alpha1
kind: ECRAuthorizationToken
metadata:
  name: demo-registry
  namespace: team-demo
  labels:
    app.kubernetes.io/managed-by: teamwright
    team: demo
  annotations:
    argocd.argoproj.io/sync-wave: \"3\"
spec:
  region: eu-central-1
  auth:
    jwt:
      serviceAccountRef:
        name: demo-secrets
"
        );
    }

    #[test]
    fn a_cluster_without_an_account_has_no_role_to_ask_as() {
        let token = emitted("team: demo", ECR, "ECRAuthorizationToken", "demo-registry");
        assert!(token.ends_with("spec:\n  region: eu-central-1\n"), "{token}");
    }

    #[test]
    fn the_secret_is_one_that_pods_pull_images_with() {
        let secret = emitted("team: demo", ECR, "ExternalSecret", "demo-registry");
        assert!(
            secret.ends_with(
                "\
spec:
  refreshInterval: \"6h\"
  target:
    name: demo-registry
    creationPolicy: Owner
    deletionPolicy: Retain
    template:
      type: kubernetes.io/dockerconfigjson
      data:
        \".dockerconfigjson\": \"{\\\"auths\\\":{\\\"999900001111.dkr.ecr.eu-central-1.amazonaws.com\\\":{\\\"username\\\":\\\"{{ .username }}\\\",\\\"password\\\":\\\"{{ .password }}\\\"}}}\"
  dataFrom:
  - sourceRef:
      generatorRef:
        apiVersion: generators.external-secrets.io/v1alpha1
        kind: ECRAuthorizationToken
        name: demo-registry
"
            ),
            "{secret}"
        );
    }
}
