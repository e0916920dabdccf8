//! `apps`.

use std::collections::BTreeMap;

use proptest::{collection::vec, prelude::*, sample::select};

use super::{distinct, flag, maybe, number, one_of, some_of, text};
use crate::document::Node;

/// Environments that platforms serve.
pub const ENVIRONMENTS: &[&str] = &["production", "staging", "preview"];

/// A list of apps with names of their own.
pub fn apps() -> BoxedStrategy<Node> {
    prop::collection::btree_map("[a-z][a-z0-9]{0,4}(-web)?|no|on", app(), 0..=3)
        .prop_map(|apps| {
            let named = apps.into_iter().map(|(name, app)| match app {
                Node::Map(mut entries) => {
                    entries.insert(0, ("name".to_owned(), Node::text(name)));
                    Node::Map(entries)
                }
                other => other,
            });
            Node::List(named.collect())
        })
        .boxed()
}

/// An app without its name. `environment`, where both it and `environments` are absent, is filled in by the world.
fn app() -> BoxedStrategy<Node> {
    let source = (repository(), path(), text::revision().prop_map(Node::text));
    let place = prop_oneof![
        2 => one_of(ENVIRONMENTS).prop_map(|name| (Some(name), None)),
        1 => Just((None, None)),
        1 => environments().prop_map(|several| (None, Some(several))),
    ];
    let rest = (maybe(number(-100..=100)), maybe(one_of(&["delete", "keep"])), maybe(sync_policy()));
    (source, place, rest, maybe(ignore_differences()), maybe(tool()), any::<bool>())
        .prop_map(
            |((repo, path, revision), (environment, environments), (wave, on_delete, policy), ignore, tool, old)| {
                let (kind, tool) = tool.map_or(("helm", None), |(kind, tool)| (kind, Some(tool)));
                Node::map_of([
                    ("repoURL", Some(repo)),
                    (if old { "manifestPath" } else { "path" }, Some(path)),
                    ("targetRevision", Some(revision)),
                    ("environment", environment),
                    ("environments", environments),
                    ("syncWave", wave),
                    ("onDelete", on_delete),
                    ("syncPolicy", policy),
                    ("ignoreDifferences", ignore),
                    (kind, tool),
                ])
            },
        )
        .boxed()
}

fn repository() -> BoxedStrategy<Node> {
    let name = "[A-Za-z0-9][A-Za-z0-9_.~+-]{0,5}[a-z0-9]";
    prop_oneof![
        3 => name.prop_map(|name| format!("https://github.com/acme/{name}")),
        1 => name.prop_map(|name| format!("https://github.com/Acme/{name}.git")),
        1 => (name, name).prop_map(|(group, name)| format!("https://gitlab.example.com/acme/{group}/{name}")),
    ]
    .prop_filter("not .git.git", |url| !url.contains(".git.git"))
    .prop_map(Node::text)
    .boxed()
}

fn path() -> BoxedStrategy<Node> {
    prop_oneof![4 => text::path(), 1 => Just(".".to_owned())].prop_map(Node::text).boxed()
}

fn environments() -> BoxedStrategy<Node> {
    let settings = (maybe(path()), maybe(text::revision().prop_map(Node::text)), maybe(sync_policy())).prop_map(
        |(path, revision, policy)| Node::map_of([("path", path), ("targetRevision", revision), ("syncPolicy", policy)]),
    );
    prop::collection::btree_map(select(ENVIRONMENTS).prop_map(str::to_owned), settings, 1..=3)
        .prop_map(|entries| Node::Map(entries.into_iter().collect()))
        .boxed()
}

/// Never empty.
pub fn sync_policy() -> BoxedStrategy<Node> {
    let automated = (maybe(flag()), maybe(flag()), maybe(flag()))
        .prop_map(|(enabled, prune, heal)| Node::map_of([("enabled", enabled), ("prune", prune), ("selfHeal", heal)]));
    let options = some_of(&[
        "PruneLast=true",
        "ApplyOutOfSyncOnly=true",
        "ServerSideApply=true",
        "Prune=confirm",
        "Delete=false",
        "PrunePropagationPolicy=background",
        "CreateNamespace=false",
        "FailOnSharedResource=true",
        "Validate=false",
    ]);
    let backoff = (one_of(&["5s", "1m30s", "1.5s"]), maybe(number(1..=9)), maybe(one_of(&["3m", "2h"]))).prop_map(
        |(duration, factor, most)| {
            Node::map_of([("duration", Some(duration)), ("factor", factor), ("maxDuration", most)])
        },
    );
    let retry = (number(0..=50), maybe(backoff))
        .prop_map(|(limit, backoff)| Node::map_of([("limit", Some(limit)), ("backoff", backoff)]));
    (automated, maybe(options), maybe(retry))
        .prop_map(|(automated, options, retry)| {
            Node::map_of([("automated", Some(automated)), ("syncOptions", options), ("retry", retry)])
        })
        .boxed()
}

fn ignore_differences() -> BoxedStrategy<Node> {
    let pointer = "/[a-z]{1,6}(/[a-zA-Z0-9~]{0,3}[a-z0-9]){0,2}"
        .prop_filter("escapes are whole", |text| !text.contains('~'))
        .prop_map(|text| text);
    let entry = (maybe(one_of(&["apps", "batch", ""])), one_of(&["Deployment", "Job", "No"]), distinct(pointer, 3))
        .prop_map(|(group, kind, pointers)| {
            let pointers = match pointers {
                Node::List(items) if items.is_empty() => Node::texts(["/spec/replicas".to_owned()]),
                other => other,
            };
            Node::map_of([("group", group), ("kind", Some(kind)), ("jsonPointers", Some(pointers))])
        });
    entry.prop_map(|entry| Node::List(vec![entry])).boxed()
}

/// What renders the manifests, by its key.
fn tool() -> BoxedStrategy<(&'static str, Node)> {
    prop_oneof![
        3 => helm().prop_map(|helm| ("helm", helm)),
        1 => kustomize().prop_map(|kustomize| ("kustomize", kustomize)),
        1 => directory().prop_map(|directory| ("directory", directory)),
    ]
    .boxed()
}

fn helm() -> BoxedStrategy<Node> {
    let parameters = prop::collection::btree_map("[a-z]{1,5}(\\.[a-z]{1,4})?", text::free(4), 1..=3).prop_map(|all| {
        Node::List(
            all.into_iter()
                .map(|(name, value)| Node::map([("name", Node::text(name)), ("value", Node::text(value))]))
                .collect(),
        )
    });
    let files = prop::collection::btree_set(text::path(), 1..=2).prop_map(Node::texts);
    (values(), maybe(one_of(&["web", "no", "e1"])), maybe(files), maybe(parameters))
        .prop_map(|(values, release, files, parameters)| {
            Node::map_of([
                ("values", Some(values)),
                ("releaseName", release),
                ("valueFiles", files),
                ("parameters", parameters),
            ])
        })
        .boxed()
}

/// Free values of every type, three levels deep.
fn values() -> BoxedStrategy<Node> {
    let leaf = prop_oneof![
        4 => text::free(4).prop_map(Node::text),
        1 => Just(Node::text("")),
        1 => flag(),
        2 => select(&["0", "7", "-3", "1.10", "0.5", "1234567890123", "9223372036854775807"][..]).prop_map(|n| Node::Bare(n.to_owned())),
        1 => Just(Node::List(Vec::new())),
        1 => Just(Node::Map(Vec::new())),
    ];
    let key =
        || prop_oneof![3 => "[a-zA-Z][a-zA-Z0-9]{0,5}", 1 => text::free(2)].prop_filter("no merge", |key| key != "<<");
    let map = move |value: BoxedStrategy<Node>| {
        prop::collection::btree_map(key(), value, 1..=3)
            .prop_map(|entries: BTreeMap<_, _>| Node::Map(entries.into_iter().collect()))
    };
    let inner = leaf.prop_recursive(2, 8, 3, move |inner| {
        prop_oneof![vec(inner.clone(), 1..=3).prop_map(Node::List), map(inner.boxed())]
    });
    let key = "[a-zA-Z][a-zA-Z0-9]{0,5}";
    prop::collection::btree_map(key, inner, 1..=3).prop_map(|entries| Node::Map(entries.into_iter().collect())).boxed()
}

fn kustomize() -> BoxedStrategy<Node> {
    let pairs = || {
        prop::collection::btree_map(text::label_key(), text::label_value(), 1..=2)
            .prop_map(|pairs| Node::Map(pairs.into_iter().map(|(key, value)| (key, Node::text(value))).collect()))
    };
    let images = one_of(&[
        "web=ghcr.io/acme/web:v2",
        "nginx:1.10",
        "a=b@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ])
    .prop_map(|image| Node::List(vec![image]));
    (one_of(&["blue-", "0-", "no"]), maybe(one_of(&["-blue", "-1"])), maybe(images), maybe(pairs()), maybe(pairs()))
        .prop_map(|(prefix, suffix, images, labels, annotations)| {
            Node::map_of([
                ("namePrefix", Some(prefix)),
                ("nameSuffix", suffix),
                ("images", images),
                ("commonLabels", labels),
                ("commonAnnotations", annotations),
            ])
        })
        .boxed()
}

fn directory() -> BoxedStrategy<Node> {
    (flag(), maybe(one_of(&["*.yaml", "{a,b}.yaml", "[a-c]*", "!x.yaml"])), maybe(one_of(&["*-test.yaml", "?.yaml"])))
        .prop_map(|(recurse, include, exclude)| {
            Node::map_of([("recurse", Some(recurse)), ("include", include), ("exclude", exclude)])
        })
        .boxed()
}
