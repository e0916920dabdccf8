//! Who may work in the namespace and in Argo CD.

use crate::{diagnostic::Sink, platform::Platform, spec::TeamSpec};

/// `access` as meant.
#[derive(Debug)]
pub(crate) struct Access {}

pub(crate) fn validate(_spec: &TeamSpec, _platform: &Platform, _sink: &mut Sink) -> Access {
    Access {}
}
