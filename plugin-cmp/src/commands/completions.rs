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

/// One page: the command, then each subcommand as a section with its own usage, options and examples.
pub(crate) fn man(out: &Streams) -> Result<Exit, Failure> {
    let page = man_page().map_err(|error| Failure::new(format!("could not make the man page: {error}")))?;
    out.result(&page)?;
    Ok(Exit::Fine)
}

fn man_page() -> std::io::Result<String> {
    let mut command = Cli::command();
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    let mut page = String::from_utf8_lossy(&page).into_owned();
    for subcommand in command.get_subcommands().filter(|one| !one.is_hide_set() && one.get_name() != "help") {
        let man = clap_mangen::Man::new(subcommand.clone());
        let mut section = Vec::new();
        man.render_synopsis_section(&mut section)?;
        man.render_description_section(&mut section)?;
        man.render_options_section(&mut section)?;
        man.render_extra_section(&mut section)?;
        let section = String::from_utf8_lossy(&section).replace("\n.SH ", "\n.SS ");
        let section = section.strip_prefix(".SH ").map_or(section.clone(), |rest| format!(".SS {rest}"));
        page.push_str(&format!(".SH \"TEAMWRIGHT {}\"\n{section}", subcommand.get_name().to_uppercase()));
    }
    Ok(page)
}
