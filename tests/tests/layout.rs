//! A folder that a page opens is made out as the command makes it out on a disk, and its objects become the same files.

use std::{collections::BTreeMap, fs};

use serde_json::{Value, from_str, to_value};
use teamwright_core::{
    Platform, Source, analyse, file,
    layout::{FoundFile, Survey, object_files, survey},
    review, sort_diagnostics,
    wire::{self, Offsets},
};
use teamwright_tests::sandbox::{PLATFORM, Sandbox, TWO_CLUSTERS, team};

/// What lies in a folder of a sandbox, and below each directory that is asked for, as a page does that walks it.
fn walked(sandbox: &Sandbox, folder: &str) -> (Vec<String>, Platform, Survey) {
    let listed = |directory: &str| -> Vec<String> {
        let entries = fs::read_dir(sandbox.path(folder).join(directory)).unwrap();
        let name = |entry: fs::DirEntry| {
            let slash = if entry.file_type().unwrap().is_dir() { "/" } else { "" };
            format!("{directory}{}{slash}", entry.file_name().to_string_lossy())
        };
        entries.map(|entry| name(entry.unwrap())).collect()
    };
    let name = folder.rsplit('/').next().unwrap();
    let mut entries = listed("");
    let mut platform = Platform::built_in();
    let mut looked = Vec::new();
    loop {
        let borrowed: Vec<_> = entries.iter().map(String::as_str).collect();
        let found = survey(name, &borrowed, &platform);
        if let Some(entry) = found.platform.filter(|_| platform.is_built_in()) {
            let text = sandbox.read(&format!("{folder}/{}", entries[entry]));
            platform = Platform::parse(&Source::new("platform.yaml", text));
            continue;
        }
        let new: Vec<_> =
            found.look.iter().map(|at| entries[*at].clone()).filter(|entry| !looked.contains(entry)).collect();
        if new.is_empty() {
            return (entries, platform, found);
        }
        for directory in new {
            entries.extend(listed(&directory));
            looked.push(directory);
        }
    }
}

/// Everything that a page finds in a folder.
fn found(sandbox: &Sandbox, folder: &str) -> Value {
    let (entries, platform, survey) = walked(sandbox, folder);
    let read = |file: &FoundFile| {
        let bytes = fs::read(sandbox.path(folder).join(&entries[file.entry])).unwrap();
        file::decode(&file.path, bytes)
    };
    let platform = platform.with_templates(survey.templates.iter().map(read));
    let mut found = survey.diagnostics;
    found.extend_from_slice(platform.diagnostics());
    let mut facts = Vec::new();
    for team in &survey.teams {
        match read(team) {
            Ok(source) => {
                let judged = analyse(&source, &platform);
                facts.push(judged.facts());
                found.extend(judged.diagnostics);
            }
            Err(refused) => found.push(*refused),
        }
    }
    found.extend(review(&facts, &platform));
    sort_diagnostics(&mut found);
    let found = to_value(wire::diagnostics(&found, Offsets::Bytes)).unwrap();
    distinct(&found)
}

/// The command says once a team that a platform.yaml lies in the folder of all teams.
fn distinct(found: &Value) -> Value {
    let mut found = found.as_array().unwrap().clone();
    found.dedup();
    Value::Array(found)
}

fn checked(sandbox: &Sandbox, folder: &str) -> Value {
    let answer = sandbox.run_in(folder, &["check", "--format", "json"]);
    distinct(&from_str::<Value>(&answer.stdout).unwrap()["diagnostics"])
}

#[test]
fn what_is_found_in_a_folder_is_what_check_finds() {
    let sandbox = Sandbox::empty();
    let write = |path: &str, text: &str| sandbox.write(&format!("repo/{path}"), text);
    write(
        "platform.yaml",
        &format!(
            "{PLATFORM}gitops: {{repoURL: https://github.com/acme/gitops, teamsPath: gitops/teams, platformPath: gitops/base}}\n"
        ),
    );
    for name in ["a", "b"] {
        write(&format!("gitops/teams/{name}/team.yaml"), &team(name));
    }
    write("gitops/teams/c/team.yaml", &team("a"));
    write("gitops/teams/c/.argocd-source-c.yaml", "");
    write("gitops/teams/c/deep/platform.yaml", "");
    write("gitops/teams/a/platform.yaml", "");
    write("gitops/teams/platform.yaml", "");
    write("gitops/teams/.argocd-source.yaml", "");
    write("gitops/teams/.hidden/team.yaml", "team: [");
    write("gitops/teams/empty/README.md", "");
    write("gitops/teams/README.md", "");
    write("gitops/teams/turned\u{202e}around/team.yaml", "team: b\n");
    write("teams/elsewhere/team.yaml", "team: [");
    sandbox.write("repo/gitops/teams/latin/team.yaml", b"team: caf\xE9\n");
    sandbox.folder("repo/gitops/teams/nothing");
    let template = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: info}\n";
    write("gitops/base/templates/info.yaml", template);
    write("gitops/base/templates/second.yml", template);
    write("gitops/base/templates/guard.yaml", "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: q}\n");
    write("gitops/base/templates/.hidden.yaml", "apiVersion: [");
    write("gitops/base/templates/README.md", "");
    write("gitops/base/templates/deep/info.yaml", "apiVersion: [");
    sandbox.write("repo/gitops/base/templates/latin.yaml", b"apiVersion: caf\xE9\n");
    sandbox.folder("repo/gitops/base/templates/folder.yaml");
    sandbox.folder("repo/.git");
    let found = found(&sandbox, "repo");
    assert_eq!(found, checked(&sandbox, "repo"));
    let codes: Vec<_> = found.as_array().unwrap().iter().map(|found| found["code"].as_str().unwrap()).collect();
    for code in ["TW0110", "TW0603", "TW1106", "TW2002", "TW2004", "TW2005", "TW2006"] {
        assert!(codes.contains(&code), "{code}: {codes:?}");
    }
}

#[test]
fn a_repository_without_a_platform_and_a_folder_of_teams_are_made_out() {
    let sandbox = Sandbox::empty();
    sandbox.write("repo/teams/a/team.yaml", team("a"));
    sandbox.write("repo/teams/.git/HEAD", "");
    sandbox.folder("repo/.git");
    assert_eq!(found(&sandbox, "repo"), checked(&sandbox, "repo"));
    let (entries, _, survey) = walked(&sandbox, "repo/teams");
    assert_eq!(
        (survey.teams[0].path.as_str(), entries[survey.teams[0].entry].as_str()),
        ("teams/a/team.yaml", "a/team.yaml")
    );
    let (_, _, survey) = walked(&sandbox, "repo/teams/a");
    assert_eq!(survey.teams[0].path, "a/team.yaml");
}

#[test]
fn a_platform_among_the_teams_has_no_say() {
    let sandbox = Sandbox::empty();
    sandbox.write("teams/a/team.yaml", team("a"));
    sandbox.write("teams/platform.yaml", PLATFORM);
    let (_, _, survey) = walked(&sandbox, "teams");
    assert!(survey.teams.is_empty() && survey.platform.is_none());
    assert!(survey.diagnostics[0].message.contains("`teams/platform.yaml` stands where a team can write"));
}

#[test]
fn paths_that_lead_out_or_nowhere_are_no_files_of_a_repository() {
    let entries = [
        "../platform.yaml",
        "teams/../../a/team.yaml",
        "/teams/b/team.yaml",
        "teams//c/team.yaml",
        "teams/./team.yaml",
        "",
    ];
    let survey = survey("x", &entries, &Platform::built_in());
    assert!(
        survey.teams.is_empty() && survey.platform.is_none() && survey.look.is_empty() && survey.diagnostics.is_empty()
    );
}

#[test]
fn only_directories_that_decide_are_looked_into() {
    let look = |entries: &[&str]| survey("x", entries, &Platform::built_in()).look;
    assert_eq!(look(&["node_modules/", "platform.yaml", "teams/"]), [2]);
    assert_eq!(look(&["teams/", "teams/a/", "teams/b/", "teams/b/team.yaml", "teams/.git/", "teams/file"]), [1]);
    assert!(look(&["teams/", "teams/a/", "teams/a/team.yaml", "teams/a/deep/"]).is_empty());
    assert_eq!(look(&["a/", "b/", ".git/"]), [0, 1]);
}

#[test]
fn a_teams_objects_are_the_files_that_out_writes() {
    for platform in [PLATFORM, TWO_CLUSTERS] {
        let sandbox = Sandbox::with(platform, &["a"]);
        let _ = sandbox.run(&["render", "--out", "out"]).fine();
        let read = |path: String| (path.clone(), sandbox.read(&format!("out/{path}")));
        let written: BTreeMap<_, _> =
            sandbox.files("out").into_iter().filter(|path| path.ends_with(".yaml")).map(read).collect();
        let parsed = Platform::parse(&Source::new("platform.yaml", platform));
        let source = Source::new("teams/a/team.yaml", team("a"));
        let made = object_files(&analyse(&source, &parsed), &parsed).unwrap();
        assert_eq!(made.into_iter().map(|file| (file.path, file.text)).collect::<BTreeMap<_, _>>(), written);
    }
    let platform = Platform::built_in();
    assert!(object_files(&analyse(&Source::new("", "team: ["), &platform), &platform).is_none());
}
