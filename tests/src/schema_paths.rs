//! Every key of a file that holds a text, from the compiler's own JSON Schema: so that no field is forgotten by a test.

use serde_json::Value;

/// Paths such as `/apps/-/repoURL`; a free key is `<key>`, an entry of a list `-`.
#[must_use]
pub fn paths(schema: &teamwright_core::schema::Json) -> Vec<String> {
    let schema = serde_json::to_value(schema).unwrap_or_default();
    let mut found = Vec::new();
    Walk { root: &schema, open: Vec::new() }.visit(&schema, "", &mut found);
    found.sort();
    found.dedup();
    found
}

struct Walk<'a> {
    root: &'a Value,
    /// References that are being followed: free values hold free values.
    open: Vec<&'a str>,
}

impl<'a> Walk<'a> {
    fn visit(&mut self, schema: &'a Value, path: &str, found: &mut Vec<String>) {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let target = reference.strip_prefix('#').and_then(|pointer| self.root.pointer(pointer));
            match target.filter(|_| !self.open.contains(&reference)) {
                Some(target) => {
                    self.open.push(reference);
                    self.visit(target, path, found);
                    self.open.pop();
                }
                None => found.push(path.to_owned()),
            }
            return;
        }
        let before = found.len();
        let list = |word: &str| schema.get(word).and_then(Value::as_array).into_iter().flatten();
        let map = |word: &str| schema.get(word).and_then(Value::as_object).into_iter().flatten();
        for part in list("anyOf").chain(list("oneOf")) {
            if ["properties", "items", "$ref", "additionalProperties"].iter().any(|word| part.get(word).is_some()) {
                self.visit(part, path, found);
            }
        }
        for (key, value) in map("properties") {
            // An old spelling says what the key is called now; a refused key is `false`, or says what it is not.
            if value.is_object() && value.get("deprecated").is_none() && value.get("not").is_none() {
                self.visit(value, &format!("{path}/{key}"), found);
            }
        }
        let free = schema.get("additionalProperties").filter(|value| value.is_object());
        for value in free.into_iter().chain(map("patternProperties").map(|(_, value)| value)) {
            self.visit(value, &format!("{path}/<key>"), found);
        }
        if let Some(items) = schema.get("items") {
            self.visit(items, &format!("{path}/-"), found);
        }
        let is_record = schema.get("properties").is_some();
        if found.len() == before
            && !is_record
            && !path.is_empty()
            && schema.get("type") != Some(&Value::from("boolean"))
        {
            found.push(path.to_owned());
        }
    }
}
