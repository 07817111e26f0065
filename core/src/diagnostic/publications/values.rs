//! Single values.

use crate::diagnostic::{Rule, Severity};

pub(crate) static INVALID_ENDPOINT: Rule = Rule {
    code: "invalid-endpoint",
    severity: Severity::Error,
    summary: "An endpoint of an API is no `http` or `https` URL.",
    documentation: r#"## What it finds

A `production_endpoint` or `sandbox_endpoint` that does not begin with `http://` or `https://`, after variables were put in.

## Why it hurts

Endpoints are the addresses of the back end, which gateways call: every call would fail.

## Example

```toml
[[publication]]
name = "Pets"
version = "1.0.0"
context = "/pets"
production_endpoint = "be.example.com"
environments = ["Production Gateway"]
```

## How to fix it

Write it with its scheme: `https://be.example.com`.
"#,
};

pub(crate) static NO_PLAN: Rule = Rule {
    code: "no-plan",
    severity: Severity::Error,
    summary: "An API without a plan cannot be published.",
    documentation: r#"## What it finds

An empty list of `plans`.

## Why it hurts

API-M lets applications subscribe by a plan; without one it refuses to publish.

## Example

```toml
[[publication]]
name = "Pets"
version = "1.0.0"
context = "/pets"
production_endpoint = "https://be.example.com"
plans = []
environments = ["Production Gateway"]
```

## How to fix it

Name one (`plans = ["Unlimited"]`), or leave the key out, which means the same.
"#,
};

pub(crate) static INVALID_TRANSPORTS: Rule = Rule {
    code: "invalid-transports",
    severity: Severity::Error,
    summary: "The transports of an API are not `http`, `https` or both.",
    documentation: r#"## What it finds

A word in `transports` that is neither, or an empty list.

## Why it hurts

Gateways would serve the API at no port, or API-M refuses it.

## Example

```toml
[[publication]]
name = "Pets"
version = "1.0.0"
context = "/pets"
production_endpoint = "https://be.example.com"
transports = ["HTTPS"]
environments = ["Production Gateway"]
```

## How to fix it

Write `transports = ["https"]` or `["http", "https"]`, in lower case.
"#,
};

pub(crate) static UNKNOWN_LIFECYCLE: Rule = Rule {
    code: "unknown-lifecycle",
    severity: Severity::Error,
    summary: "A lifecycle state that API-M does not have.",
    documentation: r#"## What it finds

A `lifecycle` that is none of `published`, `unchanged`, `created`, `prototyped`, `blocked`, `deprecated`, `retired`.

## Why it hurts

What is not understood cannot be brought about, and a default instead could let callers in.

## Example

```toml
[defaults]
lifecycle = "publish"

[[publication]]
name = "Pets"
version = "1.0.0"
environments = ["Production Gateway"]
```

## How to fix it

Write the state that the message suggests; `unchanged` leaves the API in the one it has.
"#,
};

pub(crate) static UNSET_VARIABLE: Rule = Rule {
    code: "unset-variable",
    severity: Severity::Error,
    summary: "A variable that a publication refers to is not set.",
    documentation: r#"## What it finds

An `$env{…}` in an endpoint or a virtual host, of an environment variable that the program does not have. Other than in a
`deployment.toml`, where API-M puts variables in, here it is Gatewright that does.

## Why it hurts

An address with a hole in it would be sent to the server, and every call would fail.

## Example

```toml
[[publication]]
name = "Pets"
version = "1.0.0"
context = "/pets"
production_endpoint = "$env{NO_SUCH_VARIABLE_HERE}"
environments = ["Production Gateway"]
```

## How to fix it

Set the variable where the program runs, or give its value with the options.
"#,
};

pub(crate) static UNSUPPORTED_REFERENCE: Rule = Rule {
    code: "unsupported-reference",
    severity: Severity::Error,
    summary: "A reference stands where none is resolved.",
    documentation: r#"## What it finds

`$ref{…}`, `$sys{…}`, `$secret{…}` or `${…}` in an endpoint or a virtual host, where only `$env{…}` is resolved; and any
reference in a name, version, context or path.

## Why it hurts

The text itself would be used: an API of the name `$env{NAME}`.

## Example

```toml
[[publication]]
name = "$env{NAME}"
version = "1.0.0"
environments = ["Production Gateway"]
```

## How to fix it

Write the value itself; in endpoints and virtual hosts, `$env{…}`.
"#,
};
