//! `POST /apis/{apiId}/generate-key`: a key to call an API before it is published (REST reference
//! §2.7).

use std::time::{Duration, Instant};

use serde_json::json;

use super::super::desk::Desk;
use super::super::problem::{Answer, Problem};
use super::super::state::InternalKey;
use crate::ids;
use crate::server::Reply;

const LIFE: Duration = Duration::from_secs(60_000);

/// For an API, or for one of its revisions.
pub(super) fn generate(desk: &mut Desk<'_>, id: &str) -> Answer {
    let api = desk
        .state
        .apis
        .values()
        .find(|api| api.id == id || api.revision(id).is_some())
        .map(|api| api.id.clone())
        .ok_or_else(|| Problem::api_not_found(id))?;
    let now = Instant::now();
    desk.state.internal_keys.retain(|_, key| key.expires > now);
    let key = ids::secret();
    let internal = InternalKey { api, expires: now + LIFE };
    desk.state.internal_keys.insert(key.clone(), internal);
    Ok(Reply::json(200, &json!({"apikey": key, "validityTime": LIFE.as_secs()})))
}
