//! A repository of its own for one test, and the built command in it.

use std::{
    ffi::OsStr,
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use crate::{command::teamwright, repository::files_below};

/// A platform.yaml without findings.
pub const PLATFORM: &str =
    "sourceRepos: [https://github.com/acme/*]\nnetwork: {ingress: [{namespace: ingress-nginx}]}\n";

/// A platform.yaml with two clusters.
pub const TWO_CLUSTERS: &str = "sourceRepos: [https://github.com/acme/*]
network: {ingress: [{namespace: ingress-nginx}]}
clusters:
  - {name: production, server: https://kubernetes.default.svc, environments: [production]}
  - {name: staging, server: https://staging.example.com, environments: [staging]}
";

/// A team without findings, with one app.
#[must_use]
pub fn team(name: &str) -> String {
    format!(
        "team: {name}
owner: {{name: Team, email: {name}@example.com}}
access: {{developers: {{groups: [{name}]}}, viewers: {{groups: [auditors]}}}}
apps:
  - {{name: web, repoURL: https://github.com/acme/{name}, path: deploy, targetRevision: main, environment: production}}
"
    )
}

/// A folder that ends with the test.
pub struct Sandbox {
    folder: tempfile::TempDir,
}

impl Sandbox {
    /// An empty folder that ends the search for a repository.
    ///
    /// # Panics
    /// If there is no room for it.
    #[must_use]
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("no temporary folder: {error}"));
        let sandbox = Self { folder };
        sandbox.folder(".git");
        sandbox
    }

    /// A repository with a platform and good teams of these names.
    #[must_use]
    pub fn with(platform: &str, teams: &[&str]) -> Self {
        let sandbox = Self::empty();
        sandbox.write("platform.yaml", platform);
        sandbox.folder("teams");
        for name in teams {
            sandbox.write(&format!("teams/{name}/team.yaml"), team(name));
        }
        sandbox
    }

    /// Where a file of it is.
    #[must_use]
    pub fn path(&self, relative: &str) -> PathBuf {
        self.folder.path().join(relative)
    }

    /// Makes a folder and those above it.
    ///
    /// # Panics
    /// If it can't be made.
    pub fn folder(&self, relative: &str) {
        fs::create_dir_all(self.path(relative)).unwrap_or_else(|error| panic!("{relative}: {error}"));
    }

    /// Writes a file and the folders above it.
    ///
    /// # Panics
    /// If it can't be written.
    pub fn write(&self, relative: &str, text: impl AsRef<[u8]>) {
        let path = self.path(relative);
        if let Some(above) = path.parent() {
            fs::create_dir_all(above).unwrap_or_else(|error| panic!("{relative}: {error}"));
        }
        fs::write(path, text).unwrap_or_else(|error| panic!("{relative}: {error}"));
    }

    /// The text of a file.
    ///
    /// # Panics
    /// If it can't be read.
    #[must_use]
    pub fn read(&self, relative: &str) -> String {
        fs::read_to_string(self.path(relative)).unwrap_or_else(|error| panic!("{relative}: {error}"))
    }

    /// Every file below a folder of it, relative to that folder, in order.
    #[must_use]
    pub fn files(&self, below: &str) -> Vec<String> {
        let folder = self.path(below);
        let relative = |path: PathBuf| path.strip_prefix(&folder).unwrap_or(&path).to_string_lossy().into_owned();
        files_below(&folder, "").into_iter().map(relative).collect()
    }

    /// Runs `teamwright` with these words at the root.
    #[must_use]
    pub fn run(&self, words: &[&str]) -> Answer {
        self.run_in("", words)
    }

    /// Runs it in a folder.
    #[must_use]
    pub fn run_in(&self, folder: &str, words: &[&str]) -> Answer {
        Answer::of(self.command(folder).args(words))
    }

    /// Runs `generate` in a folder, with the variable that Argo CD sets.
    #[must_use]
    pub fn generate(&self, folder: &str, parameters: Option<&str>) -> Answer {
        let mut command = self.command(folder);
        command.arg("generate");
        if let Some(parameters) = parameters {
            command.env("ARGOCD_APP_PARAMETERS", parameters);
        }
        Answer::of(&mut command)
    }

    /// The command in a folder, to be changed further.
    #[must_use]
    pub fn command(&self, folder: &str) -> Command {
        command_in(&self.path(folder), teamwright())
    }

    /// The command behind a line of shell, which runs it as `"$@"`.
    #[must_use]
    pub fn shell(&self, line: &str, words: &[&str]) -> Answer {
        let mut command = command_in(&self.path(""), "sh");
        command.args(["-c", line, "sh"]).arg(teamwright()).args(words);
        Answer::of(&mut command)
    }
}

fn command_in(folder: &Path, program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).stdin(Stdio::null()).env_remove("ARGOCD_APP_PARAMETERS").env_remove("NO_COLOR");
    command
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The exit code; `None` after a signal.
    pub code: Option<i32>,
    /// What scripts read.
    pub stdout: String,
    /// What people read.
    pub stderr: String,
}

impl Answer {
    /// Runs a command to its end.
    ///
    /// # Panics
    /// If it can't be started, or answers in something other than UTF-8.
    #[must_use]
    pub fn of(command: &mut Command) -> Self {
        Self::from(command.output().unwrap_or_else(|error| panic!("{command:?}: {error}")))
    }

    /// Runs a command with a text on stdin.
    ///
    /// # Panics
    /// If it can't be started, or answers in something other than UTF-8.
    #[must_use]
    pub fn to(command: &mut Command, stdin: &[u8]) -> Self {
        let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = pipes.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        if let Some(mut pipe) = child.stdin.take() {
            // A reader that has seen enough closes its end.
            let _ = pipe.write_all(stdin);
        }
        Self::from(child.wait_with_output().unwrap_or_else(|error| panic!("{command:?}: {error}")))
    }

    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap_or_else(|error| panic!("not UTF-8: {error}"));
        Self { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// stdout of a run that must be fine.
    ///
    /// # Panics
    /// If it was not.
    #[must_use]
    #[track_caller]
    pub fn fine(self) -> String {
        assert_eq!(self.code, Some(0), "{self:#?}");
        self.stdout
    }

    /// stderr of a run that must find its input wrong and print no result.
    ///
    /// # Panics
    /// If it did not.
    #[must_use]
    #[track_caller]
    pub fn wrong(self) -> String {
        assert_eq!((self.code, self.stdout.as_str()), (Some(1), ""), "{self:#?}");
        self.stderr
    }

    /// stderr of a run that must fail to do its work and print no result.
    ///
    /// # Panics
    /// If it did not.
    #[must_use]
    #[track_caller]
    pub fn failed(self) -> String {
        assert_eq!((self.code, self.stdout.as_str()), (Some(2), ""), "{self:#?}");
        self.stderr
    }

    /// stdout of a `check` that must find an error.
    ///
    /// # Panics
    /// If it did not.
    #[must_use]
    #[track_caller]
    pub fn found(self) -> String {
        assert_eq!(self.code, Some(1), "{self:#?}");
        assert!(self.stdout.contains("error"), "{self:#?}");
        self.stdout
    }
}
