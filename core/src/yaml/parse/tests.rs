//! What the tree and the findings look like for telling texts.

use super::*;
use crate::source::{Source, to_u32};

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

#[test]
fn a_file_has_a_longest_length() {
    let text = |length: usize| format!("a: b #{}", "x".repeat(length - "a: b #".len()));
    assert_eq!(found(&text(MAX_BYTES)), []);
    for length in [MAX_BYTES + 1, MAX_BYTES + 2] {
        assert_eq!(found(&text(length)), [pair("TW0102", "")]);
    }
}

#[test]
fn an_escape_that_nobody_knows_is_found_behind_those_that_are_known() {
    for marked in [
        r#"a: "|\q""#,
        r#"a: "\x41\u00e9\U0001F600|\q""#,
        r#"a: "\" \\ \/ \N \_ \0|\q""#,
        r#"a: "\x41|\xZ1""#,
        r#"a: "\u00e9|\u12G4""#,
        r#"a: "é\U0001F600|\U00110000""#,
    ] {
        let (before, behind) = marked.split_once('|').unwrap();
        let mut sink = Sink::new(&Source::new("t.yaml", format!("{before}{behind}")));
        parse(&mut sink);
        let found = sink.into_found();
        let places: Vec<_> = found.iter().filter(|finding| finding.code.id == "TW0101").collect();
        let [finding] = places.as_slice() else { panic!("{marked}: {found:?}") };
        assert_eq!(finding.message, "an escape that YAML does not know", "{marked}");
        assert_eq!(finding.span.start as usize, before.len(), "{marked}");
    }
}

#[test]
fn every_escape_of_a_hidden_character_is_refused() {
    for escape in
        [r"\0", r"\a", r"\b", r"\t", r"\v", r"\f", r"\r", r"\e", r"\N", r"\L", r"\P", r"\x07", r"\u202E", r"\U0000202E"]
    {
        assert_eq!(found(&format!("a: \"é{escape}é\"\n")), [pair("TW0103", escape)]);
    }
    assert_eq!(found(r#"a: "\n \_ \x41 \u00e9 \U0001F600""#), []);
}

#[test]
fn a_quoted_text_ends_with_its_quote() {
    for (text, quoted) in [
        (r#"'it''s' # '"#, r"'it''s'"),
        (r#""a\"b" # ""#, r#""a\"b""#),
        (r#""it's" # '"#, r#""it's""#),
        (r#"'say "x"' # ""#, r#"'say "x"'"#),
        (r"'a\' # '", r"'a\'"),
        (r#""a""b""#, r#""a""#),
        ("'open", "'open"),
    ] {
        let span = syntax::quoted_span(text, Span::new(0, crate::source::to_u32(text.len())));
        assert_eq!(text.get(span.range()), Some(quoted), "{text}");
    }
}

#[test]
fn what_is_forbidden_spoils_its_own_value_and_nothing_else() {
    let (root, found) = read("a: \u{202E}x\nb: y\nc: [z, w\u{7}, \"v\"]\nd\u{7}: u\ne: t");
    assert_eq!(found.len(), 3, "{found:?}");
    let root = root.unwrap();
    assert!(root.is_partial() && root.get("a").and_then(Node::text).is_none() && root.get("d\u{7}").is_none());
    assert_eq!([root.get("b"), root.get("e")].map(|node| node.and_then(Node::text)), [Some("y"), Some("t")]);
    let items: Vec<_> = root.get("c").unwrap().items().iter().map(Node::text).collect();
    assert_eq!(items, [Some("z"), None, Some("v")]);
}

#[test]
fn forbidden_characters_are_found_without_a_line_end_and_tabs_once() {
    assert_eq!(found("a: x\u{202E}y"), [pair("TW0103", "\u{202E}")]);
    assert_eq!(found("a: \u{202E}\u{202E}x\n"), [pair("TW0103", "\u{202E}"), pair("TW0103", "\u{202E}")]);
    let (root, found) = read("a:\t\tb\n");
    assert_eq!(found, [pair("TW0103", "\t")]);
    assert!(root.unwrap().get("a").is_some());
}

#[test]
fn directives_stand_before_everything_but_comments() {
    assert_eq!(found("# so\n\n%X y\n---\na: 1\n"), [pair("TW0108", "%X y")]);
    assert_eq!(found("%X y\n%Z\n---\na: 1\n"), [pair("TW0108", "%X y"), pair("TW0108", "%Z")]);
}

/// The key path of the place where `needle` stands for the last time.
fn key_of(text: &str, needle: &str) -> String {
    let mut sink = Sink::new(&Source::new("t", text));
    parse(&mut sink);
    sink.into_keys().unwrap().path(text, to_u32(text.rfind(needle).unwrap()))
}

#[test]
fn a_place_belongs_to_its_innermost_key() {
    let text =
        "team: a\napps:\n  - name: web\n    path: k8s\n  - {name: api, helm: [x, {w: z}]}\n# é\n\"q u\\x6F\": {o: 1}\n";
    let paths = [
        ("team", "team"),
        ("web", "apps[0].name"),
        ("k8s", "apps[0].path"),
        ("api", "apps[1].name"),
        ("z", "apps[1].helm[1].w"),
        (": 1", "q uo.o"),
        ("é", ""),
    ];
    for (needle, path) in paths {
        assert_eq!(key_of(text, needle), path, "{needle}");
    }
    assert_eq!(key_of("a: b\n", "\n"), "a", "a cursor behind a value is still at it");
}

#[test]
fn a_key_that_is_written_twice_is_the_key_of_both_places() {
    assert_eq!(key_of("a:\n  b: 1\na:\n  c: [2]\n", "2"), "a.c[0]");
    assert_eq!(key_of("l:\n  - a: 1\n    a:\n      b: 2\nm: 3\n", "2"), "l[0].a.b");
}

#[test]
fn what_is_not_read_has_no_keys_of_its_own() {
    for (text, path) in [
        ("a: !t {b: {c: x}}\n", "a"),
        ("a: {? {k: x}, b: 1}\n", "a"),
        ("a: {? {\"k\\x61\": 1} : 2, b: x}\n", "a.b"),
        ("a: {b\u{7}c: {d: x}}\n", "a"),
        ("a: {<<: {d: x}}\n", "a"),
        ("a:\n  b: x\n  c: [1, 2\nd: 1\n", ""),
        ("- a: x\n- b: [1, 2\n", ""),
    ] {
        assert_eq!(key_of(text, "x"), path, "{text}");
    }
}
