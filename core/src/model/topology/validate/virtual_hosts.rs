//! Further hosts of an environment.

use super::{attributes, endpoints};
use crate::diagnostic::shared::MISSING_ENDPOINT;
use crate::model::topology::draft::{EnvironmentDraft, Slot, VirtualHostDraft};
use crate::model::topology::findings::Findings;
use crate::model::{EndpointKey, Endpoints, Release};

/// The URLs of each virtual host.
///
/// Source: API-M 4.0–4.7: one with neither an HTTP nor an HTTPS URL stops the start; up to 4.2, so does one without the two
/// `WebSub` URLs (api-manager#2015).
pub(super) fn check(
    draft: &EnvironmentDraft,
    subject: &str,
    release: Option<Release>,
    findings: &mut Findings,
) -> Vec<Endpoints> {
    if let Some(first) = draft.virtual_hosts.first() {
        let since = Release::V4_0;
        attributes::not_in_release("virtual_host", since, &first.place, subject, release, findings);
    }
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
