//! Files that are nearly right, a team with its platform: objects or an error, and the same guards in whatever is accepted.

use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;
use teamwright_core::{Manifest, Part, Place, Platform, Source, Target as Wanted, compile, render, schema};

use super::{Files, Target, Verdict, files, grow};
use crate::{
    answer::{answer, misplaced},
    document::{Hand, Node},
    invariants::{Known, violations},
    leaves::leaves,
};

pub(super) const TARGET: Target = Target { name: "compile", run, change: grow::change_files, seeds: files::seeds };

fn run(data: &[u8]) -> Verdict {
    let files = Files::read(&String::from_utf8_lossy(data));
    let platform = files.read_platform();
    let mut wrong = misplaced(platform.diagnostics());
    let (manifests, answer) = answer(&files.source(), &platform);
    wrong.extend(answer);
    if let Some(manifests) = &manifests {
        wrong.extend(guards(&files, manifests));
        wrong.extend(places(&files, &platform, manifests));
        wrong.extend(parts(&files, &platform));
        wrong.extend(again(&files, manifests));
        wrong.extend(editor(&TEAM, &files.team));
        wrong.extend(files.platform.iter().flat_map(|text| editor(&PLATFORM, text)));
    }
    Verdict { accepted: manifests.is_some(), wrong }
}

/// What holds for every team, with what only the platform decides taken from the objects.
fn guards(files: &Files, manifests: &[Manifest]) -> Vec<String> {
    let found = |kind: &str| manifests.iter().find(|manifest| manifest.kind == kind);
    let namespace = found("Namespace").and_then(|manifest| manifest.name.as_text()).unwrap_or_default();
    let argocd = found("AppProject").and_then(|manifest| manifest.namespace.as_ref()?.as_text()).unwrap_or_default();
    let source = files.source();
    let team = source.path().split('/').nth(1).unwrap_or_default();
    let mut wrong = violations(manifests, &Known { team, namespace, argocd });
    if !namespace.ends_with(team) || team.is_empty() {
        wrong.push(format!("the namespace {namespace} is not that of {team}"));
    }
    wrong
}

/// Every value goes back to a text of one of the files, if to any.
fn places(files: &Files, platform: &Platform, manifests: &[Manifest]) -> Vec<String> {
    let fits = |place: Place| match place {
        Place::Nowhere => true,
        // There are none here.
        Place::Template(..) => false,
        Place::Team(span) => files.team.get(span.range()).is_some_and(|text| !text.is_empty()),
        Place::Platform(span) => {
            platform.source().is_some_and(|source| source.text().get(span.range()).is_some_and(|text| !text.is_empty()))
        }
    };
    let found = leaves(manifests).into_iter().filter(|(_, leaf)| !fits(leaf.origin.place));
    found.map(|(path, leaf)| format!("{path} comes from {:?}", leaf.origin)).collect()
}

/// The three parts are the whole, for every cluster.
fn parts(files: &Files, platform: &Platform) -> Vec<String> {
    const MOST_CLUSTERS: usize = 4;
    let mut wrong = Vec::new();
    let clusters = platform.cluster_names().take(MOST_CLUSTERS).map(|name| Some(name.to_owned()));
    for cluster in clusters {
        let of = |part: Part| -> Vec<String> {
            let wanted = Wanted { part, cluster: cluster.clone() };
            let manifests = compile(&files.source(), platform, &wanted).manifests.unwrap_or_default();
            manifests.iter().map(|manifest| render::stream(std::slice::from_ref(manifest))).collect()
        };
        let mut sum = [of(Part::Project), of(Part::Namespace), of(Part::Apps)].concat();
        let mut all = of(Part::All);
        sum.sort();
        all.sort();
        if sum != all {
            wrong.push(format!("the parts do not add up for {cluster:?}"));
        }
    }
    wrong
}

static TEAM: LazyLock<Validator> = LazyLock::new(|| validator(&schema::team()));
static PLATFORM: LazyLock<Validator> = LazyLock::new(|| validator(&schema::platform()));

fn validator(schema: &schema::Json) -> Validator {
    let schema = serde_json::to_value(schema).unwrap_or_default();
    jsonschema::draft202012::new(&schema).unwrap_or_else(|error| panic!("the schema does not compile: {error}"))
}

/// What an editor with the schema marks in a file that compiles.
fn editor(validator: &Validator, text: &str) -> Vec<String> {
    match serde_yaml::from_str::<Value>(text) {
        Err(error) => vec![format!("another reader can't read it: {error}")],
        Ok(value) => {
            let value = if value.is_null() { serde_json::json!({}) } else { value };
            validator
                .iter_errors(&value)
                .map(|error| format!("in an editor, {}: {error}", error.instance_path()))
                .collect()
        }
    }
}

/// The same bytes once more, also where somebody else writes the same data in the plainest way.
fn again(files: &Files, manifests: &[Manifest]) -> Vec<String> {
    let first = render::stream(manifests);
    let compiled = |team: String, platform: Option<String>| {
        let platform = Files { team: String::new(), platform }.read_platform();
        compile(&Source::new(files.source().path(), team), &platform, &Wanted::default())
    };
    let plain = |text: &String| Node::read(text).map(|root| Hand::default().write(&root));
    let mut wrong = Vec::new();
    if compiled(files.team.clone(), files.platform.clone()).yaml().as_ref() != Some(&first) {
        wrong.push("not the same bytes a second time".to_owned());
    }
    if let Some(team) = plain(&files.team) {
        let platform = files.platform.as_ref().map(|text| plain(text).unwrap_or_else(|| text.clone()));
        let second = compiled(team.clone(), platform.clone());
        if second.yaml().as_ref() != Some(&first) {
            let found: Vec<_> = second.diagnostics.iter().map(|found| &found.message).collect();
            wrong.push(format!("other bytes for the same data: {found:?}\n{team}\n{platform:?}"));
        }
    }
    wrong
}
