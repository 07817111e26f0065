//! Roles that one node must have, or at most one.

use crate::diagnostic::{Rule, Severity};

pub(in crate::model::topology) static NO_CONTROL_PLANE: Rule = Rule {
    code: "no-control-plane",
    severity: Severity::Error,
    summary: "No node is the control plane.",
    documentation: r#"## What it finds

A topology in which no node has the role `control-plane`.

## Why it hurts

Environments are written into the control plane's file, and every other node is linked to it.

## Example

```toml
release = "4.7"

[[node]]
name = "gateway-1"
roles = ["gateway"]
host = "localhost"
```

## How to fix it

Add the node, or give the role to one of the nodes: `roles = ["control-plane"]`.
"#,
};

pub(in crate::model::topology) static SEVERAL_CONTROL_PLANES: Rule = Rule {
    code: "several-control-planes",
    severity: Severity::Error,
    summary: "More than one node is the control plane, before 4.0.",
    documentation: r#"## What it finds

A second node with the role `control-plane` in a topology of release 3.0 to 3.2. Since 4.0 several are highly available
together: each publishes its events to all, and gateways listen to all.

## Why it hurts

In 3.x a control plane pushes APIs to the gateways, and nothing tells a second one of what the first one did.

## Example

```toml
release = "3.2"

[[node]]
name = "control-plane-1"
roles = ["control-plane"]
host = "cp1.example.com"

[[node]]
name = "control-plane-2"
roles = ["control-plane"]
host = "cp2.example.com"
```

## How to fix it

Leave the second node out, and copy the first one's rendered file to it.
"#,
};

pub(in crate::model::topology) static SEVERAL_TRAFFIC_MANAGERS: Rule = Rule {
    code: "several-traffic-managers",
    severity: Severity::Error,
    summary: "More than one node is the traffic manager.",
    documentation: r#"## What it finds

A second node with the role `traffic-manager`. Control planes that are highly available together may share the role.

## Why it hurts

Gateways are linked to one traffic manager. A second one would start and never be asked, so that throttling would count
only what reaches the first.

## Example

```toml
[[node]]
name = "traffic-manager-1"
roles = ["traffic-manager"]
host = "tm1.example.com"

[[node]]
name = "traffic-manager-2"
roles = ["traffic-manager"]
host = "tm2.example.com"
```

## How to fix it

Leave the second node out. Without any, the control plane has the role.
"#,
};

pub(in crate::model::topology) static SEVERAL_KEY_MANAGERS: Rule = Rule {
    code: "several-key-managers",
    severity: Severity::Error,
    summary: "More than one node is the key manager.",
    documentation: r#"## What it finds

A second node with the role `key-manager`. Control planes that are highly available together may share the role.

## Why it hurts

Gateways are linked to one key manager. A second one would start and never be asked.

## Example

```toml
[[node]]
name = "key-manager-1"
roles = ["key-manager"]
host = "km1.example.com"

[[node]]
name = "key-manager-2"
roles = ["key-manager"]
host = "km2.example.com"
```

## How to fix it

Leave the second node out. Without any, the control plane has the role.
"#,
};
