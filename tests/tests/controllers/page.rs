//! Pages of the documentation as people follow them: what they type.

/// The blocks of shell in a part of a page, each with the lines that it has, in their order.
pub fn shell(part: &str) -> Vec<String> {
    blocks(part, "sh")
}

/// The blocks in a language.
pub fn blocks(part: &str, language: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines = part.lines();
    while let Some(opening) = lines.next() {
        if opening.trim_start() != format!("```{language}") {
            continue;
        }
        // Below an entry of a list, a block stands as far to the right as its fence.
        let indent = opening.len() - opening.trim_start().len();
        let block = lines.by_ref().take_while(|line| line.trim_start() != "```");
        found.push(block.map(|line| format!("{}\n", line.get(indent..).unwrap_or_default())).collect());
    }
    found
}
