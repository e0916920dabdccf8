//! Addresses of pages and services on the web.

use super::repo_url::is_host;
use crate::shape::{Fault, Grammar};

/// An https address that people follow. Nothing else: a browser runs what stands behind `javascript:`.
pub(crate) static LINK: Grammar = Grammar {
    what: "a link such as `https://github.com/acme/gitops/issues/12`",
    pattern: r"^https://[A-Za-z0-9.-]+(:[0-9]+)?([/?#][!-~]*)?$",
    check: |text| {
        if is_link(text) {
            return Ok(());
        }
        let meant = match text.split_once("://") {
            Some(("http", rest)) => Some(format!("https://{rest}")),
            Some(_) => None,
            None => Some(format!("https://{text}")).filter(|_| text.contains('.')),
        };
        Err(match meant.filter(|meant| is_link(meant)) {
            Some(meant) => Fault::default().help(format!("write `{meant}`")),
            None => Fault::default(),
        })
    },
};

/// Longest address; browsers and servers take about as much.
const LONGEST: usize = 2_048;

/// An address in its parts, each of which is still to be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Address<'a> {
    pub(crate) host: &'a str,
    pub(crate) port: Option<&'a str>,
    /// Everything behind host and port, from `/`, `?` or `#` on; empty if there is nothing.
    pub(crate) rest: &'a str,
}

impl<'a> Address<'a> {
    /// Cuts what stands behind `https://`, `oci://` and the like.
    pub(crate) fn split(text: &'a str) -> Self {
        let end = text.find(['/', '?', '#']).unwrap_or(text.len());
        let (authority, rest) = text.split_at(end);
        let (host, port) = authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
        Self { host, port, rest }
    }

    /// Whether host and port can be those of a server on the web. A user in front of an `@` is no part of a host.
    pub(crate) fn has_server(&self) -> bool {
        let is_port = |text: &str| !text.starts_with(['0', '+']) && text.parse::<u16>().is_ok();
        is_host(&self.host.to_ascii_lowercase()) && self.port.is_none_or(is_port)
    }
}

/// Whether a text is an https address without blanks, quotes and anything that is not ASCII.
pub(crate) fn is_link(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte);
    text.len() <= LONGEST
        && text.bytes().all(inner)
        && text.strip_prefix("https://").is_some_and(|rest| Address::split(rest).has_server())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_an_https_address() {
        for text in [
            "https://github.com/acme/gitops/issues/12",
            "https://example.com",
            "https://jira.example.com:8443/browse/A-1?focus=comment#12",
            "https://intranet/wiki/%C3%A9",
            "https://Example.com/a",
        ] {
            assert!(is_link(text), "{text}");
        }
        for text in [
            "",
            "https://",
            "https:///a",
            "http://example.com",
            "HTTPS://example.com",
            "javascript:alert(1)",
            "data:text/html,x",
            "example.com/12",
            "ACME-12",
            "https://example.com/a b",
            "https://bob@example.com/",
            "https://bob:secret@example.com/",
            "https://example.com:0/",
            "https://example.com:99999/",
            "https://example.com/\"x",
            "https://example.com/é",
            "https://exa mple.com",
            "https://-a.com/",
            "https://example.com\n",
            "FTP://example.com/12",
        ] {
            assert!(!is_link(text), "{text:?}");
        }
    }
}
