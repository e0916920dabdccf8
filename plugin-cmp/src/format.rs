//! One file an output format.

pub(crate) mod compact;
pub(crate) mod github;
pub(crate) mod json;
pub(crate) mod sarif;
pub(crate) mod text;
