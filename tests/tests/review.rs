//! What only many teams together show: clashing names, unknown and half-open namespaces, foreign roles.

use teamwright_core::{Diagnostic, Platform, Source, analyse, clashes, review};

const APP: &str = "repoURL: https://github.com/acme/x, path: k8s, targetRevision: main, environment: production";

/// Reviews files in every order that `orders` makes of them, and wants the same answer each time.
fn reviewed(platform: &str, files: &[(&str, &str)]) -> Vec<String> {
    let platform = if platform.is_empty() {
        Platform::built_in()
    } else {
        Platform::parse(&Source::new("platform.yaml", platform))
    };
    assert!(!platform.has_errors(), "{:#?}", platform.diagnostics());
    let sources: Vec<_> = files
        .iter()
        .map(|(team, text)| Source::new(format!("teams/{team}/team.yaml"), format!("team: {text}")))
        .collect();
    let mut answers: Vec<Vec<String>> = orders(sources.len())
        .into_iter()
        .map(|order| {
            let teams: Vec<_> = order.iter().map(|index| analyse(&sources[*index], &platform).facts()).collect();
            review(&teams, &platform).iter().map(line).collect()
        })
        .collect();
    answers.dedup();
    assert_eq!(answers.len(), 1, "the answer depends on the order of files: {answers:#?}");
    answers.pop().unwrap()
}

/// Every order of so many files.
fn orders(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let shorter = orders(count - 1);
    shorter
        .iter()
        .flat_map(|order| {
            (0..=order.len()).map(move |at| {
                let mut order = order.clone();
                order.insert(at, count - 1);
                order
            })
        })
        .collect()
}

fn line(found: &Diagnostic) -> String {
    let at = found.source.position(found.span.start);
    let see = found.related.iter().map(|related| {
        let at = related.source.position(related.span.start);
        format!(" | {}:{}:{}", related.source.path(), at.line, at.column)
    });
    let see: String = see.collect();
    format!("{} {}:{}:{} {}{see}", found.code.id, found.source.path(), at.line, at.column, found.message)
}

#[test]
fn b35_two_teams_that_make_one_application_name() {
    let (first, second) = (format!("a\napps: [{{name: b-c, {APP}}}]\n"), format!("a-b\napps: [{{name: c, {APP}}}]\n"));
    assert_eq!(
        reviewed("", &[("a", &first), ("a-b", &second), ("z", "z\n")]),
        ["TW2011 teams/a/team.yaml:2:15 Application `a-b-c` belongs to team `a-b` already | teams/a-b/team.yaml:2:15"]
    );
}

#[test]
fn b35_an_environment_is_part_of_the_name() {
    let platform = "clusters: [{name: one, server: https://kubernetes.default.svc, environments: [c, d]}]\n";
    let app = "repoURL: https://github.com/acme/x, path: k8s, targetRevision: main";
    let platform = format!("{platform}sourceRepos: [https://github.com/acme/*]\n");
    let first = format!("a\napps: [{{name: b, {app}, environments: {{c: {{path: c}}, d: {{path: d}}}}}}]\n");
    let second = format!("a-b\napps: [{{name: c, {app}, environment: c}}]\n");
    let found = reviewed(&platform, &[("a", &first), ("a-b", &second)]);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(
        found[0].starts_with("TW2011 teams/a/team.yaml:2:102 Application `a-b-c` belongs to team `a-b`"),
        "{found:?}"
    );
}

#[test]
fn b35_three_in_a_row_blame_the_first_path() {
    let file = |team: &str, app: &str| format!("{team}\napps: [{{name: {app}, {APP}}}]\n");
    let (one, two, three) = (file("a", "b-c-d"), file("a-b", "c-d"), file("a-b-c", "d"));
    let found = reviewed("", &[("a", &one), ("a-b", &two), ("a-b-c", &three)]);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(
        found.iter().all(|line| line.ends_with("belongs to team `a-b-c` already | teams/a-b-c/team.yaml:2:15")),
        "{found:#?}"
    );
}

/// Every team of a few short names, each with every app of such a name: two objects of one name are never silent.
#[test]
fn b35_no_two_teams_make_one_name_without_an_error() {
    const NAMES: [&str; 12] = ["a", "a-a", "a-b", "a-b-a", "a--b", "aa", "ab", "b", "b-a", "b-b", "b-a-b", "ba"];
    let platform = Platform::built_in();
    let apps: Vec<_> = NAMES.iter().map(|app| format!("{{name: {app}, {APP}}}")).collect();
    let file = |team: &str| format!("team: {team}\napps:\n  - {}\n", apps.join("\n  - "));
    let source = |team: &&str| Source::new(format!("teams/{team}/team.yaml"), file(team));
    let mut sources: Vec<_> = NAMES.iter().map(source).collect();
    sources.sort_by(|one, other| one.path().cmp(other.path()));
    let teams: Vec<_> = sources.iter().map(|source| analyse(source, &platform).facts()).collect();
    let found: Vec<_> = review(&teams, &platform).iter().filter(|found| found.is_error()).map(line).collect();
    let (mut taken, mut expected) = (std::collections::BTreeMap::new(), Vec::new());
    for source in &sources {
        let team = source.path().split('/').nth(1).unwrap();
        for (index, app) in NAMES.iter().enumerate() {
            let name = format!("{team}-{app}");
            let first = *taken.entry(name.clone()).or_insert(team);
            if first != team {
                let line = index + 3;
                expected.push(format!(
                    "TW2011 {}:{line}:12 Application `{name}` belongs to team `{first}` already",
                    source.path()
                ));
            }
        }
    }
    let found: Vec<_> = found.iter().map(|line| line.split(" | ").next().unwrap()).collect();
    assert!(expected.len() > 10, "{expected:?}");
    assert_eq!(found, expected);
}

#[test]
fn b36_a_team_that_is_called_like_the_applications_of_another() {
    let clusters = "clusters: [{name: apps, server: https://kubernetes.default.svc}]\n";
    assert_eq!(
        reviewed(clusters, &[("web", "web\n"), ("web-namespace", "web-namespace\n")]),
        [
            "TW2011 teams/web/team.yaml:1:7 Application `team-web-namespace-apps` belongs to team `web-namespace` already | teams/web-namespace/team.yaml:1:7"
        ]
    );
    assert_eq!(reviewed("", &[("web", "web\n"), ("web-namespace", "web-namespace\n")]), [""; 0]);
    let one = format!("{clusters}gitops: {{teamApplications: one}}\n");
    assert_eq!(reviewed(&one, &[("web", "web\n"), ("web-namespace", "web-namespace\n")]), [""; 0]);
}

#[test]
fn two_files_of_one_team() {
    let platform = Platform::built_in();
    let text = "team: web\n";
    let sources = [Source::new("other/web/team.yaml", text), Source::new("teams/web/team.yaml", text)];
    for order in [[0, 1], [1, 0]] {
        let teams: Vec<_> = order.iter().map(|index| analyse(&sources[*index], &platform).facts()).collect();
        let found: Vec<_> = review(&teams, &platform).iter().map(line).collect();
        assert_eq!(found, ["TW2010 teams/web/team.yaml:1:7 team `web` exists already | other/web/team.yaml:1:7"]);
    }
}

#[test]
fn b21_a_namespace_that_no_team_has() {
    let found = reviewed(
        "",
        &[
            ("frontend", "frontend\nnetworkPolicy: {allowEgress: true}\n"),
            ("backend", "backend\nnetworkPolicy:\n  allowFromNamespaces: [team-frontend, team-fronted, team-nobody]\n"),
        ],
    );
    assert_eq!(
        found,
        [
            "TW2013 teams/backend/team.yaml:3:40 no team has the namespace `team-fronted`",
            "TW2013 teams/backend/team.yaml:3:54 no team has the namespace `team-nobody`"
        ]
    );
}

#[test]
fn a_team_whose_file_is_wrong_is_known_to_the_others() {
    let backend = "backend\nnetworkPolicy: {allowFromNamespaces: [team-frontend]}\n";
    for wrong in ["frontend\nteir: x\n", "[frontend]\n", "frontend: : :\n", "other\n"] {
        assert_eq!(reviewed("", &[("frontend", wrong), ("backend", backend)]), [""; 0], "{wrong}");
    }
    assert_eq!(reviewed("", &[("backend", backend)]).len(), 1);
}

#[test]
fn traffic_that_one_side_allows_and_the_other_does_not() {
    let pair = |one: &str, other: &str| {
        reviewed(
            "",
            &[("a", &format!("a\nnetworkPolicy: {{{one}}}\n")), ("b", &format!("b\nnetworkPolicy: {{{other}}}\n"))],
        )
    };
    let from = "TW2014 teams/a/team.yaml:2:39 `team-b` does not let traffic out to `team-a`";
    let to = "TW2014 teams/a/team.yaml:2:37 `team-b` does not let traffic in from `team-a`";
    assert_eq!(pair("allowFromNamespaces: [team-b]", "allowEgress: false"), [from]);
    assert_eq!(pair("allowFromNamespaces: [team-b]", "allowEgress: true"), [""; 0]);
    assert_eq!(pair("allowFromNamespaces: [team-b]", "allowToNamespaces: [team-a]"), [""; 0]);
    assert_eq!(pair("allowToNamespaces: [team-b]", "allowIngress: true"), [to]);
    assert_eq!(pair("allowToNamespaces: [team-b]", "allowFromNamespaces: [team-a]"), [""; 0]);
}

#[test]
fn where_both_sides_must_consent_open_egress_is_not_enough() {
    let platform = "network: {consent: both, ingress: [{namespace: ingress-nginx}]}\n";
    let a = "a\nnetworkPolicy: {allowFromNamespaces: [team-b]}\n";
    let b = "b\nnetworkPolicy: {allowEgress: true}\n";
    assert_eq!(
        reviewed(platform, &[("a", a), ("b", b)]),
        ["TW2014 teams/a/team.yaml:2:39 `team-b` does not let traffic out to `team-a`"]
    );
    let both = "b\nnetworkPolicy: {allowEgress: true, allowToNamespaces: [team-a]}\n";
    assert_eq!(reviewed(platform, &[("a", a), ("b", both)]), [""; 0]);
}

#[test]
fn a_role_belongs_to_the_team_with_the_longest_name_that_fits() {
    let platform = "clusters: [{name: one, server: https://kubernetes.default.svc, region: us-east-1, accountId: \"111122223333\"}]\n";
    let role = |team: &str, role: &str| format!("{team}\nserviceAccounts: [{{name: jobs, awsRole: {role}}}]\n");
    let foreign = role("data", "team-data-eng-jobs");
    let blamed = "TW2012 teams/data/team.yaml:2:41 role `team-data-eng-jobs` belongs to team `data-eng`";
    assert_eq!(reviewed(platform, &[("data", &foreign), ("data-eng", "data-eng\n")]), [blamed]);
    // Alone, it is the team's own; beside a file that is wrong, it is not.
    assert_eq!(reviewed(platform, &[("data", &foreign)]), [""; 0]);
    assert_eq!(reviewed(platform, &[("data", &foreign), ("data-eng", "data-eng\nteir: x\n")]), [blamed]);
    let arn = role("data", "\"arn:aws:iam::111122223333:role/team-data-eng-jobs\"");
    assert_eq!(reviewed(platform, &[("data", &arn), ("data-eng", "data-eng\n")]), [blamed]);
    let own = role("data-eng", "team-data-eng-jobs");
    assert_eq!(reviewed(platform, &[("data", "data\n"), ("data-eng", &own)]), [""; 0]);
    // The role with which External Secrets works for the other team.
    let secrets = role("data", "team-data-eng-secrets");
    assert_eq!(reviewed(platform, &[("data", &secrets), ("data-eng", "data-eng\n")]).len(), 1);
    let longest = role("data", "team-data-eng-ml-jobs");
    let three = [("data", longest.as_str()), ("data-eng", "data-eng\n"), ("data-eng-ml", "data-eng-ml\n")];
    assert!(reviewed(platform, &three)[0].ends_with("belongs to team `data-eng-ml`"));
}

#[test]
fn nothing_is_concluded_from_a_platform_that_is_wrong() {
    let platform = Platform::parse(&Source::new(
        "platform.yaml",
        "aws: {irsa: {rolePrefix: \"team\"}}\nnetwork: {consent: maybe}\n",
    ));
    let text = "team: a\nnetworkPolicy: {allowFromNamespaces: [team-nobody]}\n";
    let teams = [analyse(&Source::new("teams/a/team.yaml", text), &platform).facts()];
    assert!(platform.has_errors() && review(&teams, &platform).is_empty());
}

#[test]
fn what_the_platform_rules_out_is_an_error_where_it_is_opened() {
    let platform = "network: {ingress: [{namespace: ingress-nginx}]}\nassertions:\n  - {noPath: {from: \"*\", to: data, except: [reporting]}, reason: personal data}\n";
    let data = |from: &str| format!("data\nnetworkPolicy: {{allowFromNamespaces: [{from}]}}\n");
    let open = |team: &str| format!("{team}\nnetworkPolicy: {{allowEgress: true}}\n");
    let (web, reporting) = (open("web"), open("reporting"));
    let found = |data: &str, web: &str| reviewed(platform, &[("data", data), ("web", web), ("reporting", &reporting)]);
    assert_eq!(found(&data("team-reporting"), &web), [""; 0]);
    assert_eq!(
        found(&data("team-reporting, team-web"), &web),
        ["TW2015 teams/data/team.yaml:2:55 no traffic may get from team `web` to team `data` | platform.yaml:3:66"]
    );
    // Closed at one end, it is half-open, and no path.
    let closed = found(&data("team-web"), "web\n");
    assert!(closed.len() == 1 && closed[0].starts_with("TW2014"), "{closed:?}");
    assert_eq!(found("data\n", &web), [""; 0]);
}

#[test]
fn a_default_that_opens_what_the_platform_rules_out_is_the_platforms_error() {
    let platform = "network: {ingress: [{namespace: ingress-nginx}]}\ndefaults: {networkPolicy: {allowEgress: true, allowFromNamespaces: [team-web]}}\nassertions:\n  - {noPath: {from: web, to: data}, reason: personal data}\n";
    let found = reviewed(platform, &[("data", "data\n"), ("web", "web\n"), ("other", "other\n")]);
    assert_eq!(
        found,
        ["TW2015 platform.yaml:2:69 no traffic may get from team `web` to team `data` | platform.yaml:4:45"]
    );
}

#[test]
fn an_assertion_about_nobody_is_a_warning() {
    let platform = "network: {ingress: [{namespace: ingress-nginx}]}\nassertions: [{noPath: {from: dta, to: \"*\", except: [web]}, reason: personal data}]\n";
    let found = reviewed(platform, &[("data", "data\n"), ("web", "web\nteir: x\n")]);
    assert_eq!(found, ["TW2016 platform.yaml:2:30 no team is called `dta`"]);
}

#[test]
fn an_exemption_of_nobody_is_a_warning() {
    let exempt = |team: &str| {
        format!(
            "network: {{ingress: [{{namespace: ingress-nginx}}]}}\npolicies: [{{name: require-probes, mode: audit}}]\nexemptions: [{{policy: require-probes, team: {team}, until: 2027-03-31, reason: a}}]\n"
        )
    };
    let found = |team: &str| reviewed(&exempt(team), &[("data", "data\n"), ("web", "web\nteir: x\n")]);
    assert_eq!(found("dta"), ["TW2017 platform.yaml:3:45 no team is called `dta`"]);
    assert_eq!(found("data"), [""; 0]);
    assert_eq!(found("web"), [""; 0], "a wrong file is a team's all the same");
}

#[test]
fn a_wrong_file_is_known_by_its_directory_and_is_no_team() {
    let platform = Platform::built_in();
    let facts = |text: &str| analyse(&Source::new("teams/a/team.yaml", text), &platform).facts();
    let right = facts("team: a\n");
    assert_eq!((right.name(), right.known_as(), right.source().path()), (Some("a"), Some("a"), "teams/a/team.yaml"));
    let wrong = facts("team: b\nunknown: 1\n");
    assert_eq!((wrong.name(), wrong.known_as()), (None, Some("a")));
}

#[test]
fn some_teams_clash_without_a_review_of_all() {
    let platform = Platform::built_in();
    let facts = |team: &str, app: &str| {
        let source =
            Source::new(format!("teams/{team}/team.yaml"), format!("team: {team}\napps: [{{name: {app}, {APP}}}]"));
        analyse(&source, &platform).facts()
    };
    let teams = [facts("a-b", "c"), facts("a", "b-c"), facts("a", "d")];
    let found: Vec<_> = clashes(&teams).iter().map(line).collect();
    assert_eq!(
        found,
        [
            "TW2011 teams/a/team.yaml:2:15 Application `a-b-c` belongs to team `a-b` already | teams/a-b/team.yaml:2:15",
            "TW2010 teams/a/team.yaml:1:7 team `a` exists already | teams/a/team.yaml:1:7",
        ]
    );
}
