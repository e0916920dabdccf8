//! TW01xx: the YAML language itself.

codes! {
    SYNTAX "TW0101" Error "the file is not valid YAML";
        "A file that can't be read as YAML has no meaning, so nothing is made of it.";
        "Look at the marked place: a missing space after `:`, an unclosed quote or bracket, or wrong indentation are the usual causes.";
        "team: [backend";
    TOO_LARGE "TW0102" Error "the file is too large";
        "Files are limited to 256 KiB, 16 levels and 5,000 nodes, so that no file can slow down the cluster's controllers.";
        "Split the team, or remove what does not belong in this file.";
        "apps: [[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]";
    FORBIDDEN_CHARACTER "TW0103" Error "a character that is not allowed";
        "Tabs, control characters and invisible or direction-changing characters make a file read differently from what it looks like.";
        "Remove the character, or replace a tab by spaces.";
        "description: \"a\\u0007b\"";
    DOCUMENTS "TW0104" Error "more than one document";
        "Other readers take only the first document and drop the rest without a word.";
        "Keep one team in one file; remove everything from the second `---` on.";
        "team: backend\n---\nteam: frontend";
    ROOT "TW0105" Error "the file is not a mapping";
        "The file is a list of keys and values; anything else has no meaning here.";
        "Begin the file with a key and a colon, such as `team: <name>` in team.yaml.";
        "- team: backend";
    ANCHOR "TW0106" Error "anchors, aliases and merge keys are not allowed";
        "They make a value come from another place than where it is read, and can blow up memory.";
        "Write the value out.";
        "owner: &me {name: Ann, email: ann@example.com}";
    TAG "TW0107" Error "tags are not allowed";
        "A tag changes the type of a value in a way that readers disagree about.";
        "Remove the tag; quote the value if it is a text.";
        "team: !!str backend";
    DIRECTIVE "TW0108" Error "directives are not allowed";
        "`%YAML` and `%TAG` lines change how the rest is read.";
        "Remove the line.";
        "%YAML 1.1\n---\nteam: backend";
    KEY "TW0109" Error "a key that is not a plain text";
        "Keys are names; lists and mappings as keys have no meaning here. A word such as `on` or a number such as `0x1` is another key to some readers.";
        "Write a name before the `:`, in quotes where it could be something else.";
        "? [a, b]\n: c";
    NOT_UTF8 "TW0110" Error "the file is not UTF-8";
        "Other encodings are read differently by different tools.";
        "Save the file as UTF-8.";
        "team: b\\xFFckend";
    LEFT_OUT "TW0111" Warning "findings that are not shown";
        "Of one file at most 500 errors and 500 warnings are shown.";
        "Mend what is shown, then check again.";
        "# a file with 600 unknown keys";
}
