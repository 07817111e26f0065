//! The digest is of the content alone.

use proptest::prelude::*;

use super::{ApiProject, Place, below, classic, current, edited, open, zip};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// A folder and its archive, with or without a root, in any order of their entries.
    #[test]
    fn order_and_place_do_not_count(
        order in Just(current()).prop_shuffle(),
        more in proptest::collection::btree_map("[a-z]{1,6}\\.(txt|xml)", ".{0,40}", 0..4),
        is_rooted in any::<bool>(),
        is_classic in any::<bool>(),
    ) {
        let mut entries = if is_classic { classic() } else { order };
        entries.extend(more.iter().map(|(name, text)| (format!("Docs/{name}"), text.clone())));
        let place = Place::new();
        let folder = ApiProject::open(place.folder("folder", &entries)).unwrap();
        entries.reverse();
        let archived = if is_rooted { below("Pets-1.0.0", &entries) } else { entries };
        let archive = ApiProject::open(place.file("archive.zip", zip(&archived))).unwrap();
        prop_assert_eq!(folder.digest(), archive.digest());
        prop_assert_eq!(&folder, &archive);
        let written = |project: &ApiProject| project.archive_for_import(None, &["a"]).unwrap();
        prop_assert_eq!(written(&folder), written(&archive));
    }
}

#[test]
fn environments_and_lifecycle_do_not_count_and_content_does() {
    let project = open(&current());
    assert_eq!(project.digest().len(), 64);
    let same = [
        edited(&current(), "api.yaml", "PUBLISHED", "BLOCKED"),
        edited(&current(), "deployment_environments.yaml", "eu-west", "us-east"),
        edited(
            &current(),
            "api.yaml",
            "  name: Pets\n  context: /pets\n",
            "  context: /pets\n  name: Pets\n",
        ),
    ];
    for entries in same {
        assert_eq!(open(&entries).digest(), project.digest());
    }
    let other = [
        edited(&current(), "api.yaml", "https://be.example/p", "https://be.example/q"),
        edited(&current(), "Definitions/swagger.yaml", "paths", "components"),
        edited(&current(), "Image/icon.png", "no", "a"),
    ];
    for entries in other {
        assert_ne!(open(&entries).digest(), project.digest());
    }
    let path = "Meta-information/api.yaml";
    let project = open(&classic());
    for (from, to) in [("PUBLISHED", "CREATED"), ("eu-west", "us-east")] {
        assert_eq!(open(&edited(&classic(), path, from, to)).digest(), project.digest());
    }
    assert_ne!(open(&edited(&classic(), path, "public", "private")).digest(), project.digest());
}

/// A file's end and the next one's name cannot be taken for each other.
#[test]
fn paths_and_contents_are_kept_apart() {
    let with = |path: &str, text: &str| {
        let mut entries = current();
        entries.push((path.to_owned(), text.to_owned()));
        open(&entries)
    };
    assert_ne!(with("Docs/a", "bc").digest(), with("Docs/ab", "c").digest());
}
