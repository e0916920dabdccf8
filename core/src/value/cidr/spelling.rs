//! What a text means as an address or network, and whether that is its one spelling.

use std::{fmt, net::Ipv6Addr};

use super::{Address, Cidr, Family};
use crate::{
    diagnostic::network as codes,
    shape::{Fault, Grammar},
};

/// A network such as `10.0.0.0/16` or `fd00::/8`.
pub(crate) static CIDR: Grammar = Grammar {
    what: "a network such as `10.0.0.0/16`",
    pattern: r"^((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}/(3[0-2]|[12]?[0-9])|[0-9a-f:]*:[0-9a-f:.]*/(12[0-8]|1[01][0-9]|[1-9]?[0-9]))$",
    check: |text| judge(text, network_of(text), network_fault),
};

/// An address such as `10.0.0.10`.
pub(crate) static ADDRESS: Grammar = Grammar {
    what: "an IP address such as `172.20.0.10`",
    pattern: r"^((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}|[0-9a-f:]*:[0-9a-f:.]*)$",
    check: |text| judge(text, address_of(text), address_fault),
};

/// What a text means, if every spelling were allowed: leading zeros, any case, IPv4-mapped IPv6.
pub(super) fn address_of(text: &str) -> Option<Address> {
    if text.contains(':') {
        let address: Ipv6Addr = text.parse().ok()?;
        let mapped = address.to_ipv4_mapped();
        return Some(mapped.map_or(Address { family: Family::V6, bits: address.to_bits() }, |address| Address {
            family: Family::V4,
            bits: address.to_bits().into(),
        }));
    }
    let mut parts = text.split('.');
    let mut bits: u128 = 0;
    for _ in 0..4 {
        bits = bits << 8 | u128::from(u8::try_from(digits(parts.next()?)?).ok()?);
    }
    parts.next().is_none().then_some(Address { family: Family::V4, bits })
}

/// The same for a network, host bits included.
pub(super) fn network_of(text: &str) -> Option<Cidr> {
    let (address, length) = text.split_once('/')?;
    let length = u8::try_from(digits(length)?).ok()?;
    let address_is_v6 = address.contains(':');
    let address = address_of(address)?;
    let length = match address.family {
        Family::V4 if address_is_v6 => length.checked_sub(96)?,
        _ => length,
    };
    (length <= address.family.width()).then(|| Cidr::new(address, length))
}

fn digits(text: &str) -> Option<u16> {
    let fits = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

/// Fine in its canonical form; otherwise a fault whose replacement is that form, if the text means anything at all.
fn judge<T: fmt::Display>(text: &str, meant: Option<T>, nonsense: fn(&str) -> Fault) -> Result<(), Fault> {
    let Some(meant) = meant else { return Err(nonsense(text)) };
    let canonical = meant.to_string();
    if canonical == text {
        return Ok(());
    }
    let written = text.split('/').next().unwrap_or_default();
    let leading_zero = text.split(['.', '/']).any(|part| part.len() > 1 && part.starts_with('0'));
    let message = if written.contains(':') && !canonical.contains(':') {
        format!("`{text}` is IPv4, written as IPv6")
    } else if !written.contains(':') && leading_zero {
        format!("`{text}` has leading zeros, which some programs read as octal")
    } else if address_of(written).is_some_and(|address| canonical.split('/').next() != Some(&address.to_string())) {
        format!("`{text}` names an address inside the network, not the network")
    } else {
        format!("`{text}` is not the usual spelling of this address")
    };
    Err(Fault::new(message).code(codes::CANONICAL).help(format!("write `{canonical}`")).replacement(canonical))
}

fn network_fault(text: &str) -> Fault {
    let (address, length) = text.split_once('/').unwrap_or((text, ""));
    let Some(address) = address_of(address) else { return Fault::default() };
    if text.contains(':') && address.family == Family::V4 {
        return Fault::new(format!("`{text}` is IPv4, written as IPv6"))
            .help(format!("write it as IPv4, such as `{}`", address.alone()));
    }
    if !text.contains('/') {
        return Fault::new(format!("`{text}` is one address, not a network"))
            .help(format!("write `{}` for this address alone", address.alone()));
    }
    match digits(length) {
        Some(_) => {
            let width = address.family.width();
            Fault::new(format!("the length `/{length}` does not fit the {width} bits of an address"))
                .help(format!("write a length from `/0` to `/{width}`, such as `{}`", address.alone()))
        }
        None => Fault::default(),
    }
}

fn address_fault(text: &str) -> Fault {
    match network_of(text) {
        Some(_) => Fault::new(format!("`{text}` is a network, not one address")).help("write the address without `/…`"),
        None => Fault::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(text: &str) -> Option<String> {
        (CIDR.check)(text).err().and_then(|fault| fault.replacement)
    }

    #[test]
    fn a_canonical_network_is_itself() {
        for text in ["0.0.0.0/0", "10.0.0.0/8", "10.1.2.3/32", "::/0", "fd00::/8", "fd00:ec2::254/128", "2001:db8::/32"]
        {
            assert!((CIDR.check)(text).is_ok(), "{text}");
            assert_eq!(Cidr::parse(text).map(|cidr| cidr.to_string()).as_deref(), Some(text));
        }
    }

    #[test]
    fn another_spelling_is_repaired() {
        for (text, meant) in [
            ("10.0.0.1/8", "10.0.0.0/8"),
            ("010.0.0.0/8", "10.0.0.0/8"),
            ("10.0.0.0/08", "10.0.0.0/8"),
            ("FD00::/8", "fd00::/8"),
            ("fd00:0:0::/48", "fd00::/48"),
            ("fd00::1/64", "fd00::/64"),
            ("::ffff:10.0.0.0/104", "10.0.0.0/8"),
            ("::ffff:a00:0/104", "10.0.0.0/8"),
        ] {
            assert_eq!(canonical(text).as_deref(), Some(meant), "{text}");
            assert_eq!(Cidr::parse(text), None, "{text}");
        }
    }

    #[test]
    fn nonsense_has_no_repair() {
        for text in [
            "",
            "/",
            "10.0.0.0",
            "10.0.0.0/",
            "10.0.0.0/33",
            "10.0.0/8",
            "10.0.0.0.0/8",
            "256.0.0.0/8",
            "10.0.0.0/-1",
            "10.0.0.0/+8",
            "10.0.0.0/8/8",
            "fd00::/129",
            "fd00::%1/64",
            "a.b.c.d/8",
            "10.0.0.0 /8",
            "1e1.0.0.0/8",
            "::ffff:10.0.0.0/8",
            "any",
            "*",
        ] {
            let fault = (CIDR.check)(text).unwrap_err();
            assert_eq!(fault.replacement, None, "{text}");
        }
    }

    #[test]
    fn an_address_is_not_a_network() {
        assert_eq!(
            Address::parse("172.20.0.10").map(|address| address.alone().to_string()).as_deref(),
            Some("172.20.0.10/32")
        );
        assert_eq!(
            Address::parse("fd00::a").map(|address| address.alone().to_string()).as_deref(),
            Some("fd00::a/128")
        );
        for text in ["172.20.0.10/32", "172.20.0.010", "::ffff:172.20.0.10", "FD00::A", "localhost", ""] {
            assert!((ADDRESS.check)(text).is_err() && Address::parse(text).is_none(), "{text}");
        }
    }
}
