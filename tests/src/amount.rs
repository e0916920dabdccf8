//! What an amount of Kubernetes is worth, reckoned without the compiler.

/// `1.5Ki` in billionths; `None` for what is no amount, or more than fits.
#[must_use]
pub fn billionths(text: &str) -> Option<u128> {
    const UNIT: u128 = 1_000_000_000;
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, suffix) = text.split_at(end);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let unit = match suffix {
        "n" => 1,
        "u" => UNIT / 1_000_000,
        "m" => UNIT / 1_000,
        "" => UNIT,
        "k" => UNIT * 1_000,
        "M" => UNIT * 1_000_000,
        "G" => UNIT * 1_000_000_000,
        "T" => UNIT * 1_000_000_000_000,
        "P" => UNIT * 1_000_000_000_000_000,
        "E" => UNIT * 1_000_000_000_000_000_000,
        "Ki" => UNIT << 10,
        "Mi" => UNIT << 20,
        "Gi" => UNIT << 30,
        "Ti" => UNIT << 40,
        "Pi" => UNIT << 50,
        "Ei" => UNIT << 60,
        _ => return None,
    };
    let digits: u128 = format!("{whole}{fraction}").parse().ok()?;
    let divisor = 10_u128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    // Zeros at the end of a fraction say nothing, and would not fit beside a large unit.
    let common = greatest_common_divisor(digits, divisor);
    (digits / common).checked_mul(unit / (divisor / common)).filter(|_| unit.is_multiple_of(divisor / common))
}

fn greatest_common_divisor(one: u128, other: u128) -> u128 {
    if other == 0 { one } else { greatest_common_divisor(other, one % other) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_worth_the_same_in_every_spelling() {
        assert_eq!(billionths("1.50"), billionths("1500m"));
        assert_eq!(billionths("1.5Ki"), Some(1_536_000_000_000));
        assert_eq!(billionths("0.000000001"), Some(1));
        assert_eq!(billionths("7Ei"), billionths("7168Pi"));
        assert_eq!(billionths("0"), Some(0));
        for text in ["", "1.2.3", "1Q", "m", "-1"] {
            assert_eq!(billionths(text), None, "{text}");
        }
    }
}
