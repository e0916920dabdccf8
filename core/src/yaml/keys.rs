//! Key paths of findings.

use super::parse;
use crate::{
    diagnostic::{Diagnostic, Sink},
    source::{Keys, Source},
};

/// Key paths of one finding after the other. One that came about without its file's tree is placed by reading the file again;
/// the keys of the last file are kept, because those of a whole repository would fill the memory of a page.
#[derive(Default)]
pub(crate) struct KeyPaths {
    last: Option<(Source, Keys)>,
}

impl KeyPaths {
    /// The path of the innermost key that a finding's place belongs to; empty outside every key.
    pub(crate) fn of(&mut self, finding: &Diagnostic) -> String {
        let source = &finding.source;
        finding.key.clone().unwrap_or_else(|| {
            let last = self.last.take().filter(|(known, _)| known.is(source));
            let (_, keys) = self.last.insert(last.unwrap_or_else(|| (source.clone(), read(source))));
            keys.path(source.text(), finding.span.start)
        })
    }
}

fn read(source: &Source) -> Keys {
    let mut sink = Sink::new(source);
    parse(&mut sink);
    sink.into_keys().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{diagnostic::language, span::Span};

    #[test]
    fn a_finding_of_whoever_read_the_file_names_its_key() {
        let mut sink = Sink::new(&Source::new("t", "a: {b: &x 1}\n"));
        parse(&mut sink);
        assert_eq!(sink.into_found().first().unwrap().key.as_deref(), Some("a.b"));
    }

    #[test]
    fn a_finding_of_somebody_else_is_placed_by_reading_the_file() {
        let (one, two) = (Source::new("one", "a: {b: 1}\n"), Source::new("two", "é: [2]\n"));
        let finding = |source: &Source, offset| {
            let mut sink = Sink::new(source);
            sink.report(language::SYNTAX, Span::at(offset), "wrong");
            sink.into_found().remove(0)
        };
        let mut paths = KeyPaths::default();
        assert_eq!(finding(&one, 7).key, None);
        let keys = [(&one, 7), (&one, 1), (&two, 5), (&one, 4)].map(|(source, at)| paths.of(&finding(source, at)));
        assert_eq!(keys, ["a.b", "a", "é[0]", "a.b"]);
    }
}
