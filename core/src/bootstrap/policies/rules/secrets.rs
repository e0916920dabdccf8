//! The policy about where secrets come from.
//!
//! Nothing in a Secret says who made it: owner and labels are its maker's to write. So the policy asks who makes it, and refuses
//! every way in which a team could bring one: Git, through Argo CD; people; and whatever runs in a team's namespace. What is left
//! is controllers of the platform, above all that of External Secrets, whatever its account is called, and those that issue
//! certificates or tokens while the cluster runs.

use super::{CREATE_AND_UPDATE, Layer, Rule, Validation, cel, derived, fixed};
use crate::{bootstrap::guards, origin::Place, platform::clusters::Cluster};

const ACCOUNTS: &str = "system:serviceaccount:";

/// Contents that stay as they are need no new permission: metadata of a Secret that was there before may change.
const CHANGED: (&str, &str) =
    ("contents", "request.operation == 'CREATE' || object.?data.orValue({}) != oldObject.?data.orValue({})");

pub(super) fn from_stores(layer: &Layer<'_>, cluster: &Cluster) -> Rule {
    let prefix = &layer.platform.names.prefix;
    let of_teams = cel::text(&format!("{ACCOUNTS}{}", prefix.value));
    let argo_cds = guards::argo_cds(layer, cluster);
    Rule {
        operations: CREATE_AND_UPDATE,
        resources: &["secrets"],
        conditions: &[CHANGED],
        variables: vec![
            ("user", fixed("request.userInfo.username")),
            ("ofTeams", derived(of_teams, "namespacePrefix", prefix.origin.place)),
            (
                "argoCD",
                derived(cel::texts(argo_cds.iter().map(String::as_str)), "Argo CD's own accounts", Place::Nowhere),
            ),
        ],
        validations: vec![Validation {
            expression: "variables.user == 'system:kube-controller-manager' || (variables.user.startsWith('system:serviceaccount:') && !variables.user.startsWith(variables.ofTeams) && !(variables.user in variables.argoCD))",
            message: "secrets come from the team's store: list it under secrets in the team's file, and take the Secret out of the application",
            message_expression: "'secrets come from the team\\'s store: list ' + object.metadata.?name.orValue('it') + ' under secrets in the team\\'s file, and take the Secret out of the application'",
        }],
    }
}
