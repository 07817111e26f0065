//! A server's answer that is no success.

use crate::error::{ErrorCode, ErrorKind, Retry};

pub(crate) static CODES: &[ErrorCode] = &[
    ErrorCode {
        code: "conflict",
        kinds: &[ErrorKind::Conflict],
        retries: &[Retry::Never],
        context: &[
            "request",
            "server",
            "status",
            "api_manager_code",
            "api_manager_message",
            "api_manager_description",
            "attempts",
            "gave_up",
            "correlation_id",
        ],
        summary: "What is there already contradicts the request.",
        documentation: r"
## What happened

The answer was 409. The message has the server's own words.

## Usual causes

- An API with the same context, or with the name in another spelling, is there.
- Somebody made the same thing meanwhile.

## How to fix it

Choose another name or context, or use what is there.
",
    },
    ErrorCode {
        code: "not-found",
        kinds: &[ErrorKind::NotFound],
        retries: &[Retry::Never],
        context: &[
            "request",
            "server",
            "status",
            "api_manager_code",
            "api_manager_message",
            "api_manager_description",
            "attempts",
            "gave_up",
            "correlation_id",
        ],
        summary: "The server has no such thing.",
        documentation: r"
## What happened

The answer was 404. The message has the server's own words.

## Usual causes

- Something was deleted meanwhile.
- The address is a gateway's, or a proxy that does not pass this path on.
- The release is another one than was said, so that paths differ.

## How to fix it

Check that the address is the control plane's own (9443 and its offset), and the release.
",
    },
    ErrorCode {
        code: "precondition-failed",
        kinds: &[ErrorKind::ConcurrentChange],
        retries: &[Retry::Never],
        context: &[
            "request",
            "server",
            "status",
            "api_manager_code",
            "api_manager_message",
            "api_manager_description",
            "attempts",
            "gave_up",
            "correlation_id",
        ],
        summary: "Somebody else changed the same thing meanwhile.",
        documentation: r"
## What happened

The answer was 412: what was to be changed is no longer what was read. Nothing was changed.

## Usual causes

- Another program, or a person in the Publisher, works on the same API.

## How to fix it

Read again, look at what changed, and do it again from there.
",
    },
    ErrorCode {
        code: "rate-limited",
        kinds: &[ErrorKind::RateLimited],
        retries: &[Retry::Safe],
        context: &[
            "request",
            "server",
            "status",
            "api_manager_code",
            "api_manager_message",
            "api_manager_description",
            "retry_after",
            "attempts",
            "gave_up",
            "correlation_id",
        ],
        summary: "The server asks for fewer requests.",
        documentation: r"
## What happened

The answer was 429, and nothing was done.

## Usual causes

- A proxy before the control plane limits requests.
- Many programs share one user.

## How to fix it

Wait as long as `retry_after` says, if it is there, and send fewer requests at a time.
",
    },
    ErrorCode {
        code: "redirected",
        kinds: &[ErrorKind::Unexpected],
        retries: &[Retry::Never],
        context: &[
            "request",
            "server",
            "status",
            "api_manager_code",
            "api_manager_message",
            "api_manager_description",
            "attempts",
            "gave_up",
            "correlation_id",
        ],
        summary: "The server sends the request elsewhere.",
        documentation: r"
## What happened

The answer was one of 300 to 399. Redirects are not followed, because credentials would go to an address that nobody
named.

## Usual causes

- The address lacks `https`, or has a path too many.
- A single sign-on stands before the server.

## How to fix it

Give the address it leads to.
",
    },
    ErrorCode {
        code: "rejected",
        kinds: &[ErrorKind::Rejected],
        retries: &[Retry::Never],
        context: &[
            "request",
            "server",
            "status",
            "api_manager_code",
            "api_manager_message",
            "api_manager_description",
            "attempts",
            "gave_up",
            "correlation_id",
        ],
        summary: "The server understood the request and refuses it.",
        documentation: r"
## What happened

The answer was one of 400 to 499 that has no code of its own. The message has the server's words and its code.

## Usual causes

- A value is not allowed there, such as a plan or an environment that does not exist.
- The user may not do it (403).

## How to fix it

Do what the server's words say; WSO2's documentation lists its codes.
",
    },
    ErrorCode {
        code: "server-failed",
        kinds: &[ErrorKind::Server],
        retries: &[Retry::Safe, Retry::Ambiguous],
        context: &[
            "request",
            "server",
            "status",
            "api_manager_code",
            "api_manager_message",
            "api_manager_description",
            "retry_after",
            "attempts",
            "gave_up",
            "correlation_id",
            "read_back",
        ],
        summary: "The server failed.",
        documentation: r"
## What happened

The answer was 500 or above. Code 900967 and deadlocks of the database pass by themselves; anything else is in the
server's log.

## Usual causes

- The database, or a gateway that is pushed to (3.x), cannot be reached.
- A proxy answers for a node that is down (502, 503, 504).

## How to fix it

Look at `repository/logs/wso2carbon.log` at the time of the request.
",
    },
    ErrorCode {
        code: "unexpected-status",
        kinds: &[ErrorKind::Unexpected],
        retries: &[Retry::Never],
        context: &[
            "request",
            "server",
            "status",
            "api_manager_code",
            "api_manager_message",
            "api_manager_description",
            "attempts",
            "gave_up",
            "correlation_id",
        ],
        summary: "The server answered with a status that is no answer.",
        documentation: r"
## What happened

The status is below 200.

## Usual causes

- Something that is not API-M stands at the address.

## How to fix it

Check the address, and report it if it is API-M.
",
    },
    ErrorCode {
        code: "unknown-release",
        kinds: &[ErrorKind::Unsupported],
        retries: &[Retry::Never],
        context: &["server"],
        summary: "The server does not say which release it is.",
        documentation: r"
## What happened

Its answer to the question for the release was none that API-M gives.

## Usual causes

- The address is a gateway's, a proxy's or another product's.
- The question is not passed on by a proxy before the control plane.

## How to fix it

Check the address. If it is the control plane, say its release in the options.
",
    },
    ErrorCode {
        code: "unreadable-answer",
        kinds: &[ErrorKind::Unexpected],
        retries: &[Retry::Safe, Retry::Ambiguous],
        context: &["request", "server", "attempts", "gave_up", "correlation_id", "read_back"],
        summary: "The server's answer cannot be read.",
        documentation: r"
## What happened

The answer was a success, but its body is not what API-M sends. The request was most likely done.

## Usual causes

- A proxy or a login page answered in the server's place.
- The server is a release that is not known.

## How to fix it

Check the address and the release; report it if it is API-M.
",
    },
    ErrorCode {
        code: "unsupported-by-release",
        kinds: &[ErrorKind::Unsupported],
        retries: &[Retry::Never],
        context: &["path", "release"],
        summary: "This release of API-M cannot do it.",
        documentation: r"
## What happened

What was asked for came with a later release, or went with one. The message says since when it is there. Nothing was
sent.

## Usual causes

- Revisions, virtual hosts and deployments that the Developer Portal does not show are there since 4.0 only.
- The release in the options is older than the server.

## How to fix it

Leave it out, or use a server of a newer release.
",
    },
    ErrorCode {
        code: "unsupported-by-server",
        kinds: &[ErrorKind::Unsupported],
        retries: &[Retry::Never],
        context: &[
            "request",
            "server",
            "status",
            "api_manager_code",
            "api_manager_message",
            "api_manager_description",
            "attempts",
            "gave_up",
            "correlation_id",
        ],
        summary: "The server cannot do this at all.",
        documentation: r"
## What happened

The answer was 501.

## Usual causes

- The address leads to an emulator that does not have this operation.
- A proxy does not pass the method on.

## How to fix it

Ask a server that has the operation, or do without it.
",
    },
];
