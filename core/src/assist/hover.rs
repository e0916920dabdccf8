//! What is known about a place: what its key means, what is in force, and what it becomes in the cluster.

use smol_str::SmolStr;

use super::{
    Surroundings,
    complete::shape_of,
    fed::fed_by,
    ladder::ladder,
    outline::{self, Form, Head, Outline, Step, Twig},
    vocabulary::Asked,
};
use crate::{
    compile::analyse,
    diagnostic::Diagnostic,
    origin::{File, Origin},
    origins::Origins,
    shape::{Shape, expected},
    source::Source,
    span::Span,
};

/// What is known about a key or a value.
#[derive(Debug)]
pub struct Hover {
    /// The text that it is about.
    pub span: Span,
    /// The key path, such as `apps[0].syncPolicy`.
    pub path: String,
    /// What the key does.
    pub documentation: &'static str,
    /// What it takes, in words.
    pub takes: String,
    /// What the value under the cursor stands for, such as a tier's numbers.
    pub about: Option<String>,
    /// The mapping is wrong without it.
    pub is_required: bool,
    /// The value in force; `None` where the file has errors, or nothing but the file decides.
    pub value: Option<String>,
    /// Where a value may come from, the first that has one decides; empty where nothing but the file does.
    pub ladder: Vec<Rung>,
    /// What it becomes in the cluster.
    pub targets: Vec<Target>,
    /// How many more targets there are.
    pub more: usize,
    /// Codes of what was found here.
    pub codes: Vec<&'static str>,
}

/// One place that a value may come from.
#[derive(Debug)]
pub struct Rung {
    /// `written here`, `tier "large"`, `defaults of the platform`, `built in`.
    pub source: String,
    /// What it says, if it says anything.
    pub value: Option<String>,
    /// Whether it decides.
    pub is_in_force: bool,
    /// Where that stands; `None` where nothing does.
    pub origin: Option<Origin>,
}

/// One object that a text feeds.
#[derive(Debug)]
pub struct Target {
    /// Index of the object in the compilation of all parts for the first cluster.
    pub object: usize,
    /// Its kind.
    pub kind: SmolStr,
    /// Its name.
    pub name: String,
    /// JSON Pointers of the fields, the first few; empty where the text decides that the object is there at all.
    pub paths: Vec<String>,
}

/// What is known about a byte offset; `None` where no key of the tables is near.
#[must_use]
pub fn hover(source: &Source, offset: u32, surroundings: &Surroundings<'_>) -> Option<Hover> {
    let offset = source.position(offset).offset;
    let outline = Outline::of(source.text());
    let (index, span) = below_cursor(&outline, offset)?;
    let path = outline.path(Some(index));
    let (shape, field) = shape_of(&path, surroundings.file)?;
    let mut hover = Hover {
        span,
        path: outline::written(&path),
        documentation: field.map_or("", |field| field.doc),
        takes: expected(shape),
        about: about(&outline, index, shape, Asked { source, outline: &outline, surroundings, path: &path, offset }),
        is_required: field.is_some_and(|field| field.required) && matches!(path.last(), Some(Step::Key(_))),
        value: None,
        ladder: Vec::new(),
        targets: Vec::new(),
        more: 0,
        codes: Vec::new(),
    };
    match surroundings.file {
        File::Team => in_team(&mut hover, source, &outline, (index, &path, shape), surroundings),
        File::Platform => {
            let is_same = |platform: &Source| platform.text() == source.text();
            let found = surroundings.platform.diagnostics();
            let found = found.iter().filter(|found| is_same(&found.source));
            hover.codes = codes(found, span);
        }
    }
    Some(hover)
}

/// The innermost key or text that an offset touches.
pub(super) fn below_cursor(outline: &Outline<'_>, offset: u32) -> Option<(usize, Span)> {
    if outline.in_comment(offset) {
        return None;
    }
    let touched = |(index, twig): (usize, &Twig)| match (twig.head, twig.form) {
        (Head::Key(key, _), _) if key.touches(offset) => Some((index, key)),
        (Head::Key(..) | Head::Entry(_), Form::Plain | Form::Quoted | Form::Block) if twig.value.touches(offset) => {
            Some((index, twig.value))
        }
        _ => None,
    };
    outline.twigs.iter().enumerate().filter_map(touched).next_back()
}

/// What a value stands for.
fn about(outline: &Outline<'_>, index: usize, shape: &'static Shape, asked: Asked<'_>) -> Option<String> {
    let (Shape::Text(grammar) | Shape::Bare(grammar)) = shape else { return None };
    let text = outline.scalar(outline.twig(index)?)?;
    let known = asked.words(grammar).into_iter().find(|word| word.text == text && !word.about.is_empty());
    known.map(|word| word.about)
}

/// What only a whole team can say: the value in force, what it becomes, what was found.
fn in_team(
    hover: &mut Hover,
    source: &Source,
    outline: &Outline<'_>,
    (index, path, shape): (usize, &[Step], &Shape),
    surroundings: &Surroundings<'_>,
) {
    let file = analyse(source, surroundings.platform);
    let whole = outline.whole(index);
    hover.codes = codes(file.diagnostics.iter(), hover.span);
    // The entries of a list come from one place together.
    let key = path.iter().rposition(|step| matches!(step, Step::Key(_))).map_or(0, |last| last + 1);
    let of_key = path.get(..key).unwrap_or_default();
    let is_section = matches!(shape, Shape::Record(_));
    if !is_section {
        let written = outline.at(of_key).and_then(|index| outline.said(index));
        (hover.value, hover.ladder) = ladder(of_key, written, outline, surroundings, file.team.as_ref());
    }
    let Some(manifests) = file.manifests(&crate::Target::default()) else { return };
    let origins = Origins::of(&manifests);
    for leaf in fed_by(&origins, File::Team.into(), whole, path) {
        let Some(manifest) = manifests.get(leaf.object) else { continue };
        let paths = (!leaf.is_inherited).then(|| leaf.path.clone());
        if let Some(target) = hover.targets.iter_mut().find(|target| target.object == leaf.object) {
            target.paths.extend(paths);
            continue;
        }
        let name = manifest.name.as_text().unwrap_or_default().to_owned();
        hover.targets.push(Target {
            object: leaf.object,
            kind: manifest.kind.clone(),
            name,
            paths: paths.into_iter().collect(),
        });
    }
    for target in &mut hover.targets {
        target.paths.truncate(MOST_PATHS);
    }
    hover.more = hover.targets.len().saturating_sub(MOST_TARGETS);
    hover.targets.truncate(MOST_TARGETS);
}

/// Nobody reads more in a box beside the cursor.
const MOST_TARGETS: usize = 12;
const MOST_PATHS: usize = 4;

/// Codes of the findings that touch a range.
fn codes<'d>(found: impl Iterator<Item = &'d Diagnostic>, span: Span) -> Vec<&'static str> {
    let mut codes: Vec<_> = found
        .filter(|found| found.span.start <= span.end && span.start <= found.span.end)
        .map(|found| found.code.id)
        .collect();
    codes.dedup();
    codes
}
