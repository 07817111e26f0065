//! Asking gateways, and the control plane about them, until everything is proven or time is over.

use super::evidence::{Certainty, Evidence, LiveVerification, Proof};
use super::options::{NodeAddress, VerifyOptions};
use crate::client::{ControlPlane, Patience, ProbeState, Question, operation};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Release;
use crate::publish::publication::Publication;
use crate::publish::together::together;
use crate::rest::api::ApiInfo;
use crate::rest::revision::{self, Deployment};

/// What can be asked, and what came of it.
struct Asked<'o> {
    environment: String,
    node: Option<&'o NodeAddress>,
    way: Way,
    proof: Proof,
    /// No waiting changes it.
    is_final: bool,
}

/// How it is found out.
enum Way {
    /// By the control plane's counters of the deployment.
    Counters,
    /// By the node's own REST API, at this address.
    Listing(String),
    /// By a call without a token.
    Probe(Question),
    /// Not at all.
    None,
}

impl ControlPlane {
    /// Reads back how a publication stands, as [`Self::verify`], and asks for the proof that the options name: what gateways
    /// report ([`VerifyOptions::acknowledged`]), what they answer ([`VerifyOptions::probed`]). What is not proven is asked
    /// for again until the timeout; what is then missing, unreachable or unknown stands in the result, and is no error. An API
    /// that is not there is waited for as well: the server's search finds a new one only after some seconds.
    /// Nodes that are named are asked, whatever else is; those of environments that the publication does not name are not.
    ///
    /// # Errors
    /// Those of [`Self::verify`]. See [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// use std::time::Duration;
    /// use gatewright::publish::{Publication, VerifyOptions};
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let pets = Publication::new("Pets", "1.0.0").environment("Production Gateway");
    /// let options = VerifyOptions::new()
    ///     .acknowledged()
    ///     .probed()
    ///     .nodes([("Production Gateway", "https://10.0.0.7:8243")])
    ///     .timeout(Duration::from_secs(60));
    /// let live = control_plane.verify_with(&pets, &options).await?;
    /// println!("{live}");
    /// assert!(live.is_ok());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn verify_with(
        &self,
        publication: &Publication,
        options: &VerifyOptions,
    ) -> Result<LiveVerification> {
        self.verify_known_with(publication, None, options).await
    }

    /// The same, of an API whose identifier may be known.
    pub(crate) async fn verify_known_with(
        &self,
        publication: &Publication,
        id: Option<&str>,
        options: &VerifyOptions,
    ) -> Result<LiveVerification> {
        operation("verify_with", async {
            let proven = self.prove_known(publication, id, options).await;
            proven.map_err(|error| error.concerning_api(&publication.name, &publication.version))
        })
        .await
    }

    pub(crate) async fn prove(
        &self,
        publication: &Publication,
        options: &VerifyOptions,
    ) -> Result<LiveVerification> {
        self.prove_known(publication, None, options).await
    }

    async fn prove_known(
        &self,
        publication: &Publication,
        id: Option<&str>,
        options: &VerifyOptions,
    ) -> Result<LiveVerification> {
        let mut patience = Patience::new(options.timeout);
        if let Some(interval) = options.interval {
            patience = patience.every(interval);
        }
        let (api, mut verification) = loop {
            match self.verify_one(publication, id).await {
                Err(error) if id.is_none() && error.code() == "unknown-api" => {
                    // One that was made just now is found later.
                    if !patience.pause().await {
                        return Err(error);
                    }
                }
                verified => break verified?,
            }
        };
        let mut asked = self.what_to_ask(publication, &api, options).await?;
        loop {
            self.ask_again(&api, &mut asked, options, &patience).await?;
            let is_settled = asked
                .iter()
                .all(|asked| asked.is_final || asked.proof.certainty() == Certainty::Proven);
            if verification.is_ok() && is_settled || !patience.pause().await {
                break;
            }
            if !verification.is_ok() {
                verification = self.verify_one(publication, Some(&api.id)).await?.1;
            }
        }
        let evidence = asked.into_iter().map(|asked| Evidence {
            environment: asked.environment,
            node: asked.node.map(|node| node.label().to_owned()),
            proof: asked.proof,
        });
        Ok(LiveVerification { verification, evidence: evidence.collect() })
    }

    async fn what_to_ask<'o>(
        &self,
        publication: &Publication,
        api: &ApiInfo,
        options: &'o VerifyOptions,
    ) -> Result<Vec<Asked<'o>>> {
        let environments: Vec<&str> =
            publication.targets.iter().map(|target| target.environment.as_str()).collect();
        let by_url = environments.iter().copied().filter(|name| options.asks_url_of(name));
        let by_url: Vec<&str> = by_url.collect();
        let questions = if by_url.is_empty() {
            Vec::new()
        } else {
            self.questions_of_each(api, &by_url).await?
        };
        let mut questions = questions.into_iter();
        let mut asked = Vec::new();
        for environment in environments {
            if options.is_acknowledged {
                let nodes = options.nodes_of(environment);
                asked.extend(self.acknowledgements(environment, nodes, options));
            }
            if options.asks_url_of(environment) {
                asked.push(match questions.next() {
                    Some(Ok(question)) => Asked::by(environment, None, Way::Probe(question)),
                    Some(Err(error)) => Asked::never(environment, None, error.message()),
                    None => Asked::never(environment, None, "it has no URL that could be asked"),
                });
            }
            if options.is_acknowledged && nodes_acknowledge(self.release()) && !options.is_probed {
                continue;
            }
            asked.extend(options.nodes_of(environment).map(|node| {
                let question = self.question_to_node(api, environment, &node.gateway_url);
                Asked::by(environment, Some(node), Way::Probe(question))
            }));
        }
        Ok(asked)
    }

    /// Who has to acknowledge a deployment to an environment.
    fn acknowledgements<'o>(
        &self,
        environment: &str,
        nodes: impl Iterator<Item = &'o NodeAddress>,
        options: &VerifyOptions,
    ) -> Vec<Asked<'o>> {
        let release = self.release();
        if release.is_classic() {
            let why = "in API Manager 3.x gateways do not say what they hold: probe them";
            return vec![Asked::never(environment, None, why)];
        }
        if !nodes_acknowledge(release) {
            return vec![Asked::by(environment, None, Way::Counters)];
        }
        let listings: Vec<Asked<'_>> = nodes
            .map(|node| match (&node.management_url, &options.account) {
                (Some(url), Some(_)) => {
                    Asked::by(environment, Some(node), Way::Listing(url.clone()))
                }
                (None, _) => {
                    Asked::never(environment, Some(node), "its management address is not known")
                }
                (_, None) => {
                    Asked::never(environment, Some(node), "no account of the node's is given")
                }
            })
            .collect();
        if listings.is_empty() {
            let why = "before API Manager 4.6 only gateway nodes themselves say what they hold: name them";
            return vec![Asked::never(environment, None, why)];
        }
        listings
    }

    /// Asks for everything that is not proven.
    async fn ask_again(
        &self,
        api: &ApiInfo,
        asked: &mut [Asked<'_>],
        options: &VerifyOptions,
        patience: &Patience,
    ) -> Result<()> {
        let mut open: Vec<&mut Asked<'_>> = asked
            .iter_mut()
            .filter(|asked| !asked.is_final && asked.proof.certainty() != Certainty::Proven)
            .collect();
        let counts = open.iter().any(|asked| matches!(asked.way, Way::Counters));
        let deployments = if counts {
            self.send(&revision::deployments(self.release(), &api.id)?).await?
        } else {
            Vec::new()
        };
        let mut work = Vec::with_capacity(open.len());
        for asked in &open {
            work.push(Box::pin(self.find_out(api, asked, &deployments, options, patience)));
        }
        let found = together(self.breadth(), work).await;
        for (asked, (proof, is_final)) in open.iter_mut().zip(found) {
            (asked.proof, asked.is_final) = (proof, is_final);
        }
        Ok(())
    }

    /// What is found out now, and whether no waiting changes it.
    async fn find_out(
        &self,
        api: &ApiInfo,
        asked: &Asked<'_>,
        deployments: &[Deployment],
        options: &VerifyOptions,
        patience: &Patience,
    ) -> (Proof, bool) {
        match &asked.way {
            Way::None => (asked.proof.clone(), true),
            Way::Counters => {
                let there =
                    deployments.iter().filter(|there| there.environment == asked.environment);
                let nodes = options.nodes_of(&asked.environment);
                let names: Vec<&str> = nodes.map(NodeAddress::label).collect();
                (counted(&there.collect::<Vec<_>>(), &names), false)
            }
            Way::Listing(url) => self.listed(api, url, options).await,
            Way::Probe(question) => match self.ask(question, patience.for_one()).await {
                Ok(probe) => {
                    let proof = match probe.state {
                        ProbeState::Live => Proof::Live(probe.detail),
                        ProbeState::Absent => Proof::Missing(probe.detail),
                        ProbeState::Unreachable => Proof::Unreachable(probe.detail),
                        ProbeState::Unclear => Proof::Unknown(probe.detail),
                    };
                    (proof, false)
                }
                // A certificate that is not trusted, an address that cannot be used.
                Err(error) => (Proof::Unknown(error.message().to_owned()), true),
            },
        }
    }

    async fn listed(&self, api: &ApiInfo, url: &str, options: &VerifyOptions) -> (Proof, bool) {
        let Some((user, password)) = &options.account else {
            return (Proof::Unknown("no account of the node's is given".to_owned()), true);
        };
        let ask = async {
            let node = self.gateway(url, user, password.expose())?;
            node.has_api(&api.name, &api.version).await
        };
        match ask.await {
            Ok(true) => (Proof::Listed, false),
            Ok(false) => (Proof::Missing("the gateway node does not list it".to_owned()), false),
            Err(error) => unlisted(&error),
        }
    }
}

/// Whether it is the nodes themselves that say what they hold.
fn nodes_acknowledge(release: Release) -> bool {
    !release.is_classic() && release < Release::V4_6
}

fn unlisted(error: &Error) -> (Proof, bool) {
    let why = error.message().to_owned();
    match error.kind() {
        ErrorKind::Connect | ErrorKind::Timeout => (Proof::Unreachable(why), false),
        ErrorKind::Server | ErrorKind::RateLimited => (Proof::Unknown(why), false),
        _ => (Proof::Unknown(why), true),
    }
}

/// The control plane's counters of a deployment: `rest-api.md` §2.7. They do not say which gateways they count; the nodes
/// that are known of the environment are named.
fn counted(there: &[&Deployment], nodes: &[&str]) -> Proof {
    // Until it is approved, the gateways keep what they have: their counters speak of that.
    if there.iter().any(|there| there.is_waiting()) {
        return Proof::Missing("its deployment awaits an approval".to_owned());
    }
    let Some(live) = there.iter().find(|there| there.is_approved()) else {
        let why = if there.is_empty() {
            "it is not deployed there"
        } else {
            "its deployment was refused an approval"
        };
        return Proof::Missing(why.to_owned());
    };
    let failed = live.failed_gateway_count.unwrap_or_default();
    let (Some(live), Some(deployed)) = (live.live_gateway_count, live.deployed_gateway_count)
    else {
        return Proof::Unknown("the server does not say what gateways reported".to_owned());
    };
    match (live, deployed, failed) {
        (_, _, failed @ 1..) => {
            Proof::Missing(format!("{failed} of {live} gateways say that they failed"))
        }
        (0, ..) => Proof::Unknown("the control plane knows of no live gateway in it".to_owned()),
        (live, deployed, _) if deployed >= live => Proof::Acknowledged { deployed, live },
        (live, deployed, _) => {
            let of = match nodes {
                [] => String::new(),
                names => format!(" of {}", names.join(", ")),
            };
            Proof::Missing(format!(
                "{deployed} of {live} gateways{of} have reported it; one that missed the news of its deployment is not \
                 told again, and gets it by `redeploy`"
            ))
        }
    }
}

impl<'o> Asked<'o> {
    fn by(environment: &str, node: Option<&'o NodeAddress>, way: Way) -> Self {
        let proof = Proof::Unknown("it was not asked yet".to_owned());
        Self { environment: environment.to_owned(), node, way, proof, is_final: false }
    }

    fn never(environment: &str, node: Option<&'o NodeAddress>, why: &str) -> Self {
        let proof = Proof::Unknown(why.to_owned());
        Self { environment: environment.to_owned(), node, way: Way::None, proof, is_final: true }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_prove_only_when_all_live_gateways_reported() {
        let of = |live, deployed, failed| {
            let mut deployment = Deployment::new("eu", "eu.gw");
            deployment.live_gateway_count = live;
            deployment.deployed_gateway_count = deployed;
            deployment.failed_gateway_count = failed;
            deployment
        };
        assert_eq!(
            counted(&[&of(Some(2), Some(2), Some(0))], &[]),
            Proof::Acknowledged { deployed: 2, live: 2 }
        );
        for (deployment, kind) in [
            (of(Some(2), Some(1), Some(0)), "missing"),
            (of(Some(2), Some(2), Some(1)), "missing"),
            (of(Some(0), Some(0), Some(0)), "unknown"),
            (of(None, None, None), "unknown"),
        ] {
            assert_eq!(counted(&[&deployment], &[]).kind(), kind, "{deployment:?}");
        }
        assert_eq!(counted(&[], &[]).kind(), "missing");
        // The counters of what was there before are no proof of what waits.
        let served = of(Some(1), Some(1), Some(0));
        let mut waiting = served.clone();
        waiting.status = Some("CREATED".to_owned());
        for there in [&[&waiting][..], &[&served, &waiting], &[&waiting, &served]] {
            let Proof::Missing(why) = counted(there, &[]) else { panic!("{there:?}") };
            assert_eq!(why, "its deployment awaits an approval");
        }
        let mut refused = served.clone();
        refused.status = Some("REJECTED".to_owned());
        assert_eq!(counted(&[&refused, &served], &[]).kind(), "acknowledged");
        assert_eq!(counted(&[&refused], &[]).kind(), "missing");
    }
}
