//! Where in a file a mutant's switch goes: cargo-mutants names an operator, the switch needs the expression around it.

use std::{collections::BTreeMap, ops::Range};

use proc_macro2::LineColumn;
use syn::{
    Arm, Block, Expr, ExprBinary, ExprClosure, ExprLet, ExprMatch, ExprReturn, ExprStruct, ExprUnary, ImplItemFn, Item,
    ItemFn, Member, Pat, ReturnType, Signature, TraitItemFn, Type,
    spanned::Spanned,
    visit::{self, Visit},
};

use crate::{
    Outcome,
    listed::{Genre, Position},
};

/// A place that can be switched. Ranges are of bytes in the file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Place {
    /// The inside of a function's braces.
    Body { inside: Range<usize>, returns: Returns },
    /// An expression, and of it the part that is replaced.
    Expression { whole: Range<usize>, part: Range<usize> },
    /// The end of an arm's pattern, and whether another arm takes whatever comes.
    Pattern { end: usize, has_rest: bool },
    /// The condition of an arm.
    Guard { whole: Range<usize> },
}

/// How a function gives its value away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Returns {
    /// A type with a name, so that two values of it may come from two places.
    Named,
    /// `impl Iterator`, at the end of its body alone.
    Opaque,
    /// `impl Iterator`, from several places.
    OpaqueEarly,
}

/// What stands where, and what only the compiler evaluates.
#[derive(Default)]
pub(crate) struct Sites {
    places: BTreeMap<(Genre, Position), Place>,
    /// `const` before a function: the word with the space behind it, and the function's name.
    pub(crate) constants: Vec<(Range<usize>, String)>,
}

impl Sites {
    /// The places of a file.
    pub(crate) fn of(text: &str) -> Outcome<Self> {
        let file = syn::parse_file(text).map_err(|error| error.to_string())?;
        let mut sites = Self::default();
        sites.visit_file(&file);
        Ok(sites)
    }

    /// The place of a mutant.
    pub(crate) fn place(&self, genre: Genre, start: Position) -> Option<&Place> {
        self.places.get(&(genre, start))
    }

    fn add(&mut self, genre: Genre, start: LineColumn, place: Place) {
        let start = Position { line: start.line, column: start.column + 1 };
        self.places.insert((genre, start), place);
    }

    fn arm(&mut self, arm: &Arm, has_rest: bool) {
        match &arm.pat {
            Pat::Guard(guarded) if has_let(&guarded.guard) => {}
            Pat::Guard(guarded) => {
                let guard = guarded.guard.span();
                self.add(Genre::MatchArmGuard, guard.start(), Place::Guard { whole: guard.byte_range() });
            }
            pattern => {
                let end = pattern.span().byte_range().end;
                self.add(Genre::MatchArm, arm.span().start(), Place::Pattern { end, has_rest });
            }
        }
    }

    fn function(&mut self, signature: &Signature, block: &Block) {
        if let Some(word) = signature.constness {
            let start = word.span.byte_range().start;
            self.constants.push((start..start + "const ".len(), signature.ident.to_string()));
        }
        let Some(first) = block.stmts.first() else { return };
        let braces = block.brace_token.span;
        let inside = braces.open().byte_range().end..braces.close().byte_range().start;
        let place = Place::Body { inside, returns: returns(signature, block) };
        self.add(Genre::FnValue, first.span().start(), place);
    }
}

fn returns(signature: &Signature, block: &Block) -> Returns {
    let ReturnType::Type(_, written) = &signature.output else { return Returns::Named };
    if !matches!(**written, Type::ImplTrait(_)) {
        return Returns::Named;
    }
    let mut early = Early(false);
    early.visit_block(block);
    if early.0 { Returns::OpaqueEarly } else { Returns::Opaque }
}

/// Whether a body returns before its end; closures and functions inside return for themselves.
struct Early(bool);

impl Visit<'_> for Early {
    fn visit_expr_return(&mut self, _: &ExprReturn) {
        self.0 = true;
    }

    fn visit_expr_closure(&mut self, _: &ExprClosure) {}

    fn visit_item(&mut self, _: &Item) {}
}

/// Whether an expression is a chain with `let` in it, which nothing but `if` may hold.
pub(crate) fn has_let(expression: &Expr) -> bool {
    match expression {
        Expr::Let(ExprLet { .. }) => true,
        Expr::Binary(ExprBinary { left, right, .. }) => has_let(left) || has_let(right),
        _ => false,
    }
}

impl<'ast> Visit<'ast> for Sites {
    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        self.function(&function.sig, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        self.function(&function.sig, &function.block);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast TraitItemFn) {
        if let Some(block) = &function.default {
            self.function(&function.sig, block);
        }
        visit::visit_trait_item_fn(self, function);
    }

    fn visit_expr_binary(&mut self, binary: &'ast ExprBinary) {
        if !has_let(&binary.left) && !has_let(&binary.right) {
            let operator = binary.op.span();
            let place = Place::Expression { whole: binary.span().byte_range(), part: operator.byte_range() };
            self.add(Genre::BinaryOperator, operator.start(), place);
        }
        visit::visit_expr_binary(self, binary);
    }

    fn visit_expr_unary(&mut self, unary: &'ast ExprUnary) {
        let operator = unary.op.span();
        let place = Place::Expression { whole: unary.span().byte_range(), part: operator.byte_range() };
        self.add(Genre::UnaryOperator, operator.start(), place);
        visit::visit_expr_unary(self, unary);
    }

    fn visit_expr_match(&mut self, expression: &'ast ExprMatch) {
        let has_rest = expression.arms.iter().any(|arm| matches!(arm.pat, Pat::Wild(_)));
        for arm in &expression.arms {
            self.arm(arm, has_rest);
        }
        visit::visit_expr_match(self, expression);
    }

    fn visit_expr_struct(&mut self, literal: &'ast ExprStruct) {
        for pair in literal.fields.pairs().filter(|_| literal.rest.is_some()) {
            let field = pair.value();
            let Member::Named(_) = field.member else { continue };
            let start = field.span().byte_range().start;
            let end = pair.punct().map_or(field.span().byte_range().end, |comma| comma.span().byte_range().end);
            let place = Place::Expression { whole: literal.span().byte_range(), part: start..end };
            self.add(Genre::StructField, field.span().start(), place);
        }
        visit::visit_expr_struct(self, literal);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The texts of a file's places.
    fn texts(text: &str) -> Vec<String> {
        let sites = Sites::of(text).unwrap();
        let told = |place: &Place| match place {
            Place::Body { inside, returns } => format!("{returns:?} {}", text[inside.clone()].trim()),
            Place::Expression { whole, part } => format!("{} in {}", &text[part.clone()], &text[whole.clone()]),
            Place::Pattern { end, .. } => format!("before {}", text[*end..].split_whitespace().next().unwrap()),
            Place::Guard { whole } => text[whole.clone()].to_owned(),
        };
        sites.places.values().map(told).collect()
    }

    #[test]
    fn an_operator_stands_in_its_expression() {
        let text = "fn f(é: u8) -> bool { !(é + 1 < 3) }";
        assert_eq!(texts(text), ["Named !(é + 1 < 3)", "+ in é + 1", "< in é + 1 < 3", "! in !(é + 1 < 3)"]);
    }

    #[test]
    fn a_chain_with_let_has_no_other_operator() {
        let text = "fn f() { if a && b && let Some(_) = c {} }";
        assert_eq!(texts(text), ["Named if a && b && let Some(_) = c {}", "&& in a && b"]);
    }

    #[test]
    fn an_arm_has_a_pattern_or_a_condition() {
        let text = "fn f() { match a { 1 | 2 => b, 3 if c => d, _ => e } }";
        let arms: Vec<_> = texts(text).into_iter().skip(1).collect();
        assert_eq!(arms, ["before =>", "before =>", "c"]);
    }

    #[test]
    fn a_field_can_be_left_to_the_others() {
        let text = "fn f() { A { a: 1, b, ..c } }";
        let fields: Vec<_> = texts(text).into_iter().skip(1).collect();
        assert_eq!(fields, ["a: 1, in A { a: 1, b, ..c }", "b, in A { a: 1, b, ..c }"]);
    }

    #[test]
    fn an_opaque_type_comes_from_one_place_or_several() {
        let text = "fn f() -> impl Iterator { || return 1; a } fn g() -> impl Iterator { if a { return b; } c }";
        let kinds: Vec<_> = texts(text).into_iter().map(|text| text.split(' ').next().unwrap().to_owned()).collect();
        assert_eq!(kinds, ["Opaque", "OpaqueEarly"]);
    }
}
