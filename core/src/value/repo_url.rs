//! Addresses of Git repositories, and what Argo CD takes for the same one.

use super::label::is_subdomain;
use crate::shape::{Fault, Grammar};

/// A repository: `https://host/organisation/…/repository`, with or without `.git`, or the scp form
/// `git@host:organisation/…/repository`.
///
/// Everything else that Git or a URL parser would take (users, ports, queries, escapes, helpers such as `ext::`)
/// is refused: two readers could see two addresses in it.
pub(crate) static REPO_URL: Grammar = Grammar {
    what: "a repository such as `https://github.com/acme/web`",
    pattern: r"^(?!.*/(\.{1,2}|\.git)(/|$))(https://[a-z0-9.-]+/|git@[a-z0-9.-]+:)[A-Za-z0-9._~+-]+(/[A-Za-z0-9._~+-]+)+$",
    check,
};

/// Longest address, in characters.
const LONGEST: usize = 512;

/// A repository address in its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Address<'a> {
    /// How Git gets there.
    pub(crate) transport: Transport,
    pub(crate) host: &'a str,
    /// Everything behind the host: `organisation/…/repository`, not judged yet.
    pub(crate) path: &'a str,
}

/// How Git gets to a repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Transport {
    Https,
    /// `git@host:path`.
    Scp,
}

/// Cuts an address into its parts; `None` if it has neither form.
pub(crate) fn split(text: &str) -> Option<Address<'_>> {
    let (transport, (host, path)) = if let Some(rest) = text.strip_prefix("https://") {
        (Transport::Https, rest.split_once('/').unwrap_or((rest, "")))
    } else {
        (Transport::Scp, text.strip_prefix("git@")?.split_once(':')?)
    };
    Some(Address { transport, host, path })
}

/// Whether a text is a host name in lower case that is no IP address.
pub(crate) fn is_host(text: &str) -> bool {
    let last = text.rsplit('.').next().unwrap_or_default();
    is_subdomain(text) && !last.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text can be one part of a repository's path.
pub(crate) fn is_segment(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'~' | b'+');
    !text.is_empty() && text.bytes().all(inner) && !matches!(text, "." | ".." | ".git")
}

/// Whether a text is a repository's address in either form.
pub(crate) fn is_repo_url(text: &str) -> bool {
    text.len() <= LONGEST
        && split(text).is_some_and(|address| {
            is_host(address.host) && address.path.contains('/') && address.path.split('/').all(is_segment)
        })
}

/// The form in which Argo CD compares addresses: lower case, no `.git`, scp form as a path.
/// See `NormalizeGitURL` in <https://github.com/argoproj/argo-cd/blob/master/util/git/git.go>.
pub(crate) fn normalise(address: &str) -> String {
    let mut text = address.to_ascii_lowercase();
    if text.ends_with(".git") {
        text.truncate(text.len() - ".git".len());
    }
    if text.starts_with("git@") { text.replacen(':', "/", 1) } else { text }
}

fn check(text: &str) -> Result<(), Fault> {
    if is_repo_url(text) { Ok(()) } else { Err(fault(text)) }
}

/// Says what is wrong with an address. Never repeats a password.
pub(crate) fn fault(text: &str) -> Fault {
    const FORM: &str =
        "write `https://`, the host, the organisation and the repository, such as `https://github.com/acme/web`";
    if text.len() > LONGEST {
        return Fault::new(format!("an address of {} characters, where {LONGEST} is the most", text.len())).help(FORM);
    }
    if let Some(rest) = text.strip_prefix("http://") {
        let meant = format!("https://{rest}");
        let help = if is_repo_url(&meant) { format!("write `{meant}`") } else { FORM.to_owned() };
        return Fault::new("a repository without encryption").help(help);
    }
    if text.contains('@') && text.contains("://") {
        let meant = text.split_once('@').map(|(_, rest)| format!("https://{rest}")).filter(|meant| is_repo_url(meant));
        return Fault::new("a repository address with a user in it").help(match meant {
            Some(meant) => format!("write `{meant}`; Argo CD keeps credentials itself"),
            None => FORM.to_owned(),
        });
    }
    let Some(address) = split(text) else {
        return Fault::default().help(FORM);
    };
    let authority = address.host;
    if let Some((host, _)) = authority.split_once(':') {
        return Fault::new("a repository address with a port").help(format!("write `https://{host}/{}`", address.path));
    }
    let lower = authority.to_ascii_lowercase();
    if lower != authority && is_repo_url(&text.replacen(authority, &lower, 1)) {
        let meant = text.replacen(authority, &lower, 1);
        return Fault::new(format!("the host `{authority}` is not in lower case"))
            .help(format!("write `{meant}`"))
            .replacement(meant);
    }
    let trimmed = text.trim_end_matches('/');
    if trimmed != text && is_repo_url(trimmed) {
        return Fault::new("a repository address with a `/` at its end")
            .help(format!("write `{trimmed}`"))
            .replacement(trimmed);
    }
    let without = text.split(['?', '#']).next().unwrap_or_default();
    if without != text && is_repo_url(without) {
        return Fault::new("a repository address with something behind the repository")
            .help(format!("write `{without}`; the revision goes to `targetRevision`"));
    }
    if !is_host(authority) {
        return Fault::new(format!("`{}` is not the name of a host", authority.escape_debug())).help(FORM);
    }
    if !address.path.is_empty() && address.path.split('/').all(is_segment) {
        return Fault::new("a repository address without an organisation").help(FORM);
    }
    Fault::default().help(FORM)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_one_reading() {
        for text in [
            "https://github.com/acme/web",
            "https://github.com/acme/web.git",
            "https://gitlab.example.com/acme/group/sub/web",
            "https://dev.azure.com/acme/shop/_git/web",
            "https://git/acme/web",
            "https://github.com/Acme/Web",
            "git@github.com:acme/web.git",
        ] {
            assert!(check(text).is_ok(), "{text}");
        }
        for text in [
            "",
            "http://github.com/acme/web",
            "ssh://git@github.com/acme/web",
            "git://github.com/acme/web",
            "file:///etc/passwd",
            "ext::sh -c id",
            "github.com/acme/web",
            "HTTPS://github.com/acme/web",
            "https://GitHub.com/acme/web",
            "https://bob:secret@github.com/acme/web",
            "https://github.com:443/acme/web",
            "https://github.com/acme/web?ref=main",
            "https://github.com/acme/web#main",
            "https://github.com/acme/../evil/web",
            "https://github.com/acme//web",
            "https://github.com/acme/web/",
            "https://github.com/acme/%2e%2e/web",
            r"https://github.com/acme\web",
            "https://github.com/acme/my web",
            "https://gıthub.com/acme/web",
            "https://github.com/acme/*",
            "!https://github.com/acme/web",
            "--upload-pack=sh",
            "https://github.com/web",
            "https://github.com",
            "https://github.com/",
            "https:///acme/web",
            "https://github.com/acme/.git",
            "https://169.254.169.254/acme/web",
            "git@github.com:web",
            "git@GitHub.com:acme/web",
            "root@github.com:acme/web",
            "git@github.com:/acme/web",
            "https://github.com/${ORG}/web",
        ] {
            assert!(check(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_password_is_not_repeated() {
        let fault = check("https://bob:secret@github.com/acme/web").unwrap_err();
        assert!(
            !fault.message.is_empty() && !fault.message.contains("secret") && !fault.help.unwrap().contains("secret")
        );
    }

    #[test]
    fn what_argo_cd_takes_for_the_same_repository_is_the_same() {
        for (a, b) in [
            ("https://github.com/acme/web", "https://github.com/Acme/Web.git"),
            ("git@github.com:acme/web", "git@github.com:acme/web.GIT"),
        ] {
            assert_eq!(normalise(a), normalise(b));
        }
        assert_ne!(normalise("git@github.com:acme/web"), normalise("https://github.com/acme/web"));
        assert_eq!(normalise("git@github.com:acme/web.git"), "git@github.com/acme/web");
    }
}
