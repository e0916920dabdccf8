//! The names that C gives them.

/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/memcpy.html>
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn memcpy(to: *mut u8, from: *const u8, length: usize) -> *mut u8 {
    // SAFETY: the caller's promise is the same.
    unsafe { crate::copy_forwards(to, from, length) };
    to
}

/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/memmove.html>
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn memmove(to: *mut u8, from: *const u8, length: usize) -> *mut u8 {
    // SAFETY: the caller's promise is the same.
    unsafe { crate::copy_either_way(to, from, length) };
    to
}

/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/memcmp.html>
///
/// # Safety
/// As there.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn memcmp(a: *const u8, b: *const u8, length: usize) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { crate::compare(a, b, length) }
}

/// <https://sourceware.org/glibc/manual/latest/html_node/String_002fArray-Comparison.html>: what the compiler asks where only
/// equality counts.
///
/// # Safety
/// As for `memcmp`.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn bcmp(a: *const u8, b: *const u8, length: usize) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { crate::compare(a, b, length) }
}
