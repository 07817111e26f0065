//! Keys that are not known, and keys that are not there.

use crate::diagnostic::{Rule, Severity};

pub(crate) static UNKNOWN_KEY: Rule = Rule {
    code: "unknown-key",
    severity: Severity::Error,
    summary: "A key that the table does not have.",
    documentation: r#"## What it finds

A key of a `topology.toml` or `publications.toml` that its table does not have: misspelt, in the wrong table, or from another format.

## Why it hurts

What is ignored silently is believed to be in force. A node whose `offest = 2` were skipped would start on the ports of
another one.

## Example

```toml
[[node]]
name = "gateway-1"
roles = ["gateway"]
host = "localhost"
offest = 1
```

## How to fix it

Write the key that the message suggests (`offset`), or remove it. The keys of each table are in the JSON Schemas that
`Topology::json_schema` and `Publications::json_schema` give, which editors can use for completion.
"#,
};

pub(crate) static MISSING_KEY: Rule = Rule {
    code: "missing-key",
    severity: Severity::Error,
    summary: "A key that must be there is not.",
    documentation: r#"## What it finds

A `topology.toml` without `release`, a `[[node]]` without `name`, `roles` or `host`, an `[[environment]]` without `name`,
`type` or (unless it is another vendor's) `gateways`, a `key_manager` without `username` or `password`. A
`publications.toml` without a `[[publication]]`, one without `name` and `version` that nothing else says, an `openapi`
document without `context`.

## Why it hurts

There is no value to assume: a wrong release, host or type gives files with which API-M starts and does not work.

## Example

```toml
[[node]]
name = "gateway-1"
roles = ["gateway"]
```

## How to fix it

Add the key: `host = "localhost"`. Only `offset` (0), `pack` (by release and roles), `home`, `key_manager` and what is
shown or derived for an environment may be left out.
"#,
};
