//! TW07xx: scheduling.

codes! {}
