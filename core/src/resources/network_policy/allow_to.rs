//! `allow-to-<namespace>`: an entry of `allowToNamespaces` lets the team's pods reach that namespace. Its own policies
//! decide whether it lets them in.

use smol_str::format_smolstr;

use super::{peer, policy};
use crate::{
    manifest::{Leaf, Manifest, map},
    origin::Sourced,
    team::Team,
    value::name::NamespaceName,
};

pub(super) fn build(team: &Team<'_>, namespace: &Sourced<NamespaceName>) -> Manifest {
    let name = Leaf::text(format_smolstr!("allow-to-{}", namespace.value), namespace.origin);
    policy(team, name, namespace.origin).field(
        "spec",
        map! {
            "podSelector" => map! {},
            "policyTypes" => &["Egress"],
            "egress" => peer::to([peer::namespace(namespace)], &[]),
        },
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::spec;

    #[test]
    fn opens_the_way_to_one_namespace() {
        assert_eq!(
            spec("allow-to-team-web", "networkPolicy: {allowToNamespaces: [team-web]}", ""),
            "  podSelector: {}
  policyTypes:
  - Egress
  egress:
  - to:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: team-web
"
        );
    }
}
