//! Whether a gateway has an API, seen by asking it without a token.

use std::fmt;
use std::time::Duration;

use crate::client::api_request::ApiRequest;
use crate::client::api_response::ApiResponse;
use crate::client::call::Unanswered;
use crate::client::control_plane::{ControlPlane, no_api};
use crate::client::environment::{GatewayEnvironment, find_environment};
use crate::client::failure::shortened;
use crate::client::operation::operation;
use crate::error::{Error, ErrorKind, Result};
use crate::model::one_line::{Name, one_line};
use crate::rest::api::ApiInfo;
use crate::rest::{portal, revision};

/// What a gateway answered when it was asked for an API. `Display` is one line.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Probe {
    /// The environment's name.
    pub environment: String,
    /// The URL that was asked.
    pub url: String,
    /// What the answer means.
    pub state: ProbeState,
    /// The answer in words, such as `401: 900902: Missing Credentials`.
    pub detail: String,
}

/// What a gateway's answer to a call without a token means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProbeState {
    /// The gateway has the API: it asks for a token (401), or answers for it in another way. An API that needs no login
    /// answers with its own status; one whose lifecycle is Blocked with 503, code 700700.
    Live,
    /// The gateway is there and has no such API: its own 404.
    Absent,
    /// Nobody answers at the gateway's address.
    Unreachable,
    /// An answer from which neither follows, such as a 502 of a load balancer.
    Unclear,
}

impl ProbeState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Live, Self::Absent, Self::Unreachable, Self::Unclear];

    /// The state's name.
    ///
    /// ```
    /// assert_eq!(gatewright::client::ProbeState::Live.as_str(), "live");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Absent => "absent",
            Self::Unreachable => "unreachable",
            Self::Unclear => "unclear",
        }
    }
}

impl fmt::Display for ProbeState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { environment, url, state, detail } = self;
        write!(f, "{}: {state} at {url} ({})", Name(environment), one_line(detail))
    }
}

/// Whom to ask, and for what.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) environment: String,
    pub(crate) url: String,
}

/// No gateway that works thinks longer about a call without a token.
const LONGEST: Duration = Duration::from_secs(10);

impl ControlPlane {
    /// Asks an environment's gateway once whether it has an API: with a `GET` without a token, at the URL the Developer
    /// Portal gives for this environment, or else at the environment's own base URL (since 4.0 of the virtual host the API
    /// is deployed at, or the first) followed by the API's context and version.
    ///
    /// An API that needs no login is called by that: its back end sees a `GET` of the API's root, and an answer of the back
    /// end's is a sign that the API is live. A 404 that is not in API-M's form is told apart by a second question, for a
    /// version that does not exist.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when there is no such API; [`ErrorKind::InvalidInput`] when the server has no such
    /// environment; [`ErrorKind::Tls`] when the gateway's certificate is not trusted; [`ErrorKind::Unsupported`], code
    /// `no-http-url`, when the API is not offered over HTTP there. See [`ErrorKind`].
    ///
    /// # Example
    /// ```no_run
    /// use gatewright::client::ProbeState;
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let probe = control_plane.probe("Pets", "1.0.0", "Production Gateway").await?;
    /// if probe.state != ProbeState::Live {
    ///     println!("{probe}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn probe(&self, name: &str, version: &str, environment: &str) -> Result<Probe> {
        operation("probe", async {
            let ask = async {
                let question = self.question(name, version, environment).await?;
                self.ask(&question, LONGEST).await
            };
            let concerning = |error: Error| {
                error.concerning_api(name, version).concerning("environment", environment)
            };
            ask.await.map_err(concerning)
        })
        .await
    }

    /// Where to ask one environment's gateway.
    pub(crate) async fn question(
        &self,
        name: &str,
        version: &str,
        environment: &str,
    ) -> Result<Question> {
        let mut questions = self.questions(name, version, &[environment]).await?;
        questions.pop().ok_or_else(|| {
            Error::new(ErrorKind::Unexpected, "no-question", "one environment gave no URL to ask")
        })
    }

    /// Where to ask each environment's gateway.
    pub(crate) async fn questions(
        &self,
        name: &str,
        version: &str,
        environments: &[&str],
    ) -> Result<Vec<Question>> {
        let offered = self.environments().await?;
        let found = find_all(environments, &offered)?;
        let api = self.find_api(name, version).await?.ok_or_else(|| no_api(name, version))?;
        self.questions_at(&api, &found).await?.into_iter().collect()
    }

    /// The same of an API that was found; where an environment offers nothing that can be asked, its entry says why.
    pub(crate) async fn questions_of_each(
        &self,
        api: &ApiInfo,
        environments: &[&str],
    ) -> Result<Vec<Result<Question>>> {
        let offered = self.environments().await?;
        let found = find_all(environments, &offered)?;
        self.questions_at(api, &found).await
    }

    async fn questions_at(
        &self,
        api: &ApiInfo,
        environments: &[&GatewayEnvironment],
    ) -> Result<Vec<Result<Question>>> {
        let (name, version) = (&api.name, &api.version);
        let shown = self.shown(api).await?;
        let is_shown = |environment: &str| {
            shown.iter().find(|urls| urls.environment_name == environment).map(|urls| &urls.urls)
        };
        let all_shown =
            environments.iter().all(|environment| is_shown(&environment.name).is_some());
        let hosts = if all_shown { Vec::new() } else { self.hosts(api).await? };
        let path = full_context(&api.context, version, self.session.link.tenant_domain());
        let questions = environments.iter().map(|environment| {
            let url = match is_shown(&environment.name) {
                Some(urls) => urls.https.clone().or_else(|| urls.http.clone()),
                None => base(environment, &hosts).map(|base| format!("{base}{path}")),
            };
            let url = url.ok_or_else(|| {
                let message = format!(
                    "the API `{name}` {version} has no HTTP address in the environment `{}`, so it cannot be asked \
                     there: an API over WebSocket is seen by opening a connection",
                    environment.name
                );
                Error::new(ErrorKind::Unsupported, "no-http-url", message)
                    .with_context("api", name)
                    .with_context("environment", &environment.name)
            })?;
            Ok(Question { environment: environment.name.clone(), url })
        });
        Ok(questions.collect())
    }

    /// Where to ask a gateway node itself, by its base URL.
    pub(crate) fn question_to_node(
        &self,
        api: &ApiInfo,
        environment: &str,
        base: &str,
    ) -> Question {
        let path = full_context(&api.context, &api.version, self.session.link.tenant_domain());
        let url = format!("{}{path}", base.trim_end_matches('/'));
        Question { environment: environment.to_owned(), url }
    }

    /// What the Developer Portal offers; nothing when it does not show the API to this user.
    async fn shown(&self, api: &ApiInfo) -> Result<Vec<portal::EndpointUrls>> {
        if !matches!(api.life_cycle_status.as_str(), "PUBLISHED" | "PROTOTYPED") {
            return Ok(Vec::new());
        }
        match self.send(&portal::get(self.release(), &api.id)).await {
            Ok(shown) => Ok(shown.endpoint_urls),
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::NotFound
                        | ErrorKind::Rejected
                        | ErrorKind::MissingScope
                        | ErrorKind::Unauthenticated
                ) =>
            {
                Ok(Vec::new())
            }
            Err(error) => Err(error),
        }
    }

    /// The virtual host per environment that the API is deployed to; none in 3.x.
    async fn hosts(&self, api: &ApiInfo) -> Result<Vec<(String, String)>> {
        if self.release().is_classic() {
            return Ok(Vec::new());
        }
        let made = self.send(&revision::list(self.release(), &api.id)?).await?.list;
        let deployments = made.into_iter().flat_map(|revision| revision.deployments);
        Ok(deployments.map(|deployed| (deployed.environment, deployed.virtual_host)).collect())
    }

    /// Asks once, for no longer than that.
    ///
    /// # Errors
    /// What no waiting heals: a certificate that is not trusted, a URL that cannot be asked.
    pub(crate) async fn ask(&self, question: &Question, within: Duration) -> Result<Probe> {
        let within = within.min(LONGEST);
        let (state, detail) = match self.question_url(&question.url, within).await? {
            Ok(answer) => match meaning(&answer) {
                ProbeState::Unclear if answer.status == 404 => {
                    if self.has_a_404_of_its_own(question, within).await? {
                        (ProbeState::Live, "404, not the gateway's own: the back end's".to_owned())
                    } else {
                        (ProbeState::Unclear, in_words(&answer))
                    }
                }
                state => (state, in_words(&answer)),
            },
            Err(unanswered) => match unanswered.lost.kind {
                ErrorKind::Connect | ErrorKind::Timeout => {
                    (ProbeState::Unreachable, unanswered.lost.why)
                }
                _ => {
                    let error = unanswered.into_error();
                    return Err(error.with_context("environment", &question.environment));
                }
            },
        };
        let Question { environment, url } = question.clone();
        Ok(Probe { environment, url, state, detail })
    }

    async fn question_url(
        &self,
        url: &str,
        within: Duration,
    ) -> Result<Result<ApiResponse, Unanswered>> {
        let request = ApiRequest::get(url).header("Accept", "application/json, */*;q=0.5");
        Ok(self.session.link.call(&request, Some(within)).await?.map(ApiResponse::from))
    }

    /// Whether the gateway says in API-M's form that there is no API, where there is none: then a 404 in another form came
    /// from behind it, through the API.
    async fn has_a_404_of_its_own(&self, question: &Question, within: Duration) -> Result<bool> {
        let beside = format!("{}-no-such-version", question.url.trim_end_matches('/'));
        let answer = self.question_url(&beside, within).await?;
        Ok(answer.is_ok_and(|answer| meaning(&answer) == ProbeState::Absent))
    }
}

fn find_all<'s>(
    names: &[&str],
    offered: &'s [GatewayEnvironment],
) -> Result<Vec<&'s GatewayEnvironment>> {
    names.iter().map(|name| find_environment(name, offered)).collect()
}

/// The base URL of an environment's gateways, at the virtual host of a deployment or the first.
fn base(environment: &GatewayEnvironment, hosts: &[(String, String)]) -> Option<String> {
    let host = hosts.iter().find(|(name, _)| *name == environment.name).map(|(_, host)| host);
    let deployed = environment.virtual_hosts.iter().find(|known| Some(&known.host) == host);
    match deployed {
        Some(host) => host.https_url.clone().or_else(|| host.http_url.clone()),
        None => environment.https_url.clone().or_else(|| environment.http_url.clone()),
    }
}

/// The path of an API at its gateways: `rest-api.md` §3.1. A context may hold the version itself.
fn full_context(context: &str, version: &str, tenant: &str) -> String {
    let context = format!("/{}", context.trim_matches('/'));
    let context = if context.contains("{version}") {
        context.replace("{version}", version)
    } else {
        format!("{context}/{version}")
    };
    if tenant == "carbon.super" || context.starts_with("/t/") {
        context
    } else {
        format!("/t/{tenant}{context}")
    }
}

/// `rest-api.md` §6.2, §6.3.
fn meaning(answer: &ApiResponse) -> ProbeState {
    match (answer.status, &answer.fault) {
        (404, Some(fault)) => {
            // The API is there, and has no resource at its root.
            let texts = [Some(&fault.message), fault.description.as_ref()];
            let is_resource =
                texts.into_iter().flatten().any(|text| text.contains("No matching resource"));
            if is_resource { ProbeState::Live } else { ProbeState::Absent }
        }
        (404 | 500.., None) => ProbeState::Unclear,
        _ => ProbeState::Live,
    }
}

fn in_words(answer: &ApiResponse) -> String {
    let status = answer.status.to_string();
    match &answer.fault {
        // The code says no more than the status.
        Some(fault) if fault.code.as_ref() == Some(&status) => shortened(&fault.to_string()),
        Some(fault) => shortened(&format!("{status}: {fault}")),
        None if meaning(answer) == ProbeState::Unclear => {
            format!("{status}, not in a form of API Manager's gateways")
        }
        None => status,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rest::Response;

    fn answer(status: u16, body: &str) -> ApiResponse {
        let body = body.as_bytes().to_vec();
        ApiResponse::from(Response { status, body, ..Response::default() })
    }

    fn fault(status: u16, code: &str, message: &str) -> ApiResponse {
        answer(status, &format!(r#"{{"code":"{code}","message":"{message}","description":"d"}}"#))
    }

    #[test]
    fn an_answer_means_that_the_api_is_there_or_not_or_neither() {
        use ProbeState::{Absent, Live, Unclear};
        for (answer, state, words) in [
            (
                fault(401, "900902", "Missing Credentials"),
                Live,
                "401: 900902: Missing Credentials: d",
            ),
            (
                fault(403, "900908", "Resource forbidden"),
                Live,
                "403: 900908: Resource forbidden: d",
            ),
            (fault(405, "405", "Method Not Allowed"), Live, "405: Method Not Allowed: d"),
            (fault(503, "700700", "API blocked"), Live, "503: 700700: API blocked: d"),
            (fault(404, "404", "Not Found"), Absent, "404: Not Found: d"),
            (
                fault(404, "404", "No matching resource found for given API Request"),
                Live,
                "404: No matching resource found for given API Request: d",
            ),
            (fault(403, "900908", r"two\n lines"), Live, "403: 900908: two lines: d"),
            (answer(200, "[]"), Live, "200"),
            (answer(302, ""), Live, "302"),
            (answer(401, "please log in"), Live, "401"),
            (
                answer(404, "404 page not found"),
                Unclear,
                "404, not in a form of API Manager's gateways",
            ),
            (answer(502, "<html>"), Unclear, "502, not in a form of API Manager's gateways"),
        ] {
            assert_eq!(meaning(&answer), state, "{words}");
            assert_eq!(in_words(&answer), words);
        }
    }

    #[test]
    fn a_context_gets_its_version_and_tenant_once() {
        for (context, tenant, path) in [
            ("/pets", "carbon.super", "/pets/1.0.0"),
            ("pets/", "carbon.super", "/pets/1.0.0"),
            ("/v/{version}/pets", "carbon.super", "/v/1.0.0/pets"),
            ("/pets/{version}", "carbon.super", "/pets/1.0.0"),
            ("/pets", "example.com", "/t/example.com/pets/1.0.0"),
            ("/t/example.com/pets", "example.com", "/t/example.com/pets/1.0.0"),
        ] {
            assert_eq!(full_context(context, "1.0.0", tenant), path);
        }
    }

    #[test]
    fn states_have_their_names() {
        let names: Vec<&str> = ProbeState::ALL.into_iter().map(ProbeState::as_str).collect();
        assert_eq!(names, ["live", "absent", "unreachable", "unclear"]);
    }
}
