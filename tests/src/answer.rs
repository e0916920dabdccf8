//! What holds for every answer of the compiler, whatever stands in the files.

use teamwright_core::{
    Diagnostic, Fix, Manifest, Platform, Source, Span, Target, analyse, compile, render, review, wire,
};

use crate::invariants::{Known, violations};

/// Findings that point at nothing (outside the file, or into the middle of a character), say nothing, or offer a repair that
/// can't be made.
#[must_use]
pub fn misplaced(found: &[Diagnostic]) -> Vec<String> {
    let is_wrong = |found: &&Diagnostic| {
        let related = found.related.iter().all(|related| fits(&related.source, related.span));
        let fixes = found.fixes.iter().all(|fix| {
            let apart = |pair: &[Span]| matches!(pair, [one, other] if one.end <= other.start);
            let mut spans: Vec<_> = fix.edits.iter().map(|edit| edit.span).collect();
            spans.sort_by_key(|span| (span.start, span.end));
            !spans.is_empty() && spans.iter().all(|span| fits(&found.source, *span)) && spans.windows(2).all(apart)
        });
        let one_line = !found.message.is_empty() && !found.message.contains('\n');
        !fits(&found.source, found.span) || !fixes || !related || !one_line
    };
    found
        .iter()
        .filter(is_wrong)
        .map(|found| format!("{:?} {:?} {:?}", found.span, found.message, found.fixes))
        .collect()
}

fn fits(source: &Source, span: Span) -> bool {
    span.start <= span.end && source.text().get(span.range()).is_some()
}

/// The same findings as JSON: as many of them, each of its places where the finding has it, in bytes and in UTF-16.
#[must_use]
pub fn misspelled(found: &[Diagnostic]) -> Vec<String> {
    let mut wrong = Vec::new();
    for offsets in [wire::Offsets::Bytes, wire::Offsets::Utf16] {
        let spelled = wire::diagnostics(found, offsets);
        if spelled.len() != found.len() || serde_json::to_string(&spelled).is_err() {
            wrong.push(format!("{} findings became {}", found.len(), spelled.len()));
        }
        for (found, spelled) in found.iter().zip(&spelled) {
            let ends = [(found.span.start, &spelled.range.start), (found.span.end, &spelled.range.end)];
            let is_wrong = ends.iter().any(|(offset, position)| {
                let before = found.source.text().get(..*offset as usize).unwrap_or_default();
                let line = before.matches('\n').count() + 1;
                let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
                let utf16 = (offsets == wire::Offsets::Utf16).then(|| before.encode_utf16().count());
                (position.line as usize, position.column as usize, position.offset) != (line, column, *offset)
                    || position.utf16.map(|utf16| utf16 as usize) != utf16
            });
            if is_wrong {
                wrong.push(format!("{:?} became {:?}", found.span, spelled.range));
            }
        }
    }
    wrong
}

/// Compiles a team as every host does. Its objects, if it is accepted, and everything that is wrong with the answer.
pub fn judge(team: &Source, platform: &Platform, known: &Known<'_>) -> (Option<Vec<Manifest>>, Vec<String>) {
    let (manifests, mut wrong) = answer(team, platform);
    if let Some(manifests) = &manifests {
        wrong.extend(violations(manifests, known));
    }
    (manifests, wrong)
}

/// The same without a look at the objects.
pub fn answer(team: &Source, platform: &Platform) -> (Option<Vec<Manifest>>, Vec<String>) {
    let compilation = compile(team, platform, &Target::default());
    let mut wrong = misplaced(&compilation.diagnostics);
    let has_errors = compilation.has_errors() || platform.has_errors();
    match &compilation.manifests {
        Some(_) if has_errors => wrong.push("objects beside an error".to_owned()),
        None if !has_errors => wrong.push("neither objects nor an error".to_owned()),
        Some(manifests) if render::explained(manifests, team, platform).lines().count() < manifests.len() => {
            wrong.push("an explanation that leaves something out".to_owned());
        }
        _ => {}
    }
    let file = analyse(team, platform);
    wrong.extend(misplaced(&review(&[file.facts()], platform)));
    (compilation.manifests, wrong)
}

/// A file with a fix applied.
///
/// # Errors
/// Why it can't be.
pub fn edited(source: &Source, fix: &Fix) -> Result<String, String> {
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| edit.span.start);
    let (mut text, mut end) = (String::new(), 0);
    for edit in edits {
        let range = edit.span.start as usize..edit.span.end as usize;
        let kept = source.text().get(end..range.start).ok_or("edits overlap, or split a character")?;
        text.push_str(kept);
        text.push_str(&edit.new_text);
        end = range.end;
    }
    text.push_str(source.text().get(end..).ok_or("an edit lies outside of the file")?);
    Ok(text)
}
