//! `healthz`: the sidecar's probe.

use crate::{
    Exit,
    args::HealthzArgs,
    output::{Failure, Streams},
};

#[cfg(unix)]
pub(crate) fn run(args: &HealthzArgs, out: &Streams) -> Result<Exit, Failure> {
    match crate::health::ask(&args.socket) {
        Ok(()) => {
            out.result("ok\n")?;
            Ok(Exit::Fine)
        }
        Err(why) => {
            out.error(&format!("the plugin's server at {} is not well: {why}", args.socket.display()));
            Ok(Exit::InputWrong)
        }
    }
}

#[cfg(not(unix))]
pub(crate) fn run(_: &HealthzArgs, _: &Streams) -> Result<Exit, Failure> {
    Err(Failure::new("Argo CD's plugins listen at Unix sockets, which this system does not have"))
}
