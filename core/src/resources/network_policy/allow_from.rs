//! `allow-from-<namespace>`: an entry of `allowFromNamespaces` lets that namespace's pods in, whatever `allowIngress` says.

use smol_str::format_smolstr;

use super::{peer, policy};
use crate::{
    manifest::{Leaf, Manifest, map},
    origin::Sourced,
    team::Team,
    value::name::NamespaceName,
};

pub(super) fn build(team: &Team<'_>, namespace: &Sourced<NamespaceName>) -> Manifest {
    let name = Leaf::text(format_smolstr!("allow-from-{}", namespace.value), namespace.origin);
    policy(team, name, namespace.origin).field(
        "spec",
        map! {
            "podSelector" => map! {},
            "policyTypes" => &["Ingress"],
            "ingress" => peer::from([peer::namespace(namespace)]),
        },
    )
}
