//! What a release cannot do.

use crate::diagnostic::{Rule, Severity};

pub(crate) static UNSUPPORTED_BY_RELEASE: Rule = Rule {
    code: "unsupported-by-release",
    severity: Severity::Error,
    summary: "A publication asks for what the topology's release cannot do.",
    documentation: r#"## What it finds

Against a topology of 3.x: a `virtual_host`, or `display_on_devportal = false`, which came with 4.0. A project in the layout of
3.x against a topology of 4.x, and the other way round.

## Why it hurts

API-M 3.x ignores the first two, so that the API's URLs show where they should not; an archive of another layout is refused.

## Example

```toml
[[publication]]
name = "Pets"
version = "1.0.0"
environments = [{ name = "Production Gateway", virtual_host = "localhost", display_on_devportal = false }]
```

## How to fix it

Remove the key; make the project anew for the release, or export it from a server of that release.
"#,
};
