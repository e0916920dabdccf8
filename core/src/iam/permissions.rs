//! What a role may do: no more than the objects that name it need.
//!
//! A key of one's own that secrets or buckets are encrypted with is not known here: its key policy lets the role in.

use std::collections::{BTreeMap, BTreeSet};

use super::{one_or_more, text};
use crate::{
    Leaf, LeafValue,
    manifest::{Tree, map},
    platform::clusters::Cluster,
    team::{Team, secrets::Store},
};

/// Each kind of work, with the resources that it is done with.
pub(super) type Permissions = BTreeMap<Work, BTreeSet<String>>;

/// Something that a role may do. In the order in which a policy lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Work {
    ReadSecrets,
    ReadParameters,
    GetRegistryPassword,
    PullImages,
    ListBucket,
    KeepObjects,
    KeepSnapshots,
}

/// All resources. Only for actions that take no resource of their own.
const ALL: &str = "*";

/// What External Secrets does for a team on a cluster.
pub(super) fn of_team(team: &Team<'_>, cluster: &Cluster) -> Vec<(Work, String)> {
    let aws = &team.platform.aws;
    let (partition, name) = (&aws.partition.value, team.name());
    let uses = |store: Store| team.secrets.iter().any(|secret| secret.store.value == store);
    let mut found = Vec::new();
    if let (Some(region), Some(account)) = (&cluster.region, &cluster.account_id) {
        let (region, account) = (&region.value, &account.value);
        if uses(Store::SecretsManager) {
            let prefix = &aws.secrets_manager_prefix.value;
            let secrets = format!("arn:{partition}:secretsmanager:{region}:{account}:secret:{prefix}{name}/*");
            found.push((Work::ReadSecrets, secrets));
        }
        if uses(Store::ParameterStore) {
            // A parameter's name begins with `/`, which its ARN has once.
            let prefix = &aws.parameter_store_prefix.value;
            let parameters = format!("arn:{partition}:ssm:{region}:{account}:parameter{prefix}{name}/*");
            found.push((Work::ReadParameters, parameters));
        }
    }
    if let Some(ecr) = &aws.ecr {
        let (region, account) = (&ecr.region.value, &ecr.account_id.value);
        found.push((Work::GetRegistryPassword, ALL.to_owned()));
        found.push((Work::PullImages, format!("arn:{partition}:ecr:{region}:{account}:repository/*")));
    }
    found
}

/// What a chart does with these values; nothing where the chart is not known.
pub(super) fn of_component(chart: Option<&str>, values: &Tree, partition: &str) -> Vec<(Work, String)> {
    let at = |path: &[&str]| path.iter().try_fold(values, |tree, key| tree.get(key));
    let (buckets, snapshots): (Vec<_>, bool) = match chart {
        Some("loki") => match at(&["loki", "storage", "bucketNames"]) {
            Some(Tree::Map(names)) => (names.iter().filter_map(|(_, name)| leaf(name)).collect(), false),
            _ => (Vec::new(), false),
        },
        Some("tempo") => {
            (at(&["tempo", "storage", "trace", "s3", "bucket"]).and_then(leaf).into_iter().collect(), false)
        }
        Some("velero") => {
            let places = at(&["configuration", "backupStorageLocation"]).map_or(&[][..], Tree::items);
            let buckets = places.iter().filter_map(|place| place.get("bucket").and_then(leaf)).collect();
            let snapshots = at(&["snapshotsEnabled"]).and_then(leaf);
            (buckets, snapshots.is_some_and(|flag| flag.value == LeafValue::Boolean(true)))
        }
        _ => (Vec::new(), false),
    };
    let of_bucket = |bucket: &str| {
        let bucket = format!("arn:{partition}:s3:::{bucket}");
        [(Work::KeepObjects, format!("{bucket}/*")), (Work::ListBucket, bucket)]
    };
    let snapshots = snapshots.then(|| (Work::KeepSnapshots, ALL.to_owned()));
    buckets.into_iter().filter_map(Leaf::as_text).flat_map(of_bucket).chain(snapshots).collect()
}

const fn leaf(tree: &Tree) -> Option<&Leaf> {
    match tree {
        Tree::Leaf(leaf) => Some(leaf),
        _ => None,
    }
}

impl Work {
    /// Its name in a policy, where it stands once, and the actions of AWS that it takes.
    const fn actions(self) -> (&'static str, &'static [&'static str]) {
        match self {
            // See <https://external-secrets.io/latest/provider/aws-secrets-manager/>.
            Self::ReadSecrets => ("ReadSecrets", &["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]),
            // See <https://external-secrets.io/latest/provider/aws-parameter-store/>.
            Self::ReadParameters => ("ReadParameters", &["ssm:GetParameter", "ssm:GetParameters"]),
            // AWS gives it for every registry or for none. See
            // <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html>.
            Self::GetRegistryPassword => ("GetRegistryPassword", &["ecr:GetAuthorizationToken"]),
            // See <https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html>.
            Self::PullImages => {
                ("PullImages", &["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"])
            }
            Self::ListBucket => ("ListBucket", &["s3:ListBucket"]),
            // See <https://grafana.com/docs/loki/latest/operations/storage/> and
            // <https://github.com/vmware-tanzu/velero-plugin-for-aws#set-permissions-for-velero>.
            Self::KeepObjects => (
                "KeepObjects",
                &[
                    "s3:AbortMultipartUpload",
                    "s3:DeleteObject",
                    "s3:GetObject",
                    "s3:ListMultipartUploadParts",
                    "s3:PutObject",
                ],
            ),
            // Volumes and snapshots have no names that a prefix could bound. See the plugin's page above.
            Self::KeepSnapshots => (
                "KeepSnapshots",
                &[
                    "ec2:CreateSnapshot",
                    "ec2:CreateTags",
                    "ec2:CreateVolume",
                    "ec2:DeleteSnapshot",
                    "ec2:DescribeSnapshots",
                    "ec2:DescribeVolumes",
                ],
            ),
        }
    }

    pub(super) fn statement(self, resources: &BTreeSet<String>) -> Tree {
        let (name, actions) = self.actions();
        map! {
            "Sid" => text(name),
            "Effect" => "Allow",
            "Action" => one_or_more(actions.iter().map(|&action| action.to_owned())),
            "Resource" => one_or_more(resources.iter().cloned()),
        }
    }
}
