//! Where a value came from. It travels with the value from decode to emit.

use crate::span::{Span, Spanned};

/// The origin of one leaf. Small and copied freely.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// In which way the value came about.
    pub kind: OriginKind,
    /// The text behind it.
    pub place: Place,
    /// For a derived value the rule in a few words; empty otherwise.
    pub rule: &'static str,
}

/// In which way a value came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OriginKind {
    /// Part of its object: the object's own origin is meant.
    Inherited,
    /// Stands in team.yaml.
    Written,
    /// Stands in platform.yaml, outside defaults, tiers and locks, or in a template.
    Platform,
    /// Comes from the team's tier.
    Tier,
    /// Comes from `defaults`, or from the built-in ones.
    Default,
    /// Held by `locks`.
    Lock,
    /// Made by a rule of the compiler.
    Derived,
}

/// One of the two input files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File {
    /// team.yaml.
    Team,
    /// platform.yaml.
    Platform,
}

/// Any of the texts that values go back to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// One of the two files.
    File(File),
    /// One of the platform's templates, by its number.
    Template(u16),
}

impl From<File> for Input {
    fn from(file: File) -> Self {
        Self::File(file)
    }
}

/// A text that a value goes back to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Built into the compiler.
    Nowhere,
    /// A span of team.yaml.
    Team(Span),
    /// A span of platform.yaml.
    Platform(Span),
    /// A span of one of the platform's templates, by its number.
    Template(u16, Span),
}

impl Place {
    /// The range in a text, for what stands there.
    #[must_use]
    pub fn within(self, input: Input) -> Option<Span> {
        match (self, input) {
            (Self::Team(span), Input::File(File::Team)) | (Self::Platform(span), Input::File(File::Platform)) => {
                Some(span)
            }
            (Self::Template(one, span), Input::Template(other)) if one == other => Some(span),
            _ => None,
        }
    }
}

impl Origin {
    /// The origin of the object that holds the value.
    pub const INHERITED: Self = Self { kind: OriginKind::Inherited, place: Place::Nowhere, rule: "" };

    /// A value that stands in team.yaml.
    #[must_use]
    pub const fn written(span: Span) -> Self {
        Self { kind: OriginKind::Written, place: Place::Team(span), rule: "" }
    }

    /// A value that stands in platform.yaml.
    #[must_use]
    pub const fn platform(span: Span) -> Self {
        Self { kind: OriginKind::Platform, place: Place::Platform(span), rule: "" }
    }

    /// A value that stands in a template of the platform team.
    #[must_use]
    pub const fn template(number: u16, span: Span) -> Self {
        Self { kind: OriginKind::Platform, place: Place::Template(number, span), rule: "" }
    }

    /// A value of the built-in defaults.
    #[must_use]
    pub const fn built_in() -> Self {
        Self { kind: OriginKind::Default, place: Place::Nowhere, rule: "" }
    }

    /// A value that a rule makes, from the text at `place` if there is one.
    #[must_use]
    pub const fn derived(rule: &'static str, place: Place) -> Self {
        Self { kind: OriginKind::Derived, place, rule }
    }

    /// The same text, as the source of a value that `rule` makes of it.
    #[must_use]
    pub const fn becomes(self, rule: &'static str) -> Self {
        Self::derived(rule, self.place)
    }

    /// The same text, as the choice that brings a value about; a choice by default, lock or tier stays that.
    #[must_use]
    pub const fn brings(self, rule: &'static str) -> Self {
        match self.kind {
            OriginKind::Written | OriginKind::Platform => self.becomes(rule),
            _ => self,
        }
    }

    /// The range behind the value, in whichever file; the start of the file for what has none.
    #[must_use]
    pub const fn span(self) -> Span {
        match self.place {
            Place::Team(span) | Place::Platform(span) | Place::Template(_, span) => span,
            Place::Nowhere => Span::at(0),
        }
    }

    /// The range in team.yaml, for a value that stands there.
    pub(crate) const fn in_team(self) -> Option<Span> {
        match self.place {
            Place::Team(span) => Some(span),
            Place::Platform(_) | Place::Template(..) | Place::Nowhere => None,
        }
    }

    /// The range in platform.yaml, for a value that stands there.
    pub(crate) const fn in_platform(self) -> Option<Span> {
        match self.place {
            Place::Platform(span) => Some(span),
            Place::Team(_) | Place::Template(..) | Place::Nowhere => None,
        }
    }

    /// The same text in another role.
    #[must_use]
    pub const fn of_kind(self, kind: OriginKind) -> Self {
        Self { kind, ..self }
    }
}

/// A value of the team or platform as meant, with its origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Where it came from.
    pub origin: Origin,
}

impl<T> Sourced<T> {
    /// Pairs a value with its origin.
    pub const fn new(value: T, origin: Origin) -> Self {
        Self { value, origin }
    }

    /// A value built into the compiler.
    pub const fn built_in(value: T) -> Self {
        Self::new(value, Origin::built_in())
    }

    /// A value that stands in platform.yaml.
    pub(crate) fn platform(value: Spanned<T>) -> Self {
        Self::new(value.value, Origin::platform(value.span))
    }

    /// A value that stands in team.yaml.
    pub(crate) fn written(value: &Spanned<T>) -> Self
    where
        T: Clone,
    {
        Self::new(value.value.clone(), Origin::written(value.span))
    }

    /// The same origin with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Sourced<U> {
        Sourced::new(change(self.value), self.origin)
    }
}
