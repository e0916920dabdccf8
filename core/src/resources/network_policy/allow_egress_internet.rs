//! `allow-egress-internet`: `allowEgress: true` opens every address but those of `network.egress.exceptCidrs`, of the
//! cluster's pods and services, and of the metadata service.

use super::{peer, policy};
use crate::{
    manifest::{Manifest, Tree, map},
    platform::clusters::Cluster,
    team::Team,
    value::cidr::Family,
};

pub(super) fn build(team: &Team<'_>, cluster: &Cluster) -> Option<Manifest> {
    let allow = &team.network.allow_egress;
    let egress = &team.platform.network.egress;
    // Exceptions lie inside their block, or the API server refuses the policy: each family has a block of its own.
    let block = |everything: &'static str, family: Family| {
        let except = egress.except(family, cluster);
        map! { "ipBlock" => map! { "cidr" => everything, "except" => Tree::list(except.iter().map(Tree::from)) } }
    };
    allow.value.then(|| {
        let v4 = block("0.0.0.0/0", Family::V4);
        let v6 = egress.ipv6.value.then(|| block("::/0", Family::V6));
        policy(team, "allow-egress-internet", allow.origin).field(
            "spec",
            map! {
                "podSelector" => map! {},
                "policyTypes" => &["Egress"],
                "egress" => peer::to(std::iter::once(v4).chain(v6), &egress.ports),
            },
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::spec;

    const TEAM: &str = "networkPolicy: {allowEgress: true}";

    #[test]
    fn the_internet_is_everything_but_private_networks() {
        assert_eq!(
            spec("allow-egress-internet", TEAM, ""),
            "  podSelector: {}
  policyTypes:
  - Egress
  egress:
  - to:
    - ipBlock:
        cidr: \"0.0.0.0/0\"
        except:
        - \"10.0.0.0/8\"
        - \"100.64.0.0/10\"
        - \"169.254.0.0/16\"
        - \"172.16.0.0/12\"
        - \"192.168.0.0/16\"
"
        );
    }

    #[test]
    fn each_family_has_its_own_block_and_exceptions() {
        let platform = "network: {ingress: [], egress: {ipv6: true, exceptCidrs: [10.0.0.0/8], ports: [{port: 443}]}}";
        assert_eq!(
            spec("allow-egress-internet", TEAM, platform),
            "  podSelector: {}
  policyTypes:
  - Egress
  egress:
  - to:
    - ipBlock:
        cidr: \"0.0.0.0/0\"
        except:
        - \"10.0.0.0/8\"
        - \"169.254.0.0/16\"
    - ipBlock:
        cidr: \"::/0\"
        except:
        - \"fc00::/7\"
        - \"fe80::/10\"
    ports:
    - protocol: TCP
      port: 443
"
        );
    }
}
