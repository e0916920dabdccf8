//! `check --fix`: certain repairs, applied to the text as it stands, so that comments and formatting stay.

use std::{fs, io::Write, path::Path};

use teamwright_core::{Diagnostic, Edit, Source};

use crate::output::Failure;

/// A repaired text and what was done to it.
pub(crate) struct Repaired {
    pub(crate) text: String,
    /// `line 3: rename to `resourceQuota``, in the order of the file.
    pub(crate) done: Vec<String>,
}

/// Applies the first fix of each finding about `source`; where two overlap, the later one waits for another run.
pub(crate) fn apply(source: &Source, diagnostics: &[Diagnostic]) -> Option<Repaired> {
    let own = diagnostics.iter().filter(|diagnostic| diagnostic.source.path() == source.path());
    let mut fixes: Vec<_> = own.filter_map(|diagnostic| diagnostic.fixes.first()).collect();
    fixes.sort_by_key(|fix| fix.edits.first().map(|edit| edit.span));
    let mut chosen: Vec<&Edit> = Vec::new();
    let mut done = Vec::new();
    for fix in fixes {
        let apart = |edit: &Edit| {
            chosen.iter().all(|other| edit.span.end <= other.span.start || other.span.end <= edit.span.start)
        };
        if fix.edits.iter().all(apart) {
            let line = fix.edits.first().map_or(1, |edit| source.position(edit.span.start).line);
            done.push(format!("line {line}: {}", fix.title));
            chosen.extend(&fix.edits);
        }
    }
    if chosen.is_empty() {
        return None;
    }
    chosen.sort_by_key(|edit| edit.span);
    let mut text = source.text().to_owned();
    for edit in chosen.iter().rev() {
        text.replace_range(edit.span.range(), &edit.new_text);
    }
    Some(Repaired { text, done })
}

/// Replaces a file as a whole: a reader sees the old text or the new one, never a part.
pub(crate) fn replace_file(path: &Path, text: &str) -> Result<(), Failure> {
    let shown = path.display();
    let fail = |error: std::io::Error| Failure::new(format!("could not write `{shown}`: {error}"));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.teamwright-tmp"));
    let written = fs::File::create(&beside).and_then(|mut file| {
        if let Ok(metadata) = fs::metadata(path) {
            file.set_permissions(metadata.permissions())?;
        }
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    let written = written.and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written.map_err(fail)
}
