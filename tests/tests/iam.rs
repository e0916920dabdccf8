//! `bootstrap --iam`: the roles that it writes are those that the objects ask for, let in nobody else, and read nothing that is
//! another team's.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use teamwright_tests::{
    output::read_back,
    repository::root,
    sandbox::{Sandbox, team},
};

const ISSUER: &str = "https://oidc.eks.eu-central-1.amazonaws.com/id/A";
/// One cluster with everything that a role needs.
const CLUSTER: &str = "{name: one, server: https://kubernetes.default.svc, environments: [production], region: eu-central-1, accountId: \"111122223333\", oidcIssuer: https://oidc.eks.eu-central-1.amazonaws.com/id/A}";
/// Another one of the same account.
const OTHER: &str = "{name: two, server: https://two.example.com, environments: [staging], region: eu-west-1, accountId: \"111122223333\", oidcIssuer: https://oidc.eks.eu-west-1.amazonaws.com/id/B}";

fn platform(clusters: &[&str], more: &str) -> String {
    format!(
        "gitops: {{repoURL: https://github.com/acme/gitops}}\nsourceRepos: [https://github.com/acme/*]\nnetwork: {{ingress: [{{namespace: ingress-nginx}}]}}\nclusters:\n  - {}\n{more}",
        clusters.join("\n  - ")
    )
}

fn with_secrets(name: &str) -> String {
    format!("{}secrets:\n  - {{name: db, from: db}}\n  - {{name: key, from: key, store: parameterStore}}\n", team(name))
}

/// All roles by name, as they come from stdout.
fn roles(sandbox: &Sandbox) -> BTreeMap<String, Value> {
    let stdout = sandbox.run(&["bootstrap", "--iam"]).fine();
    let Ok(Value::Array(roles)) = serde_json::from_str(&stdout) else { panic!("no list: {stdout}") };
    roles.into_iter().map(|role| (role["name"].as_str().expect("a name").to_owned(), role)).collect()
}

fn statements<'a>(role: &'a Value, document: &str) -> &'a [Value] {
    role[document]["Statement"].as_array().map_or(&[], Vec::as_slice)
}

/// One text or several.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(values) => values.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    }
}

/// Whether IAM would take a resource for one that a statement names: `*` stands for any text.
fn covers(pattern: &str, resource: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == resource, |beginning| resource.starts_with(beginning))
}

/// The service accounts that IAM would let in with a token of their cluster.
fn let_in(role: &Value) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for statement in statements(role, "trustPolicy") {
        assert_eq!(statement["Action"], "sts:AssumeRoleWithWebIdentity");
        let provider = statement["Principal"]["Federated"].as_str().expect("a provider");
        let issuer = provider.split_once(":oidc-provider/").expect("a provider").1;
        let equals = statement["Condition"]["StringEquals"].as_object().expect("conditions");
        assert_eq!(equals.len(), 2, "{statement}");
        assert_eq!(equals[&format!("{issuer}:aud")], "sts.amazonaws.com");
        let subjects = texts(&equals[&format!("{issuer}:sub")]);
        assert!(!subjects.is_empty() && subjects.iter().all(|subject| !subject.contains(['*', '?', '$'])));
        found.extend(subjects.into_iter().map(|subject| (issuer.to_owned(), subject.to_owned())));
    }
    found
}

#[test]
fn every_role_that_an_object_names_lets_in_its_account_alone_and_reads_that_teams_secrets_alone() {
    let sandbox = Sandbox::empty();
    let acme = root().join("examples/acme").to_string_lossy().into_owned();
    let stdout = sandbox.run_in(&acme, &["bootstrap", "--iam"]).fine();
    let written: Vec<Value> = serde_json::from_str(&stdout).expect("a list");
    let by_arn: BTreeMap<&str, &Value> =
        written.iter().map(|role| (role["arn"].as_str().expect("an ARN"), role)).collect();
    assert_eq!(by_arn.len(), written.len());

    let mut asked: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    let mut secrets: Vec<(String, String, String)> = Vec::new();
    for (cluster, account, issuer) in [
        ("production", "111122223333", "oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"),
        ("staging", "444455556666", "oidc.eks.eu-central-1.amazonaws.com/id/FEDCBA9876543210FEDCBA9876543210"),
    ] {
        let objects =
            read_back(&sandbox.run_in(&acme, &["render", "--cluster", cluster, "--part", "namespace"]).fine())
                .expect("YAML");
        for object in &objects {
            let (name, namespace) = (&object["metadata"]["name"], &object["metadata"]["namespace"]);
            let (Some(name), Some(namespace)) = (name.as_str(), namespace.as_str()) else { continue };
            if let Some(role) = object["metadata"]["annotations"]["eks.amazonaws.com/role-arn"].as_str() {
                let subject = format!("system:serviceaccount:{namespace}:{name}");
                asked.entry(role.to_owned()).or_default().insert((issuer.to_owned(), subject));
            }
            if object["kind"] == "ExternalSecret" {
                let team = namespace.strip_prefix("team-").expect("a team's namespace");
                let role = format!("arn:aws:iam::{account}:role/team-{team}-secrets");
                let is_parameter = object["spec"]["secretStoreRef"]["name"]
                    .as_str()
                    .is_some_and(|name| name.ends_with("-parameterstore"));
                let keys =
                    object["spec"]["data"].as_array().into_iter().flatten().map(|data| &data["remoteRef"]["key"]);
                let from =
                    object["spec"]["dataFrom"].as_array().into_iter().flatten().map(|from| &from["extract"]["key"]);
                for key in keys.chain(from).filter_map(Value::as_str) {
                    let resource = if is_parameter {
                        format!("arn:aws:ssm:eu-central-1:{account}:parameter{key}")
                    } else {
                        // AWS ends the name of every secret in six letters of its own.
                        format!("arn:aws:secretsmanager:eu-central-1:{account}:secret:{key}-AbCdEf")
                    };
                    secrets.push((role.clone(), is_parameter.to_string(), resource));
                }
            }
        }
    }
    let component = by_arn["arn:aws:iam::111122223333:role/platform-external-dns"];
    assert_eq!(
        let_in(component).into_iter().map(|(_, subject)| subject).collect::<Vec<_>>(),
        ["system:serviceaccount:external-dns:external-dns"]
    );
    assert_eq!(by_arn.len(), asked.len() + 1, "a role for each that is asked for, and the component's");
    for (arn, accounts) in &asked {
        assert_eq!(&let_in(by_arn[arn.as_str()]), accounts, "{arn}");
    }
    assert!(secrets.len() > 10 && secrets.iter().any(|(_, is_parameter, _)| is_parameter == "true"), "{secrets:?}");
    for (reader, _, resource) in &secrets {
        let readers: Vec<_> = written
            .iter()
            .filter(|role| {
                let named = statements(role, "policy").iter().flat_map(|statement| texts(&statement["Resource"]));
                named.into_iter().filter(|pattern| *pattern != "*").any(|pattern| covers(pattern, resource))
            })
            .map(|role| role["arn"].as_str().expect("an ARN"))
            .collect();
        assert_eq!(readers, [reader], "{resource}");
    }
    // The one action that AWS gives for every registry or none.
    let everywhere =
        written.iter().flat_map(|role| statements(role, "policy")).filter(|statement| statement["Resource"] == "*");
    assert!(everywhere.into_iter().all(|statement| statement["Action"] == "ecr:GetAuthorizationToken"));
}

#[test]
fn clusters_of_one_account_share_a_role_that_names_the_pods_of_both() {
    let sandbox = Sandbox::with(&platform(&[CLUSTER, OTHER], ""), &[]);
    sandbox.write("teams/payments/team.yaml", with_secrets("payments"));
    let roles = roles(&sandbox);
    let role = &roles["team-payments-secrets"];
    let subject = "system:serviceaccount:team-payments:payments-secrets".to_owned();
    let issuers = ["oidc.eks.eu-central-1.amazonaws.com/id/A", "oidc.eks.eu-west-1.amazonaws.com/id/B"];
    assert_eq!(let_in(role), issuers.map(|issuer| (issuer.to_owned(), subject.clone())).into());
    assert_eq!(role["takenBy"], json!(["one/team-payments/payments-secrets", "two/team-payments/payments-secrets"]));
    let secrets = &statements(role, "policy")[0];
    let expected = ["eu-central-1", "eu-west-1"]
        .map(|region| format!("arn:aws:secretsmanager:{region}:111122223333:secret:team/payments/*"));
    assert_eq!(secrets["Resource"], json!(expected));
    // IAM refuses a policy in which two statements have one name.
    let names: BTreeSet<_> = statements(role, "policy").iter().map(|statement| statement["Sid"].to_string()).collect();
    assert_eq!(names.len(), statements(role, "policy").len());
}

#[test]
fn pods_of_an_association_are_told_by_their_tags_and_the_reader_of_secrets_by_its_token() {
    let more = "aws: {partition: aws-us-gov}\n";
    let text = platform(&[CLUSTER], more).replace("eu-central-1", "us-gov-west-1");
    let text = text.replace("network: {", "network: {podIdentity: true, ");
    let sandbox = Sandbox::with(&text, &[]);
    let accounts =
        "serviceAccounts:\n  - {name: b, awsRole: team-payments-x}\n  - {name: a, awsRole: team-payments-x}\n";
    sandbox.write("teams/payments/team.yaml", with_secrets("payments") + accounts);
    let roles = roles(&sandbox);
    let trust = statements(&roles["team-payments-x"], "trustPolicy");
    assert_eq!(
        trust,
        [json!({
            "Effect": "Allow",
            "Principal": {"Service": "pods.eks.amazonaws.com"},
            "Action": ["sts:AssumeRole", "sts:TagSession"],
            "Condition": {"StringEquals": {
                "aws:SourceAccount": "111122223333",
                "aws:RequestTag/kubernetes-namespace": "team-payments",
                "aws:RequestTag/kubernetes-service-account": ["a", "b"],
            }},
        })]
    );
    assert!(roles["team-payments-x"].get("policy").is_none());
    let reader = &roles["team-payments-secrets"];
    assert_eq!(let_in(reader).len(), 1);
    assert_eq!(reader["arn"], "arn:aws-us-gov:iam::111122223333:role/team-payments-secrets");
    let provider = statements(reader, "trustPolicy")[0]["Principal"]["Federated"].as_str();
    assert_eq!(
        provider,
        Some("arn:aws-us-gov:iam::111122223333:oidc-provider/oidc.eks.us-gov-west-1.amazonaws.com/id/A")
    );
}

#[test]
fn a_component_keeps_what_its_values_name() {
    let components = "components:
  velero:
    irsaRole: platform-backups
    values:
      snapshotsEnabled: true
      configuration: {backupStorageLocation: [{name: a, bucket: acme-backups}]}
  loki:
    irsaRole: \"arn:aws:iam::999999999999:role/logs\"
    values: {serviceAccount: {name: logs}, loki: {storage: {type: s3, bucketNames: {chunks: acme-logs, ruler: acme-rules}}}}
";
    let sandbox = Sandbox::with(&platform(&[CLUSTER], components), &["payments"]);
    let roles = roles(&sandbox);
    assert_eq!(roles.keys().collect::<Vec<_>>(), ["logs", "platform-backups"]);
    let work = |role: &str| -> Vec<(String, Value)> {
        let found = statements(&roles[role], "policy").iter();
        found.map(|one| (one["Sid"].as_str().expect("a name").to_owned(), one["Resource"].clone())).collect()
    };
    assert_eq!(
        work("platform-backups"),
        [
            ("ListBucket".to_owned(), json!("arn:aws:s3:::acme-backups")),
            ("KeepObjects".to_owned(), json!("arn:aws:s3:::acme-backups/*")),
            ("KeepSnapshots".to_owned(), json!("*")),
        ]
    );
    assert_eq!(work("logs")[0].1, json!(["arn:aws:s3:::acme-logs", "arn:aws:s3:::acme-rules"]));
    // Where the chart is told to call its account otherwise, that one is let in; the provider lies beside the role.
    let subjects: Vec<_> = let_in(&roles["logs"]).into_iter().map(|(_, subject)| subject).collect();
    assert_eq!(subjects, ["system:serviceaccount:observability:logs"]);
    assert_eq!(roles["logs"]["account"], "999999999999");
    // Who has components already has their roles as well.
    assert_eq!(sandbox.run(&["bootstrap", "--iam", "--teams-only"]).fine(), "[]\n");
}

#[test]
fn nothing_is_written_while_anything_is_wrong() {
    let good = platform(&[CLUSTER], "");
    let sandbox = Sandbox::with(&good, &["orders"]);
    sandbox.write("teams/payments/team.yaml", with_secrets("payments"));
    let _ = sandbox.run(&["bootstrap", "--iam", "--out", "iam"]).fine();
    let before = sandbox.files("iam");
    assert_eq!(
        before,
        [
            ".teamwright-files",
            "111122223333/team-payments-secrets.policy.json",
            "111122223333/team-payments-secrets.trust.json"
        ]
    );
    // The other kind of run leaves them alone, and they it.
    let _ = sandbox.run(&["bootstrap", "--out", "iam"]).fine();
    let both = sandbox.files("iam");
    assert!(before.iter().all(|file| both.contains(file)) && both.len() > before.len());
    let _ = sandbox.run(&["bootstrap", "--iam", "--out", "iam"]).fine();
    assert_eq!(sandbox.files("iam"), both);

    for (platform, team, expected) in [
        (good.as_str(), "team: payments\nno", "error[TW"),
        (&good.replace("region: eu-central-1, ", ""), "", "error[TW0806]"),
        (
            &good.replace(&format!(", oidcIssuer: {ISSUER}"), ""),
            "",
            "error[TW0832]: cluster `one` has no `oidcIssuer`, by which AWS roles tell its tokens",
        ),
        (&good.replace("https://kubernetes.default.svc", "https://one.example.com"), "", ""),
        (
            &(good.replace("https://kubernetes.default.svc", "https://one.example.com")
                + "components: {velero: {irsaRole: \"arn:aws:iam::111122223333:role/b\"}}\n"),
            "",
            "error[TW0832]: the cluster that Argo CD runs in is not one of `clusters`",
        ),
    ] {
        sandbox.write("platform.yaml", platform);
        sandbox.write(
            "teams/payments/team.yaml",
            if team.is_empty() { with_secrets("payments") } else { team.to_owned() },
        );
        let answer = sandbox.run(&["bootstrap", "--iam", "--out", "iam"]);
        if expected.is_empty() {
            let _ = answer.fine();
        } else {
            let stderr = answer.wrong();
            assert!(stderr.contains(expected), "{stderr}");
        }
        assert_eq!(sandbox.files("iam"), both);
    }
    // A role that nobody needs any more goes.
    sandbox.write("platform.yaml", good);
    sandbox.write("teams/payments/team.yaml", team("payments"));
    let _ = sandbox.run(&["bootstrap", "--iam", "--out", "iam"]).fine();
    assert!(!sandbox.files("iam").iter().any(|file| file.ends_with(".json")));
}
