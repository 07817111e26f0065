//! Offsets and ports.

use crate::diagnostic::{Rule, Severity};

pub(crate) static INVALID_OFFSET: Rule = Rule {
    code: "invalid-offset",
    severity: Severity::Error,
    summary: "A port offset is not a whole number from 0 to 54424.",
    documentation: r#"## What it finds

A port offset that is no whole number, is negative, or is larger than 54424: `offset` of a `[[node]]` in a
`topology.toml`, `[server] offset` in a `deployment.toml`.

In a `deployment.toml` a whole number in quotes (`"1"`) is accepted, because API-M reads it; in a `topology.toml` the
number stands without quotes. A number in a `deployment.toml` that takes a port out of range is `port-out-of-range`; a
negative one that does not is a warning.

## Why it hurts

The offset is added to every default port of the node. API-M (3.0 to 4.7) checks no range:

- a text such as `"one"` or a number such as `1.5` ends in a `NumberFormatException` when the kernel starts, while other
  components log `Invalid Port Offset` and go on with 0, so that one node listens on two sets of ports;
- the highest default port that shifts is 11111 (JMX): an offset above 54424 takes it past 65535, and the node cannot
  bind it;
- no release documents a negative offset.

## Example

```toml
[server]
offset = 70000
```

## How to fix it

Give the nodes of one computer small offsets: 0, 1, 2. Offsets that are 1 to 36 apart never collide.
"#,
};

pub(crate) static PORT_COLLISION: Rule = Rule {
    code: "port-collision",
    severity: Severity::Error,
    summary: "Two nodes of one host open the same port.",
    documentation: r#"## What it finds

Two nodes that run on one host and open the same port number, counting every default port that pack and release of each
node open and each node's offset. Offsets need not be equal for that: at 37 apart, the one node's pass-through HTTP
port (8280) is the other's pass-through HTTPS port (8243 + 37).

Files say nothing about hosts, so for `deployment.toml` files this is reported only when the hosts of both nodes were
given and are the same.

## Why it hurts

The node that starts second cannot bind the port. API-M (3.0 to 4.7) checks nothing beforehand: the service behind that
port is missing on the second node, and what was meant for it arrives at the first.

## Example

```toml
[[node]]
name = "gateway-1"
roles = ["gateway"]
host = "localhost"
offset = 1

[[node]]
name = "gateway-2"
roles = ["gateway"]
host = "localhost"
offset = 38
```

8280 + 1 and 8243 + 38 are both 8281.

## How to fix it

Use the offset that the message suggests, or any that is 1 to 36 away from every other node of the host. Gaps of 37, 52,
78, 100, 144 and more round numbers collide once the nodes open the ports concerned; a gap of 10 does not.
"#,
};

pub(crate) static LITERAL_PORT_IGNORES_OFFSET: Rule = Rule {
    code: "literal-port-ignores-offset",
    severity: Severity::Warning,
    summary: "A URL names a gateway's default port although the gateway has an offset.",
    documentation: r#"## What it finds

An endpoint of an environment that is written with the default port (8280, 8243, 9099, 8099, 9021, 8021, or 9443 in
`service_url`) of the gateway it points at, although that gateway's offset is not 0, so that it listens elsewhere.

## Why it hurts

`[server] offset` moves the ports a node listens on. It does not move the ports in URLs that are written out: those
stay as they are, in every release from 3.0 to 4.7. The portals then show a URL at which nothing answers, or, when
another node of the host has offset 0, at which the wrong node answers.

WSO2's own files write the WebSocket and WebSub URLs with literal ports, so this happens to everybody who changes only
the offset (reported as product-apim#8083 and #3422).

## Example

```toml
[server]
offset = 1

[[apim.gateway.environment]]
name = "Default"
type = "hybrid"
https_endpoint = "https://localhost:8244"
ws_endpoint = "ws://localhost:9099"
```

The gateway listens for WebSocket connections on 9100.

## How to fix it

Add the gateway's offset to the port: `ws://localhost:9100`. In a `topology.toml`, leave the endpoint out: it is then
derived from the gateway's host and offset. When a load balancer on the gateway's host really listens on the default
port, name it by another host name.
"#,
};
