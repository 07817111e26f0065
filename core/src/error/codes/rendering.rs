//! Making the files of a topology, and topologies of files.

use crate::error::{ErrorCode, ErrorKind, Retry};

pub(crate) static CODES: &[ErrorCode] = &[
    ErrorCode {
        code: "ambiguous-environment",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "Several environments that are commented out could be meant.",
        documentation: r"
## What happened

More than one block of comments is an environment of that name, and which one to restore is not for a program to
guess.

## Usual causes

- An older version of the same environment was kept as a comment.

## How to fix it

Take the `#` away from the right one by hand, or delete the other.
",
    },
    ErrorCode {
        code: "invalid-deployment-file",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "A `deployment.toml` is not valid TOML as API-M reads it.",
        documentation: r"
## What happened

What cannot be read safely is not edited. The diagnostics of the error say where the mistakes are. API-M reads TOML
0.5, so that some text that newer parsers take is refused, and the other way round.

## Usual causes

- A bracket or quotation mark is missing.
- A key or section is there twice.

## How to fix it

Mend the file at the diagnostics' positions; API-M itself would not start with it.
",
    },
    ErrorCode {
        code: "no-commented-environment",
        kinds: &[ErrorKind::NotFound],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "No environment of that name is commented out in the file.",
        documentation: r"
## What happened

To restore an environment, its lines have to stand in the file as comments. There are none of that name.

## Usual causes

- The lines were deleted instead of commented out.
- The environment has another name.

## How to fix it

Write the environment's section, or copy it from the `deployment.toml` of the pack.
",
    },
    ErrorCode {
        code: "uneditable-file",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["path", "node"],
        summary: "A `deployment.toml` is valid, but has a form that cannot be edited without changing what it means.",
        documentation: r"
## What happened

The place where something has to be written holds something else, or is written in a form that has no room for it. The
message gives the place.

## Usual causes

- `apim.gateway.environment` is an inline array, or a single table instead of `[[apim.gateway.environment]]`.
- An environment that is commented out stands in the middle of another section.

## How to fix it

Rewrite that place as the message says, as WSO2's own files have it, and do it again.
",
    },
    ErrorCode {
        code: "unknown-node",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["node"],
        summary: "A file was given for a node that the topology does not have.",
        documentation: r"
## What happened

Files are matched to nodes by name. The message lists the names there are.

## Usual causes

- The name is misspelt, or has another case.
- The node was renamed in the topology and not in the call.

## How to fix it

Use a name of the topology, or add the node to it.
",
    },
];
