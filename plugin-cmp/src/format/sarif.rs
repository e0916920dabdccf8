//! SARIF 2.1.0 for code scanning. See <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use teamwright_core::{
    Code, Diagnostic, Severity, Source, Span, VERSION,
    wire::{self, Offsets},
};

use super::json::pretty;
use crate::findings::Deny;

/// One SARIF log with a final newline.
pub(crate) fn render(diagnostics: &[Diagnostic], deny: &Deny) -> String {
    let mut codes: Vec<Code> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    codes.sort_by_key(|code| code.id);
    codes.dedup_by_key(|code| code.id);
    let wired = wire::diagnostics(diagnostics, Offsets::Bytes);
    let url = |code: &str| wired.iter().find(|wired| wired.code == code).map(|wired| wired.url.clone());
    let rules: Vec<_> = codes.iter().map(|code| rule(code, url(code.id))).collect();
    let driver = json!({
        "name": "teamwright",
        "informationUri": "https://teamwright.dev",
        "semanticVersion": VERSION,
        "rules": rules,
    });
    let results = Results { diagnostics, wired: &wired, codes: &codes, deny };
    let run = Run { tool: json!({ "driver": driver }), column_kind: "unicodeCodePoints", results };
    pretty(&Log { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] })
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Value,
    column_kind: &'static str,
    results: Results<'a>,
}

/// Results are made one after another: a large repository has many.
struct Results<'a> {
    diagnostics: &'a [Diagnostic],
    wired: &'a [wire::WireDiagnostic],
    codes: &'a [Code],
    deny: &'a Deny,
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let both = self.diagnostics.iter().zip(self.wired);
        serializer.collect_seq(both.map(|(diagnostic, wired)| result(diagnostic, wired, self.codes, self.deny)))
    }
}

fn rule(code: Code, url: Option<String>) -> Value {
    json!({
        "id": code.id,
        "shortDescription": { "text": code.title },
        "fullDescription": { "text": code.why },
        "help": { "text": code.remedy },
        "helpUri": url,
        "defaultConfiguration": { "level": level(code.severity) },
    })
}

fn result(diagnostic: &Diagnostic, wired: &wire::WireDiagnostic, codes: &[Code], deny: &Deny) -> Value {
    let help = diagnostic.help.as_deref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    let related: Vec<_> = diagnostic
        .related
        .iter()
        .map(|related| {
            let mut place = location(&related.source, related.span);
            if let Some(place) = place.as_object_mut() {
                place.insert("message".to_owned(), json!({ "text": related.message }));
            }
            place
        })
        .collect();
    let fixes: Vec<_> = diagnostic
        .fixes
        .iter()
        .map(|fix| {
            let replacements: Vec<_> = fix
                .edits
                .iter()
                .map(|edit| {
                    json!({
                        "deletedRegion": region(&diagnostic.source, edit.span),
                        "insertedContent": { "text": edit.new_text },
                    })
                })
                .collect();
            json!({
                "description": { "text": fix.title },
                "artifactChanges": [{
                    "artifactLocation": { "uri": uri(diagnostic.source.path()) },
                    "replacements": replacements,
                }],
            })
        })
        .collect();
    let mut result = json!({
        "ruleId": diagnostic.code.id,
        "ruleIndex": codes.iter().position(|code| code.id == diagnostic.code.id),
        "level": level(deny.severity(diagnostic)),
        "message": { "text": format!("{}{help}", diagnostic.message) },
        "locations": [location(&diagnostic.source, diagnostic.span)],
        "properties": { "key": wired.key },
    });
    if let Some(result) = result.as_object_mut() {
        if !related.is_empty() {
            result.insert("relatedLocations".to_owned(), Value::Array(related));
        }
        if !fixes.is_empty() {
            result.insert("fixes".to_owned(), Value::Array(fixes));
        }
    }
    result
}

fn location(source: &Source, span: Span) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(source.path()) },
            "region": region(source, span),
        }
    })
}

fn region(source: &Source, span: Span) -> Value {
    let (start, end) = (source.position(span.start), source.position(span.end));
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// A relative path as a URI reference: everything but unreserved characters and `/` is percent-encoded.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
