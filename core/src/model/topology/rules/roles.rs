//! Roles of a node.

use crate::diagnostic::{Rule, Severity};

pub(in crate::model::topology) static UNKNOWN_ROLE: Rule = Rule {
    code: "unknown-role",
    severity: Severity::Error,
    summary: "A role that does not exist.",
    documentation: r#"## What it finds

An entry of `roles` that is none of `control-plane`, `gateway`, `traffic-manager` and `key-manager`.

## Why it hurts

The roles decide what a node's file says. Names of profiles and packs (`gateway-worker`) belong under `pack`.

## Example

```toml
[[node]]
name = "gateway-1"
roles = ["gatway"]
host = "localhost"
```

## How to fix it

Write the role that the message suggests: `gateway`.
"#,
};

pub(in crate::model::topology) static MISSING_ROLE: Rule = Rule {
    code: "missing-role",
    severity: Severity::Error,
    summary: "A node has no role.",
    documentation: r#"## What it finds

A node with `roles = []`.

## Why it hurts

A node that does nothing has no file to render, and others cannot be linked to it.

## Example

```toml
[[node]]
name = "gateway-1"
roles = []
host = "localhost"
```

## How to fix it

Write what it does: `roles = ["gateway"]`; several are allowed, such as `["control-plane", "gateway"]`.
"#,
};

pub(in crate::model::topology) static DUPLICATE_ROLE: Rule = Rule {
    code: "duplicate-role",
    severity: Severity::Error,
    summary: "A node has a role twice.",
    documentation: r#"## What it finds

The same role twice in one node's `roles`.

## Why it hurts

It does no harm by itself; most likely another role was meant.

## Example

```toml
[[node]]
name = "control-plane"
roles = ["control-plane", "control-plane"]
host = "localhost"
```

## How to fix it

Remove it, or write the role that was meant.
"#,
};
