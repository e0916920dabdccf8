//! IP networks in CIDR notation.
