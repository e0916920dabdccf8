//! The compiler's dependency list is short, and stays so: each name here was chosen, and runs in every browser that opens the page.

use std::{collections::BTreeSet, process::Command};

use teamwright_tests::repository::root;

/// Everything that is linked into `teamwright-core`, with its own dependencies.
const ALLOWED: &[&str] = &[
    "arraydeque",    // a fixed-size queue, for saphyr-parser
    "minijinja",     // expressions of templates
    "saphyr-parser", // YAML events with positions
    "serde",         // the wire view
    "serde_core",    // its traits
    "serde_derive",  // build time only, and what it needs:
    "proc-macro2",
    "quote",
    "syn",
    "unicode-ident",
    "smol_str",  // texts that need no memory of their own where they are short
    "strsim",    // "did you mean"
    "thiserror", // saphyr-parser's errors; build time:
    "thiserror-impl",
];

#[test]
fn core_depends_on_nothing_but_the_written_list() {
    let tree = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--package",
            "teamwright-core",
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--format",
            "{p}",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .expect("cargo tree runs");
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let tree = String::from_utf8(tree.stdout).expect("UTF-8");
    let names =
        tree.lines().filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "teamwright-core");
    let found: BTreeSet<_> = names.collect();
    let allowed: BTreeSet<_> = ALLOWED.iter().copied().collect();
    assert_eq!(found, allowed, "change the list in this file if the dependency is meant");
}
