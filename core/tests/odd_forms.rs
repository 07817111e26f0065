//! Edits in the odd forms that a file may have: empty inline tables and arrays, dotted keys within them, quoted keys,
//! sections without a blank line between.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::format_push_string,
    clippy::print_stdout,
    reason = "a test stops at a broken assumption"
)]

use std::collections::BTreeMap;

use gatewright::Topology;
use gatewright::deployment::{Document, EditError, Editor, Item, commented_sections};

const ENVIRONMENT: &str = "apim.gateway.environment";

fn edited(text: &str, edit: impl FnOnce(&mut Editor<'_>) -> Result<(), EditError>) -> String {
    let document = Document::parse(text);
    assert!(document.problems().is_empty(), "{:?}\n{text}", document.problems());
    let mut editor = Editor::new(&document).unwrap();
    edit(&mut editor).unwrap();
    let after = editor.finish();
    let document = Document::parse(after.as_str());
    assert!(document.problems().is_empty(), "{:?}\n{after}", document.problems());
    after
}

fn three_nodes() -> Topology {
    Topology::parse(gatewright::examples::THREE_NODES).unwrap()
}

/// The control plane's file, rendered from a text, which must be valid and stay as it is when it is rendered again.
fn rendered(topology: &Topology, node: &str, text: &str) -> String {
    let render = |text: &str| {
        let texts = BTreeMap::from([(node.to_owned(), text.to_owned())]);
        topology.render_from(&texts).unwrap().get(node).unwrap().after().to_owned()
    };
    let once = render(text);
    let document = Document::parse(once.as_str());
    assert!(document.problems().is_empty(), "{:?}\n{once}", document.problems());
    assert_eq!(render(&once), once, "rendering twice is rendering once");
    once
}

#[test]
fn several_keys_go_into_one_empty_inline_table() {
    let after = edited("server = {}\n", |editor| {
        editor.set_integer("server.offset", 1)?;
        editor.set_string("server.hostname", "h")?;
        editor.set_boolean("server.b", true)
    });
    assert_eq!(after, "server = { offset = 1, hostname = \"h\", b = true }\n");
}

#[test]
fn several_environments_go_into_one_empty_array() {
    let after = rendered(&three_nodes(), "control-plane", "[apim.gateway]\nenvironment = []\n");
    let document = Document::parse(after.as_str());
    let names: Vec<_> = document.environments().map(|found| found.name().unwrap()).collect();
    assert_eq!(names, ["Production Gateway", "Production and Sandbox"], "{after}");
    for text in [
        "[apim]\ngateway.environment = []\n",
        "[apim.gateway]\nenvironment = [\n  # none yet\n]\n",
        "apim.gateway.environment = [ ]",
        "apim = { gateway = { environment = [] } }\r\n",
        "apim = {}\n",
    ] {
        let after = rendered(&three_nodes(), "control-plane", text);
        let document = Document::parse(after.as_str());
        assert_eq!(document.environments().count(), 2, "{after}");
        assert_eq!(after.contains("# none yet"), text.contains("# none yet"), "{after}");
    }
}

#[test]
fn a_dotted_key_in_an_inline_table_gets_its_neighbour_there() {
    for (before, after) in [
        ("a = { b.c = 1 }\n", "a = { b.c = 1, b.d = 2 }\n"),
        ("[x]\ny = 1\n[z]\na = { b.c = 1 } # keep\n", ""),
    ] {
        let path = if after.is_empty() { "z.a.b.d" } else { "a.b.d" };
        let result = edited(before, |editor| editor.set_integer(path, 2));
        let document = Document::parse(result.as_str());
        assert_eq!(document.get(path).and_then(Item::as_integer), Some(2), "{result}");
        if !after.is_empty() {
            assert_eq!(result, after);
        }
    }
    let after = rendered(
        &three_nodes(),
        "gateway-1",
        "apim = { key_manager.username = \"u\", throttling = { x.y = 1 } }\n",
    );
    let document = Document::parse(after.as_str());
    assert!(document.get("apim.key_manager.password").is_some(), "{after}");
    assert!(document.get("apim.throttling.throttle_decision_endpoints").is_some(), "{after}");
}

#[test]
fn what_is_inserted_before_a_section_is_not_commented_out_with_it() {
    let text = "[server]\na = 1\n[server.sub]\nb = 2\n";
    let document = Document::parse(text);
    for comment_first in [true, false] {
        let mut editor = Editor::new(&document).unwrap();
        let sub = document.get("server.sub").unwrap();
        if comment_first {
            editor.comment_out(sub).unwrap();
        }
        editor.set_integer("server.offset", 1).unwrap();
        if !comment_first {
            editor.comment_out(sub).unwrap();
        }
        assert_eq!(editor.finish(), "[server]\na = 1\noffset = 1\n#[server.sub]\n#b = 2\n");
    }
    let document = Document::parse("[server.sub]\nb = 2\n");
    let mut editor = Editor::new(&document).unwrap();
    editor.comment_out(document.get("server.sub").unwrap()).unwrap();
    editor.set_integer("server.offset", 1).unwrap();
    assert_eq!(editor.finish(), "[server]\noffset = 1\n\n#[server.sub]\n#b = 2\n");
}

#[test]
fn keys_that_need_quotes_get_them() {
    for text in ["", "[a]\nx = 1\n", "a = {}\n", "a = { x = 1 }\n"] {
        let after = edited(text, |editor| {
            editor.set_integer("a.b c", 1)?;
            editor.set_integer("a.d e.f g", 2)
        });
        let document = Document::parse(after.as_str());
        assert_eq!(document.get("a.b c").and_then(Item::as_integer), Some(1), "{after}");
        assert_eq!(document.get("a.d e.f g").and_then(Item::as_integer), Some(2), "{after}");
    }
}

#[test]
fn a_commented_out_sub_section_of_a_section_comes_back_commented_out() {
    for text in [
        "[[apim.gateway.environment]]\nname = \"one\"\n#[apim.gateway.environment.properties]\n#k = 1\n\n[x]\n",
        "[[apim.gateway.environment]]\nname = \"one\"\n# [[apim.gateway.environment.virtual_host]]\n# k = 1\n[x]\n",
        "[[apim.gateway.environment]]\nname = \"one\"\n#[apim.cors]\n#k = 1\n\n[x]\n",
    ] {
        let document = Document::parse(text);
        let mut editor = Editor::new(&document).unwrap();
        editor.comment_out(document.environments().next().unwrap().item()).unwrap();
        let without = editor.finish();
        let section = commented_sections(&Document::parse(without.as_str()), ENVIRONMENT).remove(0);
        assert_eq!(section.restore(&without), text, "{without}");
    }
}

#[test]
fn new_sections_stand_one_blank_line_apart() {
    let text = "#[[apim.gateway.environment]]\n#name = \"Default\"\n[x]\na = 1\n";
    let after = rendered(&three_nodes(), "control-plane", text);
    assert!(!after.contains("\n\n\n"), "{after}");
}

#[test]
fn a_single_bracket_environment_is_refused_with_the_right_advice() {
    let texts = BTreeMap::from([(
        "control-plane".to_owned(),
        "[apim.gateway.environment]\nname = \"one\"\n".to_owned(),
    )]);
    let error = three_nodes().render_from(&texts).unwrap_err();
    assert!(error.message().contains("[[apim.gateway.environment]]"), "{error}");
    assert!(error.message().contains(":1:1"), "{error}");
}

#[test]
fn no_form_prints_a_secret_that_is_being_written() {
    let document = Document::parse("");
    let mut editor = Editor::new(&document).unwrap();
    editor.set_string("apim.key_manager.password", "hunter2").unwrap();
    editor.set_string("password", "hunter2").unwrap();
    assert!(!format!("{editor:?}").contains("hunter2"), "{editor:?}");
}

#[test]
fn dotted_keys_of_dotted_keys_get_their_neighbour() {
    let after = edited("apim.key_manager.configuration.x = 1\n[y]\n", |editor| {
        editor.set_string("apim.key_manager.username", "u")
    });
    let document = Document::parse(after.as_str());
    assert!(document.get("apim.key_manager.username").is_some(), "{after}");
}

#[test]
fn numbers_that_fit_no_64_bits_are_refused() {
    for text in ["a = 99999999999999999999\n", "a = 0xFFFFFFFFFFFFFFFFF\n"] {
        assert!(!Document::parse(text).problems().is_empty(), "{text}");
    }
    for text in ["a = 9223372036854775807\n", "a = -9223372036854775808\n", "a = +1_0\n"] {
        assert!(Document::parse(text).problems().is_empty(), "{text}");
    }
}

#[test]
fn a_gateway_that_was_a_control_plane_asks_for_apis_again() {
    let text = "[apim.sync_runtime_artifacts.gateway]\nenable = false\n";
    let after = rendered(&three_nodes(), "gateway-1", text);
    let document = Document::parse(after.as_str());
    let enable = document.get("apim.sync_runtime_artifacts.gateway.enable");
    assert_eq!(enable.and_then(Item::as_bool), Some(true), "{after}");
}
