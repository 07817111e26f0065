//! Against a topology.

use std::fmt::Write as _;

use super::{are, parse, unmarked};
use crate::diagnostic::Diagnostic;
use crate::model::Topology;

fn topology(release: &str) -> Topology {
    let mut text = format!(
        "release = \"{release}\"\n[[node]]\nname = \"cp\"\nroles = [\"control-plane\"]\nhost = \"localhost\"\n"
    );
    for (at, (name, kind)) in
        [("Production", "production"), ("Sandbox", "sandbox"), ("Hybrid", "hybrid")]
            .iter()
            .enumerate()
    {
        let _ = write!(
            text,
            "[[node]]\nname = \"gw{at}\"\nroles = [\"gateway\"]\nhost = \"gw{at}.example.com\"\noffset = {at}\n\
             [[environment]]\nname = \"{name}\"\ntype = \"{kind}\"\ngateways = [\"gw{at}\"]\n"
        );
    }
    if release.starts_with('4') {
        text.push_str(
            "[[environment.virtual_host]]\nhttps_endpoint = \"https://eu.example.com\"\n\
                       websub_event_receiver_http_endpoint = \"http://eu.example.com:9021\"\n\
                       websub_event_receiver_https_endpoint = \"https://eu.example.com:8021\"\n",
        );
    }
    Topology::parse(&text).unwrap()
}

#[track_caller]
fn finds(release: &str, codes: &[&str], marked: &str) -> Vec<Diagnostic> {
    let (places, text) = unmarked(marked);
    let found = parse(&text).unwrap().check(&topology(release)).diagnostics().to_vec();
    are(codes, places, &found);
    found
}

fn existing(environments: &str) -> String {
    format!("[[publication]]\nname = \"A\"\nversion = \"1\"\nenvironments = {environments}\n")
}

#[test]
fn environments_and_virtual_hosts_of_the_topology() {
    let found = finds("4.7", &["unknown-environment"], &existing("[\"Hybrid\", ▸\"sandbox\"]"));
    assert_eq!(found[0].help.as_deref(), Some("did you mean `Sandbox`?"));
    let found = finds("4.7", &["unknown-environment"], &existing("[{ name = ▸\"eu-west\" }]"));
    assert!(found[0].help.as_ref().unwrap().starts_with("it has `Production`"), "{found:?}");
    for right in ["gw2.example.com", "eu.example.com"] {
        finds(
            "4.7",
            &[],
            &existing(&format!("[{{ name = \"Hybrid\", virtual_host = \"{right}\" }}]")),
        );
    }
    for wrong in ["https://eu.example.com", "us.example.com", "gw1.example.com"] {
        let text = existing(&format!("[{{ name = \"Hybrid\", virtual_host = ▸\"{wrong}\" }}]"));
        finds("4.7", &["unknown-virtual-host"], &text);
    }
    // Of the defaults, each publication has its finding there.
    let text = "[defaults]\nenvironments = [▸\"hybrid\"]\n[[publication]]\nname = \"A\"\nversion = \"1\"\n";
    finds("4.7", &["unknown-environment"], text);
}

#[test]
fn endpoints_that_environments_need() {
    let made = |endpoints: &str, environments: &str| {
        existing(environments) + "context = \"/a\"\n" + endpoints
    };
    let production = "production_endpoint = \"https://be\"\n";
    finds("4.7", &[], &made(production, "[\"Production\", \"Hybrid\"]"));
    finds("4.7", &["api-lacks-endpoint"], &made(production, "[\"Hybrid\", ▸\"Sandbox\"]"));
    finds(
        "3.2",
        &["api-lacks-endpoint"; 3],
        &made("", "[▸\"Production\", ▸\"Sandbox\", ▸\"Hybrid\"]"),
    );
    // Of an existing API only the server knows.
    finds("4.7", &[], &existing("[\"Production\", \"Sandbox\"]"));
    finds(
        "4.7",
        &["api-lacks-endpoint"],
        "[[publication]]\nproject = \"toys\"\nenvironments = [▸\"Production\"]\n",
    );
    finds("4.7", &[], "[[publication]]\nproject = \"toys\"\n");
}

#[test]
fn what_a_release_cannot_do() {
    let text =
        existing("[{ name = \"Hybrid\", virtual_host = ▸\"x\", display_on_devportal = ▸false }]");
    finds("3.2", &["unsupported-by-release"; 2], &text);
    let hidden = format!("[defaults]\ndisplay_on_devportal = ▸false\n{}", existing("[\"Hybrid\"]"));
    finds("3.2", &["unsupported-by-release"], &hidden);
    finds("4.7", &[], &hidden.replace('▸', ""));
    let old = "[[publication]]\nproject = ▸▸\"old\"\n";
    finds("4.7", &["api-lacks-endpoint", "unsupported-by-release"], old);
    finds("3.2", &["api-lacks-endpoint"], &old.replacen('▸', "", 1));
}

/// The example on each rule's page breaks that rule, alone or against a topology.
#[test]
fn the_examples_break_their_rules() {
    for rule in crate::diagnostic::publications::RULES {
        let example = rule.documentation.split("```toml\n").nth(1).unwrap();
        let example = example.split("```").next().unwrap();
        let three = |release: &str| {
            let text = crate::examples::THREE_NODES.replace("\"4.7\"", &format!("\"{release}\""));
            Topology::parse(&text).unwrap()
        };
        let found: Vec<_> = match parse(example) {
            Ok(publications) => ["4.7", "3.2"]
                .into_iter()
                .flat_map(|release| publications.check(&three(release)).diagnostics().to_vec())
                .collect(),
            Err(error) => error.report().unwrap().diagnostics().to_vec(),
        };
        assert!(found.iter().any(|found| found.code == rule.code), "{}: {found:#?}", rule.code);
    }
}
