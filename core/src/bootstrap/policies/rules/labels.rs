//! The policy about labels of pods.

use super::{CREATE_AND_UPDATE, PODS, Rule, Sourced, Validation, fixed, listed};

/// An empty label says nothing, so that it is none. An update is judged by the labels that it takes away.
pub(super) fn with(keys: &[Sourced<String>]) -> Rule {
    Rule {
        operations: CREATE_AND_UPDATE,
        resources: PODS,
        conditions: &[],
        variables: vec![
            ("wanted", listed(keys, "labels")),
            ("labels", fixed("object.metadata.?labels.orValue({})")),
            ("before", fixed("request.operation == 'CREATE' ? {} : oldObject.metadata.?labels.orValue({})")),
            (
                "missing",
                fixed(
                    "variables.wanted.filter(key, variables.labels[?key].orValue('') == '' && (request.operation == 'CREATE' || variables.before[?key].orValue('') != ''))",
                ),
            ),
        ],
        validations: vec![Validation {
            expression: "variables.missing.size() == 0",
            message: "add the labels that the platform asks for to the pod, in spec.template.metadata.labels of what makes it",
            message_expression: "'add these labels to the pod, in spec.template.metadata.labels of what makes it: ' + variables.missing.join(', ')",
        }],
    }
}
