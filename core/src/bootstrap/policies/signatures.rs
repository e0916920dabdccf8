//! The policy about who signed an image. Only Kyverno can judge it: it asks the registry for the signature, and the transparency
//! log of Sigstore for the signer.
//!
//! It lies in a folder and an Application of its own, behind Kyverno, for until Kyverno is there nobody knows its kind; what else
//! guards a cluster does not wait for that.
//! See <https://kyverno.io/docs/policy-types/image-validating-policy/>.

use smol_str::SmolStr;

use super::{
    super::{components, made},
    Layer, Manifest, Mode, Named, Tree, all, exempt, guards, held_in, list, map,
    rules::{PODS_AND_EPHEMERAL_CONTAINERS, images},
};
use crate::{
    manifest::Leaf,
    origin::Origin,
    platform::{
        clusters::Cluster,
        policies::{Identity, Policy, Rule},
    },
};

/// The folder below a cluster's.
pub(in crate::bootstrap) const FOLDER: &str = "signatures";

/// The attestor's name in expressions.
const SIGNERS: &str = "signers";

/// Every container of a pod, and volumes that are made of an image.
const SIGNED: &str = "(images.containers + images.initContainers + images.ephemeralContainers + images.volumes).all(image, verifyImageSignatures(image, [attestors.signers]) > 0)";

/// A registry and a log are asked, for every image that is not known yet. It is the most that an admission webhook can have.
/// See <https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#timeouts>.
const SECONDS: i64 = 30;

/// One Application for each cluster in which signatures are verified.
pub(in crate::bootstrap) fn applications(layer: &Layer<'_>) -> Vec<Manifest> {
    // Without our components, Kyverno is there already.
    let wave = components::wave(layer, "kyverno").map_or(guards::WAVE, |kyverno| kyverno + 1);
    let clusters = layer.platform.clusters.iter().filter(|cluster| verified_in(layer, cluster).next().is_some());
    all(clusters.map(|cluster| guards::application(layer, cluster, FOLDER, wave)))
}

/// Whether any cluster verifies signatures.
pub(in crate::bootstrap) fn are_verified(layer: &Layer<'_>) -> bool {
    layer.platform.clusters.iter().any(|cluster| verified_in(layer, cluster).next().is_some())
}

pub(in crate::bootstrap) fn build(layer: &Layer<'_>, cluster: &Cluster) -> Vec<Manifest> {
    all(verified_in(layer, cluster).map(|(named, identities)| one(&named, identities, layer)))
}

/// Policies about signatures that hold in a cluster.
fn verified_in<'a>(layer: &Layer<'a>, cluster: &Cluster) -> impl Iterator<Item = (Named<'a>, &'a [Identity])> {
    held_in(layer, cluster).into_iter().filter_map(|named| match &named.policy.rule {
        Rule::VerifyImageSignature(identities) => Some((named, identities.as_slice())),
        _ => None,
    })
}

fn one(Named { name, policy }: &Named<'_>, identities: &[Identity], layer: &Layer<'_>) -> Manifest {
    let exempt = exempt(policy, layer);
    let object =
        guards::cluster_wide("policies.kyverno.io/v1", "ImageValidatingPolicy", super::named(name.clone(), policy));
    let object = object.field(
        "spec",
        map! {
            "failurePolicy" => on_failure(policy),
            "validationActions" => super::actions(policy),
            "webhookConfiguration" => map! { "timeoutSeconds" => SECONDS },
            // What makes pods is left as it is: with a digest in its template, Argo CD would put it back for ever.
            "autogen" => map! { "podControllers" => map! { "controllers" => list![] } },
            // The condition asks for the request, which a scan of what is there already does not have.
            "evaluation" => map! { "background" => map! { "enabled" => false } },
            "matchConstraints" => map! {
                "namespaceSelector" => super::namespaces(&exempt),
                "resourceRules" => list![guards::rule("", guards::CREATE_AND_UPDATE, PODS_AND_EPHEMERAL_CONTAINERS)],
            },
            "matchConditions" => list![map! { "name" => "other-images", "expression" => other_images() }],
            "matchImageReferences" => list![map! { "glob" => "*" }],
            "validationConfigurations" => configurations(policy),
            "images" => list![map! { "name" => "volumes", "expression" => images::OF_VOLUMES }],
            "attestors" => list![map! {
                "name" => SIGNERS,
                "cosign" => map! { "keyless" => map! { "identities" => Tree::list(identities.iter().map(identity)) } },
            }],
            "validations" => list![map! { "expression" => SIGNED, "message" => message(identities) }],
        },
    );
    super::annotated(object, &exempt)
}

/// Whether a pod has to wait while Kyverno is down. Where it is only audited, it does not.
fn on_failure(policy: &Policy) -> Leaf {
    let word = match policy.mode.value {
        Mode::Enforce => "Fail",
        Mode::Audit => "Ignore",
    };
    Leaf::text(SmolStr::new_static(word), policy.mode.origin.becomes("mode"))
}

/// What is signed is a digest. Where it is enforced, that digest is written in place of the tag, or the tag could be moved to
/// another image before it is pulled; where it is audited, pods stay as they are.
fn configurations(policy: &Policy) -> Tree {
    let is_enforced = policy.mode.value == Mode::Enforce;
    let flag = || Leaf::boolean(is_enforced, policy.mode.origin.becomes("mode"));
    map! { "mutateDigest" => flag(), "verifyDigest" => flag(), "required" => true }
}

/// Pods that are there already are judged when they get other images, not when a controller takes a finalizer from them.
fn other_images() -> Leaf {
    let (after, before) = (images::AFTER, images::BEFORE);
    made(format!("request.operation == 'CREATE' || ({after}) != ({before})"), "the images of a pod")
}

fn identity(identity: &Identity) -> Tree {
    map! { "issuer" => &identity.issuer, "subject" => &identity.subject }
}

/// What a developer is told.
fn message(identities: &[Identity]) -> Leaf {
    let subjects: Vec<_> = identities.iter().map(|identity| identity.subject.value.as_str()).collect();
    let origin = identities.first().map_or(Origin::INHERITED, |first| first.subject.origin.becomes("identities"));
    Leaf::text(format!("use images that were signed by {}", subjects.join(" or ")), origin)
}
