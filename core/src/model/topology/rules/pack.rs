//! Packs.

use crate::diagnostic::{Rule, Severity};

pub(in crate::model::topology) static UNKNOWN_PACK: Rule = Rule {
    code: "unknown-pack",
    severity: Severity::Error,
    summary: "A pack that does not exist.",
    documentation: r#"## What it finds

A `pack` that is none of `all-in-one`, `control-plane`, `gateway`, `traffic-manager` and `key-manager`. WSO2's own names
(`gateway-worker`, `api-control-plane`, `api-key-manager`, …) are understood as well.

## Why it hurts

The pack decides which ports the node opens and how it is started.

## Example

```toml
[[node]]
name = "gateway-1"
roles = ["gateway"]
host = "localhost"
pack = "universal-gateway"
```

## How to fix it

Write one of the names above, or leave the key out: the pack then follows from release and roles.
"#,
};

pub(in crate::model::topology) static PACK_NOT_IN_RELEASE: Rule = Rule {
    code: "pack-not-in-release",
    severity: Severity::Error,
    summary: "The release does not have the pack.",
    documentation: r#"## What it finds

A `pack` that the topology's release does not have: `control-plane` in 3.x.

## Why it hurts

The profile `control-plane` exists since 4.0. A 3.x node cannot be started as one.

## Example

```toml
release = "3.2"

[[node]]
name = "control-plane"
roles = ["control-plane"]
host = "localhost"
pack = "control-plane"
```

## How to fix it

In 3.x the control plane is the whole product: leave `pack` out, or write `all-in-one`.
"#,
};

pub(in crate::model::topology) static ROLE_NOT_IN_PACK: Rule = Rule {
    code: "role-not-in-pack",
    severity: Severity::Error,
    summary: "A node started as its pack cannot have the role.",
    documentation: r#"## What it finds

A node with a role that its `pack` does not contain: a `gateway` pack that is to be the control plane, a `control-plane`
pack that is to serve APIs.

## Why it hurts

What is not in the pack does not start: the node opens none of the ports that others are told to reach it at.

## Example

```toml
[[node]]
name = "control-plane"
roles = ["control-plane", "gateway"]
host = "localhost"
pack = "control-plane"
```

## How to fix it

Use `all-in-one`, which has every role, leave `pack` out, or move the role to another node.
"#,
};
