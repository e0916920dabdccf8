//! The loop around a target of `teamwright_tests::fuzz`.

pub use libfuzzer_sys;
pub use teamwright_tests::fuzz::target;

/// A binary that fuzzes the target of a name. Half of the inputs are made by the target's own changes, the others by LLVM.
#[macro_export]
macro_rules! fuzz {
    ($name:literal) => {
        libfuzzer_sys::fuzz_target!(|data: &[u8]| $crate::target($name).must_hold(data));

        libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
            if seed % 2 == 0 {
                libfuzzer_sys::fuzzer_mutate(data, size, max_size)
            } else {
                $crate::target($name).mutate(data, size, max_size, seed)
            }
        });
    };
}
