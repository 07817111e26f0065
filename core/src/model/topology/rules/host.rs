//! Hosts.

use crate::diagnostic::{Rule, Severity};

pub(in crate::model::topology) static INVALID_HOST: Rule = Rule {
    code: "invalid-host",
    severity: Severity::Error,
    summary: "A node's host is no host name and no IP address.",
    documentation: r#"## What it finds

A `host` that is a URL, holds a port, a blank or a placeholder, is no valid IP address, or is `0.0.0.0` or `::`, at which
a node can listen but nobody can reach it.

## Why it hurts

The host becomes part of every URL that leads to the node.

## Example

```toml
[[node]]
name = "gateway-1"
roles = ["gateway"]
host = "https://gw1.example.com:8243"
```

## How to fix it

Write the name or the address alone: `gw1.example.com`. Ports follow from the offset.
"#,
};

pub(in crate::model::topology) static LOOPBACK_HOST_AMONG_OTHERS: Rule = Rule {
    code: "loopback-host-among-others",
    severity: Severity::Warning,
    summary: "A node is at `localhost` while others are on named computers.",
    documentation: r#"## What it finds

A node whose host is `localhost`, `127.…` or `::1` in a topology that has nodes on other hosts as well.

## Why it hurts

`localhost` is another computer on every computer. A gateway on `gw1.example.com` that is told to find its control plane
at `https://localhost:9443/services/` looks for it on itself: tokens are not validated, and since 4.0 no API is loaded.

## Example

```toml
[[node]]
name = "control-plane"
roles = ["control-plane"]
host = "localhost"

[[node]]
name = "gateway-1"
roles = ["gateway"]
host = "gw1.example.com"
```

## How to fix it

Write the host by which the other nodes reach it. If a tunnel makes `localhost` right on each computer, the warning can be
ignored.
"#,
};

pub(in crate::model::topology) static INVALID_PROXY_PORT: Rule = Rule {
    code: "invalid-proxy-port",
    severity: Severity::Error,
    summary: "The port of a proxy is no port.",
    documentation: r#"## What it finds

`http_proxy_port` or `https_proxy_port` of a `[[node]]` outside 1 to 65535.

## Why it hurts

It is written as `proxyPort` of the node's transport, and API-M (3.0 to 4.7) puts it into the URLs that it makes of
itself: the portals would send browsers to a port that cannot exist.

## Example

```toml
[[node]]
name = "control-plane"
roles = ["control-plane"]
host = "cp.example.com"
https_proxy_port = 70000
```

## How to fix it

Write the port by which clients reach the proxy, such as 443, or remove the key when there is no proxy. The offset is not
added to it.
"#,
};
