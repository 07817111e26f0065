//! Where an API should be.

use crate::diagnostic::{Rule, Severity};

pub(crate) static NO_ENVIRONMENT: Rule = Rule {
    code: "no-environment",
    severity: Severity::Error,
    summary: "A publication names no environment.",
    documentation: r#"## What it finds

A publication without `environments`, or with an empty list, when neither `[defaults]` nor its project names any.

## Why it hurts

There would be nothing to do: API-M puts an API into no environment by itself.

## Example

```toml
[[publication]]
name = "Pets"
version = "1.0.0"
```

## How to fix it

Name each environment the API should be in: `environments = ["Production Gateway"]`.
"#,
};

pub(crate) static ENVIRONMENT_NAMED_TWICE: Rule = Rule {
    code: "environment-named-twice",
    severity: Severity::Error,
    summary: "A publication names one environment twice.",
    documentation: r#"## What it finds

The same name twice in one list of `environments`.

## Why it hurts

Which of the two virtual hosts or visibilities is meant cannot be told; or another environment was meant.

## Example

```toml
[[publication]]
name = "Pets"
version = "1.0.0"
environments = ["Production Gateway", { name = "Production Gateway", display_on_devportal = false }]
```

## How to fix it

Remove one of the two, or write the other environment's name.
"#,
};

pub(crate) static UNKNOWN_ENVIRONMENT: Rule = Rule {
    code: "unknown-environment",
    severity: Severity::Error,
    summary: "A publication names an environment that the topology does not have.",
    documentation: r#"## What it finds

A name in `environments` that is no `[[environment]]` of the topology against which the publications are checked. Names are
compared exactly.

## Why it hurts

API-M 3.x leaves out an environment that it does not know without a word; since 4.0 it refuses the deployment.

## Example

```toml
[[publication]]
name = "Pets"
version = "1.0.0"
environments = ["production gateway"]
```

## How to fix it

Write the name that the message suggests, or add the environment to the topology.
"#,
};

pub(crate) static UNKNOWN_VIRTUAL_HOST: Rule = Rule {
    code: "unknown-virtual-host",
    severity: Severity::Error,
    summary: "A publication names a virtual host that the environment does not have.",
    documentation: r#"## What it finds

A `virtual_host` that is neither the host of the environment's own endpoints nor of one of its `[[environment.virtual_host]]`.

## Why it hurts

API-M refuses the deployment, after the API was made or changed.

## Example

```toml
[[publication]]
name = "Pets"
version = "1.0.0"
environments = [{ name = "Production Gateway", virtual_host = "https://gw.example.com" }]
```

## How to fix it

Write the host alone, without scheme and port, as the message lists it; or leave it out for the environment's first.
"#,
};

pub(crate) static API_LACKS_ENDPOINT: Rule = Rule {
    code: "api-lacks-endpoint",
    severity: Severity::Error,
    summary: "An API lacks the endpoint that an environment's type needs.",
    documentation: r#"## What it finds

A production environment for an API that is made without a production endpoint, a sandbox environment for one without a
sandbox endpoint, a hybrid one for one without any. Of an existing API only the server knows.

## Why it hurts

API-M leaves the API out of that environment without a word: calls get 404.

## Example

```toml
[[publication]]
name = "Pets"
version = "1.0.0"
context = "/pets"
sandbox_endpoint = "https://sandbox.example.com"
environments = ["Production Gateway"]
```

## How to fix it

Give the API the endpoint (`production_endpoint = "https://be.example.com"`), or choose other environments.
"#,
};
