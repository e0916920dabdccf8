//! A whole compilation, and the findings of a whole repository, as serialisable values.

use serde::Serialize;

use super::{Offsets, WireDiagnostic, diagnostics};
use crate::{
    VERSION,
    compile::{Compilation, Target},
    diagnostic::{Diagnostic, Severity},
    manifest::{Manifest, Part},
    origin::Place,
    platform::Platform,
    render,
};

/// Version 1 of what `check --format json` and a review say.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Report"))]
pub struct WireReport {
    /// Of this shape.
    pub version: u32,
    /// The compiler's version.
    pub compiler: &'static str,
    /// In order.
    pub diagnostics: Vec<WireDiagnostic>,
    /// How many.
    pub summary: WireSummary,
}

/// Counts of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Summary"))]
pub struct WireSummary {
    /// Findings that stop output.
    pub errors: usize,
    /// Findings that do not.
    pub warnings: usize,
    /// Team files that were looked at.
    pub teams: usize,
}

/// What a team file becomes, or what keeps it from becoming anything.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Compilation"))]
pub struct WireCompilation {
    /// Everything found in team.yaml, and in templates with this team, in order. What is wrong with platform.yaml, and with a
    /// template for any team, is the platform's own.
    pub diagnostics: Vec<WireDiagnostic>,
    /// The objects in the order of the stream; `None` if there is any error.
    pub manifests: Option<Vec<WireManifest>>,
    /// All objects as one YAML stream; `None` if there is any error.
    pub yaml: Option<String>,
}

/// One object. Its text is the lines of the stream.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Manifest"))]
#[serde(rename_all = "camelCase")]
pub struct WireManifest {
    /// `project`, `namespace` or `apps`.
    #[cfg_attr(test, ts(type = "Exclude<PartName, \"all\">"))]
    pub part: &'static str,
    /// Its sync wave.
    pub wave: i32,
    /// Such as `networking.k8s.io/v1`.
    pub api_version: String,
    /// Such as `NetworkPolicy`.
    pub kind: String,
    /// `metadata.name`.
    pub name: String,
    /// `metadata.namespace`; absent for a Namespace.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub namespace: Option<String>,
    /// The cluster that a part `namespace` is made for; absent for the other parts, which lie where Argo CD runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub cluster: Option<String>,
    /// The path of the platform's template that makes it; absent for what the compiler makes itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub template: Option<String>,
    /// What the kind is for, for somebody who does not know Kubernetes.
    pub about: &'static str,
    /// Its first line in the stream, the one with `---`; 1-based.
    pub first_line: u32,
    /// Its last line.
    pub last_line: u32,
    /// Its text, with a leading `---` and a final line end.
    pub yaml: String,
}

/// Spells out a compilation. `target` is the one that it was made for.
#[must_use]
pub fn compilation(
    compilation: &Compilation,
    platform: &Platform,
    target: &Target,
    offsets: Offsets,
) -> WireCompilation {
    let rendered = compilation.manifests.as_deref().map(|manifests| (manifests, render::documents(manifests)));
    let manifests = rendered.as_ref().map(|(manifests, (text, ends))| {
        let cluster = &platform.cluster(target.cluster.as_deref()).name.value;
        let (mut start, mut line) = (0, 1);
        let mut wired = Vec::with_capacity(manifests.len());
        for (manifest, end) in manifests.iter().zip(ends) {
            let yaml = text.get(start..*end).unwrap_or_default();
            let behind = line + crate::source::to_u32(yaml.bytes().filter(|byte| *byte == b'\n').count());
            wired.push(self::manifest(manifest, platform, cluster, yaml, (line, behind - 1)));
            (start, line) = (*end, behind);
        }
        wired
    });
    WireCompilation {
        diagnostics: diagnostics(&compilation.diagnostics, offsets),
        manifests,
        yaml: rendered.map(|(_, (text, _))| text),
    }
}

fn manifest(
    manifest: &Manifest,
    platform: &Platform,
    cluster: &str,
    yaml: &str,
    (first_line, last_line): (u32, u32),
) -> WireManifest {
    let template = match manifest.origin.place {
        Place::Template(number, _) => platform.template(number),
        _ => None,
    };
    let text = |leaf: &crate::Leaf| leaf.as_text().unwrap_or_default().to_owned();
    WireManifest {
        part: manifest.part.name(),
        wave: manifest.wave,
        api_version: manifest.api_version.to_string(),
        kind: manifest.kind.to_string(),
        name: text(&manifest.name),
        namespace: manifest.namespace.as_ref().map(text),
        cluster: (manifest.part == Part::Namespace).then(|| cluster.to_owned()),
        template: template.map(|source| source.path().to_owned()),
        about: crate::resources::KINDS.iter().find(|row| row.kind == manifest.kind).map_or("", |row| row.doc),
        first_line,
        last_line,
        yaml: yaml.to_owned(),
    }
}

/// Spells out findings of a repository with so many teams.
#[must_use]
pub fn report(found: &[Diagnostic], teams: usize, offsets: Offsets) -> WireReport {
    let errors = found.iter().filter(|found| found.code.severity == Severity::Error).count();
    WireReport {
        version: 1,
        compiler: VERSION,
        diagnostics: diagnostics(found, offsets),
        summary: WireSummary { errors, warnings: found.len() - errors, teams },
    }
}
