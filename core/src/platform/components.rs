//! `components`: what the platform itself installs on its clusters, as changes to the built-in list and as new entries.

mod built_in;
mod chart;
mod depends_on;
#[cfg(test)]
mod tests;

use built_in::{ACCOUNT, BUILT_IN, BuiltIn, CHARTS};
pub(crate) use built_in::{Account, Chart, Level};

use super::{argocd::ArgoCd, sourced, switch_or};
use crate::{
    diagnostic::{Sink, platform as codes},
    origin::{Origin, Sourced},
    shape::{Empty, Fault, Grammar, List, Map, Record, Shape, did_you_mean, field},
    span::Span,
    value::{
        iam,
        name::{self, NamespaceName},
        version,
    },
    yaml::{Entry, Node},
};

/// `components`.
pub(crate) static COMPONENTS: Map = Map { key: &NAME, value: Shape::Record(&COMPONENT), empty: Empty::Allowed };

/// The keys of one component. A new one needs the first four that follow `enabled`.
static COMPONENT: Record = Record::of(&[
    field("enabled", Shape::Boolean, "Whether the component is installed. It is unless this is `false`."),
    field("chart", Shape::Text(&chart::CHART), "The Helm chart that installs it."),
    field("repoURL", Shape::Text(&chart::REPOSITORY), "Where the chart comes from: `https://…` or `oci://…`."),
    field("version", Shape::Text(&chart::VERSION), "The chart's version, exactly."),
    field("namespace", Shape::Text(&name::NAMESPACE), "The namespace that it runs in."),
    field("values", Shape::Map(&VALUES), "Values for the chart, over those that it is installed with."),
    field("irsaRole", Shape::Text(&iam::ROLE), "The AWS role that its pods may take: its name or ARN."),
    field(
        "dependsOn",
        Shape::List(&DEPENDENCIES),
        "Components that must be there before it. It decides the sync wave.",
    ),
]);

/// Keys that a new component must have.
const REQUIRED: [(&str, &str); 4] = [
    ("chart", "the Helm chart that installs it"),
    ("repoURL", "where the chart comes from"),
    ("version", "the chart's version"),
    ("namespace", "the namespace that it runs in"),
];

static DEPENDENCIES: List = List::of(Shape::Text(&DEPENDENCY));
static VALUES: Map = Map { key: &VALUE_KEY, value: Shape::Anything, empty: Empty::Allowed };

/// A component's name is the name of its Helm release too.
pub(crate) static NAME: Grammar = Grammar {
    what: "a component's name such as `cert-manager`: lower-case letters, digits and `-`",
    pattern: name::LABEL_1035,
    check: |text| {
        if text == ROOT {
            let message = format!("`{APPLICATION_PREFIX}{ROOT}` is the application that everything begins with");
            return Err(Fault::new(message).code(codes::COMPONENT_NAME).help("choose another name"));
        }
        if let Some((beginning, whose)) = TAKEN.iter().find(|(beginning, _)| text.starts_with(beginning)) {
            let message = format!("`{APPLICATION_PREFIX}{beginning}…` are the applications of {whose}");
            return Err(Fault::new(message).code(codes::COMPONENT_NAME).help("choose another name"));
        }
        let fits = name::is_label_1035(text) && text.len() <= LONGEST_NAME;
        if fits { Ok(()) } else { Err(name::name_fault(text, LONGEST_NAME)) }
    },
};

/// Any text: whether there is such a component is judged by looking for it.
pub(crate) static DEPENDENCY: Grammar = Grammar {
    what: "a component such as `kyverno`",
    pattern: "^[A-Za-z0-9._-]+$",
    check: |text| if text.is_empty() { Err(Fault::default()) } else { Ok(()) },
};

static VALUE_KEY: Grammar = Grammar {
    what: "a key of the chart's values",
    pattern: "",
    check: |text| if text.trim().is_empty() { Err(Fault::default()) } else { Ok(()) },
};

/// The first chart of Kyverno, that of Kyverno 1.17, in which its policies are served as `policies.kyverno.io/v1`.
/// See <https://kyverno.io/docs/policy-types/overview/>.
pub(crate) const FIRST_CHART: &str = "3.7.0";

/// What the Argo CD application of every component begins with.
pub(crate) const APPLICATION_PREFIX: &str = "platform-";
/// The component that would be called like the root application.
const ROOT: &str = "root";
/// What the names of components begin with that would be called like what holds in a cluster.
const TAKEN: [(&str, &str); 2] =
    [("guards-", "the clusters' guards"), ("signatures-", "the clusters' policies about signatures")];
/// Longest name of a Helm release. See <https://helm.sh/docs/chart_template_guide/getting_started/>.
const LONGEST_NAME: usize = 53;

/// Where a component runs unless it says so itself.
#[derive(Debug, Clone, Copy)]
enum Namespace {
    /// Where Argo CD runs.
    OfArgoCd,
    Named(&'static str),
}

/// `components` as meant: the built-in ones, then the new ones in the order of the file.
#[derive(Debug)]
pub(crate) struct Components {
    list: Vec<Component>,
}

/// A component as meant.
#[derive(Debug)]
pub(crate) struct Component {
    pub(crate) name: Sourced<String>,
    pub(crate) enabled: Sourced<bool>,
    /// `None`: that of the built-in component; so with repository and version.
    pub(crate) chart: Option<Sourced<String>>,
    pub(crate) repo_url: Option<Sourced<String>>,
    pub(crate) version: Option<Sourced<String>>,
    /// `None` only where it was reported.
    pub(crate) namespace: Option<Sourced<NamespaceName>>,
    /// A mapping; its leaves keep type and text.
    pub(crate) values: Option<Node>,
    pub(crate) irsa_role: Option<Sourced<String>>,
    /// What has to be there before it; built-in ones only as far as they are enabled.
    pub(crate) depends_on: Vec<Sourced<String>>,
}

impl Components {
    pub(crate) fn read(node: Option<&Node>, argocd: &ArgoCd, sink: &mut Sink) -> Self {
        let entries = node.map(Node::entries).unwrap_or_default();
        let entry = |name: &str| entries.iter().find(|entry| entry.key.value == name);
        let built_in = BUILT_IN.iter().map(|row| Component::built_in(row, entry(row.name), argocd));
        let new = entries.iter().filter(|entry| built_in::find(&entry.key.value).is_none());
        let mut list: Vec<_> = built_in.chain(new.filter_map(|entry| Component::new(entry, sink))).collect();
        let enabled: Vec<_> = list
            .iter()
            .filter(|component| component.enabled.value)
            .map(|component| component.name.value.clone())
            .collect();
        for component in &mut list {
            component.depends_on.retain(|name| is_written(name) || enabled.contains(&name.value));
        }
        let components = Self { list };
        depends_on::check(&components, node, sink);
        components
    }

    fn find(&self, name: &str) -> Option<&Component> {
        self.list.iter().find(|component| component.name.value == name)
    }

    /// Every component, be it installed or not.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Component> {
        self.list.iter()
    }

    /// The components that are installed.
    pub(crate) fn enabled(&self) -> impl Iterator<Item = &Component> {
        self.list.iter().filter(|component| component.enabled.value)
    }

    /// Names of enabled components; the platform has an Application `platform-<name>` for each.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.enabled().map(|component| component.name.value.as_str())
    }

    /// Namespaces of enabled components; teams may refer to them.
    pub(crate) fn namespaces(&self) -> impl Iterator<Item = &str> {
        self.placed_namespaces().map(|namespace| namespace.value.as_str())
    }

    /// The same, with where each is written.
    pub(crate) fn placed_namespaces(&self) -> impl Iterator<Item = &Sourced<NamespaceName>> {
        self.enabled().filter_map(|component| component.namespace.as_ref())
    }

    /// The written version of a built-in component that is installed from its own chart and repository.
    pub(crate) fn version_of_built_in(&self, name: &str) -> Option<&Sourced<String>> {
        let component = self.find(name).filter(|component| component.enabled.value)?;
        component.version.as_ref().filter(|_| component.chart.is_none() && component.repo_url.is_none())
    }

    /// The written version of Kyverno's own chart, if it is one that serves no `policies.kyverno.io/v1`. Another chart counts
    /// otherwise.
    pub(crate) fn old_kyverno(&self) -> Option<&Sourced<String>> {
        let first = version::major_minor(FIRST_CHART);
        let is_old =
            |chart: &&Sourced<String>| version::major_minor(&chart.value).is_some_and(|version| Some(version) < first);
        self.version_of_built_in("kyverno").filter(is_old)
    }

    /// Where a component is switched off, if it is.
    pub(crate) fn switched_off(&self, name: &str) -> Option<Origin> {
        self.find(name).filter(|component| !component.enabled.value).map(|component| component.enabled.origin)
    }
}

impl Component {
    /// The built-in chart, unless platform.yaml names another one. A copy of it in another repository is the same chart.
    pub(crate) fn built_in_chart(&self) -> Option<&'static Chart> {
        self.row().filter(|row| self.chart.as_ref().is_none_or(|chart| chart.value == row.chart))
    }

    /// The Helm release; the names of its objects follow from it.
    pub(crate) fn release(&self) -> &str {
        self.built_in_chart().map_or(self.name.value.as_str(), |chart| chart.release)
    }

    /// The service accounts that take its role. A chart that nobody knows here is written as most are.
    pub(crate) fn accounts(&self) -> &'static [Account] {
        self.built_in_chart().map_or(ACCOUNT, |chart| chart.accounts)
    }

    /// What is built in under its name, whichever chart platform.yaml names.
    pub(crate) fn row(&self) -> Option<&'static Chart> {
        CHARTS.iter().find(|row| row.component == self.name.value)
    }

    /// A built-in component with the changes of its entry.
    fn built_in(row: &BuiltIn, entry: Option<&Entry>, argocd: &ArgoCd) -> Self {
        let namespace = match row.namespace {
            Namespace::OfArgoCd => argocd.namespace.clone(),
            Namespace::Named(name) => Sourced::built_in(NamespaceName::new(name)),
        };
        let depends_on = row.depends_on.iter().map(|name| Sourced::built_in((*name).to_owned())).collect();
        let name = Sourced::built_in(row.name.to_owned());
        Self::read(name, entry.map(|entry| &entry.value), Some(namespace), depends_on)
    }

    /// A component that is not built in; `None` if its name was meant for one that is.
    fn new(entry: &Entry, sink: &mut Sink) -> Option<Self> {
        let (name, node) = (&entry.key.value, &entry.value);
        let has = |key: &str| node.entry(key).is_some();
        let near = did_you_mean(name, BUILT_IN.iter().map(|row| row.name));
        if let Some(near) = near.filter(|_| !has("chart") && !has("repoURL") && node.is_valid()) {
            sink.report(codes::UNKNOWN_COMPONENT, entry.key.span, format!("there is no built-in component `{name}`"))
                .help(format!("did you mean `{near}`?"));
            return None;
        }
        for (key, what) in REQUIRED.into_iter().filter(|(key, _)| !node.is_partial() && !has(key)) {
            let message = format!("`{key}` is missing: `{name}` is not built in");
            sink.report(codes::INCOMPLETE_COMPONENT, Span::at(node.span.start), message)
                .help(format!("add `{key}: …`, {what}"));
        }
        let name = Sourced::new(name.clone(), Origin::platform(entry.key.span));
        Some(Self::read(name, Some(node), None, Vec::new()))
    }

    fn read(
        name: Sourced<String>,
        node: Option<&Node>,
        namespace: Option<Sourced<NamespaceName>>,
        depends_on: Vec<Sourced<String>>,
    ) -> Self {
        let get = |key: &str| node.and_then(|node| node.get(key));
        let text = |key: &str| get(key).and_then(sourced);
        Self {
            name,
            enabled: switch_or(get("enabled"), true),
            chart: text("chart"),
            repo_url: text("repoURL"),
            version: text("version"),
            namespace: text("namespace").map(|text| text.map(NamespaceName::new)).or(namespace),
            values: get("values").cloned(),
            irsa_role: text("irsaRole"),
            depends_on: get("dependsOn").map_or(depends_on, |list| list.items().iter().filter_map(sourced).collect()),
        }
    }
}

/// Whether a value stands in platform.yaml.
fn is_written(text: &Sourced<String>) -> bool {
    text.origin != Origin::built_in()
}
