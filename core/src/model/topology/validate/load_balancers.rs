//! What stands before several nodes of one role.

use super::{endpoints, values};
use crate::diagnostic::shared::{ENDPOINT_SCHEME_MISMATCH, MALFORMED_ENDPOINT};
use crate::model::reader::Findings;
use crate::model::topology::draft::Draft;
use crate::model::{Endpoint, LoadBalancers, Reference, Scheme, Text};

pub(super) fn check(draft: &Draft, findings: &mut Findings) -> LoadBalancers {
    let mut addresses = LoadBalancers::default();
    let subject = "the topology";
    for (role, slot) in &draft.load_balancers {
        let Some(at) = slot.given() else { continue };
        let key = format!("load_balancer.{role}");
        addresses.set(*role, at.value.trim_end_matches('/').to_owned());
        values::xml(&key, subject, at, findings);
        if endpoints::placeholder(&key, at, subject, findings) {
            continue;
        }
        let help = "write scheme and host, and the port unless it is the scheme's own, such as \
                    `https://api.example.com`";
        let parsed = Endpoint::parse(&at.value);
        let is_reference = Text::parse(&at.value).has(Reference::Key);
        let Some(endpoint) = parsed.as_ref().ok().filter(|_| !is_reference) else {
            let why = match &parsed {
                Err(error) => error.to_string(),
                Ok(_) => {
                    "it refers to a key of a file, and this becomes part of several".to_owned()
                }
            };
            let message = format!("`{key}` of {subject} is no address that nodes can call: {why}");
            findings.error(&MALFORMED_ENDPOINT, &at.place, message).help(help);
            continue;
        };
        if !matches!(endpoint.scheme(), Scheme::Https | Scheme::Http | Scheme::Unknown) {
            let message = format!("`{key}` of {subject} does not start with `https://`");
            findings.error(&ENDPOINT_SCHEME_MISMATCH, &at.place, message).help(help);
        }
    }
    addresses
}
