//! `spec.source.helm`: free values keep their types and come out unchanged.

use super::written;
use crate::{
    manifest::{Tree, free, map},
    origin::Origin,
    spec::apps::helm::HelmSpec,
};

pub(super) fn build(spec: &HelmSpec) -> Tree {
    let parameters = spec.parameters.iter().map(|parameter| {
        map! {
            "name" => written(&parameter.name),
            "value" => written(&parameter.value),
        }
    });
    map! {
        "releaseName" => spec.release_name.as_ref().map(written),
        "valueFiles" => Tree::list(spec.value_files.iter().map(written)).or_absent(),
        "valuesObject" => spec.values.as_ref().map(|node| free(node, Origin::written)),
        "parameters" => Tree::list(parameters).or_absent(),
    }
}
