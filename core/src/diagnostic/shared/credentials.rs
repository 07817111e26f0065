//! User names and passwords given as nothing.

use crate::diagnostic::{Rule, Severity};

pub(crate) static EMPTY_KEY_MANAGER_CREDENTIALS: Rule = Rule {
    code: "empty-key-manager-credentials",
    severity: Severity::Warning,
    summary: "The user name or password for the key manager is empty.",
    documentation: r#"## What it finds

`username = ""` or `password = ""` in `[apim.key_manager]`, or in `key_manager` of a node of a `topology.toml`, where it
is an error.

## Why it hurts

An empty text is not the same as a key that is left out: it *replaces* the default (`${admin.username}` and
`${admin.password}`). In every release from 3.0 to 4.7 the gateway then signs in with nothing, and every call through it
answers 900900, `Unclassified Authentication Failure`. The 3.0 documentation's page about several gateways shows the
empty texts as placeholders to be filled in.

## Example

```toml
[apim.key_manager]
service_url = "https://localhost:9443/services/"
username = ""
password = ""
```

## How to fix it

Leave both keys out to sign in as the node's own administrator, or write an account of the control plane: best as
`$ref{super_admin.username}`, `$env{KM_USER}` or `$secret{km_password}`.
"#,
};

pub(crate) static EMPTY_ENVIRONMENT_CREDENTIALS: Rule = Rule {
    code: "empty-environment-credentials",
    severity: Severity::Warning,
    summary: "The user name or password of an environment is empty.",
    documentation: r#"## What it finds

`username = ""` or `password = ""` in a gateway environment. In a `topology.toml` this is an error.

## Why it hurts

In 3.x the Publisher pushes an API to a gateway with the environment's user name and password: with empty ones it gets a
401 and the environment is listed as failed. 4.x stores them without using them to deploy.

## Example

```toml
[[apim.gateway.environment]]
name = "Production Gateway"
type = "production"
service_url = "https://localhost:9444/services/"
username = ""
password = ""
```

## How to fix it

Write an account that the gateway accepts: `${admin.username}` and `${admin.password}` for its administrator,
`$env{GW_USER}` or `$secret{gw_password}` for another. In a `topology.toml` leave the keys out to get the administrator.
"#,
};
