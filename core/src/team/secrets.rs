//! Secrets in force: what is read from where, and as whom.

use super::{
    Team,
    identity::Identity,
    service_accounts::{add_to_cluster, see_cluster},
};
use crate::{
    diagnostic::{Sink, secrets as codes},
    origin::{Origin, Sourced},
    platform::{Platform, aws::Aws, clusters::Cluster},
    shape::characters,
    span::Spanned,
    spec::{TeamSpec, secrets::SecretSpec},
    value::iam,
};

/// A secret that is copied into the namespace.
#[derive(Debug)]
pub(crate) struct Secret {
    pub(crate) name: Sourced<String>,
    /// The whole name in AWS: prefix, team and `from`.
    pub(crate) source: Sourced<String>,
    /// None stands for all.
    pub(crate) keys: Vec<Sourced<String>>,
    pub(crate) store: Sourced<Store>,
    pub(crate) refresh_interval: Sourced<String>,
}

/// An AWS service that keeps secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Store {
    SecretsManager,
    ParameterStore,
}

impl Store {
    /// Both.
    pub(crate) const ALL: [Self; 2] = [Self::SecretsManager, Self::ParameterStore];

    /// Its name for External Secrets.
    pub(crate) const fn service(self) -> &'static str {
        match self {
            Self::SecretsManager => "SecretsManager",
            Self::ParameterStore => "ParameterStore",
        }
    }

    /// The name of the team's SecretStore for it.
    pub(crate) fn object_name(self, team: &str) -> String {
        match self {
            Self::SecretsManager => format!("{team}-secretsmanager"),
            Self::ParameterStore => format!("{team}-parameterstore"),
        }
    }

    const fn prefix(self, aws: &Aws) -> &Sourced<String> {
        match self {
            Self::SecretsManager => &aws.secrets_manager_prefix,
            Self::ParameterStore => &aws.parameter_store_prefix,
        }
    }
}

pub(crate) fn validate(
    spec: &TeamSpec,
    identity: Option<&Identity>,
    platform: &Platform,
    sink: &mut Sink,
) -> Vec<Secret> {
    if let Some(name) = spec.secrets.iter().find_map(|secret| secret.name.as_ref()) {
        every_cluster_has_a_store(name, platform, sink);
    }
    let Some(identity) = identity.filter(|_| platform.is_sound("aws")) else { return Vec::new() };
    role_fits(identity, !spec.secrets.is_empty(), platform, sink);
    let team = identity.name.value.as_str();
    spec.secrets.iter().filter_map(|secret| Secret::new(secret, team, platform, sink)).collect()
}

impl Team<'_> {
    /// Whether the service account is needed with which External Secrets works for the team.
    pub(crate) fn reads_secrets(&self) -> bool {
        !self.secrets.is_empty() || self.platform.aws.ecr.is_some()
    }

    /// The name of that service account.
    pub(crate) fn secrets_account(&self) -> Sourced<String> {
        Sourced::new(format!("{}-secrets", self.name()), self.name.origin.becomes("team"))
    }

    /// The name of the Secret, and of what makes it, with which pods pull images from the platform's registry.
    pub(crate) fn registry_secret(&self) -> Sourced<String> {
        Sourced::new(registry_secret(self.name()), self.name.origin.becomes("team"))
    }
}

fn registry_secret(team: &str) -> String {
    format!("{team}-registry")
}

impl Secret {
    fn new(spec: &SecretSpec, team: &str, platform: &Platform, sink: &mut Sink) -> Option<Self> {
        let store = spec.store.as_ref().map_or(Sourced::built_in(Store::SecretsManager), |store| {
            let is_parameters = store.value == "parameterStore";
            let value = if is_parameters { Store::ParameterStore } else { Store::SecretsManager };
            Sourced::new(value, Origin::written(store.span))
        });
        if let Some(name) = &spec.name {
            is_free(name, team, platform, sink);
        }
        let from = spec.from.as_ref()?;
        let source = format!("{}{team}/{}", store.value.prefix(&platform.aws).value, from.value);
        Some(Self {
            name: spec.name.as_ref().map(Sourced::written)?,
            source: Sourced::new(source, Origin::written(from.span).becomes("prefix, team and from")),
            keys: spec.keys.iter().map(Sourced::written).collect(),
            store,
            refresh_interval: spec
                .refresh_interval
                .as_ref()
                .map_or_else(|| Sourced::built_in("1h".to_owned()), Sourced::written),
        })
    }
}

/// The Secret for the registry has another writer.
fn is_free(name: &Spanned<String>, team: &str, platform: &Platform, sink: &mut Sink) {
    let Some(ecr) = &platform.aws.ecr else { return };
    if name.value.strip_prefix(team) != Some("-registry") {
        return;
    }
    let message = format!("`{}` is the Secret with the registry's password", name.value);
    let report = sink.report(codes::REGISTRY_SECRET, name.span, message).help("take another name");
    if let Some(source) = &platform.source {
        report.see_in(source, ecr.origin.span(), "the registry");
    }
}

/// The namespace exists on every cluster, so every cluster needs region and account; reported once, at the first secret.
fn every_cluster_has_a_store(first: &Spanned<String>, platform: &Platform, sink: &mut Sink) {
    if !platform.is_sound("clusters") {
        return;
    }
    let lacks = |cluster: &&Cluster| cluster.region.is_none() || cluster.account_id.is_none();
    let Some(cluster) = platform.clusters.iter().find(lacks) else { return };
    let (what, key) = match (&cluster.region, &cluster.account_id) {
        (None, None) => ("region and no AWS account", "region` and `accountId"),
        (None, Some(_)) => ("region", "region"),
        _ => ("AWS account", "accountId"),
    };
    let message = format!("cluster `{}` has no {what}, so it can't read secrets", cluster.name.value);
    let report = sink.report(codes::NO_STORE, first.span, message);
    see_cluster(report.help(add_to_cluster(cluster, key)), cluster, platform);
}

/// The role is made of the team's name, so the name is what is too long.
fn role_fits(identity: &Identity, has_secrets: bool, platform: &Platform, sink: &mut Sink) {
    let team = &identity.name;
    let length = platform.aws.role_prefix().len() + team.value.as_str().len() + "-secrets".len();
    if length <= iam::LONGEST_ROLE || !(has_secrets || platform.aws.ecr.is_some()) {
        return;
    }
    let role = platform.aws.secrets_role(team.value.as_str());
    let message = format!("the role `{role}` has {length} characters, where AWS takes {}", iam::LONGEST_ROLE);
    sink.report(codes::LONG_ROLE, team.origin.span(), message)
        .help(format!("shorten the team's name by {}", characters(length - iam::LONGEST_ROLE)));
}

#[cfg(test)]
mod tests {
    use crate::{Extent, Platform, Source, analyse, iam::Roles};

    const CLUSTER: &str =
        "clusters: [{name: one, server: https://one.example.com, region: us-east-1, accountId: \"111122223333\"}]\n";

    fn codes(secrets: &str, platform: &str) -> Vec<&'static str> {
        let platform = Platform::parse(&Source::new("platform.yaml", platform));
        let file = analyse(&Source::new("team.yaml", format!("team: demo\nsecrets: [{secrets}]")), &platform);
        file.diagnostics.iter().filter(|found| found.is_error()).map(|found| found.code.id).collect()
    }

    #[test]
    fn every_cluster_needs_region_and_account_and_one_error_says_so() {
        let secrets = "{name: a, from: a}, {name: b, from: b}";
        assert_eq!(codes(secrets, CLUSTER), [""; 0]);
        assert_eq!(codes(secrets, ""), ["TW0806"]);
        assert_eq!(codes(secrets, &CLUSTER.replace("region: us-east-1, ", "")), ["TW0806"]);
        assert_eq!(codes("", ""), [""; 0]);
    }

    #[test]
    fn the_registry_has_a_secret_of_its_own() {
        let ecr = format!("{CLUSTER}aws: {{ecr: {{accountId: \"111122223333\", region: us-east-1}}}}");
        assert_eq!(codes("{name: demo-registry, from: a}", &ecr), ["TW0808"]);
        assert_eq!(codes("{name: demo-registry, from: a}", CLUSTER), [""; 0]);
    }

    #[test]
    fn names_in_aws_have_room() {
        let prefix = |length: usize| format!("{CLUSTER}aws: {{irsa: {{rolePrefix: {}-}}}}", "p".repeat(length - 1));
        assert_eq!(codes("{name: a, from: a}", &prefix(52)), [""; 0]);
        assert_eq!(codes("{name: a, from: a}", &prefix(53)), ["TW0809"]);
        assert_eq!(codes("", &prefix(53)), [""; 0]);
    }

    #[test]
    fn every_code_has_an_example_that_draws_it() {
        for code in crate::diagnostic::secrets::ALL {
            let in_platform = code.id >= "TW0830";
            let comment = code.example.lines().find_map(|line| line.strip_prefix("# platform.yaml: "));
            let has_clusters = matches!(code.id, "TW0804" | "TW0805" | "TW0806" | "TW0832" | "TW0833");
            let clusters = if has_clusters { "" } else { CLUSTER };
            let text = if in_platform { code.example } else { comment.unwrap_or_default() };
            let platform = Platform::parse(&Source::new("platform.yaml", format!("{clusters}{text}")));
            let team = if in_platform { "team: demo" } else { code.example };
            let file = analyse(&Source::new("team.yaml", team), &platform);
            let roles = Roles::of(&platform, Extent::Whole).and_then(Roles::finish).err().unwrap_or_default();
            let roles = roles.iter().filter(|found| found.code.id == "TW0832");
            let errors = platform.diagnostics().iter().chain(&file.diagnostics).filter(|found| found.is_error());
            assert_eq!(errors.chain(roles).map(|found| found.code.id).collect::<Vec<_>>(), [code.id]);
        }
    }
}
