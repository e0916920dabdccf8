//! The border to hosts without JavaScript: UTF-8 in linear memory, by address and length.
//!
//! ```text
//! request  = tw_alloc(length)           the host writes JSON there
//! answer   = tw_compile(request, length)  address << 32 | length of JSON; 0 if the request was wrong
//! words    = tw_last_error()            the same for what was wrong, also after a trap
//! tw_free(address, length)              for what tw_alloc, an answer or tw_last_error gave
//! ```
//!
//! After a trap only `tw_last_error` may be called; then the host makes a fresh instance.
#![allow(unsafe_code, reason = "an export without wasm-bindgen has a plain name, and its memory is given by address")]

use teamwright_core::VERSION;

use crate::{
    answers::Misuse,
    panic::{self, Reader},
    request::Request,
};

/// Room for `length` bytes, which the caller owns.
#[unsafe(no_mangle)]
pub extern "C" fn tw_alloc(length: usize) -> *mut u8 {
    panic::keep_words(Reader::Host);
    let room: Box<[u8]> = vec![0; length].into_boxed_slice();
    Box::into_raw(room).cast()
}

/// Gives back what this module handed out.
///
/// # Safety
/// `address` and `length` are those of one [`tw_alloc`] or one answer, and it was not given back before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tw_free(address: *mut u8, length: usize) {
    // SAFETY: the caller's promise; every piece handed out is a boxed slice of that length.
    drop(unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(address, length)) });
}

/// What went wrong last, in words; 0 if nothing did.
#[unsafe(no_mangle)]
pub extern "C" fn tw_last_error() -> u64 {
    hand_out(panic::last())
}

/// The compiler's version.
#[unsafe(no_mangle)]
pub extern "C" fn tw_version() -> u64 {
    hand_out(VERSION.to_owned())
}

/// An export that answers a request.
macro_rules! answers {
    ($($(#[$doc:meta])* $export:ident => $question:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// # Safety
        /// `length` bytes at `address` were written by the caller.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $export(address: *const u8, length: usize) -> u64 {
            panic::keep_words(Reader::Host);
            // SAFETY: the caller's promise.
            answer(unsafe { std::slice::from_raw_parts(address, length) }, Request::$question)
        }
    )*};
}

// Beside `platform` and `platformPath` stand the platform's `templates`, each a `path` and a `text`.
answers! {
    /// `text`, `path`, `platform`, `platformPath`, `part`, `cluster`: the wire form of a compilation.
    tw_compile => compile;
    /// `platform`, `platformPath`, `digest`: what is wrong with platform.yaml.
    tw_platform => platform_diagnostics;
    /// `teams`, `platform`, `platformPath`, `digest`: everything wrong with a repository.
    tw_review => review;
    /// As `tw_compile`, and `line`, or `utf16` and `file`, which may be a template's path: where lines of the output come from.
    tw_origins => origins;
    /// As `tw_compile`, and `before`, with a `text`, a `platform` and `templates` of its own: what becomes of the objects.
    tw_compare => compare;
    /// As `tw_compile`, `subject` and `teams`, the other ones: the picture of the subject, `network`, `quota` or `access`.
    tw_picture => picture;
    /// `text`, `path`, `file`, `utf16`, `platform`, `teamNames`: what may stand there.
    tw_complete => complete;
    /// `text`, `path`, `file`, `utf16`, `platform`: what is known about it.
    tw_hover => hover;
    /// `subject`: the long text for a code, a key or a kind.
    tw_explain => explain;
    /// `file`: its JSON Schema.
    tw_schema => schema;
}

fn answer(request: &[u8], question: fn(&Request) -> Result<String, Misuse>) -> u64 {
    match Request::read(request).and_then(|request| question(&request)) {
        Ok(answer) => hand_out(answer),
        Err(misuse) => {
            panic::keep(&misuse.0);
            0
        }
    }
}

/// A text that the caller owns from now on; 0 for an empty one.
fn hand_out(text: String) -> u64 {
    if text.is_empty() {
        return 0;
    }
    let bytes = text.into_bytes().into_boxed_slice();
    let length = bytes.len() as u64;
    let address: *mut u8 = Box::into_raw(bytes).cast();
    (address.addr() as u64) << 32 | length
}
