//! Mistakes in the TOML itself, reference 5.1: one for each input that API-M's parser rejects.

use crate::mistakes::{At, CONTROL_PLANE, EVERY, Mistake, PRODUCTION, SINCE_4_0, mistake};

const HOST_AND_OFFSET: &str = "hostname = \"localhost\"\noffset = 1";
const DESCRIPTION: &str = "description = \"Production Gateway\"";

pub(crate) fn mistakes() -> Vec<Mistake> {
    let mut all = rejected_by_every_parser();
    all.extend(rejected_by_api_manager());
    all
}

fn in_gateway(code: &'static str, before: &'static str, after: &'static str) -> Mistake {
    mistake(code, EVERY, PRODUCTION, before, after)
}

fn rejected_by_every_parser() -> Vec<Mistake> {
    vec![
        in_gateway("duplicate-key", "[super_admin]", "[server]\n\n[super_admin]"),
        mistake(
            "duplicate-key",
            EVERY,
            CONTROL_PLANE,
            "[event_listener.properties]",
            "[event_listener]\n[event_listener.properties]",
        ),
        in_gateway("duplicate-key", "[super_admin]", "[[server]]\n\n[super_admin]"),
        in_gateway(
            "invalid-toml",
            "hostname = \"localhost\"",
            "hostname = \u{201c}localhost\u{201d}",
        ),
        mistake("invalid-toml", EVERY, CONTROL_PLANE, "console = true", "console = True"),
        mistake("invalid-toml", SINCE_4_0, PRODUCTION, "enable = true", "enable = False"),
        in_gateway("invalid-toml", "offset = 1", "offset = 01"),
        in_gateway("invalid-toml", HOST_AND_OFFSET, "hostname = \"localhost\"\roffset = 1"),
        mistake("invalid-toml", EVERY, CONTROL_PLANE, DESCRIPTION, "description = \"C:\\data\""),
        in_gateway("invalid-toml", "offset = 1", "offset = 1;"),
        in_gateway("invalid-toml", HOST_AND_OFFSET, "hostname = \"localhost\" offset = 1"),
        in_gateway("invalid-toml", "offset = 1", "offset = 1\n${port} = 1").at(At::Line(1)),
        in_gateway("invalid-toml", "[super_admin]", "[super_admin"),
        in_gateway("invalid-toml", "hostname = \"localhost\"", "hostname = \"localhost"),
    ]
}

/// What newer parsers accept.
fn rejected_by_api_manager() -> Vec<Mistake> {
    vec![
        mistake(
            "unsupported-toml",
            EVERY,
            CONTROL_PLANE,
            DESCRIPTION,
            "description = \"Production\tGateway\"",
        ),
        in_gateway(
            "unsupported-toml",
            "[super_admin]",
            "[database.apim_db]\npool_options = { maxActive = 10,\n maxWait = 5 }\n\n[super_admin]",
        )
        .at(At::Line(1)),
        in_gateway(
            "unsupported-toml",
            "[super_admin]",
            "[database.apim_db]\npool_options = { maxActive = 10, }\n\n[super_admin]",
        )
        .at(At::Line(1)),
        mistake("unsupported-toml", EVERY, CONTROL_PLANE, DESCRIPTION, "description = \"\\x41\""),
        in_gateway(
            "unsupported-toml",
            "[super_admin]",
            "[database.apim_db]\nsince = 07:32\n\n[super_admin]",
        )
        .at(At::Line(1)),
    ]
}
