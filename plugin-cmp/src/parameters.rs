//! `ARGOCD_APP_PARAMETERS`, the only thing that is read from the environment.
//! See <https://argo-cd.readthedocs.io/en/stable/operator-manual/config-management-plugins/#using-environment-variables-in-your-plugin>.

use serde::Deserialize;
use serde_json::Value;
use teamwright_core::Part;

/// What Argo CD asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Parameters {
    pub(crate) team: Option<String>,
    pub(crate) part: Part,
    pub(crate) cluster: Option<String>,
    pub(crate) compiler: Option<String>,
}

/// The parameters that the plugin announces.
const NAMES: [&str; 4] = ["team", "part", "cluster", "compiler"];

/// The variable that holds them.
pub(crate) const VARIABLE: &str = "ARGOCD_APP_PARAMETERS";

#[derive(Deserialize)]
struct Entry {
    name: String,
    // Types are judged with the name at hand, so that the message can say which parameter it is.
    string: Option<Value>,
    map: Option<Value>,
    array: Option<Value>,
}

/// Reads the variable's value. Argo CD leaves it unset, or sets it to `null` or a list.
pub(crate) fn parse(value: Option<&str>) -> Result<Parameters, String> {
    let entries: Option<Vec<Entry>> = match value {
        None | Some("") => None,
        Some(text) => serde_json::from_str(text)
            .map_err(|_| format!("{VARIABLE} is not a JSON list of parameters with a name each"))?,
    };
    let mut parameters = Parameters::default();
    let mut seen = Vec::new();
    for entry in entries.unwrap_or_default() {
        let name = entry.name.as_str();
        if !NAMES.contains(&name) {
            let known = NAMES.map(|name| format!("`{name}`")).join(", ");
            return Err(format!("unknown plugin parameter `{name}`\nhelp: the parameters are {known}"));
        }
        if seen.contains(&entry.name) {
            return Err(format!("plugin parameter `{name}` is given twice\nhelp: remove one of the two"));
        }
        let (Some(Value::String(text)), None, None) = (entry.string, entry.map, entry.array) else {
            return Err(format!("plugin parameter `{name}` must be a string\nhelp: write `string: …` beside its name"));
        };
        match name {
            "team" => parameters.team = Some(text),
            "part" => {
                parameters.part = Part::named(&text).ok_or_else(|| {
                    format!("plugin parameter `part` is `{text}`: it must be project, namespace, apps or all")
                })?;
            }
            "cluster" => parameters.cluster = Some(text),
            _ => parameters.compiler = Some(text),
        }
        seen.push(entry.name);
    }
    Ok(parameters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unset_null_and_a_list_are_fine() {
        assert_eq!(parse(None), Ok(Parameters::default()));
        assert_eq!(parse(Some("null")), Ok(Parameters::default()));
        assert_eq!(parse(Some("[]")), Ok(Parameters::default()));
        let list = r#"[{"name":"team","string":"backend"},{"name":"part","string":"apps"}]"#;
        let expected = Parameters { team: Some("backend".into()), part: Part::Apps, ..Parameters::default() };
        assert_eq!(parse(Some(list)), Ok(expected));
    }

    #[test]
    fn anything_else_is_an_error() {
        for text in [
            "{}",
            "x",
            r#"[{"name":"teem","string":"backend"}]"#,
            r#"[{"name":"team","array":["backend"]}]"#,
            r#"[{"name":"team"}]"#,
            r#"[{"name":"team","string":5}]"#,
            r#"[{"name":"team","string":"a","map":{}}]"#,
            r#"[{"string":"a"}]"#,
            r#"[["team"]]"#,
            r#"[{"name":"team","string":"a"},{"name":"team","string":"b"}]"#,
            r#"[{"name":"part","string":"everything"}]"#,
        ] {
            assert!(parse(Some(text)).is_err(), "{text}");
        }
    }
}
