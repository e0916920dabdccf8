//! Exact versions, of which nothing newer can ever be meant.

/// Whether a text is one version of three numbers, with or without a pre-release and build: `1.19.1`, `2.0.0-rc.1+build.5`.
/// See <https://semver.org/>.
pub(crate) fn is_exact(text: &str) -> bool {
    let (rest, build) = text.split_once('+').map_or((text, None), |(rest, build)| (rest, Some(build)));
    let (core, pre_release) = rest.split_once('-').map_or((rest, None), |(core, pre)| (core, Some(pre)));
    let mut numbers = core.split('.');
    let three = [numbers.next(), numbers.next(), numbers.next()].into_iter().all(|part| part.is_some_and(is_number));
    three
        && numbers.next().is_none()
        && text.len() <= LONGEST
        && pre_release.is_none_or(|parts| parts.split('.').all(is_pre_release))
        && build.is_none_or(|parts| parts.split('.').all(is_identifier))
}

/// The first two numbers of an exact version.
pub(crate) fn major_minor(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.split('.').map(|number| number.parse().ok());
    Some((numbers.next()??, numbers.next()??))
}

/// Longest version; tags of registries take no more than 128 characters.
const LONGEST: usize = 128;

fn is_number(text: &str) -> bool {
    is_digits(text) && (text == "0" || !text.starts_with('0'))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_identifier(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn is_pre_release(text: &str) -> bool {
    is_identifier(text) && (!is_digits(text) || is_number(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_one_version() {
        for text in ["0.0.0", "1.19.1", "10.1.4-rc.1", "1.0.0-alpha-1", "1.0.0+build.05", "1.0.0-0.x+a"] {
            assert!(is_exact(text), "{text}");
        }
        for text in [
            "",
            "1",
            "1.0",
            "1.0.0.0",
            "v1.0.0",
            "01.0.0",
            "1.0.x",
            "1.*",
            "*",
            "^1.0.0",
            "~1.0.0",
            ">=1.0.0",
            "latest",
            "1.0.0 - 2.0.0",
            "1.0.0 || 2.0.0",
            " 1.0.0",
            "1.0.0 ",
            "1.0.0-",
            "1.0.0-01",
            "1.0.0-a..b",
            "1.0.0+",
            "1.0.0+a+b",
            "1.0.0-é",
            "１.0.0",
        ] {
            assert!(!is_exact(text), "{text}");
        }
    }
}
