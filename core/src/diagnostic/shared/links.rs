//! URLs that lead to another node than they are said to.

use crate::diagnostic::{Rule, Severity};

pub(crate) static ENDPOINT_PORT_MISMATCH: Rule = Rule {
    code: "endpoint-port-mismatch",
    severity: Severity::Warning,
    summary: "An environment's endpoint names a port that is not its gateway's.",
    documentation: r#"## What it finds

- An endpoint of an environment whose port belongs to another node than the gateway behind it, or to another service:
  `https_endpoint` with the port of a second gateway, `ws_endpoint` with that of the pass-through.
- An environment whose URLs, at least three and all that are compared, agree on an offset that is not the gateway's: the
  gateway's offset was changed and the URLs were not. One finding.

From 4.0 on the label says which gateway is behind an environment, in 3.x the `service_url` does. Only hosts of the set
are compared; 80 and 443, and a lone port that no node opens, are taken for a proxy's. A URL whose scheme does not fit its
key is `endpoint-scheme-mismatch` alone.

In a `topology.toml` the `gateways` of the environment say which nodes are behind it, and it is an error.

## Why it hurts

The Developer Portal shows these URLs. Calls and the try-out go to another gateway, which answers 404, or takes the wrong
kind of keys; WebSocket APIs and WebSub callbacks are not reached.

## Example

```toml
[[apim.gateway.environment]]
name = "Production Gateway"
type = "production"
http_endpoint = "http://localhost:8281"
https_endpoint = "https://localhost:8245"
```

The gateway has the offset 1; 8245 is the port of a gateway with the offset 2.

## How to fix it

Write the default port (8280, 8243, 9099, 8099, 9021, 8021) plus the gateway's offset:
`https_endpoint = "https://localhost:8244"`.
"#,
};

pub(crate) static SERVICE_URL_MISMATCH: Rule = Rule {
    code: "service-url-mismatch",
    severity: Severity::Warning,
    summary: "An environment's `service_url` does not lead to its gateway.",
    documentation: r#"## What it finds

A `service_url` with a port that belongs to something else than the gateway behind the environment. From 4.0 on the label
says which gateway that is; in 3.x it is the one to which at least three other URLs of the environment lead. Only hosts of
the set are compared, 80 and 443 are taken for a proxy's. Other cases have rules of their own: a default port that ignores
the gateway's offset (`literal-port-ignores-offset`), and in 3.x a port where no gateway listens
(`environment-without-gateway`).

In a `topology.toml` the `gateways` of the environment say which nodes are behind it, and it is an error.

## Why it hurts

The 3.x Publisher pushes the APIs of an environment to its `service_url`: they appear on another gateway than the one whose
URLs the Developer Portal shows. Since 4.0 nothing is pushed and the URL is only stored; whoever reads it is misled.

## Example

```toml
[[apim.gateway.environment]]
name = "Production Gateway"
type = "production"
service_url = "https://localhost:9445/services/"
http_endpoint = "http://localhost:8281"
https_endpoint = "https://localhost:8244"
ws_endpoint = "ws://localhost:9100"
```

The gateway has the offset 1; 9445 is the port of a node with the offset 2.

## How to fix it

Write 9443 plus the gateway's offset: `service_url = "https://localhost:9444/services/"`.
"#,
};
