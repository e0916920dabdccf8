//! Text to node tree. The only room that knows the YAML parser: its marks count characters, ours count bytes.

mod lexical;
mod syntax;
mod tree;

use self::tree::Tree;
use super::{MAX_BYTES, node::Node};
use crate::{
    diagnostic::{Sink, language},
    source::Source,
    span::Span,
};

/// Unknown aliases stop the parser; each is blanked and the text parsed again, this many times at most.
const MOST_ALIASES: usize = 20;

/// Parses the sink's source. Everything wrong with the language is reported there; the tree, whole or in part, holds what
/// could be read. There is none if the file is empty or unreadable.
pub(crate) fn parse(sink: &mut Sink) -> Option<Node> {
    parse_as(sink, Duplicates::Dropped)
}

/// Like [`parse`], for a reader who asks where things stand: keys that are written twice are there twice.
pub(super) fn parse_whole(source: &Source) -> Option<Node> {
    parse_as(&mut Sink::new(source), Duplicates::Kept)
}

/// What becomes of a key that was there before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Duplicates {
    Dropped,
    Kept,
}

fn parse_as(sink: &mut Sink, duplicates: Duplicates) -> Option<Node> {
    let source = sink.source.clone();
    if source.text().len() > MAX_BYTES {
        sink.report(language::TOO_LARGE, Span::at(0), "the file is larger than 256 KiB");
        return None;
    }
    let mut text = lexical::clean(source.text(), sink);
    let mut tree = Tree::read(&text, source.text(), duplicates, sink);
    for _ in 0..MOST_ALIASES {
        let Some(at) = tree.unknown_alias else { break };
        lexical::blank(&mut text, source.text(), at);
        tree = Tree::read(&text, source.text(), duplicates, sink);
    }
    lexical::report(&text, &mut tree, sink);
    tree.root
}

#[cfg(test)]
mod tests;
