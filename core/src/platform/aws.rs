//! `aws`: partition, role prefix, secret prefixes, registry.

use super::{
    Platform,
    clusters::{self, Cluster, region},
    sourced, text_or,
};
use crate::{
    diagnostic::{Sink, secrets as codes},
    origin::{Origin, Sourced},
    shape::{Fault, Grammar, Record, Shape, field},
    value::{iam, secret_name::is_segment},
    yaml::Node,
};

/// The keys of `aws`.
pub(crate) static AWS: Record = Record::of(&[
    field(
        "partition",
        Shape::Choice(&["aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f"]),
        "The part of AWS that accounts and regions belong to: `aws` everywhere but in China and for governments.",
    ),
    field("irsa", Shape::Record(&IRSA), "The AWS roles that pods may take."),
    field("secretsManager", Shape::Record(&SECRETS_MANAGER), "Where teams' secrets lie in AWS Secrets Manager."),
    field("parameterStore", Shape::Record(&PARAMETER_STORE), "Where teams' secrets lie in AWS Parameter Store."),
    field("ecr", Shape::Record(&ECR), "The organisation's registry of images; with it, every pod can pull from there."),
]);

static IRSA: Record = Record::of(&[field(
    "rolePrefix",
    Shape::Text(&ROLE_PREFIX),
    "What the name of every team's role begins with; the team's name follows.",
)]);

static SECRETS_MANAGER: Record = Record::of(&[field(
    "prefix",
    Shape::Text(&SECRETS_MANAGER_PREFIX),
    "What the name of every team's secret begins with; the team's name follows.",
)]);

static PARAMETER_STORE: Record = Record::of(&[field(
    "prefix",
    Shape::Text(&PARAMETER_STORE_PREFIX),
    "What the name of every team's parameter begins with; the team's name follows.",
)]);

static ECR: Record = Record::of(&[
    field("accountId", Shape::Text(&clusters::ACCOUNT), "The account that the registry belongs to.").required(),
    field("region", Shape::Text(&region::REGION), "The region that the registry lies in.").required(),
]);

static ROLE_PREFIX: Grammar = Grammar {
    what: "a beginning of role names such as `team-`: letters, digits and `_+=,.@-`, ending in `-`",
    pattern: "^[A-Za-z0-9_+=,.@-]+-$",
    check: role_prefix,
};

static SECRETS_MANAGER_PREFIX: Grammar = Grammar {
    what: "a path such as `team/`, ending in `/`",
    pattern: "^([A-Za-z0-9_.+=@-]+/)+$",
    check: secrets_manager_prefix,
};

static PARAMETER_STORE_PREFIX: Grammar = Grammar {
    what: "a path such as `/team/`, beginning and ending with `/`",
    pattern: "^/([A-Za-z0-9_.+=@-]+/)*$",
    check: parameter_store_prefix,
};

/// Longest prefix of a role, so that a team of one letter still has room for `<prefix><team>-secrets`.
const LONGEST_ROLE_PREFIX: usize = iam::LONGEST_ROLE - "x-secrets".len();
/// Longest prefix of a secret; AWS takes names of 512 characters.
const LONGEST_SECRET_PREFIX: usize = 256;

/// `aws` as meant.
#[derive(Debug)]
pub(crate) struct Aws {
    /// Such as `aws`.
    pub(crate) partition: Sourced<String>,
    /// Ends in `-`.
    pub(crate) role_prefix: Sourced<String>,
    /// Ends in `/`.
    pub(crate) secrets_manager_prefix: Sourced<String>,
    /// Begins and ends with `/`.
    pub(crate) parameter_store_prefix: Sourced<String>,
    pub(crate) ecr: Option<Ecr>,
}

/// `aws.ecr`: the registry that every pod can pull images from.
#[derive(Debug)]
pub(crate) struct Ecr {
    pub(crate) account_id: Sourced<String>,
    pub(crate) region: Sourced<String>,
    /// The whole mapping.
    pub(crate) origin: Origin,
}

impl Aws {
    pub(crate) fn read(node: Option<&Node>) -> Self {
        let section = |key: &str| node.and_then(|node| node.get(key));
        let prefix = |key: &str, inner: &str, default: &str| {
            text_or(section(key).and_then(|section| section.get(inner)), default)
        };
        Self {
            partition: text_or(section("partition"), "aws"),
            role_prefix: prefix("irsa", "rolePrefix", "team-"),
            secrets_manager_prefix: prefix("secretsManager", "prefix", "team/"),
            parameter_store_prefix: prefix("parameterStore", "prefix", "/team/"),
            ecr: section("ecr").and_then(|ecr| {
                let text = |key: &str| ecr.get(key).and_then(sourced);
                Some(Ecr {
                    account_id: text("accountId")?,
                    region: text("region")?,
                    origin: Origin::platform(ecr.span),
                })
            }),
        }
    }

    /// What the names of all teams' roles begin with.
    pub(crate) fn role_prefix(&self) -> &str {
        &self.role_prefix.value
    }

    /// The role with which External Secrets works for a team: `<rolePrefix><team>-secrets`.
    pub(crate) fn secrets_role(&self, team: &str) -> String {
        format!("{}{team}-secrets", self.role_prefix.value)
    }

    /// The ARN of a role in a cluster's account; `None` where the cluster has none.
    pub(crate) fn role_arn(&self, cluster: &Cluster, name: &str) -> Option<String> {
        cluster.account_id.as_ref().map(|account| iam::arn(&self.partition.value, &account.value, name))
    }
}

impl Ecr {
    /// The registry's host. See <https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html>.
    pub(crate) fn host(&self) -> String {
        let domain = match region::partition_of(&self.region.value) {
            "aws-cn" => "amazonaws.com.cn",
            "aws-iso" => "c2s.ic.gov",
            "aws-iso-b" => "sc2s.sgov.gov",
            "aws-iso-e" => "cloud.adc-e.uk",
            "aws-iso-f" => "csp.hci.ic.gov",
            _ => "amazonaws.com",
        };
        format!("{}.dkr.ecr.{}.{domain}", self.account_id.value, self.region.value)
    }
}

/// Regions lie in the partition.
pub(crate) fn check(platform: &Platform, sink: &mut Sink) {
    if let Some(ecr) = &platform.aws.ecr {
        region::check_partition(&ecr.region, platform, sink);
    }
}

fn role_prefix(text: &str) -> Result<(), Fault> {
    let fault = Fault::default().code(codes::ROLE_PREFIX);
    if text.is_empty() || !iam::is_role_text(text) {
        return Err(fault);
    }
    if text.len() > LONGEST_ROLE_PREFIX {
        return Err(Fault::new(format!(
            "a prefix of {} characters, where {LONGEST_ROLE_PREFIX} is the most",
            text.len()
        ))
        .code(codes::ROLE_PREFIX)
        .help("shorten it: the team's name has to follow"));
    }
    match text.strip_suffix('-') {
        Some("") => Err(fault),
        Some(_) => Ok(()),
        None => Err(Fault::new(format!("`{text}` does not end in `-`"))
            .code(codes::ROLE_PREFIX)
            .help(format!("write `{text}-`"))
            .replacement(format!("{text}-"))),
    }
}

fn secrets_manager_prefix(text: &str) -> Result<(), Fault> {
    match text.strip_suffix('/') {
        Some(path) => path_prefix(text, path),
        None => Err(slash_fault(text, "end in `/`", format!("{text}/"))),
    }
}

fn parameter_store_prefix(text: &str) -> Result<(), Fault> {
    match text.strip_prefix('/').map(|path| path.strip_suffix('/').unwrap_or(path)) {
        Some("") if text == "/" => Ok(()),
        Some(path) if text.ends_with('/') => path_prefix(text, path),
        _ => Err(slash_fault(text, "begin and end with `/`", format!("/{}/", text.trim_matches('/')))),
    }
}

fn path_prefix(text: &str, path: &str) -> Result<(), Fault> {
    if text.len() > LONGEST_SECRET_PREFIX {
        return Err(Fault::new(format!(
            "a prefix of {} characters, where {LONGEST_SECRET_PREFIX} is the most",
            text.len()
        ))
        .code(codes::SECRET_PREFIX)
        .help("shorten it: the names of teams and secrets have to follow"));
    }
    if path.split('/').all(is_segment) { Ok(()) } else { Err(Fault::default().code(codes::SECRET_PREFIX)) }
}

/// Without its slash, a prefix would run into the team's name: `teampayments/db`.
fn slash_fault(text: &str, rule: &str, meant: String) -> Fault {
    if !meant.trim_matches('/').split('/').all(is_segment) {
        return Fault::default().code(codes::SECRET_PREFIX);
    }
    Fault::new(format!("`{text}` does not {rule}"))
        .code(codes::SECRET_PREFIX)
        .help(format!("write `{meant}`"))
        .replacement(meant)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Platform, Source, platform::testing};

    #[test]
    fn prefixes_have_a_longest_length() {
        let said = |length: usize, longest: usize| {
            (length > longest).then(|| format!("a prefix of {length} characters, where {longest} is the most"))
        };
        for more in 0..=2 {
            let length = LONGEST_ROLE_PREFIX + more;
            let fault = role_prefix(&format!("{}-", "a".repeat(length - 1))).err();
            assert_eq!(fault.map(|fault| fault.message), said(length, LONGEST_ROLE_PREFIX));
            let length = LONGEST_SECRET_PREFIX + more;
            let path = "a".repeat(length - 1);
            let fault = path_prefix(&format!("{path}/"), &path).err();
            assert_eq!(fault.map(|fault| fault.message), said(length, LONGEST_SECRET_PREFIX));
        }
    }

    #[test]
    fn each_partition_has_registries_of_its_own() {
        for (region, domain) in [
            ("us-east-1", "amazonaws.com"),
            ("us-gov-west-1", "amazonaws.com"),
            ("cn-north-1", "amazonaws.com.cn"),
            ("us-iso-east-1", "c2s.ic.gov"),
            ("us-isob-east-1", "sc2s.sgov.gov"),
            ("eu-isoe-west-1", "cloud.adc-e.uk"),
            ("us-isof-south-1", "csp.hci.ic.gov"),
        ] {
            let text = format!("aws: {{ecr: {{accountId: \"111122223333\", region: {region}}}}}");
            let platform = Platform::parse(&Source::new("platform.yaml", text));
            let host = platform.aws.ecr.as_ref().map(Ecr::host);
            assert_eq!(host, Some(format!("111122223333.dkr.ecr.{region}.{domain}")));
        }
    }

    #[test]
    fn prefixes_end_where_the_teams_name_begins() {
        for (key, value, expected) in [
            ("irsa: {rolePrefix", "eks-", None),
            ("irsa: {rolePrefix", "acme.eks_1-team-", None),
            ("irsa: {rolePrefix", "team", Some("TW0830")),
            ("irsa: {rolePrefix", "\"-\"", Some("TW0830")),
            ("irsa: {rolePrefix", "a/b-", Some("TW0830")),
            ("irsa: {rolePrefix", "\"\"", Some("TW0830")),
            ("secretsManager: {prefix", "acme/eks/", None),
            ("secretsManager: {prefix", "acme", Some("TW0831")),
            ("secretsManager: {prefix", "/acme/", Some("TW0831")),
            ("secretsManager: {prefix", "a//b/", Some("TW0831")),
            ("secretsManager: {prefix", "a/../", Some("TW0831")),
            ("secretsManager: {prefix", "./", Some("TW0831")),
            ("secretsManager: {prefix", "/", Some("TW0831")),
            ("parameterStore: {prefix", "/acme/eks/", None),
            ("parameterStore: {prefix", "/", None),
            ("parameterStore: {prefix", "acme/", Some("TW0831")),
            ("parameterStore: {prefix", "/acme", Some("TW0831")),
            ("parameterStore: {prefix", "//", Some("TW0831")),
            ("parameterStore: {prefix", "/a/./", Some("TW0831")),
        ] {
            let found = testing::codes(&format!("aws: {{{key}: {value}}}}}"));
            assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{key} {value}");
        }
    }

    #[test]
    fn a_registry_has_an_account_and_a_region_of_the_partition() {
        let ecr = |partition: &str, account: &str, region: &str| {
            testing::codes(&format!("aws: {{partition: {partition}, ecr: {{accountId: {account}, region: {region}}}}}"))
        };
        assert_eq!(ecr("aws", "\"111122223333\"", "us-east-1"), [""; 0]);
        assert_eq!(ecr("aws-cn", "\"111122223333\"", "us-east-1"), ["TW0542"]);
        assert_eq!(ecr("aws", "111122223333", "us-east-1"), ["TW0206"]);
        assert_eq!(ecr("aws", "\"1111\"", "us-east-1"), ["TW0216"]);
        assert_eq!(testing::codes("aws: {ecr: {region: us-east-1}}"), ["TW0205"]);
    }

    #[test]
    fn a_registry_in_china_has_another_domain() {
        let text = "aws: {partition: aws-cn, ecr: {accountId: \"111122223333\", region: cn-north-1}}";
        let platform = Platform::parse(&Source::new("platform.yaml", text));
        let host = platform.aws.ecr.as_ref().map(Ecr::host);
        assert_eq!(host.as_deref(), Some("111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn"));
    }
}
