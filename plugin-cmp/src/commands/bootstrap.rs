//! `bootstrap`: what Argo CD needs to deploy every team of the repository, and the platform's components, by itself.

mod iam;

use teamwright_core::{BootstrapFile, Extent, bootstrap, render as yaml};

use crate::{
    Exit,
    args::{BootstrapArgs, PlatformArgs},
    findings::{Deny, Summary, count},
    format::text,
    output::{Failure, Streams},
    repository::{LoadedPlatform, Root},
    tree::Tree,
};

const NO_PLATFORM: &str =
    "no platform.yaml here or above\nhelp: run inside a repository, or name the file with `--platform`";

pub(crate) fn run(args: &BootstrapArgs, out: &Streams) -> Result<Exit, Failure> {
    let extent = if args.teams_only { Extent::Teams } else { Extent::Whole };
    if args.iam {
        return iam::run(args, extent, out);
    }
    let here = std::env::current_dir().map_err(|error| Failure::new(format!("no current directory: {error}")))?;
    let root = Root::above(&here);
    let root = root.as_ref().map(|root| root.directory.as_path());
    let loaded = LoadedPlatform::load(&PlatformArgs { file: args.platform.clone() }, root, &here)?;
    if loaded.is_missing {
        out.error(NO_PLATFORM);
        return Ok(Exit::InputWrong);
    }
    let platform = loaded.platform;
    let deny = Deny::parse(&[])?;
    let mut found = platform.diagnostics().to_vec();
    let made = bootstrap(&platform, extent).map_err(|errors| {
        if !platform.has_errors() {
            found.extend(errors);
        }
    });
    out.drawn_in_parts(text::drawn(&found, &deny, out.stderr_color()));
    let Ok(mut files) = made else {
        out.note(&Summary::of(&found, &deny, 0).words());
        return Ok(Exit::InputWrong);
    };
    let mut clusters: Vec<_> = files.iter().map(|file| file.cluster.clone()).collect();
    let mut seen = std::collections::BTreeSet::new();
    clusters.retain(|name| seen.insert(name.clone()));
    let (hub, others) = clusters.split_first().map_or(("", [].as_slice()), |(hub, others)| (hub.as_str(), others));
    let wanted = match (&args.cluster, &args.out) {
        (Some(name), _) if !clusters.contains(name) => {
            return Err(Failure::new(format!("no cluster `{name}`: the clusters are {}", clusters.join(", "))));
        }
        (Some(name), _) => Some(name.as_str()),
        (None, Some(_)) => None,
        (None, None) => {
            if !others.is_empty() {
                out.warning(&format!(
                    "this is the folder of cluster `{hub}`, where Argo CD runs\nhelp: `--cluster` names another ({}), `--out` writes all",
                    others.join(", ")
                ));
            }
            Some(hub)
        }
    };
    let wanted = wanted.map(str::to_owned);
    files.retain(|file| wanted.as_ref().is_none_or(|name| &file.cluster == name));
    match &args.out {
        None => out.result(&files.iter().map(|file| yaml::stream(&file.manifests)).collect::<String>())?,
        Some(directory) => {
            let mut tree = Tree::open(directory)?;
            for BootstrapFile { path, manifests, .. } in &files {
                tree.write(path.clone(), &yaml::stream(manifests))?;
            }
            // Another cluster's files and those of roles are not this run's to judge.
            tree.finish(|path| wanted.is_none() && !iam::is_ours(path))?;
            let objects = files.iter().map(|file| file.manifests.len()).sum();
            let (objects, files) = (count(objects, "object"), count(files.len(), "file"));
            out.note(&format!("{objects} in {files} below {}", directory.display()));
        }
    }
    Ok(Exit::Fine)
}
