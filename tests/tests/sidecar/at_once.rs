//! Many requests at once, the same ones again, and what surrounds them: announcements, the probe, the log.

use serde_json::Value;
use teamwright_core::VERSION;
use teamwright_tests::{
    argocd::{self, Answer, Request, repository},
    command,
    repository::root,
};

use crate::{SECRET, argo_cd};

#[test]
fn fifty_requests_at_once_are_answered_and_a_hundred_times_with_the_same_bytes() {
    let Some(argo_cd) = argo_cd() else { return };
    let repository = repository(&root().join("examples/acme"));
    let teams = ["catalog", "checkout", "insights", "payments", "search"];
    let request = |number: usize| {
        let parameters = [("team", teams[number % teams.len()]), ("cluster", "production")];
        Request::new(repository.path(), &parameters).named(format!("at-once-{}", number % teams.len())).refreshed()
    };
    let mut first: Vec<Option<Vec<String>>> = vec![None; teams.len()];
    for _ in 0..2 {
        for (number, answer) in argo_cd.ask_at_once((0..50).map(request)).into_iter().enumerate() {
            assert!(!answer.objects().is_empty());
            let first = first[number % teams.len()].get_or_insert_with(|| answer.manifests.clone());
            assert_eq!(*first, answer.manifests, "request {number}");
        }
    }
}

#[test]
fn the_interface_is_told_each_parameter() {
    let Some(argo_cd) = argo_cd() else { return };
    let repository = repository(&root().join("examples/acme"));
    let answer = argo_cd.ask(Request::new(repository.path(), &[]).announcements());
    let named = |entry: &Value| {
        (entry["name"].as_str().unwrap().to_owned(), entry["collectionType"].as_str().unwrap().to_owned())
    };
    let told: Vec<_> = answer.announcements.iter().map(named).collect();
    let string = |name: &str| (name.to_owned(), "string".to_owned());
    assert_eq!(told, ["team", "part", "cluster", "compiler"].map(string), "{answer:?}");
}

#[test]
fn the_probe_finds_the_server_well() {
    let Some(argo_cd) = argo_cd() else { return };
    let socket = argo_cd.sockets.join(format!("{}.sock", argocd::NAME));
    let answer = command::run(&root(), &["healthz", "--socket", &socket.to_string_lossy()]);
    assert_eq!(String::from_utf8_lossy(&answer.stdout), "ok\n", "{answer:?}");
}

#[test]
fn the_log_has_one_line_for_a_success_and_no_value_of_the_environment() {
    let Some(argo_cd) = argo_cd() else { return };
    let repository = repository(&root().join("examples/acme"));
    let request = Request::new(repository.path(), &[("team", "vision"), ("part", "project")]).named("log");
    let objects = argo_cd.ask(request).objects().len();
    let log = argo_cd.log();
    let said = |line: &str| serde_json::from_str::<Value>(line).ok()?["stderr"].as_str().map(str::to_owned);
    let line = format!("teams/vision/team.yaml: {objects} object of part project, 0 warnings; teamwright {VERSION}\n");
    assert!(log.lines().filter_map(said).any(|stderr| stderr == line), "{line}{log}");
    assert!(!log.contains(SECRET), "{log}");
}

#[test]
fn what_is_written_to_the_repository_arrives_with_the_next_commit() {
    let Some(argo_cd) = argo_cd() else { return };
    let repository = repository(&root().join("examples/acme"));
    let request = || Request::new(repository.path(), &[("team", "search"), ("cluster", "staging")]).named("commit");
    let quota = |answer: &Answer| {
        let objects = answer.objects();
        objects.iter().find(|object| object["kind"] == "ResourceQuota").unwrap()["spec"]["hard"]["pods"].clone()
    };
    let before = quota(&argo_cd.ask(request()));
    let file = repository.path().join("teams/search/team.yaml");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(!text.contains("resourceQuota:"), "the key would be there twice");
    std::fs::write(&file, text + "resourceQuota: {pods: 7}\n").unwrap();
    argocd::commit(repository.path());
    assert_ne!(before, "7");
    assert_eq!(quota(&argo_cd.ask(request().refreshed())), "7");
}
