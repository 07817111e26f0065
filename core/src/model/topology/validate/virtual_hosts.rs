//! Further hosts of an environment.

use super::{attributes, endpoints};
use crate::diagnostic::shared::{DUPLICATE_VIRTUAL_HOST, MISSING_ENDPOINT};
use crate::model::reader::Findings;
use crate::model::reader::shown;
use crate::model::topology::draft::{EnvironmentDraft, Place, Slot, VirtualHostDraft};
use crate::model::{Endpoint, EndpointKey, Endpoints, Host, Release};

/// The URLs of each virtual host; `own` is the host of the gateway when there is exactly one.
///
/// Source: API-M 4.0–4.7: one with neither an HTTP nor an HTTPS URL stops the start; up to 4.2, so does one without the two
/// `WebSub` URLs (api-manager#2015).
pub(super) fn check(
    draft: &EnvironmentDraft,
    subject: &str,
    own: Option<&Host>,
    release: Option<Release>,
    findings: &mut Findings,
) -> Vec<Endpoints> {
    if let Some(first) = draft.virtual_hosts.first() {
        let since = Release::V4_0;
        attributes::not_in_release("virtual_host", since, &first.place, subject, release, findings);
    }
    duplicates(draft, subject, own, findings);
    draft
        .virtual_hosts
        .iter()
        .enumerate()
        .map(|(index, host)| {
            let subject = format!("virtual_host {} of {subject}", index + 1);
            missing(host, &subject, release, findings);
            endpoints::check_given(&host.endpoints, &subject, release, findings)
        })
        .collect()
}

/// API-M tells virtual hosts apart by their host alone; the environment's own endpoints are the first one.
fn duplicates(
    draft: &EnvironmentDraft,
    subject: &str,
    own: Option<&Host>,
    findings: &mut Findings,
) {
    if draft.virtual_hosts.is_empty() {
        return;
    }
    let first = host_of(&draft.endpoints);
    let derived =
        own.filter(|_| first.is_none()).map(|host| (host.to_string(), draft.place.clone()));
    let mut known: Vec<(String, Place)> = first.or(derived).into_iter().collect();
    for virtual_host in &draft.virtual_hosts {
        let Some((host, place)) = host_of(&virtual_host.endpoints) else { continue };
        let Some((_, earlier)) = known.iter().find(|(known, _)| *known == host) else {
            known.push((host, place));
            continue;
        };
        let message = format!(
            "the host `{}` is another virtual host's of {subject} already: API-M tells them apart by nothing else",
            shown(&host)
        );
        findings
            .error(&DUPLICATE_VIRTUAL_HOST, &place, message)
            .related(earlier, "the first one")
            .help("give this virtual host a host name of its own, or remove it");
    }
}

/// The host by which a virtual host is known: that of the HTTPS URL, or of the HTTP one.
fn host_of(endpoints: &[(EndpointKey, Slot<String>)]) -> Option<(String, Place)> {
    let by = |key: EndpointKey| {
        let (_, slot) = endpoints.iter().find(|(known, _)| *known == key)?;
        let at = slot.given()?;
        let endpoint = Endpoint::parse(&at.value).ok()?;
        let host = endpoint.host()?;
        let host = Host::new(host).map_or_else(|| host.to_owned(), |host| host.to_string());
        Some((host, at.place.clone()))
    };
    by(EndpointKey::Https).or_else(|| by(EndpointKey::Http))
}

fn missing(
    host: &VirtualHostDraft,
    subject: &str,
    release: Option<Release>,
    findings: &mut Findings,
) {
    let has = |key: EndpointKey| {
        host.endpoints.iter().any(|(known, slot)| *known == key && !matches!(slot, Slot::Absent))
    };
    let mut missing = Vec::new();
    if !has(EndpointKey::Https) && !has(EndpointKey::Http) {
        missing.push("`https_endpoint` or `http_endpoint`".to_owned());
    }
    let needs_websub = release
        .is_some_and(|release| !release.is_classic() && release.or_newest_known() < Release::V4_3);
    for key in [EndpointKey::WebSubHttp, EndpointKey::WebSubHttps] {
        if needs_websub && !has(key) {
            missing.push(format!("`{}`", key.as_str()));
        }
    }
    if missing.is_empty() {
        return;
    }
    let message =
        format!("{subject} lacks {}: API-M does not start with it", missing.join(" and "));
    findings
        .error(&MISSING_ENDPOINT, &host.place, message)
        .help("write the URL by which clients reach the gateways under this host");
}
