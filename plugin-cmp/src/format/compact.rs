//! For Argo CD, which shows the whole of stderr in its interface and keeps it in its cache: two lines a finding, the
//! errors first, and no more than 4 KiB.

use teamwright_core::{Diagnostic, Source, Span, wire};

use crate::{
    findings::Deny,
    plain::{clip, plain_line},
};

/// The most that is written, in bytes.
const MOST: usize = 4_096;

/// The most of it that is not findings: the line that says how many are missing.
const LAST_LINE: usize = 64;

/// The longest message or help; what the author wrote can be long.
const LONGEST: usize = 600;

/// `path:line:column: error TW0201: message`, then the help.
pub(crate) fn render(diagnostics: &[Diagnostic], deny: &Deny) -> String {
    let (errors, warnings): (Vec<_>, Vec<_>) = diagnostics.iter().partition(|diagnostic| deny.is_error(diagnostic));
    let all: Vec<_> = errors.into_iter().chain(warnings).collect();
    let mut out = String::new();
    for (done, diagnostic) in all.iter().enumerate() {
        let text = one(diagnostic, deny);
        if out.len() + text.len() > MOST - LAST_LINE {
            out.push_str(&format!("and {} more: run `teamwright check`\n", all.len() - done));
            break;
        }
        out.push_str(&text);
    }
    out
}

fn one(diagnostic: &Diagnostic, deny: &Deny) -> String {
    let severity = wire::severity(deny.severity(diagnostic));
    let at = place(&diagnostic.source, diagnostic.span);
    let mut text = format!("{at}: {severity} {}: {}\n", diagnostic.code.id, short(&diagnostic.message));
    if let Some(help) = &diagnostic.help {
        text.push_str(&format!("  help: {}\n", short(help)));
    }
    if let Some(related) = diagnostic.related.first() {
        text.push_str(&format!("  see {}: {}\n", place(&related.source, related.span), short(&related.message)));
    }
    text
}

fn place(source: &Source, span: Span) -> String {
    let position = source.position(span.start);
    format!("{}:{}:{}", clip(source.path(), LONGEST), position.line, position.column)
}

fn short(text: &str) -> String {
    clip(&plain_line(text), LONGEST).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brief(text: &str) -> String {
        let source = Source::new("teams/demo/team.yaml", text);
        let found = teamwright_core::compile(&source, &teamwright_core::Platform::built_in(), &Default::default());
        render(&found.diagnostics, &Deny::parse(&[]).unwrap())
    }

    #[test]
    fn the_first_line_is_the_place_the_code_and_the_message() {
        let text = brief("team: demo\nresourcequota: {}\n");
        let mut lines = text.lines();
        assert_eq!(lines.next(), Some("teams/demo/team.yaml:2:1: error TW0201: unknown key `resourcequota`"));
        assert_eq!(lines.next(), Some("  help: did you mean `resourceQuota`?"));
    }

    #[test]
    fn many_findings_are_counted_and_the_rest_is_left_out() {
        let keys: String = (0..300).map(|number| format!("k{number}: 1\n")).collect();
        let text = brief(&format!("team: demo\n{keys}"));
        assert!(text.len() <= MOST && text.ends_with(" more: run `teamwright check`\n"), "{text}");
        let long = brief(&format!("team: demo\n{}: 1\n", "é".repeat(900)));
        assert!(long.len() <= MOST && long.starts_with("teams/demo/team.yaml:2:1: error"), "{long}");
    }
}
