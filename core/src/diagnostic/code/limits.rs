//! TW04xx: quota and limit range.

codes! {}
