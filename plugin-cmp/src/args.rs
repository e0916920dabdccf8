//! The command line. Help, completions and the man page are made from this file.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// One team.yaml in, every Kubernetes and Argo CD object of the team out.
#[derive(Debug, Parser)]
#[command(
    name = "teamwright",
    version = teamwright_core::VERSION,
    propagate_version = true,
    arg_required_else_help = true,
    after_help = "Examples:\n  teamwright check                           everything wrong with the repository around you\n  teamwright render teams/backend            the objects of one team\n  teamwright render teams/backend --explain  and where each line comes from\n  teamwright explain networkPolicy.allowEgress\n\nExit codes: 0 fine (warnings included), 1 the input is wrong, 2 the work could not be done."
)]
pub(crate) struct Cli {
    /// Colour the output.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// The Argo CD plugin's entry: one team's manifests to stdout, or nothing.
    Generate(GenerateArgs),
    /// Manifests of one or more teams.
    Render(RenderArgs),
    /// Everything wrong with one team, or with a whole repository.
    Check(CheckArgs),
    /// A new repository that checks and bootstraps as it stands, or one more team. Overwrites nothing.
    Init(InitArgs),
    /// What Argo CD needs to deploy every team of the repository by itself: projects, ApplicationSets, guards.
    Bootstrap(BootstrapArgs),
    /// The long text for a diagnostic code, a key or an emitted kind.
    Explain(ExplainArgs),
    /// The JSON Schema (2020-12) of team.yaml or platform.yaml.
    Schema(SchemaArgs),
    /// The compiler's version, and the digest of its `.wasm` file.
    #[command(
        after_help = "A release names the digest of the .wasm that was published with it, for the pin in platform.yaml; a build of a working tree says `dev`.\n\nExample:\n  teamwright digest"
    )]
    Digest,
    /// Whether the plugin's server answers: the sidecar's probe.
    Healthz(HealthzArgs),
    /// Whether a sidecar is what the plugin needs, point by point.
    Doctor(DoctorArgs),
    /// Completions for a shell.
    Completions(CompletionsArgs),
    /// The man page.
    #[command(hide = true)]
    Man,
}

/// `generate`
#[derive(Debug, Args)]
#[command(
    after_help = "Reads ARGOCD_APP_PARAMETERS (a JSON list) for `team`, `part`, `cluster` and `compiler`, and nothing else from the environment.\nWith `team` it compiles that team of the repository that holds the current directory; without it, the team in the current directory.\n\nExample:\n  ARGOCD_APP_PARAMETERS='[{\"name\":\"team\",\"string\":\"backend\"},{\"name\":\"part\",\"string\":\"namespace\"}]' teamwright generate"
)]
pub(crate) struct GenerateArgs {
    /// Warnings that stop the output: `warnings` for all, or a code.
    #[arg(long, value_name = "WHAT")]
    pub(crate) deny: Vec<String>,
}

/// `render`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  teamwright render teams/backend\n  teamwright render teams --out manifests\n  cat team.yaml | teamwright render - --platform none"
)]
pub(crate) struct RenderArgs {
    /// A team.yaml, a team's directory, a directory of teams, a repository, or `-` for stdin [default: the repository around you].
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) platform: PlatformArgs,
    /// Which objects.
    #[arg(long, value_enum, default_value_t = PartArg::All)]
    pub(crate) part: PartArg,
    /// The cluster that the namespace part is made for.
    #[arg(long, value_name = "NAME")]
    pub(crate) cluster: Option<String>,
    /// YAML documents, or one JSON List.
    #[arg(long, value_enum, default_value_t = RenderFormat::Yaml)]
    pub(crate) format: RenderFormat,
    /// Write one file an object below this directory; files of an earlier run that are no longer made are removed.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Add where each line comes from, as comments.
    #[arg(long, conflicts_with_all = ["out"])]
    pub(crate) explain: bool,
    /// Warnings that count as errors: `warnings` for all, or a code.
    #[arg(long, value_name = "WHAT")]
    pub(crate) deny: Vec<String>,
}

/// `check`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  teamwright check\n  teamwright check teams/backend/team.yaml --fix\n  teamwright check --format sarif > teamwright.sarif\n  teamwright check --deny warnings"
)]
pub(crate) struct CheckArgs {
    /// A team.yaml, a team's directory, a directory of teams, a repository, or `-` for stdin [default: the repository around you].
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) platform: PlatformArgs,
    /// How findings are printed.
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub(crate) format: CheckFormat,
    /// Apply every certain fix, then check again.
    #[arg(long)]
    pub(crate) fix: bool,
    /// The date that exemptions are judged by, as YYYY-MM-DD; without it they are not.
    #[arg(long, value_name = "DATE")]
    pub(crate) today: Option<String>,
    /// Warnings that count as errors: `warnings` for all, or a code.
    #[arg(long, value_name = "WHAT")]
    pub(crate) deny: Vec<String>,
}

/// `init`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  teamwright init gitops --repo-url https://github.com/acme/gitops\n  teamwright init --team payments --tier standard"
)]
pub(crate) struct InitArgs {
    /// The new repository's directory; with `--team`, one inside of the repository [default: the current one].
    #[arg(value_name = "DIR")]
    pub(crate) directory: Option<PathBuf>,
    /// Add a team to the repository around you.
    #[arg(long, value_name = "NAME")]
    pub(crate) team: Option<String>,
    /// The team's size.
    #[arg(long, value_name = "NAME", default_value = "standard", requires = "team")]
    pub(crate) tier: String,
    /// The address of the new repository, as Argo CD will clone it.
    #[arg(long, value_name = "URL", default_value = "https://github.com/example/gitops", conflicts_with = "team")]
    pub(crate) repo_url: String,
}

/// `bootstrap`
#[derive(Debug, Args)]
#[command(
    after_help = "Without `--out`, one stream of YAML documents. With it, files for the repository: commit them, apply\n<clustersPath>/<cluster>/root.yaml once, and Argo CD does the rest.\n\nExamples:\n  teamwright bootstrap --out .\n  kubectl apply -f clusters/production/root.yaml\n  teamwright bootstrap --iam --out iam"
)]
pub(crate) struct BootstrapArgs {
    /// The platform's file [default: found above the current directory].
    #[arg(long = "platform", value_name = "FILE")]
    pub(crate) platform: Option<PathBuf>,
    /// Only what lies in this cluster's folder.
    #[arg(long, value_name = "NAME", conflicts_with = "iam")]
    pub(crate) cluster: Option<String>,
    /// Write the AWS roles of teams and components in place of Kubernetes objects: who may take each, and what it may do.
    #[arg(long)]
    pub(crate) iam: bool,
    /// Write the files below this directory, the repository; files of an earlier run that are no longer made are removed.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Leave out the platform's components, for a cluster that has its own.
    #[arg(long)]
    pub(crate) teams_only: bool,
}

/// Which platform.yaml is used.
#[derive(Debug, Args)]
pub(crate) struct PlatformArgs {
    /// The platform's file, or `none` for the built-in platform [default: found above the teams' folder].
    #[arg(long = "platform", value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
}

/// `explain`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  teamwright explain TW0201\n  teamwright explain apps.targetRevision\n  teamwright explain NetworkPolicy"
)]
pub(crate) struct ExplainArgs {
    /// A code such as TW0201, a key of team.yaml or platform.yaml, or a kind such as ResourceQuota.
    #[arg(value_name = "CODE|KEY|KIND")]
    pub(crate) subject: String,
}

/// `schema`
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  teamwright schema team > team.schema.json")]
pub(crate) struct SchemaArgs {
    /// Which file's.
    #[arg(value_enum)]
    pub(crate) file: SchemaFile,
}

/// Where Argo CD's server makes the plugin's socket: its folder, and the plugin's name.
const SOCKET: &str = "/home/argocd/cmp-server/plugins/teamwright.sock";

/// `healthz`
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 it serves, 1 it does not.\n\nExample:\n  teamwright healthz   in an exec probe of the sidecar"
)]
pub(crate) struct HealthzArgs {
    /// The plugin's socket.
    #[arg(long, value_name = "FILE", default_value = SOCKET)]
    pub(crate) socket: PathBuf,
}

/// `doctor`
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 nothing is wrong, 1 something is.\n\nExamples:\n  teamwright doctor   inside of the sidecar, or from outside:\n  kubectl exec deploy/argocd-repo-server -n argocd -c teamwright -- /usr/local/bin/teamwright doctor"
)]
pub(crate) struct DoctorArgs {
    /// The plugin's socket.
    #[arg(long, value_name = "FILE", default_value = SOCKET)]
    pub(crate) socket: PathBuf,
    /// The plugin's description.
    #[arg(long, value_name = "FILE", default_value = "/home/argocd/cmp-server/config/plugin.yaml")]
    pub(crate) config: PathBuf,
    /// Where Argo CD's server unpacks repositories.
    #[arg(long, value_name = "DIR", default_value = "/tmp")]
    pub(crate) work_dir: PathBuf,
}

/// `completions`
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  teamwright completions bash > ~/.local/share/bash-completion/completions/teamwright"
)]
pub(crate) struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

/// A part of a team.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum PartArg {
    /// The AppProject.
    Project,
    /// The namespace and its guards.
    Namespace,
    /// The Applications.
    Apps,
    /// The three as one stream.
    All,
}

impl From<PartArg> for teamwright_core::Part {
    fn from(part: PartArg) -> Self {
        match part {
            PartArg::Project => Self::Project,
            PartArg::Namespace => Self::Namespace,
            PartArg::Apps => Self::Apps,
            PartArg::All => Self::All,
        }
    }
}

/// How manifests are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RenderFormat {
    /// A stream of YAML documents.
    Yaml,
    /// One JSON object of kind List.
    Json,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// For people.
    Text,
    /// For scripts.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands, for annotations in pull requests.
    Github,
}

/// Whose schema.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum SchemaFile {
    /// team.yaml
    Team,
    /// platform.yaml
    Platform,
}
