//! For Argo CD, which shows the whole of stderr in its interface, often without its line breaks, and keeps it in its cache: a
//! line a finding, which says all there is to do, the errors first, and no more than 4 KiB.

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

/// What stands between what is wrong and what to do about it.
const HELP: &str = "; help: ";

/// A sentence that belongs to no file, with its help on the same line.
pub(crate) fn sentence(text: &str) -> String {
    text.replacen("\nhelp: ", HELP, 1)
}

/// `path:line:column: error TW0201: message; help: what to do`, then another place if there is one.
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
    let id = diagnostic.code.id;
    let help = diagnostic.help.as_deref().map_or_else(|| format!("run `teamwright explain {id}`"), short);
    let mut text = format!("{at}: {severity} {id}: {}{HELP}{help}\n", short(&diagnostic.message));
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
    fn the_first_line_is_the_place_the_code_the_message_and_the_help() {
        let text = brief("team: demo\nresourcequota: {}\n");
        let first =
            "teams/demo/team.yaml:2:1: error TW0201: unknown key `resourcequota`; help: did you mean `resourceQuota`?";
        assert_eq!(text.lines().next(), Some(first));
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
