//! The API server of Kubernetes as people and Argo CD meet it: the released one with its admission, and the controllers that its
//! admission relies on. It stands in `tests/apiserver` and needs Go 1.26; the definitions of custom kinds come from
//! `tests/argocd`.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::Command,
    sync::{Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{go, lines::Lines};

/// How long something may take that happens by itself soon.
const SOON: Duration = Duration::from_secs(60);

/// A cluster without nodes: whatever is admitted stays as it is. It ends with this.
pub struct ApiServer {
    server: Lines<Answer>,
    kinds: Mutex<BTreeMap<String, Vec<Kind>>>,
    /// A file for other clients, with which they may do everything.
    pub kubeconfig: PathBuf,
}

#[derive(Deserialize)]
struct Started {
    kubeconfig: PathBuf,
}

/// Somebody who asks.
#[derive(Debug, Clone, Serialize)]
pub struct Person {
    user: String,
    groups: Vec<String>,
}

impl Person {
    /// Somebody with a name, in groups.
    #[must_use]
    pub fn new(user: &str, groups: &[&str]) -> Self {
        Self { user: user.to_owned(), groups: groups.iter().map(|&group| group.to_owned()).collect() }
    }

    /// A pod with an account of its namespace.
    #[must_use]
    pub fn account(namespace: &str, name: &str) -> Self {
        Self::new(
            &format!("system:serviceaccount:{namespace}:{name}"),
            &["system:serviceaccounts", &format!("system:serviceaccounts:{namespace}")],
        )
    }
}

/// A request of HTTP, made by whoever may do everything unless it is somebody's.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    method: &'static str,
    path: String,
    content_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Value>,
    #[serde(flatten)]
    by: Option<Person>,
}

impl Request {
    fn new(method: &'static str, path: &str, content_type: &'static str, body: Option<Value>) -> Self {
        Self { method, path: path.to_owned(), content_type, body, by: None }
    }

    /// Reads what is at a path.
    #[must_use]
    pub fn get(path: &str) -> Self {
        Self::new("GET", path, "", None)
    }

    /// Creates an object in a collection.
    #[must_use]
    pub fn create(path: &str, object: Value) -> Self {
        Self::new("POST", path, "application/json", Some(object))
    }

    /// Merges into what is at a path.
    #[must_use]
    pub fn merge(path: &str, change: Value) -> Self {
        Self::new("PATCH", path, "application/merge-patch+json", Some(change))
    }

    /// Changes what is at a path as `kubectl patch` does: entries of lists are known by their names.
    #[must_use]
    pub fn strategic(path: &str, change: Value) -> Self {
        Self::new("PATCH", path, "application/strategic-merge-patch+json", Some(change))
    }

    /// Deletes what is at a path.
    #[must_use]
    pub fn delete(path: &str) -> Self {
        Self::new("DELETE", path, "", None)
    }

    /// Applies an object in full, server-side, and takes over what others wrote. A field that the kind does not have is an
    /// error.
    #[must_use]
    pub fn apply(path: &str, object: Value) -> Self {
        let path = format!("{path}?fieldManager=argocd-controller&force=true&fieldValidation=Strict");
        Self::new("PATCH", &path, "application/apply-patch+yaml", Some(object))
    }

    /// The same, asked by somebody.
    #[must_use]
    pub fn by(self, person: &Person) -> Self {
        Self { by: Some(person.clone()), ..self }
    }

    /// The same, judged in full and not done.
    #[must_use]
    pub fn dry(self) -> Self {
        let and = if self.path.contains('?') { '&' } else { '?' };
        Self { path: format!("{}{and}dryRun=All", self.path), ..self }
    }
}

/// What the server says.
#[derive(Debug, Clone, Deserialize)]
pub struct Answer {
    /// HTTP's status.
    pub code: u16,
    /// The object, or a `Status`.
    pub body: Value,
    /// What kubectl would print as warnings.
    pub warnings: Option<Vec<String>>,
    error: String,
}

impl Answer {
    /// What was asked for; it must have been done.
    ///
    /// # Panics
    /// If it was not.
    #[must_use]
    #[track_caller]
    pub fn fine(self) -> Value {
        assert!((200..300).contains(&self.code), "{self:#?}");
        self.body
    }

    /// Why it was refused; empty if it was not.
    ///
    /// # Panics
    /// If there is no answer.
    #[must_use]
    #[track_caller]
    pub fn refusal(&self) -> &str {
        assert_eq!(self.error, "");
        if self.code < 400 { "" } else { self.body["message"].as_str().unwrap_or_default() }
    }
}

/// A kind as it is discovered.
#[derive(Debug, Clone, Deserialize)]
struct Kind {
    kind: String,
    name: String,
    namespaced: bool,
}

/// The path below which a version of a group's kinds lie.
fn group(version: &str) -> String {
    if version == "v1" { "/api/v1".to_owned() } else { format!("/apis/{version}") }
}

impl ApiServer {
    /// Starts it; `None` without Go, with a line that says so.
    ///
    /// # Panics
    /// If it can't be built or started, or in CI if there is no Go.
    #[must_use]
    pub fn start() -> Option<Self> {
        let (server, Started { kubeconfig }) =
            Lines::start("the API server", &mut Command::new(go::command("apiserver")?));
        Some(Self { server, kinds: Mutex::default(), kubeconfig })
    }

    /// The answer to one request.
    ///
    /// # Panics
    /// If the server ends or does not answer in time.
    #[must_use]
    pub fn ask(&self, request: Request) -> Answer {
        self.server.put(request).receive()
    }

    /// Asks until the answer is the awaited one.
    ///
    /// # Panics
    /// If it does not become so soon.
    #[track_caller]
    pub fn until(&self, request: &Request, is_it: impl Fn(&Answer) -> bool) -> Answer {
        let started = Instant::now();
        loop {
            let answer = self.ask(request.clone());
            if is_it(&answer) {
                return answer;
            }
            assert!(started.elapsed() < SOON, "{request:?} still says {answer:#?}");
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// The path of an object, by its kind, namespace and name.
    ///
    /// # Panics
    /// If the server does not know its kind.
    #[must_use]
    #[track_caller]
    pub fn path(&self, object: &Value) -> String {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (version, kind) = (text(&object["apiVersion"]), text(&object["kind"]));
        let kind =
            self.kind(&version, &kind).unwrap_or_else(|| panic!("the API server does not know {version} {kind}"));
        let within = group(&version);
        let (namespace, name) = (text(&object["metadata"]["namespace"]), text(&object["metadata"]["name"]));
        assert_eq!(kind.namespaced, !namespace.is_empty(), "{object}");
        let namespace = if namespace.is_empty() { namespace } else { format!("/namespaces/{namespace}") };
        format!("{within}{namespace}/{}/{name}", kind.name)
    }

    fn kind(&self, version: &str, kind: &str) -> Option<Kind> {
        let mut kinds = self.kinds.lock().unwrap_or_else(PoisonError::into_inner);
        let find = |kinds: &[Kind]| kinds.iter().find(|known| known.kind == kind && !known.name.contains('/')).cloned();
        if let Some(known) = kinds.get(version).and_then(|kinds| find(kinds)) {
            return Some(known);
        }
        let resources = self.ask(Request::get(&group(version))).body["resources"].take();
        let known: Vec<Kind> = serde_json::from_value(resources).unwrap_or_default();
        let found = find(&known);
        kinds.insert(version.to_owned(), known);
        found
    }

    /// Applies an object, which must be accepted.
    ///
    /// # Panics
    /// If it is not.
    #[track_caller]
    pub fn apply(&self, object: &Value, by: &Person) -> Answer {
        let answer = self.ask(Request::apply(&self.path(object), object.clone()).by(by));
        assert!((200..300).contains(&answer.code), "{object:#}\n{answer:#?}");
        answer
    }

    /// Makes what whoever may do everything makes.
    ///
    /// # Panics
    /// If it is not accepted.
    #[track_caller]
    pub fn make(&self, object: Value) {
        let path = self.path(&object);
        let _ = self.ask(Request::apply(&path, object)).fine();
    }

    /// Defines every custom kind that one of the objects is of, as its project releases it.
    ///
    /// # Panics
    /// If a kind has no definition, or the server does not take it.
    pub fn define(&self, judge: &Path, objects: &[Value]) {
        let custom = |object: &Value| {
            let (group, _) = object["apiVersion"].as_str()?.split_once('/')?;
            let is_custom = group.contains('.') && !group.ends_with(".k8s.io");
            is_custom.then(|| format!("--definition={}.{group}", object["kind"].as_str().unwrap_or_default()))
        };
        let kinds: BTreeSet<_> = objects.iter().filter_map(custom).collect();
        let asked = Command::new(judge).args(kinds).output().unwrap_or_else(|error| panic!("the judge: {error}"));
        assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
        for line in String::from_utf8_lossy(&asked.stdout).lines() {
            let definition: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
            let path = self.path(&definition);
            self.make(definition);
            let is_established = |answer: &Answer| {
                let conditions = answer.body["status"]["conditions"].as_array();
                conditions.into_iter().flatten().any(|it| it["type"] == "Established" && it["status"] == "True")
            };
            let defined = self.until(&Request::get(&path), is_established).body;
            let spec = &defined["spec"];
            let stored = spec["versions"].as_array().into_iter().flatten().find(|version| version["storage"] == true);
            let version = stored.and_then(|version| version["name"].as_str()).unwrap_or_default();
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let collection = format!("/apis/{}/{version}/{}", text(&spec["group"]), text(&spec["names"]["plural"]));
            let _ = self.until(&Request::get(&collection), |answer| answer.code == 200);
        }
        self.kinds.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
