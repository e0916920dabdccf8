//! Container images, and how Kustomize is told to replace one.

use crate::shape::{Fault, Grammar};

/// A replacement: `name:tag`, `name@digest`, `old=new`, `old=new:tag`, `old=new@digest`.
/// See <https://argo-cd.readthedocs.io/en/stable/user-guide/kustomize/#kustomize>.
pub(crate) static REPLACEMENT: Grammar = Grammar {
    what: "an image such as `ghcr.io/acme/web:v2` or `web=ghcr.io/acme/web:v2`",
    pattern: r"^([a-zA-Z0-9._/:-]+=)?[a-zA-Z0-9._/-]+(:[0-9]+/[a-zA-Z0-9._/-]+)?([:@][A-Za-z0-9_.:@-]+)?$",
    check,
};

/// A registry, or a part of one: every image whose name begins with it and a `/`.
pub(crate) static REGISTRY: Grammar = Grammar {
    what: "a registry such as `ghcr.io` or `ghcr.io/acme`",
    pattern: r"^[a-z0-9.-]+(:[0-9]+)?(/[a-z0-9._-]+)*$",
    check: |text| {
        if is_prefix(text) {
            return Ok(());
        }
        let bare = text.split_once("://").map_or(text, |(_, rest)| rest);
        let bare = bare.trim_end_matches(['*', '/']);
        Err(if bare != text && is_prefix(bare) {
            Fault::default().help(format!("write `{bare}`: everything below it is meant")).replacement(bare)
        } else if bare == text && is_prefix(&format!("docker.io/{text}")) {
            Fault::default().help(format!("write the registry's host in front, such as `docker.io/{text}`"))
        } else {
            Fault::default()
        })
    },
};

/// Longest name of an image, in bytes; registries take no more.
const LONGEST_NAME: usize = 255;

/// An image in its parts. See <https://github.com/distribution/reference/blob/main/reference.go>.
struct Image<'a> {
    name: &'a str,
    tag: Option<&'a str>,
    digest: Option<&'a str>,
}

impl<'a> Image<'a> {
    fn split(text: &'a str) -> Self {
        let (rest, digest) = text.split_once('@').map_or((text, None), |(rest, digest)| (rest, Some(digest)));
        let (name, tag) = match rest.rsplit_once(':') {
            Some((name, tag)) if !tag.contains('/') => (name, Some(tag)),
            _ => (rest, None),
        };
        Self { name, tag, digest }
    }

    fn is_valid(&self) -> bool {
        is_name(self.name) && self.tag.is_none_or(is_tag) && self.digest.is_none_or(is_digest)
    }
}

/// The name of the image that an entry replaces: two entries for one name can't both win.
pub(crate) fn replaced(entry: &str) -> &str {
    entry.split_once('=').map_or_else(|| Image::split(entry).name, |(old, _)| old)
}

fn check(text: &str) -> Result<(), Fault> {
    let (old, new) = text.split_once('=').map_or((None, text), |(old, new)| (Some(old), new));
    let image = Image::split(new);
    if !image.is_valid() || old.is_some_and(|old| !is_name(old)) {
        return Err(Fault::default());
    }
    if old.is_none() && image.tag.is_none() && image.digest.is_none() {
        return Err(Fault::new(format!("`{text}` says nothing new about the image")).help(format!(
            "add a tag: `{text}:v1.2.3`, or say what takes its place: `{text}=ghcr.io/acme/{text}:v1.2.3`"
        )));
    }
    Ok(())
}

/// A registry's host, and a path if need be.
fn is_prefix(text: &str) -> bool {
    let host = text.split('/').next().unwrap_or_default();
    let named = host.contains(['.', ':']) || host == "localhost";
    let path = text.get(host.len()..).unwrap_or_default();
    named
        && text.len() <= LONGEST_NAME
        && is_registry(host)
        && path.strip_prefix('/').map_or(path.is_empty(), |path| path.split('/').all(is_component))
}

/// A registry's host, with a port if need be, and a path of lower-case components.
fn is_name(text: &str) -> bool {
    let (host, path) = match text.split_once('/') {
        Some((first, rest)) if first.contains(['.', ':']) || first == "localhost" => (Some(first), rest),
        _ => (None, text),
    };
    text.len() <= LONGEST_NAME && host.is_none_or(is_registry) && path.split('/').all(is_component)
}

fn is_registry(text: &str) -> bool {
    let (host, port) = text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port)));
    let port_fits =
        port.is_none_or(|port| port.parse::<u16>().is_ok_and(|number| number > 0 && !port.starts_with('+')));
    port_fits && super::label::is_subdomain(host)
}

fn is_component(text: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let edge = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let separators = text.split(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    let separator = |part: &str| matches!(part, "" | "." | "_" | "__") || part.bytes().all(|byte| byte == b'-');
    text.bytes().all(|byte| letter(byte) || matches!(byte, b'.' | b'_' | b'-'))
        && text.starts_with(edge)
        && text.ends_with(edge)
        && separators.into_iter().all(separator)
}

fn is_tag(text: &str) -> bool {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    (1..=128).contains(&text.len())
        && text.bytes().all(|byte| word(byte) || byte == b'.' || byte == b'-')
        && !text.starts_with(['.', '-'])
}

/// Whether a text is `sha256:` and 64 hexadecimal digits in lower case.
pub(crate) fn is_digest(text: &str) -> bool {
    let hexadecimal = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    text.strip_prefix("sha256:").is_some_and(|digits| digits.len() == 64 && digits.bytes().all(hexadecimal))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replacement_names_an_image_and_what_is_new() {
        let digest = format!("ghcr.io/acme/web@sha256:{}", "a".repeat(64));
        let both = format!("web=ghcr.io/acme/web:v1@sha256:{}", "0".repeat(64));
        for text in [
            "nginx:1.29",
            "ghcr.io/acme/web:v2",
            "registry.example.com:5000/web:v2",
            "localhost:5000/web:v2",
            "a__b/c-d.e:x",
            "nginx=111122223333.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27.3",
            "old=new",
            "a/old=b/new:v1",
            &digest,
            &both,
        ] {
            assert!(check(text).is_ok(), "{text}");
        }
        for text in [
            "",
            "nginx",
            "Nginx:1",
            "nginx:",
            "nginx:-1",
            "=new:1",
            "old=",
            "a=b=c",
            "a b:1",
            "a/:1",
            "/a:1",
            "a//b:1",
            "a..b:1",
            "nginx:1 ",
            "nginx@sha256:abc",
            "nginx@md5:x",
            "nginx:$TAG",
            "{{image}}",
            "https://ghcr.io/acme/web:v1",
            "registry:0/web:1",
            "old:1=new:2",
            "nginx,redis:1",
            "-a:1",
        ] {
            assert!(check(text).is_err(), "{text}");
        }
    }

    #[test]
    fn entries_for_one_image_are_known_by_its_name() {
        assert_eq!(replaced("nginx:1"), "nginx");
        assert_eq!(replaced("nginx=ghcr.io/acme/nginx:1"), "nginx");
        assert_eq!(replaced("localhost:5000/web@sha256:x"), "localhost:5000/web");
    }

    #[test]
    fn a_registry_is_a_host_and_perhaps_a_path() {
        for text in [
            "ghcr.io",
            "ghcr.io/acme",
            "docker.io/library",
            "111122223333.dkr.ecr.us-east-1.amazonaws.com",
            "registry.example.com:5000/a/b",
            "localhost/a",
        ] {
            assert!((REGISTRY.check)(text).is_ok(), "{text}");
        }
        for text in [
            "",
            "acme",
            "ghcr io",
            "*",
            "ghcr.io/*",
            "ghcr.io/",
            "https://ghcr.io",
            "GHCR.io",
            "ghcr.io/Acme",
            "ghcr.io/acme/web:v1",
            "ghcr.io:x",
            "ghcr.io//a",
            "/a",
            "ghcr.io@sha256:0",
        ] {
            assert!((REGISTRY.check)(text).is_err(), "{text}");
        }
        let help = |text: &str| (REGISTRY.check)(text).unwrap_err().help.unwrap_or_default();
        assert_eq!(help("https://ghcr.io/acme/*"), "write `ghcr.io/acme`: everything below it is meant");
        assert_eq!(help("https://GHCR.io/*"), "");
        assert_eq!(help("ghcr io"), "");
        assert_eq!(help("acme"), "write the registry's host in front, such as `docker.io/acme`");
    }
}
