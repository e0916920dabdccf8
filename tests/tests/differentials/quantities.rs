//! Amounts against `resource.ParseQuantity`.

use serde::Deserialize;

use crate::{
    rules::{Row, Rule, compare},
    vectors,
};

#[derive(Debug, Deserialize)]
pub(crate) struct Quantity {
    pub(crate) text: String,
    canonical: Option<String>,
    value: Option<String>,
    #[serde(default)]
    unstable: bool,
}

impl Row for Quantity {
    fn text(&self) -> &str {
        &self.text
    }

    /// A canonical form that the API server would change again can't be equal to anything.
    fn expected(&self) -> Option<String> {
        self.canonical
            .clone()
            .map(|canonical| if self.unstable { format!("{canonical} (unstable)") } else { canonical })
    }
}

impl Quantity {
    /// Digits before the point, digits behind it if there is a point, and the suffix.
    fn parts(&self) -> (&str, Option<&str>, &str) {
        let text = self.text.trim_start_matches(['+', '-']);
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (number, suffix) = text.split_at(end);
        match number.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction), suffix),
            None => (number, None, suffix),
        }
    }

    /// The exact value: digits before the point and behind it.
    fn value(&self) -> (&str, &str) {
        let value = self.value.as_deref().or(self.canonical.as_deref()).unwrap_or_default();
        value.split_once('.').unwrap_or((value, ""))
    }

    /// The value in billionths; none where it needs more.
    pub(crate) fn digits(&self) -> Option<u128> {
        let (whole, fraction) = self.value();
        format!("{whole}{fraction:0<9}").parse().ok().filter(|_| fraction.len() <= 9)
    }

    fn is_binary(&self) -> bool {
        self.text.ends_with('i')
    }

    /// Whether more than so many places behind the point are needed.
    fn is_finer_than(&self, places: usize) -> bool {
        self.value().1.trim_end_matches('0').len() > places
    }

    /// Whether the value is at most 1024 in absolute terms.
    fn is_small(&self) -> bool {
        let (whole, fraction) = self.value();
        let whole: u128 = whole.parse().unwrap_or(u128::MAX);
        whole < 1024 || (whole == 1024 && fraction.trim_end_matches('0').is_empty())
    }
}

const SIGN: Rule<Quantity> = Rule {
    why: "a sign: nothing is negative, and `+` adds nothing",
    describes: |row| row.text.starts_with(['+', '-']),
};
const EXPONENT: Rule<Quantity> = Rule {
    why: "an exponent: some take Kubernetes minutes to read, and YAML readers see a float",
    describes: |row| row.parts().2.starts_with(['e', 'E']) && row.parts().2.len() > 1 && !row.is_binary(),
};
const LEADING_ZERO: Rule<Quantity> = Rule {
    why: "a zero in front, which YAML readers take for octal",
    describes: |row| row.parts().0.len() > 1 && row.parts().0.starts_with('0'),
};
const BARE_POINT: Rule<Quantity> = Rule {
    why: "a point without a digit on both sides",
    describes: |row| row.parts().0.is_empty() || row.parts().1 == Some(""),
};
const TINY_SUFFIX: Rule<Quantity> = Rule {
    why: "billionths and millionths, which nothing is counted in",
    describes: |row| matches!(row.parts().2, "n" | "u"),
};
const LONG: Rule<Quantity> = Rule {
    why: "more than 18 digits before the point or 9 behind it",
    describes: |row| row.parts().0.len() > 18 || row.parts().1.is_some_and(|fraction| fraction.len() > 9),
};
const ROUNDED: Rule<Quantity> = Rule {
    why: "finer than a billionth, which Kubernetes rounds up",
    describes: |row| {
        let digits = row.parts().1.map_or(0, |fraction| fraction.trim_end_matches('0').len());
        row.text.ends_with('m') && digits > 6
    },
};
const LARGE: Rule<Quantity> = Rule {
    why: "2^63 - 1 or more, which Kubernetes caps or can't write",
    describes: |row| row.value().0.parse::<u128>().is_ok_and(|whole| whole >= i64::MAX as u128),
};

pub(crate) const CPU: &[Rule<Quantity>] = &[
    SIGN,
    EXPONENT,
    LEADING_ZERO,
    BARE_POINT,
    TINY_SUFFIX,
    LONG,
    ROUNDED,
    LARGE,
    Rule { why: "cores counted in powers of 1024", describes: Quantity::is_binary },
    Rule { why: "finer than a thousandth of a core", describes: |row| row.is_finer_than(3) },
];

pub(crate) const MEMORY: &[Rule<Quantity>] = &[
    SIGN,
    EXPONENT,
    LEADING_ZERO,
    BARE_POINT,
    TINY_SUFFIX,
    LONG,
    ROUNDED,
    LARGE,
    Rule { why: "thousandths of a byte", describes: |row| row.parts().2 == "m" },
    Rule {
        why: "not a whole number of bytes, and without a unit or small",
        describes: |row| row.is_finer_than(0) && (row.parts().2.is_empty() || row.is_small()),
    },
];

#[test]
fn cpu_is_what_kubernetes_reads() {
    compare("cpu", &vectors::read("quantities"), CPU, 1000);
}

#[test]
fn memory_is_what_kubernetes_reads() {
    compare("memory", &vectors::read("quantities"), MEMORY, 1800);
}

#[test]
fn counts_are_what_kubernetes_reads() {
    const RULES: &[Rule<Quantity>] = &[
        SIGN,
        EXPONENT,
        LEADING_ZERO,
        BARE_POINT,
        LONG,
        Rule { why: "a point in a number of things", describes: |row| row.parts().1.is_some() },
        Rule { why: "a unit behind a number of things", describes: |row| !row.parts().2.is_empty() },
    ];
    compare("count", &vectors::read("quantities"), RULES, 60);
}
