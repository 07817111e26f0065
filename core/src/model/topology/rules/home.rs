//! Homes.

use crate::diagnostic::{Rule, Severity};

pub(in crate::model::topology) static INVALID_HOME: Rule = Rule {
    code: "invalid-home",
    severity: Severity::Error,
    summary: "A node's home is no usable path.",
    documentation: r#"## What it finds

A `home` that is empty or holds a control character.

## Why it hurts

Files would be written somewhere else than meant: with an empty path below whatever folder the program runs in.

## Example

```toml
[[node]]
name = "gateway-1"
roles = ["gateway"]
host = "localhost"
home = ""
```

## How to fix it

Write the folder that the pack was unpacked to, such as `/opt/apim/gateway-1`, or leave the key out.
"#,
};

pub(in crate::model::topology) static DUPLICATE_HOME: Rule = Rule {
    code: "duplicate-home",
    severity: Severity::Error,
    summary: "Two nodes have the same home.",
    documentation: r#"## What it finds

Two nodes whose `home` is the same folder.

## Why it hurts

A pack has one `deployment.toml` and one set of logs and databases: the second node's file would overwrite the first
one's, and both nodes would start with it.

## Example

```toml
[[node]]
name = "gateway-1"
roles = ["gateway"]
host = "localhost"
offset = 1
home = "/opt/apim"

[[node]]
name = "gateway-2"
roles = ["gateway"]
host = "localhost"
offset = 2
home = "/opt/apim"
```

## How to fix it

Copy the pack once per node, and name each copy.
"#,
};
