//! Real Helm, where there is one: `HELM=…`, or `helm` on the path.

use std::{
    collections::BTreeMap,
    env,
    ffi::OsString,
    process::{Command, Output},
};

use serde_json::Value;
use teamwright_core::{Platform, Target};
use teamwright_tests::{output, repository::root};

use crate::teams::TEAM;

/// Both charts of the team.
const CHARTS: [&str; 2] = ["guards", "apps"];

/// `helm template` of a chart; the team's own file holds the values.
fn template(helm: &OsString, chart: &str) -> Output {
    let directory = root().join("tests/benches");
    let mut command = Command::new(helm);
    command.args(["template", "checkout"]).arg(directory.join("helm").join(chart));
    command.arg("--values").arg(directory.join("team.yaml")).current_dir(directory);
    command.output().unwrap_or_else(|error| panic!("helm: {error}"))
}

/// Helm, if it can be run and its charts make the very objects that the compiler makes.
///
/// # Panics
/// If they make others: then nothing would be compared.
pub(crate) fn find() -> Option<(OsString, String)> {
    let helm = env::var_os("HELM").unwrap_or_else(|| "helm".into());
    let version = Command::new(&helm).args(["version", "--short"]).output().ok()?;
    let made = CHARTS.iter().flat_map(|chart| objects(&String::from_utf8_lossy(&template(&helm, chart).stdout)));
    let made: BTreeMap<_, _> = made.collect();
    let meant = output::objects(TEAM, &Platform::built_in(), &Target::default());
    let meant: BTreeMap<_, _> = meant.into_iter().map(named).collect();
    for (name, object) in &meant {
        assert_eq!(made.get(name), Some(object), "{name} of the charts");
    }
    assert_eq!(made.len(), meant.len(), "the charts make more");
    let version = String::from_utf8_lossy(&version.stdout).trim().to_owned();
    Some((helm, version.split('+').next().unwrap_or_default().to_owned()))
}

/// Both charts, one after the other, as Argo CD asks for them.
pub(crate) fn run(helm: &OsString) {
    for chart in CHARTS {
        assert!(template(helm, chart).status.success(), "helm template {chart}");
    }
}

/// The command line of the chart that takes longer.
pub(crate) fn words(helm: &OsString) -> Vec<OsString> {
    let directory = root().join("tests/benches");
    let (chart, values) = (directory.join("helm/guards"), directory.join("team.yaml"));
    vec![helm.clone(), "template".into(), "checkout".into(), chart.into(), "--values".into(), values.into()]
}

fn objects(yaml: &str) -> Vec<(String, Value)> {
    let objects = output::read_back(yaml).unwrap_or_else(|error| panic!("{error}\n{yaml}"));
    objects.into_iter().map(named).collect()
}

fn named(object: Value) -> (String, Value) {
    (format!("{} {}", object["kind"], object["metadata"]["name"]), object)
}
