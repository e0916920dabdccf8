//! What is made for a team, applied as Argo CD applies it.

use serde_json::Value;
use teamwright_core::{Extent, Part, Target, compile};
use teamwright_tests::{
    apiserver::{ApiServer, Person},
    inputs::{self, Input},
    output::read_back,
};

use crate::{Account, CONTROLLER, MANAGER, cluster, guard, layer};

/// An object but for what a controller writes meanwhile: that of quotas counts, and that of admission policies looks at types.
fn kept(mut object: Value) -> Value {
    let is_policy = object["kind"] == "ValidatingAdmissionPolicy";
    if is_policy || object["kind"] == "ResourceQuota" {
        object["status"].take();
        object["metadata"]["resourceVersion"].take();
        if let Some(managers) = object["metadata"]["managedFields"].as_array_mut() {
            managers.retain(|manager| manager["subresource"] != "status");
            // Behind a status, an apply that changes nothing has a time of its own; it is the generation that stays.
            for manager in managers.iter_mut().filter(|_| is_policy) {
                manager["time"].take();
            }
        }
    }
    object
}

/// Every leaf that was written and is not there as it was written, by its path: Argo CD would take it for a change.
fn changed(written: &Value, live: &Value, path: &str, found: &mut Vec<String>) {
    match (written, live) {
        (Value::Object(written), Value::Object(live)) => {
            for (key, value) in written {
                changed(value, live.get(key).unwrap_or(&Value::Null), &format!("{path}/{key}"), found);
            }
        }
        (Value::Array(written), Value::Array(live)) if written.len() == live.len() => {
            for (index, (written, live)) in written.iter().zip(live).enumerate() {
                changed(written, live, &format!("{path}/{index}"), found);
            }
        }
        (written, live) if written == live => {}
        _ => found.push(format!("{path}: {written} became {live}")),
    }
}

/// Applies objects in their order and again: each is accepted, and as it was written; the second time nothing changes.
pub(crate) fn applied_twice(server: &ApiServer, objects: &[Value], by: &Person) {
    let once: Vec<_> = objects.iter().map(|object| server.apply(object, by)).collect();
    for (object, answer) in objects.iter().zip(once) {
        let mut found = Vec::new();
        changed(object, &answer.body, "", &mut found);
        assert_eq!(found, [""; 0], "{object:#}");
        let again = server.apply(object, by);
        assert_eq!(again.code, 200);
        assert_eq!(kept(again.body), kept(answer.body));
        let mut warnings = answer.warnings.unwrap_or_default();
        // Argo CD's finalizer has the name that Argo CD gave it.
        warnings
            .retain(|warning| !warning.starts_with("metadata.finalizers: \"resources-finalizer.argocd.argoproj.io\""));
        assert_eq!(warnings, [""; 0], "{object:#}");
    }
}

/// Every object of teams in one cluster of theirs.
struct Run {
    guards: Vec<Value>,
    objects: Vec<Value>,
    argo_cd: &'static Account,
}

impl Run {
    /// The teams of the example, or the live ones; `None` where they are not there.
    fn new(of: &str, cluster: &str, argo_cd: &'static Account) -> Option<Self> {
        let teams: Vec<_> = inputs::all().into_iter().filter(|input| input.name.starts_with(of)).collect();
        let platform = teams.first()?.read_platform();
        let target = Target { cluster: Some(cluster.to_owned()), part: Part::All };
        let of_team = |team: &Input| read_back(&compile(&team.team, &platform, &target).yaml().unwrap()).unwrap();
        let objects: Vec<_> = teams.iter().flat_map(of_team).collect();
        assert!(teams.len() >= 6 && objects.len() > teams.len() * 10, "{} objects", objects.len());
        Some(Self { guards: layer(&platform, cluster, Extent::Teams), objects, argo_cd })
    }
}

/// One cluster after the other, in one: what the second has of the same name is a change of what is there.
#[test]
fn the_api_server_takes_every_example_and_live_team_as_written_and_a_second_time_changes_nothing() {
    let runs = [
        Run::new("example ", "production", &CONTROLLER),
        Run::new("live ", "production", &CONTROLLER),
        Run::new("example ", "staging", &MANAGER),
    ];
    let runs: Vec<_> = runs.into_iter().flatten().collect();
    let objects: Vec<_> = runs.iter().flat_map(|run| run.objects.clone()).collect();
    let Some(server) = cluster(&objects, &[&CONTROLLER, &MANAGER]) else { return };
    for Run { guards, objects, argo_cd } in &runs {
        guard(&server, guards, &argo_cd.person());
        applied_twice(&server, objects, &argo_cd.person());
    }
}

#[test]
fn the_api_server_takes_the_whole_platform_layer_as_written_and_a_second_time_changes_nothing() {
    let example = inputs::all().into_iter().find(|input| input.name.starts_with("example "));
    let platform = example.unwrap_or_else(|| panic!("there is no example")).read_platform();
    for (cluster_name, argo_cd) in [("production", &CONTROLLER), ("staging", &MANAGER)] {
        let objects = layer(&platform, cluster_name, Extent::Whole);
        // In another cluster there are the guards alone.
        assert!(objects.len() >= 4, "{objects:#?}");
        let Some(server) = cluster(&objects, &[argo_cd]) else { return };
        applied_twice(&server, &objects, &argo_cd.person());
    }
}
