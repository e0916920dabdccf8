//! What is left of a panic. It ends the instance with a trap, and a trap has no words.

use std::sync::{Mutex, Once};

/// The last thing that went wrong, in words.
static LAST: Mutex<String> = Mutex::new(String::new());

/// Who reads about a panic.
pub(crate) enum Reader {
    /// The console of a page, a worker or Node, and whoever asks for the last error.
    Console,
    /// Whoever asks for the last error.
    Host,
}

/// Keeps the words of a panic from now on. The first call decides who reads them.
pub(crate) fn keep_words(reader: Reader) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(move |what| {
            keep(&what.to_string());
            if matches!(reader, Reader::Console) {
                console_error_panic_hook::hook(what);
            }
        }));
    });
}

/// Keeps what went wrong.
pub(crate) fn keep(words: &str) {
    if let Ok(mut last) = LAST.lock() {
        words.clone_into(&mut last);
    }
}

/// What went wrong last; empty if nothing did.
pub(crate) fn last() -> String {
    LAST.lock().map(|last| last.clone()).unwrap_or_default()
}
