//! Who may take a role. Every statement names service accounts one by one: a pattern in place of a name would let in whoever
//! can choose a name.

use std::collections::{BTreeMap, BTreeSet};

use super::{Taker, one_or_more, text};
use crate::{
    manifest::{Tree, list, map},
    platform::clusters::Cluster,
};

/// A token of a service account says that it is meant for AWS.
const AUDIENCE: &str = "sts.amazonaws.com";

/// A statement for each cluster and namespace.
pub(super) fn statements(partition: &str, account: &str, takers: &BTreeSet<Taker>, clusters: &[Cluster]) -> Vec<Tree> {
    let mut by_token: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    // Associations belong to a cluster and its account, which the condition names: the pods' names are the same on each.
    let mut by_association: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for taker in takers {
        let Taker { cluster, namespace, account, .. } = taker;
        if taker.by_pod_identity {
            by_association.entry(namespace).or_default().insert(account);
        } else {
            by_token.entry(*cluster).or_default().push(format!("system:serviceaccount:{namespace}:{account}"));
        }
    }
    let tokens = by_token.into_iter().filter_map(|(index, subjects)| {
        let issuer = clusters.get(index)?.oidc_issuer.as_ref()?;
        Some(of_tokens(partition, account, &issuer.value, subjects))
    });
    let associations =
        by_association.into_iter().map(|(namespace, accounts)| of_association(account, namespace, accounts));
    tokens.chain(associations).collect()
}

/// IAM roles for service accounts: a token of the cluster's issuer, for AWS, of one of these accounts.
/// See <https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html>.
fn of_tokens(partition: &str, account: &str, issuer: &str, subjects: Vec<String>) -> Tree {
    let issuer = issuer.strip_prefix("https://").unwrap_or(issuer);
    map! {
        "Effect" => "Allow",
        "Principal" => map! { "Federated" => text(format!("arn:{partition}:iam::{account}:oidc-provider/{issuer}")) },
        "Action" => "sts:AssumeRoleWithWebIdentity",
        "Condition" => map! {
            "StringEquals" => map! {
                format!("{issuer}:aud") => AUDIENCE,
                format!("{issuer}:sub") => one_or_more(subjects),
            },
        },
    }
}

/// EKS Pod Identity: an association of this account, for pods of this namespace that run as one of these accounts.
/// See <https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html>.
fn of_association(account: &str, namespace: &str, accounts: BTreeSet<&str>) -> Tree {
    map! {
        "Effect" => "Allow",
        "Principal" => map! { "Service" => "pods.eks.amazonaws.com" },
        "Action" => list!["sts:AssumeRole", "sts:TagSession"],
        "Condition" => map! {
            "StringEquals" => map! {
                "aws:SourceAccount" => text(account),
                "aws:RequestTag/kubernetes-namespace" => text(namespace),
                "aws:RequestTag/kubernetes-service-account" => one_or_more(accounts.into_iter().map(str::to_owned)),
            },
        },
    }
}
