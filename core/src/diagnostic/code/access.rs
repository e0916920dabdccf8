//! TW06xx: access.

codes! {}
