//! Publications against a topology: what needs no server to be known.

use std::sync::Arc;

use super::Publications;
use super::build::{Entry, TargetPlaces};
use crate::diagnostic::Report;
use crate::diagnostic::publications::{
    API_LACKS_ENDPOINT, UNKNOWN_ENVIRONMENT, UNKNOWN_VIRTUAL_HOST, UNSUPPORTED_BY_RELEASE,
};
use crate::model::reader::{Findings, listed, nearest, shown};
use crate::model::{Endpoint, Endpoints, Environment, Topology};
use crate::publish::publication::{Source, Target, lacks};

impl Publications {
    /// Checks them against a topology: that its environments and virtual hosts are there, that each API has the endpoint
    /// that an environment's type needs, and that the release can do what is asked. Planning checks the same against the
    /// server.
    ///
    /// ```
    /// use gatewright::Topology;
    /// use gatewright::publish::Publications;
    ///
    /// let topology = Topology::parse(gatewright::examples::THREE_NODES)?;
    /// let text = "[[publication]]\nname = \"Pets\"\nversion = \"1.0.0\"\nenvironments = [\"Production gateway\"]\n";
    /// let report = Publications::parse(text, ".")?.check(&topology);
    /// let found = &report.diagnostics()[0];
    /// assert_eq!((found.code, found.line, found.column), ("unknown-environment", Some(4), Some(17)));
    /// assert_eq!(found.help.as_deref(), Some("did you mean `Production Gateway`?"));
    /// # Ok::<(), gatewright::Error>(())
    /// ```
    pub fn check(&self, topology: &Topology) -> Report {
        let mut findings = Findings::new(Some(Arc::clone(&self.source)));
        for entry in &self.entries {
            layout(entry, topology, &mut findings);
            let targets = entry.publication.targets().iter().zip(&entry.places.targets);
            for (target, places) in targets {
                release(entry, target, places, topology, &mut findings);
                let Some(environment) = topology.environment(target.name()) else {
                    unknown(entry, target, places, topology, &mut findings);
                    continue;
                };
                endpoints(entry, environment, places, &mut findings);
                virtual_host(target, environment, places, topology, &mut findings);
            }
        }
        findings.into_report()
    }
}

/// What messages call a publication.
fn subject(entry: &Entry) -> String {
    let publication = &entry.publication;
    format!("`{}` {}", shown(publication.name()), shown(publication.version()))
}

fn layout(entry: &Entry, topology: &Topology, findings: &mut Findings) {
    let Source::Project(project) = entry.publication.source() else { return };
    if let Err(error) = project.require_release(topology.release()) {
        findings
            .error(&UNSUPPORTED_BY_RELEASE, &entry.places.source, error.message())
            .help("export the API from a server of the topology's release");
    }
}

fn release(
    entry: &Entry,
    target: &Target,
    places: &TargetPlaces,
    topology: &Topology,
    findings: &mut Findings,
) {
    let release = topology.release();
    if !release.is_classic() {
        return;
    }
    let asked = [
        (target.host().is_some(), "a virtual host", &places.virtual_host),
        (!target.is_shown(), "a deployment that is hidden in the portal", &places.shown),
    ];
    for (_, what, place) in asked.into_iter().filter(|(is_asked, ..)| *is_asked) {
        let message = format!(
            "{} asks for {what} in `{}`, which came with 4.0; the topology is of {release}",
            subject(entry),
            shown(target.name())
        );
        findings.error(&UNSUPPORTED_BY_RELEASE, place, message).help("remove the key");
    }
}

fn unknown(
    entry: &Entry,
    target: &Target,
    places: &TargetPlaces,
    topology: &Topology,
    findings: &mut Findings,
) {
    let names: Vec<&str> =
        topology.environments().iter().map(|environment| environment.name.as_str()).collect();
    let meant = nearest(target.name(), names.iter().copied());
    let message = format!(
        "{} names the environment `{}`, which the topology does not have",
        subject(entry),
        shown(target.name())
    );
    let help = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("it has {}", listed(&names)),
    };
    findings.error(&UNKNOWN_ENVIRONMENT, &places.name, message).help(help);
}

/// Of an existing API only the server knows which endpoints it has.
fn endpoints(
    entry: &Entry,
    environment: &Environment,
    places: &TargetPlaces,
    findings: &mut Findings,
) {
    let publication = &entry.publication;
    if matches!(publication.source(), Source::Existing) {
        return;
    }
    let kind = environment.environment_type;
    let Some(what) = lacks(kind, |key_type| publication.has_endpoint(key_type)) else { return };
    let message = format!(
        "{} cannot be in the environment `{}`, which is of type {kind}: the API has no {}",
        subject(entry),
        environment.name,
        what.trim_start_matches("a ").trim_start_matches("an "),
    );
    findings
        .error(&API_LACKS_ENDPOINT, &places.name, message)
        .related(&entry.places.source, "what the API is made of")
        .help(format!("give the API {what}, or choose other environments"));
}

fn virtual_host(
    target: &Target,
    environment: &Environment,
    places: &TargetPlaces,
    topology: &Topology,
    findings: &mut Findings,
) {
    let Some(wanted) = target.host().filter(|_| !topology.release().is_classic()) else { return };
    let own = topology.endpoints(environment);
    let known: Option<Vec<String>> =
        [&own].into_iter().chain(&environment.virtual_hosts).map(host).collect();
    // Where one of them is a reference, it may be that one.
    let Some(known) = known else { return };
    if known.iter().any(|host| host == wanted) {
        return;
    }
    let message =
        format!("the environment `{}` has no virtual host `{}`", environment.name, shown(wanted));
    let help = match nearest(wanted, known.iter().map(String::as_str)) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("it has {}", listed(&known)),
    };
    findings.error(&UNKNOWN_VIRTUAL_HOST, &places.virtual_host, message).help(help);
}

/// The host by which API-M knows a virtual host: that of its HTTPS URL, or of the HTTP one.
fn host(endpoints: &Endpoints) -> Option<String> {
    let url = endpoints.https.as_ref().or(endpoints.http.as_ref())?;
    Some(Endpoint::parse(url).ok()?.host()?.to_owned())
}
