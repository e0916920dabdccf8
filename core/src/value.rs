//! Values with a grammar of their own: names, quantities, addresses, URLs. Each file has the rule, its source, and a type.

pub(crate) mod bounded;
pub(crate) mod cidr;
pub(crate) mod contact;
pub(crate) mod date;
pub(crate) mod duration;
pub(crate) mod iam;
pub(crate) mod image;
pub(crate) mod kind;
pub(crate) mod label;
pub(crate) mod link;
pub(crate) mod name;
pub(crate) mod path;
pub(crate) mod quantity;
pub(crate) mod repo_url;
pub(crate) mod resource;
pub(crate) mod revision;
pub(crate) mod schedule;
pub(crate) mod secret_name;
pub(crate) mod subject;
pub(crate) mod sync_option;
pub(crate) mod time_zone;
pub(crate) mod version;
