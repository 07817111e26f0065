//! A `$ref{…}` where it is not resolved.

use crate::check::registry::Check;
use crate::check::values::for_each_string;
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::Item;
use crate::diagnostic::shared::REFERENCE_IN_ENVIRONMENT;
use crate::diagnostic::{Fix, Safety, Sink};
use crate::model::{Part, Reference};

pub(crate) const CHECK: Check = Check { rule: &REFERENCE_IN_ENVIRONMENT, run };

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.control_planes() {
        for environment in node.environments() {
            for_each_string(environment.item(), &mut |item| judge(node, item, sink));
        }
    }
}

fn judge(node: &NodeView, item: Item<'_>, sink: &mut Sink) {
    // Few values hold a dollar; only an escape could hide one.
    if !item.raw().contains(['$', '\\']) {
        return;
    }
    let Some(text) = item.as_text() else { return };
    let Some(name) = text.parts().iter().find_map(|part| match part {
        Part::Reference(Reference::Key, name) => Some(name.as_str()),
        _ => None,
    }) else {
        return;
    };
    let message = format!(
        "`$ref{{{name}}}` is not resolved inside an environment: API-M uses the text as it stands"
    );
    let found = sink.report(&REFERENCE_IN_ENVIRONMENT, Some(&node.at(item)), message);
    let placeholder = match name {
        "super_admin.username" => "${admin.username}",
        "super_admin.password" => "${admin.password}",
        _ => {
            found.help("write the value itself, or `$env{…}`, which is resolved everywhere");
            return;
        }
    };
    let found = found.help(format!("write `{placeholder}`, which is filled in when API-M runs"));
    if text.is_reference() {
        let edit = node.edit(item.span(), format!("\"{placeholder}\""));
        found.fix(Fix::new(Safety::Safe, vec![edit]));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file, findings, fixed};

    const CODE: &str = "reference-in-environment";

    #[test]
    fn references_are_found_in_every_value_of_an_environment() {
        let text = "[[apim.gateway.environment]]\nname = \"A\"\n\
                    username = \"$ref{super_admin.username}\"\n\
                    https_endpoint = \"https://$ref{server.hostname}:8243\"\n\
                    visibility = [\"$ref{a.b}\"]\n\
                    [apim.gateway.environment.properties]\nkey = \"\\u0024ref{c}\"\n\
                    [[apim.gateway.environment.virtual_host]]\nws_endpoint = '$ref{d}'\n";
        assert_found(
            CODE,
            [file(text)],
            &[
                ("3:12", "$ref{super_admin.username}"),
                ("4:18", "$ref{server.hostname}"),
                ("5:15", "$ref{a.b}"),
                ("7:7", "$ref{c}"),
                ("9:15", "$ref{d}"),
            ],
        );
        let found = findings(CODE, [file(text)]);
        let fixed = fixed(text, &found[0]);
        assert!(fixed.contains("username = \"${admin.username}\"\n"), "{fixed}");
        assert!(found[1].fix.is_none());
    }

    #[test]
    fn references_that_are_resolved_are_left_alone() {
        for text in [
            "[apim.key_manager]\nusername = \"$ref{super_admin.username}\"\n",
            "[[apim.gateway.environment]]\nusername = \"${admin.username}\"\npassword = \"$env{A}\"\n",
            "[[apim.gateway.environment]]\npassword = \"$secret{a}\"\ndescription = \"$ref{\"\n",
            "[[apim.gateway.environment]]\nname = \"A\"\n# username = \"$ref{super_admin.username}\"\n",
        ] {
            assert_silent(CODE, [file(text)]);
        }
    }
}
