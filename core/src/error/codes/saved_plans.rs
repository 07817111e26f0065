//! Plans that were saved, to be applied later.

use crate::error::{ErrorCode, ErrorKind, Retry};

pub(crate) static CODES: &[ErrorCode] = &[
    ErrorCode {
        code: "not-a-saved-plan",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &[],
        summary: "A text that is given as a saved plan is none.",
        documentation: r"
## What happened

The text does not begin as saved plans do. The server was not asked.

## Usual causes

- A plan's report was given, which is for reading: the formats `text`, `json` and `markdown` are not for applying.
- The name of another file was given, or the file is empty.

## How to fix it

Give the text that saving the plan made, unchanged.
",
    },
    ErrorCode {
        code: "plan-of-another-server",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["server", "release"],
        summary: "A plan was saved for another control plane, or another release of it.",
        documentation: r"
## What happened

A saved plan names the control plane by the URL that was connected to, and its release. This connection has another one.
The server was not asked for its APIs.

## Usual causes

- The plan of one stage is applied to another.
- The server is reached by another name than when the plan was made.
- The server was upgraded meanwhile.

## How to fix it

Connect by the same URL as when the plan was made, or plan again for this server.
",
    },
    ErrorCode {
        code: "plan-of-other-publications",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["api", "version"],
        summary: "A plan was saved for other publications.",
        documentation: r"
## What happened

A saved plan holds a digest of each publication that it was made for. One of those given is another one, or one is
missing. The server was not asked for its APIs.

## Usual causes

- The publications, a document or a project were changed after the plan was made.
- A value that comes from the environment is another one in this job.

## How to fix it

Give the publications that the plan was made for, such as those of the same commit; or plan again.
",
    },
    ErrorCode {
        code: "saved-plan-damaged",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["column", "line"],
        summary: "A saved plan is not what was saved.",
        documentation: r"
## What happened

The text is cut off, is not JSON, lacks a field, or its checksum is wrong. The server was not asked.

## Usual causes

- Somebody edited the text.
- Only a part of it was stored or copied.

## How to fix it

Take the text as it was saved, or plan again.
",
    },
    ErrorCode {
        code: "saved-plan-too-new",
        kinds: &[ErrorKind::Unsupported],
        retries: &[Retry::Never],
        context: &[],
        summary: "A plan was saved by a newer release of Gatewright.",
        documentation: r"
## What happened

Its schema version is larger than those that this release knows. The server was not asked.

## Usual causes

- Two releases of Gatewright are in use side by side.

## How to fix it

Use the release that made the plan, or a newer one; or plan again with this one.
",
    },
    ErrorCode {
        code: "stale-plan",
        kinds: &[ErrorKind::ConcurrentChange],
        retries: &[Retry::Never],
        context: &["api", "version"],
        summary: "What a saved plan rests on has changed since.",
        documentation: r"
## What happened

The server was read again, and an API with steps is not as it was when the plan was made, or takes other steps now. The
message names the first of these APIs, and what is otherwise. Nothing was changed.

## Usual causes

- A person or a program has changed, deployed, created or deleted the API after the plan was made.
- An apply of the same plan was cut off within the API's steps.
- An environment or its virtual host was changed.

## How to fix it

Plan again, have the new plan looked at, and apply that. What was cut off with a journal is finished by resuming from it.
",
    },
];
