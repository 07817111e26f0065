//! Gateways behind environments.

use crate::diagnostic::{Rule, Severity};

pub(in crate::model::topology) static UNKNOWN_GATEWAY: Rule = Rule {
    code: "unknown-gateway",
    severity: Severity::Error,
    summary: "An environment names a gateway that no node has.",
    documentation: r#"## What it finds

An entry of `gateways` that is the name of no `[[node]]`. Names are compared exactly.

## Why it hurts

Nothing would stand behind the environment, and its URLs could not be derived.

## Example

```toml
[[node]]
name = "gateway-1"
roles = ["gateway"]
host = "localhost"

[[environment]]
name = "Production Gateway"
type = "production"
gateways = ["gatway-1"]
```

## How to fix it

Write the name that the message suggests, or add the node.
"#,
};

pub(in crate::model::topology) static NOT_A_GATEWAY: Rule = Rule {
    code: "not-a-gateway",
    severity: Severity::Error,
    summary: "An environment names a node that is no gateway.",
    documentation: r#"## What it finds

An entry of `gateways` whose node does not have the role `gateway`.

## Why it hurts

The node serves no APIs: what is deployed to the environment is nowhere to be called.

## Example

```toml
[[node]]
name = "control-plane"
roles = ["control-plane"]
host = "localhost"

[[environment]]
name = "Production Gateway"
type = "production"
gateways = ["control-plane"]
```

## How to fix it

Add the role to the node (`roles = ["control-plane", "gateway"]`), or name another node.
"#,
};

pub(in crate::model::topology) static DUPLICATE_GATEWAY: Rule = Rule {
    code: "duplicate-gateway",
    severity: Severity::Error,
    summary: "An environment names a gateway twice.",
    documentation: r#"## What it finds

The same node twice in one environment's `gateways`.

## Why it hurts

Most likely another node was meant, which then serves nothing.

## Example

```toml
[[environment]]
name = "Production Gateway"
type = "production"
gateways = ["gateway-1", "gateway-1"]
```

## How to fix it

Write the other gateway's name, or remove one of the two.
"#,
};

pub(in crate::model::topology) static GATEWAY_WITHOUT_ENVIRONMENT: Rule = Rule {
    code: "gateway-without-environment",
    severity: Severity::Error,
    summary: "A gateway serves no environment.",
    documentation: r#"## What it finds

A node with the role `gateway` that is in no environment's `gateways`.

## Why it hurts

In 3.x nothing is ever pushed to it. Since 4.0 a gateway that is told no label asks for the APIs of an environment
`Default`, which may not exist: it logs `Environment not found for label` and answers 404 to every call.

## Example

```toml
release = "4.7"

[[node]]
name = "control-plane"
roles = ["control-plane"]
host = "localhost"

[[node]]
name = "gateway-1"
roles = ["gateway"]
host = "localhost"
offset = 1
```

## How to fix it

Add an `[[environment]]` with `gateways = ["gateway-1"]`, or add the gateway to one that is there.
"#,
};
