//! The keys of each table of a `publications.toml`.

use crate::model::reader::Vocabulary;

pub(super) const ROOT: &[&str] = &["schema_version", "defaults", "publication"];

pub(super) const DEFAULTS: &[&str] =
    &["environments", "lifecycle", "plans", "transports", "display_on_devportal"];

pub(super) const PUBLICATION: &[&str] = &[
    "name",
    "version",
    "openapi",
    "context",
    "production_endpoint",
    "sandbox_endpoint",
    "plans",
    "transports",
    "project",
    "parameters",
    "parameters_environment",
    "environments",
    "lifecycle",
];

pub(super) const TARGET: &[&str] = &["name", "virtual_host", "display_on_devportal"];

/// The words of a `publications.toml`.
pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    other_words: OTHER_WORDS,
    tables: &[("[[publication]]", PUBLICATION), ("[defaults]", DEFAULTS)],
    example,
    about_twice: "remove one of the two; several publications stand under `[[publication]]`, with two brackets",
};

/// Words that apictl, or API-M elsewhere, use for a key.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("publications", "publication"),
    ("api", "name"),
    ("document", "openapi"),
    ("definition", "openapi"),
    ("swagger", "openapi"),
    ("file", "openapi"),
    ("archive", "project"),
    ("params", "parameters"),
    ("endpoint", "production_endpoint"),
    ("policies", "plans"),
    ("transport", "transports"),
    ("gateways", "environments"),
    ("gatewayEnvironments", "environments"),
    ("deploymentEnvironments", "environments"),
    ("lifeCycleStatus", "lifecycle"),
    ("status", "lifecycle"),
    ("state", "lifecycle"),
    ("environment", "name"),
    ("deploymentEnvironment", "name"),
    ("vhost", "virtual_host"),
    ("deploymentVhost", "virtual_host"),
    ("displayOnDevportal", "display_on_devportal"),
];

/// What a missing key could say.
pub(super) fn example(key: &str) -> &'static str {
    match key {
        "name" => "name = \"Pets\"",
        "version" => "version = \"1.0.0\"",
        "context" => "context = \"/pets\"",
        "plans" => "plans = [\"Unlimited\"]",
        "transports" => "transports = [\"https\"]",
        "defaults" => "[defaults]",
        _ => "",
    }
}
