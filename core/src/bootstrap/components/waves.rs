//! In which wave a component comes: behind whatever it waits for, and before the teams.

use std::collections::BTreeMap;

use super::Layer;

/// Behind what guards the cluster.
pub(super) const FIRST: i32 = -7;
/// Before the ApplicationSets of teams.
const LAST: i32 = 9;

/// The wave of each component, by its name. A chain that is longer than there are waves begins before them.
pub(super) fn of<'a>(layer: &Layer<'a>) -> BTreeMap<&'a str, i32> {
    let mut depths: BTreeMap<&str, i32> =
        layer.components().map(|component| (component.name.value.as_str(), 0)).collect();
    // No circles are left, so that a depth is settled after as many rounds as there are components.
    for _ in 0..depths.len() {
        let mut is_settled = true;
        for component in layer.components() {
            let below = component.depends_on.iter().filter_map(|name| depths.get(name.value.as_str()));
            let depth = below.max().map_or(0, |deepest| deepest + 1);
            if let Some(known) = depths.get_mut(component.name.value.as_str()).filter(|known| **known != depth) {
                *known = depth;
                is_settled = false;
            }
        }
        if is_settled {
            break;
        }
    }
    let deepest = depths.values().copied().max().unwrap_or(0);
    let first = FIRST.min(LAST - deepest);
    depths.into_iter().map(|(name, depth)| (name, first + depth)).collect()
}
