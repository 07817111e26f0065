//! What an API is called.

use crate::diagnostic::{Rule, Severity};

pub(crate) static INVALID_API_NAME: Rule = Rule {
    code: "invalid-api-name",
    severity: Severity::Error,
    summary: "A text cannot be the name or version of an API.",
    documentation: r#"## What it finds

A `name` or `version` of a `publications.toml`, or of the document or project that it names, that is empty, has a blank at an
end, or holds a control character, a quotation mark or a backslash.

## Why it hurts

API-M is searched for the API by name and version within quotation marks. What breaks out of them finds other APIs, or none.

## Example

```toml
[[publication]]
name = "Pets "
version = "1.0.0"
environments = ["Production Gateway"]
```

## How to fix it

Write the name as the Publisher shows it: `name = "Pets"`.
"#,
};

pub(crate) static INVALID_CONTEXT: Rule = Rule {
    code: "invalid-context",
    severity: Severity::Error,
    summary: "A text cannot be the context of an API.",
    documentation: r#"## What it finds

A `context` that does not start with `/`, is nothing else, or holds a blank.

## Why it hurts

The context is the path at which gateways serve the API; API-M refuses any other.

## Example

```toml
[[publication]]
name = "Pets"
version = "1.0.0"
context = "https://gw.example.com/pets"
production_endpoint = "https://be.example.com"
environments = ["Production Gateway"]
```

## How to fix it

Write the path alone, without the version, which API-M adds: `context = "/pets"`.
"#,
};

pub(crate) static PUBLISHED_TWICE: Rule = Rule {
    code: "published-twice",
    severity: Severity::Error,
    summary: "An API of one version has two publications.",
    documentation: r#"## What it finds

Two `[[publication]]` of the same name and version, wherever these are said: in the file, in a document or in a project.

## Why it hurts

One call brings each API to one state; two would undo each other.

## Example

```toml
[[publication]]
name = "Pets"
version = "1.0.0"
environments = ["Production Gateway"]

[[publication]]
name = "Pets"
version = "1.0.0"
environments = ["Hybrid Gateway"]
```

## How to fix it

Name all environments in one: `environments = ["Production Gateway", "Hybrid Gateway"]`.
"#,
};
