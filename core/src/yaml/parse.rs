//! Text to node tree. The only room that knows the YAML parser: its marks count characters, ours count bytes.

mod lexical;
mod syntax;
mod tree;

use self::tree::Tree;
use super::{MAX_BYTES, node::Node};
use crate::{
    diagnostic::{Sink, language},
    span::Span,
};

/// Unknown aliases stop the parser; each is blanked and the text parsed again, this many times at most.
const MOST_ALIASES: usize = 20;

/// Parses the sink's source. Everything wrong with the language is reported there; the tree, whole or in part, holds what
/// could be read. There is none if the file is empty or unreadable.
pub(crate) fn parse(sink: &mut Sink) -> Option<Node> {
    let source = sink.source.clone();
    if source.text().len() > MAX_BYTES {
        sink.report(language::TOO_LARGE, Span::at(0), "the file is larger than 256 KiB");
        return None;
    }
    let mut text = lexical::clean(source.text(), sink);
    let mut tree = Tree::read(&text, source.text(), sink);
    for _ in 0..MOST_ALIASES {
        let Some(at) = tree.unknown_alias else { break };
        lexical::blank(&mut text, source.text(), at);
        tree = Tree::read(&text, source.text(), sink);
    }
    lexical::report(&text, &mut tree, sink);
    sink.keep_keys(tree.keys);
    tree.root
}

#[cfg(test)]
mod tests;
