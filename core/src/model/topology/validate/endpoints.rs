//! The URLs of one environment.

use super::node::CheckedNode;
use super::values;
use crate::diagnostic::shared::{
    ENDPOINT_HOSTS_DIFFER, ENDPOINT_SCHEME_MISMATCH, LITERAL_PORT_IGNORES_OFFSET,
    MALFORMED_ENDPOINT, MISSING_ENDPOINT,
};
use crate::model::reader::Findings;
use crate::model::topology::draft::{At, EnvironmentDraft, Place, Slot};
use crate::model::topology::rules::{ENDPOINT_NOT_IN_RELEASE, PLACEHOLDER_IN_ENDPOINT};
use crate::model::{Endpoint, EndpointKey, Endpoints, Reference, Release, Text};

/// The URLs that were given; `only` is the gateway behind the environment when there is exactly one.
pub(super) fn check(
    draft: &EnvironmentDraft,
    subject: &str,
    release: Option<Release>,
    only: Option<&CheckedNode<'_>>,
    findings: &mut Findings,
) -> Endpoints {
    let endpoints = check_given(&draft.endpoints, subject, release, findings);
    for (key, slot) in &draft.endpoints {
        let (Some(only), Some(at)) = (only, slot.given()) else { continue };
        if let Ok(endpoint) = Endpoint::parse(&at.value) {
            port(*key, at, &endpoint, subject, only, findings);
        }
    }
    endpoints
}

/// The URLs of another vendor's gateway, which follow rules of their own: they only must not break API-M's file.
pub(super) fn check_federated(
    draft: &EnvironmentDraft,
    subject: &str,
    findings: &mut Findings,
) -> Endpoints {
    let mut endpoints = Endpoints::default();
    for (key, slot) in &draft.endpoints {
        let Some(at) = slot.given() else { continue };
        endpoints.set(*key, Some(at.value.clone()));
        values::environment(key.as_str(), subject, at, findings);
        placeholder(key.as_str(), at, subject, findings);
    }
    endpoints
}

/// URLs of an environment or of a virtual host.
pub(super) fn check_given(
    given: &[(EndpointKey, Slot<String>)],
    subject: &str,
    release: Option<Release>,
    findings: &mut Findings,
) -> Endpoints {
    let mut endpoints = Endpoints::default();
    let (mut http, mut https) = (None, None);
    for (key, slot) in given {
        let Some(at) = slot.given() else { continue };
        endpoints.set(*key, Some(at.value.clone()));
        if let Some(release) = release.filter(|release| !key.exists_in(*release)) {
            let message = format!(
                "`{}` of {subject} exists since 4.0, but the release is {release}",
                key.as_str()
            );
            findings.error(&ENDPOINT_NOT_IN_RELEASE, &at.place, message).help("remove it");
        }
        let Some(endpoint) = one(*key, at, subject, findings) else { continue };
        match key {
            EndpointKey::Http => http = Some((endpoint, at.place.clone())),
            EndpointKey::Https => https = Some((endpoint, at.place.clone())),
            _ => {}
        }
    }
    if let (Some(http), Some(https)) = (&http, &https) {
        hosts_differ(http, https, subject, release, findings);
    }
    endpoints
}

/// One URL for itself; `None` when nothing more can be said about it.
fn one(
    key: EndpointKey,
    at: &At<String>,
    subject: &str,
    findings: &mut Findings,
) -> Option<Endpoint> {
    values::environment(key.as_str(), subject, at, findings);
    if placeholder(key.as_str(), at, subject, findings) {
        return None;
    }
    // Already reported, and nothing is known of what it stands for.
    if Text::parse(&at.value).has(Reference::Key) {
        return None;
    }
    let endpoint = match Endpoint::parse(&at.value) {
        Ok(endpoint) => endpoint,
        Err(error) => {
            let message = format!(
                "`{}` of {subject} is no URL that API-M can take apart: {error}",
                key.as_str()
            );
            findings
                .error(&MALFORMED_ENDPOINT, &at.place, message)
                .help(format!("write scheme, host and port, such as `{}`", example(key)));
            return None;
        }
    };
    if key.contradicts(&endpoint) {
        let scheme = key.scheme().as_str();
        let message = format!("`{}` of {subject} does not start with `{scheme}://`", key.as_str());
        findings
            .error(&ENDPOINT_SCHEME_MISMATCH, &at.place, message)
            .help(format!("write a `{scheme}://` URL, or move this one to the key it belongs to"));
    }
    Some(endpoint)
}

/// True when a URL holds what API-M would not put a value in for, or a value of another node: that is reported.
pub(super) fn placeholder(
    key: &str,
    at: &At<String>,
    subject: &str,
    findings: &mut Findings,
) -> bool {
    let text = Text::parse(&at.value);
    let is_secret = text.has(Reference::Secret);
    if !is_secret && text.placeholders().next().is_none() {
        return false;
    }
    let why = if is_secret {
        "a `$secret{…}`, which is only decrypted where a password is expected"
    } else {
        "a `${…}`, which stands for a value of the control plane, not of the gateway"
    };
    let message = format!("`{key}` of {subject} holds {why}");
    findings.error(&PLACEHOLDER_IN_ENDPOINT, &at.place, message).help(
        "leave the key out to derive it from the gateway, write the value itself, or use `$env{…}`",
    );
    true
}

fn example(key: EndpointKey) -> String {
    let path = if key == EndpointKey::ServiceUrl { "/services/" } else { "" };
    format!("{}://gw.example.com:{}{path}", key.scheme().as_str(), key.port().default_number())
}

fn port(
    key: EndpointKey,
    at: &At<String>,
    endpoint: &Endpoint,
    subject: &str,
    only: &CheckedNode<'_>,
    findings: &mut Findings,
) {
    let (Some(host), Some(offset)) = (&only.host, only.offset) else { return };
    if !endpoint.leads_to(host) || !key.ignores_offset(endpoint, offset) {
        return;
    }
    let (default, actual) = (key.port().default_number(), key.port().number(offset));
    let message = format!(
        "`{}` of {subject} names port {default} of `{host}`, but {} listens on {actual}, because its offset is {offset}",
        key.as_str(),
        only.subject
    );
    findings
        .error(&LITERAL_PORT_IGNORES_OFFSET, &at.place, message)
        .related(&only.offset_place(), "its offset")
        .help(format!("write {actual}, or leave `{}` out to derive it", key.as_str()));
}

fn hosts_differ(
    http: &(Endpoint, Place),
    https: &(Endpoint, Place),
    subject: &str,
    release: Option<Release>,
    findings: &mut Findings,
) {
    // 3.x keeps the two URLs apart.
    if release.is_none_or(Release::is_classic) || !http.0.differs_in_host(&https.0) {
        return;
    }
    let message = format!(
        "`http_endpoint` of {subject} names the host `{}`, `https_endpoint` the host `{}`: API-M takes the host of the \
         https one for both",
        http.0.host().unwrap_or_default(),
        https.0.host().unwrap_or_default()
    );
    findings
        .error(&ENDPOINT_HOSTS_DIFFER, &http.1, message)
        .related(&https.1, "the host that is used")
        .help("write one host in both, or leave `http_endpoint` out");
}

/// What an environment with several gateways must say, because it follows from none of them.
pub(super) fn missing(
    draft: &EnvironmentDraft,
    subject: &str,
    release: Option<Release>,
    findings: &mut Findings,
) {
    let has = |key: EndpointKey| {
        draft.endpoints.iter().any(|(known, slot)| *known == key && !matches!(slot, Slot::Absent))
    };
    let mut missing = Vec::new();
    if !has(EndpointKey::Https) && !has(EndpointKey::Http) {
        missing.push("`https_endpoint` or `http_endpoint`");
    }
    if release.is_some_and(Release::is_classic) && !has(EndpointKey::ServiceUrl) {
        missing.push("`service_url`");
    }
    if release.is_some_and(|release| !release.is_classic())
        && !has(EndpointKey::Ws)
        && !has(EndpointKey::Wss)
    {
        missing.push("`ws_endpoint` or `wss_endpoint`");
    }
    if missing.is_empty() {
        return;
    }
    let message = format!(
        "{subject} lacks {}: with several gateways behind it, they follow from none",
        missing.join(" and ")
    );
    findings
        .error(&MISSING_ENDPOINT, &draft.place, message)
        .help("write the URLs of the load balancer before the gateways");
}
