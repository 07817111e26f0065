//! Settings and key managers: REST reference §3.3.

use serde_json::json;

use super::super::desk::Desk;
use super::super::problem::Answer;
use crate::server::Reply;

pub(super) const RESIDENT: &str = "Resident Key Manager";

pub(super) fn settings(desk: &Desk<'_>) -> Answer {
    desk.caller.needs(&["store_settings"])?;
    let mut body = json!({
        "grantTypes": ["refresh_token", "password", "client_credentials"],
        "scopes": [],
        "applicationSharingEnabled": false,
    });
    if let (Some(fields), true) =
        (body.as_object_mut(), desk.classic() && desk.file.release.at_least(3, 1))
    {
        let https = desk.file.environments.iter().filter_map(|item| item.endpoints.https.clone());
        let list: Vec<String> = https.collect();
        fields.insert("apiGatewayEndpoint".into(), json!(list.join(",")));
    }
    Ok(Reply::json(200, &body))
}

pub(super) fn key_managers(desk: &Desk<'_>) -> Answer {
    desk.caller.needs(&["subscribe"])?;
    let servlet = format!("https://localhost:{}/oauth2", desk.file.port(9443));
    // 3.x shows the token API of a gateway; the key manager's own answers as well.
    let gateway = desk.file.environments.iter().find_map(|item| item.endpoints.https.clone());
    let base = match gateway {
        Some(gateway) if desk.classic() => gateway.trim_end_matches('/').to_owned(),
        _ => servlet,
    };
    let id = "resident-key-manager";
    Ok(Reply::json(
        200,
        &json!({
            "count": 1,
            "list": [{
                "id": id,
                "name": RESIDENT,
                "type": "default",
                "displayName": RESIDENT,
                "description": "This is the key manager of the emulator",
                "enabled": true,
                "availableGrantTypes": ["refresh_token", "password", "client_credentials"],
                "tokenEndpoint": format!("{base}/token"),
                "revokeEndpoint": format!("{base}/revoke"),
                "additionalProperties": {},
                "applicationConfiguration": [],
            }],
        }),
    ))
}
