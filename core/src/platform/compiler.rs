//! `compiler`: the compiler that the repository is pinned to.

use super::{CompilerPin, Platform, sourced};
use crate::{
    VERSION,
    diagnostic::{Diagnostic, Sink, platform as codes},
    is_this_compiler,
    origin::Sourced,
    shape::{Fault, Grammar, Record, Shape, field},
    value::{image::is_digest, version},
    yaml::Node,
};

/// The keys of `compiler`.
pub(crate) static COMPILER: Record = Record::of(&[
    field("version", Shape::Text(&COMPILER_VERSION), "The version of Teamwright, as `teamwright --version` prints it.")
        .required(),
    field("digest", Shape::Text(&DIGEST), "The compiler's digest, as `teamwright digest` prints it."),
]);

/// See <https://semver.org/>.
static COMPILER_VERSION: Grammar = Grammar {
    what: "a version such as `1.0.0`",
    pattern: r"^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$",
    check: |text| {
        if version::is_exact(text) {
            return Ok(());
        }
        match text.strip_prefix('v').filter(|bare| version::is_exact(bare)) {
            Some(bare) => Err(Fault::default().help(format!("write `{bare}`")).replacement(bare)),
            None => Err(Fault::default().help("write one version with all three numbers, such as `1.0.0`")),
        }
    },
};

static DIGEST: Grammar = Grammar {
    what: "a digest: `sha256:` and 64 digits from `0` to `f`",
    pattern: "^sha256:[0-9a-f]{64}$",
    check: |text| {
        let lower = text.to_ascii_lowercase();
        match (is_digest(text), is_digest(&lower)) {
            (true, _) => Ok(()),
            (false, true) => Err(Fault::default().help("write it in lower case").replacement(lower)),
            (false, false) => Err(Fault::default()),
        }
    },
};

/// `compiler` as written.
#[derive(Debug)]
pub(super) struct Compiler {
    version: Sourced<String>,
    digest: Option<Sourced<String>>,
}

impl Compiler {
    /// `None` where the version was reported.
    pub(super) fn read(node: &Node) -> Option<Self> {
        let text = |key: &str| node.get(key).and_then(sourced);
        Some(Self { version: text("version")?, digest: text("digest") })
    }

    pub(super) fn pin(&self) -> CompilerPin {
        CompilerPin {
            version: self.version.value.clone(),
            digest: self.digest.as_ref().map(|digest| digest.value.clone()),
        }
    }
}

/// A warning at the first of version and digest that are not this compiler's.
pub(super) fn other(platform: &Platform, running: Option<&str>) -> Option<Diagnostic> {
    let (source, compiler) = (platform.source.as_ref()?, platform.compiler.as_ref()?);
    let pin = compiler.pin();
    if is_this_compiler(&pin, running) {
        return None;
    }
    let mut sink = Sink::new(source);
    let digest = compiler.digest.as_ref().filter(|_| pin.version == VERSION);
    let (at, message) = match digest {
        Some(digest) => (digest.origin, format!("this build of {VERSION} is not the one with this digest")),
        None => (compiler.version.origin, format!("this is compiler {VERSION}, not `{}`", pin.version)),
    };
    sink.report(codes::OTHER_COMPILER, at.span(), message).help(
        "run the pinned compiler, which Argo CD runs; `teamwright --version` and `teamwright digest` say which this is",
    );
    sink.into_found().pop()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Source;

    fn platform(text: &str) -> Platform {
        Platform::parse(&Source::new("platform.yaml", format!("network: {{ingress: []}}\ncompiler: {text}")))
    }

    #[test]
    fn another_compiler_is_a_warning_at_what_differs() {
        let digest = format!("sha256:{}", "0a".repeat(32));
        let found = |text: &str| {
            let found = platform(text).other_compiler(None)?;
            assert!(!found.is_error());
            Some(found.source.slice(found.span).to_owned())
        };
        assert_eq!(found(&format!("{{version: {VERSION}}}")), None);
        assert_eq!(found("{version: 0.0.1}").as_deref(), Some("0.0.1"));
        assert_eq!(found(&format!("{{version: 0.0.1, digest: {digest}}}")).as_deref(), Some("0.0.1"));
        assert_eq!(found(&format!("{{version: {VERSION}, digest: {digest}}}")), Some(digest.clone()));
        assert!(Platform::built_in().other_compiler(None).is_none());
        let pinned = platform(&format!("{{version: {VERSION}, digest: {digest}}}"));
        assert!(pinned.other_compiler(Some(&digest)).is_none());
        assert!(pinned.other_compiler(Some(&digest.replace('0', "1"))).is_some());
    }

    #[test]
    fn a_pin_is_exact() {
        let long = "0".repeat(65);
        for text in [
            "{}",
            "{version: \"1.0\"}",
            "{version: v1.0.0}",
            "{version: ^1.0.0}",
            "{version: 1.0.0, digest: sha256:0}",
            &format!("{{version: 1.0.0, digest: sha256:{long}}}"),
            &format!("{{version: 1.0.0, digest: SHA256:{}}}", "0".repeat(64)),
            &format!("{{version: 1.0.0, digest: sha256:{}}}", "A".repeat(64)),
        ] {
            assert_eq!(platform(text).diagnostics().len(), 1, "{text}");
        }
        assert_eq!(
            platform("{version: 1.0.0-rc.1}").compiler_pin().map(|pin| pin.version).as_deref(),
            Some("1.0.0-rc.1")
        );
    }
}
