//! One file a subcommand.

pub(crate) mod bootstrap;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod digest;
pub(crate) mod doctor;
pub(crate) mod explain;
pub(crate) mod generate;
pub(crate) mod healthz;
pub(crate) mod init;
pub(crate) mod render;
pub(crate) mod schema;
