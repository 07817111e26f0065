//! A name that API-M cannot keep.

use crate::check::registry::Check;
use crate::check::values::quoted;
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::Item;
use crate::diagnostic::shared::INVALID_ENVIRONMENT_NAME;
use crate::diagnostic::{Severity, Sink};
use crate::model::{Text, xml_breaking};

pub(crate) const CHECK: Check = Check { rule: &INVALID_ENVIRONMENT_NAME, run };

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.control_planes() {
        for environment in node.environments() {
            if let Some(name) = environment.get("name") {
                judge(node, name, sink);
            }
        }
    }
}

fn judge(node: &NodeView, item: Item<'_>, sink: &mut Sink) {
    let Some(name) = item.as_str() else { return };
    let Some((severity, what, help)) = problem(&name) else { return };
    let message = format!("the name {} {what}", quoted(&name));
    sink.report(&INVALID_ENVIRONMENT_NAME, Some(&node.at(item)), message)
        .severity(severity)
        .help(help);
}

fn problem(name: &str) -> Option<(Severity, String, String)> {
    let error = |what: &str, help: String| Some((Severity::Error, what.to_owned(), help));
    let warning = |what: &str, help: String| Some((Severity::Warning, what.to_owned(), help));
    // What a reference stands for is not known here; what is written around it is.
    if name.contains(',') {
        let without = name.split(',').map(str::trim).filter(|part| !part.is_empty());
        return error(
            "holds a comma, at which API-M splits lists of environments",
            format!("write it without: `{}`", without.collect::<Vec<_>>().join(" ")),
        );
    }
    if name == "none" {
        return error(
            "is one that API-M drops from an API's environments",
            "choose another name".to_owned(),
        );
    }
    if let Some((_, character)) = xml_breaking(name) {
        let character = character.escape_debug();
        let what =
            format!("holds `{character}`, which breaks the XML that API-M makes of the file");
        return error(&what, format!("write the name without `{character}`"));
    }
    if name.trim() != name && Text::parse(name).is_plain() {
        let help = match name.trim() {
            "" => "choose a name with letters".to_owned(),
            trimmed => format!("write `{trimmed}`"),
        };
        return warning(
            "starts or ends with a blank, which is lost where API-M joins and splits lists of names",
            help,
        );
    }
    if name.contains(char::is_control) {
        return warning("holds a control character", "write the name without it".to_owned());
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::Severity;
    use crate::check::testing::{assert_found, assert_silent, file, findings};

    const CODE: &str = "invalid-environment-name";

    fn named(name: &str) -> crate::NodeFile {
        file(&format!("[[apim.gateway.environment]]\nname = {name}\n"))
    }

    #[test]
    fn what_api_m_cannot_keep_is_an_error() {
        for (name, part) in [
            ("\"Production, Europe\"", "comma"),
            ("\"none\"", "drops"),
            ("\"R&D\"", "`&`"),
            ("'a<b'", "`<`"),
            ("\"a\\u0007\"", "`\\u{7}`"),
            ("\"$env{A},$env{B}\"", "comma"),
        ] {
            assert_found(CODE, [named(name)], &[("2:8", part)]);
            assert_eq!(findings(CODE, [named(name)])[0].severity, Severity::Error, "{name}");
        }
        let found = findings(CODE, [named("\"Production, Europe\"")]);
        assert_eq!(found[0].help.as_deref(), Some("write it without: `Production Europe`"));
    }

    #[test]
    fn blanks_at_an_end_and_control_characters_are_a_warning() {
        for name in ["\" A\"", "\"A \"", "\" \"", "\"A\\tB\""] {
            let found = findings(CODE, [named(name)]);
            assert_eq!(found.len(), 1, "{name}");
            assert_eq!(found[0].severity, Severity::Warning, "{name}");
        }
    }

    #[test]
    fn usual_names_are_left_alone() {
        for name in [
            "\"Production and Sandbox\"",
            "\"Hybrid 2\"",
            "\"None\"",
            "\"Müller's \\\"Gateway\\\" > 1\"",
            "\"R&amp;D\"",
            "\"$env{NAME}\"",
            "\"\"",
            "7",
        ] {
            assert_silent(CODE, [named(name)]);
        }
    }
}
