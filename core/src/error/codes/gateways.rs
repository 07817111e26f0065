//! Asking gateways whether an API is live.

use crate::error::{ErrorCode, ErrorKind, Retry};

pub(crate) static CODES: &[ErrorCode] = &[
    ErrorCode {
        code: "no-environment",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["api", "version"],
        summary: "No environment is named.",
        documentation: r"
## What happened

Which environments are meant is always said; none never means all.

## Usual causes

- A list that was computed is empty.

## How to fix it

Name each environment.
",
    },
    ErrorCode {
        code: "no-http-url",
        kinds: &[ErrorKind::Unsupported],
        retries: &[Retry::Never],
        context: &["api", "version", "environment"],
        summary: "An API has no HTTP address in an environment, so that it cannot be asked there.",
        documentation: r"
## What happened

Whether an API is live is found out by an HTTP request. An API over WebSocket alone, or an environment without an HTTP
address, cannot be asked.

## Usual causes

- The API is a WebSocket API.

## How to fix it

Open a connection to the API's own address instead.
",
    },
    ErrorCode {
        code: "not-absent",
        kinds: &[ErrorKind::Timeout],
        retries: &[Retry::Safe],
        context: &["api", "version", "environment"],
        summary: "An API was not seen to be gone within the time allowed.",
        documentation: r"
## What happened

The gateway gave no answer that tells whether the API is there.

## Usual causes

- The gateway is down, or the address is not its own.

## How to fix it

Follow the message; then wait again.
",
    },
    ErrorCode {
        code: "not-live",
        kinds: &[ErrorKind::Timeout],
        retries: &[Retry::Safe],
        context: &["api", "version", "environments"],
        summary: "An API did not become live in every environment within the time allowed.",
        documentation: r"
## What happened

Each environment was asked again and again. The message gives each one's last answer and what to look at.

## Usual causes

- The gateway cannot reach the control plane, or has another label (4.x).
- The environment's URL in the control plane's `deployment.toml` is not the gateway's.
- The gateway is down or starting.

## How to fix it

Follow the message for each environment; then wait again. Waiting changes nothing.
",
    },
    ErrorCode {
        code: "still-live",
        kinds: &[ErrorKind::Timeout],
        retries: &[Retry::Safe],
        context: &["api", "version", "environment"],
        summary: "An API is still live after the time allowed.",
        documentation: r"
## What happened

The gateway goes on answering for it.

## Usual causes

- It is not undeployed in this environment.
- The gateway does not reach the control plane, and so does not learn of it.

## How to fix it

Check where the API is deployed, and the gateway's log; allow more time.
",
    },
    ErrorCode {
        code: "unknown-api",
        kinds: &[ErrorKind::NotFound],
        retries: &[Retry::Never],
        context: &["api", "version"],
        summary: "There is no such API, or the user may not see it.",
        documentation: r"
## What happened

APIs are found by name and version, both exactly.

## Usual causes

- The case or the version differs: `1.0` and `1.0.0` are two.
- The API belongs to another tenant, or its visibility excludes the user.

## How to fix it

Check name, version and user; or give a definition, when the API should be created.
",
    },
    ErrorCode {
        code: "unknown-environment",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["api", "environment"],
        summary: "The control plane has no gateway environment of that name.",
        documentation: r"
## What happened

The message lists the names there are, and the one that is probably meant.

## Usual causes

- The name is misspelt, or has another case: `Production` and `production` are two.
- The environment is in another control plane's `deployment.toml`, or the server was not restarted since it was
  written.

## How to fix it

Use a name that the control plane has (`environments` lists them).
",
    },
];
