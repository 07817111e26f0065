//! Waiting until an API is live, or gone, at gateways.

use std::time::{Duration, Instant};

use crate::client::control_plane::ControlPlane;
use crate::client::operation::operation;
use crate::client::probe::{Probe, ProbeState, Question};
use crate::error::{Error, ErrorKind, Result, Retry};

/// The pause between two questions: short at first, so that success is seen at once.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// Time that runs out, and pauses that grow until it has.
#[derive(Debug)]
pub(crate) struct Patience {
    /// None when it never runs out.
    deadline: Option<Instant>,
    pause: Duration,
    longest: Duration,
}

impl Patience {
    pub(crate) fn new(timeout: Duration) -> Self {
        let deadline = Instant::now().checked_add(timeout);
        Self { deadline, pause: FIRST_PAUSE, longest: LONGEST_PAUSE }
    }

    /// Pauses of the same length.
    pub(crate) fn every(mut self, interval: Duration) -> Self {
        // A pause of nothing would ask without end.
        self.pause = interval.max(Duration::from_millis(1));
        self.longest = self.pause;
        self
    }

    pub(crate) fn left(&self) -> Duration {
        self.deadline.map_or(Duration::MAX, |at| at.saturating_duration_since(Instant::now()))
    }

    /// How long one question may take: what is left, but not too little for an answer.
    pub(crate) fn for_one(&self) -> Duration {
        self.left().max(LONGEST_PAUSE)
    }

    /// Pauses; false when no time is left.
    pub(crate) async fn pause(&mut self) -> bool {
        let left = self.left();
        if left.is_zero() {
            return false;
        }
        tokio::time::sleep(self.pause.min(left)).await;
        self.pause = (self.pause * 3 / 2).min(self.longest);
        true
    }
}

impl ControlPlane {
    /// Waits until the gateways of all these environments have an API. Gateways learn of a deployment some time after the
    /// control plane has accepted it; one that is starting is waited for as well. Each is asked as by
    /// [`ControlPlane::probe`], at first often, then once a second; the answer is the last probe of each, in the order of
    /// `environments`.
    ///
    /// `timeout` counts from the first question to a gateway; each is asked at least once.
    ///
    /// # Errors
    /// [`ErrorKind::Timeout`], code `not-live`, naming the environments that are not, and what they answered last;
    /// [`ErrorKind::InvalidInput`] when no environment is named or the server has no such environment;
    /// [`ErrorKind::Tls`] at once when a gateway's certificate is not trusted. As [`ControlPlane::probe`].
    ///
    /// # Example
    /// ```no_run
    /// use std::time::Duration;
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let environments = ["Production Gateway", "Production and Sandbox"];
    /// let timeout = Duration::from_secs(60);
    /// for probe in control_plane.wait_until_live("Pets", "1.0.0", environments, timeout).await? {
    ///     println!("{probe}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn wait_until_live(
        &self,
        name: &str,
        version: &str,
        environments: impl IntoIterator<Item = impl AsRef<str>>,
        timeout: Duration,
    ) -> Result<Vec<Probe>> {
        let environments: Vec<String> =
            environments.into_iter().map(|environment| environment.as_ref().to_owned()).collect();
        operation("wait_until_live", async {
            let live = self.until_live(name, version, &environments, timeout).await;
            live.map_err(|error| error.concerning_api(name, version))
        })
        .await
    }

    async fn until_live(
        &self,
        name: &str,
        version: &str,
        environments: &[String],
        timeout: Duration,
    ) -> Result<Vec<Probe>> {
        if environments.is_empty() {
            let message = "no environment is named: name each one the API should be live in";
            return Err(Error::new(ErrorKind::InvalidInput, "no-environment", message));
        }
        let environments: Vec<&str> = environments.iter().map(String::as_str).collect();
        let questions = self.questions(name, version, &environments).await?;
        let mut patience = Patience::new(timeout);
        let mut probes = self.ask_all(&questions, &patience).await?;
        loop {
            if probes.iter().all(|probe| probe.state == ProbeState::Live) {
                return Ok(probes);
            }
            if !patience.pause().await {
                return Err(not_live(name, version, timeout, &probes));
            }
            for (question, probe) in questions.iter().zip(&mut probes) {
                if probe.state != ProbeState::Live {
                    *probe = self.ask(question, patience.for_one()).await?;
                }
            }
        }
    }

    async fn ask_all(&self, questions: &[Question], patience: &Patience) -> Result<Vec<Probe>> {
        let mut probes = Vec::new();
        for question in questions {
            probes.push(self.ask(question, patience.for_one()).await?);
        }
        Ok(probes)
    }

    /// Waits until an environment's gateway no longer has an API: after [`ControlPlane::undeploy`]. It is asked as by
    /// [`ControlPlane::probe`]; a gateway that does not answer proves nothing, and is asked again.
    ///
    /// `timeout` counts from the first question to the gateway, which is asked at least once.
    ///
    /// # Errors
    /// [`ErrorKind::Timeout`], code `still-live` when the gateway has the API to the end, `not-absent` when it gives no
    /// answer or one from which nothing follows. As [`ControlPlane::probe`].
    ///
    /// # Example
    /// ```no_run
    /// use std::time::Duration;
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// control_plane.undeploy("Pets", "1.0.0", "Hybrid Gateway").await?;
    /// let timeout = Duration::from_secs(60);
    /// control_plane.wait_until_absent("Pets", "1.0.0", "Hybrid Gateway", timeout).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn wait_until_absent(
        &self,
        name: &str,
        version: &str,
        environment: &str,
        timeout: Duration,
    ) -> Result<Probe> {
        let absent = async {
            let question = self.question(name, version, environment).await?;
            let mut patience = Patience::new(timeout);
            loop {
                let probe = self.ask(&question, patience.for_one()).await?;
                if probe.state == ProbeState::Absent {
                    return Ok(probe);
                }
                if !patience.pause().await {
                    return Err(not_absent(name, version, timeout, &probe));
                }
            }
        };
        operation("wait_until_absent", async {
            absent.await.map_err(|error: Error| {
                error.concerning_api(name, version).concerning("environment", environment)
            })
        })
        .await
    }
}

fn not_live(name: &str, version: &str, timeout: Duration, probes: &[Probe]) -> Error {
    let missing: Vec<&Probe> =
        probes.iter().filter(|probe| probe.state != ProbeState::Live).collect();
    let answers: Vec<String> =
        missing.iter().map(|probe| format!("{probe}; {}", advice(probe.state))).collect();
    let names: Vec<&str> = missing.iter().map(|probe| probe.environment.as_str()).collect();
    let message = format!(
        "after {timeout:?} the API `{name}` {version} is not live in {} of {} environments:\n  {}",
        missing.len(),
        probes.len(),
        answers.join("\n  ")
    );
    Error::new(ErrorKind::Timeout, "not-live", message)
        .with_retry(Retry::Safe)
        .with_context("api", name)
        .with_context("version", version)
        .with_context("environments", names.join(", "))
}

fn advice(state: ProbeState) -> &'static str {
    match state {
        ProbeState::Live => "it is live",
        ProbeState::Absent => {
            "is it deployed there (`verify`), with an endpoint for the environment's type, and does the gateway reach \
             the control plane (its log says)? If so, allow more time; a gateway that missed the news of its deployment \
             is not told again, and gets it by `redeploy`"
        }
        ProbeState::Unreachable => {
            "is the gateway running, and are host and port right in the control plane's deployment.toml?"
        }
        ProbeState::Unclear => "look at what answers at that URL: the back end, or a load balancer",
    }
}

fn not_absent(name: &str, version: &str, timeout: Duration, probe: &Probe) -> Error {
    let is_live = probe.state == ProbeState::Live;
    let (code, fact, help) = if is_live {
        (
            "still-live",
            "is still live",
            "is it undeployed there, and does the gateway reach the control plane (its log says)? If so, allow more time",
        )
    } else {
        ("not-absent", "is not seen to be gone", advice(probe.state))
    };
    let message = format!("after {timeout:?} the API `{name}` {version} {fact}: {probe}; {help}");
    Error::new(ErrorKind::Timeout, code, message)
        .with_retry(Retry::Safe)
        .with_context("api", name)
        .with_context("version", version)
        .with_context("environment", &probe.environment)
}
