//! Names of nodes.

use crate::diagnostic::{Rule, Severity};

pub(in crate::model::topology) static INVALID_NODE_NAME: Rule = Rule {
    code: "invalid-node-name",
    severity: Severity::Error,
    summary: "A node's name cannot name a folder.",
    documentation: r#"## What it finds

A node's name that is empty, is longer than 64 characters, holds anything but letters, digits, `.`, `_` and `-`, does not
start with a letter or digit, or ends with a dot.

## Why it hurts

The name is a folder when files are written to a directory, and stands in reports and command lines.

## Example

```toml
[[node]]
name = "gateway 1"
roles = ["gateway"]
host = "localhost"
```

## How to fix it

Write `gateway-1`. Names of *environments* may hold blanks.
"#,
};

pub(in crate::model::topology) static DUPLICATE_NODE_NAME: Rule = Rule {
    code: "duplicate-node-name",
    severity: Severity::Error,
    summary: "Two nodes have the same name.",
    documentation: r#"## What it finds

Two nodes with one name, or with names that differ only in upper and lower case. Every one but the first is reported.

## Why it hurts

Environments name their gateways by it, and on computers that do not tell upper from lower case both would be written to
one folder.

## Example

```toml
[[node]]
name = "gateway"
roles = ["gateway"]
host = "gw1.example.com"

[[node]]
name = "Gateway"
roles = ["gateway"]
host = "gw2.example.com"
```

## How to fix it

Give each node a name of its own: `gateway-1`, `gateway-2`.
"#,
};
