//! The wire types in TypeScript, for the npm package. `make bless` renews the file.

use ts_rs::{Config, TS};

use super::*;
use crate::{manifest::Part, origin::File, picture};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../wasm-pkg/npm/src/types.ts");

fn words<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" | ")
}

/// A declaration with its sentence, one field a line.
fn declared<T: TS>(config: &Config) -> String {
    let sentence = |text: String| text.replace("/**\n * ", "/** ").replace("\n */", " */");
    let body = sentence(T::decl(config)).replace(", \n", ";\n  ").replace("{ \n", "{\n  ").replace("*/\n", "*/\n  ");
    format!("{}export {}\n", sentence(T::docs().unwrap_or_default()), body.replace(", };", ";\n};"))
}

fn types() -> String {
    let config = Config::default();
    let mut text = String::from(
        "// What the compiler answers. Made from the types of `core/src/wire` by `make bless`: do not edit.\n",
    );
    text.push_str(&format!(
        "\n/** A part of a team. */\nexport type PartName = {};\n",
        words(Part::NAMES.iter().map(|(name, _)| *name))
    ));
    text.push_str(&format!(
        "\n/** One of the two files. */\nexport type FileName = {};\n",
        words([File::Team, File::Platform].into_iter().map(file))
    ));
    for declaration in [
        declared::<WireDiagnostic>(&config),
        declared::<WireRange>(&config),
        declared::<WirePosition>(&config),
        declared::<WireRelated>(&config),
        declared::<WireFix>(&config),
        declared::<WireEdit>(&config),
        declared::<WireManifest>(&config),
        declared::<WireReport>(&config),
        declared::<WireSummary>(&config),
        declared::<WireOrigin>(&config),
        declared::<WireLeaf>(&config),
        declared::<WireComparison>(&config),
        declared::<WireChange>(&config),
        declared::<WireRisk>(&config),
        declared::<WireFieldChange>(&config),
        declared::<WireSide>(&config),
        declared::<picture::Network>(&config),
        declared::<picture::PictureWay>(&config),
        declared::<picture::Consent>(&config),
        declared::<picture::Quota>(&config),
        declared::<picture::Fit>(&config),
        declared::<picture::Bar>(&config),
        declared::<picture::Mark>(&config),
        declared::<picture::Access>(&config),
        declared::<picture::Person>(&config),
        declared::<picture::Right>(&config),
        declared::<picture::Cell>(&config),
        declared::<WireCompletions>(&config),
        declared::<WireCompletion>(&config),
        declared::<WireHover>(&config),
        declared::<WireRung>(&config),
        declared::<WireTarget>(&config),
        declared::<WireSurvey>(&config),
        declared::<WireFoundFile>(&config),
        declared::<WireObjectFile>(&config),
    ] {
        text.push('\n');
        text.push_str(&declaration);
    }
    text
}

#[test]
#[allow(clippy::disallowed_methods, reason = "a test that keeps a file true has to read it")]
fn the_types_of_the_npm_package_are_those_of_the_wire() {
    let made = types();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(PATH, made).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(PATH).unwrap_or_default();
    assert!(kept == made, "wasm-pkg/npm/src/types.ts is stale: run `make bless`");
}
