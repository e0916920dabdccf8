//! TW09xx: applications.

codes! {}
