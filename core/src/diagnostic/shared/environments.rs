//! Types of environments, and the gateways behind them.

use crate::diagnostic::{Rule, Severity};

pub(crate) static INVALID_ENVIRONMENT_TYPE: Rule = Rule {
    code: "invalid-environment-type",
    severity: Severity::Error,
    summary: "An environment's type is not `production`, `sandbox` or `hybrid`.",
    documentation: r#"## What it finds

A gateway environment whose `type` is anything but `production`, `sandbox` or `hybrid`, in lower case.

## Why it hurts

API-M (3.0 to 4.7) compares the type exactly and validates it nowhere. Anything else, `Hybrid` and `""` included, counts
as "not hybrid and not sandbox": production keys pass, sandbox keys get a 401 whose body is an empty error element, and
no log says why.

## Example

```toml
[[apim.gateway.environment]]
name = "Production Gateway"
type = "Production"
```

## How to fix it

Write `production` (takes production keys only), `sandbox` (sandbox keys only) or `hybrid` (both).
"#,
};

pub(crate) static ENVIRONMENT_WITHOUT_GATEWAY: Rule = Rule {
    code: "environment-without-gateway",
    severity: Severity::Warning,
    summary: "No gateway serves an environment.",
    documentation: r#"## What it finds

An environment behind which no gateway stands: in a `topology.toml` one whose `gateways` are empty (an error there); in
a set of `deployment.toml` files of 4.x one whose name is in the `gateway_labels` of none of the gateway nodes, of 3.x one
whose `service_url` names a host of the set on which no gateway has that port.

## Why it hurts

The Publisher offers the environment and deploys to it without complaint. Since 4.0 a gateway fetches what carries one
of its labels, and the label is the environment's name, upper and lower case included: no gateway ever loads the API,
and the URLs that the Developer Portal shows answer 404.

## Example

```toml
[[environment]]
name = "Sandbox Gateway"
type = "sandbox"
gateways = []
```

## How to fix it

Name the gateway that serves it: `gateways = ["gateway-2"]`, in a gateway's `deployment.toml`
`[apim.sync_runtime_artifacts.gateway] gateway_labels = ["Sandbox Gateway"]`. Or remove the environment.
"#,
};

pub(crate) static UNKNOWN_GATEWAY_TYPE: Rule = Rule {
    code: "unknown-gateway-type",
    severity: Severity::Warning,
    summary: "An environment's `gateway_type` or `provider` is none that API-M offers.",
    documentation: r#"## What it finds

- A `gateway_type` of an environment that is not in the list which the same file has in `[apim] gateway_type` (since 4.5).
- Without such a list, a `gateway_type` that is nearly one of the kinds that WSO2's files name (`Regular`, `APK`, `AWS`,
  `Azure`, `Kong`, `Envoy`, `APIPlatform`) and a `provider` that is nearly `wso2` or `solace`.

Upper and lower case make no difference here, references are not judged.

## Why it hurts

API-M takes whatever stands there. The Publisher offers the kinds of `[apim] gateway_type` alone: nothing can be deployed
to an environment of another kind. A misspelt `Regular` or `wso2` makes the environment one of an unknown vendor, which no
gateway node serves; the rules about ports and hosts do not look at it either.

## Example

```toml
[apim]
gateway_type = "Regular,APK,AWS"

[[apim.gateway.environment]]
name = "Production Gateway"
type = "production"
gateway_type = "Kong"
```

## How to fix it

Write a kind that is offered, or add the one that is meant to the list in `[apim]`: `gateway_type = "Regular,Kong"`.
"#,
};
