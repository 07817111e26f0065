//! Releases.

use crate::diagnostic::{Rule, Severity};

pub(in crate::model::topology) static INVALID_RELEASE: Rule = Rule {
    code: "invalid-release",
    severity: Severity::Error,
    summary: "The release is none of API-M 3.0 to 4.7 or newer.",
    documentation: r#"## What it finds

A `release` that is not written as `4.7` or `4.7.0`, is older than 3.0, or lies between two releases and never existed,
such as `3.3`.

## Why it hurts

Which ports a node opens, which keys its file has and how APIs reach a gateway depends on the release. Before 3.0 nodes
have no `deployment.toml`.

## Example

```toml
release = "v4.7"
```

## How to fix it

Write one of 3.0, 3.1, 3.2, 4.0, 4.1, 4.2, 4.3, 4.4, 4.5, 4.6, 4.7, in quotes. `<home>/bin/version.txt` names the release
of a pack.
"#,
};

pub(in crate::model::topology) static UNKNOWN_RELEASE: Rule = Rule {
    code: "unknown-release",
    severity: Severity::Warning,
    summary: "The release is newer than the newest one that is known.",
    documentation: r#"## What it finds

A `release` newer than 4.7.

## Why it hurts

It is treated as 4.7. A key or port that the newer release added or changed is not known here.

## Example

```toml
release = "4.9"
```

## How to fix it

Nothing needs to be done if the release keeps the configuration of 4.7. Otherwise look at the rendered differences before
writing them, or use a newer Gatewright.
"#,
};
