//! Values that API-M pastes into its own files.

use crate::diagnostic::shared::{REFERENCE_IN_ENVIRONMENT, UNESCAPED_XML_CHARACTER};
use crate::model::reader::Findings;
use crate::model::topology::draft::At;
use crate::model::{Reference, Text, xml_breaking};

/// A value of an environment.
pub(super) fn environment(key: &str, subject: &str, at: &At<String>, findings: &mut Findings) {
    reference(key, subject, at, findings);
    xml(key, subject, at, findings);
}

/// A value that becomes part of XML. The message does not show it: it may be a password.
pub(super) fn xml(key: &str, subject: &str, at: &At<String>, findings: &mut Findings) {
    let Some((_, character)) = xml_breaking(&at.value) else { return };
    let (what, help) = match character {
        '&' => ("`&`".to_owned(), "write `&amp;`, which API-M reads back as `&`"),
        '<' => ("`<`".to_owned(), "write `&lt;`, which API-M reads back as `<`"),
        '>' => ("`]]>`".to_owned(), "write `]]&gt;`, which API-M reads back as `]]>`"),
        other => {
            (format!("the character U+{:04X}", u32::from(other)), "remove it: XML cannot hold it")
        }
    };
    let message = format!(
        "`{key}` of {subject} holds {what}, which API-M pastes into XML as it is, so that it cannot read its own file"
    );
    findings.error(&UNESCAPED_XML_CHARACTER, &at.place, message).help(help);
}

fn reference(key: &str, subject: &str, at: &At<String>, findings: &mut Findings) {
    if !Text::parse(&at.value).has(Reference::Key) {
        return;
    }
    let message = format!(
        "`{key}` of {subject} holds a `$ref{{…}}`, which API-M does not resolve in environments: the text itself is used"
    );
    let help = match key {
        "username" => "write `${admin.username}`, or `$env{…}`",
        "password" => "write `${admin.password}`, `$env{…}` or `$secret{…}`",
        _ => "write the value itself, or `$env{…}`",
    };
    findings.error(&REFERENCE_IN_ENVIRONMENT, &at.place, message).help(help);
}
