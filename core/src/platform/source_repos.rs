//! `sourceRepos`: repositories that teams may deploy from.

use crate::{
    diagnostic::{Sink, apps as codes, shape as shapes},
    shape::{Fault, Grammar, List, Shape},
    span::Span,
    value::repo_url::{self, Transport},
    yaml::Node,
};

/// `sourceRepos`.
pub(crate) static SOURCE_REPOS: List = List::of(Shape::Text(&SOURCE_REPO));

/// A repository, or a host with an organisation and `*` (one level) or `**` (any depth) in place of the rest.
static SOURCE_REPO: Grammar = Grammar {
    what: "a repository or a pattern such as `https://github.com/acme/*`",
    pattern: r"^(?!.*/(\.{1,2}|\.git)(/|$))(https://[a-z0-9.-]+/|git@[a-z0-9.-]+:)[A-Za-z0-9._~+-]+(/[A-Za-z0-9._~+-]+)*(/\*\*?)?$",
    check,
};

/// `sourceRepos` as meant.
#[derive(Debug, Default)]
pub(crate) struct SourceRepos {
    patterns: Vec<Pattern>,
    /// The list, if there is one.
    pub(crate) span: Option<Span>,
}

/// An entry in the form in which Argo CD compares it.
#[derive(Debug)]
struct Pattern {
    written: String,
    /// Everything before the stars, with the `/` at its end; the whole address where there are none.
    fixed: String,
    rest: Rest,
}

/// What may follow the fixed part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rest {
    Nothing,
    /// `*`: one more part.
    OneLevel,
    /// `**`: any number of them.
    AnyDepth,
}

impl SourceRepos {
    pub(crate) fn read(node: Option<&Node>, sink: &mut Sink) -> Self {
        let mut repos = Self { patterns: Vec::new(), span: node.map(|node| node.span) };
        let mut seen: Vec<(String, Span)> = Vec::new();
        for item in node.map(Node::items).unwrap_or_default() {
            let Some(text) = item.text() else { continue };
            let normalised = repo_url::normalise(text);
            if let Some((_, first)) = seen.iter().find(|(other, _)| *other == normalised) {
                sink.report(
                    shapes::REPEATED_ENTRY,
                    item.span,
                    format!("`{text}` is the same to Argo CD as an entry before it"),
                )
                .see(*first, "first written here")
                .help("remove one of the two");
                continue;
            }
            repos.patterns.push(Pattern::read(text, &normalised));
            seen.push((normalised, item.span));
        }
        repos
    }

    /// Whether no repository is allowed at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Whether teams may deploy from a repository: both sides as Argo CD normalises them, and its globs, in which `*`
    /// stops at a `/`.
    pub(crate) fn permit(&self, address: &str) -> bool {
        let normalised = repo_url::normalise(address);
        self.patterns.iter().any(|pattern| pattern.matches(&normalised))
    }

    /// The entries as written, for messages.
    pub(crate) fn written(&self) -> impl Iterator<Item = &str> {
        self.patterns.iter().map(|pattern| pattern.written.as_str())
    }
}

impl Pattern {
    fn read(written: &str, normalised: &str) -> Self {
        let (fixed, rest) = split_stars(normalised);
        Self { written: written.to_owned(), fixed: fixed.to_owned(), rest }
    }

    fn matches(&self, normalised: &str) -> bool {
        let Some(behind) = normalised.strip_prefix(&self.fixed) else { return false };
        match self.rest {
            Rest::Nothing => behind.is_empty(),
            Rest::OneLevel => !behind.is_empty() && !behind.contains('/'),
            Rest::AnyDepth => !behind.is_empty(),
        }
    }
}

/// Cuts the stars off the end; they have to be a whole part.
fn split_stars(text: &str) -> (&str, Rest) {
    for (stars, rest) in [("**", Rest::AnyDepth), ("*", Rest::OneLevel)] {
        if let Some(fixed) = text.strip_suffix(stars).filter(|fixed| fixed.ends_with('/')) {
            return (fixed, rest);
        }
    }
    (text, Rest::Nothing)
}

fn check(text: &str) -> Result<(), Fault> {
    let (fixed, rest) = split_stars(text);
    if rest == Rest::Nothing {
        return if repo_url::is_repo_url(text) { Ok(()) } else { Err(fault(text)) };
    }
    let below = fixed.trim_end_matches('/');
    let fits = repo_url::split(below).is_some_and(|address| {
        fixed.len() == below.len() + 1
            && repo_url::is_host(address.host)
            && !address.path.is_empty()
            && address.path.split('/').all(repo_url::is_segment)
    });
    if fits { Ok(()) } else { Err(fault(text)) }
}

fn fault(text: &str) -> Fault {
    if text.starts_with('!') {
        return Fault::new("a pattern can't take something away again")
            .code(codes::REPOSITORY_PATTERN)
            .help("remove it, and list what is allowed instead");
    }
    if let Some(rest) = text.strip_prefix("http://") {
        return Fault::new("a repository without encryption").help(format!("write `https://{rest}`"));
    }
    let address = repo_url::split(text).filter(|address| repo_url::is_host(address.host));
    let parts = address.map(|address| address.path.split('/').collect::<Vec<_>>()).unwrap_or_default();
    let separator = if address.is_some_and(|address| address.transport == Transport::Scp) { ':' } else { '/' };
    let base = text
        .split(separator)
        .take(if separator == ':' { 1 } else { 3 })
        .collect::<Vec<_>>()
        .join(&separator.to_string());
    match parts.as_slice() {
        [only] if *only == "*" || *only == "**" || only.is_empty() => {
            Fault::new(format!("`{text}` allows everybody's repositories on that host"))
                .code(codes::REPOSITORY_PATTERN)
                .help(format!("add the organisation: `{base}{separator}acme/*`"))
        }
        [only] if repo_url::is_segment(only) => Fault::new(format!("`{text}` names no repository"))
            .code(codes::REPOSITORY_PATTERN)
            .help(format!("write `{text}/*` for all of its repositories")),
        _ if text.contains(['*', '?', '[', '{']) => Fault::new(format!(
            "`{}` has a pattern where none may stand",
            text.escape_debug()
        ))
        .code(codes::REPOSITORY_PATTERN)
        .help("only the whole last part may be `*` (one level) or `**` (any depth), behind a host and an organisation"),
        _ => repo_url::fault(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{platform::Platform, source::Source};

    fn platform(text: &str) -> Platform {
        Platform::parse(&Source::new("platform.yaml", format!("{text}\nnetwork: {{ingress: []}}\n")))
    }

    #[test]
    fn a_pattern_names_a_host_and_an_organisation() {
        for text in [
            "https://github.com/acme/*",
            "https://gitlab.example.com/acme/**",
            "https://gitlab.example.com/acme/shop/*",
            "https://github.com/acme/web",
            "https://github.com/acme/web.git",
            "git@github.com:acme/*",
            "git@github.com:acme/web.git",
        ] {
            assert!(check(text).is_ok(), "{text}");
        }
        for text in [
            "",
            "*",
            "**",
            "https://*",
            "https://github.com",
            "https://github.com/*",
            "https://github.com/**",
            "https://github.com/acme",
            "https://github.com/acme*",
            "https://github.com/acme/web-*",
            "https://github.com/*/web",
            "https://github.com/**/web",
            "https://*.github.com/acme/*",
            "!https://github.com/acme/*",
            "https://github.com/acme/{a,b}",
            "https://github.com/acme/***",
            "http://github.com/acme/*",
            "https://GitHub.com/acme/*",
            "https://github.com//*",
            "https://github.com/acme//*",
            "git@github.com:*",
            "https://github.com/acme/*/",
            "https://u:p@github.com/acme/*",
        ] {
            assert!(check(text).is_err(), "{text}");
        }
    }

    #[test]
    fn matching_is_that_of_argo_cd() {
        let platform = platform(
            "sourceRepos: [https://github.com/acme/*, https://gitlab.com/acme/**, git@github.com:acme/web.git]",
        );
        for text in [
            "https://github.com/acme/web",
            "https://github.com/Acme/Web.git",
            "https://gitlab.com/acme/a/b/c",
            "https://gitlab.com/acme/a",
            "git@github.com:acme/web",
        ] {
            assert!(platform.source_repos.permit(text), "{text}");
        }
        for text in [
            "https://github.com/acme/a/b",
            "https://github.com/acmee/web",
            "https://github.com/evil/web",
            "git@github.com:acme/api",
            "https://gitlab.com/acmee/web",
            "https://github.com.evil.com/acme/web",
        ] {
            assert!(!platform.source_repos.permit(text), "{text}");
        }
    }

    #[test]
    fn two_entries_that_argo_cd_can_not_tell_apart_are_one_error() {
        let platform = platform("sourceRepos:\n  - https://github.com/acme/web\n  - https://github.com/Acme/web.git\n");
        let found: Vec<_> = platform.diagnostics().iter().map(|d| (d.code.id, d.span.start)).collect();
        assert_eq!(found, [("TW0211", 49)]);
    }
}
