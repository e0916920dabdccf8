//! The built command: files in a repository, arguments, and what stands on standard output with which exit code.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{self, Stdio},
};

use serde::Serialize;
use teamwright_core::{
    Diagnostic, MAX_BYTES, Manifest, Platform, Source, Target, analyse, clashes,
    render::{self, Layout},
    sort_diagnostics,
    wire::{self, Offsets},
};

use crate::{
    difference::difference,
    input::{Input, TeamText},
    native,
};

/// What a file on standard input is called.
const STDIN: &str = "<stdin>";

/// The command, and the repository that it is run in.
pub(crate) struct Command {
    program: PathBuf,
    repository: tempfile::TempDir,
    /// How many times it was run.
    pub(crate) runs: usize,
}

/// Standard output with the exit code in front, as it must be and as it is.
type Outcome = String;

impl Command {
    /// The command that `TEAMWRIGHT` names.
    pub(crate) fn start() -> Self {
        let program = std::env::var_os("TEAMWRIGHT").map(PathBuf::from);
        let program = program.unwrap_or_else(|| panic!("TEAMWRIGHT names no command: run `make parity`"));
        let repository = tempfile::tempdir().unwrap_or_else(|error| panic!("no temporary folder: {error}"));
        // The search for a repository ends here.
        fs::create_dir(repository.path().join(".git")).unwrap_or_else(|error| panic!("no repository: {error}"));
        Self { program, repository, runs: 0 }
    }

    /// Where the command says something else than the library; `None` where the input is not for files: the command
    /// refuses a large one unread.
    pub(crate) fn differences(&mut self, input: &Input) -> Option<Vec<String>> {
        let platform_length = input.platform.as_ref().map_or(0, String::len);
        if input.repository().iter().map(|team| team.text.len()).max().max(Some(platform_length)) > Some(MAX_BYTES) {
            return None;
        }
        self.write(input);
        let platform = native::platform(input.platform.as_deref());
        let has_place = is_placed(&input.team.path);
        let path = if has_place { &input.team.path } else { STDIN };
        let argument = if has_place { path } else { "-" };
        let team = TeamText { path: path.to_owned(), text: input.team.text.clone() };
        let mut differences = self.compare(input, argument, &Expected::of(&[team], &platform, false));
        let all = input.repository();
        if all.len() > 1 && all.iter().all(|team| is_placed(&team.path)) {
            differences.extend(self.compare(input, "teams", &Expected::of(&all, &platform, true)));
        }
        Some(differences)
    }

    fn compare(&mut self, input: &Input, argument: &str, expected: &Expected) -> Vec<String> {
        let mut runs = vec![
            (vec!["check", argument, "--format", "json"], &expected.report),
            (vec!["render", argument], &expected.yaml),
        ];
        // Where there are no objects, that is seen in YAML already.
        if expected.has_objects {
            runs.push((vec!["render", argument, "--format", "json"], &expected.json));
        }
        let mut differences = Vec::new();
        for (mut arguments, expected) in runs {
            if input.platform.is_none() {
                arguments.extend(["--platform", "none"]);
            }
            let found = self.run(&arguments);
            let what = format!("{}: teamwright {}", input.name, arguments.join(" "));
            differences.extend(difference(&what, ("library", expected), ("command", &found)));
        }
        differences
    }

    fn run(&mut self, arguments: &[&str]) -> Outcome {
        self.runs += 1;
        let mut command = process::Command::new(&self.program);
        command.current_dir(self.repository.path()).args(arguments).env_remove("ARGOCD_APP_PARAMETERS");
        let stdin = File::open(self.repository.path().join("team")).map_or_else(|_| Stdio::null(), Stdio::from);
        let output = command.stdin(stdin).output();
        let output = output.unwrap_or_else(|error| panic!("{}: {error}", self.program.display()));
        outcome(output.status.code(), &String::from_utf8_lossy(&output.stdout))
    }

    fn write(&self, input: &Input) {
        let root = self.repository.path();
        let _ = fs::remove_dir_all(root.join("teams"));
        let _ = fs::remove_file(root.join("platform.yaml"));
        let write = |path: &Path, text: &str| {
            let parent = path.parent().unwrap_or(root);
            let written = fs::create_dir_all(parent).and_then(|()| fs::write(path, text));
            written.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        };
        if let Some(platform) = &input.platform {
            write(&root.join("platform.yaml"), platform);
        }
        write(&root.join("team"), &input.team.text);
        for team in input.repository().iter().filter(|team| is_placed(&team.path)) {
            write(&root.join(&team.path), &team.text);
        }
    }
}

/// Whether a path is that of a team's file in a repository.
fn is_placed(path: &str) -> bool {
    let plain = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    path.strip_prefix("teams/").and_then(|rest| rest.strip_suffix("/team.yaml")).is_some_and(plain)
}

fn outcome(code: Option<i32>, stdout: &str) -> Outcome {
    format!("exit {code:?}\n{stdout}")
}

/// What the library makes of the same teams.
struct Expected {
    report: Outcome,
    yaml: Outcome,
    json: Outcome,
    has_objects: bool,
}

impl Expected {
    /// `whole`: the teams are all that there are.
    fn of(teams: &[TeamText], platform: &Platform, whole: bool) -> Self {
        let sources = teams.iter().map(|team| Source::new(team.path.as_str(), team.text.as_str()));
        let files: Vec<_> = sources.map(|source| analyse(&source, platform)).collect();
        let facts: Vec<_> = files.iter().map(|file| file.facts()).collect();
        let found = if whole {
            native::findings(teams, platform)
        } else {
            let mut found = native::about_platform(platform);
            found.extend(files.iter().flat_map(|file| file.diagnostics.iter().cloned()));
            sort_diagnostics(&mut found);
            found
        };
        let is_wrong = found.iter().any(Diagnostic::is_error) || !clashes(&facts).is_empty();
        let report = pretty(&wire::report(&found, teams.len(), Offsets::Bytes));
        let exit = |wrong: bool| Some(i32::from(wrong));
        let report = outcome(exit(found.iter().any(Diagnostic::is_error)), &report);
        if is_wrong {
            let nothing = outcome(exit(true), "");
            return Self { report, yaml: nothing.clone(), json: nothing, has_objects: false };
        }
        let manifests: Vec<_> =
            files.iter().map(|file| file.manifests(&Target::default()).unwrap_or_default()).collect();
        let text = |(manifests, team): (&Vec<Manifest>, &TeamText)| {
            if manifests.is_empty() {
                format!("# {}: nothing to deploy\n", team.path)
            } else {
                render::stream(manifests)
            }
        };
        let yaml: String = manifests.iter().zip(teams).map(text).collect();
        let json = list(manifests.iter().flatten());
        Self { report, yaml: outcome(exit(false), &yaml), json: outcome(exit(false), &json), has_objects: true }
    }
}

/// Objects as one that Kubernetes reads: a `List`, indented.
fn list<'a>(manifests: impl Iterator<Item = &'a Manifest>) -> String {
    let items: Vec<_> =
        manifests.map(|manifest| format!("\n    {}", render::json(manifest, Layout::Indented(4)))).collect();
    let end = if items.is_empty() { "" } else { "\n  " };
    format!("{{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"List\",\n  \"items\": [{}{end}]\n}}\n", items.join(","))
}

/// Indented JSON with a final newline.
fn pretty(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_else(|error| panic!("no JSON: {error}")) + "\n"
}
