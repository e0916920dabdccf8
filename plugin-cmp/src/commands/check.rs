//! `check`: everything wrong with one team, or with a whole repository.

use std::path::Path;

use teamwright_core::{Diagnostic, Source, review, sort_diagnostics};

use crate::{
    Exit,
    args::{CheckArgs, CheckFormat},
    findings::{Deny, Summary},
    fixes,
    format::{github, json, sarif, text},
    output::{Failure, Streams},
    repository::{self, Repository},
};

/// A fix can uncover the next one, or overlap with it; more rounds than this would mean that two fixes undo each other.
const MOST_ROUNDS: usize = 10;

pub(crate) fn run(args: &CheckArgs, out: &Streams) -> Result<Exit, Failure> {
    let deny = Deny::parse(&args.deny)?;
    if args.fix && args.paths.iter().any(|path| path.as_os_str() == "-") {
        return Err(Failure::new("`--fix` needs a file to write to, not stdin"));
    }
    let mut repository = repository::open(&args.paths, &args.platform)?;
    let mut found = findings(&repository, args.today.as_deref())?;
    if args.fix {
        for _ in 0..MOST_ROUNDS {
            if !repair(&repository, &found, out)? {
                break;
            }
            repository = repository::open(&args.paths, &args.platform)?;
            found = findings(&repository, args.today.as_deref())?;
        }
    }
    let summary = Summary::of(&found, &deny, repository.teams.len());
    match args.format {
        CheckFormat::Text => out.result_in_parts(|to| {
            let mut drawn = text::drawn(&found, &deny, out.stdout_color());
            drawn.try_for_each(|finding| to.write_all(finding.as_bytes()))
        })?,
        CheckFormat::Json => out.result(&json::render(&found, &deny, summary))?,
        CheckFormat::Sarif => out.result(&sarif::render(&found, &deny))?,
        CheckFormat::Github => out.result(&github::render(&found, &deny))?,
    }
    for failure in &repository.failures {
        out.error(&failure.0);
    }
    if args.format == CheckFormat::Text {
        out.note(&summary.sentence());
    }
    let exit = if repository.failures.is_empty() { Exit::Fine } else { Exit::Failed };
    Ok(exit.max(summary.exit()))
}

/// Everything found, in order: the platform's, each team's, and what only the whole repository shows.
fn findings(repository: &Repository, today: Option<&str>) -> Result<Vec<Diagnostic>, Failure> {
    let platform = &repository.platform;
    let mut found = repository.refused.clone();
    found.extend(repository.about_platform());
    let mut facts = Vec::with_capacity(repository.teams.len());
    for team in repository.judge("checked") {
        found.extend(team.diagnostics);
        facts.push(team.facts);
    }
    if repository.whole {
        found.extend(review(&facts, platform));
    }
    if let Some(today) = today {
        let expired = platform.expired_exemptions(today);
        found.extend(expired.map_err(|_| Failure::new(format!("`--today {today}` is not a date such as 2027-03-31")))?);
    }
    sort_diagnostics(&mut found);
    Ok(found)
}

/// Applies certain fixes to the files on disk and says what it did. Whether anything changed.
fn repair(repository: &Repository, found: &[Diagnostic], out: &Streams) -> Result<bool, Failure> {
    let mut changed = false;
    let mut mend = |source: &Source, file: &Path| -> Result<(), Failure> {
        let Some(repaired) = fixes::apply(source, found) else { return Ok(()) };
        fixes::write_back(file, source, &repaired.text)?;
        for line in &repaired.done {
            out.note(&format!("fixed {}, {line}", source.path()));
        }
        changed = true;
        Ok(())
    };
    for team in &repository.teams {
        if let Some(file) = &team.file {
            mend(&team.source, file)?;
        }
    }
    if let (Some(source), Some(file)) = (repository.platform.source(), &repository.platform_file) {
        mend(source, file)?;
    }
    Ok(changed)
}
