//! Credentials for the key manager.

use crate::diagnostic::{Rule, Severity};

pub(in crate::model::topology) static UNUSED_KEY_MANAGER_CREDENTIALS: Rule = Rule {
    code: "unused-key-manager-credentials",
    severity: Severity::Warning,
    summary: "A node that signs in at no key manager has credentials for one.",
    documentation: r#"## What it finds

`key_manager` at a control plane that is the key manager as well, or at a node that is neither a control plane, a gateway
nor a traffic manager.

## Why it hurts

Only gateways and traffic managers of their own sign in at the key manager, and a control plane when the key manager is a
node of its own; otherwise it uses its own. The credentials are written nowhere.

## Example

```toml
[[node]]
name = "control-plane"
roles = ["control-plane"]
host = "localhost"
key_manager = { username = "$env{KM_USER}", password = "$secret{km_password}" }
```

## How to fix it

Move `key_manager` to the gateway that was meant, or remove it.
"#,
};
