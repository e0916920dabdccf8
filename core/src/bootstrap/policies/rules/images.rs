//! Policies about images: of containers of every kind, and of volumes that are made of one.
//! See <https://kubernetes.io/docs/tasks/configure-pod-container/image-volumes/>.

use super::{CREATE_AND_UPDATE, Leaf, PODS_AND_EPHEMERAL_CONTAINERS, Rule, Sourced, Validation, fixed, listed};

/// Images of volumes of a pod, by what CEL calls it.
macro_rules! of_volumes {
    ($pod:literal) => {
        concat!($pod, ".spec.?volumes.orValue([]).filter(v, has(v.image)).map(v, v.image.?reference.orValue(''))")
    };
}

/// Every image of a pod.
macro_rules! of_pod {
    ($pod:literal) => {
        concat!(
            $pod,
            ".spec.containers.map(c, c.?image.orValue('')) + ",
            $pod,
            ".spec.?initContainers.orValue([]).map(c, c.?image.orValue('')) + ",
            $pod,
            ".spec.?ephemeralContainers.orValue([]).map(c, c.?image.orValue('')) + ",
            of_volumes!($pod)
        )
    };
}

/// Every image of a pod.
pub(in crate::bootstrap::policies) const AFTER: &str = of_pod!("object");
/// Every image that it had before.
pub(in crate::bootstrap::policies) const BEFORE: &str =
    concat!("request.operation == 'CREATE' ? [] : ", of_pod!("oldObject"));

/// Images of volumes alone.
pub(in crate::bootstrap::policies) const OF_VOLUMES: &str = of_volumes!("object");

/// A tag stands behind the last `/`, for a `:` before it belongs to a port; so does a digest, which is never called `latest`.
const FLOATING: &str = "variables.images.filter(image, !image.matches(':[^/]+$') || image.endsWith(':latest'))";

/// Whose first part is no host is an image of Docker Hub; a host has a `.`, a `:` or a capital letter, or is `localhost`.
/// See <https://github.com/distribution/reference/blob/main/normalize.go>.
const WITH_HOST: &str =
    "variables.images.map(image, image.matches('^([^/]*[.:A-Z][^/]*|localhost)/') ? image : 'docker.io/' + image)";
/// Docker Hub has a second name, and a folder for what has no organisation.
const FULL: &str = "variables.withHost.map(image, image.startsWith('index.docker.io/') ? image.substring(6) : image).map(image, image.matches('^docker[.]io/[^/]+$') ? 'docker.io/library/' + image.substring(10) : image)";
const ELSEWHERE: &str =
    "variables.full.filter(image, !variables.registries.exists(registry, image.startsWith(registry + '/')))";

pub(super) fn without_latest() -> Rule {
    rule(
        vec![("floating", fixed(FLOATING))],
        Validation {
            expression: "variables.floating.size() == 0",
            message: "write a tag other than latest, or a digest, behind every image",
            message_expression: "'write a tag other than latest, or a digest: ' + variables.floating.join(', ')",
        },
    )
}

pub(super) fn from(registries: &[Sourced<String>]) -> Rule {
    rule(
        vec![
            ("withHost", fixed(WITH_HOST)),
            ("full", fixed(FULL)),
            ("registries", listed(&registries.iter().map(by_first_name).collect::<Vec<_>>(), "registries")),
            ("elsewhere", fixed(ELSEWHERE)),
        ],
        Validation {
            expression: "variables.elsewhere.size() == 0",
            message: "take images from the registries of the platform",
            message_expression: "'take images from ' + variables.registries.join(', ') + ', and not ' + variables.elsewhere.join(', ')",
        },
    )
}

/// Docker Hub by the name that images are given here.
fn by_first_name(registry: &Sourced<String>) -> Sourced<String> {
    let name = registry.value.as_str();
    let rest = name.strip_prefix("index.docker.io").filter(|rest| rest.is_empty() || rest.starts_with('/'));
    Sourced::new(rest.map_or_else(|| name.to_owned(), |rest| format!("docker.io{rest}")), registry.origin)
}

fn rule(variables: Vec<(&'static str, Leaf)>, validation: Validation) -> Rule {
    let images =
        [("before", fixed(BEFORE)), ("images", fixed("variables.after.filter(image, !(image in variables.before))"))];
    Rule {
        operations: CREATE_AND_UPDATE,
        resources: PODS_AND_EPHEMERAL_CONTAINERS,
        conditions: &[],
        variables: [("after", fixed(AFTER))].into_iter().chain(images).chain(variables).collect(),
        validations: vec![validation],
    }
}
