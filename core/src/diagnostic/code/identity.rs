//! TW03xx: who the team is.

codes! {}
