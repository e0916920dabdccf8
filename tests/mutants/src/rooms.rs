//! Which part of the compiler a file belongs to: the rooms of ARCHITECTURE.md, in the four steps from text to text.

/// A step of the compiler, or what looks at it from outside.
pub(crate) const STAGES: [(&str, &[&str]); 5] = [
    ("decode", &["span", "source", "origin", "yaml", "shape", "value", "spec"]),
    ("validate", &["diagnostic", "platform", "team", "review", "compile"]),
    ("resources", &["resources"]),
    ("emit", &["manifest", "yaml/emit", "render"]),
    ("views", &["assist", "explain", "file", "grammar", "origins", "schema", "wire"]),
];

/// The room of a file such as `core/src/yaml/emit.rs`; the crate's own file belongs to the views.
pub(crate) fn room(file: &str) -> &str {
    let below = file.strip_prefix("core/src/").unwrap_or(file);
    if below.starts_with("yaml/emit") {
        return "yaml/emit";
    }
    below.split(['/', '.']).next().unwrap_or(below)
}

/// The step of a room.
pub(crate) fn stage(room: &str) -> &'static str {
    STAGES.iter().find(|(_, rooms)| rooms.contains(&room)).map_or("views", |(stage, _)| stage)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_writes_yaml_is_no_room_of_what_reads_it() {
        let files = ["core/src/yaml/emit.rs", "core/src/yaml/parse/tree.rs", "core/src/team.rs", "core/src/lib.rs"];
        assert_eq!(files.map(room), ["yaml/emit", "yaml", "team", "lib"]);
        assert_eq!(files.map(room).map(stage), ["emit", "decode", "validate", "views"]);
    }
}
