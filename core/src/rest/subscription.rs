//! Subscriptions in the Developer Portal: `rest-api.md` §3.2.

use serde::Deserialize;
use serde_json::json;

use crate::error::Result;
use crate::model::Release;
use crate::rest::environment::null_as_default;
use crate::rest::operation::{LIST_SUBSCRIPTIONS, SUBSCRIBE_API, UNSUBSCRIBE, UPDATE_SUBSCRIPTION};
use crate::rest::page::{Page, Slice};
use crate::rest::request::{Body, Call};

/// An application's subscription to an API.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Subscription {
    /// API-M's identifier.
    #[serde(default, rename = "subscriptionId", deserialize_with = "null_as_default")]
    pub id: String,
    /// The identifier of the application.
    #[serde(default, deserialize_with = "null_as_default")]
    pub application_id: String,
    /// The identifier of the API.
    #[serde(default, deserialize_with = "null_as_default")]
    pub api_id: String,
    /// The plan, such as `Unlimited`.
    #[serde(default, rename = "throttlingPolicy", deserialize_with = "null_as_default")]
    pub plan: String,
    /// The plan that was asked for, while a change of it awaits an approval.
    #[serde(default, rename = "requestedThrottlingPolicy")]
    pub requested_plan: Option<String>,
    /// `UNBLOCKED`, `ON_HOLD` while an approval is awaited, `REJECTED`, `BLOCKED`, `PROD_ONLY_BLOCKED`, or
    /// `TIER_UPDATE_PENDING` (since 3.2).
    #[serde(default, deserialize_with = "null_as_default")]
    pub status: String,
}

impl Subscription {
    /// A subscription that was read earlier, by its identifier and those of the application and the API: what else is
    /// known of it is set in its fields.
    ///
    /// ```
    /// use gatewright::client::Subscription;
    ///
    /// let mut subscription = Subscription::new("6e1a", "91b0", "3f2c");
    /// subscription.status = "UNBLOCKED".to_owned();
    /// assert!(subscription.is_usable());
    /// ```
    pub fn new(
        id: impl Into<String>,
        application_id: impl Into<String>,
        api_id: impl Into<String>,
    ) -> Self {
        Self {
            id: id.into(),
            application_id: application_id.into(),
            api_id: api_id.into(),
            plan: String::new(),
            requested_plan: None,
            status: String::new(),
        }
    }

    /// Whether calls with production and sandbox keys get through.
    pub fn is_usable(&self) -> bool {
        matches!(self.status.as_str(), "UNBLOCKED" | "TIER_UPDATE_PENDING")
    }
}

pub(crate) fn list(
    release: Release,
    application_id: &str,
    slice: Slice,
) -> Call<Page<Subscription>> {
    let query = [("applicationId", application_id)];
    let target = slice.target(&LIST_SUBSCRIPTIONS, release, &query);
    Call::json(&LIST_SUBSCRIPTIONS, target, Body::Empty)
}

pub(crate) fn create(
    release: Release,
    application_id: &str,
    api_id: &str,
    policy: &str,
) -> Call<Subscription> {
    let body =
        json!({ "applicationId": application_id, "apiId": api_id, "throttlingPolicy": policy });
    Call::json(&SUBSCRIBE_API, SUBSCRIBE_API.target(release, &[], &[]), Body::Json(body))
}

/// Asks for another plan, since 3.2. Both plans are sent: the one it has, and the one it shall have.
pub(crate) fn update(
    release: Release,
    subscription: &Subscription,
    policy: &str,
) -> Result<Call<Subscription>> {
    UPDATE_SUBSCRIPTION.require(release)?;
    let body = json!({
        "subscriptionId": subscription.id,
        "applicationId": subscription.application_id,
        "apiId": subscription.api_id,
        "throttlingPolicy": subscription.plan,
        "requestedThrottlingPolicy": policy,
        "status": subscription.status,
    });
    let target = UPDATE_SUBSCRIPTION.target(release, &[&subscription.id], &[]);
    Ok(Call::json(&UPDATE_SUBSCRIPTION, target, Body::Json(body)))
}

pub(crate) fn delete(release: Release, id: &str) -> Call<()> {
    Call::unit(&UNSUBSCRIBE, UNSUBSCRIBE.target(release, &[id], &[]), Body::Empty)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::rest::testing::BASES;

    #[test]
    fn each_release_has_the_requests() {
        let body = br#"{"subscriptionId":"s","applicationId":"app","apiId":"api","throttlingPolicy":"Gold",
            "status":"UNBLOCKED","apiInfo":{"id":"api"},"redirectionParams":null}"#;
        for (release, _, portal) in BASES {
            let request = list(release, "app", Slice::after(0)).request;
            assert_eq!(
                request.line(),
                format!("GET {portal}/subscriptions?applicationId=app&limit=100&offset=0")
            );
            let call = create(release, "app", "api", "Gold");
            assert_eq!(call.request.line(), format!("POST {portal}/subscriptions"));
            assert_eq!(
                call.request.text(),
                r#"{"apiId":"api","applicationId":"app","throttlingPolicy":"Gold"}"#
            );
            let made = call.read(body).unwrap();
            assert!(made.is_usable() && made.requested_plan.is_none());
            let line = delete(release, "s").request.line();
            assert_eq!(line, format!("DELETE {portal}/subscriptions/s"));
            let changed = update(release, &made, "Silver");
            if release < Release::V3_2 {
                assert_eq!(changed.unwrap_err().kind(), ErrorKind::Unsupported);
                continue;
            }
            let request = changed.unwrap().request;
            assert_eq!(request.line(), format!("PUT {portal}/subscriptions/s"));
            assert_eq!(
                request.text(),
                r#"{"apiId":"api","applicationId":"app","requestedThrottlingPolicy":"Silver","status":"UNBLOCKED","subscriptionId":"s","throttlingPolicy":"Gold"}"#
            );
        }
    }
}
