//! A file with every mutant in it, each behind its switch; or with one in the place of what it replaces.

use std::{collections::BTreeMap, ops::Range};

use crate::sites::{Place, Returns};

/// A mutant at its place in a file.
pub(crate) struct Placed<'a> {
    pub(crate) number: u32,
    pub(crate) place: &'a Place,
    pub(crate) replacement: &'a str,
}

/// What a stretch of a switched file is there for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// What a mutant does.
    Branch(u32),
    /// The question whether a mutant is on.
    Switch(u32),
    /// The original and these mutants of it.
    Site(Vec<u32>),
}

/// A file with switches, and what its stretches are there for.
pub(crate) struct Switched {
    pub(crate) text: String,
    pub(crate) regions: Vec<(Range<usize>, Purpose)>,
}

impl Switched {
    /// What the smallest stretch around some bytes is there for.
    pub(crate) fn purpose(&self, bytes: &Range<usize>) -> Option<&Purpose> {
        let around = self.regions.iter().filter(|(range, _)| range.start <= bytes.start && bytes.end <= range.end);
        around.min_by_key(|(range, _)| range.len()).map(|(_, purpose)| purpose)
    }
}

/// The file with mutants behind switches, and without what is cut.
pub(crate) fn switched(text: &str, mutants: &[Placed], cuts: &[Range<usize>]) -> Switched {
    let mut sites: BTreeMap<(usize, usize, u8), Vec<&Placed>> = BTreeMap::new();
    for mutant in mutants {
        let (range, depth) = extent(mutant.place);
        sites.entry((range.start, range.end, depth)).or_default().push(mutant);
    }
    let mut edits: Vec<Edit> = sites.values().flat_map(|mutants| edits(text, mutants)).collect();
    edits.extend(cuts.iter().map(|cut| Edit { at: cut.start, cut: cut.len(), ..Edit::default() }));
    edits.sort_by_key(|edit| (edit.at, edit.order));
    apply(text, edits)
}

/// The file with one mutant in the place of what it replaces.
pub(crate) fn replaced(text: &str, place: &Place, replacement: &str) -> String {
    let with = |range: &Range<usize>, new: &str| {
        let (before, after) = (text.get(..range.start), text.get(range.end..));
        format!("{}{new}{}", before.unwrap_or_default(), after.unwrap_or_default())
    };
    match place {
        Place::Body { inside, .. } => with(inside, replacement),
        Place::Expression { part, .. } => with(part, replacement),
        // An arm with a condition counts as little as one that is not there.
        Place::Pattern { end, .. } => with(&(*end..*end), " if false"),
        Place::Guard { whole } => with(whole, replacement),
    }
}

/// The bytes that belong to a place, and how far inside it is of others with the same bytes.
fn extent(place: &Place) -> (Range<usize>, u8) {
    match place {
        Place::Body { inside, .. } => (inside.clone(), 0),
        Place::Pattern { end, .. } => (*end..*end, 0),
        Place::Guard { whole } => (whole.clone(), 1),
        Place::Expression { whole, .. } => (whole.clone(), 2),
    }
}

/// Text that is put in, and what it is there for.
struct Piece(String, Option<Purpose>);

fn plain(text: impl Into<String>) -> Piece {
    Piece(text.into(), None)
}

/// What comes before what at one place: ends from the inside out, what is put between, beginnings from the outside in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Order {
    End {
        start: std::cmp::Reverse<usize>,
        depth: std::cmp::Reverse<u8>,
    },
    #[default]
    Between,
    Begin {
        end: std::cmp::Reverse<usize>,
        depth: u8,
    },
}

/// Text that is put in at a place, and bytes that are left out behind it.
#[derive(Default)]
struct Edit {
    at: usize,
    order: Order,
    pieces: Vec<Piece>,
    cut: usize,
    /// The mutants of the site that begins or ends here.
    site: Option<Vec<u32>>,
}

fn switch(number: u32) -> Piece {
    Piece(format!("crate::mutant::is({number})"), Some(Purpose::Switch(number)))
}

fn branch(number: u32, text: impl Into<String>) -> Piece {
    Piece(text.into(), Some(Purpose::Branch(number)))
}

/// The edits of the mutants of one site.
fn edits(text: &str, mutants: &[&Placed]) -> Vec<Edit> {
    let Some(first) = mutants.first() else { return Vec::new() };
    let (range, depth) = extent(first.place);
    match first.place {
        Place::Pattern { end, .. } => {
            let pieces = mutants.iter().flat_map(|mutant| [plain(" if !"), switch(mutant.number)]).collect();
            vec![Edit { at: *end, pieces, ..Edit::default() }]
        }
        Place::Body { returns: Returns::Named, .. } => {
            vec![Edit { at: range.start, pieces: early(mutants, |value| value), ..Edit::default() }]
        }
        Place::Body { .. } => {
            let mut nth = 0;
            let mut pieces = early(mutants, |value| {
                nth += 1;
                nested(nth - 1, &format!("crate::mutant::Either::Mutant({value})"))
            });
            let (open, close) = ("crate::mutant::Either::Own(".repeat(mutants.len()), ")".repeat(mutants.len()));
            pieces.push(plain(format!(" {open}{{")));
            around(range, depth, mutants, pieces, format!("}}{close}"))
        }
        Place::Expression { .. } | Place::Guard { .. } => {
            let mut pieces = vec![plain("(")];
            for mutant in mutants {
                let changed = match mutant.place {
                    Place::Expression { whole, part } => within(text, whole, part, mutant.replacement),
                    _ => mutant.replacement.to_owned(),
                };
                pieces.extend([
                    plain("if "),
                    switch(mutant.number),
                    plain(" { "),
                    branch(mutant.number, changed),
                    plain(" } else "),
                ]);
            }
            pieces.push(plain("{ "));
            around(range, depth, mutants, pieces, " })".to_owned())
        }
    }
}

/// Returns at the head of a body.
fn early(mutants: &[&Placed], mut value: impl FnMut(String) -> String) -> Vec<Piece> {
    let mut one = |mutant: &&Placed| {
        let value = branch(mutant.number, value(mutant.replacement.to_owned()));
        [plain(" if "), switch(mutant.number), plain(" { return "), value, plain("; }")]
    };
    mutants.iter().flat_map(&mut one).collect()
}

/// The value as that of the nth alternative.
fn nested(nth: usize, value: &str) -> String {
    format!("{}{value}{}", "crate::mutant::Either::Own(".repeat(nth), ")".repeat(nth))
}

/// The text of an expression with a part of it exchanged.
fn within(text: &str, whole: &Range<usize>, part: &Range<usize>, replacement: &str) -> String {
    let (before, after) = (text.get(whole.start..part.start), text.get(part.end..whole.end));
    format!("{}{replacement}{}", before.unwrap_or_default(), after.unwrap_or_default())
}

fn around(range: Range<usize>, depth: u8, mutants: &[&Placed], before: Vec<Piece>, after: String) -> Vec<Edit> {
    use std::cmp::Reverse;
    let site = Some(mutants.iter().map(|mutant| mutant.number).collect::<Vec<_>>());
    let begin = Order::Begin { end: Reverse(range.end), depth };
    let end = Order::End { start: Reverse(range.start), depth: Reverse(depth) };
    vec![
        Edit { at: range.start, order: begin, pieces: before, cut: 0, site: site.clone() },
        Edit { at: range.end, order: end, pieces: vec![plain(after)], cut: 0, site },
    ]
}

fn apply(text: &str, edits: Vec<Edit>) -> Switched {
    let mut switched = Switched { text: String::new(), regions: Vec::new() };
    let mut open: Vec<usize> = Vec::new();
    let mut done = 0;
    for edit in edits {
        switched.text.push_str(text.get(done..edit.at).unwrap_or_default());
        let start = switched.text.len();
        for Piece(piece, purpose) in edit.pieces {
            let start = switched.text.len();
            switched.text.push_str(&piece);
            switched.regions.extend(purpose.map(|purpose| (start..switched.text.len(), purpose)));
        }
        match (edit.order, edit.site) {
            (Order::Begin { .. }, Some(_)) => open.push(start),
            (Order::End { .. }, Some(site)) => {
                let start = open.pop().unwrap_or_default();
                switched.regions.push((start..switched.text.len(), Purpose::Site(site)));
            }
            _ => {}
        }
        done = edit.at + edit.cut;
    }
    switched.text.push_str(text.get(done..).unwrap_or_default());
    switched
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        listed::{Genre, Position},
        sites::Sites,
    };

    /// One line of code with mutants at columns.
    fn line(text: &str, mutants: &[(Genre, usize, &str)]) -> Switched {
        let sites = Sites::of(text).unwrap();
        let place = |genre, column| sites.place(genre, Position { line: 1, column }).unwrap();
        let placed: Vec<_> = (1..)
            .zip(mutants)
            .map(|(number, (genre, column, replacement))| Placed { number, place: place(*genre, *column), replacement })
            .collect();
        switched(text, &placed, &[])
    }

    #[test]
    fn switches_stand_inside_each_other() {
        use Genre::BinaryOperator;
        let text = line("fn f() -> u8 { a + b * c }", &[(BinaryOperator, 18, "-"), (BinaryOperator, 22, "/")]).text;
        let inner = "(if crate::mutant::is(2) { b / c } else { b * c })";
        assert_eq!(
            text,
            format!("fn f() -> u8 {{ (if crate::mutant::is(1) {{ a - b * c }} else {{ a + {inner} }}) }}")
        );
    }
}
