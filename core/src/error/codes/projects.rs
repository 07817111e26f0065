//! Files that say what is published: `publications.toml`, and projects of apictl.

use crate::error::{ErrorCode, ErrorKind, Retry};

pub(crate) static CODES: &[ErrorCode] = &[
    ErrorCode {
        code: "api-project-too-large",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "A project has more than 64 MiB or 10,000 files when it is unpacked.",
        documentation: r"
## What happened

A project is read whole; what is larger than any API is not read to its end.

## Usual causes

- The wrong folder or archive was named, such as one of a whole repository.
- The archive was made to unpack to far more than it is.

## How to fix it

Name the project's own folder or archive. Documentation that large belongs elsewhere.
",
    },
    ErrorCode {
        code: "invalid-api-project",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "A document of a project is not what it must be.",
        documentation: r"
## What happened

`api.yaml`, `deployment_environments.yaml` or the parameters are no YAML or JSON, lack a key, or have a value of another
type. The message says which, and where.

## Usual causes

- A version that looks like a number stands without quotes: `version: 1.0`.
- The parameters are for several environments, and none was named.
- The file was edited by hand, or cut off.

## How to fix it

Correct the document that is named, or export the API anew.
",
    },
    ErrorCode {
        code: "invalid-publications",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "A publications.toml has mistakes.",
        documentation: r"
## What happened

The text or file is no valid `publications.toml`, or a document or project that it names is none. Each mistake is a
diagnostic of the error, with its position; the codes of the diagnostics have pages of their own.

## Usual causes

- A key is misspelt, or a value has another type.
- A path does not lead from the folder of the file to a document or project.
- An environment variable that an endpoint refers to is not set.

## How to fix it

Go through the diagnostics; each says how to mend it. `explain` gives the page of a diagnostic's code.
",
    },
    ErrorCode {
        code: "not-an-api-project",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "A folder or file is no project of apictl.",
        documentation: r"
## What happened

A project is a folder, or a zip archive of one, with `api.yaml` (4.x) or `Meta-information/api.yaml` (3.x) in it or in its
only folder. Nothing of the kind was found, or more than one.

## Usual causes

- The folder above the project was named, or one below it.
- An archive holds several projects, or files beside the project's folder.
- The file is no zip archive, or damaged.

## How to fix it

Name the project's own folder, or the archive of it.
",
    },
    ErrorCode {
        code: "unsafe-api-project",
        kinds: &[ErrorKind::InvalidInput],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "A project holds what leads out of it, or what cannot be looked into.",
        documentation: r"
## What happened

A symbolic link, an entry whose name leads out of the archive, two entries of one name, or an archive with a password.
Whatever it stands for would be sent to the server, or written to where nobody expects it.

## Usual causes

- The project was put together with links to files elsewhere.
- The archive was made by somebody who means harm.

## How to fix it

Put the files themselves into the project, and make the archive anew. Do not use an archive of unknown origin.
",
    },
    ErrorCode {
        code: "unsupported-parameters",
        kinds: &[ErrorKind::Unsupported],
        retries: &[Retry::Never],
        context: &["path"],
        summary: "The parameters of a project set something that is not taken from them.",
        documentation: r"
## What happened

Of parameters, the environments (`deploymentEnvironments`, in 3.x `gatewayEnvironments`) and the URLs of `endpoints` are
applied. Anything else would be left out without a word, so it is refused.

## Usual causes

- Certificates, policies or security of endpoints are set by the parameters.

## How to fix it

Write these into the project itself, one per environment if they differ.
",
    },
    ErrorCode {
        code: "unwritable-archive",
        kinds: &[ErrorKind::Unexpected],
        retries: &[Retry::Never],
        context: &[],
        summary: "The archive of a project cannot be put together.",
        documentation: r"
## What happened

The archive that would be imported is made in memory from the project's files. That failed.

## Usual causes

- A fault of Gatewright's own.

## How to fix it

Report it, with the message.
",
    },
];
