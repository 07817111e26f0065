//! A character that breaks the XML API-M makes of the file.

use crate::check::gateways::GATEWAY_LABELS;
use crate::check::registry::Check;
use crate::check::values::{for_each_string, verbatim_start};
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::Item;
use crate::diagnostic::shared::UNESCAPED_XML_CHARACTER;
use crate::diagnostic::{Fix, Safety, Sink};
use crate::model::xml_breaking;

pub(crate) const CHECK: Check = Check { rule: &UNESCAPED_XML_CHARACTER, run };

/// Values outside environments that end up in XML on every node that has them, and whether an escape there says what is
/// meant wherever the value is read.
///
/// Source: API-M 3.0–4.7: the templates of `api-manager.xml`, `user-mgt.xml` and `carbon.xml` escape nothing.
const OTHER_VALUES: [(&str, Option<Safety>); 19] = [
    ("apim.key_manager.service_url", Some(Safety::Unsafe)),
    ("apim.key_manager.username", Some(Safety::Unsafe)),
    ("apim.key_manager.password", Some(Safety::Unsafe)),
    ("apim.event_hub.service_url", Some(Safety::Unsafe)),
    ("apim.event_hub.event_listening_endpoints", Some(Safety::Unsafe)),
    // These reach the broker's URL as well, where no XML parser turns an escape back.
    ("apim.event_hub.username", None),
    ("apim.event_hub.password", None),
    ("apim.throttling.service_url", Some(Safety::Unsafe)),
    ("apim.throttling.throttle_decision_endpoints", Some(Safety::Unsafe)),
    ("apim.throttling.url_group", Some(Safety::Unsafe)),
    ("apim.throttling.username", None),
    ("apim.throttling.password", None),
    ("apim.oauth_config.revoke_endpoint", Some(Safety::Unsafe)),
    ("apim.devportal.url", Some(Safety::Unsafe)),
    // Other values refer to these, the broker's among them.
    ("super_admin.username", None),
    ("super_admin.password", None),
    // Compared with an environment's name, which must not hold such a character either.
    (GATEWAY_LABELS, None),
    // Keystores and their keys are read from more files than one.
    ("keystore", None),
    ("truststore", None),
];

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.nodes() {
        for (path, escaping) in OTHER_VALUES {
            if let Some(item) = node.get(path) {
                for_each_string(item, &mut |item| judge(node, item, escaping, sink));
            }
        }
    }
    for node in set.control_planes() {
        for environment in node.environments() {
            let name = environment.get("name").map(Item::span);
            for_each_string(environment.item(), &mut |item| {
                // A name has a rule of its own, which says what else a name must not hold.
                if name.as_ref() != Some(&item.span()) {
                    judge(node, item, Some(Safety::Safe), sink);
                }
            });
        }
    }
}

fn judge(node: &NodeView, item: Item<'_>, escaping: Option<Safety>, sink: &mut Sink) {
    // Only an escape could hide one of them.
    let may_break = |byte: u8| matches!(byte, b'&' | b'<' | b'>' | b'\\' | 0xef) || byte < b' ';
    if !item.raw().bytes().any(may_break) {
        return;
    }
    let Some(value) = item.as_str() else { return };
    let Some((at, character)) = xml_breaking(&value) else { return };
    let start = verbatim_start(item, &value);
    let location = match start {
        Some(start) => node.location(start + at..start + at + character.len_utf8()),
        None => node.at(item),
    };
    // Never the value: it may be a password.
    let key = item.path();
    let key = key.rsplit('.').next().unwrap_or(&key);
    let message = if character.is_control() {
        format!("the value of `{key}` holds U+{:04X}, which XML cannot hold", u32::from(character))
    } else {
        format!(
            "the value of `{key}` holds a bare `{character}`, which breaks the XML that API-M makes of it"
        )
    };
    let found = sink.report(&UNESCAPED_XML_CHARACTER, Some(&location), message);
    let Some(escape) = escape_of(character) else {
        found.help("write the value without it");
        return;
    };
    let Some(safety) = escaping else {
        found.help(
            "put the value into [secrets] and write `$secret{alias}`, put it between `<![CDATA[` and `]]>`, or choose one \
             without it",
        );
        return;
    };
    let found = found.help(format!("write `{escape}`"));
    if let Some(start) = start {
        found.fix(Fix::new(safety, escapes(node, start, &value)));
    }
}

/// The edits that escape every such character of a value, which begins at `start`.
fn escapes(node: &NodeView, start: usize, value: &str) -> Vec<crate::diagnostic::Edit> {
    let mut edits = Vec::new();
    let mut from = 0;
    while let Some(rest) = value.get(from..) {
        let Some((at, character)) = xml_breaking(rest) else { break };
        let Some(escape) = escape_of(character) else { break };
        let at = from + at;
        from = at + character.len_utf8();
        edits.push(node.edit(start + at..start + from, escape));
    }
    edits
}

fn escape_of(character: char) -> Option<&'static str> {
    match character {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file, findings, fixed};

    const CODE: &str = "unescaped-xml-character";

    #[test]
    fn bare_characters_are_found_where_they_stand() {
        let text = "[[apim.gateway.environment]]\nname = \"A\"\ndescription = \"Ü & B < C &amp; D\"\n\
                    password = 'a<b'\n\
                    [apim.gateway.environment.properties]\nkey = \"a\\u0026b\"\n\
                    [[apim.gateway.environment.virtual_host]]\nhttps_endpoint = \"https://a/?b=c&d=e\"\n";
        assert_found(
            CODE,
            [file(text)],
            &[
                ("3:18", "`description` holds a bare `&`"),
                ("4:14", "`password` holds a bare `<`"),
                ("6:7", "`key` holds a bare `&`"),
                ("8:33", "`https_endpoint`"),
            ],
        );
        let found = findings(CODE, [file(text)]);
        assert!(fixed(text, &found[0]).contains("\"Ü &amp; B &lt; C &amp; D\""));
        assert!(found[2].fix.is_none(), "an escape in the file hides where the character stands");
    }

    #[test]
    fn credentials_are_judged_on_every_node_and_never_shown() {
        let text = "[server]\nserver_role = \"gateway-worker\"\n\
                    [apim.key_manager]\npassword = \"hunter2&\"\n\
                    [apim.throttling]\npassword = \"hunter2&\"\n\
                    [apim.event_hub]\nusername = \"a\\u0001\"\n";
        assert_found(
            CODE,
            [file(text)],
            &[("4:20", "`password`"), ("6:20", "`password`"), ("8:12", "U+0001")],
        );
        let found = findings(CODE, [file(text)]);
        assert!(found.iter().all(|found| !format!("{found:?}").contains("hunter2")));
        assert!(found[0].fix.is_some() && found[1].fix.is_none());
    }

    #[test]
    fn links_accounts_and_keystores_are_judged_on_every_node() {
        let text = "[apim.throttling]\nthrottle_decision_endpoints = [\"tcp://a:5672?x=1&y=2\"]\n\
                    [[apim.throttling.url_group]]\ntraffic_manager_urls = [\"tcp://a:9611\", \"tcp://b<c\"]\n\
                    [super_admin]\npassword = \"hunter2&\"\n[keystore.tls]\nkey_password = \"hunter2<\"\n";
        assert_found(
            CODE,
            [file(text)],
            &[("2:49", "`&`"), ("4:49", "`<`"), ("6:20", "`password`"), ("8:24", "`key_password`")],
        );
        let found = findings(CODE, [file(text)]);
        assert!(fixed(text, &found[0]).contains("?x=1&amp;y=2"));
        assert!(found[2].fix.is_none() && found[3].fix.is_none());
    }

    #[test]
    fn escapes_cdata_names_and_other_sections_are_left_alone() {
        for text in [
            "[[apim.gateway.environment]]\ndescription = \"A &amp; B &lt; C &#38; &#x26;\"\n",
            "[[apim.gateway.environment]]\npassword = \"<![CDATA[a&b<c]]>\"\n",
            "[[apim.gateway.environment]]\ndescription = \"a > b 'c' \\\"d\\\"\"\n",
            "[[apim.gateway.environment]]\nname = \"R&D\"\n",
            "[database.apim_db]\nurl = \"jdbc:mysql://a/b?c=d&e=f\"\n",
            "[server]\nserver_role = \"gateway-worker\"\n[[apim.gateway.environment]]\ndescription = \"a & b\"\n",
        ] {
            assert_silent(CODE, [file(text)]);
        }
    }
}
