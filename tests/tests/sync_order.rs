//! The order in which Argo CD's own engine syncs what is emitted is the one that the waves promise. The engine stands in
//! `tests/argocd`; it needs Go 1.26.

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use serde::Deserialize;
use serde_json::Value;
use teamwright_core::{Part, Target, compile};
use teamwright_tests::{go, inputs, output::read_back};

/// What is applied before anything of the next wave is.
#[derive(Debug, Deserialize)]
struct Wave {
    wave: i64,
    objects: Vec<String>,
}

/// The waves of a stream by its annotations, in the order of the stream.
fn promised(yaml: &str) -> Vec<Wave> {
    let mut waves: Vec<Wave> = Vec::new();
    for object in read_back(yaml).unwrap() {
        let text = |path: &str| object.pointer(path).and_then(Value::as_str);
        let wave = text("/metadata/annotations/argocd.argoproj.io~1sync-wave").map_or(0, |wave| wave.parse().unwrap());
        let name = format!("{}/{}", text("/kind").unwrap(), text("/metadata/name").unwrap());
        match waves.last_mut() {
            Some(last) if last.wave == wave => last.objects.push(name),
            _ => waves.push(Wave { wave, objects: vec![name] }),
        }
    }
    waves
}

/// The kinds of a wave in their order, without custom resources, which Argo CD puts last and sorts by name alone, and without
/// what templates alone make, of which no order is promised.
fn kinds(wave: &Wave) -> Vec<&str> {
    let custom = [
        "AppProject",
        "Application",
        "SecretStore",
        "ExternalSecret",
        "ECRAuthorizationToken",
        "PrometheusRule",
        "AnalysisTemplate",
        "PodDisruptionBudget",
    ];
    let mut kinds: Vec<_> = wave.objects.iter().filter_map(|object| object.split('/').next()).collect();
    kinds.retain(|kind| !custom.contains(kind) && !kind.ends_with("Policy") || *kind == "NetworkPolicy");
    kinds.dedup();
    kinds
}

/// Every stream of these parts, and the order in which it is synced.
fn synced(argocd: &Path, flags: &[&str], parts: &[Part]) -> Vec<(String, Vec<Wave>)> {
    let directory = tempfile::tempdir().unwrap();
    let mut streams = BTreeSet::new();
    for input in inputs::all() {
        let platform = input.read_platform();
        for cluster in platform.cluster_names() {
            for part in parts {
                let target = Target { part: *part, cluster: Some(cluster.to_owned()) };
                streams.extend(compile(&input.team, &platform, &target).yaml().filter(|yaml| yaml.contains("\nkind:")));
            }
        }
    }
    let files: Vec<_> = (0..streams.len()).map(|number| directory.path().join(format!("{number:04}.yaml"))).collect();
    for (file, stream) in files.iter().zip(&streams) {
        fs::write(file, stream).unwrap();
    }
    let asked = Command::new(argocd).arg("sync").args(flags).args(&files).output().unwrap();
    assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
    let answers = String::from_utf8(asked.stdout).unwrap();
    let synced: Vec<_> =
        streams.into_iter().zip(answers.lines().map(|line| serde_json::from_str(line).unwrap())).collect();
    assert_eq!(synced.len(), files.len());
    assert!(synced.len() > 200, "{} streams", synced.len());
    synced
}

fn assert_promised(synced: &[(String, Vec<Wave>)]) {
    for (stream, synced) in synced {
        let promised = promised(stream);
        assert_eq!(promised.len(), synced.len(), "{promised:#?}\n{synced:#?}");
        for (promised, synced) in promised.iter().zip(synced) {
            let set = |wave: &Wave| wave.objects.iter().cloned().collect::<BTreeSet<_>>();
            assert_eq!((promised.wave, set(promised)), (synced.wave, set(synced)));
            assert_eq!(kinds(promised), kinds(synced));
        }
    }
}

#[test]
fn each_part_is_synced_in_the_order_that_is_promised_and_waits_for_no_controller() {
    let Some(argocd) = go::command("argocd") else { return };
    assert_promised(&synced(&argocd, &[], &[Part::Project, Part::Namespace, Part::Apps]));
}

/// In one Application, apps of a later wave wait until the team's secrets are there.
#[test]
fn a_team_in_one_application_is_synced_in_the_order_that_is_promised() {
    let Some(argocd) = go::command("argocd") else { return };
    assert_promised(&synced(&argocd, &["--prompt"], &[Part::All]));
}
