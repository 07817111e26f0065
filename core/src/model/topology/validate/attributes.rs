//! What an environment says of itself besides its URLs: whose gateway it is, who sees it, what the portals call it.
//!
//! Source: API-M 3.0–4.7, deployment.toml, `[[apim.gateway.environment]]`: the release since which each key is read. None
//! of the values is checked by API-M.

use std::collections::BTreeMap;

use super::values;
use crate::diagnostic::shared::{UNESCAPED_XML_CHARACTER, UNKNOWN_GATEWAY_TYPE};
use crate::model::reader::Findings;
use crate::model::reader::shown;
use crate::model::topology::draft::{At, EnvironmentDraft, Place, Slot};
use crate::model::topology::rules::{ENVIRONMENT_KEY_NOT_IN_RELEASE, INVALID_VISIBILITY};
use crate::model::{GATEWAY_KINDS, GATEWAY_PROVIDERS, Release, SecretText, is_federated, nearly};

/// As far as they are valid: what is missing was reported, or says what API-M assumes anyway.
pub(super) struct Attributes {
    pub(super) display_name: Option<String>,
    pub(super) provider: Option<String>,
    pub(super) gateway_type: Option<String>,
    pub(super) visibility: Vec<String>,
    pub(super) properties: BTreeMap<String, SecretText>,
}

impl Attributes {
    pub(super) fn check(
        draft: &EnvironmentDraft,
        subject: &str,
        release: Option<Release>,
        findings: &mut Findings,
    ) -> Self {
        let mut text = |key: &str, since: Release, slot: &Slot<String>, usual: &str| {
            let at = slot.given().filter(|at| {
                !at.value.is_empty() && (usual.is_empty() || !at.value.eq_ignore_ascii_case(usual))
            })?;
            not_in_release(key, since, &at.place, subject, release, findings);
            values::environment(key, subject, at, findings);
            let known: &[&str] = match key {
                "gateway_type" => &GATEWAY_KINDS,
                "provider" => &GATEWAY_PROVIDERS,
                _ => &[],
            };
            if let Some(meant) = nearly(&at.value, known) {
                let message = format!(
                    "`{key}` of {subject} is `{}`, which is nearly a known one and none",
                    shown(&at.value)
                );
                findings
                    .error(&UNKNOWN_GATEWAY_TYPE, &at.place, message)
                    .replacement(&at.place, Some(format!("\"{meant}\"")))
                    .help(format!("did you mean `{meant}`?"));
            }
            Some(at.value.clone())
        };
        let display_name = text("display_name", Release::V4_0, &draft.display_name, "");
        let provider = text("provider", Release::V4_1, &draft.provider, "wso2");
        let gateway_type = text("gateway_type", Release::V4_3, &draft.gateway_type, "Regular");
        Self {
            display_name,
            provider,
            gateway_type,
            visibility: visibility(draft, subject, release, findings),
            properties: properties(draft, subject, release, findings),
        }
    }

    pub(super) fn is_federated(&self) -> bool {
        is_federated(self.provider.as_deref(), self.gateway_type.as_deref())
    }
}

/// Reports a key that the release passes over in silence.
pub(super) fn not_in_release(
    key: &str,
    since: Release,
    place: &Place,
    subject: &str,
    release: Option<Release>,
    findings: &mut Findings,
) {
    let Some(release) = release.filter(|release| *release < since) else { return };
    let message = format!(
        "`{key}` of {subject} exists since {since}, but the release is {release}, which does not read it"
    );
    findings.error(&ENVIRONMENT_KEY_NOT_IN_RELEASE, place, message).help("remove it");
}

fn visibility(
    draft: &EnvironmentDraft,
    subject: &str,
    release: Option<Release>,
    findings: &mut Findings,
) -> Vec<String> {
    let Some(given) = draft.visibility.given().filter(|given| !given.value.items.is_empty()) else {
        return Vec::new();
    };
    not_in_release("visibility", Release::V4_3, &given.place, subject, release, findings);
    for role in &given.value.items {
        let is_name = !role.value.trim().is_empty() && !role.value.contains(',');
        if is_name {
            values::environment("visibility", subject, role, findings);
            continue;
        }
        let message = format!(
            "`visibility` of {subject} holds `{}`, which is not the name of one role: API-M joins the names by commas",
            shown(&role.value)
        );
        findings
            .error(&INVALID_VISIBILITY, &role.place, message)
            .help("write each role as an element of its own, such as `[\"internal/publisher\"]`");
    }
    given.value.items.iter().map(|role| role.value.clone()).collect()
}

fn properties(
    draft: &EnvironmentDraft,
    subject: &str,
    release: Option<Release>,
    findings: &mut Findings,
) -> BTreeMap<String, SecretText> {
    let Some(given) = draft.properties.given().filter(|given| !given.value.is_empty()) else {
        return BTreeMap::new();
    };
    not_in_release("properties", Release::V4_1, &given.place, subject, release, findings);
    for (name, value) in &given.value {
        property_name(name, subject, findings);
        values::environment(
            &format!("properties.{}", shown(&name.value)),
            subject,
            value,
            findings,
        );
    }
    let property = |(name, value): &(At<String>, At<String>)| {
        (name.value.clone(), SecretText::new(value.value.as_str()))
    };
    given.value.iter().map(property).collect()
}

/// A name becomes an attribute within double quotes.
fn property_name(name: &At<String>, subject: &str, findings: &mut Findings) {
    if !name.value.contains('"') && !name.value.trim().is_empty() {
        values::xml("the name of a property", subject, name, findings);
        return;
    }
    let message = format!(
        "a property of {subject} has the name `{}`, which API-M cannot paste into XML",
        shown(&name.value)
    );
    findings
        .error(&UNESCAPED_XML_CHARACTER, &name.place, message)
        .help("write the name without quotes inside, and not empty");
}
