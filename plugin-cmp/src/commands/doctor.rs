//! `doctor`: whether the place that it runs in is what the plugin needs, point by point.

use std::{fs, path::Path};

use teamwright_core::{Platform, Source, Target, VERSION, compile};

use crate::{
    DIGEST, Exit,
    args::DoctorArgs,
    output::{Failure, Streams},
    plain::plain_line,
};

/// Who Argo CD's repo-server is, unless it runs on OpenShift: <https://github.com/argoproj/argo-cd/blob/master/Dockerfile>.
#[cfg(unix)]
const REPO_SERVER: u32 = 999;

/// The repo-server's first container copies it to where the sidecar starts it, and so owns it.
#[cfg(unix)]
const SERVER: &str = "/var/run/argocd/argocd-cmp-server";

/// The plugin's description of this version, as the image holds it.
const CONFIG: &str = include_str!("../../deploy/plugin.yaml");

/// The least that proves that the compiler runs here.
const TEAM: &str = "team: doctor\n";

/// How one point stands.
enum Point {
    Fine(String),
    /// Works, and should be looked at.
    Doubtful(String),
    Wrong(String),
}

use Point::{Doubtful, Fine, Wrong};

pub(crate) fn run(args: &DoctorArgs, out: &Streams) -> Result<Exit, Failure> {
    let points = [
        ("compiler", compiler()),
        ("user", user()),
        ("root", root()),
        ("temp", temporary(args)),
        ("config", config(&args.config)),
        ("socket", socket(&args.socket)),
    ];
    let mut text = String::new();
    let mut exit = Exit::Fine;
    for (name, point) in points {
        let (state, said) = match point {
            Fine(said) => ("ok", said),
            Doubtful(said) => ("warn", said),
            Wrong(said) => {
                exit = Exit::InputWrong;
                ("FAIL", said)
            }
        };
        text.push_str(&format!("{state:<4}  {name:<8}  {}\n", plain_line(&said)));
    }
    out.result(&text)?;
    Ok(exit)
}

fn compiler() -> Point {
    let source = Source::new("teams/doctor/team.yaml", TEAM);
    match compile(&source, &Platform::built_in(), &Target::default()).manifests {
        Some(manifests) if !manifests.is_empty() => {
            Fine(format!("teamwright {VERSION} {}", DIGEST.unwrap_or("dev (built from a working tree)")))
        }
        _ => Wrong(format!("teamwright {VERSION} does not compile its own example")),
    }
}

#[cfg(unix)]
fn user() -> Point {
    use std::os::unix::fs::MetadataExt;
    let server = fs::symlink_metadata(SERVER).map_or(REPO_SERVER, |metadata| metadata.uid());
    match rustix::process::geteuid().as_raw() {
        0 => Wrong(format!("runs as root: set runAsUser: {server} and runAsNonRoot: true")),
        user if user == server => Fine(format!("uid {user}, as the repo-server")),
        other => Wrong(format!(
            "uid {other}, but the repo-server is {server} and can't open the socket of another: set runAsUser: {server}"
        )),
    }
}

#[cfg(not(unix))]
fn user() -> Point {
    Wrong("a sidecar of Argo CD runs on Linux".to_owned())
}

#[cfg(unix)]
fn root() -> Point {
    match rustix::fs::statvfs("/") {
        Ok(stat) if stat.f_flag.contains(rustix::fs::StatVfsMountFlags::RDONLY) => Fine("read-only".to_owned()),
        Ok(_) => Doubtful("can be written: set readOnlyRootFilesystem: true".to_owned()),
        Err(error) => Doubtful(format!("nothing is known of it: {error}")),
    }
}

#[cfg(not(unix))]
fn root() -> Point {
    Doubtful("nothing is known of it".to_owned())
}

/// Argo CD's server unpacks each repository there.
fn temporary(args: &DoctorArgs) -> Point {
    let shown = args.work_dir.display();
    let file = args.work_dir.join(format!(".teamwright-doctor-{}", std::process::id()));
    let written = fs::OpenOptions::new().write(true).create_new(true).open(&file);
    let _ = fs::remove_file(&file);
    match written {
        Ok(_) => Fine(format!("{shown} can be written")),
        Err(error) => {
            Wrong(format!("{shown} can't be written ({error}): mount an emptyDir of the sidecar's own there"))
        }
    }
}

fn config(path: &Path) -> Point {
    let shown = path.display();
    match fs::read_to_string(path) {
        Ok(text) if text == CONFIG => Fine(format!("{shown} is the one of this version")),
        Ok(_) => Doubtful(format!("{shown} is not the one of this version: Argo CD reads it once, at its start")),
        Err(error) => Wrong(format!("{shown}: {error}: the image holds one; does a mount hide it?")),
    }
}

#[cfg(unix)]
fn socket(path: &Path) -> Point {
    match crate::health::ask(path) {
        Ok(()) => Fine(format!("{} answers", path.display())),
        Err(why) => Wrong(format!(
            "{}: {why}: is /var/run/argocd/argocd-cmp-server the container's command, and the volume `plugins` mounted?",
            path.display()
        )),
    }
}

#[cfg(not(unix))]
fn socket(path: &Path) -> Point {
    Wrong(format!("{}: there are no Unix sockets here", path.display()))
}
