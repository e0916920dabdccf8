//! `resourceQuota` and `limitRange` whose amounts keep the order of the rules.

use proptest::{collection::vec, prelude::*};

use super::maybe;
use crate::document::Node;

/// Both sections; any amount may be left out.
pub fn limits() -> BoxedStrategy<(Option<Node>, Option<Node>)> {
    let ordered = |most: u32| {
        (vec(1..=most, 7), vec(any::<bool>(), 7), vec(0_u8..3, 7)).prop_map(|(mut amounts, mut there, spelling)| {
            amounts.sort_unstable();
            // A quota does not grow by itself: who writes more than it has writes it too.
            there[6] |= there.contains(&true);
            Chain { amounts, there, spelling }
        })
    };
    let counts =
        (maybe(0_u32..500), maybe(0_u32..50), maybe(1_u32..4), maybe(0_u32..99), maybe(0_u32..8), maybe(0_u32..9));
    (maybe(ordered(16_000)), maybe(ordered(90_000)), maybe(ordered(500_000)), maybe(counts))
        .prop_map(|(cpu, memory, storage, counts)| {
            let (cpu, memory) = (Side::of(cpu, cpu_text), Side::of(memory, memory_text));
            let storage = Side::of(storage, memory_text);
            let count = |count: Option<u32>| count.map(|count| Node::Amount(count.to_string()));
            let (pods, services, balancers, jobs, devices, secrets) =
                counts.map_or((None, None, None, None, None, None), |c| (c.0, c.1, c.2, c.3, c.4, c.5));
            let quota = Node::some_map([
                (
                    "requests",
                    Node::some_map([
                        ("cpu", cpu.at(4)),
                        ("memory", memory.at(4)),
                        ("storage", storage.at(6)),
                        ("nvidia.com/gpu", count(devices)),
                    ]),
                ),
                ("limits", Node::some_map([("cpu", cpu.at(6)), ("memory", memory.at(6))])),
                ("pods", count(pods)),
                ("services", count(services)),
                ("services.loadbalancers", count(balancers)),
                ("services.nodeports", count(balancers)),
                ("secrets", count(secrets)),
                ("count/jobs.batch", count(jobs)),
            ]);
            let pair = |index: usize| Node::some_map([("cpu", cpu.at(index)), ("memory", memory.at(index))]);
            let range = Node::some_map([
                ("min", pair(0)),
                ("defaultRequest", pair(1)),
                ("default", pair(2)),
                ("max", pair(3)),
                ("persistentVolumeClaim", Node::some_map([("min", storage.at(0)), ("max", storage.at(1))])),
            ]);
            (quota, range)
        })
        .boxed()
}

#[derive(Debug, Clone)]
struct Chain {
    amounts: Vec<u32>,
    there: Vec<bool>,
    spelling: Vec<u8>,
}

/// One resource: its amounts from the smallest to the largest, where they are written.
struct Side(Vec<Option<Node>>);

impl Side {
    fn of(chain: Option<Chain>, spell: fn(u32, u8) -> String) -> Self {
        let Some(Chain { amounts, there, spelling }) = chain else { return Self(Vec::new()) };
        let written = amounts.iter().zip(there).zip(spelling);
        Self(written.map(|((amount, there), style)| there.then(|| Node::Amount(spell(*amount, style)))).collect())
    }

    fn at(&self, index: usize) -> Option<Node> {
        self.0.get(index).cloned().flatten()
    }
}

/// So many thousandths of a core.
fn cpu_text(milli: u32, style: u8) -> String {
    match style {
        0 if milli.is_multiple_of(1000) => (milli / 1000).to_string(),
        1 if milli.is_multiple_of(100) => format!("{}.{}", milli / 1000, milli % 1000 / 100),
        _ => format!("{milli}m"),
    }
}

/// So many mebibytes.
fn memory_text(mebi: u32, style: u8) -> String {
    match style {
        0 if mebi.is_multiple_of(1024) => format!("{}Gi", mebi / 1024),
        1 if mebi.is_multiple_of(512) => {
            format!("{}.5Gi", mebi / 1024).replace(".5", if mebi % 1024 == 512 { ".5" } else { ".0" })
        }
        2 => (u64::from(mebi) << 20).to_string(),
        _ => format!("{mebi}Mi"),
    }
}
