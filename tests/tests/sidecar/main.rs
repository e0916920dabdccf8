//! The plugin inside a real Argo CD: what its repo-server and its plugin server make of `generate`, object by object and
//! word by word. They stand in `tests/argocd`; Go 1.26 is needed.

mod applicationsets;
mod at_once;
mod errors;
mod hostile;
mod organisation;
mod outputs;

use std::sync::OnceLock;

use teamwright_tests::argocd::{self, ArgoCd};

/// A value of the sidecar's environment, which must appear nowhere.
const SECRET: &str = "the-value-of-a-variable";

/// One Argo CD for all tests of this file; `None` without Go. It ends with the process.
fn argo_cd() -> Option<&'static ArgoCd> {
    static STARTED: OnceLock<Option<ArgoCd>> = OnceLock::new();
    STARTED.get_or_init(|| ArgoCd::start(&[argocd::plugin()], &[("SECRET", SECRET)])).as_ref()
}
