//! Shell completions and the man page, made from the definition of the command line.

use clap::CommandFactory;

use crate::{
    Exit,
    args::{Cli, CompletionsArgs},
    output::{Failure, Streams},
};

pub(crate) fn run(args: &CompletionsArgs, out: &Streams) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "teamwright", &mut script);
    out.result(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Fine)
}

pub(crate) fn man(out: &Streams) -> Result<Exit, Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command())
        .render(&mut page)
        .map_err(|error| Failure::new(format!("could not make the man page: {error}")))?;
    out.result(&String::from_utf8_lossy(&page))?;
    Ok(Exit::Fine)
}
