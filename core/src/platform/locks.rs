//! `locks`: keys that a team may not write.

use super::defaults::DEFAULTS;
use crate::{
    diagnostic::limits as codes,
    shape::{self, Fault, Grammar, List, Record, Shape},
    span::Span,
    spec::amounts::Section,
    yaml::Node,
};

/// `locks`.
pub(crate) static LOCKS: List = List::of(Shape::Text(&LOCK));

/// The path of a key or section that `defaults` takes.
pub(crate) static LOCK: Grammar = Grammar {
    what: "a key that `defaults` takes, such as `networkPolicy.allowEgress`",
    pattern: "^[A-Za-z][A-Za-z0-9./_-]*$",
    check: lockable,
};

/// One lock.
#[derive(Debug)]
pub(crate) struct Lock {
    /// The keys from the root of team.yaml on; those of `syncPolicy` stand inside applications.
    pub(crate) keys: Vec<String>,
    /// The same, joined by dots, as it was written.
    pub(crate) path: String,
    /// Whether everything below the key is meant as well.
    pub(crate) is_section: bool,
    pub(crate) span: Span,
}

/// `locks` as meant.
#[derive(Debug, Default)]
pub(crate) struct Locks(Vec<Lock>);

impl Locks {
    pub(crate) fn read(node: Option<&Node>) -> Self {
        let lock = |item: &Node| {
            let path = item.text()?;
            let mut keys = Vec::new();
            let is_section = resolve(&DEFAULTS, path, &mut keys)?;
            Some(Lock { keys, path: path.to_owned(), is_section, span: item.span })
        };
        Self(node.map(Node::items).unwrap_or_default().iter().filter_map(lock).collect())
    }

    /// All of them, in the order of the file.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Lock> {
        self.0.iter()
    }

    /// The lock that holds an amount.
    pub(crate) fn find_in(&self, section: Section, path: &str) -> Option<Span> {
        if self.0.is_empty() { None } else { self.find(&format!("{}.{path}", section.key())) }
    }

    /// The lock that holds a path.
    pub(crate) fn find(&self, path: &str) -> Option<Span> {
        self.0.iter().find(|lock| lock.holds(path)).map(|lock| lock.span)
    }
}

impl Lock {
    /// Whether it holds a path: its own, or one below its section. `resourceQuota.services` does not hold the key
    /// `services.loadbalancers`, which stands beside it.
    pub(crate) fn holds(&self, path: &str) -> bool {
        match path.strip_prefix(self.path.as_str()) {
            Some("") => true,
            Some(rest) => self.is_section && rest.starts_with('.'),
            None => false,
        }
    }
}

/// Follows a dotted path through a table. Keys may hold dots themselves. Answers whether the path ends at a section.
fn resolve(record: &'static Record, path: &str, keys: &mut Vec<String>) -> Option<bool> {
    for field in record.fields {
        let Some(rest) = path.strip_prefix(field.name) else { continue };
        if rest.is_empty() {
            keys.push(field.name.to_owned());
            return Some(matches!(field.shape, Shape::Record(_) | Shape::Map(_) | Shape::List(_)));
        }
        if let (Some(rest), Shape::Record(inner)) = (rest.strip_prefix('.'), field.shape) {
            keys.push(field.name.to_owned());
            if let Some(is_section) = resolve(inner, rest, keys) {
                return Some(is_section);
            }
            keys.pop();
        }
    }
    record.others.filter(|(grammar, _)| (grammar.check)(path).is_ok())?;
    keys.push(path.to_owned());
    Some(false)
}

/// Every path of the table that can be locked, sections before what is in them.
pub(crate) fn lockable_paths() -> Vec<String> {
    let mut paths = Vec::new();
    collect(&DEFAULTS, "", &mut paths);
    paths
}

fn collect(record: &'static Record, above: &str, paths: &mut Vec<String>) {
    for field in record.fields {
        let path = format!("{above}{}", field.name);
        paths.push(path.clone());
        if let Shape::Record(inner) = field.shape {
            collect(inner, &format!("{path}."), paths);
        }
    }
}

fn lockable(path: &str) -> Result<(), Fault> {
    if resolve(&DEFAULTS, path, &mut Vec::new()).is_some() {
        return Ok(());
    }
    let mut paths = Vec::new();
    every_path(&DEFAULTS, "", &mut paths);
    let names = || paths.iter().map(String::as_str);
    let above = path.strip_suffix(".*").filter(|above| names().any(|known| known == *above));
    let near = above.or_else(|| shape::did_you_mean(path, names())).or_else(|| {
        let last = |known: &'_ str| known.rsplit('.').next().unwrap_or_default().to_owned();
        let keys: Vec<_> = names().map(last).collect();
        let key = shape::did_you_mean(path, keys.iter().map(String::as_str))?;
        names().find(|known| last(known) == key)
    });
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let sections: Vec<_> = DEFAULTS.fields.iter().map(|field| format!("`{}`", field.name)).collect();
            format!("a lock names one of {}, or a key below it", sections.join(", "))
        }
    };
    Err(Fault::new(format!("`{path}` is not a key that can be locked")).help(help).code(codes::UNKNOWN_LOCK))
}

fn every_path(record: &'static Record, before: &str, paths: &mut Vec<String>) {
    for field in record.fields {
        let path = if before.is_empty() { field.name.to_owned() } else { format!("{before}.{}", field.name) };
        if let Shape::Record(inner) = field.shape {
            every_path(inner, &path, paths);
        }
        paths.push(path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(path: &str) -> Option<(Vec<String>, bool)> {
        let mut keys = Vec::new();
        resolve(&DEFAULTS, path, &mut keys).map(|is_section| (keys, is_section))
    }

    #[test]
    fn a_lock_is_a_path_through_the_table_of_defaults() {
        for (path, expected, section) in [
            ("tier", &["tier"][..], false),
            ("resourceQuota", &["resourceQuota"], true),
            ("resourceQuota.requests", &["resourceQuota", "requests"], true),
            ("resourceQuota.requests.nvidia.com/gpu", &["resourceQuota", "requests", "nvidia.com/gpu"], false),
            ("resourceQuota.services", &["resourceQuota", "services"], false),
            ("resourceQuota.services.nodeports", &["resourceQuota", "services.nodeports"], false),
            ("resourceQuota.count/jobs.batch", &["resourceQuota", "count/jobs.batch"], false),
            ("limitRange.persistentVolumeClaim.max", &["limitRange", "persistentVolumeClaim", "max"], false),
            ("tolerations", &["tolerations"], true),
        ] {
            let expected = expected.iter().map(|key| (*key).to_owned()).collect();
            assert_eq!(keys(path), Some((expected, section)), "{path}");
        }
        for path in ["", "team", "apps", "resourceQuota.", "resourceQuota.x", "tier.x", ".tier", "limitRange.max.cpu.x"]
        {
            assert_eq!(keys(path), None, "{path}");
        }
    }

    #[test]
    fn an_unknown_lock_is_told_what_was_meant() {
        let help = |path: &str| lockable(path).expect_err(path).help.unwrap_or_default();
        assert_eq!(help("pods"), "did you mean `resourceQuota.pods`?");
        assert_eq!(help("alowEgress"), "did you mean `networkPolicy.allowEgress`?");
        assert_eq!(help("limitRange.*"), "did you mean `limitRange`?");
        assert_eq!(help("limitrange"), "did you mean `limitRange`?");
        assert!(help("apps").starts_with("a lock names one of `tier`"));
    }

    #[test]
    fn a_lock_on_services_leaves_load_balancers_alone() {
        let lock =
            Lock { keys: Vec::new(), path: "resourceQuota.services".into(), is_section: false, span: Span::default() };
        assert!(lock.holds("resourceQuota.services") && !lock.holds("resourceQuota.services.loadbalancers"));
    }
}
