//! Generated documentation is what its generator makes; `make bless` renews it.

use std::fs;

use teamwright_core::{CodeInfo, Severity, all_codes};
use teamwright_tests::repository::root;

/// Compares a generated file with what it should be, or rewrites it.
fn generated(path: &str, expected: &str) {
    let file = root().join(path);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&file, expected).expect("the file can be written");
    }
    let found = fs::read_to_string(&file).unwrap_or_default();
    assert!(found == expected, "{path} is stale: run `make bless` and read the diff");
}

#[test]
fn the_table_of_codes_is_documented() {
    let mut page = "# Diagnostics\n\nEverything that Teamwright can say about team.yaml, platform.yaml or a repository, from the compiler's own table.\n`teamwright explain TW0201` prints one entry. Made by `make bless`; do not edit.\n\n| code | level | meaning |\n|---|---|---|\n".to_owned();
    for code in all_codes() {
        page.push_str(&format!("| [{}](#{}) | {} | {} |\n", code.id, code.id.to_lowercase(), level(code), code.title));
    }
    for code in all_codes() {
        page.push_str(&format!(
            "\n## {}\n\n**{}: {}.** {}\n\nWhat to do: {}\n\n```yaml\n{}\n```\n",
            code.id,
            level(code),
            code.title,
            code.why,
            code.remedy,
            code.example
        ));
    }
    generated("docs/diagnostics.md", &page);
}

fn level(code: &CodeInfo) -> &'static str {
    match code.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
