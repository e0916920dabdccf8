//! Argo CD as the plugin meets it: its own repo-server and plugin server, asked as its controller asks. They stand in
//! `tests/argocd` and need Go 1.26 and git.

use std::{
    collections::BTreeMap,
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    command::teamwright,
    go,
    lines::{Awaited, Lines, PATIENCE},
    repository::root,
};

/// The name under which Applications ask for Teamwright.
pub const NAME: &str = "teamwright";

/// A plugin server each, and the servers that ask them. They end with this.
pub struct ArgoCd {
    servers: Lines<Answer>,
    logs: tempfile::TempDir,
    /// Process ids of the plugin servers, in the order of the plugins.
    pub plugin_servers: Vec<u32>,
    /// The folder with a socket for each plugin.
    pub sockets: PathBuf,
}

/// A plugin.yaml, and the command that is run in place of the one that it names.
pub type Plugin = (PathBuf, Option<PathBuf>);

/// Our plugin.yaml with the command of this checkout, or with `TEAMWRIGHT=…`.
#[must_use]
pub fn plugin() -> Plugin {
    let command = env::var_os("TEAMWRIGHT").map_or_else(|| teamwright().to_owned(), PathBuf::from);
    (root().join("plugin-cmp/deploy/plugin.yaml"), Some(command))
}

/// A plugin as the servers are told of it.
pub(crate) fn flag((file, exchanged): &Plugin) -> OsString {
    let mut plugin = OsString::from(file);
    if let Some(exchanged) = exchanged {
        plugin.push("=");
        plugin.push(exchanged);
    }
    plugin
}

/// What the controller asks for an Application.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    repository: String,
    revision: String,
    application: String,
    namespace: String,
    path: String,
    plugin: Option<Value>,
    refresh: bool,
    generate_paths: String,
    announcements: bool,
    application_sets: Option<Value>,
    seconds: u64,
}

impl Request {
    /// An Application whose source is the root of a repository, and whose plugin is ours with these parameters.
    #[must_use]
    pub fn new(repository: &Path, parameters: &[(&str, &str)]) -> Self {
        let parameter = |(name, string): &(&str, &str)| serde_json::json!({"name": name, "string": string});
        let parameters: Vec<_> = parameters.iter().map(parameter).collect();
        Self {
            repository: format!("file://{}", repository.display()),
            application: "team".to_owned(),
            namespace: "argocd".to_owned(),
            path: ".".to_owned(),
            seconds: PATIENCE.as_secs(),
            plugin: Some(serde_json::json!({"name": NAME, "parameters": parameters})),
            ..Self::default()
        }
    }

    /// What the controller asks for this Application, of a folder that stands for its repository.
    ///
    /// # Panics
    /// If it has no name or no source.
    #[must_use]
    pub fn of(application: &Value, repository: &Path) -> Self {
        let text = |path: &str| {
            let text = application.pointer(path).and_then(Value::as_str);
            text.unwrap_or_else(|| panic!("no {path}: {application:#}")).to_owned()
        };
        Self {
            revision: text("/spec/source/targetRevision"),
            application: text("/metadata/name"),
            namespace: text("/spec/destination/namespace"),
            path: text("/spec/source/path"),
            plugin: application.pointer("/spec/source/plugin").cloned(),
            ..Self::new(repository, &[])
        }
    }

    /// What Argo CD's ApplicationSet controller makes of these objects, of which it meets AppProjects, ApplicationSets and
    /// Applications. A folder stands for the repository with this address, and servers are those of clusters that are known.
    #[must_use]
    pub fn application_sets(objects: &[Value], servers: &[&str], address: &str, repository: &Path) -> Self {
        let new = Self::new(repository, &[]);
        let repositories = serde_json::json!({address: new.repository});
        let asked = serde_json::json!({"objects": objects, "servers": servers, "repositories": repositories});
        Self { application_sets: Some(asked), ..new }
    }

    /// Another name of the Application. Argo CD remembers manifests and failures by it.
    #[must_use]
    pub fn named(self, application: impl Into<String>) -> Self {
        Self { application: application.into(), ..self }
    }

    /// Another source path.
    #[must_use]
    pub fn at(self, path: &str) -> Self {
        Self { path: path.to_owned(), ..self }
    }

    /// The source's `plugin` as it is written in the Application.
    #[must_use]
    pub fn plugin(self, plugin: Value) -> Self {
        Self { plugin: Some(plugin), ..self }
    }

    /// A hard refresh, which no cache answers.
    #[must_use]
    pub fn refreshed(self) -> Self {
        Self { refresh: true, ..self }
    }

    /// With the annotation `argocd.argoproj.io/manifest-generate-paths`, in an Argo CD that sends what it names.
    #[must_use]
    pub fn narrowed(self, paths: &str) -> Self {
        Self { generate_paths: paths.to_owned(), ..self }
    }

    /// The plugin's parameters, which the user interface asks for, in place of manifests.
    #[must_use]
    pub fn announcements(self) -> Self {
        Self { announcements: true, ..self }
    }
}

/// What the controller gets.
#[derive(Debug, Clone, Deserialize)]
pub struct Answer {
    /// Each object as JSON, as Argo CD hands it on.
    pub manifests: Vec<String>,
    /// The plugin's parameters, if they were asked for.
    #[serde(default)]
    pub announcements: Vec<Value>,
    /// What the ApplicationSet controller made, if that was asked for.
    #[serde(default, rename = "applicationSets")]
    pub application_sets: Option<Box<Made>>,
    /// What the user interface shows; empty if all went well.
    pub error: String,
    /// How long it took.
    pub milliseconds: f64,
}

/// What is there once the ApplicationSet controller has done its work.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Made {
    /// In the order of their names.
    pub applications: Vec<Value>,
    /// What each ApplicationSet tells of as an error, by its name.
    pub errors: BTreeMap<String, String>,
}

impl Answer {
    /// The objects of a request that must be fine.
    ///
    /// # Panics
    /// If it was not.
    #[must_use]
    #[track_caller]
    pub fn objects(&self) -> Vec<Value> {
        assert_eq!(self.error, "");
        let read = |text: &String| serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
        self.manifests.iter().map(read).collect()
    }

    /// What the plugin itself says of a request that it must refuse: everything behind the words of Argo CD.
    ///
    /// # Panics
    /// If it was not refused, or by somebody else.
    #[must_use]
    #[track_caller]
    pub fn refused(&self) -> &str {
        assert!(self.manifests.is_empty(), "{:?}", self.manifests);
        let (_, said) =
            self.error.split_once(" generate` failed exit status 1: ").unwrap_or_else(|| panic!("{self:?}"));
        said
    }
}

impl ArgoCd {
    /// Starts the servers with these plugins; `None` without Go, with a line that says so.
    ///
    /// # Panics
    /// If they can't be built or started, or in CI if there is no Go.
    #[must_use]
    pub fn start(plugins: &[Plugin], environment: &[(&str, &str)]) -> Option<Self> {
        let program = go::command("argocd")?;
        let logs = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
        let mut command = Command::new(program);
        command.args(["sidecar", "--logs"]).arg(logs.path()).envs(environment.iter().copied());
        for plugin in plugins {
            command.arg("--plugin").arg(flag(plugin));
        }
        let (servers, started): (_, Started) = Lines::start("Argo CD", &mut command);
        Some(Self { servers, logs, plugin_servers: started.plugin_servers, sockets: started.sockets })
    }

    /// The answer to one request.
    ///
    /// # Panics
    /// If Argo CD ends or does not answer in time.
    #[must_use]
    pub fn ask(&self, request: Request) -> Answer {
        self.servers.put(request).receive()
    }

    /// The answers to requests, of which a few are put at once, in their order.
    ///
    /// # Panics
    /// If Argo CD ends or does not answer in time.
    #[must_use]
    pub fn ask_each(&self, requests: &[Request]) -> Vec<Answer> {
        requests.chunks(8).flat_map(|few| self.ask_at_once(few.iter().cloned())).collect()
    }

    /// The answers to requests that are put at once, in their order.
    ///
    /// # Panics
    /// If Argo CD ends or does not answer in time.
    #[must_use]
    pub fn ask_at_once(&self, requests: impl IntoIterator<Item = Request>) -> Vec<Answer> {
        let put: Vec<_> = requests.into_iter().map(|request| self.servers.put(request)).collect();
        put.into_iter().map(Awaited::receive).collect()
    }

    /// What the first plugin's server has logged so far, a line of JSON each.
    ///
    /// # Panics
    /// If it can't be read.
    #[must_use]
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.logs.path().join("plugin-0.log")).unwrap_or_else(|error| panic!("{error}"))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Started {
    plugin_servers: Vec<u32>,
    sockets: PathBuf,
}

/// Makes a git repository of a folder, or a further commit of what it holds now.
///
/// # Panics
/// If git can't do it.
pub fn commit(folder: &Path) {
    if !folder.join(".git/HEAD").exists() {
        git(folder, &["init", "--quiet", "--initial-branch=main"]);
    }
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message=x"]);
}

fn git(folder: &Path, words: &[&str]) {
    let mut git = Command::new("git");
    // Whatever the machine's own settings are, such as signatures.
    git.args(["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"]);
    let status = git.args(words).current_dir(folder).status().unwrap_or_else(|error| panic!("git: {error}"));
    assert!(status.success(), "git {words:?}");
}

/// A copy of a folder's files in a git repository of its own.
///
/// # Panics
/// If it can't be made.
#[must_use]
pub fn repository(folder: &Path) -> tempfile::TempDir {
    let made = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    for file in crate::repository::files_below(folder, "") {
        let to = made.path().join(file.strip_prefix(folder).unwrap_or(&file));
        let above = to.parent().unwrap_or(made.path());
        std::fs::create_dir_all(above)
            .and_then(|()| std::fs::copy(&file, &to))
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    }
    commit(made.path());
    made
}
