//! NetworkPolicy semantics, written from the Kubernetes documentation and independent of the compiler:
//! <https://kubernetes.io/docs/concepts/services-networking/network-policies/>.
//!
//! A pod that no policy selects in a direction is open in it; a selected pod lets through what any of its policies allows.

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr},
};

use serde_json::Value;

/// Labels of a namespace or pod.
pub type Labels = BTreeMap<String, String>;

/// One end of a connection.
#[derive(Debug, Clone)]
pub struct End {
    /// The namespace it runs in; `None` outside the cluster.
    pub namespace: Option<String>,
    /// Labels of the pod.
    pub labels: Labels,
    /// Its address.
    pub address: IpAddr,
}

/// Namespaces and policies of a cluster.
#[derive(Debug, Default)]
pub struct Cluster {
    namespaces: BTreeMap<String, Labels>,
    policies: Vec<Value>,
}

/// Direction of a rule.
#[derive(Clone, Copy)]
enum Direction {
    Ingress,
    Egress,
}

impl Cluster {
    /// Adds a namespace that is not among the manifests. The API server sets the label of its name.
    pub fn add_namespace(&mut self, name: &str) {
        self.namespaces
            .entry(name.to_owned())
            .or_default()
            .insert("kubernetes.io/metadata.name".to_owned(), name.to_owned());
    }

    /// Takes the namespaces and policies out of manifests.
    pub fn add(&mut self, objects: &[Value]) {
        for object in objects {
            let name = object["metadata"]["name"].as_str().unwrap_or_default();
            match object["kind"].as_str() {
                Some("Namespace") => {
                    self.add_namespace(name);
                    self.namespaces.entry(name.to_owned()).or_default().extend(labels(&object["metadata"]["labels"]));
                }
                Some("NetworkPolicy") => self.policies.push(object.clone()),
                _ => {}
            }
        }
    }

    /// Whether a connection is let out at one end and let in at the other.
    #[must_use]
    pub fn connects(&self, from: &End, to: &End, protocol: &str, port: u16) -> bool {
        self.lets(Direction::Egress, from, to, protocol, port)
            && self.lets(Direction::Ingress, to, from, protocol, port)
    }

    fn lets(&self, direction: Direction, pod: &End, peer: &End, protocol: &str, port: u16) -> bool {
        let Some(namespace) = &pod.namespace else { return true };
        let (kind, rules, peers) = match direction {
            Direction::Ingress => ("Ingress", "ingress", "from"),
            Direction::Egress => ("Egress", "egress", "to"),
        };
        let selects = |policy: &&Value| {
            policy["metadata"]["namespace"].as_str() == Some(namespace)
                && selector_matches(&policy["spec"]["podSelector"], &pod.labels)
                && applies(&policy["spec"], kind)
        };
        let mut selecting = self.policies.iter().filter(selects).peekable();
        if selecting.peek().is_none() {
            return true;
        }
        let mut rules = selecting.flat_map(|policy| policy["spec"][rules].as_array().into_iter().flatten());
        rules.any(|rule| {
            let ports = &rule["ports"];
            let port_fits = ports
                .as_array()
                .is_none_or(|all| all.is_empty() || all.iter().any(|one| port_matches(one, protocol, port)));
            let peers = &rule[peers];
            let open = peers.as_array().is_none_or(Vec::is_empty);
            let peer_fits =
                open || peers.as_array().into_iter().flatten().any(|one| self.peer_matches(one, namespace, peer));
            port_fits && peer_fits
        })
    }

    fn peer_matches(&self, rule: &Value, own: &str, peer: &End) -> bool {
        if let Some(block) = rule.get("ipBlock") {
            let inside = |cidr: &Value| cidr.as_str().is_some_and(|cidr| contains(cidr, peer.address));
            let excepted = block["except"].as_array().into_iter().flatten().any(inside);
            return inside(&block["cidr"]) && !excepted;
        }
        let Some(namespace) = &peer.namespace else { return false };
        let nothing = Labels::new();
        let namespace_labels = self.namespaces.get(namespace).unwrap_or(&nothing);
        let namespace_fits = match rule.get("namespaceSelector") {
            Some(selector) => selector_matches(selector, namespace_labels),
            None => namespace == own,
        };
        namespace_fits && rule.get("podSelector").is_none_or(|selector| selector_matches(selector, &peer.labels))
    }
}

/// Whether a policy judges a direction: as written, else ingress always and egress if it has such rules.
fn applies(spec: &Value, kind: &str) -> bool {
    match spec["policyTypes"].as_array() {
        Some(types) => types.iter().any(|one| one == kind),
        None => kind == "Ingress" || spec.get("egress").is_some(),
    }
}

fn labels(value: &Value) -> Labels {
    let pairs = value.as_object().into_iter().flatten();
    pairs.map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned())).collect()
}

fn selector_matches(selector: &Value, labels: &Labels) -> bool {
    let wanted = self::labels(&selector["matchLabels"]);
    let expressions = selector["matchExpressions"].as_array().cloned().unwrap_or_default();
    wanted.iter().all(|(key, value)| labels.get(key) == Some(value))
        && expressions.iter().all(|expression| {
            let value = labels.get(expression["key"].as_str().unwrap_or_default());
            let among =
                |value: &String| expression["values"].as_array().is_some_and(|all| all.iter().any(|one| one == value));
            match expression["operator"].as_str() {
                Some("Exists") => value.is_some(),
                Some("DoesNotExist") => value.is_none(),
                Some("In") => value.is_some_and(among),
                Some("NotIn") => !value.is_some_and(among),
                other => panic!("operator {other:?}"),
            }
        })
}

fn port_matches(rule: &Value, protocol: &str, port: u16) -> bool {
    let protocol_fits = rule["protocol"].as_str().unwrap_or("TCP") == protocol;
    let port_fits = rule.get("port").is_none_or(|wanted| wanted.as_u64() == Some(u64::from(port)));
    protocol_fits && port_fits
}

fn contains(cidr: &str, address: IpAddr) -> bool {
    let (network, bits) = cidr.split_once('/').unwrap_or_else(|| panic!("{cidr} is no CIDR"));
    let bits: u32 = bits.parse().unwrap_or_else(|_| panic!("{cidr} is no CIDR"));
    let number = |address: IpAddr| match address {
        IpAddr::V4(address) => (u128::from(u32::from(address)), 32),
        IpAddr::V6(address) => (u128::from(address), 128),
    };
    let network: IpAddr = network.parse().unwrap_or_else(|_| panic!("{cidr} is no CIDR"));
    let ((network, width), (address, other)) = (number(network), number(address));
    width == other && (bits == 0 || (network >> (width - bits)) == (address >> (width - bits)))
}

/// A pod with an address of its own inside the cluster.
#[must_use]
pub fn pod(namespace: &str, labels: &[(&str, &str)], number: u8) -> End {
    let labels = labels.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    End { namespace: Some(namespace.to_owned()), labels, address: Ipv4Addr::new(100, 64, 1, number).into() }
}

/// An address outside the cluster.
///
/// # Panics
/// If it is none.
#[must_use]
pub fn address(text: &str) -> End {
    let address = text.parse().unwrap_or_else(|_| panic!("{text} is no address"));
    End { namespace: None, labels: Labels::new(), address }
}
