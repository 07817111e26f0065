//! What comes back through gateways.

use gatewright::client::{ApiResponse, GatewayFault, Probe};
use serde_json::{Value as Json, json};

pub(crate) fn response(answer: &ApiResponse) -> Json {
    json!({
        "status": answer.status,
        "content_type": answer.content_type,
        "text": answer.text(),
        "fault": answer.fault.as_ref().map(fault),
        "is_success": answer.is_success(),
    })
}

fn fault(fault: &GatewayFault) -> Json {
    json!({
        "code": fault.code,
        "message": fault.message,
        "description": fault.description,
        "display": fault.to_string(),
    })
}

pub(crate) fn probe(probe: &Probe) -> Json {
    json!({
        "environment": probe.environment,
        "url": probe.url,
        "state": probe.state.as_str(),
        "detail": probe.detail,
    })
}
