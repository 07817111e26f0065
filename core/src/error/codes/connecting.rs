//! No answer from a server.

use crate::error::{ErrorCode, ErrorKind, Retry};

pub(crate) static CODES: &[ErrorCode] = &[
    ErrorCode {
        code: "answer-too-long",
        kinds: &[ErrorKind::Unexpected],
        retries: &[Retry::Safe, Retry::Ambiguous],
        context: &[
            "request",
            "server",
            "method",
            "environment",
            "attempts",
            "gave_up",
            "correlation_id",
        ],
        summary: "An answer is longer than 64 MiB.",
        documentation: r"
## What happened

Reading was stopped, so that a server cannot fill the memory.

## Usual causes

- The address leads to something that is not API-M.
- An API answers with a large file.

## How to fix it

Check the address. Large files are fetched with a client that writes them to disk.
",
    },
    ErrorCode {
        code: "connect-failed",
        kinds: &[ErrorKind::Connect],
        retries: &[Retry::Safe],
        context: &["request", "server", "method", "attempts", "gave_up", "correlation_id"],
        summary: "No connection could be made.",
        documentation: r"
## What happened

Nothing was sent. The message ends with what the system said, such as `Connection refused`.

## Usual causes

- The node is not running, or still starting.
- Host or port are wrong; a node with an offset has it on every port.
- A firewall refuses.

## How to fix it

Check that the node runs and that host and port are right. After a start, `wait_until_ready` waits.
",
    },
    ErrorCode {
        code: "connect-timeout",
        kinds: &[ErrorKind::Timeout],
        retries: &[Retry::Safe],
        context: &["request", "server", "method", "attempts", "gave_up", "correlation_id"],
        summary: "No connection was made within the time allowed.",
        documentation: r"
## What happened

The host did not answer at all. Nothing was sent.

## Usual causes

- The address leads nowhere, or a firewall drops what is sent there.
- A network that is far away needs longer.

## How to fix it

Check host and port, then the firewall; or allow more time with `connect_timeout`.
",
    },
    ErrorCode {
        code: "connection-lost",
        kinds: &[ErrorKind::Connect],
        retries: &[Retry::Safe, Retry::Ambiguous],
        context: &[
            "request",
            "server",
            "method",
            "attempts",
            "gave_up",
            "correlation_id",
            "read_back",
        ],
        summary: "The connection broke before the answer was there.",
        documentation: r"
## What happened

The request was sent, wholly or in part, and no whole answer came back.

## Usual causes

- The node was stopped or restarted.
- A proxy or load balancer closed the connection.
- `http://` was used on a port that speaks TLS.

## How to fix it

Look at the log of the node and of what stands before it.
",
    },
    ErrorCode {
        code: "deadline-exceeded",
        kinds: &[ErrorKind::Timeout],
        retries: &[Retry::Safe],
        context: &["request", "server", "attempts", "gave_up", "correlation_id"],
        summary: "No attempt of a request could be made in time.",
        documentation: r"
## What happened

The request waited for its turn, or for a token, until the deadline of the retry options had passed. Nothing was sent.

## Usual causes

- The server asked for a pause (429 with `Retry-After`) that is longer than the deadline.
- Many requests of the session are under way, and the server is slow.

## How to fix it

Allow more time with `deadline` of the retry options, or do less at a time.
",
    },
    ErrorCode {
        code: "not-ready",
        kinds: &[ErrorKind::Timeout],
        retries: &[Retry::Safe],
        context: &["server"],
        summary: "A node was not ready within the time allowed.",
        documentation: r"
## What happened

The node was asked again and again whether it is ready. The message gives its last answer.

## Usual causes

- API-M needs minutes to start, more on a slow disk.
- It could not start: its log says why.
- Host or port are wrong.

## How to fix it

Look at `repository/logs/wso2carbon.log`; allow more time.
",
    },
    ErrorCode {
        code: "request-timeout",
        kinds: &[ErrorKind::Timeout],
        retries: &[Retry::Safe, Retry::Ambiguous],
        context: &[
            "request",
            "server",
            "method",
            "attempts",
            "gave_up",
            "correlation_id",
            "read_back",
        ],
        summary: "No whole answer came within the time allowed.",
        documentation: r"
## What happened

The request was sent; the answer did not come, or not to its end.

## Usual causes

- The node is overloaded, or waits for its database or for a gateway.
- The answer is long and the network slow.

## How to fix it

Allow more time with `request_timeout`, and look at the node's log for what it waits for.
",
    },
    ErrorCode {
        code: "tls-failed",
        kinds: &[ErrorKind::Tls],
        retries: &[Retry::Safe, Retry::Ambiguous],
        context: &[
            "request",
            "server",
            "method",
            "environment",
            "attempts",
            "gave_up",
            "correlation_id",
        ],
        summary: "The TLS connection could not be made.",
        documentation: r"
## What happened

Server and client did not agree, or the certificate is not trusted. The message says why.

## Usual causes

- API-M's own certificate is signed by nobody; it has to be named.
- The certificate is of another host, or expired.
- The port speaks plain HTTP.

## How to fix it

Give the certificate, or that of its issuer, with `ca_certificates`, and use the host name that stands in it.
",
    },
];
