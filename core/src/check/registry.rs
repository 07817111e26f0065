//! All rules, in the order in which they run.

use super::DeploymentSet;
use crate::diagnostic::publications;
use crate::diagnostic::shared::SHARED;
use crate::diagnostic::{Rule, Sink};
use crate::error;
use crate::model;

/// A rule over files, and the function that applies it.
pub(crate) struct Check {
    pub(crate) rule: &'static Rule,
    pub(crate) run: fn(&DeploymentSet, &mut Sink),
}

/// The rules over `deployment.toml` files. One file each below `rules/`, named as the code.
pub(crate) static CHECKS: &[Check] = &[
    super::rules::byte_order_mark::CHECK,
    super::rules::double_shifted_port::CHECK,
    super::rules::duplicate_environment_name::CHECK,
    super::rules::duplicate_key::CHECK,
    super::rules::duplicate_virtual_host::CHECK,
    super::rules::empty_environment_credentials::CHECK,
    super::rules::empty_environment_name::CHECK,
    super::rules::empty_event_hub_credentials::CHECK,
    super::rules::empty_key_manager_credentials::CHECK,
    super::rules::endpoint_hosts_differ::CHECK,
    super::rules::endpoint_port_mismatch::CHECK,
    super::rules::endpoint_scheme_mismatch::CHECK,
    super::rules::environment_hidden_by_default::CHECK,
    super::rules::environment_mismatch::CHECK,
    super::rules::environment_names_differ_in_case::CHECK,
    super::rules::environment_removed::CHECK,
    super::rules::environment_without_gateway::CHECK,
    super::rules::event_hub_mismatch::CHECK,
    super::rules::ineffective_key::CHECK,
    super::rules::invalid_environment_name::CHECK,
    super::rules::invalid_environment_type::CHECK,
    super::rules::invalid_offset::CHECK,
    super::rules::invalid_time_value::CHECK,
    super::rules::invalid_toml::CHECK,
    super::rules::key_manager_link_mismatch::CHECK,
    super::rules::key_not_in_release::CHECK,
    super::rules::literal_port_ignores_offset::CHECK,
    super::rules::malformed_endpoint::CHECK,
    super::rules::missing_endpoint::CHECK,
    super::rules::missing_websocket_endpoint::CHECK,
    super::rules::misspelt_key::CHECK,
    super::rules::notification_endpoint_mismatch::CHECK,
    super::rules::placeholder_of_another_node::CHECK,
    super::rules::placeholder_without_listener::CHECK,
    super::rules::plain_text_credential::CHECK,
    super::rules::port_collision::CHECK,
    super::rules::port_out_of_range::CHECK,
    super::rules::reference_in_environment::CHECK,
    super::rules::rejected_value::CHECK,
    super::rules::revoke_endpoint_mismatch::CHECK,
    super::rules::service_url_mismatch::CHECK,
    super::rules::shared_database_mismatch::CHECK,
    super::rules::single_bracket_environment::CHECK,
    super::rules::throttling_mismatch::CHECK,
    super::rules::undefined_environment_variable::CHECK,
    super::rules::unescaped_xml_character::CHECK,
    super::rules::unknown_gateway_label::CHECK,
    super::rules::unknown_gateway_type::CHECK,
    super::rules::unknown_server_role::CHECK,
    super::rules::unpaired_traffic_manager_urls::CHECK,
    super::rules::unresolved_reference::CHECK,
    super::rules::unsupported_toml::CHECK,
    super::rules::virtual_host_without_websub::CHECK,
    super::rules::wrong_value_type::CHECK,
];

/// Every rule there is: those over files, and those that only a `topology.toml` or a `publications.toml` can break. Ordered
/// by code.
///
/// ```
/// assert!(gatewright::check::rules().iter().any(|rule| rule.code == "port-collision"));
/// ```
pub fn rules() -> Vec<&'static Rule> {
    let mut all: Vec<&'static Rule> = CHECKS.iter().map(|check| check.rule).collect();
    all.extend(SHARED.iter().chain(model::RULES).chain(publications::RULES));
    all.sort_by_key(|rule| rule.code);
    all.dedup_by_key(|rule| rule.code);
    all
}

/// The page of a rule's or an error's code in Markdown; `None` when there is no such code. A few codes name both: the
/// page of the rule is followed by that of the error.
///
/// ```
/// let page = gatewright::check::explain("duplicate-environment-name").unwrap();
/// assert!(page.starts_with("# duplicate-environment-name\n"));
/// let page = gatewright::check::explain("file-changed").unwrap();
/// assert!(page.contains("Error of kind `ConcurrentChange`."));
/// assert_eq!(gatewright::check::explain("no-such-code"), None);
/// ```
pub fn explain(code: &str) -> Option<String> {
    let rule = rules().into_iter().find(|rule| rule.code == code).map(Rule::page);
    let error = error::find(code).map(error::ErrorCode::page);
    match (rule, error) {
        (Some(rule), Some(error)) => Some(format!("{rule}\n{error}")),
        (rule, error) => rule.or(error),
    }
}
