//! `bootstrap --iam`: the AWS roles that teams and components take, as documents for IAM.

use teamwright_core::{
    Extent,
    iam::{IamRole, Roles, as_json},
    review, sort_diagnostics,
};

use crate::{
    Exit,
    args::{BootstrapArgs, PlatformArgs},
    findings::{Deny, Summary, count},
    format::text,
    output::{Failure, Streams},
    repository::{self, Repository},
    tree::Tree,
};

/// How the files of a role end.
const TRUST: &str = ".trust.json";
const POLICY: &str = ".policy.json";

pub(super) fn run(args: &BootstrapArgs, extent: Extent, out: &Streams) -> Result<Exit, Failure> {
    let repository = repository::open(&[], &PlatformArgs { file: args.platform.clone() })?;
    if repository.platform_is_missing {
        out.error(super::NO_PLATFORM);
        return Ok(Exit::InputWrong);
    }
    let deny = Deny::parse(&[])?;
    let mut found = Vec::new();
    let roles = roles(&repository, extent, &mut found);
    found.retain(|finding| deny.is_error(finding));
    sort_diagnostics(&mut found);
    out.drawn_in_parts(text::drawn(&found, &deny, out.stderr_color()));
    for failure in &repository.failures {
        out.error(&failure.0);
    }
    if !repository.failures.is_empty() {
        return Ok(Exit::Failed);
    }
    // A role that is left out because a file is wrong would look like one that is no longer needed.
    let Some(roles) = roles.filter(|_| found.is_empty()) else {
        out.note(&Summary::of(&found, &deny, repository.teams.len()).sentence());
        return Ok(Exit::InputWrong);
    };
    let Some(directory) = &args.out else {
        out.result(&as_json(&roles))?;
        return Ok(Exit::Fine);
    };
    let mut tree = Tree::open(directory)?;
    for role in &roles {
        let IamRole { account, name, .. } = role;
        tree.write(format!("{account}/{name}{TRUST}"), &role.trust())?;
        if let Some(policy) = role.policy() {
            tree.write(format!("{account}/{name}{POLICY}"), &policy)?;
        }
    }
    tree.finish(is_ours)?;
    let open = roles.iter().filter(|role| role.policy().is_none()).count();
    let (all, open) = (count(roles.len(), "role"), count(open, "role"));
    out.note(&format!("{all} below {}; what {open} may do is for others to write", directory.display()));
    Ok(Exit::Fine)
}

/// Whether a file below an output directory is one of a role, and so not one of the platform's layer.
pub(super) fn is_ours(path: &str) -> bool {
    path.ends_with(TRUST) || path.ends_with(POLICY)
}

/// The roles of the platform and of every team; `None` with what is wrong in `found`.
fn roles(
    repository: &Repository,
    extent: Extent,
    found: &mut Vec<teamwright_core::Diagnostic>,
) -> Option<Vec<IamRole>> {
    let platform = &repository.platform;
    found.extend(repository.about_platform());
    found.extend_from_slice(&repository.refused);
    let mut roles = Roles::of(platform, extent)
        .map_err(|errors| {
            if !platform.has_errors() {
                found.extend(errors);
            }
        })
        .ok();
    let mut facts = Vec::with_capacity(repository.teams.len());
    for mut judged in repository.judge("read") {
        found.append(&mut judged.diagnostics);
        if let Some(roles) = &mut roles {
            judged.with_team(|team| roles.add(team));
        }
        facts.push(judged.facts);
    }
    found.extend(review(facts.iter(), platform));
    roles?.finish().map_err(|errors| found.extend(errors)).ok()
}
