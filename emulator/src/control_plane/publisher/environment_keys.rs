//! What an API has of its own for an environment: REST reference §2.7, last note. It is kept and
//! read back; gateways take no notice of it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::desk::Desk;
use super::super::environments;
use super::super::problem::{Answer, Problem};
use crate::server::Reply;

fn known(desk: &Desk<'_>, id: &str, environment: &str) -> Result<(), Problem> {
    desk.api(id)?;
    let environments = environments::all(desk.file, desk.state);
    if environments.iter().any(|known| known.id == environment) {
        return Ok(());
    }
    Err(environments::unknown(environment))
}

pub(super) fn get(desk: &Desk<'_>, id: &str, environment: &str) -> Answer {
    known(desk, id, environment)?;
    let keys = desk.api(id)?.environment_keys.get(environment).cloned().unwrap_or_default();
    Ok(Reply::json(200, &json!(keys)))
}

pub(super) fn put(desk: &mut Desk<'_>, id: &str, environment: &str) -> Answer {
    known(desk, id, environment)?;
    let mut keys = BTreeMap::new();
    for (name, value) in desk.body()? {
        let Value::String(value) = value else { return Err(Problem::malformed()) };
        keys.insert(name, value);
    }
    let body = json!(keys);
    desk.api_mut(id)?.environment_keys.insert(environment.to_owned(), keys);
    Ok(Reply::json(200, &body))
}
