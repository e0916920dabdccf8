//! TW1xxx: platform.yaml.

codes! {}
