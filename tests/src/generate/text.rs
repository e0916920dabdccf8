//! Texts: free ones with everything that has ever gone wrong in YAML, and those of a grammar.

use proptest::{collection::vec, prelude::*, sample::select};

/// Pieces that some reader, template or shell has taken for more than text.
pub const HAZARDS: &[&str] = &[
    "\n",
    "\n\n",
    "\n---\n",
    "\n...\n",
    "\n- ",
    "\n  x: y\n",
    "---",
    "...",
    "# ",
    " #",
    ": ",
    ":",
    "- ",
    "? ",
    "\"",
    "'",
    "''",
    "\\",
    "\\n",
    "\\\"",
    "{{ x }}",
    "{{",
    "}}",
    "${X}",
    "${",
    "$(x)",
    "`",
    "%",
    "@",
    "*",
    "*x",
    "&a",
    "!x",
    "!!str ",
    "|",
    ">",
    "<<",
    "<no value>",
    "=",
    "~",
    "null",
    "Null",
    "yes",
    "NO",
    "on",
    "y",
    "true",
    "False",
    "1e3",
    "1.10",
    "0x1F",
    "0777",
    "1_000",
    "12:30:45",
    "2027-03-31",
    ".inf",
    ".nan",
    "+1",
    "-",
    "[",
    "]",
    "{",
    "}",
    ",",
    "  ",
    "é",
    "🚀",
    "\u{200D}",
    "\u{200C}",
    "\u{A0}",
    "\u{AD}",
    "\u{2060}",
    "\u{3000}",
    "e\u{301}",
    "\u{10FFFD}",
    "\u{E000}",
    "日本",
    "<script>",
    "a: b # c",
];

/// Anything printable, line breaks included; never blank.
pub fn free(most: usize) -> BoxedStrategy<String> {
    let piece = prop_oneof![
        3 => "[a-zA-Z0-9]{1,8}",
        1 => Just(" ".to_owned()),
        3 => select(HAZARDS).prop_map(str::to_owned),
        1 => any::<char>().prop_filter("a character that may be written", |c| is_printable(*c)).prop_map(String::from),
    ];
    vec(piece, 1..=most)
        .prop_map(|pieces| pieces.concat())
        .prop_filter("not blank", |text| !text.trim().is_empty())
        .boxed()
}

/// What the specification lets stand in a free text.
#[must_use]
pub fn is_printable(character: char) -> bool {
    let refused = matches!(
        character,
        '\0'..='\u{9}'
            | '\u{B}'..='\u{1F}'
            | '\u{7F}'..='\u{9F}'
            | '\u{200B}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{61C}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FEFF}'
            | '\u{FFFE}'..='\u{FFFF}'
    );
    !refused
}

/// A name that begins with a letter, words of YAML among them.
pub fn name() -> BoxedStrategy<String> {
    prop_oneof![
        6 => "[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,3})?",
        1 => select(&["y", "n", "no", "yes", "on", "off", "null", "true", "e1", "a--b"][..]).prop_map(str::to_owned),
    ]
    .boxed()
}

/// A group or user of a login service.
pub fn subject() -> BoxedStrategy<String> {
    prop_oneof![
        4 => "[a-zA-Z0-9][a-zA-Z0-9 ._@:/#-]{0,10}[a-zA-Z0-9]",
        1 => select(&["Équipe Données", "no", "1e3", "12:30", "true", "- x", "a: b", "a #b", "{{x}}", "${X}", "!x", "&a", "[x]", "0x1F"][..])
            .prop_map(str::to_owned),
    ]
    .prop_filter("not a name of the system", |text| {
        !["system:", "role:", "proj:"].iter().any(|beginning| text.starts_with(beginning))
    })
        .boxed()
}

/// The value of a label.
pub fn label_value() -> BoxedStrategy<String> {
    prop_oneof![3 => "[A-Za-z0-9]([A-Za-z0-9_.-]{0,8}[A-Za-z0-9])?", 1 => select(&["no", "1.10", "true", "1e3", "0777", ""][..]).prop_map(str::to_owned)]
        .boxed()
}

/// The key of a label outside every domain that means something.
pub fn label_key() -> BoxedStrategy<String> {
    prop_oneof![
        "[a-z][a-z0-9]{0,5}-[a-z0-9]{1,4}",
        "example\\.com/[A-Za-z0-9][A-Za-z0-9._-]{0,6}[a-z0-9]",
        Just("on".to_owned())
    ]
    .boxed()
}

/// A path inside a repository.
pub fn path() -> BoxedStrategy<String> {
    prop_oneof![
        4 => "[a-z0-9_]{1,6}(/[a-zA-Z0-9_.-]{0,4}[a-z0-9]){0,3}",
        1 => select(&["k8s", "k8s/über", "a b/c", "x=y", "no", "1.10", "2027-03-31", "~x", "a,b", "(x)", "1e3"][..]).prop_map(str::to_owned),
    ]
    .prop_filter("stays inside", |text| text.split('/').all(|segment| !matches!(segment, "." | ".." | ".git")))
        .boxed()
}

/// A branch, tag or commit.
pub fn revision() -> BoxedStrategy<String> {
    prop_oneof![
        4 => "(v[0-9]\\.[0-9]{1,2}\\.[0-9])|main|[a-z]{1,6}(/[a-z0-9]{1,4})?",
        1 => select(&["1.10", "1e3", "HEAD", "1234567", "no", "feature/#12", "a\"b", "x'y", "a,b", "!x", "&a", "é", "<x>", "1.x"][..])
            .prop_map(str::to_owned),
    ]
        .boxed()
}
