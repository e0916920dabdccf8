//! Every length that has an end: one less and the end itself are taken, one more is refused.

use teamwright_core::{Diagnostic, Platform, Source, Target, compile};
use teamwright_tests::output::read_back;

/// What is counted, the most of it, a file with `<>` in its place, and the code of one more. A text between the two marks
/// stands in front and counts.
struct Row {
    what: &'static str,
    most: usize,
    file: &'static str,
    code: &'static str,
}

const fn row(what: &'static str, most: usize, file: &'static str, code: &'static str) -> Row {
    Row { what, most, file, code }
}

const PLATFORM: &str = "\
sourceRepos: [https://github.com/acme/**]
network: {ingress: [{namespace: ingress-nginx}]}
clusters:
  - {name: production, server: https://kubernetes.default.svc, environments: [production, e], region: us-east-1, accountId: '111122223333'}
scheduling: {mechanism: kyverno}
";

const TEAM: &[Row] = &[
    row("a team", 48, "team: <>", "TW0216"),
    row("a description", 1_024, "team: demo\ndescription: <>", "TW0216"),
    row("an owner", 256, "team: demo\nowner: {name: <>, email: demo@example.com}", "TW0216"),
    row("a group", 256, "team: demo\naccess: {developers: {groups: [<>]}}", "TW0601"),
    row("a user", 256, "team: demo\naccess: {viewers: {users: [<>]}}", "TW0601"),
    row("the value of a label", 63, "team: demo\nnodeSelector: {pool: <>}", "TW0216"),
    row("the name of a label", 63, "team: demo\nnodeSelector: {<>: a}", "TW0216"),
    row("a service account", 63, "team: demo\nserviceAccounts: [{name: <>}]", "TW0216"),
    row("a role", 64, "team: demo\nserviceAccounts: [{name: a, awsRole: <team-demo->}]", "TW0216"),
    row("a secret", 253, "team: demo\nsecrets: [{name: <>, from: a}]", "TW0216"),
    row("what a secret is read from", 200, "team: demo\nsecrets: [{name: a, from: <>}]", "TW0216"),
    row("an Application", 63 - "demo-".len(), "team: demo\napps: [{name: <>, APP}]", "TW0901"),
    row(
        "an Application of an environment",
        63 - "demo--e".len(),
        "team: demo\napps: [{name: <>, FROM, environments: {e: {path: e}}}]",
        "TW0901",
    ),
    row(
        "a release of Helm",
        53 - "demo-".len(),
        "team: demo\napps: [{name: <>, APP, helm: {valueFiles: [a]}}]",
        "TW0901",
    ),
    row(
        "a release of an environment",
        53 - "demo--e".len(),
        "team: demo\napps: [{name: <>, FROM, environments: {e: {helm: {valueFiles: [a]}}}}]",
        "TW0901",
    ),
    row("a release that is named", 53, "team: demo\napps: [{name: a, APP, helm: {releaseName: <>}}]", "TW0216"),
    row(
        "a parameter of a chart",
        512,
        "team: demo\napps: [{name: a, APP, helm: {parameters: [{name: <>, value: a}]}}]",
        "TW0216",
    ),
    row(
        "a path",
        1_024,
        "team: demo\napps: [{name: a, repoURL: 'https://github.com/acme/a', targetRevision: main, environment: e, path: <>}]",
        "TW0216",
    ),
    row(
        "a revision",
        255,
        "team: demo\napps: [{name: a, repoURL: 'https://github.com/acme/a', targetRevision: <>, environment: e, path: k8s}]",
        "TW0216",
    ),
    row(
        "a repository",
        512,
        "team: demo\napps: [{name: a, repoURL: '<https://github.com/acme/>', targetRevision: main, environment: e, path: k8s}]",
        "TW0216",
    ),
];

const OF_PLATFORM: &[Row] = &[
    row("an organisation", 63, "organization: <>", "TW0216"),
    row("a prefix of namespaces", 15 - "-".len(), "namespacePrefix: <>-", "TW0330"),
    row("a namespace", 63, "platformNamespaces: [<>]", "TW0216"),
    row(
        "the note of a window",
        255,
        "syncWindows: [{kind: deny, schedule: '0 18 * * 5', duration: 1h, description: <>}]",
        "TW0216",
    ),
    row("the value of a label", 63, "namespaceMetadata: {labels: {a: <>}}", "TW0216"),
    row("an annotation", 1_024, "namespaceMetadata: {annotations: {a: <>}}", "TW0216"),
    row("a destination", 63, "network: {destinations: {<>: {cidrs: [10.0.0.0/8]}}}", "TW0216"),
    row(
        "a component",
        53,
        "components: {<>: {chart: a, repoURL: 'https://charts.example.com', version: 1.0.0, namespace: a}}",
        "TW0216",
    ),
    row("a kind with a health check", 63, "healthChecks: [{kind: <A>, lua: return}]", "TW0216"),
];

impl Row {
    /// The file with so many letters.
    fn text(&self, length: usize) -> String {
        let (before, rest) = self.file.split_once('<').unwrap();
        let (front, after) = rest.split_once('>').unwrap();
        let from = "repoURL: 'https://github.com/acme/a', path: k8s, targetRevision: main";
        let text = format!("{before}{front}{}{after}\n", "a".repeat(length - front.len()));
        text.replace("APP", &format!("{from}, environment: e")).replace("FROM", from)
    }

    /// What is wrong with the findings at the end and on both sides of it.
    fn judge(&self, find: impl Fn(&str) -> Vec<Diagnostic>) -> Vec<String> {
        let at = |(length, expected): (usize, &[&str])| {
            let found = find(&self.text(length));
            let codes: Vec<_> = found.iter().filter(|found| found.is_error()).map(|found| found.code.id).collect();
            let messages =
                || found.iter().map(|found| found.message.chars().take(120).collect()).collect::<Vec<String>>();
            (codes != expected).then(|| format!("{} of {length}: {:?}", self.what, messages()))
        };
        let ends: [(usize, &[&str]); 3] = [(self.most - 1, &[]), (self.most, &[]), (self.most + 1, &[self.code])];
        ends.into_iter().filter_map(at).collect()
    }
}

#[test]
fn every_length_of_a_team_file_ends_where_it_must() {
    let platform = Platform::parse(&Source::new("platform.yaml", PLATFORM));
    let find = |text: &str| compile(&Source::new("team.yaml", text), &platform, &Target::default()).diagnostics;
    let wrong: Vec<_> = TEAM.iter().flat_map(|row| row.judge(find)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_length_of_the_platform_ends_where_it_must() {
    let find = |text: &str| Platform::parse(&Source::new("platform.yaml", text)).diagnostics().to_vec();
    let wrong: Vec<_> = OF_PLATFORM.iter().flat_map(|row| row.judge(find)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Kubernetes takes 262,144 bytes of annotations an object, keys and values together.
#[test]
fn the_annotations_of_a_namespace_fit_into_kubernetes_with_the_longest_of_a_team() {
    const MOST: usize = 240 * 1024;
    let read = |bytes: usize| {
        // Each entry has a key of 5 and a value of 1,019 bytes; the last one fills up.
        let entry = |number: usize, length: usize| format!("    k{number:04}: {}\n", "a".repeat(length - 5));
        let whole = bytes / 1_024 - 1;
        let entries: String = (0..whole).map(|number| entry(number, 1_024)).collect();
        let last = bytes - whole * 1_024;
        let rest = entry(8_000, last / 2) + &entry(9_000, last - last / 2);
        Platform::parse(&Source::new("platform.yaml", format!("namespaceMetadata:\n  annotations:\n{entries}{rest}")))
    };
    for fits in [MOST - 1, MOST] {
        assert!(!read(fits).has_errors(), "{fits}: {:?}", read(fits).diagnostics().last().map(|found| &found.message));
    }
    let codes: Vec<_> =
        read(MOST + 1).diagnostics().iter().filter(|found| found.is_error()).map(|f| f.code.id).collect();
    assert_eq!(codes, ["TW0217"]);
    let rocket = "🚀";
    let owner = format!("{{name: {}, email: {}@example.com}}", rocket.repeat(256), "a".repeat(60));
    let text = format!("team: demo\ndescription: {}\nowner: {owner}\n", rocket.repeat(1_024));
    let yaml = compile(&Source::new("team.yaml", text), &read(MOST), &Target::default()).yaml().expect("a valid team");
    let objects = read_back(&yaml).unwrap();
    let namespace = objects.iter().find(|object| object["kind"] == "Namespace").unwrap();
    let annotations = namespace["metadata"]["annotations"].as_object().unwrap();
    let bytes: usize = annotations.iter().map(|(key, value)| key.len() + value.as_str().unwrap().len()).sum();
    assert!((MOST + 5_000..=262_144).contains(&bytes), "{bytes}");
}

/// The longest team with everything that its name is part of.
#[test]
fn names_made_of_the_longest_team_fit_into_kubernetes() {
    let platform = PLATFORM.to_owned() + "namespacePrefix: abcdefghijklmn-\nnetwork: {ingress: [{namespace: a}]}\n";
    let platform = Platform::parse(&Source::new(
        "platform.yaml",
        platform.replacen("network: {ingress: [{namespace: ingress-nginx}]}\n", "", 1),
    ));
    let team = "t".repeat(48);
    let text = format!(
        "team: {team}\naccess: {{developers: {{groups: [a]}}, viewers: {{groups: [b]}}}}\nnetworkPolicy: {{allowFromNamespaces: [abcdefghijklmn-{}]}}\nnodeSelector: {{a: b}}\napps: [{{name: {}, repoURL: 'https://github.com/acme/a', path: a, targetRevision: main, environment: e}}]\n",
        "u".repeat(48),
        "a".repeat(14)
    );
    let compilation = compile(&Source::new("team.yaml", text), &platform, &Target::default());
    let objects = read_back(&compilation.yaml().unwrap_or_else(|| panic!("{:#?}", compilation.diagnostics))).unwrap();
    assert!(objects.len() > 15);
    for object in objects {
        let (kind, metadata) = (object["kind"].as_str().unwrap(), &object["metadata"]);
        let name = metadata["name"].as_str().unwrap();
        let most = if ["Namespace", "ServiceAccount", "Application"].contains(&kind) { 63 } else { 253 };
        assert!(name.len() <= most, "{kind} {name}");
        for value in metadata["labels"].as_object().into_iter().flat_map(|labels| labels.values()) {
            assert!(value.as_str().unwrap().len() <= 63, "{kind} {name}: {value}");
        }
    }
}
