//! TW20xx: whole repository.

codes! {}
