//! What the compiler takes, an editor takes too: every text that a grammar accepts fits the schema of a key that has it.

use jsonschema::Validator;
use serde::Deserialize;
use serde_json::Value;
use teamwright_core::{grammar, schema};

use crate::vectors;

#[derive(Debug, Deserialize)]
struct Text {
    text: Option<String>,
}

/// The part of a schema at a path of keys, in which `[]` stands for the entries of a list.
fn part(root: &Value, path: &str) -> Value {
    let mut at = root;
    for key in path.split('.') {
        let (name, depth) = (key.trim_end_matches("[]"), key.matches("[]").count());
        at = &at["properties"][name];
        for _ in 0..depth {
            at = &at["items"];
        }
        assert!(at.is_object(), "{path}: no {key}");
    }
    at.clone()
}

#[test]
fn an_editor_takes_what_the_compiler_takes() {
    let team = serde_json::to_value(schema::team()).expect("JSON");
    let platform = serde_json::to_value(schema::platform()).expect("JSON");
    for (grammar, topic, root, path) in [
        ("cpu", "quantities", &team, "resourceQuota.requests.cpu"),
        ("memory", "quantities", &team, "resourceQuota.requests.memory"),
        ("count", "quantities", &team, "resourceQuota.pods"),
        ("network", "cidrs", &platform, "network.egress.exceptCidrs[]"),
        ("address", "cidrs", &platform, "network.dns.nodeLocal"),
        ("duration", "durations", &team, "apps[].syncPolicy.retry.backoff.duration"),
        ("schedule", "schedules", &platform, "syncWindows[].schedule"),
        ("time-zone", "time_zones", &platform, "syncWindows[].timeZone"),
        ("repository", "repositories", &team, "apps[].repoURL"),
        ("revision", "revisions", &team, "apps[].targetRevision"),
        ("subject", "role_groups", &team, "access.developers.groups[]"),
        ("team", "names", &team, "team"),
        ("app", "names", &team, "apps[].name"),
        ("environment", "names", &team, "apps[].environment"),
    ] {
        let validator: Validator = jsonschema::draft202012::new(&part(root, path)).expect("a schema");
        let (mut taken, mut missed) = (0, 0);
        for row in vectors::read::<Text>(topic) {
            let Some(text) = row.text else { continue };
            let fits = validator.is_valid(&Value::from(text.as_str()));
            match grammar::accepts(grammar, &text) {
                Ok(_) => {
                    assert!(fits, "{path}: the compiler takes {text:?}, and an editor does not");
                    taken += 1;
                }
                Err(_) => missed += usize::from(fits),
            }
        }
        println!("{path}: {taken} taken, {missed} more by an editor alone");
        assert!(taken > 50, "{path}: {taken}");
    }
}
