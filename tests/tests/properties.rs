//! What holds for every team and every platform: random files, shrunk to the shortest that still shows a mistake.
//! `PROPTEST_CASES=100000` looks longer.

use std::collections::BTreeMap;

use proptest::{prelude::*, test_runner::Config};
use teamwright_core::{
    Diagnostic, LeafValue, Manifest, OriginKind, Part, Place, Platform, Source, Target, TeamFile, compile, render,
    review,
};
use teamwright_tests::{
    amount::billionths,
    document::{Node, double},
    generate::{
        text,
        world::{World, world},
    },
    invariants::{Known, violations, violations_of_some},
    leaves::{Found, leaves},
    source_text::{Written, written},
};

fn config(cases: u32) -> Config {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    Config { cases: asked.unwrap_or(cases), failure_persistence: None, max_shrink_iters: 4_000, ..Config::default() }
}

const EVERYTHING: Target = Target { part: Part::All, cluster: None };

/// Findings as lines; `important` chooses.
fn lines<'d>(found: impl IntoIterator<Item = &'d Diagnostic>, important: impl Fn(&Diagnostic) -> bool) -> Vec<String> {
    let line = |found: &Diagnostic| {
        let at = found.source.position(found.span.start);
        format!("{}:{}:{} {} {}", found.source.path(), at.line, at.column, found.code.id, found.message)
    };
    found.into_iter().filter(|found| important(found)).map(line).collect()
}

/// The objects of a team that must compile.
fn manifests(
    world: &World,
    index: usize,
    platform: &Platform,
    target: &Target,
) -> Result<Vec<Manifest>, TestCaseError> {
    let compilation = world.compile(index, platform, target);
    let errors = lines(platform.diagnostics().iter().chain(&compilation.diagnostics), Diagnostic::is_error);
    compilation.manifests.ok_or_else(|| TestCaseError::fail(errors.join("\n")))
}

fn none_of(wrong: Vec<String>) -> Result<(), TestCaseError> {
    if wrong.is_empty() { Ok(()) } else { Err(TestCaseError::fail(wrong.join("\n"))) }
}

proptest! {
    #![proptest_config(config(500))]

    /// Files by the rules compile, and what comes out is closed: kinds, namespaces, grants, exactly one default deny,
    /// and the same tree to two readers.
    #[test]
    fn a_right_file_compiles_into_a_closed_set(world in world(1)) {
        let platform = world.compiled_platform();
        let manifests = manifests(&world, 0, &platform, &EVERYTHING)?;
        let namespace = world.namespace(0);
        let known = Known { team: &world.teams[0].0, namespace: &namespace, argocd: world.platform.argocd };
        none_of(violations(&manifests, &known))?;
    }
}

proptest! {
    #![proptest_config(config(250))]

    #[test]
    fn every_value_comes_from_the_text_that_its_origin_names(world in world(1)) {
        let (platform, team) = (world.compiled_platform(), world.source(0));
        let found = leaves(&manifests(&world, 0, &platform, &EVERYTHING)?);
        none_of(found.iter().filter_map(|(path, leaf)| origin(leaf, &team, &platform).err().map(|e| format!("{path}: {e}"))).collect())?;
    }

    #[test]
    fn free_text_comes_out_unchanged_and_only_where_it_belongs(world in world(1)) {
        let (platform, team) = (world.compiled_platform(), world.source(0));
        let found = leaves(&manifests(&world, 0, &platform, &EVERYTHING)?);
        let expected = free_texts(&world.teams[0].1.root);
        // Every leaf that goes back to a place holds the text of the place: how often each text comes out of which field.
        let mut came_out: BTreeMap<(String, String), usize> = BTreeMap::new();
        for (path, leaf) in &found {
            if let (Some(field), Place::Team(span), LeafValue::Text(text)) = (free_field(path), leaf.origin.place, &leaf.value) {
                let there = match written(&team, span) {
                    Ok(Written::Scalar(there)) => there,
                    Ok(Written::Collection(scalars)) if scalars.is_empty() => text.to_string(),
                    other => return Err(TestCaseError::fail(format!("{path}: {other:?}"))),
                };
                // The range of a block ends with its last visible character.
                prop_assert_eq!(there.trim_end(), text.trim_end(), "{}", path);
                *came_out.entry((field.to_owned(), text.to_string())).or_default() += 1;
            }
        }
        prop_assert_eq!(came_out, expected);
    }

    #[test]
    fn the_parts_add_up(world in world(1)) {
        let platform = world.compiled_platform();
        let clusters: Vec<_> = platform.cluster_names().map(|name| Some(name.to_owned())).chain([None]).collect();
        for cluster in clusters {
            let of = |part: Part| -> Result<Vec<String>, TestCaseError> {
                let manifests = manifests(&world, 0, &platform, &Target { part, cluster: cluster.clone() })?;
                Ok(manifests.iter().map(|manifest| render::stream(std::slice::from_ref(manifest))).collect())
            };
            let mut sum = [of(Part::Project)?, of(Part::Namespace)?, of(Part::Apps)?].concat();
            let mut all = of(Part::All)?;
            sum.sort();
            all.sort();
            prop_assert_eq!(sum, all);
        }
    }

    /// Once more from the texts, and the other teams in another order.
    #[test]
    fn the_same_texts_give_the_same_bytes(world in world(4)) {
        let look = |reversed: bool| {
            let platform = world.compiled_platform();
            let mut files = world.analyse(&platform);
            if reversed {
                files.reverse();
            }
            let facts: Vec<_> = files.iter().map(TeamFile::facts).collect();
            let found = review(&facts, &platform);
            let outputs: Vec<_> = (0..world.teams.len()).map(|index| {
                let compilation = world.compile(index, &platform, &EVERYTHING);
                (compilation.yaml(), lines(&compilation.diagnostics, |_| true))
            }).collect();
            (lines(platform.diagnostics(), |_| true), outputs, lines(&found, |_| true))
        };
        prop_assert_eq!(look(false), look(true));
    }
}

proptest! {
    #![proptest_config(config(4_000))]

    /// One text by itself, many times: as a value and as what stands between quotes, to two readers.
    #[test]
    fn any_printable_text_reads_back(text in text::free(12)) {
        let mut file = "team: a\ndescription: ".to_owned();
        double(&text, true, &mut file);
        let source = Source::new("team.yaml", file);
        let namespace = Target { part: Part::Namespace, cluster: None };
        let manifests = compile(&source, &Platform::built_in(), &namespace).manifests.unwrap();
        let object = manifests.iter().filter(|manifest| manifest.kind == "Namespace").cloned().collect::<Vec<_>>();
        let known = Known { team: "a", namespace: "team-a", argocd: "argocd" };
        none_of(violations_of_some(&object, &known))?;
        let found = &leaves(&object)["Namespace/team-a/metadata/annotations/teamwright.dev~1description"];
        prop_assert_eq!(&found.value, &LeafValue::Text(text.into()));
    }
}

/// Whether an origin says the truth about a leaf.
fn origin(leaf: &Found, team: &Source, platform: &Platform) -> Result<(), String> {
    let (source, span) = match leaf.origin.place {
        Place::Nowhere if matches!(leaf.origin.kind, OriginKind::Written | OriginKind::Platform) => {
            return Err(format!("{:?} stands nowhere", leaf.origin.kind));
        }
        Place::Template(..) => return Err("there are no templates".to_owned()),
        Place::Nowhere => return Ok(()),
        Place::Team(span) => (team, span),
        Place::Platform(span) => (platform.source().ok_or("there is no platform.yaml")?, span),
    };
    let there = written(source, span)?;
    let is_literal = matches!(leaf.origin.kind, OriginKind::Written | OriginKind::Platform) && !leaf.inherited;
    let feeds = match (&there, &leaf.value) {
        _ if !is_literal => true,
        (Written::Scalar(there), LeafValue::Text(text)) => {
            // The range of a block ends with its last visible character.
            text.contains(there.trim_end()) || (billionths(there).is_some() && billionths(there) == billionths(text))
        }
        (Written::Scalar(there), LeafValue::Boolean(flag)) => *there == flag.to_string(),
        (Written::Scalar(there), LeafValue::Integer(number)) => *there == number.to_string(),
        (Written::Scalar(there), LeafValue::Number(number)) => there == number,
        (Written::Collection(scalars), LeafValue::Text(text)) => {
            let is_empty = scalars.is_empty() && (text == "[]" || text == "{}");
            is_empty || (!scalars.is_empty() && scalars.iter().any(|scalar| text.contains(scalar.as_str())))
        }
        (Written::Collection(_), _) => false,
    };
    if feeds { Ok(()) } else { Err(format!("{:?} does not come from {there:?}", leaf.value)) }
}

/// The field of a free text, by the path of its leaf.
fn free_field(path: &str) -> Option<&'static str> {
    if path.ends_with("/teamwright.dev~1description") {
        Some("description")
    } else if path.ends_with("/teamwright.dev~1owner-name") {
        Some("owner.name")
    } else if path.contains("/helm/valuesObject/") {
        Some("helm.values")
    } else if path.contains("/helm/parameters/") && path.ends_with("/value") {
        Some("helm.parameters")
    } else {
        None
    }
}

/// Free texts of a team file, each as often as there are objects that it reaches.
fn free_texts(root: &Node) -> BTreeMap<(String, String), usize> {
    let mut expected = BTreeMap::new();
    let mut add = |field: &str, node: &Node, times: usize| {
        let text = match node {
            Node::Text(text) => text.clone(),
            Node::Map(entries) if entries.is_empty() => "{}".to_owned(),
            Node::List(items) if items.is_empty() => "[]".to_owned(),
            _ => return,
        };
        *expected.entry((field.to_owned(), text)).or_default() += times;
    };
    if let Some(text) = root.get("description") {
        add("description", text, 1);
    }
    if let Some(text) = root.get("owner").and_then(|owner| owner.get("name")) {
        add("owner.name", text, 1);
    }
    let Some(Node::List(apps)) = root.get("apps") else { return expected };
    for app in apps {
        let times = match app.get("environments") {
            Some(Node::Map(environments)) => environments.len(),
            _ => 1,
        };
        let Some(helm) = app.get("helm") else { continue };
        for (field, key) in [("helm.values", "values"), ("helm.parameters", "parameters")] {
            for (path, node) in helm.get(key).into_iter().flat_map(Node::scalars) {
                if key == "values" || path.ends_with("/value") {
                    add(field, node, times);
                }
            }
        }
    }
    expected
}
