//! Repositories whose authors want more than is theirs.

use std::os::unix::fs::symlink;

use serde_json::Value;
use teamwright_tests::{
    argocd::{self, Request},
    sandbox::{PLATFORM, Sandbox},
};

use crate::{
    applicationsets::fresh,
    argo_cd,
    organisation::{Organisation, Others},
};

/// A file that would make another part of a team, of whichever Application reads the directory.
const OVERRIDE: &str = "plugin: {parameters: [{name: team, string: a}, {name: part, string: project}]}\n";

fn kinds(objects: &[Value]) -> Vec<&str> {
    objects.iter().filter_map(|object| object["kind"].as_str()).collect()
}

#[test]
fn a_file_that_overrides_the_source_changes_nothing_or_is_refused() {
    let Some(argo_cd) = argo_cd() else { return };
    let sandbox = Sandbox::with(PLATFORM, &["a"]);
    argocd::commit(&sandbox.path(""));
    let at_root =
        || Request::new(&sandbox.path(""), &[("team", "a"), ("part", "namespace")]).named("guards").refreshed();
    let before = argo_cd.ask(at_root());
    assert!(kinds(&before.objects()).contains(&"ResourceQuota"));
    for name in [".argocd-source.yaml", ".argocd-source-guards.yaml"] {
        sandbox.write(&format!("teams/a/{name}"), OVERRIDE);
        argocd::commit(&sandbox.path(""));
        assert_eq!(argo_cd.ask(at_root()).manifests, before.manifests, "{name}");
        // An Application that reads the team's own directory has merged the file before the plugin is asked.
        let own = Request::new(&sandbox.path(""), &[])
            .at("teams/a")
            .named("own")
            .plugin(serde_json::json!({"name": argocd::NAME}));
        let expected = format!(
            "teams/a/{name}:1:1: error TW2005: `teams/a/{name}` would change how Argo CD reads this directory; help: remove the file"
        );
        assert_eq!(argo_cd.ask(own.refreshed()).refused(), expected);
        std::fs::remove_file(sandbox.path(&format!("teams/a/{name}"))).unwrap();
    }
}

/// What a team would write that wants the quota and the closed network of its namespace pruned, or another team's.
const HIJACKS: [&str; 3] = [
    OVERRIDE,
    "plugin: {parameters: [{name: team, string: payments}, {name: part, string: apps}]}\n",
    "plugin: {name: other, env: [{name: X, value: y}]}\ndirectory: {recurse: true}\n",
];

#[test]
fn a_teams_directory_can_not_hijack_the_applications_that_argo_cd_makes_for_it() {
    let Some(argo_cd) = argo_cd() else { return };
    for (others, form) in [(Others::Two, "three"), (Others::None, "one")] {
        let organisation = Organisation::new(others, form);
        let applications = fresh(argo_cd, &organisation);
        let before = organisation.manifests(argo_cd, &applications);
        let name = |application: &Value| application["metadata"]["name"].as_str().unwrap().to_owned();
        let mut files: Vec<_> =
            applications.iter().map(|application| format!(".argocd-source-{}.yaml", name(application))).collect();
        files.push(".argocd-source.yaml".to_owned());
        for text in HIJACKS {
            for team in ["example", "payments"] {
                for file in &files {
                    organisation.write(&format!("teams/{team}/{file}"), text);
                    organisation.write(&format!("teams/{file}"), text);
                }
            }
            organisation.commit();
            assert!(organisation.manifests(argo_cd, &applications) == before, "{form}: {text}");
        }
        // Argo CD does read such a file, where the Applications' path is: that is why it is the platform team's.
        organisation.write("platform/.argocd-source.yaml", HIJACKS[1]);
        organisation.commit();
        let hijacked = organisation.manifests(argo_cd, &applications);
        let guarded = applications.iter().position(|application| {
            application["metadata"]["labels"]["teamwright.dev/part"] != "apps" && name(application).contains("example")
        });
        assert!(hijacked[guarded.unwrap()].is_empty(), "{form}");
    }
}

#[test]
fn links_lead_nowhere() {
    let Some(argo_cd) = argo_cd() else { return };
    let sandbox = Sandbox::with(PLATFORM, &["a", "b"]);
    let asked = |name: &str| {
        argocd::commit(&sandbox.path(""));
        argo_cd.ask(Request::new(&sandbox.path(""), &[("team", "a")]).named(name).refreshed())
    };
    let team = sandbox.path("teams/a/team.yaml");
    std::fs::remove_file(&team).unwrap();
    symlink("../b/team.yaml", &team).unwrap();
    let refused = "teams/a/team.yaml:1:1: error TW2001: `teams/a/team.yaml` is reached through a symbolic link; help: put the file itself there: a link could read another team's file";
    assert_eq!(asked("file").refused(), refused);
    std::fs::remove_dir_all(sandbox.path("teams/a")).unwrap();
    symlink("b", sandbox.path("teams/a")).unwrap();
    assert_eq!(asked("folder").refused(), refused);
    // Argo CD refuses the whole repository for one of these.
    std::fs::remove_file(sandbox.path("teams/a")).unwrap();
    for (name, target) in [("out", "../../../etc"), ("absolute", "/etc")] {
        symlink(target, sandbox.path("teams/a")).unwrap();
        let error = asked(name).error;
        assert!(error.contains("contains out-of-bounds symlinks"), "{error}");
        std::fs::remove_file(sandbox.path("teams/a")).unwrap();
    }
}

#[test]
fn a_large_file_beside_the_teams_disturbs_nobody() {
    let Some(argo_cd) = argo_cd() else { return };
    let sandbox = Sandbox::with(PLATFORM, &["a"]);
    sandbox.write("docs/film.bin", vec![b'x'; 30 << 20]);
    argocd::commit(&sandbox.path(""));
    assert!(argo_cd.ask(Request::new(&sandbox.path(""), &[("team", "a")]).named("large-file")).objects().len() > 10);
}
