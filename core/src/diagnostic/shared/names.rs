//! Names of environments.

use crate::diagnostic::{Rule, Severity};

pub(crate) static EMPTY_ENVIRONMENT_NAME: Rule = Rule {
    code: "empty-environment-name",
    severity: Severity::Error,
    summary: "An environment's name is missing or empty.",
    documentation: r#"## What it finds

A gateway environment without a `name`, or with the name `""`.

## Why it hurts

The name identifies the environment. API-M (3.0 to 4.7) accepts an empty one without a word: APIs cannot be deployed to
it by name, in 4.x it becomes the environment's empty id, and a second nameless environment is dropped as a duplicate.

## Example

```toml
[[apim.gateway.environment]]
name = ""
type = "production"
```

## How to fix it

Give every environment a name of its own, such as `Production Gateway`.
"#,
};

pub(crate) static INVALID_ENVIRONMENT_NAME: Rule = Rule {
    code: "invalid-environment-name",
    severity: Severity::Error,
    summary: "An environment's name holds what API-M cannot keep.",
    documentation: r#"## What it finds

A name of a gateway environment that

- holds a comma,
- is `none`,
- starts or ends with a blank,
- holds a control character, `&` or `<`; in a `topology.toml` also `>`, `"` or `'`, which have no use in a name.

Blanks inside a name are usual (`Production and Sandbox`).

## Why it hurts

API-M (3.0 to 4.7) joins the names of an API's environments with commas, splits them again, and drops the name `none`;
when nothing is left, the API counts as deployed to *all* environments. Names are pasted into XML as they are, so that
`&` or `<` leaves `api-manager.xml` unreadable and API-M does not start.

## Example

```toml
[[apim.gateway.environment]]
name = "Production, Europe"
type = "production"
```

API-M takes this for the environments `Production` and `Europe`, neither of which exists.

## How to fix it

Use letters, digits, blanks inside, `-` and `_`: `Production Europe`. Renaming an environment that APIs are deployed to
breaks those deployments: undeploy them first.
"#,
};

pub(crate) static DUPLICATE_ENVIRONMENT_NAME: Rule = Rule {
    code: "duplicate-environment-name",
    severity: Severity::Error,
    summary: "Two environments have the same name.",
    documentation: r#"## What it finds

Two or more gateway environments of one control plane with the same name. Every one but the first is reported, and each
report points at the first.

## Why it hurts

API-M (3.0 to 4.7) keeps the first, drops the others, logs `Duplicate environment name found in api-manager.xml` and
starts as if nothing had happened. The portals show one environment and no notice (product-apim#6165); the gateways
behind the dropped ones get no APIs.

## Example

```toml
[[apim.gateway.environment]]
name = "Production Gateway"
type = "production"

[[apim.gateway.environment]]
name = "Production Gateway"
type = "sandbox"
```

## How to fix it

Give each environment a name of its own. Several gateways that serve the same APIs belong behind one environment.
"#,
};

pub(crate) static ENVIRONMENT_NAMES_DIFFER_IN_CASE: Rule = Rule {
    code: "environment-names-differ-in-case",
    severity: Severity::Warning,
    summary: "Two environments' names differ only in upper and lower case.",
    documentation: r#"## What it finds

Two environments whose names are the same but for upper and lower case, such as `Default` and `default`. In a
`topology.toml` this is an error.

## Why it hurts

For API-M (3.0 to 4.7) these are two environments, and gateway labels are compared exactly. For people, and for some
databases, whose text columns compare without case, they are one: an API ends up deployed to the wrong one.

## Example

```toml
[[apim.gateway.environment]]
name = "Production"
type = "production"

[[apim.gateway.environment]]
name = "production"
type = "hybrid"
```

## How to fix it

Choose names that differ in more than case, or remove the environment that was left over.
"#,
};
