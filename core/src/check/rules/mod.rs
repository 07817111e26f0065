//! The rules, one file each: code, severity, documentation, the check and its tests.

pub(super) mod byte_order_mark;
pub(super) mod duplicate_environment_name;
pub(super) mod duplicate_key;
pub(super) mod empty_environment_credentials;
pub(super) mod empty_environment_name;
pub(super) mod endpoint_hosts_differ;
pub(super) mod endpoint_scheme_mismatch;
pub(super) mod environment_names_differ_in_case;
pub(super) mod invalid_environment_name;
pub(super) mod invalid_environment_type;
pub(super) mod invalid_offset;
pub(super) mod invalid_toml;
pub(super) mod malformed_endpoint;
pub(super) mod missing_endpoint;
pub(super) mod misspelt_key;
pub(super) mod port_collision;
pub(super) mod port_out_of_range;
pub(super) mod reference_in_environment;
pub(super) mod single_bracket_environment;
pub(super) mod unescaped_xml_character;
pub(super) mod unsupported_toml;
pub(super) mod virtual_host_without_websub;
pub(super) mod wrong_value_type;
