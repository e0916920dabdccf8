//! TW08xx: service accounts and secrets.

codes! {}
