//! The README's example compiles, without a word about it.

use std::fs;

use teamwright_core::{Platform, Source, Target, compile};
use teamwright_tests::repository::root;

#[test]
fn the_readme_shows_a_file_that_compiles() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let examples: Vec<_> = readme.split("```yaml\n").skip(1).filter_map(|part| part.split("```").next()).collect();
    assert_eq!(examples.len(), 1);
    for example in examples {
        let compilation =
            compile(&Source::new("teams/payments/team.yaml", example), &Platform::built_in(), &Target::default());
        assert!(compilation.diagnostics.is_empty(), "{:#?}", compilation.diagnostics);
        assert!(compilation.manifests.is_some());
    }
}
