//! `GET /key-managers`, from 3.2: REST reference §3.3.

use serde_json::json;

use super::super::desk::Desk;
use crate::server::Reply;

/// The one key manager that the emulator has.
pub(super) const RESIDENT: &str = "Resident Key Manager";

/// The grants that an application can ask for.
pub(super) const GRANTS: [&str; 3] = ["refresh_token", "password", "client_credentials"];

pub(super) fn list(desk: &Desk<'_>) -> Reply {
    let servlet = format!("https://localhost:{}/oauth2", desk.file.port(9443));
    // 3.x shows the token API of a gateway; the key manager's own answers as well.
    let gateway = desk.file.environments.iter().find_map(|item| item.endpoints.https.clone());
    let base = match gateway {
        Some(gateway) if desk.classic() => gateway.trim_end_matches('/').to_owned(),
        _ => servlet,
    };
    let mut manager = json!({
        "id": "resident-key-manager",
        "name": RESIDENT,
        "type": "default",
        "displayName": RESIDENT,
        "description": "This is the key manager of the emulator",
        "enabled": true,
        "availableGrantTypes": GRANTS,
        "tokenEndpoint": format!("{base}/token"),
        "revokeEndpoint": format!("{base}/revoke"),
        "enableTokenGeneration": true,
        "enableMapOAuthConsumerApps": true,
        "enableOAuthAppCreation": true,
        "additionalProperties": {},
        "applicationConfiguration": [],
    });
    if let (Some(fields), true) = (manager.as_object_mut(), desk.file.release.at_least(4, 1)) {
        fields.insert("tokenType".into(), json!("DIRECT"));
    }
    Reply::json(200, &json!({"count": 1, "list": [manager]}))
}
