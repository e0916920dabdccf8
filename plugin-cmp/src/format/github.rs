//! For GitHub Actions: workflow commands that become annotations.
//! See <https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions>.

use teamwright_core::{Diagnostic, wire};

use crate::{
    findings::Deny,
    plain::{plain, plain_line},
};

/// One line a finding.
pub(crate) fn render(diagnostics: &[Diagnostic], deny: &Deny) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let start = diagnostic.source.position(diagnostic.span.start);
        let end = diagnostic.source.position(diagnostic.span.end);
        let help = diagnostic.help.as_deref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
        let columns = if start.line == end.line { format!(",endColumn={}", end.column) } else { String::new() };
        out.push_str(&format!(
            "::{} title={},file={},line={},endLine={},col={}{columns}::{}\n",
            wire::severity(deny.severity(diagnostic)),
            property(diagnostic.code.id),
            property(&plain_line(diagnostic.source.path())),
            start.line,
            end.line,
            start.column,
            data(&plain(&format!("{}{help}", diagnostic.message))),
        ));
    }
    out
}

/// What a message may not hold.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What a property may not hold.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
