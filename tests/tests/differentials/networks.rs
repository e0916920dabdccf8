//! Networks and addresses against Kubernetes' own validation.

use std::net::Ipv6Addr;

use serde::Deserialize;
use teamwright_core::grammar;

use crate::{
    rules::{Row, Rule, compare},
    vectors,
};

#[derive(Debug, Deserialize)]
struct Text {
    text: String,
    network: Option<String>,
    address: Option<String>,
    #[serde(default)]
    canonical: bool,
}

#[derive(Debug)]
struct Network(Text);

#[derive(Debug)]
struct Address(Text);

impl Row for Network {
    fn text(&self) -> &str {
        &self.0.text
    }

    fn expected(&self) -> Option<String> {
        self.0.network.clone()
    }
}

impl Row for Address {
    fn text(&self) -> &str {
        &self.0.text
    }

    fn expected(&self) -> Option<String> {
        self.0.address.clone()
    }
}

#[test]
fn networks_are_those_that_kubernetes_takes_in_new_fields() {
    const RULES: &[Rule<Network>] = &[Rule {
        why: "not in its canonical form: host bits, leading zeros, IPv4 inside IPv6, another spelling",
        describes: |row| !row.0.canonical,
    }];
    let rows: Vec<_> = vectors::read("cidrs").into_iter().map(Network).collect();
    compare("network", &rows, RULES, 700);
}

#[test]
fn addresses_are_those_that_kubernetes_takes_in_new_fields() {
    const RULES: &[Rule<Address>] = &[Rule {
        why: "not in its canonical form: leading zeros, IPv4 inside IPv6, another spelling",
        describes: |row| !row.0.canonical,
    }];
    let rows: Vec<_> = vectors::read("cidrs").into_iter().map(Address).collect();
    compare("address", &rows, RULES, 60);
}

#[test]
fn the_repair_of_a_network_is_what_kubernetes_makes_of_it() {
    let mut repaired = 0;
    for row in vectors::read::<Text>("cidrs") {
        let Some(network) = row.network.filter(|network| *network != row.text) else { continue };
        let message = grammar::accepts("network", &row.text).expect_err(&row.text);
        // IPv4 inside IPv6 has a repair only where the length is that of an IPv4 network.
        let address = row.text.split('/').next().filter(|address| address.contains(':'));
        let mapped = address.is_some_and(|text| text.parse().is_ok_and(|v6: Ipv6Addr| v6.to_ipv4_mapped().is_some()));
        let misread = row.text.contains(":010.");
        if misread || (mapped && network.contains(':')) {
            continue;
        }
        assert!(message.ends_with(&format!("write `{network}`")), "{}: {message}, not {network}", row.text);
        repaired += 1;
    }
    assert!(repaired > 300, "{repaired}");
}
