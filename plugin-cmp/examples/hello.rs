//! The least that a process of this linkage costs: `make bench-page` measures the command beside it.

fn main() {
    use std::io::Write;
    let _ = std::io::stdout().write_all(b"hello\n");
}
