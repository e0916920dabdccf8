//! The Teamwright compiler: one team's `team.yaml` and the platform's `platform.yaml` in, every Kubernetes and
//! Argo CD object of the team out.
//!
//! ```text
//! text ─ yaml ─▶ node tree ─ shape ─▶ checked tree ─ spec / platform ─▶ as written
//!      ─ team ─▶ as meant ─ resources ─▶ manifests ─ manifest ─▶ ordered ─ yaml ─▶ text
//! ```
//!
//! Every step may report [`Diagnostic`]s and none stops at the first. With an error there are no manifests at all.
//! Nothing here reads a file, a clock, the environment or a random number: the same two texts give the same bytes.

pub mod assist;
mod bootstrap;
mod compare;
mod compile;
mod diagnostic;
pub mod explain;
pub mod file;
pub mod grammar;
pub mod iam;
pub mod json;
pub mod layout;
mod manifest;
mod origin;
mod origins;
pub mod picture;
mod platform;
pub mod render;
mod resources;
mod review;
pub mod schema;
mod shape;
mod source;
mod span;
mod spec;
mod team;
mod template;
mod traffic;
mod value;
pub mod wire;
mod yaml;

pub use bootstrap::{BootstrapFile, Extent, bootstrap};
pub use compare::{Change, FieldChange, Level, Rule, Side, compare};
pub use compile::{Compilation, Target, TeamFile, analyse, compile};
pub use diagnostic::{
    Code, CodeInfo, Diagnostic, Edit, Fix, Related, Severity, all_codes, find_code, sort as sort_diagnostics,
};
pub use manifest::{Leaf, LeafValue, Manifest, Part, Tree};
pub use origin::{File, Input, Origin, OriginKind, Place, Sourced};
pub use origins::{OriginLeaf, Origins};
pub use platform::{CompilerPin, NotADate, Platform};
pub use review::{Facts, clashes, review};
pub use source::{Position, Source};
pub use span::{Span, Spanned};
pub use team::Team;
pub use template::{FILTERS as TEMPLATE_FILTERS, Kind as NameKind, NAMES as TEMPLATE_NAMES, Name as TemplateName};
pub use yaml::MAX_BYTES;

/// The compiler's version, as `--version` and the JSON output say it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Whether a pin names the compiler that is running. `digest` is that of its `.wasm`; a build of a working tree has none,
/// so a pin by digest never names it.
#[must_use]
pub fn is_this_compiler(pin: &CompilerPin, digest: Option<&str>) -> bool {
    pin.version == VERSION && (pin.digest.is_none() || pin.digest.as_deref() == digest)
}
