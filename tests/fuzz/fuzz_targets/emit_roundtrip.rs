//! See `teamwright_tests::fuzz`.
#![no_main]

teamwright_fuzz::fuzz!("emit_roundtrip");
