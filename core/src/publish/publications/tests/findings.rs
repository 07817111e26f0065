//! What is wrong, and where.

use super::{finds, parse};
use crate::diagnostic::Format;

/// A publication of an existing API that lacks nothing.
fn existing(more: &str) -> String {
    format!("[[publication]]\nname = \"A\"\nversion = \"1\"\nenvironments = [\"E\"]\n{more}")
}

/// A publication of an API that is made.
fn made(more: &str) -> String {
    existing(&format!("context = \"/a\"\n{more}"))
}

#[test]
fn keys_and_types() {
    finds(&["invalid-toml"], "[[publication]]\nname = ▸A\n");
    finds(&["missing-key"], "▸");
    finds(&["missing-key"], "▸[defaults]\nlifecycle = \"created\"\n");
    let found = finds(&["unknown-key"], "[[▸publications]]\nname = \"A\"\n");
    assert_eq!(found[0].help.as_deref(), Some("did you mean `publication`?"));
    finds(
        &["unknown-key"],
        "[▸default]\nenvironments = [\"E\"]\n[[publication]]\nname = \"A\"\nversion = \"1\"\n",
    );
    finds(
        &["wrong-value-type"],
        "▸[publication]\nname = \"A\"\nversion = \"1\"\nenvironments = [\"E\"]\n",
    );
    let found = finds(&["unknown-key"], &existing("▸policies = [\"x\"]\n"));
    assert_eq!(found[0].help.as_deref(), Some("did you mean `plans`?"));
    let found = finds(&["unknown-key"], &existing("▸display_on_devportal = true\n"));
    assert_eq!(
        found[0].help.as_deref(),
        Some("`display_on_devportal` belongs below a `[defaults]`")
    );
    finds(&["unsupported-schema-version"], &format!("schema_version = ▸2\n{}", existing("")));
    for (key, value) in [("lifecycle", "1"), ("project", "true"), ("openapi", "[]")] {
        finds(&["wrong-value-type"], &existing(&format!("{key} = ▸{value}\n")));
    }
    finds(
        &["wrong-value-type"],
        "[[publication]]\nname = \"A\"\nversion = ▸1.0\nenvironments = [\"E\"]\n",
    );
    let text = "[[publication]]\nname = \"A\"\nversion = \"1\"\nenvironments = ";
    let found = finds(&["wrong-value-type"], &format!("{text}▸\"E\"\n"));
    assert_eq!(
        found[0].message,
        "`environments` of publication `A` 1 is a string, but must be a list of names and tables"
    );
    finds(&["wrong-value-type", "wrong-value-type"], &format!("{text}[\"E\", ▸1, ▸[]]\n"));
    let found = finds(&["missing-key", "unknown-key"], &format!("{text}[▸{{ ▸vhost = \"x\" }}]\n"));
    assert_eq!(found[1].help.as_deref(), Some("did you mean `virtual_host`?"));
    finds(
        &["wrong-value-type"],
        &format!("{text}[{{ name = \"E\", display_on_devportal = ▸\"no\" }}]\n"),
    );
}

#[test]
fn names_and_contexts() {
    finds(&["missing-key", "missing-key"], "▸▸[[publication]]\nenvironments = [\"E\"]\n");
    finds(&["missing-key"], "▸[[publication]]\nname = \"A\"\nenvironments = [\"E\"]\n");
    for wrong in ["", " A", "A\\\"", "a\\\\b", "a\\n"] {
        let text = existing("").replace("\"A\"", &format!("▸\"{wrong}\""));
        finds(&["invalid-api-name"], &text);
    }
    finds(&["invalid-api-name"], &existing("").replace("\"1\"", "▸\"1 \""));
    for wrong in ["", "/", "a", "/a b", "https://gw/a"] {
        let text = existing(&format!("context = ▸\"{wrong}\"\n"));
        finds(&["invalid-context"], &text);
    }
    let two = format!("{}{}", existing(""), existing("").replace("\"A\"", "▸\"A\""));
    let found = finds(&["published-twice"], &two);
    assert_eq!((found[0].related[0].line, found[0].related[0].column), (Some(2), Some(8)));
    parse(&format!("{}{}", existing(""), existing("").replace("\"1\"", "\"2\""))).unwrap();
}

#[test]
fn sources() {
    let with = |lines: &str| format!("[[publication]]\n{lines}\nenvironments = [\"E\"]\n");
    let found = finds(&["missing-key"], &with("openapi = \"pets.yaml\"").replacen('[', "▸[", 1));
    assert!(found[0].message.contains("no `context`"), "{found:?}");
    let found = finds(
        &["missing-key", "missing-key"],
        &with("openapi = \"nameless.json\"\ncontext = \"/a\"").replacen('[', "▸▸[", 1),
    );
    assert!(found[0].message.ends_with("no `name`, and its document says none in `info`"));
    // A number, whose text is not known any more.
    let said = "no `version`, and `version` in `info` of its document is no text";
    assert!(found[1].message.contains(said), "{}", found[1].message);
    assert!(found[1].help.as_ref().unwrap().contains("in quotation marks"), "{found:?}");
    for (path, reason) in [
        ("nothing.yaml", "cannot read"),
        ("no-api.yaml", "neither `openapi` nor `swagger`"),
        ("broken.yaml", "`broken.yaml` is not YAML at line 2"),
        ("toys", "is a directory"),
    ] {
        let text = with(&format!("openapi = ▸\"{path}\"\ncontext = \"/a\""));
        let found = finds(&["unreadable-document"], &text);
        assert!(found[0].message.contains(reason), "{}", found[0].message);
    }
    for (path, reason) in [("nothing", "cannot read"), ("pets.yaml", "no readable zip archive")] {
        let found = finds(&["unusable-project"], &with(&format!("project = ▸\"{path}\"")));
        assert!(found[0].message.contains(reason), "{}", found[0].message);
    }
    finds(&["unusable-project"], "[[publication]]\nproject = ▸\"nothing\"\n");
    let misnamed = with("project = ▸▸\"misnamed\"");
    finds(&["invalid-api-name", "invalid-context"], &misnamed);
    let text = with("project = ▸\"toys\"\nparameters = \"nothing.yaml\"");
    finds(&["unusable-project"], &text);
}

#[test]
fn keys_that_exclude_each_other() {
    let of_nothing = existing(
        "▸production_endpoint = \"https://be\"\n▸plans = [\"Gold\"]\n▸transports = [\"https\"]\n▸parameters = \"x\"\n",
    );
    // The finding is at the value.
    let at_values = of_nothing
        .lines()
        .map(|line| match line.strip_prefix('▸') {
            Some(line) => format!("{}\n", line.replacen("= ", "= ▸", 1)),
            None => format!("{line}\n"),
        })
        .collect::<String>();
    finds(&["conflicting-keys"; 4], &at_values);
    let text = "[[publication]]\nproject = \"toys\"\nname = ▸\"A\"\ncontext = ▸\"/a\"\n";
    finds(&["conflicting-keys"; 2], text);
    let text = made("parameters_environment = ▸\"dev\"\n");
    finds(&["conflicting-keys"], &text);
}

#[test]
fn environments() {
    finds(&["no-environment"], "▸[[publication]]\nname = \"A\"\nversion = \"1\"\n");
    finds(&["no-environment"], "▸[[publication]]\nproject = \"bare\"\n");
    finds(
        &["no-environment"],
        "[[publication]]\nname = \"A\"\nversion = \"1\"\nenvironments = ▸[]\n",
    );
    let text = "[[publication]]\nname = \"A\"\nversion = \"1\"\nenvironments = [\"E\", { name = ▸\"E\" }]\n";
    let found = finds(&["environment-named-twice"], text);
    assert_eq!(found[0].related[0].column, Some(17));
    // What is wrong with the defaults is said once.
    let publications = existing("").replace("environments = [\"E\"]\n", "");
    let second = publications.replace("\"1\"", "\"2\"");
    let text = format!("[defaults]\nenvironments = [\"E\", ▸\"E\"]\n{publications}{second}");
    finds(&["environment-named-twice"], &text);
}

#[test]
fn values() {
    for wrong in ["", "be.example.com", "ftp://be", "$env{HOST}"] {
        finds(&["invalid-endpoint"], &made(&format!("sandbox_endpoint = ▸\"{wrong}\"\n")));
    }
    finds(&["unset-variable"], &made("sandbox_endpoint = ▸\"https://$env{NOPE}\"\n"));
    for wrong in ["$ref{a.b}", "$sys{a}", "$secret{a}", "https://${a}"] {
        finds(&["unsupported-reference"], &made(&format!("sandbox_endpoint = ▸\"{wrong}\"\n")));
    }
    let host = "environments = [{ name = \"E\", virtual_host = ▸\"$env{NOPE}\" }]";
    finds(&["unset-variable"], &existing("").replace("environments = [\"E\"]", host));
    finds(&["unsupported-reference"], &existing("").replace("\"A\"", "▸\"$env{HOST}\""));
    finds(&["no-plan"], &made("plans = ▸[]\n"));
    finds(&["invalid-transports"], &made("transports = ▸[]\n"));
    finds(&["invalid-transports"], &made("transports = [\"https\", ▸\"HTTP\"]\n"));
    let found = finds(&["unknown-lifecycle"], &existing("lifecycle = ▸\"PUBLISHED\"\n"));
    assert_eq!(found[0].help.as_deref(), Some("did you mean `published`?"));
    assert_eq!(found[0].fix.as_ref().unwrap().edits[0].replacement, "\"published\"");
    let defaults = "[defaults]\nplans = ▸[]\ntransports = ▸[]\nlifecycle = ▸\"live\"\n";
    finds(
        &["no-plan", "invalid-transports", "unknown-lifecycle"],
        &format!("{defaults}{}", existing("")),
    );
}

/// Everything at once, as a person sees it.
#[test]
fn all_problems_are_reported_at_once() {
    let text = r#"schema_version = 2

[defaults]
enviroments = ["Production"]

[[publication]]
name = "A"
version = 1.0

[[publication]]
openapi = "no-api.yaml"
context = "pets"
production_endpoint = "$env{NOPE}"
lifecycle = "live"

[[publication]]
project = "misnamed"
name = "A"
environments = ["E", "E"]
"#;
    let error = parse(text).unwrap_err();
    insta::assert_snapshot!(error.report().unwrap().format(Format::Text));
}
