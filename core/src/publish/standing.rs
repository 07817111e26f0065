//! How an API stands in its environments.
//!
//! While a deployment awaits an approval (since 4.3), what was there before stays there: an environment then has two
//! deployments, in whichever order API-M lists them. A refused one may stay in the list as well.

use crate::client::ControlPlane;
use crate::error::{ErrorKind, Result};
use crate::publish::marker;
use crate::publish::publication::Publication;
use crate::rest::api;
use crate::rest::revision::{self, Deployment, Revision};

/// Where an API is, in the one model or the other.
#[derive(Debug)]
pub(crate) enum Standing {
    /// 3.x: the API's list of environments.
    Listed(Vec<String>),
    /// Since 4.0.
    Revisions(Vec<Revision>),
}

impl Standing {
    /// Whether the environment's gateways are told to serve the API.
    pub(crate) fn is_live(&self, environment: &str) -> bool {
        match self {
            Self::Listed(names) => names.iter().any(|name| name == environment),
            Self::Revisions(made) => live(made, environment).is_some(),
        }
    }

    /// Whether a deployment there awaits an approval.
    pub(crate) fn is_waiting(&self, environment: &str) -> bool {
        self.revisions().is_some_and(|made| waiting(made, environment).next().is_some())
    }

    /// Whether a deployment there was refused an approval: that of the publication's own revision, or any while nothing is
    /// live.
    pub(crate) fn is_rejected(&self, environment: &str, publication: &Publication) -> bool {
        self.revisions().is_some_and(|made| rejected(made, environment, publication))
    }

    /// Every environment whose gateways are told to serve it.
    pub(crate) fn live_environments(&self) -> Vec<&str> {
        match self {
            Self::Listed(names) => names.iter().map(String::as_str).collect(),
            Self::Revisions(made) => {
                let all = made.iter().flat_map(|revision| &revision.deployments);
                let live = all.filter(|there| there.is_approved());
                live.map(|there| there.environment.as_str()).collect()
            }
        }
    }

    fn revisions(&self) -> Option<&[Revision]> {
        match self {
            Self::Listed(_) => None,
            Self::Revisions(made) => Some(made),
        }
    }
}

impl ControlPlane {
    /// Takes back the request to deploy a revision to an environment. False when it awaits nothing any more.
    ///
    /// To take the revision off the environment would end the request as well, but gateways may be told of that, and lose
    /// what is there.
    pub(crate) async fn withdraw(&self, api_id: &str, placed: Placed<'_>) -> Result<bool> {
        let (revision, there) = placed;
        match self.cancel_deployment(api_id, &revision.id, &there.environment).await {
            Ok(()) => Ok(true),
            // Somebody has decided meanwhile.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    pub(crate) async fn standing(&self, api_id: &str) -> Result<Standing> {
        let release = self.release();
        if release.is_classic() {
            let listed = self.send(&api::get(release, api_id)).await?.gateway_environments();
            return Ok(Standing::Listed(listed));
        }
        let made = self.send(&revision::list(release, api_id)?).await?.list;
        Ok(Standing::Revisions(made))
    }
}

/// A revision in an environment.
pub(crate) type Placed<'r> = (&'r Revision, &'r Deployment);

/// Every deployment there.
fn all<'r>(made: &'r [Revision], environment: &str) -> impl Iterator<Item = Placed<'r>> {
    made.iter().flat_map(move |revision| {
        let there = revision.deployments.iter();
        let there = there.filter(move |there| there.environment == environment);
        there.map(move |there| (revision, there))
    })
}

/// What the environment's gateways are told to serve.
pub(crate) fn live<'r>(made: &'r [Revision], environment: &str) -> Option<Placed<'r>> {
    all(made, environment).find(|(_, there)| there.is_approved())
}

/// What awaits an approval to be there.
pub(crate) fn waiting<'r>(
    made: &'r [Revision],
    environment: &str,
) -> impl Iterator<Item = Placed<'r>> {
    all(made, environment).filter(|(_, there)| there.is_waiting())
}

/// Whether what was refused there is what the publication wants, and newer than what is live. Of which revision a publication
/// that is no definition speaks, its marker does not say: any may be it.
fn rejected(made: &[Revision], environment: &str, publication: &Publication) -> bool {
    let live = live(made, environment).map(|(revision, _)| revision);
    let named = publication.named();
    let is_wanted = |revision: &Revision| {
        named.as_ref().is_none_or(|named| marker::is_made_of(revision, named))
    };
    let is_newer = |revision: &Revision| {
        live.is_none_or(|live| live.number() < revision.number() && is_wanted(revision))
    };
    all(made, environment).any(|(revision, there)| there.is_rejected() && is_newer(revision))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::ApiDefinition;
    use crate::publish::marker::Marker;

    /// One deployment each, to `eu`, with this status.
    fn revisions(statuses: &[&str]) -> Vec<Revision> {
        let made = statuses.iter().zip(1..).map(|(status, number)| {
            let there = serde_json::json!([{"name": "eu", "vhost": "eu.gw", "status": status}]);
            let name = format!("Revision {number}");
            let made =
                serde_json::json!({"id": name, "displayName": name, "deploymentInfo": there});
            serde_json::from_value(made).unwrap()
        });
        made.collect()
    }

    /// Whether `eu` has it, awaits an approval, was refused one.
    fn seen(statuses: &[&str]) -> [bool; 3] {
        let standing = Standing::Revisions(revisions(statuses));
        assert!(!standing.is_live("us") && !standing.is_waiting("us"));
        let pets = Publication::new("Pets", "1");
        [standing.is_live("eu"), standing.is_waiting("eu"), standing.is_rejected("eu", &pets)]
    }

    #[test]
    fn what_waits_beside_what_is_there_is_seen_in_any_order() {
        for statuses in [["APPROVED", "CREATED"], ["CREATED", "APPROVED"]] {
            assert_eq!(seen(&statuses), [true, true, false], "{statuses:?}");
            let made = revisions(&statuses);
            let live = live(&made, "eu").unwrap().1;
            let waiting: Vec<_> = waiting(&made, "eu").collect();
            assert!(live.is_approved() && waiting.len() == 1 && !waiting[0].1.is_approved());
        }
        assert_eq!(seen(&["CREATED"]), [false, true, false]);
        assert_eq!(seen(&[]), [false, false, false]);
    }

    #[test]
    fn a_refusal_counts_until_something_newer_is_there() {
        assert_eq!(seen(&["REJECTED"]), [false, false, true]);
        assert_eq!(seen(&["APPROVED", "REJECTED"]), [true, false, true]);
        assert_eq!(seen(&["REJECTED", "APPROVED"]), [true, false, false]);
    }

    #[test]
    fn a_refusal_is_that_of_the_publications_own_revision() {
        let of = |path: &str| Publication::new("Pets", "1").definition(ApiDefinition::new(path));
        let api = serde_json::from_str(r#"{"name":"Pets"}"#).unwrap();
        let mut made = revisions(&["APPROVED", "REJECTED"]);
        for (revision, path) in made.iter_mut().zip(["/v1", "/v2"]) {
            revision.description = Marker::new(&api, &of(path)).text();
        }
        assert!(!rejected(&made, "eu", &of("/v1")) && rejected(&made, "eu", &of("/v2")));
        assert!(rejected(&made, "eu", &Publication::new("Pets", "1")));
        assert!(!rejected(&made, "us", &of("/v2")));
        // Nothing is live.
        assert!(rejected(&made[1..], "eu", &of("/v1")));
    }
}
