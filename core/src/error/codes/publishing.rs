//! Publishing step by step.

use crate::error::{ErrorCode, ErrorKind, Retry};

pub(crate) static CODES: &[ErrorCode] = &[
    ErrorCode {
        code: "changed-meanwhile",
        kinds: &[ErrorKind::ConcurrentChange],
        retries: &[Retry::Never],
        context: &["api", "left_behind", "version"],
        summary: "An API was changed after it was read, or after the plan was made.",
        documentation: r"
## What happened

The time of its last change is not the one that the document or the plan was made from. The update was not sent.

## Usual causes

- A person or a program works on the same API.

## How to fix it

Plan again, look at the new steps, apply; or read the API again and repeat the change.
",
    },
    ErrorCode {
        code: "created-meanwhile",
        kinds: &[ErrorKind::ConcurrentChange],
        retries: &[Retry::Never],
        context: &["api", "version"],
        summary: "An API was created after the plan was made.",
        documentation: r"
## What happened

The plan says to create it, and it is there. Nothing was changed.

## Usual causes

- Somebody else, or another run, was faster.

## How to fix it

Plan again.
",
    },
    ErrorCode {
        code: "document-of-another-api",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["api", "version"],
        summary: "A document to roll back to is not that of the API.",
        documentation: r"
## What happened

In 3.x a rollback puts back a document that was read before, and an update replaces all of an API, on every gateway at once.
The document has another `id`, `name`, `version` or `context` than the API that was named, or lacks one of them. Nothing was
written.

## Usual causes

- The document is that of another API, or of another version.
- It was put together by hand, and is not whole.
- The API was deleted and made again since: it has another identifier now.

## How to fix it

Give the document as it was read of this API before the change. What an API made anew should be, say in a publication.
",
    },
    ErrorCode {
        code: "environments-not-stored",
        kinds: &[ErrorKind::Unexpected],
        retries: &[Retry::Never],
        context: &["api", "version", "environments"],
        summary: "The server took the environments of an API, and kept others.",
        documentation: r"
## What happened

API-M 3.x drops what it does not know without a word, so the API is read again after every change. What is there is
not what was sent.

## Usual causes

- An environment is not in the control plane's `deployment.toml` any more.
- The server failed after it had answered.

## How to fix it

Look at the server's log; compare the API's environments in the Publisher.
",
    },
    ErrorCode {
        code: "not-on-every-gateway",
        kinds: &[ErrorKind::Server],
        retries: &[Retry::Never],
        context: &["api", "version"],
        summary: "An API changed, but the server could not reach one of its gateways.",
        documentation: r"
## What happened

API-M 3.x changes the API, pushes it to each of its gateways, goes on when one of them cannot be reached, and answers
500 in the end.

## Usual causes

- A gateway is down.
- `service_url` of an environment is not the gateway's.

## How to fix it

See that each gateway runs, take the API off the environment (`undeploy`) and publish it again.
",
    },
    ErrorCode {
        code: "revision-limit",
        kinds: &[ErrorKind::Conflict],
        retries: &[Retry::Never],
        context: &["api", "version"],
        summary: "An API has as many revisions as API-M keeps.",
        documentation: r"
## What happened

API-M (4.0 on) keeps five revisions of an API. Gatewright deletes its own oldest one that is deployed nowhere, and
never somebody else's.

## Usual causes

- All five are deployed, or were made by others.
- Somebody made one after the plan.

## How to fix it

Delete one that is deployed nowhere, in the Publisher, and plan again.
",
    },
    ErrorCode {
        code: "no-earlier-revision",
        kinds: &[ErrorKind::Conflict],
        retries: &[Retry::Never],
        context: &["api", "version", "environment"],
        summary: "There is nothing to roll an API back to.",
        documentation: r"
## What happened

A rollback deploys the newest revision that is older than the one in the environment. There is none, or the API is not
in the environment at all. Nothing was written. The message says which revisions there are.

## Usual causes

- The API was published there once only.
- The older revision was deleted, to stay within the five that API-M keeps.

## How to fix it

Name a revision that is there, or publish what you want to have there.
",
    },
    ErrorCode {
        code: "replaced-by-itself",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["environment"],
        summary: "An environment is to be replaced by itself.",
        documentation: r"
## What happened

Retiring an environment takes every API off it. What takes its place cannot be the environment itself. Nothing was
written.

## Usual causes

- One name was given twice by mistake.

## How to fix it

Name another environment as the replacement, or none.
",
    },
    ErrorCode {
        code: "unknown-revision",
        kinds: &[ErrorKind::NotFound],
        retries: &[Retry::Never],
        context: &["api", "version", "environment"],
        summary: "The API has no revision of this number.",
        documentation: r"
## What happened

The revision to roll back to is not there. Nothing was written. The message says which revisions there are.

## Usual causes

- It was deleted, to stay within the five that API-M keeps.
- The number is that of another API's revision.

## How to fix it

Name one of those that are there.
",
    },
];
