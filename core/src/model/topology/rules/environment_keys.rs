//! What an environment says of itself besides its URLs.

use crate::diagnostic::{Rule, Severity};

pub(in crate::model::topology) static ENVIRONMENT_KEY_NOT_IN_RELEASE: Rule = Rule {
    code: "environment-key-not-in-release",
    severity: Severity::Error,
    summary: "A key of an environment is newer than the topology's release.",
    documentation: r#"## What it finds

In an `[[environment]]`: `display_name` or a `virtual_host` before 4.0, `provider` or `properties` before 4.1,
`gateway_type` or `visibility` before 4.3. `provider = "wso2"` and `gateway_type = "Regular"` say what every release does,
and are fine anywhere.

## Why it hurts

API-M passes over keys that it does not know, in silence: a virtual host in 3.2 is no host, and everybody sees an
environment whose `visibility` 4.2 does not read.

## Example

```toml
release = "3.2"

[[environment]]
name = "Production Gateway"
type = "production"
gateways = ["gateway-1"]
display_name = "Production"
```

## How to fix it

Remove the key, or write the release that the nodes really are of.
"#,
};

pub(in crate::model::topology) static INVALID_VISIBILITY: Rule = Rule {
    code: "invalid-visibility",
    severity: Severity::Error,
    summary: "An entry of `visibility` is not the name of one role.",
    documentation: r#"## What it finds

An entry of an environment's `visibility` that is empty, or holds a comma.

## Why it hurts

API-M (4.3 to 4.7) joins the entries by commas and splits them again: two names in one entry work by accident, and an
empty one is the name of no role.

## Example

```toml
[[environment]]
name = "Production Gateway"
type = "production"
gateways = ["gateway-1"]
visibility = ["internal/publisher, internal/creator"]
```

## How to fix it

Write one role per entry: `visibility = ["internal/publisher", "internal/creator"]`. Without `visibility` everybody sees
the environment.
"#,
};

pub(in crate::model::topology) static FEDERATED_ENVIRONMENT_WITH_GATEWAYS: Rule = Rule {
    code: "federated-environment-with-gateways",
    severity: Severity::Error,
    summary: "An environment of another vendor's gateway names nodes.",
    documentation: r#"## What it finds

An `[[environment]]` that has a `provider` other than `wso2`, or a `gateway_type` other than `Regular`, and `gateways` as
well.

## Why it hurts

API-M (4.1 to 4.7) hands such an environment's APIs to a connector for the other product. No node that API-M runs loads
them, whatever its labels say.

## Example

```toml
[[environment]]
name = "Events"
type = "hybrid"
provider = "solace"
gateways = ["gateway-1"]
```

## How to fix it

Remove `gateways`; or remove `provider` and `gateway_type`, if the nodes are meant.
"#,
};
