//! `GET /settings` of the portal: REST reference §3.3.

use serde_json::json;

use super::super::desk::Desk;
use super::key_managers::GRANTS;
use crate::server::Reply;

pub(super) fn settings(desk: &Desk<'_>) -> Reply {
    let mut body = json!({
        "grantTypes": GRANTS,
        "scopes": [],
        "applicationSharingEnabled": false,
        "mapExistingAuthApps": true,
        "monetizationEnabled": false,
        "IsUnlimitedTierPaid": false,
        "IsAnonymousModeEnabled": true,
        "IsPasswordChangeEnabled": true,
    });
    if let (Some(fields), true) =
        (body.as_object_mut(), desk.classic() && desk.file.release.at_least(3, 1))
    {
        let https = desk.file.environments.iter().filter_map(|item| item.endpoints.https.clone());
        let list: Vec<String> = https.collect();
        fields.insert("apiGatewayEndpoint".into(), json!(list.join(",")));
    }
    Reply::json(200, &body)
}
