//! Ranges of versions such as `1.x` and `>=1.0.0,<2.0.0`, as Argo CD tells them from names.

/// Whether Argo CD looks for the newest tag in a range of versions instead of one revision: the text is no version by itself,
/// and conditions on one. Blanks and the signs `*`, `~` and `^`, which such conditions may have too, are in no revision.
/// See <https://argo-cd.readthedocs.io/en/stable/user-guide/tracking_strategies/> and
/// <https://github.com/Masterminds/semver/blob/v3.4.0/constraints.go>.
pub(crate) fn is_range(text: &str) -> bool {
    let is_version = Version::split(text).is_some_and(|version| version.is_exact());
    !is_version && text.split("||").all(|conditions| conditions.split(',').all(is_condition))
}

const OPERATORS: [&str; 8] = [">=", "=>", "<=", "=<", "!=", "=", ">", "<"];

fn is_condition(text: &str) -> bool {
    let version = OPERATORS.iter().find_map(|operator| text.strip_prefix(operator)).unwrap_or(text);
    Version::split(version).is_some_and(|version| version.is_pattern())
}

/// One to three numbers with points between them, any of which may be an `x`, and a pre-release.
#[derive(Debug)]
struct Version<'a> {
    numbers: &'a str,
    pre_release: Option<&'a str>,
}

impl<'a> Version<'a> {
    fn split(text: &'a str) -> Option<Self> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let (text, build) = text.split_once('+').map_or((text, None), |(text, build)| (text, Some(build)));
        let (numbers, pre_release) = text.split_once('-').map_or((text, None), |(text, pre)| (text, Some(pre)));
        let fits = numbers.split('.').count() <= 3
            && numbers.split('.').all(|number| !number.is_empty() && number.bytes().all(is_numeric))
            && build.is_none_or(|parts| parts.split('.').all(is_identifier))
            && pre_release.is_none_or(|parts| parts.split('.').all(is_identifier));
        fits.then_some(Self { numbers, pre_release })
    }

    /// Whether it is one version.
    fn is_exact(&self) -> bool {
        self.numbers.split('.').all(is_number) && self.has_sound_end()
    }

    /// Whether it is one version up to the first `x`. What stands behind that does not matter.
    fn is_pattern(&self) -> bool {
        self.numbers.split('.').take_while(|number| !is_x(number)).all(is_number) && self.has_sound_end()
    }

    fn has_sound_end(&self) -> bool {
        let sound = |part: &str| part == "0" || !part.starts_with('0') || !part.bytes().all(|b| b.is_ascii_digit());
        self.pre_release.is_none_or(|parts| parts.split('.').all(sound))
    }
}

/// The signs of a number or `x`; the bar is among them by accident.
const fn is_numeric(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'x' | b'X' | b'|')
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u64>().is_ok()
}

fn is_x(text: &str) -> bool {
    matches!(text, "x" | "X")
}

fn is_identifier(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_told_from_a_name() {
        for text in [
            ">=1.0.0",
            "<2",
            "=1.2",
            "1.x",
            "v1.2.X",
            "x",
            "!=1.0",
            "1,2",
            ">=1.0.0,<2.0.0",
            "1||2",
            "1.x-beta",
            "=v1.2.3",
        ] {
            assert!(is_range(text), "{text}");
        }
        for text in [
            "main",
            "v1.2.3",
            "1.2",
            "1.2.3-rc.1+b",
            "release-1.x",
            "xy",
            "main||1",
            "1||",
            "==1.0",
            ">=1.2-",
            "=latest",
            "1,",
            "V1.x",
            "1.2.3.x",
            ">99999999999999999999",
            "1.x-01",
        ] {
            assert!(!is_range(text), "{text}");
        }
    }
}
