//! Tests of `syncWindows`.

use crate::{Platform, Source, platform::testing::findings};

const CLUSTERS: &str = "network: {ingress: []}\nclusters: [{name: a, server: https://a.example.com, environments: [production, staging]}]\n";

fn found(windows: &[&str]) -> Vec<(&'static str, String)> {
    findings(&format!("{CLUSTERS}syncWindows:\n  - {}\n", windows.join("\n  - ")))
}

#[test]
fn every_fault_of_a_window_is_found_at_its_place() {
    for (window, code, at) in [
        ("{kind: block, schedule: 0 18 * * 5, duration: 62h}", "TW0209", "block"),
        ("{kind: deny, schedule: \"@daily\", duration: 1h}", "TW1001", "\"@daily\""),
        ("{kind: deny, schedule: 18, duration: 1h}", "TW1001", "18"),
        ("{kind: deny, schedule: TZ=UTC, duration: 1h}", "TW1001", "TZ=UTC"),
        ("{kind: deny, schedule: TZ=UTC 18 * * 5, duration: 1h}", "TW1001", "TZ=UTC 18 * * 5"),
        ("{kind: deny, schedule: 0 0 31 2 *, duration: 1h}", "TW1002", "0 0 31 2 *"),
        ("{kind: deny, schedule: 0 18 * * 5, duration: 745h}", "TW1004", "745h"),
        ("{kind: deny, schedule: 0 18 * * 5, duration: 59s}", "TW1004", "59s"),
        ("{kind: deny, schedule: 0 18 * * 5, duration: 62}", "TW1004", "62"),
        ("{kind: deny, schedule: 0 18 * * 5, duration: -1h}", "TW1004", "-1h"),
        ("{kind: deny, schedule: 0 18 * * 5, duration: 1h, timeZone: Berlin}", "TW1003", "Berlin"),
        ("{kind: deny, schedule: 0 18 * * 5, duration: 1h, environments: []}", "TW0210", "[]"),
        ("{kind: deny, schedule: 0 18 * * 5, duration: 1h, environments: [prodution]}", "TW1005", "prodution"),
        ("{kind: deny, schedule: 0 18 * * 5, duration: 1h, applications: [\"*\"]}", "TW0201", "applications"),
        ("{kind: deny, schedule: 0 18 * * 5}", "TW0205", ""),
    ] {
        assert_eq!(found(&[window]), [(code, at.to_owned())], "{window}");
    }
}

#[test]
fn a_wrong_window_still_names_environments_that_are_judged() {
    let window = "{kind: block, schedule: 0 18 * * 5, duration: 1h, environments: [prodution]}";
    assert_eq!(found(&[window]), [("TW0209", "block".to_owned()), ("TW1005", "prodution".to_owned())]);
}

#[test]
fn windows_that_are_one_to_argo_cd_are_an_error_at_the_later() {
    let window = |more: &str| format!("{{kind: deny, schedule: 0 18 * * 5, duration: 62h{more}}}");
    let pair =
        |a: &str, b: &str| found(&[&window(a), &window(b)]).into_iter().map(|(code, _)| code).collect::<Vec<_>>();
    for (a, b) in [
        ("", ", manualSync: true"),
        (", description: a", ", description: b"),
        ("", ", timeZone: UTC"),
        (", environments: [production, staging]", ", environments: [staging]"),
    ] {
        assert_eq!(pair(a, b), ["TW1006"], "{a} {b}");
    }
    for (a, b) in [
        ("", ", timeZone: Europe/Berlin"),
        ("", ", environments: [production]"),
        (", environments: [production]", ", environments: [staging]"),
    ] {
        assert_eq!(pair(a, b), [""; 0], "{a} {b}");
    }
    assert_eq!(pair("", ""), ["TW0211"]);
}

#[test]
fn b68_a_window_that_opens_again_before_it_closes_is_a_warning() {
    let text = format!("{CLUSTERS}syncWindows: [{{kind: allow, schedule: 0 6-22 * * 1-5, duration: 16h}}]");
    let platform = Platform::parse(&Source::new("platform.yaml", text));
    let [found] = platform.diagnostics() else { panic!("{:#?}", platform.diagnostics()) };
    assert!(!found.is_error());
    assert_eq!(found.message, "a window of `16h` is still open when it opens again 1h later");
    assert_eq!(found.help.as_deref(), Some("write `1h` or less, or open it once a day: `schedule: \"0 6 * * 1-5\"`"));
    for (window, warns) in [
        ("{kind: deny, schedule: \"0 0 * * 1,2\", duration: 24h}", false),
        ("{kind: deny, schedule: \"0 0 * * 1,2\", duration: 24h1m}", true),
        ("{kind: deny, schedule: \"0 0 1,15 * *\", duration: 400h}", true),
        ("{kind: deny, schedule: \"0,30 8 * * 1\", duration: 31m}", true),
        ("{kind: deny, schedule: \"* * * * *\", duration: 1m}", false),
        ("{kind: deny, schedule: \"0 0 29 2 *\", duration: 744h}", false),
    ] {
        assert_eq!(self::found(&[window]).len(), usize::from(warns), "{window}");
    }
}

#[test]
fn a_description_is_counted_in_bytes_too() {
    let window = |text: &str| format!("{{kind: deny, schedule: 0 18 * * 5, duration: 1h, description: {text}}}");
    assert_eq!(found(&[&window(&"ä".repeat(127))]), []);
    assert_eq!(found(&[&window(&"ä".repeat(128))]), [("TW1008", "ä".repeat(128))]);
}
