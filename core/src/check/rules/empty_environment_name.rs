//! An environment without a name.

use crate::check::DeploymentSet;
use crate::check::misspelling::is_misspelt_in;
use crate::check::registry::Check;
use crate::check::values::rendered;
use crate::diagnostic::Sink;
use crate::diagnostic::shared::EMPTY_ENVIRONMENT_NAME;

pub(crate) const CHECK: Check = Check { rule: &EMPTY_ENVIRONMENT_NAME, run };

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.control_planes() {
        for environment in node.environments() {
            let (location, what) = match environment.get("name") {
                None if is_misspelt_in(environment.item(), "name") => continue,
                None => (node.at_environment(environment), "has no `name`"),
                Some(name) if rendered(name).is_some_and(|name| name.is_empty()) => {
                    (node.at(name), "has an empty name")
                }
                Some(_) => continue,
            };
            let message = format!("an environment {what}: APIs cannot be deployed to it by name");
            sink.report(&EMPTY_ENVIRONMENT_NAME, Some(&location), message).help(
                "give it a name that no other environment has, such as \
                 name = \"Production Gateway\"",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file};

    const CODE: &str = "empty-environment-name";

    #[test]
    fn a_missing_and_an_empty_name_are_found() {
        let text = "[[apim.gateway.environment]]\ntype = \"hybrid\"\n\
                    [[apim.gateway.environment]]\nname = \"\"\n";
        assert_found(CODE, [file(text)], &[("1:1", "has no `name`"), ("4:8", "empty name")]);
        let inline = "[apim.gateway]\nenvironment = [{ type = \"hybrid\" }]\n";
        assert_found(CODE, [file(inline)], &[("2:16", "has no `name`")]);
    }

    #[test]
    fn any_name_and_a_misspelt_key_are_left_alone() {
        for text in [
            "[[apim.gateway.environment]]\nname = \"A\"\n",
            "[[apim.gateway.environment]]\nname = 1\n",
            "[[apim.gateway.environment]]\nname = \" \"\n",
            "[[apim.gateway.environment]]\nname = \"$env{NAME}\"\n",
            "[[apim.gateway.environment]]\nnmae = \"A\"\n",
            "[server]\nserver_role = \"api-publisher\"\n[[apim.gateway.environment]]\nname = \"\"\n",
        ] {
            assert_silent(CODE, [file(text)]);
        }
    }
}
