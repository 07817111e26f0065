//! WSO2's own shipped files as the packs' files.
#![allow(clippy::print_stdout, reason = "a test that does nothing says so")]

use crate::support::{Quickstart, assert_walked, corpus};

/// Walks from these files of the corpus.
fn walk(release: &str, files: &[(&str, &str)]) {
    let Some(corpus) = corpus() else {
        println!("skipped: set GATEWRIGHT_CORPUS");
        return;
    };
    let mut arguments = vec!["--release".to_owned(), release.to_owned()];
    for (node, file) in files {
        let file = corpus.join(file);
        assert!(file.is_file(), "{} is not in the corpus", file.display());
        arguments.push("--pack-conf".to_owned());
        arguments.push(format!("{node}{}", file.display()));
    }
    assert_walked(&Quickstart::new(arguments).output().success());
}

#[test]
fn the_files_of_3_2_0() {
    walk("3.2", &[("", "3.2.0/deployment.toml")]);
}

#[test]
fn the_all_in_one_file_of_4_7_0() {
    walk("4.7", &[("", "4.7.0/deployment.toml")]);
}

#[test]
fn the_control_plane_and_gateway_files_of_4_7_0() {
    walk(
        "4.7",
        &[
            ("control-plane=", "4.7.0/api-control-plane-deployment.toml"),
            ("gateway-1=", "4.7.0/gateway-deployment.toml"),
            ("gateway-2=", "4.7.0/gateway-deployment.toml"),
        ],
    );
}
