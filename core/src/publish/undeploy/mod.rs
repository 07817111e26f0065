//! Taking an API off one environment, with proof that it is gone there and that the others still serve it.

mod list;
mod options;
#[cfg(test)]
mod tests;

use crate::client::{
    ControlPlane, OnceOnly, Patience, Probe, ProbeState, Question, find_environment, no_api,
    operation, reconcile,
};
use crate::error::Result;
use crate::publish::lifecycle::Lifecycle;
use crate::publish::publication::{Publication, Target};
use crate::publish::verify::{Evidence, LiveVerification, Proof, Verification, VerifyOptions};
use crate::rest::api::ApiInfo;
use crate::rest::revision::{self, Revision};

pub use options::{UndeployOptions, Undeployment};

/// Why an environment is not asked about.
const NOT_OFFERED: &str = "the server has no such environment any more";

/// The environments that keep an API.
#[derive(Debug, Default)]
struct Staying {
    known: Vec<String>,
    /// The API is in them, and the server does not offer them.
    unknown: Vec<String>,
}

impl ControlPlane {
    /// Takes an API off one environment; the others keep it. False when it was not there. After a lost answer the server is
    /// read, and only what is still there is taken off.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`](crate::ErrorKind::NotFound) when there is no such API;
    /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) when the server has no such environment; in 3.x
    /// [`ErrorKind::Server`](crate::ErrorKind::Server), code `not-on-every-gateway`, when it is taken off and one of its
    /// gateways was not told, and [`ErrorKind::Unexpected`](crate::ErrorKind::Unexpected), code `environments-not-stored`,
    /// when the server keeps it there all the same. See [`ErrorKind`](crate::ErrorKind).
    ///
    /// # Example
    /// ```no_run
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// assert!(control_plane.undeploy("Pets", "1.0.0", "Hybrid Gateway").await?);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn undeploy(&self, name: &str, version: &str, environment: &str) -> Result<bool> {
        operation("undeploy", async {
            let done = self.undeploy_from(name, version, environment).await;
            done.map_err(|error| {
                error.concerning_api(name, version).concerning("environment", environment)
            })
        })
        .await
    }

    /// Takes an API off one environment as [`Self::undeploy`], and asks for the proof that the options name: that the
    /// environment's gateways no longer have it, and that the other environments still serve it. What is not proven within
    /// the time, or cannot be asked about, stands in the result, and is no error: the API is taken off all the same.
    ///
    /// # Errors
    /// As [`Self::undeploy`]; and when what the proof needs cannot be read, before the API is taken off: with
    /// [`UndeployOptions::gone`] also [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported), code `no-http-url`, when
    /// the API is not offered over HTTP there.
    ///
    /// # Example
    /// ```no_run
    /// use std::time::Duration;
    /// use gatewright::publish::{UndeployOptions, VerifyOptions};
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let minute = Duration::from_secs(60);
    /// let options = UndeployOptions::new()
    ///     .gone(minute)
    ///     .others_serve(VerifyOptions::new().probed().timeout(minute));
    /// let undeployed =
    ///     control_plane.undeploy_with("Pets", "1.0.0", "Hybrid Gateway", &options).await?;
    /// println!("{undeployed}");
    /// assert!(undeployed.is_ok());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn undeploy_with(
        &self,
        name: &str,
        version: &str,
        environment: &str,
        options: &UndeployOptions,
    ) -> Result<Undeployment> {
        operation("undeploy_with", async {
            let done = self.undeploy_and_prove(name, version, environment, options).await;
            done.map_err(|error| {
                error.concerning_api(name, version).concerning("environment", environment)
            })
        })
        .await
    }

    async fn undeploy_and_prove(
        &self,
        name: &str,
        version: &str,
        environment: &str,
        options: &UndeployOptions,
    ) -> Result<Undeployment> {
        let api = self.find_api(name, version).await?.ok_or_else(|| no_api(name, version))?;
        // Afterwards nobody says at which URL it was.
        let questions = match options.gone {
            Some(_) => self.questions_about(&api, environment, options).await?,
            None => Vec::new(),
        };
        // Whatever cannot be read stops this while nothing is written; afterwards it is no error any more.
        let staying = match &options.others {
            Some(_) => self.staying(&api, environment).await?,
            None => Staying::default(),
        };
        let was_there = self.take_off(&api, environment).await?;
        let gone = match options.gone {
            Some(timeout) => self.until_gone(&questions, Patience::new(timeout)).await,
            None => Vec::new(),
        };
        let others = match &options.others {
            Some(proof) => self.others(&api, staying, proof).await,
            None => None,
        };
        let environment = environment.to_owned();
        Ok(Undeployment { environment, was_there, gone, others })
    }

    /// The environments that keep the API.
    async fn staying(&self, api: &ApiInfo, environment: &str) -> Result<Staying> {
        let standing = self.standing(&api.id).await?;
        let offered = self.environments().await?;
        let mut staying = Staying::default();
        for name in standing.live_environments() {
            if name == environment {
                continue;
            }
            if offered.iter().any(|offered| offered.name == name) {
                staying.known.push(name.to_owned());
            } else {
                staying.unknown.push(name.to_owned());
            }
        }
        Ok(staying)
    }

    /// How those stand that keep it; none when none does.
    async fn others(
        &self,
        api: &ApiInfo,
        staying: Staying,
        proof: &VerifyOptions,
    ) -> Option<LiveVerification> {
        let unproven = |environment: String, why: &str| Evidence {
            environment,
            node: None,
            proof: Proof::Unknown(why.to_owned()),
        };
        let none = || {
            let verification = Verification {
                lifecycle: api.life_cycle_status.clone(),
                wanted_lifecycle: Lifecycle::Unchanged,
                environments: Vec::new(),
            };
            LiveVerification { verification, evidence: Vec::new() }
        };
        if staying.known.is_empty() && staying.unknown.is_empty() {
            return None;
        }
        let targets = staying.known.iter().map(|name| Target::new(name).hidden_in_portal());
        let publication = Publication::new(&api.name, &api.version).environments(targets);
        let publication = publication.lifecycle(Lifecycle::Unchanged);
        let mut proven = if staying.known.is_empty() {
            none()
        } else {
            self.prove(&publication, proof).await.unwrap_or_else(|error| {
                let mut failed = none();
                let all = staying.known.iter();
                failed.evidence.extend(all.map(|name| unproven(name.clone(), error.message())));
                failed
            })
        };
        let unknown = staying.unknown.into_iter();
        proven.evidence.extend(unknown.map(|name| unproven(name, NOT_OFFERED)));
        Some(proven)
    }

    async fn questions_about(
        &self,
        api: &ApiInfo,
        environment: &str,
        options: &UndeployOptions,
    ) -> Result<Vec<Question>> {
        let mut questions = vec![self.question(&api.name, &api.version, environment).await?];
        let nodes = options.others.iter().flat_map(|proof| &proof.nodes);
        let nodes = nodes.filter(|node| node.environment == environment);
        questions
            .extend(nodes.map(|node| self.question_to_node(api, environment, &node.gateway_url)));
        Ok(questions)
    }

    async fn until_gone(&self, questions: &[Question], mut patience: Patience) -> Vec<Probe> {
        let mut probes = Vec::new();
        for question in questions {
            probes.push(self.ask_or_say_why(question, &patience).await);
        }
        loop {
            let is_gone = |probe: &Probe| probe.state == ProbeState::Absent;
            if probes.iter().all(is_gone) || !patience.pause().await {
                return probes;
            }
            for (question, probe) in questions.iter().zip(&mut probes) {
                if !is_gone(probe) {
                    *probe = self.ask_or_say_why(question, &patience).await;
                }
            }
        }
    }

    /// A certificate that is not trusted, or an address that cannot be used, leaves open whether it is gone.
    async fn ask_or_say_why(&self, question: &Question, patience: &Patience) -> Probe {
        self.ask(question, patience.for_one()).await.unwrap_or_else(|error| Probe {
            environment: question.environment.clone(),
            url: question.url.clone(),
            state: ProbeState::Unclear,
            detail: error.message().to_owned(),
        })
    }

    pub(crate) async fn undeploy_from(
        &self,
        name: &str,
        version: &str,
        environment: &str,
    ) -> Result<bool> {
        let api = self.find_api(name, version).await?.ok_or_else(|| no_api(name, version))?;
        self.take_off(&api, environment).await
    }

    pub(crate) async fn take_off(&self, api: &ApiInfo, environment: &str) -> Result<bool> {
        let was_there = if self.release().is_classic() {
            self.change_list(&api.id, None, Some(environment)).await?
        } else {
            let mut taking = TakingOff { control_plane: self, api_id: &api.id, environment };
            reconcile(&self.session, &mut taking).await?.value
        };
        if !was_there {
            // Not there, or not anywhere: a name that does not exist is a mistake.
            find_environment(environment, &self.environments().await?)?;
        }
        Ok(was_there)
    }
}

/// Since 4.0: whatever revision is there, or waits for an approval to be. Each attempt reads anew.
struct TakingOff<'c> {
    control_plane: &'c ControlPlane,
    api_id: &'c str,
    environment: &'c str,
}

impl TakingOff<'_> {
    async fn there(&self) -> Result<Vec<Revision>> {
        let list = revision::list(self.control_plane.release(), self.api_id)?;
        let mut made = self.control_plane.send(&list).await?.list;
        let is_there = |made: &Revision| {
            made.deployments.iter().any(|there| there.environment == self.environment)
        };
        made.retain(is_there);
        Ok(made)
    }
}

impl OnceOnly<bool> for TakingOff<'_> {
    async fn send(&mut self) -> Result<bool> {
        let there = self.there().await?;
        let from = [self.environment.to_owned()];
        for revision in &there {
            let release = self.control_plane.release();
            let call = revision::undeploy(release, self.api_id, &revision.id, &from)?;
            self.control_plane.send(&call).await?;
        }
        Ok(!there.is_empty())
    }

    async fn read_back(&mut self) -> Result<Option<bool>> {
        Ok(self.there().await?.is_empty().then_some(true))
    }
}
