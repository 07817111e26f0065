//! Cancelling, and faults of Gatewright's own.

use crate::error::{ErrorCode, ErrorKind, Retry};

pub(crate) static CODES: &[ErrorCode] = &[
    ErrorCode {
        code: "cancelled",
        kinds: &[ErrorKind::Cancelled],
        retries: &[Retry::Ambiguous],
        context: &[],
        summary: "The caller cancelled the operation.",
        documentation: r"
## What happened

It ended before its result was there. What was sent before that may have been done.

## Usual causes

- An asyncio task was cancelled, or an `AbortSignal` fired.

## How to fix it

Nothing has to be fixed. Read what is there before doing it again.
",
    },
    ErrorCode {
        code: "no-http-client",
        kinds: &[ErrorKind::Unexpected],
        retries: &[Retry::Never],
        context: &[],
        summary: "The HTTP client cannot be made.",
        documentation: r"
## What happened

The options were checked and the client refuses them all the same. Nothing was sent.

## Usual causes

- A mistake in Gatewright, or a system without what TLS needs.

## How to fix it

Please report it with the message.
",
    },
    ErrorCode {
        code: "no-question",
        kinds: &[ErrorKind::Unexpected],
        retries: &[Retry::Never],
        context: &[],
        summary: "One environment gave no URL to ask.",
        documentation: r"
## What happened

This is a fault of Gatewright's own.

## Usual causes

- A mistake in Gatewright.

## How to fix it

Please report it.
",
    },
    ErrorCode {
        code: "state-not-written",
        kinds: &[ErrorKind::Unexpected],
        retries: &[Retry::Never],
        context: &[],
        summary: "The record of a write cannot be made.",
        documentation: r"
## What happened

This is a fault of Gatewright's own. Nothing was written.

## Usual causes

- A mistake in Gatewright.

## How to fix it

Please report it.
",
    },
    ErrorCode {
        code: "unexplained-topology",
        kinds: &[ErrorKind::Unexpected],
        retries: &[Retry::Never],
        context: &[],
        summary: "A topology was refused without a reason.",
        documentation: r"
## What happened

This is a fault of Gatewright's own.

## Usual causes

- A mistake in Gatewright.

## How to fix it

Please report it with the topology, without its secrets.
",
    },
    ErrorCode {
        code: "unordered-plan",
        kinds: &[ErrorKind::Unexpected],
        retries: &[Retry::Never],
        context: &["api", "version"],
        summary: "A step of a plan needs what a later one makes.",
        documentation: r"
## What happened

This is a fault of Gatewright's own. The steps before it were done; the outcome lists them.

## Usual causes

- A mistake in Gatewright.

## How to fix it

Please report it with the plan.
",
    },
];
