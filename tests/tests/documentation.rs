//! Generated documentation is what its generator makes; `make bless` renews it.

use std::fs;

use teamwright_core::{CodeInfo, NameKind, Severity, TEMPLATE_FILTERS, TEMPLATE_NAMES, all_codes};
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

/// The tables of docs/templates.md are the compiler's own; what stands around them is written by hand.
#[test]
fn the_names_and_filters_of_templates_are_documented() {
    let names = TEMPLATE_NAMES.iter().map(|name| {
        let kind = match name.kind {
            NameKind::Text => "a text",
            NameKind::Optional => "a text or `none`",
            NameKind::Record => "",
            NameKind::OptionalRecord => "a mapping or `none`",
            NameKind::Map => "a mapping of texts",
            NameKind::List => "a list",
        };
        format!("| `{}` | {kind} | {} |\n", name.path, name.doc)
    });
    let filters = TEMPLATE_FILTERS.iter().map(|(filter, doc)| format!("| `{filter}` | {doc} |\n"));
    let path = root().join("docs/templates.md");
    let mut page = fs::read_to_string(&path).expect("docs/templates.md");
    for (table, rows) in [("names", names.collect::<String>()), ("filters", filters.collect())] {
        let (before, rest) = page.split_once(&format!("<!-- {table} -->\n")).expect("the mark of a table");
        let (_, after) = rest.split_once("<!-- end -->").expect("the end of a table");
        page = format!("{before}<!-- {table} -->\n{rows}<!-- end -->{after}");
    }
    generated("docs/templates.md", &page);
}

fn level(code: &CodeInfo) -> &'static str {
    match code.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
