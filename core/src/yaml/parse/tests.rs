//! What the tree and the findings look like for telling texts.

use super::*;
use crate::source::Source;

fn read(text: &str) -> (Option<Node>, Vec<(String, String)>) {
    let mut sink = Sink::new(&Source::new("t.yaml", text));
    let root = parse(&mut sink);
    let found = sink.into_found();
    let found = found.iter().map(|d| (d.code.id.to_owned(), d.source.slice(d.span).to_owned())).collect();
    (root, found)
}

fn found(text: &str) -> Vec<(String, String)> {
    read(text).1
}

fn pair(id: &str, text: &str) -> (String, String) {
    (id.to_owned(), text.to_owned())
}

#[test]
fn spans_hold_exactly_what_was_written() {
    let text = "é: \"a b\"   # x\nlist:\n  - 'c'\nblock: |\n  hello\n\nflow: {a: [1, 2]}\n";
    let (root, found) = read(text);
    assert!(found.is_empty(), "{found:?}");
    let root = root.unwrap();
    let slice = |node: &Node| text.get(node.span.range()).unwrap().to_owned();
    assert_eq!(slice(root.get("é").unwrap()), "\"a b\"");
    assert_eq!(slice(root.get("list").unwrap().items().first().unwrap()), "'c'");
    assert_eq!(slice(root.get("block").unwrap()), "|\n  hello");
    assert_eq!(slice(root.get("flow").unwrap()), "{a: [1, 2]}");
}

#[test]
fn anchors_aliases_tags_and_merges_are_each_reported() {
    assert_eq!(
        found("a: &x 1\nb: *x\nc: *y\nd: !!str e\n<<: {}\n"),
        [
            pair("TW0106", "&x"),
            pair("TW0106", "*x"),
            pair("TW0106", "*y"),
            pair("TW0107", "!!str"),
            pair("TW0106", "<<")
        ]
    );
}

#[test]
fn what_is_not_shown_is_counted_wherever_it_was_found() {
    let text = "%X y\n".repeat(600) + &"team: a\n".repeat(651);
    let mut sink = Sink::new(&Source::new("t.yaml", text));
    parse(&mut sink);
    let found = sink.into_found();
    let shown = |id: &str| found.iter().filter(|finding| finding.code.id == id).count();
    assert_eq!((shown("TW0108"), shown("TW0202"), shown("TW0111"), found.len()), (500, 0, 1, 501));
    let last = found.last().unwrap();
    assert_eq!(last.message, "750 more findings from here on are not shown");
    assert_eq!(last.source.position(last.span.start).line, 501);
}

#[test]
fn a_dash_that_is_no_text_is_told_so() {
    for text in ["a: {b: -}", "a: [-, c]", "a: {b: - }", "a: [- c]", "a: - b"] {
        let mut sink = Sink::new(&Source::new("t.yaml", text));
        parse(&mut sink);
        let found = sink.into_found();
        let [finding] = found.as_slice() else { panic!("{text}: {found:?}") };
        assert_eq!(
            (finding.message.as_str(), finding.source.slice(finding.span)),
            ("a `-` that can't stand here", "-")
        );
    }
}

#[test]
fn tabs_are_fine_in_comments_only() {
    assert_eq!(found("a: 1 #\tx\n#\ty\n"), []);
    assert_eq!(found("a:\n\tb: 1\n").len(), 1);
    assert_eq!(found("a: \"x #\ty\"\n"), [pair("TW0103", "\t")]);
    assert_eq!(found("a: \"x\\ty\"\n"), [pair("TW0103", "\\t")]);
}

#[test]
fn hidden_characters_are_refused_raw_and_escaped() {
    assert_eq!(found("a: x\u{202E}y\n"), [pair("TW0103", "\u{202E}")]);
    assert_eq!(found("a: \"x\\u202Ey\"\n"), [pair("TW0103", "\\u202E")]);
    assert_eq!(found("\u{FEFF}a: x\n"), [pair("TW0103", "\u{FEFF}")]);
    assert_eq!(found("a: \"👩\u{200D}💻\"\n"), []);
    assert_eq!(found("a: x\r\nb: y\r\n"), []);
}

#[test]
fn a_second_document_and_directives_are_refused() {
    assert_eq!(found("---\na: 1\n...\n"), []);
    assert_eq!(found("# x\n...\na: 1\n...\n"), [pair("TW0101", "...")]);
    assert_eq!(found("\n...\n"), [pair("TW0101", "...")]);
    assert_eq!(found("a: 1\n---\nb: 1\n"), [pair("TW0104", "---")]);
    assert_eq!(found("%YAML 1.1\n---\na: 1\n"), [pair("TW0108", "%YAML 1.1")]);
}

#[test]
fn limits_hold() {
    assert_eq!(found(&format!("a: {}", "[".repeat(100_000)))[0].0, "TW0102");
    assert_eq!(found(&format!("a: [{}]", "x,".repeat(6_000)))[0].0, "TW0102");
    let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(found(&format!("a: {}", nested(15))), []);
    assert_eq!(found(&format!("a: {}", nested(16)))[0].0, "TW0102");
    assert_eq!(found(&format!("{}: 1\n", "é".repeat(256))), []);
    assert_eq!(found(&format!("? {}\n: 1\n", "k".repeat(257)))[0].0, "TW0102");
}

#[test]
fn what_stands_before_a_syntax_error_is_kept() {
    let (root, found) = read("team: x\nowner:\n  name: [a\n");
    assert_eq!(found.len(), 1);
    let root = root.unwrap();
    assert!(root.is_partial());
    assert_eq!(root.get("team").and_then(Node::text), Some("x"));
    assert!(root.get("owner").is_none());
}

#[test]
fn between_brackets_a_plain_text_is_what_other_readers_take() {
    for text in ["|x", ">x", "?x", ":x", "E:?"] {
        assert_eq!(found(&format!("a: [{text}]\n")), [pair("TW0101", text)], "{text}");
        assert_eq!(found(&format!("a: {{b: {text}}}\n")), [pair("TW0101", text)], "{text}");
        assert_eq!(found(&format!("a: ['{text}']\n")), [], "{text}");
    }
    assert_eq!(found("a: E:?\nb: [E:x]\n"), []);
}

#[test]
fn a_wide_blank_is_text() {
    let (root, _) = read("a: \u{3000} # so\nb: |\n  x\u{A0}\n");
    let root = root.unwrap();
    assert_eq!(root.get("a").map(|node| node.span), Some(Span::new(3, 6)));
    assert_eq!(root.get("b").map(|node| node.span), Some(Span::new(15, 22)));
}
