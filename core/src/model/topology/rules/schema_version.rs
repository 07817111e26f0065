//! Versions of the format.

use crate::diagnostic::{Rule, Severity};

pub(in crate::model::topology) static UNSUPPORTED_SCHEMA_VERSION: Rule = Rule {
    code: "unsupported-schema-version",
    severity: Severity::Error,
    summary: "The topology is written in a version of the format that is not known.",
    documentation: r#"## What it finds

A `schema_version` other than 1.

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
