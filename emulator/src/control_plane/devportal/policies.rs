//! Throttling policies as the portal lists them: what an application can be given. Nothing is counted by them.

use serde_json::{Value, json};

use super::super::desk::Desk;
use super::super::problem::{Answer, Problem};
use crate::node::Release;
use crate::server::Reply;

/// A policy's requests per minute; none for one without a limit.
type Policy = (&'static str, Option<u32>);

const APPLICATION: [Policy; 4] =
    [("10PerMin", Some(10)), ("20PerMin", Some(20)), ("50PerMin", Some(50)), ("Unlimited", None)];

const SUBSCRIPTION: [Policy; 5] = [
    ("Bronze", Some(1000)),
    ("Gold", Some(5000)),
    ("Silver", Some(2000)),
    ("Unauthenticated", Some(500)),
    ("Unlimited", None),
];

/// REST reference §5.1, "invalid tier".
pub(super) fn check_application(policy: &str) -> Result<(), Problem> {
    if APPLICATION.iter().any(|(name, _)| *name == policy) {
        return Ok(());
    }
    let description = format!("Specified application tier {policy} is invalid");
    Err(Problem::new(400, 900_305, "Invalid tier", description))
}

fn of_level(level: &str) -> Result<&'static [Policy], Problem> {
    match level {
        "application" => Ok(&APPLICATION),
        "subscription" => Ok(&SUBSCRIPTION),
        _ => Err(Problem::bad_request("policyLevel must be application or subscription")),
    }
}

fn json((name, limit): Policy, level: &str, release: Release) -> Value {
    let mut body = json!({
        "name": name,
        "description": limit.map_or_else(
            || "Allows unlimited requests".to_owned(),
            |limit| format!("Allows {limit} requests per minute"),
        ),
        "policyLevel": level,
        "attributes": {},
        // What API-M writes for a policy without a limit.
        "requestCount": limit.map_or(i64::from(i32::MAX), i64::from),
        "unitTime": if limit.is_some() { 60_000 } else { 0 },
        "tierPlan": "FREE",
        "stopOnQuotaReach": true,
    });
    if let (Some(fields), true) = (body.as_object_mut(), release.at_least(4, 1)) {
        fields.insert("rateLimitCount".into(), json!(0));
        fields.insert("quotaPolicyType".into(), json!("REQUESTCOUNT"));
    }
    body
}

pub(super) fn list(desk: &Desk<'_>, level: &str) -> Answer {
    let release = desk.file.release;
    let items: Vec<Value> =
        of_level(level)?.iter().map(|policy| json(*policy, level, release)).collect();
    Ok(Reply::json(200, &desk.page(&items)))
}

pub(super) fn get(desk: &Desk<'_>, level: &str, wanted: &str) -> Answer {
    let found = of_level(level)?.iter().find(|(name, _)| *name == wanted);
    let policy = found.ok_or_else(|| {
        Problem::not_found(format!("Requested throttling policy '{wanted}' not found"))
    })?;
    Ok(Reply::json(200, &json(*policy, level, desk.file.release)))
}
