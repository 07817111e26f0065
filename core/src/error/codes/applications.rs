//! Applications in the Developer Portal, and their keys.

use crate::error::{ErrorCode, ErrorKind, Retry};

pub(crate) static CODES: &[ErrorCode] = &[
    ErrorCode {
        code: "approval-pending",
        kinds: &[ErrorKind::Rejected],
        retries: &[Retry::Never],
        context: &["application", "key_type"],
        summary: "Somebody has to approve an application or its keys first.",
        documentation: r"
## What happened

The control plane has an approval workflow; until somebody approves, there is nothing to use.

## Usual causes

- Workflows are on for applications or for keys.

## How to fix it

Approve it in the Admin Portal, and call again.
",
    },
    ErrorCode {
        code: "invalid-application-name",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &[],
        summary: "A text cannot be the name of an application.",
        documentation: r"
## What happened

The name is empty, or has a blank at an end.

## Usual causes

- The name was read from a file with the line's end.

## How to fix it

Trim the name.
",
    },
    ErrorCode {
        code: "secret-not-shown",
        kinds: &[ErrorKind::Conflict],
        retries: &[Retry::Never],
        context: &["application", "key_type"],
        summary: "Keys are there, but the server does not show their secret again.",
        documentation: r"
## What happened

The server is set to show a consumer secret only when it is made, and these were made before.

## Usual causes

- The keys were made by an earlier run, or in the Developer Portal.

## How to fix it

Use the secret that was kept then, or another application.
",
    },
];
