//! The platform's sync windows, as far as they concern the team's applications.

use crate::{manifest::Tree, team::Team};

/// `syncWindows`; absent where no window concerns the team.
pub(super) fn build(_team: &Team<'_>) -> Tree {
    Tree::Absent
}
