//! The serialised views: names of fields, lines that fit the text, offsets as editors count them.

use serde_json::{Value, to_value};
use teamwright_core::{
    File, Origins, Platform, Source, Target,
    assist::{Surroundings, complete, fed, hover},
    compile, render, review,
    wire::{self, Offsets},
};

const TEAM: &str = "team: demo # 🚀\nnetworkPolicy:\n  allowIngress: true\n  al: é\n";
const RIGHT: &str = "team: demo\ndescription: \"🚀\"\nnetworkPolicy: {allowIngress: true}\n";

fn offset(text: &str, needle: &str) -> u32 {
    u32::try_from(text.find(needle).unwrap()).unwrap()
}

#[test]
fn every_object_is_its_lines_of_the_stream() {
    let (source, platform, target) = (Source::new("team.yaml", RIGHT), Platform::built_in(), Target::default());
    let compilation = compile(&source, &platform, &target);
    let wired = wire::compilation(&compilation, &platform, &target, Offsets::Utf16);
    let yaml = wired.yaml.as_deref().unwrap();
    assert_eq!(Some(yaml), compilation.yaml().as_deref());
    let lines: Vec<_> = yaml.lines().collect();
    let manifests = wired.manifests.as_deref().unwrap();
    assert_eq!(manifests.iter().map(|manifest| manifest.yaml.as_str()).collect::<String>(), yaml);
    for manifest in manifests {
        let range = manifest.first_line as usize - 1..manifest.last_line as usize;
        assert_eq!(format!("{}\n", lines[range].join("\n")), manifest.yaml);
    }
    let value = to_value(&wired).unwrap();
    let policy = &value["manifests"][2];
    assert_eq!(
        (&policy["kind"], &policy["apiVersion"]),
        (&Value::from("NetworkPolicy"), &"networking.k8s.io/v1".into())
    );
    assert_eq!((&policy["part"], &policy["cluster"]), (&Value::from("namespace"), &"in-cluster".into()));
    assert_eq!((&policy["wave"], &policy["namespace"]), (&Value::from(-5), &"team-demo".into()));
    assert!(policy["about"].as_str().is_some_and(|about| about.contains("traffic")));
}

#[test]
fn with_an_error_there_is_no_text() {
    let (source, platform, target) = (Source::new("team.yaml", TEAM), Platform::built_in(), Target::default());
    let value = to_value(wire::compilation(&compile(&source, &platform, &target), &platform, &target, Offsets::Utf16));
    let value = value.unwrap();
    assert_eq!((&value["manifests"], &value["yaml"]), (&Value::Null, &Value::Null));
    let found = value["diagnostics"].as_array().unwrap().iter().find(|found| found["code"] == "TW0201").unwrap();
    // One character of two units and four bytes stands before it.
    let start = &found["range"]["start"];
    assert_eq!(start["offset"].as_u64().unwrap() - start["utf16"].as_u64().unwrap(), 2);
}

#[test]
fn completions_and_hovers_count_as_editors_do() {
    let (source, platform) = (Source::new("team.yaml", TEAM), Platform::built_in());
    let surroundings = Surroundings::new(File::Team, &platform);
    let place = offset(TEAM, "al: ") + 1;
    let found = complete(&source, place, &surroundings);
    let value = to_value(wire::completions(&found, &source, Offsets::Utf16)).unwrap();
    assert_eq!(value["range"]["start"]["offset"], place - 1);
    assert_eq!(value["range"]["start"]["utf16"], place - 3);
    let first = &value["items"][0];
    assert_eq!(
        (&first["label"], &first["insertText"], &first["kind"]),
        (&"allowEgress".into(), &"allowEgress".into(), &"key".into())
    );
    let hover = hover(&source, offset(TEAM, "true"), &surroundings).unwrap();
    let value = to_value(wire::hover(&hover, &source, &platform, Offsets::Utf16)).unwrap();
    assert_eq!(value["path"], "networkPolicy.allowIngress");
    assert_eq!(value["ladder"][0]["origin"]["file"], "team");
    assert_eq!(value["ladder"][0]["inForce"], false, "a team with an error has no value in force");
}

#[test]
fn a_line_leads_to_its_text_and_back() {
    let (source, platform) = (Source::new("teams/demo/team.yaml", RIGHT), Platform::built_in());
    let manifests = compile(&source, &platform, &Target::default()).manifests.unwrap();
    let origins = Origins::of(&manifests);
    let text = render::stream(&manifests);
    let line = text.lines().position(|line| line.contains("teamwright.dev/description")).unwrap() + 1;
    let leaf = origins.at_line(u32::try_from(line).unwrap()).unwrap();
    let value = to_value(wire::leaf(leaf, &manifests, &source, &platform, Offsets::Utf16)).unwrap();
    assert_eq!(value["path"], "/metadata/annotations/teamwright.dev~1description");
    assert_eq!((&value["kind"], &value["value"], &value["line"]), (&"Namespace".into(), &"🚀".into(), &line.into()));
    let range = &value["origin"]["range"];
    assert_eq!(range["end"]["utf16"].as_u64().unwrap() - range["start"]["utf16"].as_u64().unwrap(), 4);
    assert_eq!((&value["origin"]["kind"], &value["origin"]["file"]), (&"written".into(), &"team".into()));
    let back = origins.around(File::Team, u32::try_from(range["start"]["offset"].as_u64().unwrap()).unwrap());
    assert_eq!(back.iter().map(|back| back.line).collect::<Vec<_>>(), [leaf.line]);
}

/// The lines that each place feeds, as texts.
fn fed_lines(text: &str, place: &str) -> Vec<String> {
    let (source, platform) = (Source::new("teams/demo/team.yaml", text), Platform::built_in());
    let manifests = compile(&source, &platform, &Target::default()).manifests.unwrap();
    let origins = Origins::of(&manifests);
    let output = render::stream(&manifests);
    let lines: Vec<_> = output.lines().collect();
    let fed = fed(&origins, &source, File::Team, offset(text, place));
    fed.iter().map(|leaf| lines[leaf.line as usize - 1].trim().to_owned()).collect()
}

#[test]
fn a_key_feeds_what_all_below_it_feeds() {
    let text = "team: demo\nowner: {name: \"🚀\", email: a@example.com}\ntier: large\nresourceQuota:\n  pods: 7\n  requests: {cpu: 3}\n";
    assert_eq!(fed_lines(text, "a@example"), ["teamwright.dev/owner-email: \"a@example.com\""]);
    assert_eq!(fed_lines(text, "email"), fed_lines(text, "a@example"));
    assert_eq!(
        fed_lines(text, "owner"),
        ["teamwright.dev/owner-email: \"a@example.com\"", "teamwright.dev/owner-name: \"🚀\""]
    );
    assert_eq!(fed_lines(text, "pods"), ["pods: \"7\""]);
    assert_eq!(fed_lines(text, "resourceQuota"), ["requests.cpu: \"3\"", "pods: \"7\""]);
    let of_tier = fed_lines(text, "tier");
    assert!(of_tier.iter().any(|line| line.starts_with("limits.memory")), "{of_tier:?}");
    assert_eq!(fed_lines(text, "large"), of_tier);
    assert!(fed_lines(text, "demo").len() > 20);
}

#[test]
fn a_review_is_the_report_of_the_command_line() {
    let platform = Platform::built_in();
    let team = |path: &str| teamwright_core::analyse(&Source::new(path, "team: a\n"), &platform).facts();
    let found = review(&[team("teams/x/team.yml"), team("teams/y/team.yml")], &platform);
    let value = to_value(wire::report(&found, 2, Offsets::Bytes)).unwrap();
    assert_eq!((&value["version"], &value["summary"]["teams"]), (&1.into(), &2.into()));
    assert_eq!(value["summary"]["errors"].as_u64().unwrap() as usize, value["diagnostics"].as_array().unwrap().len());
    assert_eq!(value["diagnostics"][0]["path"], "teams/y/team.yml");
}
