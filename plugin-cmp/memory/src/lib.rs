//! `memcpy`, `memmove` and `memcmp` for programs that link musl on x86_64.
//!
//! musl copies with `rep movsq`, which takes some forty cycles to begin, and compares byte by byte. The compiler copies
//! thousands of texts of a dozen bytes for each team: it spent a third of `render` there. These are the functions that every
//! Rust program calls for a copy, so defining them is all; a program that does not link musl on x86_64 gets nothing from here.
//!
//! A crate of its own, because `no_builtins` is said of a crate: without it the compiler would make of each loop below the very
//! call that the loop answers.

#![no_builtins]
#![cfg_attr(not(test), no_std)]
#![allow(unsafe_code, reason = "functions of C, called with pointers")]

#[cfg(all(target_env = "musl", target_arch = "x86_64"))]
mod symbols;

/// What is copied or compared at once where there is so much: a register of every x86_64.
const BLOCK: usize = 16;

type Block = [u64; 2];

/// Copies `length` bytes.
///
/// # Safety
/// `from` can be read and `to` be written for `length` bytes. They may overlap if `to` is not within what `from` has behind it.
#[inline(always)]
pub unsafe fn copy_forwards(to: *mut u8, from: *const u8, length: usize) {
    // SAFETY: every offset below is at most `length` less what is read or written there.
    unsafe {
        if length <= BLOCK {
            return copy_few(to, from, length);
        }
        // Read before anything is written: what overlaps may be written before the loop gets there.
        let last = from.add(length - BLOCK).cast::<Block>().read_unaligned();
        let mut at = 0;
        while at + BLOCK < length {
            to.add(at).cast::<Block>().write_unaligned(from.add(at).cast::<Block>().read_unaligned());
            at += BLOCK;
        }
        to.add(length - BLOCK).cast::<Block>().write_unaligned(last);
    }
}

/// Copies `length` bytes between places that may overlap.
///
/// # Safety
/// `from` can be read and `to` be written for `length` bytes.
#[inline(always)]
pub unsafe fn copy_either_way(to: *mut u8, from: *const u8, length: usize) {
    // SAFETY: every offset below is at most `length` less what is read or written there.
    unsafe {
        if to.addr().wrapping_sub(from.addr()) >= length {
            return copy_forwards(to, from, length);
        }
        if length <= BLOCK {
            return copy_few(to, from, length);
        }
        let first = from.cast::<Block>().read_unaligned();
        let mut at = length;
        while at > BLOCK {
            at -= BLOCK;
            to.add(at).cast::<Block>().write_unaligned(from.add(at).cast::<Block>().read_unaligned());
        }
        to.cast::<Block>().write_unaligned(first);
    }
}

/// Copies at most sixteen bytes as two pieces that overlap in the middle, both read before one is written.
#[inline(always)]
unsafe fn copy_few(to: *mut u8, from: *const u8, length: usize) {
    /// The first and the last bytes, as many as `T` has.
    #[inline(always)]
    unsafe fn ends<T>(to: *mut u8, from: *const u8, length: usize) {
        let rest = length - size_of::<T>();
        // SAFETY: `length` is at least the size of `T`.
        unsafe {
            let (first, last) = (from.cast::<T>().read_unaligned(), from.add(rest).cast::<T>().read_unaligned());
            to.cast::<T>().write_unaligned(first);
            to.add(rest).cast::<T>().write_unaligned(last);
        }
    }
    // SAFETY: each is called with as many bytes as it takes.
    unsafe {
        match length {
            8.. => ends::<u64>(to, from, length),
            4.. => ends::<u32>(to, from, length),
            2.. => ends::<u16>(to, from, length),
            1 => to.write(from.read()),
            0 => {}
        }
    }
}

/// Less than, equal to or more than zero, as the first byte that differs is smaller or larger in `a`.
///
/// # Safety
/// `a` and `b` can be read for `length` bytes.
#[inline(always)]
pub unsafe fn compare(a: *const u8, b: *const u8, length: usize) -> i32 {
    const WORD: usize = size_of::<u64>();
    let mut at = 0;
    // SAFETY: every offset below is at most `length` less what is read there.
    unsafe {
        while at + WORD <= length {
            let (a, b) = (a.add(at).cast::<u64>().read_unaligned(), b.add(at).cast::<u64>().read_unaligned());
            if a != b {
                // The first byte is the most significant one of a number that is written big end first.
                return if u64::from_be(a) < u64::from_be(b) { -1 } else { 1 };
            }
            at += WORD;
        }
        while at < length {
            let (a, b) = (a.add(at).read(), b.add(at).read());
            if a != b {
                return i32::from(a) - i32::from(b);
            }
            at += 1;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes of which no two neighbours within reach are the same.
    fn bytes() -> Vec<u8> {
        (0..400_u32).map(|number| (number * 37 % 251) as u8).collect()
    }

    #[test]
    fn copies_are_what_a_loop_would_make_of_them_wherever_they_overlap() {
        for length in 0..=100 {
            for (from, to) in (0..130).flat_map(|from| [0, 3, 64, 127].map(|to| (from, to))) {
                let mut copied = bytes();
                let mut expected = bytes();
                for (at, byte) in bytes()[from..from + length].iter().enumerate() {
                    expected[to + at] = *byte;
                }
                let start = copied.as_mut_ptr();
                // SAFETY: 127 and 100 are within 400.
                unsafe { copy_either_way(start.add(to), start.add(from), length) };
                assert_eq!(copied, expected, "{length} bytes from {from} to {to}");
                if from + length <= to || to + length <= from {
                    let mut copied = bytes();
                    let start = copied.as_mut_ptr();
                    // SAFETY: as above, and the two are apart.
                    unsafe { copy_forwards(start.add(to), start.add(from), length) };
                    assert_eq!(copied, expected, "{length} bytes from {from} to {to}, forwards");
                }
            }
        }
    }

    #[test]
    fn comparisons_are_those_of_slices() {
        for length in 0..=40_usize {
            for at in 0..length.max(1) {
                for (ours, theirs) in [(0, 255), (255, 0), (7, 8), (7, 7)] {
                    let (mut a, mut b) = (bytes(), bytes());
                    a[at] = ours;
                    b[at] = theirs;
                    // A later difference never counts.
                    b[length] = !a[length];
                    // SAFETY: 40 is within 400.
                    let sign = unsafe { compare(a.as_ptr(), b.as_ptr(), length) };
                    assert_eq!(0.cmp(&sign), b[..length].cmp(&a[..length]), "{length} bytes, of which {at} differs");
                }
            }
        }
    }
}
