//! `clusters[].region`: an AWS region, which lies in one partition.

use super::Platform;
use crate::{
    diagnostic::{Sink, network as codes},
    origin::{Place, Sourced},
    shape::{Fault, Grammar},
};

/// A region. See <https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html>.
pub(crate) static REGION: Grammar = Grammar {
    what: "an AWS region such as `us-east-1`",
    pattern: "^[a-z]{2}(-[a-z]+)+-[0-9]$",
    check: |text| if is_region(text) { Ok(()) } else { Err(Fault::default()) },
};

/// What regions begin with, and the partition that they lie in; every other region lies in `aws`.
/// See <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>.
const PARTITIONS: [(&str, &str); 6] = [
    ("cn-", "aws-cn"),
    ("us-gov-", "aws-us-gov"),
    ("us-iso-", "aws-iso"),
    ("us-isob-", "aws-iso-b"),
    ("eu-isoe-", "aws-iso-e"),
    ("us-isof-", "aws-iso-f"),
];

fn is_region(text: &str) -> bool {
    let mut parts = text.split('-');
    let letters = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let area = parts.next().is_some_and(|part| part.len() == 2 && letters(part));
    let number =
        parts.next_back().is_some_and(|part| part.len() == 1 && part.bytes().all(|byte| byte.is_ascii_digit()));
    let mut between = parts.peekable();
    area && number && between.peek().is_some() && between.all(letters)
}

/// The partition that a region lies in.
pub(crate) fn partition_of(region: &str) -> &'static str {
    PARTITIONS.iter().find(|(prefix, _)| region.starts_with(prefix)).map_or("aws", |(_, partition)| partition)
}

/// Regions of clusters lie in `aws.partition`.
pub(super) fn check(platform: &Platform, sink: &mut Sink) {
    for region in platform.clusters.iter().filter_map(|cluster| cluster.region.as_ref()) {
        check_partition(region, platform, sink);
    }
}

/// A region lies in `aws.partition`.
pub(crate) fn check_partition(region: &Sourced<String>, platform: &Platform, sink: &mut Sink) {
    let partition = &platform.aws.partition;
    let actual = partition_of(&region.value);
    if actual == partition.value || !platform.is_sound("aws") {
        return;
    }
    let message = format!("`{}` lies in the partition `{actual}`, not in `{}`", region.value, partition.value);
    let report = sink.report(codes::REGION, region.origin.span(), message);
    let report = report.help(format!("correct the region, or write `aws: {{partition: {actual}}}`"));
    if partition.origin.place != Place::Nowhere {
        report.see(partition.origin.span(), "the partition");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_area_place_and_number() {
        for text in ["us-east-1", "ap-southeast-3", "us-gov-west-1", "cn-north-1", "us-isob-east-1"] {
            assert!(is_region(text), "{text}");
        }
        for text in
            ["", "us", "us-1", "us-east", "us-east-10", "US-EAST-1", "us-east-1a", "use-east-1", "us--1", "us-east1-1"]
        {
            assert!(!is_region(text), "{text}");
        }
    }

    #[test]
    fn the_prefix_tells_the_partition() {
        assert_eq!(partition_of("us-east-1"), "aws");
        assert_eq!(partition_of("us-gov-east-1"), "aws-us-gov");
        assert_eq!(partition_of("cn-northwest-1"), "aws-cn");
        assert_eq!(partition_of("us-isob-east-1"), "aws-iso-b");
    }
}
