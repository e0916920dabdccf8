//! `syncWindows`: times at which Argo CD may or may not sync.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::{Platform, environments, sourced};
use crate::{
    diagnostic::{Sink, platform as codes},
    origin::{Origin, Sourced},
    shape::{Fault, Grammar, List, Record, Shape, field},
    span::Span,
    value::{
        duration::{self, Duration},
        schedule::{SCHEDULE, Schedule},
        time_zone::TIME_ZONE,
    },
    yaml::Node,
};

/// `syncWindows`.
pub(crate) static SYNC_WINDOWS: List = List::of(Shape::Record(&SYNC_WINDOW));

/// The keys of one window.
/// See <https://argo-cd.readthedocs.io/en/stable/user-guide/sync_windows/>.
static SYNC_WINDOW: Record = Record::of(&[
    field(
        "kind",
        Shape::Choice(&["allow", "deny"]),
        "`deny`: no syncs while the window is open. `allow`: syncs only while one that allows them is open. Deny wins.",
    )
    .required(),
    field(
        "schedule",
        Shape::Bare(&SCHEDULE),
        "When the window opens: minute, hour, day of the month, month, day of the week (0 to 6, Sunday is 0). `0 18 * * 5` is every Friday at 18:00.",
    )
    .required(),
    field("duration", Shape::Bare(&DURATION), "How long the window stays open, from `1m` to `744h`.").required(),
    field(
        "environments",
        Shape::List(&environments::ENVIRONMENTS),
        "The environments whose applications it concerns. Absent: every application of every team.",
    ),
    field("timeZone", Shape::Text(&TIME_ZONE), "The zone that the schedule is read in. It is UTC unless written."),
    field("manualSync", Shape::Boolean, "Whether a person may sync by hand where the window stops syncs."),
    field("description", Shape::Free(LONGEST_DESCRIPTION), "What the window is for, as people see it in Argo CD."),
]);

static DURATION: Grammar = Grammar {
    what: "a length of time from `1m` to `744h`",
    pattern: duration::DURATION.pattern,
    check: |text| {
        (duration::DURATION.check)(text).map_err(duration::in_minutes(text)).map_err(|fault| {
            Fault { help: fault.help.filter(|_| !text.ends_with('d')), ..fault }.code(codes::WINDOW_DURATION)
        })?;
        let message = match Duration::parse(text) {
            Some(length) if length < SHORTEST => format!("a window of `{text}` is shorter than a minute"),
            Some(length) if length > LONGEST => format!("a window of `{text}` is longer than 31 days"),
            _ => return Ok(()),
        };
        Err(Fault::new(message)
            .code(codes::WINDOW_DURATION)
            .help("write a length from `1m` to `744h`, which is 31 days"))
    },
};

const SHORTEST: Duration = Duration::minutes(1);
const LONGEST: Duration = Duration::hours(31 * 24);
/// Argo CD counts it in bytes.
const LONGEST_DESCRIPTION: usize = 255;
/// What Argo CD reads where no zone is written.
const DEFAULT_ZONE: &str = "UTC";

/// `syncWindows` as meant.
#[derive(Debug)]
pub(crate) struct SyncWindows {
    windows: Vec<SyncWindow>,
    /// Every environment that is named, also in windows that are wrong.
    environments: Vec<Sourced<String>>,
}

/// A window without a fault.
#[derive(Debug)]
pub(crate) struct SyncWindow {
    /// `allow` or `deny`.
    pub(crate) kind: Sourced<String>,
    pub(crate) schedule: Sourced<String>,
    pub(crate) duration: Sourced<String>,
    /// The environments that it concerns; `None`: every application.
    pub(crate) environments: Option<Vec<Sourced<String>>>,
    pub(crate) time_zone: Option<Sourced<String>>,
    pub(crate) manual_sync: Option<Sourced<bool>>,
    pub(crate) description: Option<Sourced<String>>,
    /// The whole entry.
    pub(crate) origin: Origin,
}

impl SyncWindow {
    /// `None` where something about the window was reported.
    fn read(node: &Node) -> Option<Self> {
        if node.is_partial() || !node.entries().iter().all(|entry| entry.value.is_valid()) {
            return None;
        }
        let text = |key: &str| node.get(key).and_then(sourced);
        let manual_sync = node.get("manualSync").and_then(Node::boolean);
        Some(Self {
            kind: text("kind")?,
            schedule: text("schedule")?,
            duration: text("duration")?,
            environments: environments::read(node),
            time_zone: text("timeZone"),
            manual_sync: manual_sync.map(Sourced::platform),
            description: text("description"),
            origin: Origin::platform(node.span),
        })
    }

    fn zone(&self) -> &str {
        self.time_zone.as_ref().map_or(DEFAULT_ZONE, |zone| &zone.value)
    }

    /// Whether two windows would be one in the project of some team: everything but `manualSync` and `description` is equal,
    /// and there is an environment whose applications both name.
    fn is_one_with(&self, other: &Self) -> bool {
        let same = |a: &Sourced<String>, b: &Sourced<String>| a.value == b.value;
        let shares = |all: &[Sourced<String>]| all.iter().any(|environment| other.names(&environment.value));
        let environments = match &self.environments {
            Some(all) => shares(all),
            None => other.environments.is_none(),
        };
        same(&self.kind, &other.kind)
            && same(&self.schedule, &other.schedule)
            && same(&self.duration, &other.duration)
            && self.zone() == other.zone()
            && environments
    }

    /// Whether the window names an environment.
    pub(crate) fn names(&self, environment: &str) -> bool {
        self.environments.iter().flatten().any(|known| known.value == environment)
    }
}

impl SyncWindows {
    pub(crate) fn read(node: Option<&Node>, sink: &mut Sink) -> Self {
        let windows: Vec<_> = node.map(Node::items).unwrap_or_default().iter().filter_map(SyncWindow::read).collect();
        for window in &windows {
            overlap(window, sink);
            description(window, sink);
        }
        same(&windows, sink);
        Self { windows, environments: environments::all(node) }
    }

    /// The windows in the order of the file.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &SyncWindow> {
        self.windows.iter()
    }
}

pub(crate) fn check(platform: &Platform, sink: &mut Sink) {
    environments::check(&platform.sync_windows.environments, platform, sink);
}

/// A window that opens again before it closes is one long window.
fn overlap(window: &SyncWindow, sink: &mut Sink) {
    let (Ok(schedule), Some(length)) =
        (Schedule::parse(&window.schedule.value), Duration::parse(&window.duration.value))
    else {
        return;
    };
    let gap = schedule.shortest_gap();
    if length <= gap {
        return;
    }
    let once = Schedule::once_a_day(&window.schedule.value).filter(|(_, once)| length <= once.shortest_gap());
    let help = match once {
        Some((once, _)) => format!("write `{gap}` or less, or open it once a day: `schedule: \"{once}\"`"),
        None => format!("write `{gap}` or less, or let it open less often"),
    };
    let message = format!("a window of `{}` is still open when it opens again {gap} later", window.duration.value);
    sink.report(codes::LONG_WINDOW, window.duration.origin.span(), message)
        .see(window.schedule.origin.span(), "opens again and again")
        .help(help);
}

fn description(window: &SyncWindow, sink: &mut Sink) {
    let Some(description) = &window.description else { return };
    let bytes = description.value.len();
    if bytes > LONGEST_DESCRIPTION {
        let message = format!("a description of {bytes} bytes, where Argo CD takes {LONGEST_DESCRIPTION}");
        sink.report(codes::DESCRIPTION_BYTES, description.origin.span(), message)
            .help("shorten it; letters outside the Latin alphabet, accents and emoji count more than once");
    }
}

/// Argo CD refuses every change to a project that has the same window twice.
fn same(windows: &[SyncWindow], sink: &mut Sink) {
    let mut reported: BTreeSet<Span> = BTreeSet::new();
    for (index, window) in windows.iter().enumerate() {
        let mut earlier = windows.iter().take(index).filter(|first| !reported.contains(&first.origin.span()));
        let Some(first) = earlier.find(|first| window.is_one_with(first)) else { continue };
        reported.insert(window.origin.span());
        let shared = window.environments.iter().flatten().find(|environment| first.names(&environment.value));
        let message = match shared {
            Some(environment) => format!("the same window as an earlier one, for `{}`", environment.value),
            None => "the same window as an earlier one".to_owned(),
        };
        sink.report(codes::SAME_WINDOW, window.origin.span(), message)
            .see(first.origin.span(), "first written here")
            .help("keep one of the two; `manualSync` and `description` do not tell windows apart");
    }
}
