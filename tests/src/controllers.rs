//! A cluster in which Argo CD is at work: its own application controller, ApplicationSet controller, repo-server and plugin
//! server, at Kubernetes' own API server. There are no nodes, so that pods are never ready; all else is as anywhere. They stand
//! in `tests/argocd` and `tests/apiserver`, and need Go 1.26 and git.

use std::{
    env, fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde::de::IgnoredAny;
use serde_json::{Value, json};

use crate::{
    apiserver::{ApiServer, Request},
    argocd,
    command::teamwright,
    go,
    lines::Lines,
    repository::files_below,
    sandbox::{Answer, Sandbox},
};

/// How long Argo CD may take for what it does by itself. It tries again after 10 seconds, then 20, then 40.
const SOON: Duration = Duration::from_secs(200);

/// How long an Application is left alone that came before its project in Argo CD's eyes.
const NUDGE: Duration = Duration::from_secs(15);

/// Where Argo CD is installed.
const NAMESPACE: &str = "argocd";

/// It ends with this: the controllers before that at which they work.
pub struct Cluster {
    _controllers: Lines<IgnoredAny>,
    /// The API server, asked by whoever may do everything.
    pub server: ApiServer,
    desk: Desk,
}

/// Where people type: a folder with `kubectl`, `git` and `teamwright` at hand, for whom repositories have addresses on the internet.
struct Desk {
    sandbox: Sandbox,
    kubeconfig: PathBuf,
}

impl Cluster {
    /// Argo CD as it is installed, and empty git repositories with these addresses, which only this cluster and its people
    /// know. `None` without Go, with a line that says so.
    ///
    /// # Panics
    /// If they can't be built or started, or in CI if there is no Go.
    #[must_use]
    pub fn start(repositories: &[&str]) -> Option<Self> {
        let (argo_cd, kubectl) = (go::command("argocd")?, go::command("kubectl")?);
        let server = ApiServer::start()?;
        let desk = Desk::new(&server, &kubectl, repositories);
        install(&desk, &argo_cd);
        let mut command = Command::new(&argo_cd);
        command.args(["controllers", "--kubeconfig"]).arg(&desk.kubeconfig);
        command.arg("--logs").arg(desk.sandbox.path("logs"));
        command.arg("--plugin").arg(argocd::flag(&argocd::plugin()));
        for address in repositories {
            command.arg("--repository").arg(format!("{address}={}", desk.stand_in(address)));
        }
        let (controllers, _): (_, IgnoredAny) = Lines::start("Argo CD", &mut command);
        Some(Self { _controllers: controllers, server, desk })
    }

    /// Runs lines of shell in a folder of the desk.
    #[must_use]
    pub fn shell(&self, folder: &str, lines: &str) -> Answer {
        self.desk.shell(folder, lines)
    }

    /// Where a file or folder of the desk is.
    #[must_use]
    pub fn path(&self, relative: &str) -> PathBuf {
        self.desk.sandbox.path("desk").join(relative)
    }

    /// Writes a file of the desk.
    ///
    /// # Panics
    /// If it can't be written.
    pub fn write(&self, relative: &str, text: &str) {
        self.desk.sandbox.write(&format!("desk/{relative}"), text);
    }

    /// Makes what is in a folder the first commit of a repository.
    ///
    /// # Panics
    /// If git can't do it.
    pub fn push(&self, folder: &Path, address: &str) {
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_else(|| panic!("{folder:?}"));
        for file in files_below(folder, "") {
            let relative = file.strip_prefix(folder).unwrap_or(&file).display();
            let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            self.desk.sandbox.write(&format!("others/{name}/{relative}"), text);
        }
        let lines = format!(
            "cd ../others/{name}\ngit init --quiet\ngit add --all\ngit commit --quiet --message=First\ngit push --quiet {address} main"
        );
        let _ = self.shell("", &lines).fine();
    }

    /// The one object of a kind with a name, or nothing.
    #[must_use]
    pub fn argo_cds(&self, plural: &str, name: &str) -> Option<Value> {
        let path = format!("/apis/argoproj.io/v1alpha1/namespaces/{NAMESPACE}/{plural}/{name}");
        let answer = self.server.ask(Request::get(&path));
        (answer.code == 200).then_some(answer.body)
    }

    /// All Applications, in the order of their names.
    #[must_use]
    pub fn applications(&self) -> Vec<Value> {
        let path = format!("/apis/argoproj.io/v1alpha1/namespaces/{NAMESPACE}/applications");
        match self.server.ask(Request::get(&path)).fine()["items"].take() {
            Value::Array(found) => found,
            other => panic!("{other}"),
        }
    }

    /// Waits for something that Argo CD does by itself.
    ///
    /// # Panics
    /// If it is not done soon, with the Applications as they are.
    #[track_caller]
    pub fn until<T>(&self, what: &str, is_it: impl Fn(&Self) -> Option<T>) -> T {
        let started = Instant::now();
        let mut nudged = started;
        loop {
            if let Some(found) = is_it(self) {
                return found;
            }
            if nudged.elapsed() > NUDGE {
                self.nudge();
                nudged = Instant::now();
            }
            if started.elapsed() > SOON {
                let state = |application: &Value| format!("{}\n", state(application));
                panic!("not {what}:\n{}", self.applications().iter().map(state).collect::<String>());
            }
            thread::sleep(Duration::from_millis(200));
        }
    }

    /// Refreshes Applications whose project Argo CD had not seen when it looked at them. It looks again within three minutes.
    fn nudge(&self) {
        for application in self.applications() {
            if state(&application).contains("which does not exist") {
                self.refresh("applications", application["metadata"]["name"].as_str().unwrap_or_default());
            }
        }
    }

    /// Waits until there are these Applications and no others, in the order of their names, and nothing is left to do for them.
    ///
    /// # Panics
    /// If it is not so soon.
    #[track_caller]
    pub fn until_synced(&self, expected: &[&str]) {
        self.until(&format!("synced: {expected:?}"), |cluster| {
            let applications = cluster.applications();
            let is_synced = |(name, application): (&&str, &Value)| {
                let status = &application["status"];
                // One that is synced from the beginning has no operation.
                let operation = status["operationState"]["phase"].as_str().unwrap_or("Succeeded");
                application["metadata"]["name"] == **name
                    && status["sync"]["status"] == "Synced"
                    && (operation, &status["conditions"]) == ("Succeeded", &Value::Null)
            };
            let is_done = applications.len() == expected.len() && expected.iter().zip(&applications).all(is_synced);
            is_done.then_some(())
        });
    }

    /// Has Argo CD look at a repository now, which it does by itself within three minutes or when a webhook tells it to.
    pub fn refresh(&self, plural: &str, name: &str) {
        let annotation = if plural == "applications" { "refresh" } else { "application-set-refresh" };
        let value = if plural == "applications" { "normal" } else { "true" };
        let path = format!("/apis/argoproj.io/v1alpha1/namespaces/{NAMESPACE}/{plural}/{name}");
        let change = json!({"metadata": {"annotations": {format!("argocd.argoproj.io/{annotation}"): value}}});
        let _ = self.server.ask(Request::merge(&path, change)).fine();
    }
}

/// An Application in a line: its name, how its objects are and what it says of itself.
#[must_use]
pub fn state(application: &Value) -> String {
    let text = |path: &str| application.pointer(path).and_then(Value::as_str).unwrap_or("-").to_owned();
    let told: Vec<_> = application["status"]["conditions"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|condition| format!("; {}", condition["message"].as_str().unwrap_or_default()))
        .collect();
    format!(
        "{} {} {}, {}{}",
        text("/metadata/name"),
        text("/status/sync/status"),
        text("/status/operationState/phase"),
        text("/status/operationState/message"),
        told.concat()
    )
}

/// Installs what Argo CD's own instructions say. Its server, which is not here, would make the key of sessions.
fn install(desk: &Desk, argo_cd: &Path) {
    let manifests = Command::new(argo_cd).arg("installation").stderr(Stdio::inherit()).output();
    let manifests = manifests.unwrap_or_else(|error| panic!("{error}"));
    assert!(manifests.status.success(), "{manifests:?}");
    desk.sandbox.write("install.yaml", manifests.stdout);
    let lines = r#"
kubectl create namespace argocd
kubectl apply --namespace argocd --server-side --filename ../install.yaml
kubectl wait --for condition=Established customresourcedefinitions --all
kubectl patch secret argocd-secret --namespace argocd --type merge --patch '{"stringData":{"server.secretkey":"key"}}'
"#;
    let _ = desk.shell("", lines).fine();
}

impl Desk {
    fn new(server: &ApiServer, kubectl: &Path, repositories: &[&str]) -> Self {
        let desk = Self { sandbox: Sandbox::empty(), kubeconfig: server.kubeconfig.clone() };
        for folder in ["bin", "desk", "logs", "others", "repositories"] {
            desk.sandbox.folder(folder);
        }
        for (name, program) in [("kubectl", kubectl), ("teamwright", teamwright())] {
            symlink(program, desk.sandbox.path("bin").join(name)).unwrap_or_else(|error| panic!("{error}"));
        }
        let mut settings = "[user]\nname = test\nemail = test@example.com\n[init]\ndefaultBranch = main\n".to_owned();
        for address in repositories {
            let stand_in = desk.stand_in(address);
            settings.push_str(&format!("[url \"{stand_in}\"]\ninsteadOf = {address}\n"));
            let folder = stand_in.strip_prefix("file://").unwrap_or(&stand_in);
            let made =
                Command::new("git").args(["init", "--quiet", "--bare", "--initial-branch=main", folder]).status();
            assert!(made.is_ok_and(|made| made.success()), "git can't make {folder}");
        }
        desk.sandbox.write("gitconfig", settings);
        desk
    }

    /// The repository that stands for the one with an address.
    fn stand_in(&self, address: &str) -> String {
        let name = address.rsplit('/').next().unwrap_or(address);
        format!("file://{}.git", self.sandbox.path("repositories").join(name).display())
    }

    fn shell(&self, folder: &str, lines: &str) -> Answer {
        let here = self.sandbox.path("bin");
        let path = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths([here].into_iter().chain(env::split_paths(&path)));
        let mut command = Command::new("sh");
        command
            .args(["-eu", "-c", lines])
            .current_dir(self.sandbox.path("desk").join(folder))
            .stdin(Stdio::null())
            .env("PATH", path.unwrap_or_else(|error| panic!("{error}")))
            .env("HOME", self.sandbox.path(""))
            .env("KUBECONFIG", &self.kubeconfig)
            .env("GIT_CONFIG_GLOBAL", self.sandbox.path("gitconfig"))
            .env("GIT_CONFIG_NOSYSTEM", "1");
        Answer::of(&mut command)
    }
}
