//! `digest`: which compiler this is, as a pin in platform.yaml names it.

use crate::{
    DIGEST, Exit,
    output::{Failure, Streams},
};

pub(crate) fn run(out: &Streams) -> Result<Exit, Failure> {
    out.result(&format!("{} {}\n", teamwright_core::VERSION, DIGEST.unwrap_or("dev")))?;
    Ok(Exit::Fine)
}
