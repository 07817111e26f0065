//! Users, clients, tokens and scopes.

use crate::error::{ErrorCode, ErrorKind, Retry};

pub(crate) static CODES: &[ErrorCode] = &[
    ErrorCode {
        code: "credentials-refused",
        kinds: &[ErrorKind::Unauthenticated],
        retries: &[Retry::Never],
        context: &[
            "request",
            "server",
            "status",
            "api_manager_code",
            "api_manager_message",
            "api_manager_description",
        ],
        summary: "The server does not accept the credentials.",
        documentation: r"
## What happened

A registration or a request for a token was refused. The message has the server's own words.

## Usual causes

- User, password, client id or client secret are wrong.
- The client is not allowed this grant.
- A refresh token was used before, has expired or was revoked.
- The account is locked after too many wrong passwords.

## How to fix it

Check which of them the request used, and give the right ones. In place of a refused refresh token get a new token
with the other grants.
",
    },
    ErrorCode {
        code: "missing-scope",
        kinds: &[ErrorKind::MissingScope],
        retries: &[Retry::Never],
        context: &["request", "server", "needed_scopes", "granted_scopes"],
        summary: "The credentials are valid but lack a scope that the request needs.",
        documentation: r"
## What happened

API-M grants scopes by the roles of the user. The user was granted others than the request needs.

## Usual causes

- The user lacks a role such as `Internal/publisher` or `Internal/subscriber`.
- The administrator changed which role has which scope.

## How to fix it

Give the user a role that has one of `needed_scopes`, and connect again.
",
    },
    ErrorCode {
        code: "unauthenticated",
        kinds: &[ErrorKind::Unauthenticated],
        retries: &[Retry::Never],
        context: &[
            "request",
            "server",
            "status",
            "api_manager_code",
            "api_manager_message",
            "api_manager_description",
            "needed_scopes",
        ],
        summary: "The server does not accept the token or password that was sent.",
        documentation: r"
## What happened

The answer was 401, also after the token was renewed where that is possible.

## Usual causes

- A token that was given has expired or was revoked, or lacks the scope.
- The user was deleted or locked, or the password changed.
- The token was issued by another server.

## How to fix it

Give credentials that are valid there. `needed_scopes` says what the request needs.
",
    },
];
