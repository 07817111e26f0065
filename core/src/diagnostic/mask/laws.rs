//! What masking promises for all texts: planted secrets never show, text without secrets never changes.

use proptest::prelude::*;

use super::{Mask, mask};
use crate::text::SourceText;

/// A secret that stands out, with whatever a secret may be made of before and after it.
fn secret() -> impl Strategy<Value = String> {
    ("[a-zA-Z0-9 !$%&()*+,./:;<=>?@\\[\\]^_{|}~#ü-]{0,6}", "[a-zA-Z0-9,;:=#&@ ]{0,6}")
        .prop_map(|(before, after)| format!("{before}HUNTER{after}"))
}

fn secret_key() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "password",
        "key_password",
        "super_admin.password",
        "\"password\"",
        "'header.password'",
        "passphrase",
        "client_secret",
        "auth_token",
        "registration_token",
        "api_key",
        "on_prem_key",
        "moesifKey",
        "pasword",
    ])
}

/// How a key and its value may be written down; `K` is the key and `V` the value.
fn form() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "K = \"V\"",
        "K='V'",
        "  K = \"V\" # comment",
        "#K = \"V\"",
        "  ## K = 'V'",
        "x = { a = \"b\", K = \"V\", c = 1 }",
        "x = [{ K = 'V' }, { K = \"V\" }]",
        "x = { K = 'V'",
        "x = { a = \"b, K = \"V\" }",
        "K = \"\"\"V\"\"\"",
        "K = \"\"\"\nV\nV\n\"\"\"",
        "K = '''V\n  V'''",
        "K = [\"V\", \"V\"]",
        "K = [\n  'V', # V\n  \"V\",\n]",
        "K = { a = \"V\" }",
        "K = \"V",
        "K = 'V",
        "K = \"V\nV\"",
        "K = 'V\n  V' # comment",
        "K = \"V\nV\nV\"",
        "#K = \"V\n#V\"",
        "x = { a = \"b\", K = \"V\nV\", c = 1 }",
        "K = V",
        "K: V",
        "K: \"V\"",
        "K = = \"V\"",
        "K =\n\"V\"",
        "[secrets]\nalias = \"V\"",
        "[runtime_secrets]\nalias = 'V'",
        "[secrets]\n#alias = 'V'",
        "[apim.gateway.environment.properties]\nOrganization = \"V\"",
        "[[apim.gateway.environment]]\nproperties = { a = \"V\", b = \"V\" }",
    ])
}

fn around() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "[server]\nhostname = \"localhost\"\n",
        "description = \"\"\"\nunclosed\n",
        "# it's an apostrophe\n",
        "a = \"unclosed\n",
        "urls = [\n  \"a\",\n",
        "[apim.key_manager]\r\nservice_url = 'https://localhost:9443/'\r\n",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_planted_secret_is_printed(
        before in around(),
        form in form(),
        key in secret_key(),
        value in secret(),
        after in around(),
    ) {
        let text = format!("{before}{}\n{after}", form.replace('K', key).replace('V', &value));
        let masked = mask(&text);
        prop_assert!(!masked.contains("HUNTER"), "{text:?} became {masked:?}");
        prop_assert_eq!(masked.matches('\n').count(), text.matches('\n').count());
    }

    #[test]
    fn no_password_in_an_address_is_printed(
        before in around(),
        value in "[a-zA-Z!$%&*+,;:=/?#ü]HUNTER[a-z0-9!$%&*+,;:=/?#ü]{0,5}",
        form in prop::sample::select(vec![
            "url = \"https://user:V@host:8243/path\"",
            "urls = ['amqp://user:V@host/c?b=d', \"https://user:V@host\"]",
            "# url = \"https://user:V@host\"",
        ]),
    ) {
        // Another address within the password is beyond telling apart.
        prop_assume!(!value.contains("://"));
        let masked = mask(&format!("{before}{}\n", form.replace('V', &value)));
        prop_assert!(!masked.contains("HUNTER"), "{masked:?}");
    }

    #[test]
    fn text_without_secrets_is_unchanged(
        lines in prop::collection::vec(
            (
                prop::sample::select(vec!["name", "header", "alias", "key_manager.username", "token_endpoint", "#offset"]),
                prop::sample::select(vec!["\"V\"", "'V'", "[\"V\", 'V']", "{ a = \"V\", b = 'V' }", "\"\"\"\nV\n\"\"\"", "V"]),
                "[a-cf-mo-rU-W0-9 ./:,_ü-]{0,12}",
            ),
            0..8,
        ),
    ) {
        let lines = lines
            .into_iter()
            .map(|(key, form, value)| format!("{key} = {}\n", form.replace('V', &value)));
        let text = lines.collect::<Vec<_>>().concat();
        prop_assert_eq!(mask(&text), text);
    }

    #[test]
    fn any_text_keeps_its_lines(text in "(?s).{0,200}") {
        let masked = mask(&text);
        prop_assert_eq!(masked.matches('\n').count(), text.matches('\n').count());
        let source = SourceText::new(None, text.as_str());
        let known = Mask::new(&text);
        for (number, line) in masked.split('\n').enumerate().take(source.text().lines().count()) {
            let number = u32::try_from(number).unwrap() + 1;
            prop_assert_eq!(known.line(&source, number).text, line.strip_suffix('\r').unwrap_or(line));
        }
    }
}
