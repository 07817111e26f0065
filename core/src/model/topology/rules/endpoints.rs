//! Endpoints of environments.

use crate::diagnostic::{Rule, Severity};

pub(in crate::model::topology) static ENDPOINT_NOT_IN_RELEASE: Rule = Rule {
    code: "endpoint-not-in-release",
    severity: Severity::Error,
    summary: "The release does not have this endpoint.",
    documentation: r#"## What it finds

`websub_event_receiver_http_endpoint` or `websub_event_receiver_https_endpoint` in a topology of 3.x.

## Why it hurts

WebSub came with 4.0. Before that nothing reads the key and no gateway listens.

## Example

```toml
release = "3.2"

[[environment]]
name = "Production Gateway"
type = "production"
gateways = ["gateway-1"]
websub_event_receiver_http_endpoint = "http://localhost:9022"
```

## How to fix it

Remove the key.
"#,
};

pub(in crate::model::topology) static PLACEHOLDER_IN_ENDPOINT: Rule = Rule {
    code: "placeholder-in-endpoint",
    severity: Severity::Error,
    summary: "An endpoint holds a placeholder that is resolved on the wrong node, or never.",
    documentation: r#"## What it finds

An endpoint of an environment that holds `${…}`, such as `${https.nio.port}`, or `$secret{…}`.

## Why it hurts

Environments are written into the control plane's file, and API-M (3.0 to 4.7) replaces `${https.nio.port}` by a port of
the node that reads the file: the control plane's own, or nothing on a control plane that has no such port. Secrets are
kept as text until a password is needed, so that `$secret{…}` stays part of the URL.

## Example

```toml
[[environment]]
name = "Production Gateway"
type = "production"
gateways = ["gateway-1"]
https_endpoint = "https://gw1.example.com:${https.nio.port}"
```

## How to fix it

Leave the endpoint out: it is derived from the gateway's host and offset. Or write the port as a number. `$env{…}` and
`$sys{…}` are resolved everywhere and may be used.
"#,
};
