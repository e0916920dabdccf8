//! Pictures of teams: the facts in words, each with the line of the output that it leads to.

use teamwright_core::{
    Facts, Platform, Source, Target, analyse, picture,
    picture::{Cell, Consent, Mark},
    render,
};
use teamwright_tests::{
    corpus::{self, Case},
    repository::root,
};

#[test]
fn each_picture_says_what_its_case_says() {
    let cases = corpus::read(&root().join("tests/pictures"));
    assert!(cases.len() > 5, "{} cases", cases.len());
    let wrong: Vec<_> = cases.iter().filter_map(|case| judge(case).err()).collect();
    assert!(wrong.is_empty(), "{} of {} cases fail\n\n{}", wrong.len(), cases.len(), wrong.join("\n\n"));
}

fn judge(case: &Case) -> Result<(), String> {
    let platform = case.section("platform.yaml").map(|section| Source::new("platform.yaml", section.text.clone()));
    let platform = platform.map_or_else(Platform::built_in, |source| Platform::parse(&source));
    let is_ours = |heading: &str| heading == "team.yaml";
    let teams = case.sections.iter().filter(|section| section.heading.ends_with("team.yaml"));
    let (ours, others): (Vec<_>, Vec<_>) = teams.partition(|section| is_ours(&section.heading));
    let facts = |section: &&corpus::Section| {
        analyse(&Source::new(section.heading.clone(), section.text.clone()), &platform).facts()
    };
    let others: Vec<Facts> = others.iter().map(facts).collect();
    let source = Source::new("team.yaml", ours.first().expect("a team.yaml").text.clone());
    let file = analyse(&source, &platform);
    let (Some(team), Some(manifests)) = (&file.team, file.manifests(&Target::default())) else {
        return Err(format!("{}: {:?} {:?}", case.name, platform.diagnostics(), file.diagnostics));
    };
    let output = render::stream(&manifests);
    let line = |line: u32| match line {
        0 => "nowhere".to_owned(),
        line => output.lines().nth(line as usize - 1).unwrap_or_default().trim().to_owned(),
    };
    let wanted = case.sections.iter().find_map(|section| section.heading.strip_prefix("target ")).unwrap_or_default();
    let said = match wanted {
        "network" => network(&picture::network(team, &manifests, &others), &line),
        "quota" => quota(&picture::quota(team, &manifests), &line),
        _ => access(&picture::access(team, &manifests), &line),
    };
    let expected = case.section("expect").map(|section| section.text.trim_end());
    if Some(said.join("\n").as_str()) == expected { Ok(()) } else { Err(format!("{}\n{}", case.name, said.join("\n"))) }
}

fn network(network: &picture::Network, line: &dyn Fn(u32) -> String) -> Vec<String> {
    let way = |way: &picture::PictureWay| {
        let consent = match way.consent {
            None => "",
            Some(Consent::Both) => " (both)",
            Some(Consent::Ours) => " (ours)",
            Some(Consent::Theirs) => " (theirs)",
            Some(Consent::Unknown) => " (unknown)",
        };
        let policy = way.policy.as_deref().unwrap_or("no policy");
        let narrowed = [way.only.as_str(), &way.ports.join(" ")].join(" ").trim().to_owned();
        let narrowed = if narrowed.is_empty() { String::new() } else { format!(" [{narrowed}]") };
        format!("{} {} {}{narrowed}{consent} by {policy}: {}", way.direction, way.side, way.name, line(way.line))
    };
    network.ways.iter().map(way).collect()
}

fn quota(quota: &picture::Quota, line: &dyn Fn(u32) -> String) -> Vec<String> {
    let mark = |name: &str, mark: Option<&Mark>| {
        mark.map_or_else(String::new, |mark| format!(" {name} {} {} ({})", mark.amount, mark.share, line(mark.line)))
    };
    let mut said = vec![format!(
        "tier {}, fits {}",
        quota.tier.as_deref().unwrap_or("none"),
        quota.fits.as_ref().map_or("nothing".to_owned(), |fit| format!("{} by {}", fit.pods, fit.by))
    )];
    said.extend(quota.bars.iter().map(|bar| {
        let fits = bar.fits.map_or_else(String::new, |pods| format!(" fits {pods}"));
        let marks =
            [("tier", &bar.tier), ("ceiling", &bar.ceiling), ("default", &bar.default), ("largest", &bar.largest)];
        let marks: String = marks.map(|(name, found)| mark(name, found.as_ref())).concat();
        format!("{}{}{marks}{fits}", bar.key, mark("", Some(&bar.quota)))
    }));
    said
}

fn access(access: &picture::Access, line: &dyn Fn(u32) -> String) -> Vec<String> {
    let people = access.people.iter().map(|person| {
        let argocd = person.argocd.map_or("nothing".to_owned(), line);
        format!("{} {} {}: {} / {argocd}", person.role, person.kind, person.name, line(person.kubernetes))
    });
    let cell = |cell: &Option<Cell>| {
        cell.as_ref()
            .map_or("nothing".to_owned(), |cell| format!("{} ({}) {}", cell.may, cell.verbs.join(" "), line(cell.line)))
    };
    let rights = access.rights.iter().map(|right| {
        let what = format!("{} {}", right.group, right.resource);
        format!("{} {}: {} / {}", right.place, what.trim(), cell(&right.developer), cell(&right.viewer))
    });
    people.chain(rights).collect()
}
