//! One environment for itself.

use super::attributes::Attributes;
use super::node::{CheckedNode, did_you_mean};
use super::{endpoints, gateways, values, virtual_hosts};
use crate::diagnostic::shared::{
    EMPTY_ENVIRONMENT_CREDENTIALS, EMPTY_ENVIRONMENT_NAME, INVALID_ENVIRONMENT_NAME,
    INVALID_ENVIRONMENT_TYPE,
};
use crate::model::reader::Findings;
use crate::model::reader::{nearest, shown};
use crate::model::topology::draft::{EnvironmentDraft, Slot};
use crate::model::{
    Endpoints, Environment, EnvironmentName, EnvironmentType, NameError, NodeName, Release,
    SecretText,
};

/// An environment as far as it is valid: what is `None` was reported.
pub(super) struct CheckedEnvironment<'d> {
    pub(super) draft: &'d EnvironmentDraft,
    name: Option<EnvironmentName>,
    environment_type: Option<EnvironmentType>,
    /// Positions of the nodes behind it.
    pub(super) gateways: Vec<usize>,
    /// False when an entry of `gateways` was reported and left out.
    pub(super) gateways_are_complete: bool,
    gateway_names: Vec<NodeName>,
    attributes: Attributes,
    pub(super) endpoints: Endpoints,
    virtual_hosts: Vec<Endpoints>,
    username: Option<String>,
    password: Option<SecretText>,
}

impl<'d> CheckedEnvironment<'d> {
    pub(super) fn new(
        draft: &'d EnvironmentDraft,
        index: usize,
        nodes: &[CheckedNode<'_>],
        release: Option<Release>,
        findings: &mut Findings,
    ) -> Self {
        let subject = super::subject("environment", index, draft.name.value().map(String::as_str));
        let name = name(draft, &subject, findings);
        let environment_type = environment_type(draft, &subject, findings);
        let attributes = Attributes::check(draft, &subject, release, findings);
        let is_federated = attributes.is_federated();
        let behind = if is_federated {
            gateways::check_federated(draft, &subject, findings)
        } else {
            gateways::check(draft, &subject, nodes, findings)
        };
        let only = match behind.nodes.as_slice() {
            [only] if behind.is_complete => nodes.get(*only),
            _ => None,
        };
        let endpoints = if is_federated {
            endpoints::check_federated(draft, &subject, findings)
        } else {
            endpoints::check(draft, &subject, release, only, findings)
        };
        let virtual_hosts = {
            let own = only.and_then(|node| node.host.as_ref());
            virtual_hosts::check(draft, &subject, own, release, findings)
        };
        if behind.is_complete && behind.nodes.len() > 1 {
            endpoints::missing(draft, &subject, release, findings);
        }
        if let Some(description) = draft.description.given() {
            values::environment("description", &subject, description, findings);
        }
        let username = credential("username", &draft.username, &subject, findings);
        let password = credential("password", &draft.password, &subject, findings);
        let gateway_names = behind
            .nodes
            .iter()
            .filter_map(|node| NodeName::new(nodes.get(*node)?.draft.name.value()?.as_str()))
            .collect();
        Self {
            draft,
            name,
            environment_type,
            gateways: behind.nodes,
            gateways_are_complete: behind.is_complete,
            gateway_names,
            attributes,
            endpoints,
            virtual_hosts,
            username,
            password: password.map(SecretText::new),
        }
    }

    /// True for an environment of another vendor's gateway.
    pub(super) fn is_federated(&self) -> bool {
        self.attributes.is_federated()
    }

    pub(super) fn into_environment(self) -> Option<Environment> {
        Some(Environment {
            name: self.name?,
            environment_type: self.environment_type?,
            display_name: self.attributes.display_name,
            provider: self.attributes.provider,
            gateway_type: self.attributes.gateway_type,
            visibility: self.attributes.visibility,
            properties: self.attributes.properties,
            description: self.draft.description.value().cloned(),
            display_in_api_console: self
                .draft
                .display_in_api_console
                .value()
                .copied()
                .unwrap_or(true),
            show_as_token_endpoint_url: self
                .draft
                .show_as_token_endpoint_url
                .value()
                .copied()
                .unwrap_or(true),
            gateways: self.gateway_names,
            endpoints: self.endpoints,
            virtual_hosts: self.virtual_hosts,
            username: self.username,
            password: self.password,
        })
    }
}

fn name(
    draft: &EnvironmentDraft,
    subject: &str,
    findings: &mut Findings,
) -> Option<EnvironmentName> {
    let given = draft.name.given()?;
    let error = match EnvironmentName::new(given.value.as_str()) {
        Ok(name) => {
            values::environment("name", subject, given, findings);
            return Some(name);
        }
        Err(error) => error,
    };
    if error == NameError::Empty {
        findings
            .error(&EMPTY_ENVIRONMENT_NAME, &given.place, format!("the name of {subject} is empty"))
            .help("write a name, such as `Production Gateway`");
        return None;
    }
    let message = format!("`{}` is no name for an environment: {error}", shown(&given.value));
    let help = match error {
        NameError::None => "write another name".to_owned(),
        NameError::SurroundingBlank => format!("write `{}`", shown(given.value.trim())),
        _ => "use letters, digits, `-`, `_` and blanks inside".to_owned(),
    };
    findings.error(&INVALID_ENVIRONMENT_NAME, &given.place, message).help(help);
    None
}

fn environment_type(
    draft: &EnvironmentDraft,
    subject: &str,
    findings: &mut Findings,
) -> Option<EnvironmentType> {
    let given = draft.environment_type.given()?;
    let found = EnvironmentType::from_name(&given.value);
    if found.is_none() {
        let known = EnvironmentType::ALL.map(EnvironmentType::as_str);
        let meant = meant_type(&given.value);
        let message = format!(
            "the type `{}` of {subject} is none that API-M knows: it compares the lower-case word exactly",
            shown(&given.value)
        );
        findings
            .error(&INVALID_ENVIRONMENT_TYPE, &given.place, message)
            .replacement(&given.place, meant.map(|kind| format!("\"{kind}\"")))
            .help(did_you_mean(meant, &known));
    }
    found
}

fn meant_type(found: &str) -> Option<&'static str> {
    let known = EnvironmentType::ALL.map(EnvironmentType::as_str);
    // `prod` and `sand` are how people shorten them.
    let shortened = found.to_lowercase();
    nearest(found, known).or_else(|| {
        known.into_iter().find(|kind| shortened.len() >= 4 && kind.starts_with(&shortened))
    })
}

fn credential(
    key: &str,
    slot: &Slot<String>,
    subject: &str,
    findings: &mut Findings,
) -> Option<String> {
    let given = slot.given()?;
    if given.value.is_empty() {
        let message = format!(
            "`{key}` of {subject} is empty: in 3.x publishing to the environment then fails"
        );
        findings.error(&EMPTY_ENVIRONMENT_CREDENTIALS, &given.place, message).help(format!(
            "leave `{key}` out to get `${{admin.{key}}}`, or write an account of the gateway"
        ));
        return None;
    }
    values::environment(key, subject, given, findings);
    Some(given.value.clone())
}
