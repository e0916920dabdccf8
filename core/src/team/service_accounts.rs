//! Service accounts in force, and the AWS roles that they may take.

use super::{Team, identity::Identity};
use crate::{
    diagnostic::{Sink, secrets as codes},
    origin::{Origin, Place, Sourced},
    platform::{Platform, clusters::Cluster},
    span::{Span, Spanned},
    spec::{TeamSpec, service_accounts::ServiceAccountSpec},
    value::iam::Role,
};

/// A service account that pods of the team run as.
#[derive(Debug)]
pub(crate) struct ServiceAccount {
    pub(crate) name: Sourced<String>,
    /// The role's name; with the cluster it becomes an ARN.
    pub(crate) aws_role: Option<Sourced<String>>,
    /// Whether every team has it.
    pub(crate) is_workload: bool,
}

/// `<team>-workload` first, then the listed ones in their order.
pub(crate) fn validate(
    spec: &TeamSpec,
    identity: Option<&Identity>,
    platform: &Platform,
    sink: &mut Sink,
) -> Vec<ServiceAccount> {
    let Some(identity) = identity else { return Vec::new() };
    let team = identity.name.value.as_str();
    let workload = format!("{team}-workload");
    let mut accounts = vec![ServiceAccount {
        name: Sourced::new(workload, identity.name.origin.becomes("team")),
        aws_role: None,
        is_workload: true,
    }];
    let rules = Rules { team, platform, clusters: clusters(platform) };
    for ServiceAccountSpec { name, aws_role } in &spec.service_accounts {
        let aws_role = aws_role.as_ref().and_then(|role| rules.role(role, sink));
        let Some(name) = name.as_ref().filter(|name| rules.name(name, sink)) else { continue };
        let name = Sourced::written(name);
        match accounts.first_mut().filter(|workload| workload.name.value == name.value) {
            Some(workload) => workload.aws_role = aws_role,
            None => accounts.push(ServiceAccount { name, aws_role, is_workload: false }),
        }
    }
    accounts
}

impl Team<'_> {
    /// The name and the place of every AWS role that the team's file names.
    pub(crate) fn written_roles(&self) -> impl Iterator<Item = (&str, Span)> {
        let roles = self.service_accounts.iter().filter_map(|account| account.aws_role.as_ref());
        roles.map(|role| (role.value.as_str(), role.origin.span()))
    }
}

/// The clusters that have the team's namespace: all of them. None where they are not to be built upon.
fn clusters(platform: &Platform) -> &[Cluster] {
    if platform.is_sound("clusters") { &platform.clusters } else { &[] }
}

struct Rules<'a> {
    team: &'a str,
    platform: &'a Platform,
    clusters: &'a [Cluster],
}

impl Rules<'_> {
    /// No pod runs as the account that reads secrets.
    fn name(&self, name: &Spanned<String>, sink: &mut Sink) -> bool {
        let is_reserved = name.value.strip_prefix(self.team) == Some("-secrets");
        if is_reserved {
            let message = format!("`{}` reads the team's secrets and is made where it is needed", name.value);
            sink.report(codes::SECRETS_ACCOUNT, name.span, message).help("list an account of another name");
        }
        !is_reserved
    }

    /// The name of a role that the team may take on every cluster.
    fn role(&self, written: &Spanned<String>, sink: &mut Sink) -> Option<Sourced<String>> {
        if !self.platform.is_sound("aws") {
            return None;
        }
        let role = Role::parse(&written.value)?;
        let allowed = self.is_own(role.name, written.span, sink) && self.fits_every_cluster(role, written.span, sink);
        allowed.then(|| Sourced::new(role.name.to_owned(), Origin::written(written.span)))
    }

    fn is_own(&self, name: &str, span: Span, sink: &mut Sink) -> bool {
        let prefix = &self.platform.aws.role_prefix;
        let behind = name.strip_prefix(prefix.value.as_str()).and_then(|rest| rest.strip_prefix(self.team));
        if behind.is_some_and(|rest| rest.starts_with('-')) {
            return true;
        }
        let report = sink
            .report(codes::FOREIGN_ROLE_PREFIX, span, format!("role `{name}` is not one of this team's"))
            .help(format!("name a role that begins with `{}{}-`", prefix.value, self.team));
        if let (Some(source), Place::Platform(span)) = (&self.platform.source, prefix.origin.place) {
            report.see_in(source, span, "every role of a team begins with this");
        }
        false
    }

    fn fits_every_cluster(&self, role: Role<'_>, span: Span, sink: &mut Sink) -> bool {
        if let Some(cluster) = self.clusters.iter().find(|cluster| cluster.account_id.is_none()) {
            let report = sink.report(
                codes::NO_ACCOUNT,
                span,
                format!("cluster `{}` has no AWS account, so it has no such role", cluster.name.value),
            );
            see_cluster(report.help(add_to_cluster(cluster, "accountId")), cluster, self.platform);
            return false;
        }
        let Some((partition, account)) = role.home else { return true };
        let own = &self.platform.aws.partition.value;
        if partition != own {
            sink.report(
                codes::OTHER_ACCOUNT,
                span,
                format!("the role lies in the partition `{partition}`, not in `{own}`"),
            )
            .help(format!("write the role's name alone: `{}`", role.name));
            return false;
        }
        let other = |cluster: &&Cluster| cluster.account_id.as_ref().is_some_and(|known| known.value != account);
        let Some(cluster) = self.clusters.iter().find(other) else { return true };
        let message = format!("account `{account}` is not that of cluster `{}`", cluster.name.value);
        let report = sink
            .report(codes::OTHER_ACCOUNT, span, message)
            .help(format!("write the role's name alone: `{}`", role.name));
        if let (Some(source), Some(account)) = (&self.platform.source, &cluster.account_id) {
            report.see_in(source, account.origin.span(), "the cluster's account");
        }
        false
    }
}

/// What has to be done so that a cluster has `key`.
pub(super) fn add_to_cluster(cluster: &Cluster, key: &str) -> String {
    match cluster.name.origin.place {
        Place::Platform(_) => format!("ask the platform team to add `{key}` to the cluster"),
        _ => format!("ask the platform team for a cluster with `{key}` in platform.yaml"),
    }
}

/// Points at a cluster of platform.yaml, unless it is the built-in one.
pub(super) fn see_cluster(report: crate::diagnostic::Report<'_>, cluster: &Cluster, platform: &Platform) {
    if let (Some(source), Place::Platform(span)) = (&platform.source, cluster.name.origin.place) {
        report.see_in(source, span, "the cluster");
    }
}

#[cfg(test)]
mod tests {
    use crate::{Platform, Source, analyse};

    const ONE: &str = "clusters: [{name: one, server: https://one.example.com, accountId: \"111122223333\"}]";
    const TWO: &str = "clusters:
  - {name: one, server: https://one.example.com, environments: [a], accountId: \"111122223333\"}
  - {name: two, server: https://two.example.com, environments: [b], accountId: \"444455556666\"}";

    fn codes(accounts: &str, platform: &str) -> Vec<&'static str> {
        let platform = Platform::parse(&Source::new("platform.yaml", platform));
        let file = analyse(&Source::new("team.yaml", format!("team: demo\nserviceAccounts: [{accounts}]")), &platform);
        file.diagnostics.iter().filter(|found| found.is_error()).map(|found| found.code.id).collect()
    }

    #[test]
    fn a_role_begins_with_prefix_and_team_in_the_account_of_every_cluster() {
        for (role, platform, expected) in [
            ("team-demo-x", ONE, None),
            ("team-demo-x", TWO, None),
            ("team-demonstration-x", ONE, Some("TW0803")),
            ("team-demo", ONE, Some("TW0803")),
            ("demo-x", ONE, Some("TW0803")),
            ("team-demo-x", "", Some("TW0804")),
            ("\"arn:aws:iam::111122223333:role/team-demo-x\"", ONE, None),
            ("\"arn:aws:iam::111122223333:role/team-demo-x\"", TWO, Some("TW0805")),
            ("\"arn:aws-cn:iam::111122223333:role/team-demo-x\"", ONE, Some("TW0805")),
            ("\"arn:aws:iam::111122223333:role/a/team-demo-x\"", ONE, Some("TW0216")),
        ] {
            let found = codes(&format!("{{name: a, awsRole: {role}}}"), platform);
            assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{role}");
        }
    }

    #[test]
    fn accounts_that_others_rely_on_are_refused() {
        assert_eq!(codes("{name: default}", ""), ["TW0801"]);
        assert_eq!(codes("{name: demo-secrets}", ""), ["TW0802"]);
        assert_eq!(codes("{name: demo-workload}, {name: a}, {name: a}", ""), ["TW0211"]);
    }

    #[test]
    fn nothing_is_concluded_from_a_platform_that_is_wrong() {
        assert_eq!(codes("{name: a, awsRole: other}", "aws: {irsa: {rolePrefix: team}}"), [""; 0]);
    }
}
