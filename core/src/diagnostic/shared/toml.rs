//! Syntax and types.

use crate::diagnostic::{Rule, Severity};

pub(crate) static INVALID_TOML: Rule = Rule {
    code: "invalid-toml",
    severity: Severity::Error,
    summary: "The text is not valid TOML.",
    documentation: r#"## What it finds

Text that is not TOML: a missing quote or bracket, a value without quotes. In a `topology.toml` also a key or table that
is defined twice; in a `deployment.toml` that is `duplicate-key`.

## Why it hurts

API-M (3.0 to 4.7) logs the parser's message, then `Error parsing deployment configuration`: nothing of what the file
says takes effect. A `topology.toml` is refused.

## Example

```toml
[server]
hostname = localhost
```

A string needs quotes.

## How to fix it

Correct the line that is named: `hostname = "localhost"`. All places are reported at once; the first one is often the
cause of those that follow it.
"#,
};

pub(crate) static WRONG_VALUE_TYPE: Rule = Rule {
    code: "wrong-value-type",
    severity: Severity::Error,
    summary: "A key holds a value of another type than it takes.",
    documentation: r#"## What it finds

A key whose value has a type that cannot work: a string where a list is expected, a table where a value is. In a
`topology.toml` also a number where a string is expected, and the other way round; in a `deployment.toml` that is fine,
because API-M writes both alike.

## Why it hurts

In a `deployment.toml`, API-M (3.0 to 4.7) checks next to no types. The value goes into XML templates in whatever form it
has, and the component that reads the result fails later, or takes it for something else, with a message that names
neither the key nor the file. A `topology.toml` is refused.

## Example

```toml
[[environment]]
name = "Production Gateway"
type = "production"
gateways = "gateway-1"
```

`gateways` takes a list.

## How to fix it

Write the type that the message names: `gateways = ["gateway-1"]`. Numbers and `true` or `false` stand without quotes,
strings within them.
"#,
};
