//! What an API is made of.

use crate::diagnostic::{Rule, Severity};

pub(crate) static CONFLICTING_KEYS: Rule = Rule {
    code: "conflicting-keys",
    severity: Severity::Error,
    summary: "A key of a publication does not go with its others.",
    documentation: r#"## What it finds

A publication is of an existing API (`name` and `version`), of one that is made here (`context`, with or without an `openapi`
document), or of a `project`. Found are a project beside a document, keys that say something of an API that is not made here
(`plans`, `production_endpoint`), and `parameters` without a project.

## Why it hurts

Whichever of the two were taken, the other would be left out without a word.

## Example

```toml
[[publication]]
name = "Pets"
version = "1.0.0"
production_endpoint = "https://be.example.com"
environments = ["Production Gateway"]
```

## How to fix it

Remove the key, or say what the API is made of: `context = "/pets"`.
"#,
};

pub(crate) static UNREADABLE_DOCUMENT: Rule = Rule {
    code: "unreadable-document",
    severity: Severity::Error,
    summary: "An OpenAPI document cannot be read.",
    documentation: r#"## What it finds

An `openapi` whose file is missing, is no text, is neither YAML nor JSON, or is no OpenAPI document. The path is relative to
the folder of the `publications.toml`.

## Why it hurts

The API could not be made; without this the failure would come in the middle of the work, from the server.

## Example

```toml
[[publication]]
openapi = "no-such-file.yaml"
context = "/pets"
production_endpoint = "https://be.example.com"
environments = ["Production Gateway"]
```

## How to fix it

Correct the path or the document; the message says what is wrong, and where.
"#,
};

pub(crate) static UNUSABLE_PROJECT: Rule = Rule {
    code: "unusable-project",
    severity: Severity::Error,
    summary: "A project of apictl cannot be used.",
    documentation: r#"## What it finds

A `project` whose folder or archive is missing, is no project, or is not what it must be; or parameters of which this holds.
Paths are relative to the folder of the `publications.toml`.

## Why it hurts

The API could not be imported; the server would say so in the middle of the work, and leave half of it done.

## Example

```toml
[[publication]]
project = "no-such-folder"
environments = ["Production Gateway"]
```

## How to fix it

Correct what the message names; it is that of the error that `ApiProject::open` gives for the same path.
"#,
};
