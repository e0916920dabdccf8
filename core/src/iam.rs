//! The AWS roles that the objects name, as IAM wants them: who may take each one, and what it may do.
//!
//! ```text
//! Roles::of(platform, extent)  roles of the platform's components
//!   .add(team)                 … and those of each team
//!   .finish()                  two documents a role, in the order of account and name
//! ```
//!
//! A role belongs to an account, so clusters of one account share it: its trust policy names the pods of all of them. What
//! a role may do is written only where the compiler knows it: reading the secrets and images of a team, and the buckets that
//! the values of a component name. See
//! <https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html>.

mod permissions;
mod trust;

use std::collections::{BTreeMap, BTreeSet};

use permissions::{Permissions, Work};
use smol_str::SmolStr;

use crate::{
    bootstrap::{self, ComponentRole, Extent},
    diagnostic::{Diagnostic, Sink, secrets as codes},
    manifest::{Leaf, Tree, map},
    origin::Origin,
    platform::{Platform, clusters::Cluster},
    render::{Layout, tree_as_json},
    source::Source,
    span::Span,
    team::Team,
    value::iam,
};

/// The version of the language that IAM's policies are written in.
/// See <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html>.
const LANGUAGE: &str = "2012-10-17";

/// A role with its documents.
#[derive(Debug)]
pub struct IamRole {
    /// The account that it belongs to: 12 digits.
    pub account: String,
    /// Its name, without a path.
    pub name: String,
    /// Its ARN.
    pub arn: String,
    /// The service accounts that may take it, such as `production/team-payments/payments-secrets`, in order.
    pub taken_by: Vec<String>,
    trust: Tree,
    policy: Option<Tree>,
}

/// Roles that are being gathered.
#[derive(Debug)]
pub struct Roles<'p> {
    platform: &'p Platform,
    /// By account and name.
    needed: BTreeMap<(String, String), Needed>,
}

/// What is known of a role.
#[derive(Debug, Default)]
struct Needed {
    partition: String,
    takers: BTreeSet<Taker>,
    permissions: Permissions,
}

/// A service account of a cluster.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Taker {
    /// Its index in platform.yaml.
    cluster: usize,
    namespace: String,
    account: String,
    /// Whether EKS Pod Identity hands out the role; else the token of the service account does.
    by_pod_identity: bool,
}

impl<'p> Roles<'p> {
    /// Begins with the roles of the platform's components; with [`Extent::Teams`] there are none.
    ///
    /// # Errors
    /// Those of platform.yaml, a component's role without an account, and components on a cluster that `clusters` does not have.
    pub fn of(platform: &'p Platform, extent: Extent) -> Result<Self, Vec<Diagnostic>> {
        let mut roles = Self { platform, needed: BTreeMap::new() };
        let components = bootstrap::component_roles(platform, extent)?;
        let hub = platform.clusters.iter().position(bootstrap::is_hub);
        for ComponentRole { role, arn, namespace, accounts, chart, values } in components {
            let Some(cluster) = hub else { return Err(unknown_hub(platform, role)) };
            let Some(iam::Role { home: Some((partition, account)), name }) = iam::Role::parse(&arn) else { continue };
            let needed = roles.needed.entry((account.to_owned(), name.to_owned())).or_default();
            partition.clone_into(&mut needed.partition);
            needed.takers.extend(accounts.into_iter().map(|account| Taker {
                cluster,
                namespace: namespace.clone(),
                account,
                by_pod_identity: false,
            }));
            needed.may(permissions::of_component(chart, &values, partition));
        }
        Ok(roles)
    }

    /// Adds the roles of a team: that of the account which reads its secrets, and those that its service accounts name.
    pub fn add(&mut self, team: &Team<'_>) {
        let aws = &self.platform.aws;
        let by_pod_identity = self.platform.network.pod_identity.value;
        for (index, cluster) in self.platform.clusters.iter().enumerate() {
            let Some(home) = &cluster.account_id else { continue };
            let mut need = |role: &str, account: &str, by_pod_identity, work| {
                let needed = self.needed.entry((home.value.clone(), role.to_owned())).or_default();
                needed.partition.clone_from(&aws.partition.value);
                let (namespace, account) = (team.namespace().to_owned(), account.to_owned());
                needed.takers.insert(Taker { cluster: index, namespace, account, by_pod_identity });
                needed.may(work);
            };
            for listed in &team.service_accounts {
                if let Some(role) = &listed.aws_role {
                    need(&role.value, &listed.name.value, by_pod_identity, Vec::new());
                }
            }
            if team.reads_secrets() {
                let (role, account) = (aws.secrets_role(team.name()), team.secrets_account());
                // External Secrets asks for the account's token, whatever gives pods their roles.
                need(&role, &account.value, false, permissions::of_team(team, cluster));
            }
        }
    }

    /// The documents of every role, in the order of account and name.
    ///
    /// # Errors
    /// Clusters whose pods take roles, and whose issuer of tokens platform.yaml does not name.
    pub fn finish(self) -> Result<Vec<IamRole>, Vec<Diagnostic>> {
        let missing = without_issuer(self.platform, self.needed.values());
        if !missing.is_empty() {
            return Err(missing);
        }
        let clusters = &self.platform.clusters;
        let role = |((account, name), needed): ((String, String), Needed)| IamRole {
            arn: iam::arn(&needed.partition, &account, &name),
            taken_by: needed.takers.iter().filter_map(|taker| taker.sentence(clusters)).collect(),
            trust: document(trust::statements(&needed.partition, &account, &needed.takers, clusters)),
            policy: (!needed.permissions.is_empty())
                .then(|| document(needed.permissions.iter().map(|(work, resources)| work.statement(resources)))),
            account,
            name,
        };
        Ok(self.needed.into_iter().map(role).collect())
    }
}

impl Needed {
    fn may(&mut self, work: Vec<(Work, String)>) {
        for (work, resource) in work {
            self.permissions.entry(work).or_default().insert(resource);
        }
    }
}

impl Taker {
    fn sentence(&self, clusters: &[Cluster]) -> Option<String> {
        let cluster = &clusters.get(self.cluster)?.name.value;
        Some(format!("{cluster}/{}/{}", self.namespace, self.account))
    }
}

/// Components run where Argo CD does.
fn unknown_hub(platform: &Platform, role: Span) -> Vec<Diagnostic> {
    let mut sink = about(platform);
    let message = "the cluster that Argo CD runs in is not one of `clusters`: nobody knows who issues its tokens";
    sink.report(codes::NO_ISSUER, role, message).help(
        "add it with `server: https://kubernetes.default.svc` and its `oidcIssuer`, or leave the components' roles out with `--teams-only`",
    );
    sink.into_found()
}

/// A token is known by who issued it; without that, a trust policy would have to trust them all.
fn without_issuer<'a>(platform: &Platform, needed: impl Iterator<Item = &'a Needed>) -> Vec<Diagnostic> {
    let by_token = needed.flat_map(|needed| &needed.takers).filter(|taker| !taker.by_pod_identity);
    let asked: BTreeSet<_> = by_token.map(|taker| taker.cluster).collect();
    let mut sink = about(platform);
    for cluster in asked.into_iter().filter_map(|index| platform.clusters.get(index)) {
        if cluster.oidc_issuer.is_none() {
            let name = &cluster.name.value;
            let message = format!("cluster `{name}` has no `oidcIssuer`, by which AWS roles tell its tokens");
            sink.report(codes::NO_ISSUER, cluster.name.origin.span(), message).help(format!(
                "add what `aws eks describe-cluster --name {name} --query cluster.identity.oidc.issuer` prints"
            ));
        }
    }
    sink.into_found()
}

fn about(platform: &Platform) -> Sink {
    let empty = Source::new("platform.yaml", "");
    Sink::new(platform.source.as_ref().unwrap_or(&empty))
}

impl IamRole {
    /// Who may take it: an IAM trust policy.
    #[must_use]
    pub fn trust(&self) -> String {
        file(&self.trust)
    }

    /// What it may do: an IAM policy. `None` where its owners alone know.
    #[must_use]
    pub fn policy(&self) -> Option<String> {
        self.policy.as_ref().map(file)
    }
}

/// All roles in one JSON list, each with its documents.
#[must_use]
pub fn as_json(roles: &[IamRole]) -> String {
    file(&Tree::list(roles.iter().map(|role| {
        map! {
            "account" => text(&role.account),
            "name" => text(&role.name),
            "arn" => text(&role.arn),
            "takenBy" => Tree::list(role.taken_by.iter().map(text)),
            "trustPolicy" => role.trust.clone(),
            "policy" => role.policy.clone(),
        }
    })))
}

fn document(statements: impl IntoIterator<Item = Tree>) -> Tree {
    map! { "Version" => LANGUAGE, "Statement" => Tree::list(statements) }
}

fn file(tree: &Tree) -> String {
    let mut text = tree_as_json(tree, Layout::Indented(0));
    text.push('\n');
    text
}

fn text(text: impl Into<SmolStr>) -> Tree {
    Leaf::text(text, Origin::INHERITED).into()
}

/// One text, or a list of several, as people write policies.
fn one_or_more(texts: impl IntoIterator<Item = String>) -> Tree {
    let mut trees: Vec<_> = texts.into_iter().map(text).collect();
    if trees.len() == 1 { trees.remove(0) } else { Tree::list(trees) }
}
