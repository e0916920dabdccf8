//! Kubernetes quantities: amounts of CPU, bytes and things, exact, in the spelling of the API server.
//!
//! The grammar is narrower than Kubernetes': no sign, no exponent, no leading zero, at most 18 digits before the point and
//! nine behind it. What it accepts means the same there. See
//! <https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/>.

mod grammar;

pub(crate) use grammar::{COUNT, CPU, CPU_SIZE, MEMORY, MEMORY_SIZE, STORAGE_SIZE};

use std::{cmp::Ordering, fmt};

use smol_str::ToSmolStr;

use crate::{
    manifest::{Leaf, Tree},
    origin::Sourced,
};

/// An amount, such as `500m`, `1536Mi` or `20`. Compared by value; displayed as the API server would.
#[derive(Debug, Clone, Copy)]
pub struct Quantity {
    /// Billionths of the unit.
    nanos: i128,
    family: Family,
}

/// Which suffixes an amount keeps when it is displayed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    /// `m`, `k`, `M`, …: powers of 1000.
    Decimal,
    /// `Ki`, `Mi`, …: powers of 1024.
    Binary,
}

/// Why a text is no quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Misfit {
    /// It does not follow the grammar.
    Grammar,
    /// It is more than 2⁶³ − 1 units, where Kubernetes would silently take less.
    TooLarge,
    /// It is not a whole number of billionths.
    TooFine,
}

const NANOS: i128 = 1_000_000_000;
const LARGEST: i128 = i64::MAX as i128 * NANOS;
const LONGEST_WHOLE: usize = 18;
const LONGEST_FRACTION: usize = 9;
/// Suffixes of powers of 1000, from the billionth on.
const DECIMAL: [&str; 10] = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
/// Suffixes of powers of 1024, from one on.
const BINARY: [&str; 7] = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

impl Quantity {
    /// So many units.
    pub(crate) const fn units(number: u32) -> Self {
        Self { nanos: number as i128 * NANOS, family: Family::Decimal }
    }

    /// So many thousandths.
    pub(crate) const fn milli(number: u32) -> Self {
        Self { nanos: number as i128 * (NANOS / 1000), family: Family::Decimal }
    }

    /// So many times 2²⁰.
    pub(crate) const fn mebi(number: u32) -> Self {
        Self { nanos: number as i128 * (NANOS << 20), family: Family::Binary }
    }

    /// So many times 2³⁰.
    pub(crate) const fn gibi(number: u32) -> Self {
        Self { nanos: number as i128 * (NANOS << 30), family: Family::Binary }
    }

    /// Reads `^(0|[1-9][0-9]{0,17})(\.[0-9]{1,9})?(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$`, exactly.
    pub(crate) fn parse(text: &str) -> Result<Self, Misfit> {
        let (whole, rest) = digits(text);
        let (fraction, suffix) = rest.strip_prefix('.').map_or(("", rest), digits);
        let has_point = rest.starts_with('.');
        if whole.is_empty() || (whole.len() > 1 && whole.starts_with('0')) || (has_point && fraction.is_empty()) {
            return Err(Misfit::Grammar);
        }
        let (family, scale) = scale(suffix).ok_or(Misfit::Grammar)?;
        if whole.len() > LONGEST_WHOLE {
            return Err(Misfit::TooLarge);
        }
        if fraction.len() > LONGEST_FRACTION {
            return Err(Misfit::TooFine);
        }
        let number = |digits: &str| digits.bytes().fold(0_i128, |sum, byte| sum * 10 + i128::from(byte - b'0'));
        let mut nanos = number(whole).checked_mul(scale);
        if has_point {
            let parts = number(fraction) * scale;
            let divisor = 10_i128.pow(u32::try_from(fraction.len()).unwrap_or(0));
            if parts % divisor != 0 {
                return Err(Misfit::TooFine);
            }
            nanos = nanos.and_then(|nanos| nanos.checked_add(parts / divisor));
        }
        let nanos = nanos.filter(|nanos| *nanos <= LARGEST).ok_or(Misfit::TooLarge)?;
        Ok(Self { nanos, family })
    }

    /// Which suffixes it keeps.
    pub(crate) const fn family(self) -> Family {
        self.family
    }

    /// Whether it is nothing.
    pub(crate) const fn is_zero(self) -> bool {
        self.nanos == 0
    }

    /// How often another amount fits; `None` if that is nothing.
    pub(crate) fn times(self, other: Self) -> Option<u32> {
        let times = self.nanos.checked_div(other.nanos)?;
        Some(u32::try_from(times).unwrap_or(u32::MAX))
    }

    /// Its share of an amount that is no less, in thousandths, rounded down; nothing of nothing.
    pub(crate) fn thousandths_of(self, whole: Self) -> u32 {
        let share = (self.nanos * 1000).checked_div(whole.nanos).unwrap_or(0);
        u32::try_from(share).unwrap_or(1000)
    }

    /// Whether it is a whole number of units.
    pub(crate) const fn is_whole(self) -> bool {
        self.nanos % NANOS == 0
    }

    /// Whether it is a whole number of thousandths.
    pub(crate) const fn is_whole_milli(self) -> bool {
        self.nanos % (NANOS / 1000) == 0
    }
}

/// The leading digits of a text, and what follows them.
fn digits(text: &str) -> (&str, &str) {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end)
}

/// The family of a suffix and how many billionths one of it is.
fn scale(suffix: &str) -> Option<(Family, i128)> {
    let power = |base: i128, exponent: usize| u32::try_from(exponent).ok().map(|exponent| base.pow(exponent));
    let find = |suffixes: &[&str]| suffixes.iter().position(|known| *known == suffix);
    if let Some(exponent) = find(&DECIMAL).filter(|exponent| *exponent >= 2) {
        return Some((Family::Decimal, power(1000, exponent)?));
    }
    let exponent = find(&BINARY)?;
    Some((Family::Binary, NANOS * power(1024, exponent)?))
}

/// Splits off as many factors as there are suffixes for.
fn fold(mut number: i128, base: i128, suffixes: &[&'static str]) -> (i128, &'static str) {
    let mut suffixes = suffixes.iter();
    let mut suffix = suffixes.next().copied().unwrap_or_default();
    while number % base == 0 {
        let Some(next) = suffixes.next() else { break };
        number /= base;
        suffix = next;
    }
    (number, suffix)
}

/// The canonical text, as the API server gives it back: `1.5` → `1500m`, `1024Mi` → `1Gi`, `1000` → `1k`.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_zero() {
            return f.write_str("0");
        }
        let units = self.nanos / NANOS;
        // Below one Ki, and where it would lose a fraction, the API server leaves the binary suffixes.
        let (number, suffix) = if self.family == Family::Binary && self.is_whole() && units >= 1024 {
            fold(units, 1024, &BINARY)
        } else {
            fold(self.nanos, 1000, &DECIMAL)
        };
        write!(f, "{number}{suffix}")
    }
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Self) -> bool {
        self.nanos == other.nanos
    }
}

impl Eq for Quantity {}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Quantity {
    fn cmp(&self, other: &Self) -> Ordering {
        self.nanos.cmp(&other.nanos)
    }
}

impl From<&Sourced<Quantity>> for Leaf {
    fn from(quantity: &Sourced<Quantity>) -> Self {
        Self::text(quantity.value.to_smolstr(), quantity.origin)
    }
}

impl From<&Sourced<Quantity>> for Tree {
    fn from(quantity: &Sourced<Quantity>) -> Self {
        Self::Leaf(quantity.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_texts_are_those_of_the_api_server() {
        for (written, canonical) in [
            ("0", "0"),
            ("0Gi", "0"),
            ("0.0", "0"),
            ("1.5", "1500m"),
            ("0.5", "500m"),
            ("1000m", "1"),
            ("2500m", "2500m"),
            ("0.1m", "100u"),
            ("1.50", "1500m"),
            ("10.0", "10"),
            ("0.000000001", "1n"),
            ("1000", "1k"),
            ("1500", "1500"),
            ("2.5G", "2500M"),
            ("1000M", "1G"),
            ("1.5Gi", "1536Mi"),
            ("1024Mi", "1Gi"),
            ("1000Mi", "1000Mi"),
            ("1048576Ki", "1Gi"),
            ("0.5Ki", "512"),
            ("0.5Ti", "512Gi"),
            ("1.1Gi", "1181116006400m"),
            ("7Ei", "7Ei"),
            ("9E", "9E"),
            ("42949672960", "42949672960"),
            ("999999999999999999", "999999999999999999"),
        ] {
            assert_eq!(Quantity::parse(written).unwrap().to_string(), canonical, "{written}");
        }
    }

    #[test]
    fn texts_outside_the_grammar_are_refused() {
        let texts = "|.|+|-1|+1|01|00|1.|.5|1.Gi|1K|1ki|1KI|1gi|1g|1MI|1Mb|1GB|1_000| 1|1 Gi|1e|1e3|1E3|1e-2147483647|１|1n|1u|m|Gi|1.5.2";
        for text in texts.split('|') {
            assert_eq!(Quantity::parse(text), Err(Misfit::Grammar), "{text}");
        }
        for text in ["9Ei", "8Ei", "16Ei", "10E", "1000000000000000000", "999999999999999999E"] {
            assert_eq!(Quantity::parse(text), Err(Misfit::TooLarge), "{text}");
        }
        for text in ["0.0000000001", "0.0000000000", "0.00000000000", "0.0000001m"] {
            assert_eq!(Quantity::parse(text), Err(Misfit::TooFine), "{text}");
        }
    }

    #[test]
    fn shares_and_times_are_exact_and_never_divide_by_nothing() {
        let quantity = |text: &str| Quantity::parse(text).unwrap();
        assert_eq!(quantity("10").times(quantity("300m")), Some(33));
        assert_eq!(quantity("1Gi").times(quantity("1G")), Some(1));
        assert_eq!(quantity("9E").times(quantity("1m")), Some(u32::MAX));
        assert_eq!(quantity("1").times(quantity("0")), None);
        assert_eq!(quantity("1").thousandths_of(quantity("3")), 333);
        assert_eq!(quantity("7Ei").thousandths_of(quantity("7Ei")), 1000);
        assert_eq!(quantity("0").thousandths_of(quantity("0")), 0);
    }

    #[test]
    fn order_is_by_value_across_families() {
        let quantity = |text: &str| Quantity::parse(text).unwrap();
        assert_eq!(quantity("1Gi"), quantity("1073741824"));
        assert_ne!(quantity("1Gi"), quantity("1G"));
        assert!(quantity("1Gi") > quantity("1G"));
        assert!(quantity("999m") < quantity("1"));
        assert_eq!(Quantity::mebi(1024), Quantity::gibi(1));
        assert_eq!(Quantity::milli(2000), Quantity::units(2));
    }
}
