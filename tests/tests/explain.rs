//! Everything that the compiler knows by name can be explained: every code, every key of both files, every emitted kind.

use std::collections::{BTreeMap, BTreeSet};

use teamwright_core::{
    all_codes,
    explain::explain,
    schema::{self, Json},
};
use teamwright_tests::{
    inputs::{self, Input},
    output::read_back,
};

#[test]
fn every_code_is_explained() {
    for code in all_codes() {
        let text = explain(code.id).unwrap();
        assert!(text.starts_with(&format!("{} (", code.id)), "{text}");
        for part in [code.title, code.why, code.remedy] {
            assert!(text.contains(part), "{text}");
        }
        assert!(!text.contains("  \n") && text.ends_with('\n'), "{text:?}");
        assert_eq!(explain(&code.id.to_lowercase()).unwrap(), text);
    }
}

/// Every path of a file with the sentence about it.
fn paths(schema: &Json) -> BTreeMap<String, String> {
    let mut paths = BTreeMap::new();
    descend(schema, "", &mut paths);
    paths
}

fn descend(schema: &Json, path: &str, paths: &mut BTreeMap<String, String>) {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    for (key, value) in entries(schema) {
        match key.as_str() {
            "properties" => {
                for (name, property) in entries(value) {
                    let sentence = entries(property).iter().find(|(key, _)| key == "description");
                    let Some((_, Json::Text(sentence))) = sentence else { panic!("{path}.{name} has no sentence") };
                    paths.insert(below(name), sentence.clone());
                    descend(property, &below(name), paths);
                }
            }
            "items" => descend(value, path, paths),
            "additionalProperties" => descend(value, &below("x"), paths),
            _ => {}
        }
    }
}

fn entries(value: &Json) -> &[(String, Json)] {
    match value {
        Json::Object(entries) => entries,
        _ => &[],
    }
}

#[test]
fn every_key_is_explained_by_its_path() {
    for (file, schema) in [("team.yaml", schema::team()), ("platform.yaml", schema::platform())] {
        let paths = paths(&schema);
        assert!(paths.len() > 80, "{file}: {} paths", paths.len());
        for (path, sentence) in paths {
            let text = explain(&path).unwrap_or_else(|error| panic!("{file}: {error}"));
            let heading = format!("{path} in {file}");
            assert!(text.lines().any(|line| line.starts_with(&heading)), "{heading}:\n{text}");
            assert!(text.contains(&sentence) || sentence.starts_with("Old spelling of"), "{path}: {sentence}\n{text}");
            // As it stands in a finding, and with the file in front where both have such a key.
            assert_eq!(explain(&format!("{file}.{path}")).map(|text| text.starts_with(&heading)), Ok(true), "{path}");
        }
    }
    for (written, path) in [
        ("apps[0].helm.parameters[1].name", "apps.helm.parameters.name"),
        ("resourceQuota.count/jobs.batch", "resourceQuota.count/jobs.batch"),
        ("resourceQuota.requests.nvidia.com/gpu", "resourceQuota.requests.nvidia.com/gpu"),
    ] {
        assert!(explain(written).unwrap().starts_with(&format!("{path} in ")), "{written}");
    }
}

#[test]
fn a_key_is_followed_by_the_keys_below_it() {
    let below = |path: &str| {
        let text = explain(path).unwrap();
        let (_, keys) = text.split_once("\nKeys:\n")?;
        let word = |line: &str| line.split_whitespace().next().unwrap_or_default().to_owned();
        Some(keys.lines().map(word).collect::<Vec<_>>().join(" "))
    };
    assert_eq!(below("owner").as_deref(), Some("name email slack"));
    assert_eq!(below("secrets").as_deref(), Some("name from keys store refreshInterval"));
    assert_eq!(
        below("apps.environments").as_deref(),
        Some("targetRevision path cluster syncPolicy helm kustomize directory")
    );
    assert_eq!(below("owner.email"), None);
}

#[test]
fn sentences_read_well() {
    for schema in [schema::team(), schema::platform()] {
        for (path, sentence) in paths(&schema) {
            let begins_well = sentence.starts_with(|c: char| c.is_uppercase() || c == '`');
            assert!(begins_well && sentence.ends_with('.') && !sentence.ends_with(".."), "{path}: {sentence}");
            assert!((10..=220).contains(&sentence.chars().count()), "{path}: {sentence}");
            assert!(sentence.matches('`').count() % 2 == 0, "{path}: {sentence}");
            for ugly in ["  ", " .", " ,", "TODO", "e.g.", "i.e.", "\n", "\"The ", "etc"] {
                assert!(!sentence.contains(ugly), "{path}: {sentence}");
            }
        }
    }
}

#[test]
fn what_has_no_such_name_is_answered_with_a_near_one() {
    assert!(explain("networkpolicies").unwrap_err().contains("did you mean"));
    assert!(explain("apps.nothing").is_err() && explain("").is_err() && explain("TW9999").is_err());
}

#[test]
fn every_emitted_kind_is_explained() {
    let mut kinds: BTreeMap<String, String> = BTreeMap::new();
    let mut outputs = 0;
    // What a kind of a template is for, its author knows.
    let inputs = inputs::all().into_iter().map(|input| Input { templates: Vec::new(), ..input });
    for (_, yaml) in inputs.flat_map(|input| input.outputs()) {
        outputs += 1;
        for object in read_back(&yaml).unwrap() {
            let text = |key: &str| object[key].as_str().unwrap_or_default().to_owned();
            kinds.insert(text("kind"), text("apiVersion"));
        }
    }
    assert!(outputs > 500, "{outputs} outputs");
    for (kind, version) in &kinds {
        let text = explain(kind).unwrap_or_else(|error| panic!("{error}"));
        assert!(text.contains(&format!("{kind} ({version})\n")), "{text}");
        assert!(text.contains("Made from: ") && text.contains("Sync wave: "), "{text}");
    }
    let expected = [
        "AppProject",
        "Application",
        "ECRAuthorizationToken",
        "ExternalSecret",
        "LimitRange",
        "Namespace",
        "NamespacedMutatingPolicy",
        "NetworkPolicy",
        "ResourceQuota",
        "Role",
        "RoleBinding",
        "SecretStore",
        "ServiceAccount",
    ];
    assert_eq!(kinds.keys().map(String::as_str).collect::<BTreeSet<_>>(), BTreeSet::from(expected));
}
