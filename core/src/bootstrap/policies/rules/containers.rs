//! Policies about the containers of a pod.

use super::{CREATE, CREATE_AND_UPDATE, PODS, PODS_AND_EPHEMERAL_CONTAINERS, Rule, Validation, fixed};

/// The namespace's LimitRange writes what a container leaves out before anybody judges, so that there is nothing missing that
/// could be found; but it says on the pod what it wrote.
/// See <https://kubernetes.io/docs/concepts/policy/limit-range/#limitrange-and-admission-checks-for-pods>.
const GIVEN: &str = "object.metadata.?annotations[?'kubernetes.io/limit-ranger'].orValue('')";

/// Names of containers that lack an amount. One of 0 is none: the runtime takes a limit of 0 for no limit, and no maximum stops it.
const MISSING: &str = "variables.containers.filter(c, !(has(c.resources) && has(c.resources.requests) && has(c.resources.limits) && ['cpu', 'memory'].all(amount, amount in c.resources.requests && amount in c.resources.limits && quantity(string(c.resources.requests[amount])).isGreaterThan(quantity('0')) && quantity(string(c.resources.limits[amount])).isGreaterThan(quantity('0'))))).map(c, c.name)";

/// Ephemeral containers can't have any: <https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/>.
pub(super) fn with_requests_and_limits() -> Rule {
    Rule {
        operations: CREATE,
        resources: PODS,
        conditions: &[],
        variables: vec![
            ("containers", fixed("object.spec.containers + object.spec.?initContainers.orValue([])")),
            ("missing", fixed(MISSING)),
            ("given", fixed(GIVEN)),
        ],
        validations: vec![
            Validation {
                expression: "variables.missing.size() == 0",
                message: "write requests and limits of cpu and memory for every container",
                message_expression: "'write requests and limits of cpu and memory for these containers: ' + variables.missing.join(', ')",
            },
            Validation {
                expression: "variables.given == ''",
                message: "write requests and limits of cpu and memory for every container, and leave none to the namespace's defaults",
                message_expression: "'write requests and limits of cpu and memory for every container; the namespace had to give ' + variables.given.replace('LimitRanger plugin set: ', '')",
            },
        ],
    }
}

/// Containers that run for good: those of a pod that is restarted whenever it ends, which the pods of Jobs are not, and beside
/// them sidecars.
/// See <https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy>.
pub(super) fn with_probes() -> Rule {
    Rule {
        operations: CREATE,
        resources: PODS,
        conditions: &[("runs-for-good", "object.spec.?restartPolicy.orValue('Always') == 'Always'")],
        variables: vec![
            (
                "containers",
                fixed(
                    "object.spec.containers + object.spec.?initContainers.orValue([]).filter(c, c.?restartPolicy.orValue('') == 'Always')",
                ),
            ),
            (
                "missing",
                fixed(
                    "variables.containers.filter(c, !has(c.readinessProbe) && !has(c.livenessProbe) && !has(c.startupProbe)).map(c, c.name)",
                ),
            ),
        ],
        validations: vec![Validation {
            expression: "variables.missing.size() == 0",
            message: "add a readinessProbe, livenessProbe or startupProbe to every container",
            message_expression: "'add a readinessProbe, livenessProbe or startupProbe to these containers: ' + variables.missing.join(', ')",
        }],
    }
}

/// Names of a pod's containers of every kind, as far as `$which` leaves them. The kinds are of different types, so that one list
/// of them all could not be filtered.
macro_rules! names {
    ($pod:literal, $which:literal) => {
        concat!(
            $pod,
            ".spec.containers",
            $which,
            ".map(c, c.name) + ",
            $pod,
            ".spec.?initContainers.orValue([])",
            $which,
            ".map(c, c.name) + ",
            $pod,
            ".spec.?ephemeralContainers.orValue([])",
            $which,
            ".map(c, c.name)"
        )
    };
}

/// Whose file system can be written to.
const WRITABLE: &str = names!("object", ".filter(c, !c.?securityContext.?readOnlyRootFilesystem.orValue(false))");
const BEFORE: &str = concat!("request.operation == 'CREATE' ? [] : ", names!("oldObject", ""));

pub(super) fn with_read_only_root() -> Rule {
    Rule {
        operations: CREATE_AND_UPDATE,
        resources: PODS_AND_EPHEMERAL_CONTAINERS,
        conditions: &[],
        variables: vec![
            ("before", fixed(BEFORE)),
            ("writable", fixed(WRITABLE)),
            ("added", fixed("variables.writable.filter(name, !(name in variables.before))")),
        ],
        validations: vec![Validation {
            expression: "variables.added.size() == 0",
            message: "write securityContext.readOnlyRootFilesystem: true for every container, and mount an emptyDir where it writes",
            message_expression: "'write securityContext.readOnlyRootFilesystem: true, and mount an emptyDir where it is written to, for these containers: ' + variables.added.join(', ')",
        }],
    }
}
