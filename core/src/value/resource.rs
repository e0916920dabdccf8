//! Names of what a quota counts beside the built-in resources: devices and kinds of objects.

use super::label;
use crate::shape::{Fault, Grammar};

/// An extended resource, such as a device: a name behind a domain that is not Kubernetes' own.
/// See <https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#extended-resources>.
pub(crate) static EXTENDED: Grammar = Grammar {
    what: "an extended resource such as `nvidia.com/gpu`",
    pattern: r"^[a-z0-9.-]{1,253}/[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$",
    check: |text| if is_extended(text) { Ok(()) } else { Err(Fault::default()) },
};

/// The number of objects of a kind: `count/<plural>` and, outside the core group, `.<group>`.
/// See <https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-on-object-count>.
pub(crate) static OBJECT_COUNT: Grammar = Grammar {
    what: "a number of objects such as `count/jobs.batch`: the kind's plural in lower case, `.` and its group",
    pattern: r"^count/[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$",
    check: |text| if is_object_count(text) { Ok(()) } else { Err(Fault::default()) },
};

/// The quota writes it behind `requests.`, which the domain must leave room for.
fn is_extended(text: &str) -> bool {
    let native = text.contains("kubernetes.io/") || text.starts_with("requests.");
    label::domain(text).is_some_and(|domain| domain.len() <= 253 - "requests.".len()) && !native && label::is_key(text)
}

fn is_object_count(text: &str) -> bool {
    text.strip_prefix("count/").is_some_and(|name| {
        name.starts_with(|c: char| c.is_ascii_lowercase()) && label::is_subdomain(name) && label::is_value(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_has_a_domain_that_is_not_of_kubernetes() {
        for text in ["nvidia.com/gpu", "aws.amazon.com/neuron", "vpc.amazonaws.com/pod-eni", "example/Thing_1"] {
            assert!(is_extended(text), "{text}");
        }
        for text in
            ["gpu", "/gpu", "nvidia.com/", "kubernetes.io/x", "a.kubernetes.io/x", "requests.a.com/x", "A.com/x", ""]
        {
            assert!(!is_extended(text), "{text}");
        }
        // `requests.` in front of the longest leaves no byte of a domain's 253.
        let longest = format!("{}/gpu", ["a"; 4].map(|letter| letter.repeat(61)).join(".").split_at(244).0);
        assert!(is_extended(&longest), "{longest}");
        assert!(!is_extended(&format!("b{longest}")), "b{longest}");
    }

    #[test]
    fn an_object_count_names_a_plural_and_a_group() {
        for text in ["count/pods", "count/jobs.batch", "count/ingresses.networking.k8s.io"] {
            assert!(is_object_count(text), "{text}");
        }
        for text in [
            "count/",
            "count/Jobs.batch",
            "count/jobs.",
            "count/jobs..batch",
            "count/jobs/batch",
            "count/1jobs",
            "jobs",
        ] {
            assert!(!is_object_count(text), "{text}");
        }
    }
}
