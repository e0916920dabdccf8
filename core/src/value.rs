//! Values with a grammar of their own: names, quantities, addresses, URLs. Each file has the rule, its source, and a type.

pub(crate) mod cidr;
pub(crate) mod contact;
pub(crate) mod label;
pub(crate) mod name;
pub(crate) mod quantity;
