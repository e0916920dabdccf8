//! The compiler's grammars against the code that its output will meet: the answers of Kubernetes, Argo CD, Go and git in
//! `tests/vectors` (`make vectors` renews them).
//!
//! What the compiler takes, they take, with the same meaning. What the compiler refuses although they take it is refused by
//! a listed rule; each rule says why, refuses something, and refuses everything that it describes.

mod access;
mod amounts;
mod editors;
mod images;
mod names;
mod networks;
mod quantities;
mod repositories;
mod revisions;
mod rules;
mod schedules;
mod times;
mod vectors;
mod windows;
