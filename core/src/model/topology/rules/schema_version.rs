//! Versions of the format.

use crate::diagnostic::{Rule, Severity};

pub(crate) static UNSUPPORTED_SCHEMA_VERSION: Rule = Rule {
    code: "unsupported-schema-version",
    severity: Severity::Error,
    summary: "The file is written in a version of its format that is not known.",
    documentation: r#"## What it finds

A `schema_version` of a `topology.toml` or `publications.toml` other than 1.

## Why it hurts

A newer format may mean something else by the same keys.

## Example

```toml
schema_version = 2
release = "4.7"
```

## How to fix it

Use the Gatewright that wrote the file, or a newer one. In a file written by hand, leave `schema_version` out or write 1.
"#,
};
