//! A repository that `init` and `bootstrap` wrote, and what Argo CD makes of it when all that it is told is the root.

use std::{fs, path::PathBuf};

use serde_json::Value;
use teamwright_tests::{
    argocd::{self, ArgoCd, Made, Request},
    output::read_back,
    sandbox::Sandbox,
};

/// Where the repository says that it is.
pub const ADDRESS: &str = "https://github.com/Acme/gitops";

/// Addresses of the clusters beside Argo CD's own.
pub const SERVERS: [&str; 2] = ["https://staging.example.com", "https://edge.example.com"];

/// How many clusters there are, beside Argo CD's own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Others {
    None,
    Two,
}

/// The repository, committed.
pub struct Organisation {
    sandbox: Sandbox,
}

impl Organisation {
    /// With the teams `example` and `payments`, and `teamApplications` as named.
    pub fn new(others: Others, form: &str) -> Self {
        let sandbox = Sandbox::empty();
        let _ = sandbox.run(&["init", "gitops", "--repo-url", ADDRESS]).fine();
        let _ = sandbox.run_in("gitops", &["init", "--team", "payments"]).fine();
        let organisation = Self { sandbox };
        let address = format!("  repoURL: {ADDRESS}\n");
        let mut platform = organisation.read("platform.yaml");
        assert!(platform.contains(&address), "{platform}");
        platform = platform.replace(&address, &format!("{address}  teamApplications: {form}\n"));
        if others == Others::Two {
            let [staging, edge] = SERVERS;
            platform.push_str(&format!(
                "clusters:
  - {{name: production, server: https://kubernetes.default.svc, environments: [production]}}
  - {{name: staging, server: {staging}, environments: [staging]}}
  - {{name: edge, server: {edge}, environments: [edge]}}
"
            ));
        }
        organisation.write("platform.yaml", platform);
        let _ = organisation.sandbox.run_in("gitops", &["bootstrap", "--teams-only", "--out", "."]).fine();
        organisation.commit();
        organisation
    }

    pub fn folder(&self) -> PathBuf {
        self.sandbox.path("gitops")
    }

    pub fn read(&self, file: &str) -> String {
        self.sandbox.read(&format!("gitops/{file}"))
    }

    pub fn write(&self, file: &str, text: impl AsRef<[u8]>) {
        self.sandbox.write(&format!("gitops/{file}"), text);
    }

    pub fn remove(&self, folder: &str) {
        fs::remove_dir_all(self.folder().join(folder)).unwrap();
    }

    pub fn commit(&self) {
        argocd::commit(&self.folder());
    }

    /// What lies in Argo CD's namespace once the root, which somebody applied, has applied what its folder holds.
    pub fn hub(&self, argo_cd: &ArgoCd) -> Vec<Value> {
        let roots: Vec<_> = fs::read_dir(self.folder().join("clusters"))
            .unwrap()
            .map(|folder| folder.unwrap().path().join("root.yaml"))
            .filter(|file| file.exists())
            .collect();
        let [root] = roots.as_slice() else { panic!("{roots:?}") };
        let applied = read_back(&fs::read_to_string(root).unwrap()).unwrap();
        let [project, root] = applied.as_slice() else { panic!("{applied:?}") };
        assert_eq!((&project["kind"], &root["kind"]), (&"AppProject".into(), &"Application".into()));
        let mut objects = argo_cd.ask(Request::of(root, &self.folder()).refreshed()).objects();
        for object in &mut objects {
            // Who applied it; the controllers do not look at it.
            let annotations = object["metadata"]["annotations"].as_object_mut().unwrap();
            assert!(annotations.remove("argocd.argoproj.io/tracking-id").is_some());
        }
        // It keeps itself as well.
        assert!(applied.iter().all(|object| objects.contains(object)), "{objects:#?}");
        objects
    }

    /// What the ApplicationSet controller makes, beside what there is.
    pub fn made(&self, argo_cd: &ArgoCd, there_is: &[Value]) -> Made {
        let answer = argo_cd.ask(Request::application_sets(there_is, &SERVERS, ADDRESS, &self.folder()));
        assert_eq!(answer.error, "");
        *answer.application_sets.unwrap()
    }

    /// What each Application holds now, none of which may fail.
    pub fn manifests(&self, argo_cd: &ArgoCd, applications: &[Value]) -> Vec<Vec<String>> {
        let request = |application: &Value| Request::of(application, &self.folder()).refreshed();
        let answers = argo_cd.ask_each(&applications.iter().map(request).collect::<Vec<_>>());
        let manifests = answers.into_iter().map(|answer| {
            assert_eq!(answer.error, "");
            answer.manifests
        });
        manifests.collect()
    }
}

/// The Applications that an ApplicationSet made.
pub fn of_teams(applications: &[Value]) -> Vec<Value> {
    let is_owned = |application: &&Value| application["metadata"].get("ownerReferences").is_some();
    applications.iter().filter(is_owned).cloned().collect()
}

/// An Application in a line: its name, its project, where it deploys to, and what it asks the plugin for.
pub fn line(application: &Value) -> String {
    let text = |path: &str| application.pointer(path).and_then(Value::as_str).unwrap_or_default();
    let parameters = application["spec"]["source"]["plugin"]["parameters"].as_array().unwrap();
    let parameters: Vec<_> = parameters
        .iter()
        .map(|parameter| format!("{}={}", parameter["name"].as_str().unwrap(), parameter["string"].as_str().unwrap()))
        .collect();
    let server = text("/spec/destination/server").trim_start_matches("https://");
    format!(
        "{} | {} | {server} {} | {}",
        text("/metadata/name"),
        text("/spec/project"),
        text("/spec/destination/namespace"),
        parameters.join(" ")
    )
}
