//! TW05xx: network policy.

codes! {}
