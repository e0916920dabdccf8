//! Which quantities make sense for CPU, bytes and counts, and what somebody meant who wrote another one.

use super::{Family, Misfit, Quantity};
use crate::{
    diagnostic::{limits as codes, shape},
    shape::{Fault, Grammar},
};

const PATTERN_CPU: &str = r"^(0|[1-9][0-9]{0,17})((\.[0-9]{1,3}0{0,6})?|(\.0{1,9})?m|(\.[0-9]{1,9})?[kMGTPE])$";
const PATTERN_BYTES: &str = r"^(0|[1-9][0-9]{0,17})((\.0{1,9})?|(\.[0-9]{1,9})?([kMGTPE]|[KMGTPE]i))$";
const WHAT_CPU: &str = "an amount of CPU such as `2` cores or `500m`, half a core";
const WHAT_BYTES: &str = "a size such as `512Mi` or `20Gi`";

/// CPU in cores, down to a thousandth.
/// See <https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#meaning-of-cpu>.
pub(crate) static CPU: Grammar = Grammar { what: WHAT_CPU, pattern: PATTERN_CPU, check: cpu };

/// CPU above zero.
pub(crate) static CPU_SIZE: Grammar =
    Grammar { what: WHAT_CPU, pattern: PATTERN_CPU, check: |text| cpu(text).and_then(|()| above_zero(text)) };

/// Memory or storage in bytes.
/// See <https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#meaning-of-memory>.
pub(crate) static MEMORY: Grammar = Grammar { what: WHAT_BYTES, pattern: PATTERN_BYTES, check: bytes };

/// Memory above zero.
pub(crate) static MEMORY_SIZE: Grammar =
    Grammar { what: WHAT_BYTES, pattern: PATTERN_BYTES, check: |text| bytes(text).and_then(|()| above_zero(text)) };

/// Storage above zero.
pub(crate) static STORAGE_SIZE: Grammar =
    Grammar { what: "a size such as `10Gi`", pattern: PATTERN_BYTES, check: MEMORY_SIZE.check };

/// A number of things.
pub(crate) static COUNT: Grammar =
    Grammar { what: "a whole number such as `20`", pattern: "^(0|[1-9][0-9]{0,17})$", check: count };

fn cpu(text: &str) -> Result<(), Fault> {
    let quantity = Quantity::parse(text).map_err(|misfit| malformed(text, misfit, Kind::Cpu))?;
    if quantity.family() == Family::Binary {
        return Err(Fault::new(format!("`{text}` is a size in bytes, and this key counts CPU cores"))
            .help("write cores such as `2`, or thousandths of a core such as `500m`")
            .code(codes::UNIT));
    }
    if !quantity.is_whole_milli() {
        return Err(Fault::new(format!("`{text}` is finer than a thousandth of a core"))
            .help("write whole thousandths such as `1m` or `250m`")
            .code(codes::UNIT));
    }
    Ok(())
}

fn bytes(text: &str) -> Result<(), Fault> {
    let quantity = Quantity::parse(text).map_err(|misfit| malformed(text, misfit, Kind::Bytes))?;
    if let Some(number) = text.strip_suffix('m') {
        return Err(Fault::new(format!("`{text}` is {number} thousandths of a byte"))
            .help(format!("did you mean `{number}Mi`?"))
            .code(codes::UNIT));
    }
    // `1.1Gi` is no whole number of bytes either, and is what people write; `1.5` lacks its unit.
    let has_unit = text.ends_with(|c: char| c.is_ascii_alphabetic());
    let is_size = quantity.is_whole() || (has_unit && quantity > Quantity::units(1024));
    if !is_size {
        return Err(Fault::new(format!("`{text}` is not a whole number of bytes"))
            .help(if has_unit {
                "write a size such as `512Mi` or `20Gi`".to_owned()
            } else {
                format!("did you mean `{text}Gi`?")
            })
            .code(codes::UNIT));
    }
    Ok(())
}

fn above_zero(text: &str) -> Result<(), Fault> {
    if Quantity::parse(text).is_ok_and(Quantity::is_zero) {
        return Err(Fault::new(format!("`{text}` would let nothing run"))
            .help("write an amount above zero, or remove the key")
            .code(codes::ZERO));
    }
    Ok(())
}

fn count(text: &str) -> Result<(), Fault> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && (text == "0" || !text.starts_with('0')) {
        return match Quantity::parse(text) {
            Ok(_) => Ok(()),
            Err(_) => Err(too_large(text)),
        };
    }
    let fault = Fault { code: Some(shape::NOT_A_COUNT), ..Fault::default() };
    let thousands = text.replace(['_', ',', '.', ' ', '\''], "");
    let help = if text.starts_with('-') {
        "a number of things is never negative; write `0` for none".to_owned()
    } else if is_number || (!thousands.is_empty() && text.contains('_') && Quantity::parse(&thousands).is_ok()) {
        format!("write `{}`", thousands.trim_start_matches('0').parse::<u64>().unwrap_or(0))
    } else {
        "write digits only, such as `20`".to_owned()
    };
    Err(fault.help(help))
}

/// What an amount is of; decides what a wrong unit stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Cpu,
    Bytes,
}

fn too_large(text: &str) -> Fault {
    Fault::new(format!("`{text}` is more than Kubernetes can count"))
        .help("write at most 18 digits, and less than `8Ei` in all")
        .code(codes::QUANTITY)
}

fn malformed(text: &str, misfit: Misfit, kind: Kind) -> Fault {
    match misfit {
        Misfit::TooLarge => return too_large(text),
        Misfit::TooFine => {
            return Fault::new(format!("`{text}` has more than nine digits behind the point"))
                .help(format!("write {}", if kind == Kind::Cpu { WHAT_CPU } else { WHAT_BYTES }))
                .code(codes::QUANTITY);
        }
        Misfit::Grammar => {}
    }
    let fault = Fault { code: Some(codes::QUANTITY), ..Fault::default() };
    if text.starts_with('-') {
        return fault.help("an amount is never negative");
    }
    let Some((number, unit)) = number_and_unit(text) else { return fault };
    let candidates: Vec<String> = units(unit, kind)
        .iter()
        .map(|unit| format!("{number}{unit}"))
        .filter(|candidate| Quantity::parse(candidate).is_ok())
        .collect();
    match candidates.as_slice() {
        // Only the case or a final `b` of a binary suffix is wrong: nothing else can be meant.
        [only] if only.ends_with('i') && text.starts_with(number.as_str()) => {
            fault.help(format!("did you mean `{only}`?")).replacement(only.clone())
        }
        [only] => fault.help(format!("did you mean `{only}`?")),
        [binary, decimal] => fault.help(format!(
            "did you mean `{binary}` (powers of 1024) or `{decimal}` (powers of 1000)? upper and lower case matter"
        )),
        _ if unit.starts_with(['e', 'E']) => fault.help("write the number without an exponent, such as `1000`"),
        _ => fault,
    }
}

/// The number, tidied up, and the letters behind it.
fn number_and_unit(text: &str) -> Option<(String, &str)> {
    let text = text.trim();
    let start = text.find(|c: char| c.is_alphabetic()).unwrap_or(text.len());
    let (number, unit) = text.split_at(start);
    let number: String = number.chars().filter(|c| !matches!(c, ' ' | '_' | '+')).collect();
    let number = number.strip_suffix('.').unwrap_or(&number);
    let number = if number.starts_with('.') { format!("0{number}") } else { number.to_owned() };
    let fits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    fits.then_some((number, unit.trim()))
}

/// What a misspelt unit may stand for.
fn units(unit: &str, kind: Kind) -> &'static [&'static str] {
    match (unit.to_ascii_lowercase().as_str(), kind) {
        ("", _) | ("core" | "cores" | "cpu" | "cpus" | "vcpu" | "vcpus", Kind::Cpu) | ("b" | "byte" | "bytes", _) => {
            &[""]
        }
        ("m" | "millicore" | "millicores" | "millis" | "mcpu" | "mc", Kind::Cpu) => &["m"],
        ("ki" | "kib", Kind::Bytes) => &["Ki"],
        ("mi" | "mib", Kind::Bytes) => &["Mi"],
        ("gi" | "gib", Kind::Bytes) => &["Gi"],
        ("ti" | "tib", Kind::Bytes) => &["Ti"],
        ("pi" | "pib", Kind::Bytes) => &["Pi"],
        ("ei" | "eib", Kind::Bytes) => &["Ei"],
        ("k" | "kb", Kind::Bytes) => &["Ki", "k"],
        ("m" | "mb", Kind::Bytes) => &["Mi", "M"],
        ("g" | "gb", Kind::Bytes) => &["Gi", "G"],
        ("t" | "tb", Kind::Bytes) => &["Ti", "T"],
        ("p" | "pb", Kind::Bytes) => &["Pi", "P"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn help(grammar: &Grammar, text: &str) -> String {
        let fault = (grammar.check)(text).expect_err(text);
        fault.help.unwrap_or_default()
    }

    #[test]
    fn units_are_those_of_the_resource() {
        for text in ["2", "500m", "0.5", "1k", "0", "0.001"] {
            assert!((CPU.check)(text).is_ok(), "{text}");
        }
        for text in ["1Gi", "0.5m", "0.0001", "100u"] {
            assert!((CPU.check)(text).is_err(), "{text}");
        }
        for text in ["20Gi", "512M", "42949672960", "1.5Gi", "1.1Gi", "0"] {
            assert!((MEMORY.check)(text).is_ok(), "{text}");
        }
        for text in ["512m", "1.5", "0.0001k", "0.5"] {
            assert!((MEMORY.check)(text).is_err(), "{text}");
        }
        for text in ["20", "0", "1234567"] {
            assert!((COUNT.check)(text).is_ok(), "{text}");
        }
        for text in ["", "01", "1.0", "2k", "-1", "+1", "1_000", "1e3", "１", "1000000000000000000"] {
            assert!((COUNT.check)(text).is_err(), "{text}");
        }
        assert!((CPU_SIZE.check)("0").is_err() && (MEMORY_SIZE.check)("0Gi").is_err());
    }

    #[test]
    fn help_names_what_was_meant() {
        for (text, meant) in [
            ("1gi", "did you mean `1Gi`?"),
            ("1GiB", "did you mean `1Gi`?"),
            ("1 Gi", "did you mean `1Gi`?"),
            (".5Gi", "did you mean `0.5Gi`?"),
            ("+1Gi", "did you mean `1Gi`?"),
            ("512m", "did you mean `512Mi`?"),
            ("1.5", "did you mean `1.5Gi`?"),
            ("1e3", "write the number without an exponent, such as `1000`"),
            ("-1Gi", "an amount is never negative"),
        ] {
            assert_eq!(help(&MEMORY, text), meant);
        }
        for unit in ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"] {
            for written in [unit.to_ascii_lowercase(), format!("{unit}B")] {
                assert_eq!(help(&MEMORY, &format!("2{written}")), format!("did you mean `2{unit}`?"), "{written}");
            }
        }
        for unit in ["M", "G", "T", "P"] {
            let meant = format!("did you mean `2{unit}i` (powers of 1024) or `2{unit}` (powers of 1000)?");
            assert!(help(&MEMORY, &format!("2{unit}B")).starts_with(&meant), "{unit}");
        }
        assert_eq!([help(&MEMORY, "1-2e3"), help(&MEMORY, "x"), help(&MEMORY, "1x")], [""; 3]);
        assert!(help(&MEMORY, "1GB").starts_with("did you mean `1Gi` (powers of 1024) or `1G`"));
        assert!(help(&MEMORY, "1K").starts_with("did you mean `1Ki` (powers of 1024) or `1k`"));
        assert_eq!(help(&CPU, "2 cores"), "did you mean `2`?");
        assert_eq!(help(&CPU, "1_000"), "did you mean `1000`?");
        assert_eq!(help(&COUNT, "1_000"), "write `1000`");
        assert_eq!(help(&COUNT, "007"), "write `7`");
    }
}
