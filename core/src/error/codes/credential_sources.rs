//! Where credentials come from, and the clients that are registered with them.

use crate::error::{ErrorCode, ErrorKind, Retry};

pub(crate) static CODES: &[ErrorCode] = &[
    ErrorCode {
        code: "no-credentials",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "Neither the environment nor the file gives credentials.",
        documentation: r"
## What happened

None of the variables or keys that make credentials is there, or all are empty.

## Usual causes

- The secrets of a pipeline are not handed to this job.
- The names are spelt otherwise.

## How to fix it

Give the names and values that the message lists.
",
    },
    ErrorCode {
        code: "incomplete-credentials",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "One half of a pair of credentials is missing.",
        documentation: r"
## What happened

A user needs a password, a client id a client secret; one of the two is not there, or empty.

## Usual causes

- A secret was not handed on.
- A name is spelt otherwise.

## How to fix it

Give both, or neither.
",
    },
    ErrorCode {
        code: "ambiguous-credentials",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "The credentials say two things at once.",
        documentation: r"
## What happened

There is, for example, a token and a user as well, so that it is not clear who is meant.

## Usual causes

- A variable of another job is still set.

## How to fix it

Leave one of the two that the message names out.
",
    },
    ErrorCode {
        code: "invalid-credentials",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &[],
        summary: "A variable of the credentials cannot be read.",
        documentation: r"
## What happened

A value is no UTF-8, or a yes or no is something else. The message names the variable, never its value.

## Usual causes

- A switch that is neither `true` nor `false`.

## How to fix it

Correct the variable.
",
    },
    ErrorCode {
        code: "invalid-credentials-file",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["path", "line", "column"],
        summary: "A file of credentials cannot be understood.",
        documentation: r"
## What happened

The file is no TOML or JSON, has a key that is not known, or a value of the wrong type. No value is shown.

## Usual causes

- A key is misspelt.
- The file is of the other format: JSON has a name that ends in `.json`.

## How to fix it

Correct the place that the message names.
",
    },
    ErrorCode {
        code: "insecure-credentials-file",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "Others than its owner may write a file of credentials.",
        documentation: r"
## What happened

Who can write the file chooses who the program is. It was not used.

## Usual causes

- The file was made with a wide umask, or on a shared drive.

## How to fix it

Take the permission away: `chmod 600`.
",
    },
    ErrorCode {
        code: "credentials-callback-failed",
        kinds: &[ErrorKind::Unauthenticated],
        retries: &[Retry::Safe],
        context: &[],
        summary: "The function that gives credentials failed.",
        documentation: r"
## What happened

The function that was given as credentials answered with an error, which is this error's cause.

## Usual causes

- The vault behind it is sealed, down, or refuses.

## How to fix it

See the message for what the function said.
",
    },
    ErrorCode {
        code: "nested-credentials-callback",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &[],
        summary: "The function that gives credentials gave another function.",
        documentation: r"
## What happened

A credentials callback must answer with a token, a user or a client.

## Usual causes

- It returns the very credentials it belongs to.

## How to fix it

Let it return credentials that can be used as they are.
",
    },
    ErrorCode {
        code: "client-of-another-user",
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
            "correlation_id",
            "client",
            "user",
        ],
        summary: "The client's name belongs to another user.",
        documentation: r"
## What happened

Registering the client was answered with 403: somebody else registered one of this name. Names of clients hold the name
of the user, so this is rare.

## Usual causes

- The user was deleted and made anew.
- An administrator registered the client for the user.

## How to fix it

Delete that client as its owner, or give a client that is registered already together with user and password.
",
    },
    ErrorCode {
        code: "registration-refused",
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
            "correlation_id",
            "client",
            "user",
        ],
        summary: "The server refuses to register a client for the user.",
        documentation: r"
## What happened

API-M answered 400: the owner of a client and the user who registers it must be the same.

## Usual causes

- The server names the user otherwise, such as with a domain or a tenant.

## How to fix it

Give the user as the server names them, or a client that is registered already together with user and password.
",
    },
    ErrorCode {
        code: "registration-unavailable",
        kinds: &[ErrorKind::Server],
        retries: &[Retry::Safe],
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
            "client",
            "user",
        ],
        summary: "The registration of clients is not available.",
        documentation: r"
## What happened

API-M answered 500, also after repetitions: its Dynamic Client Registration Service is not there.

## Usual causes

- The server has just started.

## How to fix it

Wait until it is ready (`wait_until_ready`) and connect again.
",
    },
];
