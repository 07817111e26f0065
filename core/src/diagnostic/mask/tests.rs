//! What is hidden and what is shown, case by case.

use super::{Mask, is_reference, mask};
use crate::text::SourceText;

/// Each line, alone in a text.
fn assert_masked(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(mask(text), *expected, "of {text:?}");
        assert_eq!(mask(expected), *expected, "masking twice, of {text:?}");
    }
}

#[test]
fn values_of_secret_keys_are_replaced() {
    assert_masked(&[
        ("password = \"hunter2\"", "password = \"***\""),
        ("  key_password='hunter2' # why", "  key_password='***' # why"),
        ("#password= \"hunter2\"", "#password= \"***\""),
        ("## # password = 'hunter2'", "## # password = '***'"),
        ("'a.password' = \"hunter2\"", "'a.password' = \"***\""),
        ("a . \"password\" = \"hunter2\"", "a . \"password\" = \"***\""),
        (
            "p = { user = \"a\", password = \"hunter2\", b = 1 }",
            "p = { user = \"a\", password = \"***\", b = 1 }",
        ),
        (
            "p = [{ password = \"hunter2\" }, { token = 'hunter2' }]",
            "p = [{ password = \"***\" }, { token = '***' }]",
        ),
        ("password = \"hun\\\"ter2\"", "password = \"***\""),
        ("password = 12345", "password = ***"),
        ("passwords = [\"hunter2\", 'hunter2'] # why", "passwords = [***] # why"),
        ("secret = { a = \"hunter2\" }", "secret = { *** }"),
        ("password = \"\"\"hunter2\"\"\"", "password = \"\"\"***\"\"\""),
    ]);
}

#[test]
fn values_that_go_over_lines_are_replaced_on_each() {
    assert_masked(&[
        (
            "password = \"\"\"hunter2\n  hunter2\n\nhunter2\"\"\" # why\nname = \"a\"\n",
            "password = \"\"\"***\n  ***\n\n***\"\"\" # why\nname = \"a\"\n",
        ),
        (
            "password = '''\n# hunter2\n'''\r\nname = 'a'\r\n",
            "password = '''\n***\n'''\r\nname = 'a'\r\n",
        ),
        (
            "passwords = [ # first\n  \"hunter2\", # hunter2\n  [\"hunter2]\"],\n]\nname = 'a'\n",
            "passwords = [ ***\n  ***\n  ***\n]\nname = 'a'\n",
        ),
        ("password =\n  \"hunter2\"\nname = \"a\"\n", "password =\n  \"***\"\nname = \"a\"\n"),
        ("password =\nname = \"a\"\n", "password =\nname = \"a\"\n"),
        (
            "# password = \"\"\"hunter2\n# hunter2\nname = \"a\"\n",
            "# password = \"\"\"***\n# ***\nname = \"a\"\n",
        ),
        ("# password = [\nname = \"a\"\n", "# password = [\nname = \"a\"\n"),
        ("x = { password = \"hun\nter2=\", c = 1 }\n", "x = { password = \"***\n***\n"),
        (
            "password = \"hun\noffset = 1\nter2\"\noffset = 2\n",
            "password = \"***\n***\n***\"\noffset = 2\n",
        ),
        (
            "password = \"hunter2\noffset = 1\nname = \"a\"\n",
            "password = \"***\noffset = 1\nname = \"a\"\n",
        ),
        ("#password = \"hun\nter2\"\nname = 'a'\n", "#password = \"***\n***\"\nname = 'a'\n"),
        ("#password = \"hun\n  ter2\nname = 'a'\n", "#password = \"***\n  ***\nname = 'a'\n"),
        ("#password = \"hun\nname = 'a'\n", "#password = \"***\nname = 'a'\n"),
        ("#password = \"hun\n\nname = 'a'\n", "#password = \"***\n\nname = 'a'\n"),
    ]);
}

#[test]
fn what_is_no_toml_is_hidden_to_the_end_of_the_line() {
    assert_masked(&[
        ("password = \"hunter2", "password = \"***"),
        ("password = \"hun\"ter2\"", "password = \"***"),
        ("password = 'hun'ter2'", "password = '***"),
        ("password = hunter2, hunter2 # hunter2", "password = ***"),
        ("password = = \"hunter2\"", "password = ***"),
        ("password: \"hunter2\"", "password: \"***\""),
        ("password: hunter2", "password: ***"),
        ("password \"hunter2\"", "password ***"),
        ("password hunter2", "password ***"),
        ("pasword = \"hunter2\"", "pasword = \"***\""),
        ("{ a = \"x, password = \"hunter2\" }", "{ a = \"x, password = \"***\" }"),
        ("{ a = 'x, password = \"hun'ter2\" }", "{ a = 'x, password = \"***\" }"),
        ("# it's password = \"hunter2\", isn't it", "# it's password = \"***"),
        ("password = [\"hunter2]", "password = [***"),
        ("password = \u{201c}hunter2\u{201d}", "password = ***"),
    ]);
}

#[test]
fn the_rest_of_a_string_that_breaks_off_is_hidden_as_well() {
    assert_masked(&[
        ("password = \"hun\nter2\"\nname = \"a\"\n", "password = \"***\n***\"\nname = \"a\"\n"),
        ("password = 'hun\r\nter2' # why\r\nx = 1\r\n", "password = '***\r\n***\r\nx = 1\r\n"),
        (
            "password = \"hu\nnt=er\n\n  2\"\n[server]\n",
            "password = \"***\n***\n\n  ***\"\n[server]\n",
        ),
        ("password = \"hun\n#ter2\"\n# a\n", "password = \"***\n***\"\n# a\n"),
        ("password = \"hun\n[ter]2\"\n", "password = \"***\n***\"\n"),
        ("password = \"hun\nter = 2\"\n", "password = \"***\n***\"\n"),
        ("#password = \"hun\n#ter2\"\n#x = 1\n", "#password = \"***\n#***\"\n#x = 1\n"),
        ("p = { password = \"hun\nter2\", a = \"b\" }\n", "p = { password = \"***\n***\n"),
        ("url = \"h?password=hun\nter2\"\nx = 1\n", "url = \"h?password=***\n***\"\nx = 1\n"),
        ("password = hun\nter2\nx = 1\n", "password = ***\n***\nx = 1\n"),
        // Only the closing quote was forgotten.
        ("password = \"hunter2\nname = \"a\"\n", "password = \"***\nname = \"a\"\n"),
        ("password = \"hunter2\nname = \"a\nx = 1\n", "password = \"***\nname = \"a\nx = 1\n"),
        ("password = \"hunter2\n[[a.b]] # c\nd\n", "password = \"***\n[[a.b]] # c\nd\n"),
        ("password = \"hunter2\nx = [1,\n 2]\n", "password = \"***\nx = [1,\n 2]\n"),
        (
            "password = \"hunter2\n\n\n'a b' = { c = 1 }\n",
            "password = \"***\n\n\n'a b' = { c = 1 }\n",
        ),
        ("password = hunter2\noffset 1\n", "password = ***\noffset 1\n"),
        // A secret of its own is hidden as its own.
        ("password = \"hunter2\ntoken = \"hun\"\n", "password = \"***\ntoken = \"***\"\n"),
    ]);
}

#[test]
fn sections_make_secrets_of_their_keys() {
    assert_masked(&[
        (
            "[secrets]\ndb = \"hunter2\"\n[server]\nx = \"a\"\n",
            "[secrets]\ndb = \"***\"\n[server]\nx = \"a\"\n",
        ),
        ("[secrets\ndb = \"hunter2\"\n", "[secrets\ndb = \"***\"\n"),
        ("[secrets] db = \"hunter2\"\n", "[secrets] db = \"***\"\n"),
        ("[secrets]\ndb \"hunter2\"\n", "[secrets]\ndb ***\n"),
        ("#[runtime_secrets]\n#db = \"hunter2\"\n", "#[runtime_secrets]\n#db = \"***\"\n"),
        ("secrets.db = \"hunter2\"\n", "secrets.db = \"***\"\n"),
        ("[apim.ai]\nkey = \"hunter2\"\n", "[apim.ai]\nkey = \"***\"\n"),
        (
            "[apim.gateway.environment.properties]\nOrganization = \"hunter2\"\nshared = true\n",
            "[apim.gateway.environment.properties]\nOrganization = \"***\"\nshared = true\n",
        ),
        (
            "[[apim.gateway.environment]]\nname = \"a\"\nproperties = { a = \"hunter2\" }\n",
            "[[apim.gateway.environment]]\nname = \"a\"\nproperties = { *** }\n",
        ),
        (
            "[event_listener.properties]\nkey = \"a\"\n",
            "[event_listener.properties]\nkey = \"a\"\n",
        ),
    ]);
}

#[test]
fn credentials_within_strings_are_replaced() {
    assert_masked(&[
        (
            "url = \"jdbc:h2:./db;password=hunter2;AUTO=TRUE\"",
            "url = \"jdbc:h2:./db;password=***;AUTO=TRUE\"",
        ),
        (
            "url = 'jdbc:mysql://h/db?a=b&password=hunter2'",
            "url = 'jdbc:mysql://h/db?a=b&password=***'",
        ),
        ("urls = [\"h?token=hunter2\", \"b\"]", "urls = [\"h?token=***\", \"b\"]"),
        ("url = \"https://h/?key=hunter2&a=b\"", "url = \"https://h/?key=***&a=b\""),
        (
            "json = '{\"password\": \"hunter2\", \"a\": 1}'",
            "json = '{\"password\": \"***\", \"a\": 1}'",
        ),
        ("url = \"amqp://u:hunter2@h/?b='tcp://h:1'\"", "url = \"amqp://u:***@h/?b='tcp://h:1'\""),
        ("jaas = 'user=\"a\" password=\"hunter2\";'", "jaas = 'user=\"a\" password=\"***\";'"),
    ]);
}

#[test]
fn references_empty_values_and_booleans_are_shown() {
    for line in [
        "password = \"\"",
        "password = ''",
        "password = \"\"\"\"\"\"",
        "password = []",
        "password = \"$env{KM_PASSWORD}\"",
        "password = '$secret{km}'",
        "password = \"$ref{super_admin.password}\" # why",
        "password = \"${admin.password}\"",
        "password = $env{X}",
        "a = { password = \"${p}\", enable_token = true, b = 1 }",
        "add_tenant_domain_to_access_token = true",
        "url = \"jdbc:h2:x;password=$env{P};b=c\"",
        "name = \"password\"",
        "description = \"the secret: keep it\"",
        "token_endpoint = \"https://localhost:8243/token\"",
    ] {
        assert_eq!(mask(line), line);
    }
    assert_eq!(mask("password = \"$env{A}x\""), "password = \"***\"");
    assert!(!is_reference("$env{A}$env{B}") && !is_reference("$env{A") && !is_reference("{A}"));
}

#[test]
fn columns_find_their_place_in_the_masked_line() {
    let text = "x = { password = \"hunter2\", b = \"ü\" }\n";
    let source = SourceText::new(None, text);
    let masked = Mask::new(text);
    let line = masked.line(&source, 1);
    assert_eq!(line.text, "x = { password = \"***\", b = \"ü\" }");
    let secret = text.find("hunter2").unwrap();
    assert_eq!(line.start(secret), secret);
    assert_eq!(line.start(secret + 3), secret, "inside: the first star");
    assert_eq!(line.end(secret + 3), secret + 3, "inside: after the last star");
    assert_eq!(line.end(secret + 7), secret + 3);
    assert_eq!(line.start(secret + 7), secret + 3);
    let b = text.find("b =").unwrap();
    assert_eq!(line.start(b), line.text.find("b =").unwrap());
    assert!(masked.hides(&(secret + 2..secret + 2)) && masked.hides(&(0..secret + 1)));
    assert!(!masked.hides(&(0..secret)) && !masked.hides(&(secret + 7..text.len())));
}

#[test]
fn a_long_line_of_anything_takes_linear_time() {
    for piece in
        ["\\\"", "'", "a=", "\".\".", "\":", "[", "://u:", "password=", ":thin:", "a.b:", "@"]
    {
        let text = piece.repeat(200_000 / piece.len());
        let started = std::time::Instant::now();
        mask(&text);
        assert!(started.elapsed().as_secs() < 5, "{piece:?} took {:?}", started.elapsed());
    }
}
