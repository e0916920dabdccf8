//! Free texts, written by many hands: whatever may be written comes out unchanged, to a reader of YAML 1.1 and to one of 1.2,
//! and a value without quotes is to both of them what it was in the file.
//!
//! An input is some texts with NUL between them: the choices of the hand, the texts, and last a value without quotes.

use serde_json::Value;
use teamwright_core::{LeafValue, Manifest, Platform, Source, Target as Wanted, compile, render};

use super::{Target, Verdict, grow};
use crate::{
    document::{Hand, Node},
    generate::text::{HAZARDS, is_printable},
    invariants::{Known, violations_of_some},
    leaves::leaves,
    output::read_back,
    yaml11,
};

pub(super) const TARGET: Target = Target { name: "emit_roundtrip", run, change: grow::change_text, seeds };

const KNOWN: Known<'_> = Known { team: "a", namespace: "team-a", argocd: "argocd" };

fn run(data: &[u8]) -> Verdict {
    let input = String::from_utf8_lossy(data);
    let mut pieces = input.split('\0');
    let hand = Hand { styles: pieces.next().unwrap_or_default().bytes().collect(), crlf: false };
    let mut next = || pieces.next().unwrap_or("x");
    let texts = Texts { description: next(), owner: next(), key: next(), value: next(), parameter: next() };
    let bare = next();
    let mut verdict = texts.judge(&hand);
    if !bare.contains('\r') {
        verdict.wrong.extend(without_quotes(bare, &hand));
    }
    verdict
}

/// Longest key that every hand can write: a reader wants a `:` at most 1,024 characters behind its beginning, and an escape has
/// up to ten.
const LONGEST_KEY: usize = 100;

/// What is free in a team's file.
struct Texts<'a> {
    description: &'a str,
    owner: &'a str,
    key: &'a str,
    value: &'a str,
    parameter: &'a str,
}

impl Texts<'_> {
    fn judge(&self, hand: &Hand) -> Verdict {
        let source = Source::new("teams/a/team.yaml", hand.write(&self.file()));
        let compilation = compile(&source, &Platform::built_in(), &Wanted::default());
        let Some(manifests) = compilation.manifests else {
            let found: Vec<_> = compilation.diagnostics.iter().map(|found| &found.message).collect();
            let wrong = self.may_be_written().then(|| format!("refused: {found:?}\n{}", source.text()));
            return Verdict { accepted: false, wrong: wrong.into_iter().collect() };
        };
        let manifests = fed(manifests);
        let mut wrong = violations_of_some(&manifests, &KNOWN);
        let found = leaves(&manifests);
        for (path, text) in self.places() {
            // A raw line end of Windows is a line end like any other.
            let expected = LeafValue::Text(text.to_owned().into());
            if found.get(&path).map(|leaf| &leaf.value) != Some(&expected) && !text.contains('\r') {
                wrong.push(format!("{path} is {:?}, not {text:?}", found.get(&path)));
            }
        }
        Verdict { accepted: true, wrong }
    }

    fn file(&self) -> Node {
        let text = |text: &str| Node::text(text);
        let values = Node::map([
            ("texts", Node::Map(vec![(self.key.to_owned(), text(self.value))])),
            ("list", Node::List(vec![text(self.parameter), Node::List(vec![text(self.owner)])])),
        ]);
        let parameter = Node::map([("name", text("p")), ("value", text(self.parameter))]);
        let helm = Node::map([("values", values), ("parameters", Node::List(vec![parameter]))]);
        let mut app = app();
        app.push(("helm".to_owned(), helm));
        Node::map([
            ("team", text("a")),
            ("description", text(self.description)),
            ("owner", Node::map([("name", text(self.owner)), ("email", text("a@example.com"))])),
            ("apps", Node::List(vec![Node::Map(app)])),
        ])
    }

    /// Where each text must come out.
    fn places(&self) -> [(String, &str); 6] {
        let helm = "Application/a-web/spec/source/helm";
        let key = self.key.replace('~', "~0").replace('/', "~1");
        [
            ("Namespace/team-a/metadata/annotations/teamwright.dev~1description".to_owned(), self.description),
            ("Namespace/team-a/metadata/annotations/teamwright.dev~1owner-name".to_owned(), self.owner),
            (format!("{helm}/valuesObject/texts/{key}"), self.value),
            (format!("{helm}/valuesObject/list/0"), self.parameter),
            (format!("{helm}/valuesObject/list/1/0"), self.owner),
            (format!("{helm}/parameters/0/value"), self.parameter),
        ]
    }

    /// Whether the specification takes the texts: anything printable; some may not be blank, or too long.
    fn may_be_written(&self) -> bool {
        let all = [self.description, self.owner, self.key, self.value, self.parameter];
        let named = |text: &str, most: usize| !text.trim().is_empty() && text.chars().count() <= most;
        all.iter().all(|text| text.chars().all(is_printable))
            && named(self.description, 1_024)
            && named(self.owner, 256)
            && named(self.key, LONGEST_KEY)
            && self.key != "<<"
    }
}

/// A value as it stands, below the chart's values: if it is taken, then both readers find in the output what they find in
/// the file.
fn without_quotes(bare: &str, hand: &Hand) -> Vec<String> {
    let values = Node::map([("value", Node::Bare(bare.to_owned()))]);
    let mut app = app();
    app.push(("helm".to_owned(), Node::map([("values", values)])));
    let root = Node::map([("team", Node::text("a")), ("apps", Node::List(vec![Node::Map(app)]))]);
    let source = Source::new("teams/a/team.yaml", hand.write(&root));
    let Some(manifests) = compile(&source, &Platform::built_in(), &Wanted::default()).manifests else {
        return Vec::new();
    };
    let manifests = fed(manifests);
    let mut wrong = violations_of_some(&manifests, &KNOWN);
    type Read = fn(&str) -> Result<Vec<Value>, String>;
    for (reader, read_file, read) in [
        ("YAML 1.2", read_back as Read, read_back as Read),
        ("YAML 1.1", yaml11::read_by_hand as Read, yaml11::read as Read),
    ] {
        let file = read_file(source.text()).map(|files| files.first().map(written));
        let output = read(&render::stream(&manifests)).map(|objects| objects.iter().filter_map(emitted).collect());
        let output: Result<Vec<Value>, String> = output;
        match (file, output) {
            (Ok(Some(file)), Ok(output)) if output == file => {}
            (file, output) => wrong.push(format!("{reader} reads {file:?}, then {output:?}\n{}", source.text())),
        }
    }
    wrong
}

/// The values of each app in a file.
fn written(file: &Value) -> Vec<Value> {
    let apps = file["apps"].as_array().into_iter().flatten();
    apps.map(|app| app["helm"]["values"].clone()).collect()
}

/// The values of an Application.
fn emitted(object: &Value) -> Option<Value> {
    (object["kind"] == "Application").then(|| object["spec"]["source"]["helm"]["valuesObject"].clone())
}

/// The objects that hold free texts.
fn fed(manifests: Vec<Manifest>) -> Vec<Manifest> {
    manifests.into_iter().filter(|manifest| matches!(manifest.kind.as_str(), "Namespace" | "Application")).collect()
}

fn app() -> Vec<(String, Node)> {
    let entries = [
        ("name", "web"),
        ("repoURL", "https://github.com/acme/web"),
        ("path", "chart"),
        ("targetRevision", "main"),
        ("environment", "production"),
    ];
    entries.into_iter().map(|(key, value)| (key.to_owned(), Node::text(value))).collect()
}

fn seeds() -> Vec<String> {
    let pieces: Vec<_> =
        HAZARDS.iter().map(|piece| format!("a{piece}b")).chain(HAZARDS.iter().map(|p| (*p).to_owned())).collect();
    let input = |(turn, window): (usize, &[String])| {
        let hand: String =
            (0..turn % 7).map(|at| char::from(b'0' + u8::try_from((turn * 5 + at * 3) % 64).unwrap_or(0))).collect();
        format!("{hand}\0{}", window.join("\0"))
    };
    pieces.windows(6).enumerate().map(input).collect()
}
