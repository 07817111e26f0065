//! What a publication says, before anything is sent.

use crate::error::{ErrorCode, ErrorKind, Retry};

pub(crate) static CODES: &[ErrorCode] = &[
    ErrorCode {
        code: "api-lacks-endpoint",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["api", "environment"],
        summary: "An API lacks the endpoint that an environment's type needs.",
        documentation: r"
## What happened

A production environment needs the production endpoint, a sandbox environment the sandbox endpoint, and a hybrid one
either.

## Usual causes

- A sandbox environment was added, and the API has only a production endpoint.

## How to fix it

Give the API the endpoint, or choose other environments.
",
    },
    ErrorCode {
        code: "context-differs",
        kinds: &[ErrorKind::Conflict],
        retries: &[Retry::Never],
        context: &["api", "version", "context"],
        summary: "An API that is there has another context than the publication says.",
        documentation: r"
## What happened

API-M never changes the context of an API, because its callers depend on it.

## Usual causes

- Another API has this name and version.
- The context in the publication changed.

## How to fix it

Use the context that the API has (`context`), or publish a new version or name.
",
    },
    ErrorCode {
        code: "empty-document",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["api"],
        summary: "The API's document is empty.",
        documentation: r"
## What happened

A definition may come with an OpenAPI document; an empty one is most likely a mistake.

## Usual causes

- The file it was read from is empty.

## How to fix it

Give the document, or none at all.
",
    },
    ErrorCode {
        code: "invalid-definition",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["api", "version"],
        summary: "The text given as an API's definition is no document.",
        documentation: r"
## What happened

An API's definition is an OpenAPI document, in JSON or YAML: an object with `openapi` or `swagger`, `info` and `paths`.
The text is neither JSON nor YAML, or something else than an object.

## Usual causes

- The file was cut off, or holds something else, such as the page of a login.
- Its indentation is broken.

## How to fix it

Have an OpenAPI validator or editor show the place, and mend it there.
",
    },
    ErrorCode {
        code: "environment-named-twice",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["api", "version"],
        summary: "A publication names one environment twice.",
        documentation: r"
## What happened

Which of the two virtual hosts or visibilities is meant cannot be told.

## Usual causes

- Two lists were put together.

## How to fix it

Name each environment once.
",
    },
    ErrorCode {
        code: "invalid-api-name",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["api", "version"],
        summary: "A text cannot be the name or version of an API.",
        documentation: r"
## What happened

It is empty, has a blank at an end, or holds a control character, a quotation mark or a backslash.

## Usual causes

- The text was read from a file with the line's end.

## How to fix it

Give it without blanks at its ends, control characters (such as a line's end), quotation marks and backslashes.
",
    },
    ErrorCode {
        code: "invalid-context",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["api"],
        summary: "A text cannot be the context of an API.",
        documentation: r"
## What happened

The context is the path at which gateways serve the API.

## Usual causes

- The leading `/` is missing.
- A whole URL was given.

## How to fix it

Write it as `/pets`, without the version, which API-M adds.
",
    },
    ErrorCode {
        code: "invalid-endpoint",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["api"],
        summary: "An endpoint of an API is no `http` or `https` URL.",
        documentation: r"
## What happened

Endpoints are the addresses of the back end, which the gateways call.

## Usual causes

- The scheme is missing.
- The back end speaks another protocol.

## How to fix it

Write it as `https://host:port/path`.
",
    },
    ErrorCode {
        code: "lifecycle-unreachable",
        kinds: &[ErrorKind::Conflict],
        retries: &[Retry::Never],
        context: &["api", "version"],
        summary: "An API cannot get to the state that is asked for from the one it is in.",
        documentation: r"
## What happened

API-M's lifecycle leads from `DEPRECATED` and `RETIRED` not back to `PUBLISHED`, and from `BLOCKED` to `CREATED` or
`PROTOTYPED` only by way of `PUBLISHED`, which would let callers in again.

## Usual causes

- The version was deprecated or retired.
- The API is blocked, and should be in a state before its publication.

## How to fix it

Publish a new version; of a blocked API, publish it again first if callers may be let in.
",
    },
    ErrorCode {
        code: "no-plan",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["api"],
        summary: "An API without a plan cannot be published.",
        documentation: r"
## What happened

API-M lets applications subscribe by a plan; without one it refuses to publish.

## Usual causes

- An empty list was given to mean the default.

## How to fix it

Name one, such as `Unlimited`.
",
    },
    ErrorCode {
        code: "no-virtual-host",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["api", "environment"],
        summary: "An environment has no virtual host at which an API could be deployed.",
        documentation: r"
## What happened

Since 4.0 an API is deployed at a virtual host of the environment, and this one has none.

## Usual causes

- The environment was made through the Admin Portal or API without one.

## How to fix it

Give the environment a virtual host in the control plane.
",
    },
    ErrorCode {
        code: "published-twice",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["api"],
        summary: "An API of one version has two publications.",
        documentation: r"
## What happened

One call brings each API to one state; two would undo each other.

## Usual causes

- The environments of one API were given apart.

## How to fix it

Name all environments in one publication.
",
    },
    ErrorCode {
        code: "unknown-virtual-host",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["api", "environment", "virtual_host"],
        summary: "An environment has no virtual host of that name.",
        documentation: r"
## What happened

The message lists what it has.

## Usual causes

- The host is misspelt, or given with scheme or port.
- The virtual host was added to the file, and the control plane not restarted.

## How to fix it

Use one of the names, or leave it out for the environment's default.
",
    },
];
