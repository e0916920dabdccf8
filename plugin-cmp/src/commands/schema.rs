//! `schema team|platform`: the JSON Schema for editors.

use crate::{
    Exit,
    args::{SchemaArgs, SchemaFile},
    format::json::pretty,
    output::{Failure, Streams},
};

pub(crate) fn run(args: &SchemaArgs, out: &Streams) -> Result<Exit, Failure> {
    let schema = match args.file {
        SchemaFile::Team => teamwright_core::schema::team(),
        SchemaFile::Platform => teamwright_core::schema::platform(),
    };
    out.result(&pretty(&schema))?;
    Ok(Exit::Fine)
}
