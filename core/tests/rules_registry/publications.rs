//! Correct publications, and a mistake and a near miss in them for every rule that only they can break.

use std::collections::BTreeSet;

use gatewright::publish::Publications;
use gatewright::{Report, Topology};

use crate::topologies::Change;

const TOPOLOGY: &str = r#"release = "4.7"

[[node]]
name = "cp"
roles = ["control-plane"]
host = "localhost"

[[node]]
name = "gw"
roles = ["gateway"]
host = "gw.example.com"
offset = 1

[[environment]]
name = "Production"
type = "production"
gateways = ["gw"]
"#;

const PUBLICATIONS: &str = r#"[[publication]]
name = "Pets"
version = "1.0.0"
environments = ["Production"]

[[publication]]
name = "Toys"
version = "1.0.0"
context = "/toys"
production_endpoint = "https://toys.example.com"
environments = ["Production"]
"#;

pub(crate) struct Case {
    pub(crate) code: &'static str,
    pub(crate) mistake: &'static [Change],
    pub(crate) near_miss: &'static [Change],
}

const fn case(
    code: &'static str,
    mistake: &'static [Change],
    near_miss: &'static [Change],
) -> Case {
    Case { code, mistake, near_miss }
}

const ENDPOINT: &str = "https://toys.example.com";
const ENVIRONMENTS: &str = "[\"Production\"]";
const HIDDEN: &str = "[{ name = \"Production\", display_on_devportal = false }]";
const SHOWN: &str = "[{ name = \"Production\", display_on_devportal = true }]";

pub(crate) static CASES: &[Case] = &[
    case(
        "api-lacks-endpoint",
        &[("production_endpoint", "sandbox_endpoint")],
        &[("production_endpoint", "sandbox_endpoint = \"https://s\"\nproduction_endpoint")],
    ),
    case(
        "conflicting-keys",
        &[("name = \"Pets\"", "name = \"Pets\"\nplans = [\"Gold\"]")],
        &[("name = \"Toys\"", "name = \"Toys\"\nplans = [\"Gold\"]")],
    ),
    case(
        "environment-named-twice",
        &[(ENVIRONMENTS, "[\"Production\", { name = \"Production\" }]")],
        &[(ENVIRONMENTS, "[{ name = \"Production\" }]")],
    ),
    case("invalid-api-name", &[("\"Pets\"", "\"Pets \"")], &[("\"Pets\"", "\"Pets 2\"")]),
    case("invalid-context", &[("/toys", "toys")], &[("/toys", "/toys/{version}")]),
    case("invalid-endpoint", &[(ENDPOINT, "toys.example.com")], &[(ENDPOINT, "http://t")]),
    case(
        "invalid-transports",
        &[("context", "transports = [\"HTTPS\"]\ncontext")],
        &[("context", "transports = [\"https\"]\ncontext")],
    ),
    case(
        "no-environment",
        &[(ENVIRONMENTS, "[]")],
        &[
            ("environments = [\"Production\"]\n", ""),
            ("[[", "[defaults]\nenvironments = [\"Production\"]\n[["),
        ],
    ),
    case(
        "no-plan",
        &[("context", "plans = []\ncontext")],
        &[("context", "plans = [\"Gold\"]\ncontext")],
    ),
    case("published-twice", &[("\"Toys\"", "\"Pets\"")], &[("\"Toys\"", "\"pets\"")]),
    case(
        "unknown-environment",
        &[(ENVIRONMENTS, "[\"production\"]")],
        &[(ENVIRONMENTS, "['Production']")],
    ),
    case(
        "unknown-lifecycle",
        &[("context", "lifecycle = \"PUBLISHED\"\ncontext")],
        &[("context", "lifecycle = \"retired\"\ncontext")],
    ),
    case(
        "unknown-virtual-host",
        &[(ENVIRONMENTS, "[{ name = \"Production\", virtual_host = \"gw\" }]")],
        &[(ENVIRONMENTS, "[{ name = \"Production\", virtual_host = \"gw.example.com\" }]")],
    ),
    case(
        "unreadable-document",
        &[("context", "openapi = \"no-such-file.yaml\"\ncontext")],
        &[("context", "# openapi = \"no-such-file.yaml\"\ncontext")],
    ),
    case(
        "unset-variable",
        &[(ENDPOINT, "https://$env{NO_SUCH_VARIABLE}")],
        &[(ENDPOINT, "https://$env")],
    ),
    case(
        "unsupported-by-release",
        &[(ENVIRONMENTS, HIDDEN), ("4.7", "3.2")],
        &[(ENVIRONMENTS, SHOWN), ("4.7", "3.2")],
    ),
    case(
        "unsupported-reference",
        &[(ENDPOINT, "https://$ref{host}")],
        &[(ENDPOINT, "https://ref{host}")],
    ),
    case(
        "unusable-project",
        &[("", "\n[[publication]]\nproject = \"no-such-folder\"\n")],
        &[("", "\n# project = \"no-such-folder\"\n")],
    ),
];

/// The codes of everything found in the correct publications with these changes.
pub(crate) fn codes(case: &Case, changes: &[Change]) -> BTreeSet<&'static str> {
    report(case, changes, "4.7").diagnostics().iter().map(|found| found.code).collect()
}

/// Everything found in the correct publications with these changes, against a topology of this release. A change of the
/// release is one of the topology.
pub(crate) fn report(case: &Case, changes: &[Change], release: &str) -> Report {
    let (mut text, mut release) = (PUBLICATIONS.to_owned(), release);
    for (from, to) in changes {
        if *from == "4.7" {
            release = to;
        } else if from.is_empty() {
            text.push_str(to);
        } else {
            assert!(text.contains(from), "{}: nothing to replace: {from}", case.code);
            text = text.replacen(from, to, 1);
        }
    }
    let topology = TOPOLOGY.replace("4.7", release);
    match Publications::parse(&text, "no-such-folder") {
        Ok(publications) => publications.check(&Topology::parse(&topology).unwrap()),
        Err(error) => error.report().expect("a report of what is wrong").clone(),
    }
}
