//! IP addresses and networks (CIDR blocks), in one spelling each.
//!
//! Kubernetes warns about blocks that are not canonical and will refuse them; readers disagree about leading zeros and
//! IPv4-mapped IPv6. See <https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/>.

mod spelling;

pub(crate) use spelling::{ADDRESS, CIDR};

use std::{
    fmt,
    net::{Ipv4Addr, Ipv6Addr},
};

use smol_str::ToSmolStr;

use crate::{
    manifest::{Leaf, Tree},
    origin::Sourced,
};

/// IPv4 or IPv6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Family {
    V4,
    V6,
}

impl Family {
    /// Bits of an address.
    const fn width(self) -> u8 {
        match self {
            Self::V4 => 32,
            Self::V6 => 128,
        }
    }
}

/// One address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Address {
    family: Family,
    bits: u128,
}

/// A network: every address that begins with the same bits. Bits behind the length are zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cidr {
    first: Address,
    length: u8,
}

impl Address {
    /// Reads an address in its canonical form.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        spelling::address_of(text).filter(|address| address.to_string() == text)
    }

    /// The network that holds this address alone: `/32` or `/128`.
    pub(crate) const fn alone(self) -> Cidr {
        Cidr { first: self, length: self.family.width() }
    }
}

impl Cidr {
    /// Reads a network in its canonical form.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        spelling::network_of(text).filter(|network| network.to_string() == text)
    }

    /// An IPv4 network; bits behind the length are cut off.
    pub(crate) const fn v4(octets: [u8; 4], length: u8) -> Self {
        Self::new(Address { family: Family::V4, bits: u32::from_be_bytes(octets) as u128 }, length)
    }

    /// An IPv6 network; bits behind the length are cut off.
    pub(crate) const fn v6(segments: [u16; 8], length: u8) -> Self {
        let [a, b, c, d, e, f, g, h] = segments;
        Self::new(Address { family: Family::V6, bits: Ipv6Addr::new(a, b, c, d, e, f, g, h).to_bits() }, length)
    }

    const fn new(address: Address, length: u8) -> Self {
        let bits = address.bits & !host_bits(address.family, length);
        Self { first: Address { family: address.family, bits }, length }
    }

    pub(crate) const fn family(self) -> Family {
        self.first.family
    }

    /// Whether it is every address of its family: `0.0.0.0/0` or `::/0`.
    pub(crate) const fn is_everything(self) -> bool {
        self.length == 0
    }

    /// How many addresses it holds; one less for `::/0`, whose number has no room.
    pub(crate) const fn size(self) -> u128 {
        host_bits(self.family(), self.length).saturating_add(1)
    }

    /// Whether every address of `other` lies in it.
    pub(crate) fn contains(self, other: Self) -> bool {
        let cut = |address: Address| address.bits & !host_bits(address.family, self.length);
        self.family() == other.family() && self.length <= other.length && cut(other.first) == self.first.bits
    }

    /// Whether the two share an address.
    pub(crate) fn overlaps(self, other: Self) -> bool {
        self.contains(other) || other.contains(self)
    }
}

/// The bits of an address that a network of this length leaves open.
const fn host_bits(family: Family, length: u8) -> u128 {
    let open = family.width().saturating_sub(length);
    if open >= 128 { u128::MAX } else { (1 << open) - 1 }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.family {
            Family::V4 => Ipv4Addr::from_bits(self.bits as u32).fmt(f),
            Family::V6 => Ipv6Addr::from_bits(self.bits).fmt(f),
        }
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first, self.length)
    }
}

impl From<&Sourced<Cidr>> for Leaf {
    fn from(network: &Sourced<Cidr>) -> Self {
        Self::text(network.value.to_smolstr(), network.origin)
    }
}

impl From<&Sourced<Cidr>> for Tree {
    fn from(network: &Sourced<Cidr>) -> Self {
        Self::Leaf(network.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_hold_one_another() {
        let cidr = |text: &str| Cidr::parse(text).unwrap();
        assert!(cidr("10.0.0.0/8").contains(cidr("10.20.0.0/16")));
        assert!(!cidr("10.20.0.0/16").contains(cidr("10.0.0.0/8")));
        assert!(cidr("10.20.0.0/16").overlaps(cidr("10.0.0.0/8")));
        assert!(!cidr("10.20.0.0/16").overlaps(cidr("10.21.0.0/16")));
        assert!(cidr("0.0.0.0/0").contains(cidr("10.0.0.0/8")));
        assert!(!cidr("0.0.0.0/0").overlaps(cidr("::/0")));
        assert!(cidr("::/0").contains(cidr("fd00::/8")));
        assert_eq!(Cidr::v6([0xfe80, 0, 0, 0, 0, 0, 0, 1], 10), cidr("fe80::/10"));
        assert_eq!(Cidr::v4([10, 1, 1, 1], 8), cidr("10.0.0.0/8"));
    }
}
