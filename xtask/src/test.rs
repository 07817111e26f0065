//! `cargo xtask test` and `cargo xtask lint`: the languages one after the other.

use crate::args::{Language, TestOptions};
use crate::quickstart::Told;
use crate::session::Session;
use crate::workspace::Workspace;
use crate::{contract, examples, node, python, rust};

/// Everything: lints, tests, doctests and examples, from packages as users install them.
pub(crate) fn test(options: &TestOptions) -> Result<bool, String> {
    let workspace = Workspace::open()?;
    examples::lay_out(&workspace)?;
    let mut session = Session::default();
    let mut told = Told::default();
    if options.wants(Language::Rust) {
        rust::test(&mut session, &workspace, options, &mut told);
    }
    if options.wants(Language::Python) {
        python::test(&mut session, &workspace, options, &mut told);
    }
    if options.wants(Language::Node) {
        node::test(&mut session, &workspace, options, &mut told);
    }
    told.compare(&mut session);
    if options.wants_all() {
        contract::test(&mut session, &workspace);
    }
    Ok(session.finish())
}

/// The contract with WSO2's documents alone.
pub(crate) fn contract() -> Result<bool, String> {
    let workspace = Workspace::open()?;
    let mut session = Session::default();
    contract::test(&mut session, &workspace);
    Ok(session.finish())
}

/// What needs no native package: formatting, lints, types.
pub(crate) fn lint(options: &TestOptions) -> Result<bool, String> {
    let workspace = Workspace::open()?;
    let mut session = Session::default();
    if options.wants(Language::Rust) {
        rust::lint(&mut session, &workspace);
    }
    if options.wants(Language::Python) {
        python::lint(&mut session, &workspace);
    }
    if options.wants(Language::Node) {
        node::lint(&mut session, &workspace);
    }
    Ok(session.finish())
}
