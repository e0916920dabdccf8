//! Whole inputs and whole outputs: every folder of `tests/cases` is compiled by the library and by the built command, which
//! must agree byte for byte with each other and with what the folder holds. What the files mean stands in `tests/src/cases.rs`.

use teamwright_tests::{
    cases::{self, Case},
    command,
};

/// One test a folder, so that `cargo test b13_` runs what the number is about.
macro_rules! folders {
    ($($name:ident)*) => {
        const LISTED: &[&str] = &[$(stringify!($name)),*];
        $(#[test] fn $name() { judge(stringify!($name)); })*
    };
}

folders! {
    a_component_that_depends_on_itself_is_refused
    a_locked_key_may_not_be_written
    a_role_of_another_team_is_refused
    a_team_with_an_owner_and_one_app
    a_team_with_every_key
    a_template_makes_an_object_of_each_team
    a_template_that_fails_for_a_team_names_the_team
    a_template_that_reaches_too_far_is_refused
    a_tier_gives_quota_and_limits
    above_a_ceiling_is_an_error
    an_app_goes_to_the_cluster_of_its_environment
    an_environment_that_no_cluster_serves
    b01_a_newline_in_a_namespace_list_is_refused
    b02_a_newline_in_the_namespace_is_refused
    b03_a_glob_as_namespace_is_refused
    b04_a_namespace_of_the_system_is_refused
    b05_another_teams_namespace_is_refused
    b06_a_team_called_otherwise_than_its_directory_is_refused
    b07_a_list_of_teams_is_refused
    b08_a_key_written_twice_is_refused
    b09_a_second_document_is_refused
    b10_a_name_that_yaml_reads_as_a_boolean_is_refused
    b10_texts_that_look_like_numbers_are_quoted_in_the_output
    b11_a_key_without_a_value_is_refused
    b12_template_marks_in_a_text_are_just_text
    b13_false_in_quotes_is_refused
    b14_nothing_allowed_still_denies_everything
    b15_a_selector_in_a_namespace_list_is_refused
    b17_metadata_addresses_stay_closed_whatever_the_platform_lists
    b18_dns_is_the_clusters_own_and_node_local
    b19_ingress_needs_a_source
    b20_a_namespace_that_nobody_knows_is_a_warning
    b21_namespaces_that_a_team_may_not_name
    b22_a_namespace_and_its_pods_are_one_peer
    b23_the_internet_has_two_address_families
    b24_old_spellings_work_with_a_warning
    b26_the_slack_channel_is_optional
    b27_both_spellings_together_are_refused
    b28_an_apps_key_beside_the_apps_is_refused
    b29_a_written_sync_policy_is_honoured
    b29_health_of_one_application_is_refused
    b30_node_selector_and_tolerations_reach_the_pods
    b30_without_a_mechanism_node_selector_and_tolerations_are_refused
    b31_a_revision_that_is_a_number_wants_quotes
    b31_large_numbers_keep_their_digits
    b32_apps_without_a_value_are_refused
    b33_defaults_come_from_the_platform
    b36_a_team_whose_names_are_the_platforms_is_refused
    b37_an_app_named_like_a_component_is_refused
    b38_names_that_grow_too_long_are_refused
    b40_a_team_called_default_is_refused
    b41_people_reach_the_namespace_and_argo_cd
    b42_everybody_signed_in_is_no_group
    b47_no_service_account_mounts_a_token
    b53_load_balancers_are_counted
    b54_limits_that_contradict_each_other_are_refused
    b55_pod_security_is_pinned
    b56_argo_cd_may_not_create_the_namespace
    b60_a_repository_outside_the_list_is_refused
    b62_repositories_are_compared_as_argo_cd_does
    b64_secrets_come_from_a_store_of_the_team
    b65_a_secret_of_somebody_else_is_refused
    b68_a_window_longer_than_its_gap_is_a_warning
    b71_labels_with_a_meaning_are_refused
    both_files_are_wrong
    every_mistake_of_a_file_is_reported_at_once
    exemptions_need_a_policy_and_a_date
    free_text_comes_out_unchanged
    network_allow_egress_lets_out_to_the_internet
    network_allow_from_namespaces_lets_one_team_in
    network_allow_ingress_lets_the_platforms_ingress_in
    network_allow_to_lets_out_to_a_named_database
    network_allow_to_namespaces_lets_out_to_one_team
    no_apps_is_a_choice
    one_app_in_several_environments
    places_are_right_behind_e_acute_and_an_emoji
    sync_windows_stop_deploys_at_the_weekend
    sync_windows_that_argo_cd_misreads_are_refused
    the_smallest_team
}

#[test]
fn every_folder_is_a_test() {
    assert_eq!(cases::names(), LISTED, "the folders of tests/cases are listed in tests/tests/cases.rs, in order");
}

fn judge(name: &str) {
    let case = Case::read(name);
    let outcome = case.outcome();
    let findings = Some(outcome.diagnostics.as_str()).filter(|findings| !findings.is_empty());
    case.expect("manifests.yaml", outcome.manifests.as_deref());
    case.expect("diagnostics.txt", findings);
    assert!(outcome.manifests.is_some() || findings.is_some(), "neither manifests nor a word why");

    let directory = tempfile::tempdir().expect("a temporary directory");
    case.write_repository(directory.path());
    let team = format!("teams/{}", case.team_directory());
    let platform: &[&str] = if case.platform.is_some() { &[] } else { &["--platform", "none"] };
    let run = |arguments: &[&str]| command::run(directory.path(), &[arguments, platform].concat());

    let rendered = run(&["render", &team]);
    let stderr = String::from_utf8_lossy(&rendered.stderr);
    assert_eq!(rendered.status.code(), Some(i32::from(outcome.manifests.is_none())), "{stderr}");
    assert_eq!(String::from_utf8_lossy(&rendered.stdout), outcome.manifests.unwrap_or_default(), "{stderr}");
    let checked = run(&["check", &team, "--format", "json"]);
    assert_eq!(case.lines_of_report(&String::from_utf8_lossy(&checked.stdout)), outcome.diagnostics);

    for cluster in case.clusters() {
        let expected = case.namespace_part(&cluster);
        case.expect(&format!("manifests.{cluster}.yaml"), expected.as_deref());
        let rendered = run(&["render", &team, "--part", "namespace", "--cluster", &cluster]);
        assert_eq!(String::from_utf8_lossy(&rendered.stdout), expected.unwrap_or_default());
    }
}
