//! URLs of environments.

use crate::diagnostic::{Rule, Severity};

pub(crate) static MALFORMED_ENDPOINT: Rule = Rule {
    code: "malformed-endpoint",
    severity: Severity::Error,
    summary: "An endpoint is not a URL that API-M can take apart.",
    documentation: r#"## What it finds

An endpoint of an environment that does not hold `://` exactly once, has no scheme or no host, or whose port is not a
number from 1 to 65535; a placeholder or reference in it that lacks its closing brace or has one too many. A placeholder
that is nearly one of API-M's, such as `${https.nio.prt}`, is a warning.

## Why it hurts

Since 4.0 API-M takes the endpoints apart when it starts: anything else ends in
`Error reading gateway environment endpoint URL`, wrapped as `Unexpected error occurred while parsing configuration`,
and API-M's components do not start. In 3.x the portals show the broken URL, and publishing to a broken `service_url`
fails.

## Example

```toml
[[apim.gateway.environment]]
name = "Production Gateway"
type = "production"
https_endpoint = "localhost:8244"
```

## How to fix it

Write scheme, host and port: `https://localhost:8244`. Without a port API-M assumes 80 (http), 443 (https), 9099 (ws),
8099 (wss), 9021 and 8021 (WebSub).
"#,
};

pub(crate) static ENDPOINT_SCHEME_MISMATCH: Rule = Rule {
    code: "endpoint-scheme-mismatch",
    severity: Severity::Warning,
    summary: "An endpoint's scheme is not the one its key is for.",
    documentation: r#"## What it finds

An endpoint whose scheme does not fit its key: `https://…` under `http_endpoint`, `wss://…` under `ws_endpoint`, and the
like. `http_endpoint` and `websub_event_receiver_http_endpoint` take `http`, `https_endpoint`, `service_url` and
`websub_event_receiver_https_endpoint` take `https`, `ws_endpoint` takes `ws` and `wss_endpoint` takes `wss`. In a
`topology.toml` this is an error.

## Why it hurts

API-M (3.0 to 4.7) does not compare the two. What is written is what the portals show and what clients call: TLS to a
port that speaks plain HTTP, or plain HTTP to one that expects TLS. Since 4.0 the scheme also decides which port of the
virtual host the URL sets, so that one of two ports stays unset.

## Example

```toml
[[apim.gateway.environment]]
name = "Production Gateway"
type = "production"
http_endpoint = "https://localhost:8244"
https_endpoint = "http://localhost:8281"
```

## How to fix it

Swap the URLs, or write the scheme that the key is for.
"#,
};

pub(crate) static ENDPOINT_HOSTS_DIFFER: Rule = Rule {
    code: "endpoint-hosts-differ",
    severity: Severity::Warning,
    summary: "The HTTP and the HTTPS endpoint of an environment name different hosts.",
    documentation: r#"## What it finds

An environment of 4.x whose `http_endpoint` and `https_endpoint` name different hosts. In a `topology.toml` this is an
error.

## Why it hurts

Since 4.0 the two URLs form one virtual host. Its host and its base path are taken from the HTTPS URL; the host of the
HTTP URL is ignored without a word, so that the portals show an HTTP URL on a host nobody wrote.

## Example

```toml
[[apim.gateway.environment]]
name = "Production Gateway"
type = "production"
http_endpoint = "http://internal.example.com:8281"
https_endpoint = "https://gw.example.com:8244"
```

## How to fix it

Use one host for both, leave `http_endpoint` out, or describe the second host as a
`[[apim.gateway.environment.virtual_host]]` of its own.
"#,
};

pub(crate) static MISSING_ENDPOINT: Rule = Rule {
    code: "missing-endpoint",
    severity: Severity::Error,
    summary: "An environment lacks a URL that cannot be derived.",
    documentation: r#"## What it finds

In a `deployment.toml` of 4.x: an environment with neither `http_endpoint` nor `https_endpoint`.

In a `topology.toml`: an environment with several gateways behind it that lacks

- both `https_endpoint` and `http_endpoint`,
- in 3.x `service_url`,
- in 4.x `ws_endpoint` or `wss_endpoint`.

With one gateway all of them follow from the gateway's host and offset.

## Why it hurts

With several gateways there is no telling which address clients use: usually that of a load balancer, which a topology
does not describe.

Since 4.0 API-M builds a virtual host of the URLs and fails at start without an HTTP or HTTPS one:
`Error while building VHost, missing required HTTP or HTTPS endpoint`. Without the WebSocket URLs, 4.x keeps null ports
that later code dereferences. 3.x pushes APIs to `service_url`; without it, publishing to the environment fails.

## Example

```toml
release = "4.7"

[[environment]]
name = "Production Gateway"
type = "production"
gateways = ["gateway-1", "gateway-2"]
```

## How to fix it

Write the load balancer's URLs:

```toml
https_endpoint = "https://gw.example.com"
ws_endpoint = "ws://gw.example.com:9099"
wss_endpoint = "wss://gw.example.com:8099"
```
"#,
};

pub(crate) static DUPLICATE_VIRTUAL_HOST: Rule = Rule {
    code: "duplicate-virtual-host",
    severity: Severity::Warning,
    summary: "Two virtual hosts of one environment have the same host.",
    documentation: r#"## What it finds

A `[[apim.gateway.environment.virtual_host]]` whose host is that of another one of its environment, or that of the
environment's own endpoints, which are its first virtual host. The host is that of the HTTPS URL, or of the HTTP URL when
there is no other.

## Why it hurts

API-M (4.0 to 4.7) keeps with a deployment nothing but the virtual host's host name. Of two with one host the first is
found, whatever was chosen: the second one's ports are never used, and the portals show the first one's URLs.

## Example

```toml
[[apim.gateway.environment]]
name = "Production Gateway"
type = "production"
https_endpoint = "https://gw.example.com:8243"

[[apim.gateway.environment.virtual_host]]
https_endpoint = "https://gw.example.com:9243"
```

## How to fix it

Give each virtual host a host name of its own, or remove the second one.
"#,
};
