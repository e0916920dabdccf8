//! `explain CODE|KEY|KIND`: the long text, from the compiler's own tables.

use crate::{
    Exit,
    args::ExplainArgs,
    output::{Failure, Streams},
};

pub(crate) fn run(args: &ExplainArgs, out: &Streams) -> Result<Exit, Failure> {
    match teamwright_core::explain::explain(&args.subject) {
        Ok(text) => {
            out.result(&text)?;
            Ok(Exit::Fine)
        }
        Err(message) => {
            out.error(&message);
            Ok(Exit::InputWrong)
        }
    }
}
