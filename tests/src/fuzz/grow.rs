//! One input made of another: its tree changed and written down again, or its text.

use super::{
    Files, Random,
    vocabulary::{PLATFORM, PLATFORMS, TEAM, Vocabulary},
};
use crate::{
    document::{Hand, Node},
    generate::text::HAZARDS,
    mutate::{Change, FORBIDDEN, mutate},
};

/// Changes one of the two files, or puts the team under another platform.
pub(super) fn change_files(input: &str, random: &mut Random) -> String {
    let mut files = Files::read(input);
    if random.one_in(16) {
        files.platform = random.choose(&PLATFORMS).cloned().filter(|_| !random.one_in(4));
        return files.write();
    }
    match &mut files.platform {
        Some(platform) if random.one_in(2) => *platform = change_file(platform, &PLATFORM, random),
        _ => files.team = change_file(&files.team, &TEAM, random),
    }
    files.write()
}

fn change_file(text: &str, vocabulary: &Vocabulary, random: &mut Random) -> String {
    if random.one_in(3) {
        return change_text(text, random);
    }
    let Some(mut root) = Node::read(text) else { return change_text(text, random) };
    for _ in 0..=random.below(3) {
        change_node(&mut root, vocabulary, random);
    }
    let styles = if random.one_in(4) { (0..random.below(16)).map(|_| byte(random)).collect() } else { Vec::new() };
    Hand { styles, crlf: random.one_in(40) }.write(&root)
}

/// A few changes of the text, whatever it says.
pub(super) fn change_text(text: &str, random: &mut Random) -> String {
    let changes: Vec<_> = (0..=random.below(3)).map(|_| change(random)).collect();
    mutate(text, &changes)
}

fn change(random: &mut Random) -> Change {
    match random.below(9) {
        0 => Change::DropLine(random.index()),
        1 => Change::DoubleLine(random.index()),
        2 => Change::SwapLines(random.index(), random.index()),
        3 => Change::Indent(random.index(), byte(random) % 6),
        4 => Change::Insert(random.index(), piece(random)),
        5 => Change::ReplaceWord(random.index(), piece(random)),
        6 => Change::CopyWord(random.index(), random.index()),
        7 => Change::Cut(random.index(), 1 + byte(random) % 8),
        _ => Change::End(random.index()),
    }
}

/// One change somewhere in a tree.
fn change_node(root: &mut Node, vocabulary: &Vocabulary, random: &mut Random) {
    let count = root.count();
    let Some(other) = root.nth_mut(random.below(count)).map(|(_, node)| node.clone()) else { return };
    let Some((path, node)) = root.nth_mut(random.below(count)) else { return };
    match (random.below(8), &mut *node) {
        (0, node) => *node = other,
        (1, node) => vocabulary.value(&path, random).into_iter().for_each(|known| *node = known.clone()),
        (2, node) if random.one_in(4) => {
            vocabulary.anything(random).into_iter().for_each(|known| *node = known.clone())
        }
        (_, Node::Map(entries)) => change_entries(entries, &path, vocabulary, random),
        (_, Node::List(items)) => change_items(items, &path, vocabulary, random),
        (_, Node::Text(text) | Node::Bare(text) | Node::Amount(text)) => {
            let text = change_scalar(text, random);
            *node = if random.one_in(2) { Node::Text(text) } else { Node::Bare(text) };
        }
    }
}

fn change_entries(entries: &mut Vec<(String, Node)>, path: &str, vocabulary: &Vocabulary, random: &mut Random) {
    let count = entries.len();
    let at = random.below(count);
    match random.below(8) {
        0 if count > 0 => drop(entries.remove(at)),
        1 if count > 0 => entries.push(entries[at].clone()),
        2 if count > 0 => entries.swap(at, random.below(count)),
        3 if count > 0 => entries[at].0 = change_scalar(&entries[at].0, random),
        4 if count > 0 => vocabulary.entry(path, random).into_iter().for_each(|(key, _)| entries[at].0.clone_from(key)),
        _ => {
            // Twice would be a mistake that hides every other.
            let entry = vocabulary.entry(path, random).cloned();
            let at = entry.as_ref().and_then(|(key, _)| entries.iter().position(|(other, _)| other == key));
            match (entry, at) {
                (Some(entry), Some(at)) => entries[at] = entry,
                (Some(entry), None) => entries.insert(random.below(count + 1), entry),
                (None, _) => {}
            }
        }
    }
}

fn change_items(items: &mut Vec<Node>, path: &str, vocabulary: &Vocabulary, random: &mut Random) {
    let count = items.len();
    let at = random.below(count);
    match random.below(6) {
        0 if count > 0 => drop(items.remove(at)),
        1 if count > 0 => items.push(items[at].clone()),
        2 if count > 0 => items.swap(at, random.below(count)),
        _ => items.extend(vocabulary.value(&format!("{path}/-"), random).cloned()),
    }
}

/// Another text, near this one.
pub(super) fn change_scalar(text: &str, random: &mut Random) -> String {
    const AMOUNTS: &[&str] = &["0", "1", "-1", "63", "64", "255", "65535", "2147483648", "9223372036854775807", "0.5"];
    let changed = |change: Change| mutate(text, &[change]);
    match random.below(6) {
        0 => piece(random),
        1 => random.choose(AMOUNTS).map(|amount| (*amount).to_owned()).unwrap_or_default(),
        2 => changed(Change::Cut(random.index(), 1 + byte(random) % 3)),
        3 => text.repeat(1 + random.below(12)),
        _ => changed(Change::Insert(random.index(), piece(random))),
    }
}

/// A few characters, often of those that mean something.
fn piece(random: &mut Random) -> String {
    match random.below(8) {
        0..4 => random.choose(HAZARDS).map(|piece| (*piece).to_owned()).unwrap_or_default(),
        4 => random.choose(FORBIDDEN).map(|piece| (*piece).to_owned()).unwrap_or_default(),
        5 => u32::try_from(random.below(0x11_0000)).ok().and_then(char::from_u32).map(String::from).unwrap_or_default(),
        _ => (0..=random.below(4)).map(|_| char::from(b"abcdefgmxz0123456789-./:*"[random.below(25)])).collect(),
    }
}

/// Any byte.
fn byte(random: &mut Random) -> u8 {
    random.number().to_le_bytes()[0]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fuzz::files::seeds;

    #[test]
    fn changed_files_are_often_right_and_often_wrong() {
        let seeds = seeds();
        let mut random = Random::new(7);
        let mut accepted = 0;
        for _ in 0..1_000 {
            let seed = random.choose(&seeds).unwrap();
            accepted += usize::from(Files::read(&change_files(seed, &mut random)).compiles());
        }
        assert!((100..900).contains(&accepted), "{accepted} of a thousand");
    }

    #[test]
    fn a_seed_decides_everything() {
        let seeds = seeds();
        let grown = |seed| change_files(&seeds[0], &mut Random::new(seed));
        assert_eq!(grown(3), grown(3));
        assert_ne!(grown(3), grown(4));
    }
}
