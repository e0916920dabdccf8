//! The compiler's output, read back by a reader that is not ours.

use serde::Deserialize;
use serde_json::Value;
use teamwright_core::{Platform, Source, Target, compile};

/// The documents of a YAML stream.
///
/// # Errors
/// The reader's own words.
pub fn read_back(yaml: &str) -> Result<Vec<Value>, String> {
    let documents = serde_yaml::Deserializer::from_str(yaml).map(Value::deserialize);
    let objects: Result<Vec<_>, _> = documents.collect();
    let objects = objects.map_err(|error: serde_yaml::Error| error.to_string())?;
    Ok(objects.into_iter().filter(|object| !object.is_null()).collect())
}

/// The objects of a team that must compile.
///
/// # Panics
/// If there is any error; the message has them all.
#[must_use]
pub fn objects(team: &str, platform: &Platform, target: &Target) -> Vec<Value> {
    let name = team.lines().find_map(|line| line.strip_prefix("team:")).unwrap_or_default().trim().to_owned();
    let source = Source::new(format!("teams/{name}/team.yaml"), team);
    let compilation = compile(&source, platform, target);
    let errors: Vec<_> =
        platform.diagnostics().iter().chain(&compilation.diagnostics).filter(|found| found.is_error()).collect();
    let yaml = compilation.yaml().unwrap_or_else(|| panic!("{name} does not compile: {errors:#?}"));
    read_back(&yaml).unwrap_or_else(|error| panic!("the output of {name} can't be read back: {error}\n{yaml}"))
}
