//! `check --fix`: certain repairs, applied to the text as it stands, so that comments and formatting stay.

use std::{fs, path::Path};

use teamwright_core::{Diagnostic, Edit, Source};

use crate::{
    output::Failure,
    write::{self, Safety},
};

/// A repaired text and what was done to it.
pub(crate) struct Repaired {
    pub(crate) text: String,
    /// `line 3: rename to `resourceQuota``, in the order of the file.
    pub(crate) done: Vec<String>,
}

/// Applies the first fix of each finding about `source`; where two overlap, the later one waits for the next round.
pub(crate) fn apply(source: &Source, diagnostics: &[Diagnostic]) -> Option<Repaired> {
    let own = diagnostics.iter().filter(|diagnostic| diagnostic.source.path() == source.path());
    let mut fixes: Vec<_> = own.filter_map(|diagnostic| diagnostic.fixes.first()).collect();
    fixes.sort_by_key(|fix| fix.edits.first().map(|edit| edit.span));
    let mut chosen: Vec<&Edit> = Vec::new();
    let mut done = Vec::new();
    let mut end = 0;
    for fix in fixes {
        let (Some(from), Some(to)) =
            (fix.edits.iter().map(|edit| edit.span.start).min(), fix.edits.iter().map(|edit| edit.span.end).max())
        else {
            continue;
        };
        if from >= end {
            done.push(format!("line {}: {}", source.position(from).line, fix.title));
            chosen.extend(&fix.edits);
            end = to.max(from + 1);
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

/// Writes a repaired text back, unless the file is another one by now.
pub(crate) fn write_back(file: &Path, source: &Source, text: &str) -> Result<(), Failure> {
    let unchanged = fs::symlink_metadata(file).is_ok_and(|metadata| metadata.is_file())
        && fs::read(file).is_ok_and(|now| now == source.text().as_bytes());
    if !unchanged {
        return Err(Failure::new(format!("`{}` has changed in the meantime and was not fixed", source.path())));
    }
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let beside = file.with_file_name(format!(".{name}.teamwright-{}", std::process::id()));
    write::replace(file, &beside, text, Safety::Source)
}
