//! `clusters[].server`: the address of an API server, as Argo CD compares it.

use crate::{
    shape::{Fault, Grammar},
    value::label::is_subdomain,
};

/// Argo CD compares addresses as texts, so a final `/` is another cluster to it; in a project's destination it reads them as
/// patterns, so an address with `[` and `]` would not even permit itself.
/// See <https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters>.
pub(super) static SERVER: Grammar = Grammar {
    what: "the address of an API server such as `https://kubernetes.default.svc`",
    pattern: r"^https://[A-Za-z0-9.:-]+(/[A-Za-z0-9._~:-]+)*$",
    check,
};

fn check(text: &str) -> Result<(), Fault> {
    let Some(rest) = text.strip_prefix("https://") else {
        let fault = Fault::default();
        return Err(if text.starts_with("http://") { fault.help("the address begins with `https://`") } else { fault });
    };
    if let Some(without) = text.strip_suffix('/') {
        let without = without.trim_end_matches('/');
        let fault = Fault::new("the address ends in `/`, which Argo CD takes for another cluster");
        let fault = fault.help(format!("write `{without}`"));
        return Err(if check(without).is_ok() { fault.replacement(without) } else { fault });
    }
    if rest.contains('@') {
        return Err(Fault::new("the address holds a user name")
            .help("remove it: credentials belong in Argo CD's cluster secret"));
    }
    if rest.contains(['?', '#']) {
        return Err(Fault::new("the address holds a query").help("remove everything from `?` or `#` on"));
    }
    if rest.starts_with('[') {
        return Err(Fault::new("an IPv6 address, whose brackets Argo CD takes for a pattern")
            .help("write the API server's name in DNS, such as `https://api.example.com:6443`"));
    }
    let (authority, path) = rest.split_once('/').map_or((rest, None), |(authority, path)| (authority, Some(path)));
    if is_authority(authority) && path.is_none_or(is_path) { Ok(()) } else { Err(Fault::default()) }
}

/// `host` or `host:port`; the host in either case, as EKS writes it.
fn is_authority(text: &str) -> bool {
    let (host, port) = text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port)));
    let is_port =
        |port: &str| !port.starts_with('0') && port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok();
    is_subdomain(&host.to_ascii_lowercase()) && port.is_none_or(is_port)
}

/// Proxies such as Rancher serve several clusters below one host.
fn is_path(text: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b':');
    text.split('/').all(|part| !matches!(part, "" | "." | "..") && part.bytes().all(letter))
}

/// Whether two addresses reach the same server, whatever the case of the host and with or without the usual port.
pub(super) fn same(a: &str, b: &str) -> bool {
    let parts = |text: &str| {
        let rest = text.strip_prefix("https://").unwrap_or(text).to_owned();
        let (authority, path) = rest.split_once('/').unwrap_or((&rest, ""));
        (authority.strip_suffix(":443").unwrap_or(authority).to_ascii_lowercase(), path.to_owned())
    };
    parts(a) == parts(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_https_and_nothing_else() {
        for text in [
            "https://kubernetes.default.svc",
            "https://staging.example.com:6443",
            "https://0123456789ABCDEF.gr7.us-east-1.eks.amazonaws.com",
            "https://10.0.0.1",
            "https://rancher.example.com/k8s/clusters/c-m-1234",
        ] {
            assert!(check(text).is_ok(), "{text}");
        }
        for text in [
            "",
            "https://",
            "http://a.example.com",
            "https://a.example.com/",
            "https://a.example.com//",
            "https://u@a.example.com",
            "https://u:p@a.example.com",
            "https://a.example.com?x=1",
            "https://a.example.com#x",
            "https://a.example.com:0",
            "https://a.example.com:",
            "https://a.example.com:70000",
            "https://*",
            "https://*.example.com",
            "https://a b",
            "https://a/../b",
            "https://a//b",
            "kubernetes.default.svc",
            "https://[fd00::1]:6443",
            "https://[::1]",
            "https://[::1",
            "https://[x]",
            "https://[::1]x",
        ] {
            assert!(check(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_final_slash_is_repaired() {
        let fault = check("https://a.example.com/").unwrap_err();
        assert_eq!(fault.replacement.as_deref(), Some("https://a.example.com"));
    }

    #[test]
    fn case_and_the_usual_port_make_no_other_server() {
        assert!(same("https://A.example.com", "https://a.example.com:443"));
        assert!(!same("https://a.example.com/x", "https://a.example.com/X"));
        assert!(!same("https://a.example.com:6443", "https://a.example.com"));
    }
}
