//! `[apim.key_manager]` signs in with nothing.

use crate::check::DeploymentSet;
use crate::check::registry::Check;
use crate::diagnostic::shared::EMPTY_KEY_MANAGER_CREDENTIALS;
use crate::diagnostic::{Fix, Safety, Sink};

pub(crate) const CHECK: Check = Check { rule: &EMPTY_KEY_MANAGER_CREDENTIALS, run };

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.nodes() {
        let Some(section) = node.get("apim.key_manager") else { continue };
        let empty = ["username", "password"].into_iter().filter_map(|key| {
            let item = section.get(key)?;
            item.as_str().filter(|value| value.is_empty()).map(|_| (key, item))
        });
        let mut empty: Vec<_> = empty.collect();
        empty.sort_by_key(|(_, item)| item.span().start);
        let Some((_, first)) = empty.first() else { continue };
        let keys: Vec<String> = empty.iter().map(|(key, _)| format!("`{key}`")).collect();
        let (subject, it) = match keys.as_slice() {
            [only] => (format!("the {only} for the key manager is"), "it replaces the default"),
            _ => (
                format!("{} for the key manager are", keys.join(" and ")),
                "they replace the defaults",
            ),
        };
        let message = format!(
            "{subject} empty: {it} by nothing, and every call through this node fails with 900900"
        );
        let edits = empty
            .iter()
            .map(|(key, item)| node.edit(item.span(), format!("\"$ref{{super_admin.{key}}}\"")));
        sink.report(&EMPTY_KEY_MANAGER_CREDENTIALS, Some(&node.at(*first)), message)
            .help(
                "write an account of the control plane (`username = \"$ref{super_admin.username}\"`, \
                 `password = \"$ref{super_admin.password}\"`), or leave both keys out",
            )
            .fix(Fix::new(Safety::Unsafe, edits.collect()));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file};

    const CODE: &str = "empty-key-manager-credentials";

    #[test]
    fn a_section_is_reported_once_at_its_first_empty_value() {
        let both = "[apim.key_manager]\nservice_url = \"https://localhost:9443/services/\"\nusername = \"\"\npassword = \"\"\n";
        assert_found(
            CODE,
            [file(both)],
            &[("3:12", "`username` and `password` for the key manager are empty")],
        );
        let one = "[apim.key_manager]\npassword=''\nusername = \"admin\"\n";
        assert_found(CODE, [file(one)], &[("2:10", "the `password` for the key manager is empty")]);
        let reverse = "[apim]\nkey_manager.password = \"\"\nkey_manager.username = \"\"\n";
        assert_found(CODE, [file(reverse)], &[("2:24", "`password` and `username`")]);
    }

    #[test]
    fn what_is_absent_or_refers_elsewhere_is_silent() {
        for text in [
            "",
            "[apim.key_manager]\nservice_url = \"https://localhost:9443/services/\"\n",
            "[apim.key_manager]\nusername = \"$ref{super_admin.username}\"\npassword = \"$env{KM}\"\n",
            "[apim.key_manager]\n# username = \"\"\n",
            "[apim.throttling]\nusername = \"\"\npassword = \"\"\n",
        ] {
            assert_silent(CODE, [file(text)]);
        }
    }
}
