//! One table of the rules between amounts: what is just right has no finding, and one step further has exactly one.

use teamwright_core::{Platform, Source, Target, compile};

/// A rule, its code, a file with `@` in the place of one amount, the amount that is just right, and one that is not.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str);

const RULES: &[Row] = &[
    ("min ≤ defaultRequest", "TW0405", "limitRange: {min: {cpu: @}, defaultRequest: {cpu: 100m}}", "100m", "101m"),
    (
        "min ≤ defaultRequest",
        "TW0405",
        "limitRange: {min: {memory: @}, defaultRequest: {memory: 64Mi}}",
        "64Mi",
        "65Mi",
    ),
    ("min ≤ default", "TW0405", "limitRange: {min: {cpu: @}, default: {cpu: 200m}}", "200m", "201m"),
    ("min ≤ default", "TW0405", "limitRange: {min: {memory: @}, default: {memory: 128Mi}}", "128Mi", "129Mi"),
    ("min ≤ max", "TW0405", "limitRange: {min: {cpu: @}, max: {cpu: 1}}", "1", "1001m"),
    ("min ≤ max", "TW0405", "limitRange: {min: {memory: @}, max: {memory: 1Gi}}", "1Gi", "1025Mi"),
    (
        "defaultRequest ≤ default",
        "TW0405",
        "limitRange: {defaultRequest: {cpu: @}, default: {cpu: 250m}}",
        "0.25",
        "0.251",
    ),
    (
        "defaultRequest ≤ default",
        "TW0405",
        "limitRange: {defaultRequest: {memory: @}, default: {memory: 1Gi}}",
        "1024Mi",
        "1073741825",
    ),
    ("defaultRequest ≤ max", "TW0405", "limitRange: {defaultRequest: {cpu: @}, max: {cpu: 500m}}", "500m", "501m"),
    (
        "defaultRequest ≤ max",
        "TW0405",
        "limitRange: {defaultRequest: {memory: @}, max: {memory: 1G}}",
        "1000M",
        "1001M",
    ),
    ("default ≤ max", "TW0405", "limitRange: {default: {cpu: @}, max: {cpu: 1}}", "1000m", "1001m"),
    ("default ≤ max", "TW0405", "limitRange: {default: {memory: @}, max: {memory: 512Mi}}", "512Mi", "513Mi"),
    ("a volume's min ≤ its max", "TW0405", "limitRange: {persistentVolumeClaim: {min: @, max: 10Gi}}", "10Gi", "11Gi"),
    (
        "max ≤ quota",
        "TW0406",
        "limitRange: {max: {cpu: @}}\nresourceQuota: {requests: {cpu: 1}, limits: {cpu: 4}}",
        "4",
        "4001m",
    ),
    (
        "max ≤ quota",
        "TW0406",
        "limitRange: {max: {memory: @}}\nresourceQuota: {requests: {memory: 1Gi}, limits: {memory: 8Gi}}",
        "8Gi",
        "9Gi",
    ),
    (
        "default ≤ quota",
        "TW0406",
        "limitRange: {default: {cpu: @}}\nresourceQuota: {requests: {cpu: 1}, limits: {cpu: 1}}",
        "1",
        "1001m",
    ),
    (
        "default ≤ quota",
        "TW0406",
        "limitRange: {default: {memory: @}}\nresourceQuota: {requests: {memory: 1Gi}, limits: {memory: 1Gi}}",
        "1Gi",
        "1025Mi",
    ),
    (
        "a volume's max ≤ the storage that is left",
        "TW0406",
        "limitRange: {persistentVolumeClaim: {max: @}}\nresourceQuota: {requests: {storage: 50Gi}}",
        "50Gi",
        "51Gi",
    ),
    ("max ≤ the built-in quota", "TW0406", "limitRange: {max: {cpu: @}}", "20", "20001m"),
    ("max ≤ the quota of the tier", "TW0406", "tier: starter\nlimitRange: {max: {memory: @}}", "16Gi", "17Gi"),
    ("requests ≤ limits", "TW0404", "resourceQuota: {requests: {cpu: @}, limits: {cpu: 8}}", "8", "8001m"),
    ("requests ≤ limits", "TW0404", "resourceQuota: {requests: {memory: @}, limits: {memory: 16Gi}}", "16Gi", "17Gi"),
    (
        "requests ≤ limits",
        "TW0404",
        "resourceQuota: {requests: {ephemeral-storage: @}, limits: {ephemeral-storage: 5Gi}}",
        "5Gi",
        "6Gi",
    ),
    ("more than nothing", "TW0403", "limitRange: {min: {cpu: @}}", "1m", "0"),
    ("more than nothing", "TW0403", "limitRange: {min: {memory: @}}", "1Mi", "0"),
    ("more than nothing", "TW0403", "limitRange: {max: {cpu: @}, min: {cpu: 1m}}", "1m", "0"),
    ("more than nothing", "TW0403", "limitRange: {persistentVolumeClaim: {min: @}}", "1", "0"),
    ("not less than nothing", "TW0401", "resourceQuota: {requests: {cpu: @}, limits: {cpu: 1}}", "0", "-1"),
    ("CPU by the thousandth", "TW0402", "limitRange: {min: {cpu: @}}", "0.001", "0.0001"),
    ("CPU without powers of 1024", "TW0402", "resourceQuota: {requests: {cpu: @}}", "1", "1Ki"),
    ("whole bytes", "TW0402", "limitRange: {max: {memory: @}}", "1G", "1500000000000m"),
    ("units as Kubernetes spells them", "TW0401", "resourceQuota: {requests: {memory: @}}", "1Gi", "1GB"),
    ("things are counted whole", "TW0208", "resourceQuota: {pods: @}", "10", "1.5"),
    ("load balancers take node ports", "TW0411", "resourceQuota: {services.loadbalancers: @}", "0", "1"),
    ("a thousand cores are a slip", "TW0412", "resourceQuota: {limits: {cpu: @}}", "999", "1000"),
    ("less than a mebibyte is a slip", "TW0412", "limitRange: {min: {memory: @}}", "1Mi", "1048575"),
];

/// The same with a platform that holds something.
const PLATFORMS: &[(&str, Row)] = &[
    (
        "ceilings: {resourceQuota: {pods: 40}}",
        ("the platform's ceiling", "TW0407", "resourceQuota: {pods: @}", "40", "41"),
    ),
    (
        "ceilings: {resourceQuota: {requests: {cpu: 12}}}",
        ("the platform's ceiling", "TW0407", "resourceQuota: {requests: {cpu: @}, limits: {cpu: 20}}", "12", "12001m"),
    ),
    (
        "ceilings: {limitRange: {max: {memory: 2Gi}}}",
        ("the platform's ceiling", "TW0407", "limitRange: {max: {memory: @}}", "2Gi", "3Gi"),
    ),
    ("tiers: {small: {resourceQuota: {pods: 5}}}", ("a tier of the platform", "TW0408", "tier: @", "small", "smal")),
    ("locks: [resourceQuota.pods]", ("a lock", "TW0409", "resourceQuota: {@: 30}", "services", "pods")),
    (
        "defaults: {resourceQuota: {limits: {cpu: 20}}}\nlocks: [resourceQuota.limits.cpu]",
        ("beside a lock", "TW0410", "resourceQuota: {requests: {cpu: @}}", "20", "20001m"),
    ),
];

/// The codes of everything that is found in a team's file.
fn codes(platform: &Platform, file: &str, amount: &str) -> Vec<&'static str> {
    let people = "owner: {name: Demo, email: demo@example.com}\naccess: {developers: {groups: [devs]}, viewers: {groups: [auditors]}}";
    let text = format!("team: demo\n{people}\n{}\n", file.replace('@', amount));
    let compilation = compile(&Source::new("teams/demo/team.yaml", text), platform, &Target::default());
    let codes: Vec<_> = compilation.diagnostics.iter().map(|found| found.code.id).collect();
    assert_eq!(compilation.manifests.is_none(), compilation.has_errors(), "{file}: {codes:?}");
    codes
}

#[test]
fn each_broken_rule_between_amounts_alone_gives_exactly_its_code() {
    let mut wrong = Vec::new();
    let built_in = [("", RULES)];
    let platforms = PLATFORMS.iter().map(|(platform, row)| (*platform, std::slice::from_ref(row)));
    for (text, rows) in built_in.into_iter().chain(platforms) {
        let text = format!("network: {{ingress: [{{namespace: ingress-nginx}}]}}\n{text}\n");
        let platform = Platform::parse(&Source::new("platform.yaml", text.as_str()));
        assert!(platform.diagnostics().is_empty(), "{text}: {:?}", platform.diagnostics());
        for (rule, code, file, right, broken) in rows {
            let fine = codes(&platform, file, right);
            if !fine.is_empty() {
                wrong.push(format!("{rule}: {file} with {right}: {fine:?}"));
            }
            let found = codes(&platform, file, broken);
            if found != [*code] {
                wrong.push(format!("{rule}: {file} with {broken}: {found:?} instead of {code}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
