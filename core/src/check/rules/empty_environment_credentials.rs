//! 3.x publishing with nobody's name.

use crate::check::registry::Check;
use crate::check::{DeploymentSet, NodeView};
use crate::diagnostic::shared::EMPTY_ENVIRONMENT_CREDENTIALS;
use crate::diagnostic::{Fix, Safety, Sink};
use crate::model::Release;

pub(crate) const CHECK: Check = Check { rule: &EMPTY_ENVIRONMENT_CREDENTIALS, run };

fn run(set: &DeploymentSet, sink: &mut Sink) {
    // Since 4.0 nothing signs in with them to deploy an API.
    let pushes = |node: &&NodeView| node.certainly(Release::is_classic);
    for node in set.control_planes().filter(pushes) {
        for environment in node.environments() {
            let empty: Vec<_> = ["username", "password"]
                .into_iter()
                .filter_map(|key| environment.get(key))
                .filter(|item| item.as_str().is_some_and(|value| value.is_empty()))
                .collect();
            let Some(item) = empty.first() else { continue };
            let message = format!(
                "the {} of an environment is empty: 3.x publishes to the gateway with it and gets a 401",
                item.key()
            );
            let edits = empty
                .iter()
                .map(|item| node.edit(item.span(), format!("\"${{admin.{}}}\"", item.key())));
            sink.report(&EMPTY_ENVIRONMENT_CREDENTIALS, Some(&node.at(*item)), message)
                .help(
                    "write `${admin.username}` and `${admin.password}` for the gateway's administrator, \
                     or an account that the gateway accepts",
                )
                .fix(Fix::new(Safety::Unsafe, edits.collect()));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Release;
    use crate::check::testing::{assert_found, assert_silent, file};

    const CODE: &str = "empty-environment-credentials";

    fn with(lines: &str) -> crate::NodeFile {
        file(&format!("[[apim.gateway.environment]]\nname = \"A\"\n{lines}\n"))
    }

    #[test]
    fn each_environment_is_found_once() {
        let both = "username = \"\"\npassword = \"\"";
        assert_found(CODE, [with(both).release(Release::V3_0)], &[("3:12", "username")]);
        let password = "username = \"admin\"\npassword = ''";
        assert_found(CODE, [with(password).release(Release::V3_2)], &[("4:12", "password")]);
    }

    #[test]
    fn credentials_and_releases_that_need_none_are_left_alone() {
        let some = "username = \"${admin.username}\"\npassword = \"admin\"";
        assert_silent(CODE, [with(some).release(Release::V3_0)]);
        assert_silent(CODE, [with("").release(Release::V3_0)]);
        let none = "username = \"\"\npassword = \"\"";
        assert_silent(CODE, [with(none)]);
        assert_silent(CODE, [with(none).release(Release::V4_0)]);
    }
}
