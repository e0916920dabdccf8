//! Two answers that should be one.

/// How much is shown before and behind the first byte that differs.
const AROUND: usize = 160;

/// Where two hosts say different things, with the words around the first byte that differs.
#[must_use]
pub fn difference(what: &str, one: (&str, &str), other: (&str, &str)) -> Option<String> {
    if one.1 == other.1 {
        return None;
    }
    let at = one.1.bytes().zip(other.1.bytes()).take_while(|(a, b)| a == b).count();
    let show = |(host, answer): (&str, &str)| {
        let part = &answer.as_bytes()[at.saturating_sub(AROUND)..answer.len().min(at + AROUND)];
        format!("  {host}, {} bytes: …{}…\n", answer.len(), String::from_utf8_lossy(part))
    };
    Some(format!("{what}: they differ at byte {at}\n{}{}", show(one), show(other)))
}
