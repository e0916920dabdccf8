//! What `plugin-cmp/deploy` holds is what Kubernetes and Argo CD take, says the same in each form, and names what there is.

use std::{fs, process::Command};

use serde_yaml::Value;
use teamwright_core::VERSION;
use teamwright_tests::{go, repository::root};

fn text(path: &str) -> String {
    fs::read_to_string(root().join("plugin-cmp/deploy").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn yaml(path: &str) -> Value {
    serde_yaml::from_str(&text(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The sidecar's container and its volumes.
fn sidecar(of: &Value, containers: &str) -> (Value, Value) {
    (of[containers][0].clone(), of["volumes"].clone())
}

fn kustomized() -> (Value, Value) {
    sidecar(&yaml("kustomize/repo-server.yaml")["spec"]["template"]["spec"], "containers")
}

#[test]
fn every_form_describes_the_same_container() {
    let (container, volumes) = kustomized();
    assert_eq!(
        sidecar(&yaml("helm/values.yaml")["repoServer"], "extraContainers"),
        (container.clone(), volumes.clone())
    );
    let mut on_openshift = container.clone();
    let context = on_openshift["securityContext"].as_mapping_mut().expect("a security context");
    assert_eq!(context.remove("runAsUser"), Some(Value::from(999)), "OpenShift chooses the user");
    assert_eq!(sidecar(&yaml("openshift/argocd.yaml")["spec"]["repo"], "sidecarContainers"), (on_openshift, volumes));
    assert_eq!(container["image"], Value::from(format!("ghcr.io/teamwright/teamwright:{VERSION}")));
}

#[test]
fn what_is_mounted_exists_here_or_in_the_repo_server() {
    let (container, volumes) = kustomized();
    let own: Vec<_> = volumes.as_sequence().expect("volumes").iter().map(|volume| volume["name"].clone()).collect();
    for mount in container["volumeMounts"].as_sequence().expect("mounts") {
        let name = &mount["name"];
        assert!(own.contains(name) || ["var-files", "plugins"].map(Value::from).contains(name), "{name:?}");
    }
}

#[test]
fn the_plugin_is_described_as_the_command_and_the_image_have_it() {
    let plugin = yaml("plugin.yaml");
    assert_eq!(plugin["kind"], Value::from("ConfigManagementPlugin"));
    let spec = plugin["spec"].as_mapping().expect("a spec");
    let keys: Vec<_> = spec.keys().filter_map(Value::as_str).collect();
    assert_eq!(keys, ["generate", "parameters"], "no version, discover or init");
    let command = &spec["generate"]["command"];
    assert_eq!(command, &serde_yaml::from_str::<Value>("[/usr/local/bin/teamwright, generate]").expect("YAML"));
    let (container, _) = kustomized();
    for probe in ["startupProbe", "livenessProbe"] {
        assert_eq!(container[probe]["exec"]["command"][0], command[0], "{probe}");
    }
    let names: Vec<_> = spec["parameters"]["static"].as_sequence().expect("parameters").iter().collect();
    let names: Vec<_> = names.into_iter().filter_map(|parameter| parameter["name"].as_str()).collect();
    assert_eq!(names, ["team", "part", "cluster", "compiler"]);
    let name = plugin["metadata"]["name"].as_str().expect("a name");
    let socket = format!("/home/argocd/cmp-server/plugins/{name}.sock");
    let help = Command::new(teamwright_tests::command::teamwright()).args(["healthz", "--help"]).output();
    let help = String::from_utf8(help.expect("help").stdout).expect("UTF-8");
    assert!(help.contains(&socket), "the probe asks where Argo CD's server listens: {help}");
}

/// Argo CD's repo-server as far as a sidecar needs it.
fn repo_server(namespace: Option<&str>) -> Value {
    let repo_server = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: argocd-repo-server}
spec:
  selector: {matchLabels: {app.kubernetes.io/name: argocd-repo-server}}
  template:
    metadata: {labels: {app.kubernetes.io/name: argocd-repo-server}}
    spec:
      containers: [{name: argocd-repo-server, image: quay.io/argoproj/argocd:v3.5.7}]
      volumes: [{name: var-files, emptyDir: {}}, {name: plugins, emptyDir: {}}]
";
    let mut deployment: Value = serde_yaml::from_str(repo_server).expect("YAML");
    if let Some(namespace) = namespace {
        deployment["metadata"]["namespace"] = Value::from(namespace);
    }
    deployment
}

/// The repo-server with the sidecar, by Argo CD's own Kustomize; `None` without Go.
fn composed(repo_server: &Value) -> Option<Value> {
    let argo_cd = go::command("argocd")?;
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("the file can be written");
    write("kustomization.yaml", "resources: [repo-server.yaml]\ncomponents: [component]\n");
    write("repo-server.yaml", &serde_yaml::to_string(repo_server).expect("YAML"));
    fs::create_dir(folder.path().join("component")).expect("a folder");
    for file in ["kustomization.yaml", "repo-server.yaml"] {
        write(&format!("component/{file}"), &text(&format!("kustomize/{file}")));
    }
    let output = Command::new(argo_cd).arg("kustomize").arg(folder.path()).output().expect("it can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_yaml::from_slice(&output.stdout).expect("one object"))
}

#[test]
fn kustomize_puts_the_sidecar_beside_the_repo_server_in_any_namespace() {
    for namespace in [None, Some("argocd"), Some("gitops")] {
        let before = repo_server(namespace);
        let Some(after) = composed(&before) else { return };
        let (container, volumes) = kustomized();
        let list = |of: &Value, key: &str| of["spec"]["template"]["spec"][key].as_sequence().expect("a list").clone();
        for (key, own) in
            [("containers", vec![container]), ("volumes", volumes.as_sequence().expect("volumes").clone())]
        {
            let (mut there, mut expected) = (list(&after, key), list(&before, key));
            expected.extend(own);
            let by_name = |one: &Value| one["name"].as_str().map(str::to_owned);
            there.sort_by_key(by_name);
            expected.sort_by_key(by_name);
            assert_eq!(there, expected, "{key} in {namespace:?}");
        }
        assert_eq!(after["metadata"], before["metadata"]);
    }
}

#[test]
fn kubernetes_takes_a_repo_server_with_the_sidecar() {
    let (Some(judge), Some(mut deployment)) = (go::command("judge"), composed(&repo_server(Some("argocd")))) else {
        return;
    };
    let judged = |deployment: &Value| {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("deployment.yaml");
        fs::write(&file, serde_yaml::to_string(deployment).expect("YAML")).expect("the file can be written");
        let output = Command::new(&judge).arg(&file).output().expect("the judge can be started");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    assert_eq!(judged(&deployment), (Some(0), String::new()));
    // It reads what is in the container.
    let containers = deployment["spec"]["template"]["spec"]["containers"].as_sequence_mut().expect("containers");
    let sidecar = containers.iter_mut().find(|container| container["name"] == "teamwright");
    sidecar.expect("the sidecar")["livenessProbe"]["exec"]["comand"] = Value::from("x");
    let (code, said) = judged(&deployment);
    assert!(code == Some(1) && said.contains("comand"), "{said}");
}

/// Every error that the page explains is one that the command says, or Argo CD's own.
#[test]
fn the_page_quotes_what_is_really_said() {
    let page = fs::read_to_string(root().join("docs/install.md")).expect("the page");
    let table = page.split("| Argo CD shows | cure |").nth(1).expect("the table");
    let argo_cd = [
        "could not find cmp-server plugin",
        "connect: permission denied",
        "Manifest generation error",
        "signal: killed",
        // `tests/tests/controllers` has it said.
        "Application referencing project",
        "which does not exist",
        "Shared resource found",
        "is already owned by another ApplicationSet controller",
    ];
    let mut sources = String::new();
    for file in teamwright_tests::repository::files_below(&root().join("plugin-cmp/src"), ".rs") {
        sources.push_str(&fs::read_to_string(file).expect("a source"));
    }
    for file in teamwright_tests::repository::files_below(&root().join("core/src"), ".rs") {
        sources.push_str(&fs::read_to_string(file).expect("a source"));
    }
    let mut rows = 0;
    for row in table.lines().filter(|row| row.starts_with("| `")) {
        let shown = row.trim_start_matches("| ").split(" | ").next().expect("a column");
        for text in shown.split('`').filter(|text| !text.trim().is_empty() && text.trim() != "…") {
            let known = argo_cd.iter().any(|ours| text.starts_with(ours));
            assert!(known || sources.contains(text), "nobody says `{text}`");
        }
        rows += 1;
    }
    assert!(rows > 15, "{rows}");
    assert!(page.contains(&format!("?ref=v{VERSION}]")), "the version of the day");
}
