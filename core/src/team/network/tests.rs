//! What `networkPolicy` accepts, what it says about the rest, and which value is in force.

use super::*;
use crate::{Source, analyse, origin::Place};

/// What a team `demo` with these keys makes of `networkPolicy`, and the codes with the texts that they stand at.
fn judged(keys: &str, platform: &Platform) -> Vec<(&'static str, String)> {
    let source = Source::new("team.yaml", format!("team: demo\nnetworkPolicy: {{{keys}}}\n"));
    let found = analyse(&source, platform).diagnostics;
    let network = found.iter().filter(|found| found.span.start > 10);
    network.map(|found| (found.code.id, source.slice(found.span).to_owned())).collect()
}

fn platform(text: &str) -> Platform {
    let platform = Platform::parse(&Source::new("platform.yaml", text));
    assert!(!platform.has_errors(), "{:?}", platform.diagnostics());
    platform
}

fn one(code: &'static str, text: &str) -> Vec<(&'static str, String)> {
    vec![(code, text.to_owned())]
}

/// Runs `look` on the rules in force of a team `demo` with these keys.
fn in_force<T>(keys: &str, platform: &Platform, look: impl FnOnce(&Network<'_>) -> T) -> T {
    let file = analyse(&Source::new("team.yaml", format!("team: demo\n{keys}\n")), platform);
    look(&file.team.unwrap_or_else(|| panic!("{:?}", file.diagnostics)).network)
}

#[test]
fn only_true_and_false_are_booleans() {
    let built_in = Platform::built_in();
    assert_eq!(judged("allowIngress: true, allowEgress: false", &built_in), []);
    for word in ["\"false\"", "yes", "on", "1"] {
        assert_eq!(judged(&format!("allowIngress: {word}"), &built_in), one("TW0207", word));
    }
}

#[test]
fn namespaces_that_somebody_knows_pass() {
    let platform = platform(
        "platformNamespaces: [ci, kube-system]\nargocd: {namespace: gitops}\ncomponents: {}\n\
         network: {ingress: [{namespace: edge}], monitoringNamespace: watch}",
    );
    let names = "ci, kube-system, gitops, edge, watch, observability, team-web";
    assert_eq!(judged(&format!("allowFromNamespaces: [{names}], allowToNamespaces: [{names}]"), &platform), []);
}

#[test]
fn namespaces_of_kubernetes_and_reserved_ones_are_errors() {
    let platform = platform("reserved: {namespaces: [vault]}\nnetwork: {ingress: []}");
    for name in ["kube-system", "kube-public", "kube-node-lease", "default", "vault"] {
        assert_eq!(judged(&format!("allowFromNamespaces: [{name}]"), &platform), one("TW0513", name));
        assert_eq!(judged(&format!("allowToNamespaces: [{name}]"), &platform), one("TW0513", name));
    }
}

#[test]
fn the_own_and_an_unknown_namespace_are_warnings() {
    let built_in = Platform::built_in();
    assert_eq!(judged("allowFromNamespaces: [team-demo]", &built_in), one("TW0514", "team-demo"));
    assert_eq!(judged("allowToNamespaces: [monitoring]", &built_in), one("TW0515", "monitoring"));
    let source = Source::new("team.yaml", "team: demo\nnetworkPolicy: {allowFromNamespaces: [observabilty]}\n");
    let found = analyse(&source, &built_in).diagnostics;
    let help = found.iter().find(|found| found.code.id == "TW0515").and_then(|found| found.help.as_deref());
    assert_eq!(help, Some("did you mean `observability`?"));
}

#[test]
fn an_entry_is_one_namespace() {
    let built_in = Platform::built_in();
    for name in ["team-*", "\"*\"", "\"\"", "Team-a", "\"x\\n---\\nkind: Secret\"", "a.b", "\"!a\""] {
        assert_eq!(judged(&format!("allowFromNamespaces: [{name}]"), &built_in), one("TW0216", name), "{name}");
    }
    assert_eq!(judged("allowFromNamespaces: [team-a, team-a]", &built_in), one("TW0211", "team-a"));
}

#[test]
fn an_unknown_destination_is_an_error_that_lists_the_known_ones() {
    assert_eq!(judged("allowTo: [rds]", &Platform::built_in()), one("TW0512", "rds"));
    let platform = platform(
        "network: {ingress: [], destinations: {rds: {cidrs: [10.20.0.0/16]}, redis: {cidrs: [10.21.0.0/16]}}}",
    );
    assert_eq!(judged("allowTo: [redis, rds]", &platform), []);
    let help = |name: &str| {
        let source = Source::new("team.yaml", format!("team: demo\nnetworkPolicy: {{allowTo: [{name}]}}\n"));
        let found = analyse(&source, &platform).diagnostics;
        found.iter().find(|found| found.code.id == "TW0512").and_then(|found| found.help.clone())
    };
    assert_eq!(help("rsd").as_deref(), Some("did you mean `rds`?"));
    assert_eq!(help("kafka").as_deref(), Some("write `rds` or `redis`"));
}

#[test]
fn ingress_needs_a_platform_that_has_one() {
    let platform = platform("network: {ingress: []}");
    assert_eq!(judged("allowIngress: true", &platform), one("TW0511", "true"));
    assert_eq!(judged("allowIngress: false", &platform), []);
    assert_eq!(judged("allowIngress: true", &Platform::built_in()), []);
}

#[test]
fn a_broken_network_of_the_platform_breeds_no_errors_in_teams() {
    let platform = Platform::parse(&Source::new("platform.yaml", "network: {ingress: [], destinatons: {rds: {}}}"));
    assert_eq!(judged("allowIngress: true, allowTo: [rds], allowFromNamespaces: [monitoring]", &platform), []);
}

#[test]
fn a_default_that_no_team_could_have_is_an_error_of_the_platform() {
    let found = |defaults: &str| {
        let text = format!("network: {{ingress: []}}\ndefaults: {{networkPolicy: {{{defaults}}}}}");
        let source = Source::new("platform.yaml", text);
        let platform = Platform::parse(&source);
        assert_eq!(judged("", &platform), [], "{defaults}");
        platform
            .diagnostics()
            .iter()
            .map(|found| (found.code.id, source.slice(found.span).to_owned()))
            .collect::<Vec<_>>()
    };
    assert_eq!(found("allowIngress: true"), one("TW0511", "true"));
    assert_eq!(found("allowFromNamespaces: [kube-system]"), one("TW0513", "kube-system"));
    assert_eq!(found("allowToNamespaces: [monitoring]"), one("TW0515", "monitoring"));
    assert_eq!(found("allowTo: [rds]"), one("TW0512", "rds"));
    assert_eq!(found("allowFromNamespaces: [team-web], allowEgress: true"), []);
}

#[test]
fn what_is_written_wins_over_the_default_as_a_whole() {
    let platform = platform(
        "network: {ingress: []}\ndefaults: {networkPolicy: {allowEgress: true, allowFromNamespaces: [team-a, team-b, team-demo]}}",
    );
    let names = |network: &Network<'_>| {
        network.allow_from.iter().map(|name| name.value.as_str().to_owned()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(in_force("", &platform, names), "team-a team-b");
    assert_eq!(in_force("networkPolicy: {allowFromNamespaces: [team-c]}", &platform, names), "team-c");
    assert_eq!(in_force("networkPolicy: {allowFromNamespaces: []}", &platform, names), "");
    assert!(in_force("", &platform, |network| network.allow_egress.value));
    assert!(!in_force("networkPolicy: {allowEgress: false}", &platform, |network| network.allow_egress.value));
}

#[test]
fn a_value_knows_who_said_it() {
    let text = "network: {ingress: []}\ndefaults: {networkPolicy: {allowEgress: true}}\n\
                locks: [networkPolicy.allowEgress, networkPolicy.allowIngress]";
    let locked = platform(text);
    let egress = in_force("", &locked, |network| network.allow_egress.origin);
    assert_eq!((egress.kind, text.get(egress.span().range())), (OriginKind::Lock, Some("true")));
    let ingress = in_force("", &locked, |network| network.allow_ingress.clone());
    assert!(!ingress.value);
    assert_eq!(ingress.origin.kind, OriginKind::Lock);
    assert_eq!(text.get(ingress.origin.span().range()), Some("networkPolicy.allowIngress"));
    let built_in = Platform::built_in();
    let written = in_force("networkPolicy: {allowEgress: true}", &built_in, |network| network.allow_egress.origin);
    assert!(matches!((written.kind, written.place), (OriginKind::Written, Place::Team(_))));
    assert_eq!(in_force("", &built_in, |network| network.allow_egress.origin), Origin::built_in());
}
