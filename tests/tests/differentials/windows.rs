//! Sync windows against `SyncWindow.Validate` and `SyncWindow.HashIdentity`.

use serde::Deserialize;
use teamwright_core::{Diagnostic, Platform, Source};

use crate::vectors;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Window {
    kind: String,
    schedule: String,
    duration: String,
    time_zone: Option<String>,
    environment: Option<String>,
    #[serde(default)]
    manual_sync: bool,
    valid: bool,
    zone: Option<String>,
    identity: String,
}

impl Window {
    /// An entry of `syncWindows`.
    fn entry(&self) -> String {
        let text = |text: &str| serde_json::to_string(text).expect("a text");
        let zone = self.time_zone.as_ref().map(|zone| format!(", timeZone: {}", text(zone))).unwrap_or_default();
        let environments =
            self.environment.as_ref().map(|name| format!(", environments: [{name}]")).unwrap_or_default();
        format!(
            "  - {{kind: {}, schedule: {}, duration: {}, manualSync: {}{zone}{environments}}}\n",
            text(&self.kind),
            text(&self.schedule),
            text(&self.duration),
            self.manual_sync
        )
    }

    /// Why the compiler may refuse a window that Argo CD takes.
    fn rule(&self) -> Option<&'static str> {
        let zone = self.time_zone.as_deref().unwrap_or_default();
        match (self.duration.as_str(), self.schedule.as_str()) {
            ("59s" | "0s" | "-1h", _) => Some("shorter than a minute"),
            ("745h", _) => Some("longer than 744h"),
            (_, "0 0 31 2 *") => Some("never starts, so that Argo CD takes the window for an open one"),
            _ if zone == "Local" => Some("the zone of whatever machine Argo CD runs on"),
            _ if !zone.is_empty() && self.zone.is_some() => Some("a zone that Argo CD takes for UTC"),
            _ => None,
        }
    }
}

fn errors(windows: &[&Window]) -> Vec<Diagnostic> {
    let text = "network: {ingress: []}\nclusters: [{name: a, server: \"https://a.b\", environments: [staging, production]}]\nsyncWindows:\n"
        .to_owned()
        + &windows.iter().map(|window| window.entry()).collect::<String>();
    let platform = Platform::parse(&Source::new("platform.yaml", text));
    platform.diagnostics().iter().filter(|found| found.is_error()).cloned().collect()
}

#[test]
fn windows_are_those_that_argo_cd_takes() {
    let rows: Vec<Window> = vectors::read("sync_windows");
    let (mut taken, mut refused) = (0, std::collections::BTreeMap::new());
    for row in &rows {
        let errors = errors(&[row]);
        match (errors.is_empty(), row.valid, row.rule()) {
            (true, true, None) => taken += 1,
            (true, ..) => panic!("taken: {row:?}"),
            (false, true, None) => panic!("refused: {row:?}: {errors:?}"),
            (false, true, Some(rule)) => *refused.entry(rule).or_insert(0) += 1,
            (false, false, _) => {}
        }
    }
    println!("sync windows: {taken} of {} taken by both; refused by rule: {refused:#?}", rows.len());
    assert!(taken > 120 && refused.len() == 5, "{taken}, {refused:?}");
}

#[test]
fn two_windows_are_one_where_argo_cd_says_so() {
    let rows: Vec<Window> = vectors::read("sync_windows");
    let rows: Vec<_> = rows.iter().filter(|row| row.valid && row.rule().is_none()).collect();
    let (mut same, mut different) = (0, 0);
    for (index, first) in rows.iter().enumerate() {
        for (distance, second) in rows.iter().skip(index + 1).enumerate() {
            // Every pair that comes near, and some of the others.
            let near = first.schedule == second.schedule && first.duration == second.duration;
            if !near && distance % 9 != 0 {
                continue;
            }
            let utc = |window: &Window| window.time_zone.clone().unwrap_or_else(|| "UTC".to_owned());
            let reported = !errors(&[first, second]).is_empty();
            let is_one = first.identity == second.identity;
            // No zone is UTC, but Argo CD's identity tells them apart.
            let is_utc_twice = first.time_zone != second.time_zone && utc(first) == utc(second);
            if !is_utc_twice {
                assert_eq!(reported, is_one, "{first:?} and {second:?}");
            }
            if is_one { same += 1 } else { different += 1 }
        }
    }
    assert!(same > 20 && different > 1000, "{same} and {different}");
}
