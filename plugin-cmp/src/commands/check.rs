//! `check`: everything wrong with one team, or with a whole repository.

use std::path::Path;

use teamwright_core::{Diagnostic, Source, TeamFile, analyse, file, review, sort_diagnostics};

use crate::{
    Exit,
    args::{CheckArgs, CheckFormat},
    findings::{Deny, Summary},
    fixes,
    format::{github, json, sarif, text},
    output::{Failure, Streams},
    repository::{self, Repository},
};

pub(crate) fn run(args: &CheckArgs, out: &Streams) -> Result<Exit, Failure> {
    let deny = Deny::parse(&args.deny)?;
    let mut repository = repository::open(&args.paths, &args.platform)?;
    let mut found = findings(&repository, args.today.as_deref())?;
    if args.fix && repair(&repository, &found, out)? {
        repository = repository::open(&args.paths, &args.platform)?;
        found = findings(&repository, args.today.as_deref())?;
    }
    for failure in &repository.failures {
        out.error(&failure.0);
    }
    let summary = Summary::of(&found, &deny, repository.teams.len());
    match args.format {
        CheckFormat::Text => {
            out.result(&text::render(&found, &deny, out.stdout_color()))?;
            out.note(&summary.sentence());
        }
        CheckFormat::Json => out.result(&json::render(&found, &deny, summary))?,
        CheckFormat::Sarif => out.result(&sarif::render(&found, &deny))?,
        CheckFormat::Github => out.result(&github::render(&found, &deny))?,
    }
    let exit = if repository.failures.is_empty() { Exit::Fine } else { Exit::Failed };
    Ok(exit.max(summary.exit()))
}

/// Everything found, in order: the platform's, each team's, and what only the whole repository shows.
fn findings(repository: &Repository, today: Option<&str>) -> Result<Vec<Diagnostic>, Failure> {
    let platform = &repository.platform;
    let mut found = repository.refused.clone();
    found.extend_from_slice(platform.diagnostics());
    found.extend(platform.other_compiler());
    if repository.platform_is_missing
        && let Some(first) = repository.teams.first()
    {
        found.push(file::no_platform(first.path()));
    }
    let teams: Vec<TeamFile<'_>> = repository.teams.iter().map(|source| analyse(source, platform)).collect();
    if repository.whole {
        found.extend(review(&teams, platform));
    }
    if let Some(today) = today {
        let expired = platform.expired_exemptions(today);
        found.extend(expired.map_err(|_| Failure::new(format!("`--today {today}` is not a date such as 2027-03-31")))?);
    }
    found.extend(teams.into_iter().flat_map(|team| team.diagnostics));
    sort_diagnostics(&mut found);
    Ok(found)
}

/// Applies every certain fix to the files on disk and says what it did. Whether anything changed.
fn repair(repository: &Repository, found: &[Diagnostic], out: &Streams) -> Result<bool, Failure> {
    let mut changed = false;
    let mut mend = |source: &Source, root: &Path| -> Result<(), Failure> {
        let Some(repaired) = fixes::apply(source, found) else { return Ok(()) };
        if source.path() == "<stdin>" {
            return Err(Failure::new("`--fix` needs a file to write to, not stdin"));
        }
        fixes::replace_file(&root.join(source.path()), &repaired.text)?;
        for line in &repaired.done {
            out.note(&format!("fixed {}, {line}", source.path()));
        }
        changed = true;
        Ok(())
    };
    for source in &repository.teams {
        mend(source, &repository.root)?;
    }
    if let Some(source) = repository.platform.source() {
        let root = if source.path() == repository::PLATFORM_FILE { repository.root.as_path() } else { Path::new("") };
        mend(source, root)?;
    }
    Ok(changed)
}
