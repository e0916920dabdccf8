//! What the charts are installed with: a few values that are safer than the charts' own, the platform's over them.

use std::borrow::Cow;

use super::{
    super::{argocd_cm, made},
    Component, Layer, arn,
};
use crate::{
    Source,
    diagnostic::Sink,
    manifest::{Leaf, Tree, free, list, map},
    origin::Origin,
    platform::components::Account,
};

/// How the role of a service account is called. See <https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html>.
const IRSA: &str = "eks.amazonaws.com/role-arn";

/// The plugin's container, as the installation guide adds it to an Argo CD that is there already.
const SIDECAR: &str = include_str!("../../../../plugin-cmp/deploy/helm/values.yaml");

/// All values of a component; `{}` if it has none.
pub(super) fn of(layer: &Layer<'_>, component: &Component) -> Tree {
    let chart = component.built_in_chart();
    let own = chart.map_or(map! {}, |chart| built_in(layer, chart.component));
    let role = component.irsa_role.as_ref().and_then(|role| arn(layer.platform, role));
    let release = component.release();
    let roles = component.accounts().iter().filter_map(|account| Some(taking(account, release, role.clone()?)));
    let safe = roles.fold(own, merged);
    let written = component.values.as_ref().map_or(Tree::Absent, |written| free(written, Origin::platform));
    merged(safe, written)
}

/// Only keys that the chart of this very version has.
fn built_in(layer: &Layer<'_>, component: &str) -> Tree {
    match component {
        "argo-cd" => argo_cd(layer),
        // The API server refuses pods while no replica answers.
        "kyverno" => map! { "admissionController" => map! { "replicas" => 3 } },
        "argo-workflows" => map! {
            // The full definitions would be fetched from the network by a job.
            "crds" => map! { "full" => false },
            "server" => map! { "authModes" => list!["client"] },
            // It would let every pod of the namespace `default` report as a workflow.
            "workflow" => map! { "rbac" => map! { "create" => false } },
            "useStaticCredentials" => false,
        },
        "argo-events" => map! {
            "controller" => map! {
                "containerSecurityContext" => map! {
                    "allowPrivilegeEscalation" => false,
                    "capabilities" => map! { "drop" => list!["ALL"] },
                    "seccompProfile" => map! { "type" => "RuntimeDefault" },
                },
            },
        },
        "prometheus" => map! {
            // It needs the node's own network and files, and so a namespace of its own.
            "prometheus-node-exporter" => map! { "enabled" => false },
            // Anyone who reaches it can write metrics.
            "prometheus-pushgateway" => map! { "enabled" => false },
        },
        "loki" => loki(),
        "tempo" => map! {
            "persistence" => map! { "enabled" => true },
            "tempo" => map! { "reportingEnabled" => false },
        },
        "grafana" => grafana(layer),
        "trivy-operator" => map! {
            "operator" => map! {
                // They need the node's own files.
                "infraAssessmentScannerEnabled" => false,
                // The credentials of every namespace.
                "accessGlobalSecretsAndServiceAccount" => false,
            },
        },
        "falco" => map! {
            "driver" => map! { "kind" => "modern_ebpf", "modernEbpf" => map! { "leastPrivileged" => true } },
        },
        "opencost" => map! {
            "opencost" => map! {
                "prometheus" => map! {
                    "internal" => map! {
                        "serviceName" => "prometheus-server",
                        "namespaceName" => namespace_of(layer, "prometheus"),
                        "port" => 80,
                    },
                },
            },
        },
        "velero" => map! {
            // Where backups go is the platform's to say.
            "backupsEnabled" => false,
            "snapshotsEnabled" => false,
            // Pods take a role; Argo CD applies the definitions.
            "credentials" => map! { "useSecret" => false },
            "upgradeCRDs" => false,
        },
        _ => map! {},
    }
}

/// Argo CD as it runs the plugin, and when it takes an Application for healthy.
fn argo_cd(layer: &Layer<'_>) -> Tree {
    let health = map! { "configs" => map! { "cm" => Tree::map(argocd_cm::health(layer)) } };
    let source = Source::new("values.yaml", SIDECAR);
    let sidecar = crate::yaml::parse(&mut Sink::new(&source));
    merged(health, sidecar.map_or(Tree::Absent, |sidecar| free(&sidecar, |_| Origin::built_in())))
}

/// One process with its files on a volume. Caches and probes for larger ones are left out.
fn loki() -> Tree {
    let off = || map! { "enabled" => false };
    let replicas = |count: i64| map! { "replicas" => count };
    map! {
        "deploymentMode" => "Monolithic",
        "singleBinary" => replicas(1),
        // The chart counts those of its other mode even where it deploys none of them, and refuses both.
        "read" => replicas(0),
        "write" => replicas(0),
        "backend" => replicas(0),
        "loki" => map! {
            "auth_enabled" => false,
            "commonConfig" => map! { "replication_factor" => 1 },
            "storage" => map! { "type" => "filesystem" },
            "schemaConfig" => map! {
                "configs" => list![map! {
                    "from" => "2024-04-01",
                    "store" => "tsdb",
                    "object_store" => "filesystem",
                    "schema" => "v13",
                    "index" => map! { "prefix" => "index_", "period" => "24h" },
                }],
            },
        },
        "chunksCache" => off(),
        "resultsCache" => off(),
        "lokiCanary" => off(),
        "test" => off(),
    }
}

/// Its administrator comes from a Secret: the chart's own password is another one at every deployment.
fn grafana(layer: &Layer<'_>) -> Tree {
    let source = |name: &'static str, kind: &'static str, component: &str, service: &str, port: &str| {
        let namespace = namespace_of(layer, component)?;
        let url = format!("http://{service}.{}.svc{port}", namespace.as_text()?);
        Some(map! {
            "name" => name,
            "type" => kind,
            "access" => "proxy",
            "url" => Leaf::text(url, namespace.origin),
            "isDefault" => (component == "prometheus").then_some(true),
        })
    };
    let sources = [
        source("Prometheus", "prometheus", "prometheus", "prometheus-server", ""),
        source("Loki", "loki", "loki", "loki-gateway", ""),
        source("Tempo", "tempo", "tempo", "tempo", ":3200"),
    ];
    let sources = Tree::list(sources.into_iter().flatten());
    let file = match sources.or_absent() {
        Tree::Absent => Tree::Absent,
        sources => map! { "datasources.yaml" => map! { "apiVersion" => 1, "datasources" => sources } },
    };
    map! {
        "admin" => map! { "existingSecret" => "grafana-admin" },
        "datasources" => file,
        // It would run as root.
        "initChownData" => map! { "enabled" => false },
        "testFramework" => map! { "enabled" => false },
    }
}

/// Where a built-in component runs, if it does.
fn namespace_of(layer: &Layer<'_>, name: &str) -> Option<Leaf> {
    super::namespace(layer.components().find(|component| component.name.value == name)?)
}

/// `a.b` with the role among its annotations.
/// A service account with a role, and with a name of which that role's trust policy can speak.
fn taking(account: &Account, release: &str, role: Leaf) -> Tree {
    let settings = map! {
        "name" => made(format!("{release}{}", account.suffix), "the component's release"),
        "annotations" => map! { IRSA => role },
    };
    account.path.rsplit('.').fold(settings, |inner, key| Tree::map(vec![(Cow::Owned(key.to_owned()), inner)]))
}

/// What the service accounts are called that take the component's role.
pub(super) fn account_names(component: &Component, values: &Tree) -> Vec<String> {
    let name = |account: &Account| {
        let settings = account.path.split('.').try_fold(values, |tree, key| tree.get(key))?;
        match settings.get("name")? {
            Tree::Leaf(name) => name.as_text().map(str::to_owned),
            _ => None,
        }
    };
    component.accounts().iter().filter_map(name).collect()
}

/// Mappings key by key; everything else as it is in the second.
fn merged(below: Tree, above: Tree) -> Tree {
    match (below, above) {
        (below, Tree::Absent) => below,
        (Tree::Map(mut fields), Tree::Map(above)) => {
            for (key, value) in above {
                match fields.iter_mut().find(|(known, _)| *known == key) {
                    Some((_, field)) => *field = merged(std::mem::replace(field, Tree::Absent), value),
                    None => fields.push((key, value)),
                }
            }
            Tree::map(fields)
        }
        (Tree::Map(fields), Tree::EmptyMap(_)) => Tree::Map(fields),
        (_, above) => above,
    }
}
